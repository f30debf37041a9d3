//! Every attribute that is known, level by level.

use std::sync::LazyLock;

use apple_device_management_core::{Apply, Combine, OsAttribute, Presence, Scope};

use super::attributes::Value::{
    Filled, Flag, Mark, Name, Number, Part, Scalar, Scalars, Stated, Text, Texts, Whole, Word,
};
use super::attributes::{Attribute, Table, Words};
use super::keys;
use super::levels;
use crate::raw::{
    self, Bounds, Example, ExampleFile, Key, Level, Note, OsEntry, Payload, Reason, ReasonDetail,
    RelatedStatusItems, SupportedOs,
};

pub(super) const DOCUMENT: Table<raw::Document> = Table {
    level: Level::Document,
    attributes: &[
        Attribute::expected(
            "title",
            Filled(|it, value| it.title = value),
            "taken from the file's name",
            |it| it.title.value = raw::stem(&it.source).to_owned(),
        ),
        Attribute::optional("description", Text(|it, value| it.description = Some(value.value))),
        Attribute::expected("payload", Part(levels::payload), "taken as empty", |_| ()),
        Attribute::optional(
            "payloadkeys",
            Part(|reader, it, _, node| {
                keys::list(reader, node).map(|id| it.payload_keys = Some(id))
            }),
        ),
        Attribute::optional(
            "responsekeys",
            Part(|reader, it, _, node| {
                keys::list(reader, node).map(|id| it.response_keys = Some(id))
            }),
        ),
        Attribute::optional(
            "reasons",
            Part(|reader, it, _, node| levels::entries(reader, &REASON, &mut it.reasons, node)),
        ),
        Attribute::optional(
            "related-status-items",
            Part(|reader, it, _, node| {
                levels::entries(reader, &RELATED_STATUS_ITEMS, &mut it.related_status_items, node)
            }),
        ),
        Attribute::optional(
            "notes",
            Part(|reader, it, _, node| levels::entries(reader, &NOTE, &mut it.notes, node)),
        ),
        Attribute::optional("examples", Part(levels::examples)),
    ],
};

pub(super) const PAYLOAD: Table<Payload> = Table {
    level: Level::Payload,
    attributes: &[
        Attribute::optional("payloadtype", Part(levels::payload_id)),
        Attribute::optional("requesttype", Part(levels::payload_id)),
        Attribute::optional("declarationtype", Part(levels::payload_id)),
        Attribute::optional("statusitemtype", Part(levels::payload_id)),
        Attribute::optional("credentialtype", Part(levels::payload_id)),
        Attribute::optional(
            "supportedOS",
            Part(|reader, it, _, node| levels::supported_os(reader, &mut it.supported_os, node)),
        ),
        Attribute::optional("apply", Word(APPLY, |it, value| it.apply = Some(value))),
        Attribute::optional("beta", Flag(|it, value| it.beta = Some(value))),
        Attribute::optional("content", Text(|it, value| it.content = Some(value.value))),
    ],
};

pub(super) const SUPPORTED_OS: Table<SupportedOs> = Table {
    level: Level::SupportedOs,
    attributes: &[
        Attribute::optional("iOS", Part(levels::os_entry)),
        Attribute::optional("macOS", Part(levels::os_entry)),
        Attribute::optional("tvOS", Part(levels::os_entry)),
        Attribute::optional("visionOS", Part(levels::os_entry)),
        Attribute::optional("watchOS", Part(levels::os_entry)),
    ],
};

pub(super) static OS: LazyLock<Table<OsEntry>> = LazyLock::new(|| of_os(Level::Os));

/// The levels within an OS entry.
pub(super) static WITHIN_OS: LazyLock<[Table<OsEntry>; Level::WITHIN_OS.len()]> =
    LazyLock::new(|| Level::WITHIN_OS.map(of_os));

/// A row for each attribute of an OS entry that stands at this level.
fn of_os(level: Level) -> Table<OsEntry> {
    let own = OsAttribute::ALL.iter().filter_map(|attribute| {
        let (own, name) = Level::of_os(attribute);
        (own == level).then(|| {
            let set = |it: &mut OsEntry, word, value| drop(it.stated.insert(word, value));
            Attribute::optional(name, Stated(attribute, set))
        })
    });
    let within = Level::WITHIN_OS.into_iter().filter(|_| level == Level::Os);
    let within = within.map(|level| Attribute::optional(level.name(), Part(levels::within_os)));
    Table { level, attributes: own.chain(within).collect::<Vec<_>>().leak() }
}

pub(super) const KEY: Table<Key> = Table {
    level: Level::Key,
    attributes: &[
        Attribute::required("key", Name(|it, value| it.name = value.value)),
        Attribute::optional("title", Text(|it, value| it.title = Some(value.value))),
        Attribute::optional("content", Text(|it, value| it.content = Some(value.value))),
        Attribute::optional(
            "supportedOS",
            Part(|reader, it, _, node| levels::supported_os(reader, &mut it.supported_os, node)),
        ),
        Attribute::expected(
            "type",
            Word(TYPES, |it, value| it.kind = Some(value)),
            "taken as `any`",
            raw::Key::take_as_any,
        ),
        Attribute::optional("subtype", Word(SUBTYPES, |it, value| it.subtype = Some(value))),
        Attribute::optional("valuetype", Word(SUBTYPES, |it, value| it.value_type = Some(value))),
        Attribute::optional("presence", Word(PRESENCES, |it, value| it.presence = Some(value))),
        Attribute::optional("rangelist", Scalars(|it, value| it.rangelist = Some(value))),
        Attribute::optional(
            "range",
            Part(|reader, it, _, node| {
                levels::spanned_part(reader, &RANGE, node).map(|part| it.range = Some(part))
            }),
        ),
        Attribute::optional("default", Scalar(|it, value| it.default = Some(value))),
        Attribute::optional("format", Text(|it, value| it.format = Some(value))),
        Attribute::optional(
            "repetition",
            Part(|reader, it, _, node| {
                levels::spanned_part(reader, &REPETITION, node)
                    .map(|part| it.repetition = Some(part))
            }),
        ),
        Attribute::optional(
            "combinetype",
            Word(COMBINE, |it, value| it.combine_type = Some(value)),
        ),
        Attribute::optional("assettypes", Texts(&[], |it, value| it.asset_types = Some(value))),
        Attribute::optional(
            "asset-content-types",
            Texts(&[], |it, value| it.asset_content_types = Some(value)),
        ),
        Attribute::optional(
            "allowed-scopes",
            Texts(SCOPES, |it, value| it.allowed_scopes = Some(value)),
        ),
        Attribute::optional("subkeytype", Text(|it, value| it.subkey_type = Some(value.value))),
        Attribute::optional(
            "subkeys",
            Part(|reader, it, _, node| keys::list(reader, node).map(|id| it.subkeys = Some(id))),
        ),
        Attribute::optional("devpubs-override", Mark(|it, at| it.devpubs_override = Some(at))),
    ],
};

pub(super) const RANGE: Table<Bounds> = Table {
    level: Level::Range,
    attributes: &[
        Attribute::optional("min", Number(|it, value| it.min = Some(value.value))),
        Attribute::optional("max", Number(|it, value| it.max = Some(value.value))),
    ],
};

pub(super) const REPETITION: Table<Bounds> = Table {
    level: Level::Repetition,
    attributes: &[
        Attribute::optional("min", Whole(|it, value| it.min = Some(value.value))),
        Attribute::optional("max", Whole(|it, value| it.max = Some(value.value))),
    ],
};

pub(super) const REASON: Table<Reason> = Table {
    level: Level::Reason,
    attributes: &[
        Attribute::required("value", Filled(|it, value| it.value = value)),
        Attribute::optional("description", Text(|it, value| it.description = Some(value.value))),
        Attribute::optional(
            "details",
            Part(|reader, it, _, node| levels::entries(reader, &DETAIL, &mut it.details, node)),
        ),
    ],
};

pub(super) const DETAIL: Table<ReasonDetail> = Table {
    level: Level::ReasonDetail,
    attributes: &[
        Attribute::required("key", Name(|it, value| it.key = value)),
        Attribute::optional("description", Text(|it, value| it.description = Some(value.value))),
        Attribute::optional("type", Word(TYPES, |it, value| it.kind = Some(value))),
        Attribute::optional("valuetype", Word(SUBTYPES, |it, value| it.value_type = Some(value))),
    ],
};

pub(super) const RELATED_STATUS_ITEMS: Table<RelatedStatusItems> = Table {
    level: Level::RelatedStatusItems,
    attributes: &[
        Attribute::required(
            "status-items",
            Texts(&[], |it, value| (it.items, it.at) = (value.value, value.at)),
        ),
        Attribute::optional("note", Text(|it, value| it.note = Some(value.value))),
    ],
};

pub(super) const NOTE: Table<Note> = Table {
    level: Level::Note,
    attributes: &[
        Attribute::optional("title", Text(|it, value| it.title = Some(value.value))),
        Attribute::optional("content", Text(|it, value| it.content = Some(value.value))),
    ],
};

pub(super) const EXAMPLE: Table<Example> = Table {
    level: Level::Example,
    attributes: &[
        Attribute::optional("title", Text(|it, value| it.title = Some(value.value))),
        Attribute::optional(
            "files",
            Part(|reader, it, _, node| {
                levels::entries_or_null(reader, &EXAMPLE_FILE, &mut it.files, node)
            }),
        ),
    ],
};

pub(super) const EXAMPLE_FILE: Table<ExampleFile> = Table {
    level: Level::ExampleFile,
    attributes: &[
        Attribute::optional("file", Text(|it, value| it.file = Some(value.value))),
        Attribute::optional("request-file", Text(|it, value| it.request = Some(value.value))),
        Attribute::optional("response-file", Text(|it, value| it.response = Some(value.value))),
        Attribute::optional("tab", Text(|it, value| it.tab = Some(value.value))),
        Attribute::optional("description", Text(|it, value| it.description = Some(value.value))),
    ],
};

/// Every attribute that is known, whether or not a file uses it.
pub fn known_attributes() -> Vec<(Level, &'static str)> {
    let levels: [Vec<(Level, &'static str)>; 14] = [
        DOCUMENT.names().collect(),
        PAYLOAD.names().collect(),
        SUPPORTED_OS.names().collect(),
        OS.names().collect(),
        WITHIN_OS.iter().flat_map(Table::names).collect(),
        KEY.names().collect(),
        RANGE.names().collect(),
        REPETITION.names().collect(),
        REASON.names().collect(),
        DETAIL.names().collect(),
        RELATED_STATUS_ITEMS.names().collect(),
        NOTE.names().collect(),
        EXAMPLE.names().collect(),
        EXAMPLE_FILE.names().collect(),
    ];
    levels.concat()
}

const APPLY: Words = &words(&Apply::NAMES);
const COMBINE: Words = &words(&Combine::NAMES);
const SCOPES: Words = &[Scope::System.name(), Scope::User.name(), Scope::Local.name()];
const PRESENCES: Words = &[Presence::Required.name(), Presence::Optional.name()];
const TYPES: Words = &[
    "<string>",
    "<integer>",
    "<real>",
    "<boolean>",
    "<date>",
    "<data>",
    "<array>",
    "<dictionary>",
    "<any>",
];
/// With or without angle brackets: releases differ.
const SUBTYPES: Words = &[
    "<url>",
    "<hostname>",
    "<email>",
    "<domain>",
    "<domain-prefix>",
    "<localtime>",
    "<regex>",
    "<timestamp>",
    "<uuid>",
    "url",
    "hostname",
    "email",
    "domain",
    "domain-prefix",
    "localtime",
    "regex",
    "timestamp",
    "uuid",
];

/// The words of one of `core`'s vocabularies.
const fn words<T, const N: usize>(names: &[(T, &'static str); N]) -> [&'static str; N] {
    let mut words = [""; N];
    let mut index = 0;
    while index < N {
        words[index] = names[index].1;
        index += 1;
    }
    words
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use apple_device_management_core::{Os, Subtype};

    use super::*;
    use crate::lower::rules;

    #[test]
    fn every_os_has_its_row() {
        let rows: BTreeSet<_> = SUPPORTED_OS.names().map(|(_, name)| name).collect();
        assert_eq!(rows, Os::ALL.into_iter().map(Os::name).collect());
    }

    #[test]
    fn words_are_those_of_the_vocabulary() {
        assert_eq!(SCOPES.len(), Scope::ALL.len());
        assert_eq!(TYPES.len(), rules::TYPES.len());
        for form in rules::TYPES {
            assert!(TYPES.contains(&&*format!("<{}>", form.word())));
        }
        for (_, word) in Subtype::NAMES {
            assert!(SUBTYPES.contains(&word) && SUBTYPES.contains(&&*format!("<{word}>")));
        }
    }

    #[test]
    fn no_attribute_is_listed_twice() {
        let known = known_attributes();
        assert_eq!(known.len(), known.iter().collect::<BTreeSet<_>>().len());
    }
}
