//! Every attribute that is known, level by level.

use std::sync::LazyLock;

use apple_device_management_core::{OsAttribute, Scope};

use super::attributes::Value::{
    Filled, Flag, Mark, Name, Number, Part, Scalar, Scalars, Stated, Text, Texts, Whole, Word,
};
use super::attributes::{Attribute, LevelTable};
use super::error::DocumentError;
use super::node::NodeId;
use super::reader::Reader;
use super::{keys, levels};
use crate::conventions;
use crate::raw::{
    self, Level, ListId, Note, OsEntry, Payload, RawBounds, RawDocument, RawExample,
    RawExampleFile, RawKey, RawReason, RawReasonDetail, RelatedStatusItems, SupportedOs,
};

pub(super) static DOCUMENT: LevelTable<RawDocument> = LevelTable {
    level: Level::Document,
    attributes: &[
        Attribute::expected(
            "title",
            Filled(|it, value| it.title = value),
            "taken from the file's name",
            |it| it.title.value = raw::stem(&it.source).to_owned(),
        ),
        Attribute::optional("description", Text(|it, value| it.description = Some(value.value))),
        Attribute::expected(
            "payload",
            Part(|reader, it, _, node| {
                levels::payload(reader, &PAYLOAD, node).map(|payload| it.payload = payload)
            }),
            "taken as empty",
            |_| (),
        ),
        Attribute::optional(
            "payloadkeys",
            Part(|reader, it, _, node| list(reader, node).map(|id| it.payload_keys = Some(id))),
        ),
        Attribute::optional(
            "responsekeys",
            Part(|reader, it, _, node| list(reader, node).map(|id| it.response_keys = Some(id))),
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
        Attribute::optional(
            "examples",
            Part(|reader, it, _, node| {
                levels::entry_or_entries(reader, &EXAMPLE, &mut it.examples, node)
            }),
        ),
    ],
};

static PAYLOAD: LevelTable<Payload> = LevelTable {
    level: Level::Payload,
    attributes: &[
        Attribute::optional("payloadtype", Part(levels::payload_id)),
        Attribute::optional("requesttype", Part(levels::payload_id)),
        Attribute::optional("declarationtype", Part(levels::payload_id)),
        Attribute::optional("statusitemtype", Part(levels::payload_id)),
        Attribute::optional("credentialtype", Part(levels::payload_id)),
        Attribute::optional(
            "supportedOS",
            Part(|reader, it, _, node| {
                levels::supported_os(reader, &SUPPORTED_OS, node)
                    .map(|oses| it.supported_os = Some(oses))
            }),
        ),
        Attribute::optional("apply", Word(is_apply, |it, value| it.apply = Some(value))),
        Attribute::optional("beta", Flag(|it, value| it.beta = Some(value))),
        Attribute::optional("content", Text(|it, value| it.content = Some(value.value))),
    ],
};

static SUPPORTED_OS: LevelTable<SupportedOs> = LevelTable {
    level: Level::SupportedOs,
    attributes: &[
        Attribute::optional("iOS", Part(os_entry)),
        Attribute::optional("macOS", Part(os_entry)),
        Attribute::optional("tvOS", Part(os_entry)),
        Attribute::optional("visionOS", Part(os_entry)),
        Attribute::optional("watchOS", Part(os_entry)),
    ],
};

static OS: LazyLock<LevelTable<OsEntry>> = LazyLock::new(|| of_os(Level::Os));

/// The levels within an OS entry, such as `sharedipad`.
static WITHIN_OS: LazyLock<[LevelTable<OsEntry>; Level::WITHIN_OS.len()]> =
    LazyLock::new(|| Level::WITHIN_OS.map(of_os));

/// A table with a row for each attribute of an OS entry that stands at this level.
fn of_os(level: Level) -> LevelTable<OsEntry> {
    let own = OsAttribute::ALL.iter().filter_map(|attribute| {
        let (own, name) = Level::of_os(attribute);
        (own == level).then(|| {
            let set = |it: &mut OsEntry, word, value| drop(it.stated.insert(word, value));
            Attribute::optional(name, Stated(attribute, set))
        })
    });
    let within = Level::WITHIN_OS.into_iter().filter(|_| level == Level::Os);
    let within = within.map(|level| Attribute::optional(level.name(), Part(within_os)));
    LevelTable { level, attributes: own.chain(within).collect::<Vec<_>>().leak() }
}

/// One OS of a `supportedOS`.
fn os_entry(
    reader: &mut Reader<'_>,
    supported_os: &mut SupportedOs,
    os: &'static str,
    node: NodeId,
) -> Result<(), DocumentError> {
    levels::os_entry(reader, &OS, os, node).map(|entry| supported_os.entries.push(entry))
}

/// An attribute of an OS entry that holds others.
fn within_os(
    reader: &mut Reader<'_>,
    entry: &mut OsEntry,
    name: &'static str,
    node: NodeId,
) -> Result<(), DocumentError> {
    match WITHIN_OS.iter().find(|table| table.level.name() == name) {
        Some(table) => reader.fill(table, entry, node),
        None => Ok(()),
    }
}

fn list(reader: &mut Reader<'_>, node: NodeId) -> Result<ListId, DocumentError> {
    keys::list(reader, &KEY, node)
}

static KEY: LevelTable<RawKey> = LevelTable {
    level: Level::Key,
    attributes: &[
        Attribute::required("key", Name(|it, value| it.name = value.value)),
        Attribute::optional("title", Text(|it, value| it.title = Some(value.value))),
        Attribute::optional("content", Text(|it, value| it.content = Some(value.value))),
        Attribute::optional(
            "supportedOS",
            Part(|reader, it, _, node| {
                levels::supported_os(reader, &SUPPORTED_OS, node)
                    .map(|oses| it.supported_os = Some(oses))
            }),
        ),
        Attribute::expected(
            "type",
            Word(is_type, |it, value| it.kind = Some(value)),
            "taken as `any`",
            RawKey::take_as_any,
        ),
        Attribute::optional("subtype", Word(is_subtype, |it, value| it.subtype = Some(value))),
        Attribute::optional("valuetype", Word(is_subtype, |it, value| it.value_type = Some(value))),
        Attribute::optional("presence", Word(is_presence, |it, value| it.presence = Some(value))),
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
            Word(is_combine, |it, value| it.combine_type = Some(value)),
        ),
        Attribute::optional("assettypes", Texts(is_any, |it, value| it.asset_types = Some(value))),
        Attribute::optional(
            "asset-content-types",
            Texts(is_any, |it, value| it.asset_content_types = Some(value)),
        ),
        Attribute::optional(
            "allowed-scopes",
            Texts(is_scope, |it, value| it.allowed_scopes = Some(value)),
        ),
        Attribute::optional("subkeytype", Text(|it, value| it.subkey_type = Some(value.value))),
        Attribute::optional(
            "subkeys",
            Part(|reader, it, _, node| list(reader, node).map(|id| it.subkeys = Some(id))),
        ),
        Attribute::optional("devpubs-override", Mark(|it, at| it.devpubs_override = Some(at))),
    ],
};

static RANGE: LevelTable<RawBounds> = LevelTable {
    level: Level::Range,
    attributes: &[
        Attribute::optional("min", Number(|it, value| it.min = Some(value.value))),
        Attribute::optional("max", Number(|it, value| it.max = Some(value.value))),
    ],
};

static REPETITION: LevelTable<RawBounds> = LevelTable {
    level: Level::Repetition,
    attributes: &[
        Attribute::optional("min", Whole(|it, value| it.min = Some(value.value))),
        Attribute::optional("max", Whole(|it, value| it.max = Some(value.value))),
    ],
};

static REASON: LevelTable<RawReason> = LevelTable {
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

static DETAIL: LevelTable<RawReasonDetail> = LevelTable {
    level: Level::ReasonDetail,
    attributes: &[
        Attribute::required("key", Name(|it, value| it.key = value)),
        Attribute::optional("description", Text(|it, value| it.description = Some(value.value))),
        Attribute::optional("type", Word(is_type, |it, value| it.kind = Some(value))),
        Attribute::optional("valuetype", Word(is_subtype, |it, value| it.value_type = Some(value))),
    ],
};

static RELATED_STATUS_ITEMS: LevelTable<RelatedStatusItems> = LevelTable {
    level: Level::RelatedStatusItems,
    attributes: &[
        Attribute::required(
            "status-items",
            Texts(is_any, |it, value| (it.items, it.at) = (value.value, value.at)),
        ),
        Attribute::optional("note", Text(|it, value| it.note = Some(value.value))),
    ],
};

static NOTE: LevelTable<Note> = LevelTable {
    level: Level::Note,
    attributes: &[
        Attribute::optional("title", Text(|it, value| it.title = Some(value.value))),
        Attribute::optional("content", Text(|it, value| it.content = Some(value.value))),
    ],
};

static EXAMPLE: LevelTable<RawExample> = LevelTable {
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

static EXAMPLE_FILE: LevelTable<RawExampleFile> = LevelTable {
    level: Level::ExampleFile,
    attributes: &[
        Attribute::optional("file", Text(|it, value| it.file = Some(value.value))),
        Attribute::optional("request-file", Text(|it, value| it.request = Some(value.value))),
        Attribute::optional("response-file", Text(|it, value| it.response = Some(value.value))),
        Attribute::optional("tab", Text(|it, value| it.tab = Some(value.value))),
        Attribute::optional("description", Text(|it, value| it.description = Some(value.value))),
    ],
};

/// Every attribute that is known, by level and name.
pub fn known_attributes() -> Vec<(Level, &'static str)> {
    let levels: [Vec<(Level, &'static str)>; 14] = [
        DOCUMENT.names().collect(),
        PAYLOAD.names().collect(),
        SUPPORTED_OS.names().collect(),
        OS.names().collect(),
        WITHIN_OS.iter().flat_map(LevelTable::names).collect(),
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

fn is_any(_: &str) -> bool {
    true
}

fn is_apply(word: &str) -> bool {
    conventions::apply(word).is_some()
}

fn is_combine(word: &str) -> bool {
    conventions::combine(word).is_some()
}

fn is_presence(word: &str) -> bool {
    conventions::presence(word).is_some()
}

fn is_scope(word: &str) -> bool {
    Scope::from_name(word).is_some()
}

/// A type must be in angle brackets.
fn is_type(word: &str) -> bool {
    conventions::within_brackets(word).and_then(conventions::form).is_some()
}

fn is_subtype(word: &str) -> bool {
    conventions::subtype(word).is_some()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use apple_device_management_core::Os;

    use super::*;

    #[test]
    fn every_os_has_its_row() {
        let rows: BTreeSet<_> = SUPPORTED_OS.names().map(|(_, name)| name).collect();
        assert_eq!(rows, Os::ALL.into_iter().map(Os::name).collect());
    }

    #[test]
    fn no_attribute_is_listed_twice() {
        let known = known_attributes();
        assert_eq!(known.len(), known.iter().collect::<BTreeSet<_>>().len());
    }
}
