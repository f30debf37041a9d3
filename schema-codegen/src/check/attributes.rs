//! What the parser says it has read, against what its documents hold.
//!
//! The parser counts each attribute as it meets it; the facts are counted in what it has made. An
//! attribute that the parser learns and nobody else is found here.

use super::Counts;
use crate::raw::{self, Level};

/// Attributes of a level, and the facts whose counts add up to theirs.
type Link = (Level, &'static [&'static str], &'static [&'static str]);

use Level::{
    Document, Example, ExampleFile, Key, Note, Os, Payload, Range, Reason, ReasonDetail,
    RelatedStatusItems, Repetition, SharedIpad, SupportedOs, UserEnrollment,
};

pub(super) const LINKS: &[Link] = &[
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
    (Os, &["introduced"], &["supportedOS.introduced"]),
    (
        Os,
        &["deprecated", "removed"],
        &["supportedOS.deprecated", "supportedOS.removed", "supportedOS.deprecated n/a"],
    ),
    (Os, &["accessrights"], &["supportedOS.accessrights"]),
    (Os, &["multiple"], &["supportedOS.multiple"]),
    (Os, &["devicechannel"], &["supportedOS.devicechannel"]),
    (Os, &["userchannel"], &["supportedOS.userchannel"]),
    (Os, &["supervised"], &["supportedOS.supervised"]),
    (Os, &["requiresdep"], &["supportedOS.requiresdep"]),
    (Os, &["userapprovedmdm"], &["supportedOS.userapprovedmdm"]),
    (Os, &["allowmanualinstall"], &["supportedOS.allowmanualinstall"]),
    (Os, &["allowed-enrollments"], &["supportedOS.allowed-enrollments"]),
    (Os, &["allowed-scopes"], &["supportedOS.allowed-scopes"]),
    (Os, &["always-skippable"], &["supportedOS.always-skippable"]),
    (Os, &["beta"], &["supportedOS.beta"]),
    (SharedIpad, &["mode"], &["supportedOS.sharedipad.mode"]),
    (SharedIpad, &["devicechannel"], &["supportedOS.sharedipad.devicechannel"]),
    (SharedIpad, &["userchannel"], &["supportedOS.sharedipad.userchannel"]),
    (SharedIpad, &["allowed-scopes"], &["supportedOS.sharedipad.allowed-scopes"]),
    (UserEnrollment, &["mode"], &["supportedOS.userenrollment.mode"]),
    (UserEnrollment, &["behavior"], &["supportedOS.userenrollment.behavior"]),
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

/// Attributes that hold others, which are counted themselves, or parts of what is counted whole.
pub(super) const PARTS: &[(Level, &[&str])] = &[
    (Document, &["payload", "payloadkeys", "reasons", "related-status-items", "notes", "examples"]),
    (Os, &["sharedipad", "userenrollment"]),
    (Reason, &["details", "description"]),
    (ReasonDetail, &["type", "description"]),
    (RelatedStatusItems, &["status-items"]),
    (Note, &["title", "content"]),
    (Example, &["files"]),
];

/// What the parser has read of a document and its facts do not show: the attributes, how often
/// they were read, and how often the facts have them.
///
/// Two kinds of documents cannot be compared: with flaws, for what is not known is no fact, and with
/// scopes that hold for every OS, which are written out.
pub(super) fn differences(
    document: &raw::Document,
    facts: &Counts,
) -> Vec<(&'static str, usize, usize)> {
    if !document.flaws.is_empty() || facts.contains_key("keys.allowed-scopes") {
        return Vec::new();
    }
    let read = |level, name| document.attributes.get(&(level, name)).copied().unwrap_or_default();
    let linked = LINKS.iter().filter_map(|(level, attributes, names)| {
        let attribute = attributes.first()?;
        let read = attributes.iter().map(|name| read(*level, *name)).sum::<usize>();
        let found = names.iter().filter_map(|name| facts.get(name)).sum::<usize>();
        (read != found).then_some((*attribute, read, found))
    });
    let strange = document.attributes.iter().filter(|((level, name), _)| !is_known(*level, name));
    linked.chain(strange.map(|((_, name), count)| (*name, *count, 0))).collect()
}

/// Whether an attribute is accounted for at all.
pub(super) fn is_known(level: Level, name: &str) -> bool {
    LINKS.iter().any(|(known, names, _)| *known == level && names.contains(&name))
        || PARTS.iter().any(|(known, names)| *known == level && names.contains(&name))
}
