//! Compares how often the parser read each attribute with the facts in the documents that it made.
//!
//! So an attribute is found here that the parser reads and no other stage knows.

use std::sync::LazyLock;

use apple_device_management_core::Takes;

use super::FactCounts;
use super::tables::{OS, OsFact, SILENT_END};
use crate::raw::{Level, RawDocument};

/// Attributes of a level, and kinds of facts: how often they occur is the same in sum.
pub(super) type Link = (Level, &'static [&'static str], &'static [&'static str]);

use Level::{
    Document, Example, ExampleFile, Key, Note, Payload, Range, Reason, ReasonDetail,
    RelatedStatusItems, Repetition, SupportedOs,
};

const LINKS: &[Link] = &[
    (Document, &["title"], &["title"]),
    (Document, &["description"], &["description"]),
    (Document, &["responsekeys"], &["responsekeys"]),
    (
        Payload,
        &["payloadtype", "requesttype", "declarationtype", "statusitemtype", "credentialtype"],
        &["type attribute", "type attribute of an error"],
    ),
    (Payload, &["supportedOS"], &["payload.supportedOS", "payload.supportedOS empty"]),
    (Payload, &["apply"], &["apply"]),
    (Payload, &["beta"], &["beta", "beta false"]),
    (Payload, &["content"], &["content"]),
    (SupportedOs, &["iOS", "macOS", "tvOS", "visionOS", "watchOS"], &["supportedOS entries"]),
    (Key, &["key"], &["keys"]),
    (Key, &["type"], &["keys.type"]),
    (Key, &["title"], &["keys.title"]),
    (Key, &["content"], &["keys.content"]),
    (Key, &["supportedOS"], &["keys.supportedOS", "keys.supportedOS empty"]),
    (Key, &["subtype", "valuetype"], &["keys.subtype", "keys.subtype twice"]),
    (Key, &["presence"], &["keys.presence"]),
    (Key, &["rangelist"], &["rangelists", "rangelists empty"]),
    (Key, &["range"], &["keys.range"]),
    (Key, &["default"], &["keys.default"]),
    (Key, &["format"], &["keys.format"]),
    (Key, &["repetition"], &["keys.repetition"]),
    (Key, &["combinetype"], &["keys.combinetype"]),
    (Key, &["assettypes"], &["keys.assettypes", "keys.assettypes empty"]),
    (
        Key,
        &["asset-content-types"],
        &["keys.asset-content-types", "keys.asset-content-types empty"],
    ),
    (Key, &["allowed-scopes"], &["keys.allowed-scopes"]),
    (Key, &["subkeytype"], &["keys.subkeytype"]),
    (Key, &["subkeys"], &["keys.subkeys", "keys.subkeys empty"]),
    (Key, &["devpubs-override"], &["keys.devpubs-override"]),
    (Range, &["min", "max"], &["keys.range.bounds"]),
    (Repetition, &["min", "max"], &["keys.repetition.bounds"]),
    (Reason, &["value"], &["reasons"]),
    (ReasonDetail, &["key"], &["reasons.details"]),
    (ReasonDetail, &["valuetype"], &["reasons.details.valuetype"]),
    (RelatedStatusItems, &["note"], &["related-status-items.note"]),
    (Example, &["title"], &["examples.title"]),
    (ExampleFile, &["file", "request-file", "response-file"], &["examples.files"]),
    (ExampleFile, &["tab"], &["examples.tab"]),
    (ExampleFile, &["description"], &["examples.description"]),
];

/// Attributes that need no count: they hold others that are counted, or are parts of something that
/// is counted as a whole.
pub(super) const PARTS: &[(Level, &[&str])] = &[
    (Document, &["payload", "payloadkeys", "reasons", "related-status-items", "notes", "examples"]),
    (Reason, &["details", "description"]),
    (ReasonDetail, &["type", "description"]),
    (RelatedStatusItems, &["status-items"]),
    (Note, &["title", "content"]),
    (Example, &["files"]),
];

/// All links. Each attribute of an OS entry is a kind of fact. The attributes that end a support
/// share one link, since their value `n/a` counts as one kind of fact, whichever attribute has it.
pub(super) fn links() -> impl Iterator<Item = &'static Link> {
    static OF_OS: LazyLock<Vec<Link>> = LazyLock::new(|| {
        let is_end = |row: &&OsFact| row.1.takes == Takes::Version;
        let (ends, others): (Vec<&OsFact>, Vec<&OsFact>) = OS.iter().partition(is_end);
        let one = |(fact, attribute): &OsFact| -> Link {
            let (level, name) = Level::of_os(attribute);
            (level, vec![name].leak(), vec![*fact].leak())
        };
        let names: Vec<_> = ends.iter().map(|(_, attribute)| attribute.word).collect();
        let facts: Vec<_> = ends.iter().map(|(fact, _)| *fact).chain([SILENT_END]).collect();
        let ends: Link = (Level::Os, names.leak(), facts.leak());
        others.into_iter().map(one).chain([ends]).collect()
    });
    LINKS.iter().chain(OF_OS.iter())
}

/// The attributes of a document whose counts do not match: how often the parser read each, and how
/// often it is in the facts.
///
/// Two kinds of documents are not compared: those with flaws, since unknown attributes are no
/// facts, and those with scopes for all OSes, which count once for each OS in the facts.
pub(super) fn differences(
    document: &RawDocument,
    facts: &FactCounts,
) -> Vec<(&'static str, usize, usize)> {
    if !document.flaws.is_empty() || facts.contains_key("keys.allowed-scopes") {
        return Vec::new();
    }
    let read = |level, name| document.attributes.get(&(level, name)).copied().unwrap_or_default();
    let linked = links().filter_map(|(level, attributes, names)| {
        let attribute = attributes.first()?;
        let read = attributes.iter().map(|name| read(*level, *name)).sum::<usize>();
        let found = names.iter().filter_map(|name| facts.get(name)).sum::<usize>();
        (read != found).then_some((*attribute, read, found))
    });
    let strange = document.attributes.iter().filter(|((level, name), _)| !is_known(*level, name));
    linked.chain(strange.map(|((_, name), count)| (*name, *count, 0))).collect()
}

/// Whether the tables here know an attribute.
pub(super) fn is_known(level: Level, name: &str) -> bool {
    let holds_others = |within: &Level| level == Level::Os && within.name() == name;
    links().any(|(known, names, _)| *known == level && names.contains(&name))
        || Level::WITHIN_OS.iter().any(holds_others)
        || PARTS.iter().any(|(known, names)| *known == level && names.contains(&name))
}
