//! The kinds of facts that are counted: each has a name, a count in a raw document and one in the
//! model.
//!
//! An attribute that the parser, `lower` and the model have learnt needs a row here.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use apple_device_management_core::{Family, Os, OsAttribute, Presence, Takes, Written};

use crate::conventions::{self, NO_VERSION};
use crate::intern::intern;
use crate::model::{Document, Key};
use crate::raw::{
    OsEntry, RawBounds, RawDocument, RawExampleFile, RawKey, RawReasonDetail, Spanned, SupportedOs,
};

/// A kind of fact of a document: its name, and how often it occurs in an `R` and in an `M`.
pub(super) type DocumentFact<R, M> = (&'static str, fn(&R) -> usize, fn(&M) -> usize);

/// A kind of fact of a key: its name, and how often it occurs in a key, whose document is given
/// too.
pub(super) type KeyFact =
    (&'static str, fn(&RawDocument, &RawKey) -> usize, fn(&Document, &Key) -> usize);

/// The kinds of facts that are left out of the model, and why.
pub(super) const SKIPPED: &[(&str, &str)] = &[
    ("description", PROSE),
    ("content", PROSE),
    ("notes", PROSE),
    ("reasons.description", PROSE),
    ("related-status-items.note", PROSE),
    ("keys.title", "a headline for people; the key's name says the same"),
    ("keys.content", PROSE),
    ("keys.subtype twice", "the older word for what `valuetype` says"),
    ("examples.tab", "about the layout of Apple's web pages"),
    ("examples.description", PROSE),
    ("keys.devpubs-override", "about the layout of Apple's web pages"),
    ("keys.subkeytype", "a name in one file, kept only where several places share the structure"),
    ("keys.allowed-scopes", "written into the entry of each OS and counted there"),
    (SILENT_END, SAYS_NOTHING),
    ("beta false", SAYS_NOTHING),
    ("payload.supportedOS empty", SAYS_NOTHING),
    ("keys.supportedOS empty", SAYS_NOTHING),
    ("rangelists empty", SAYS_NOTHING),
    ("keys.assettypes empty", SAYS_NOTHING),
    ("keys.asset-content-types empty", SAYS_NOTHING),
    ("keys.subkeys empty", SAYS_NOTHING),
    ("type attribute of an error", "carried as its identifier, in place of the key `code`"),
    ("not known", "reported as a warning, with its place"),
];

const PROSE: &str = "prose, which stays in Apple's repository";

const SAYS_NOTHING: &str = "means the same as saying nothing";

pub(super) const DOCUMENT: &[DocumentFact<RawDocument, Document>] = &[
    ("documents", |_| 1, |_| 1),
    ("title", |_| 1, |model| usize::from(!model.title.is_empty())),
    (
        // The identifier of an error is the value of a key, which is counted there.
        "type attribute",
        |raw| if is_error(&raw.source) { 0 } else { some(&raw.payload.id) },
        |model| usize::from(!is_error(&model.source) && !model.id.is_empty()),
    ),
    (
        "payload.supportedOS",
        |raw| {
            usize::from(raw.payload.supported_os.as_ref().is_some_and(|os| !os.entries.is_empty()))
        },
        |model| usize::from(model.support.iter().any(Option::is_some)),
    ),
    ("apply", |raw| known(&raw.payload.apply, conventions::apply), |model| some(&model.apply)),
    (
        "beta",
        |raw| usize::from(raw.payload.beta.as_ref().is_some_and(|beta| beta.value)),
        |model| usize::from(model.beta),
    ),
    ("responsekeys", |raw| some(&raw.response_keys), |model| some(&model.response)),
    ("reasons", |raw| raw.reasons.len(), |model| model.reasons.len()),
    (
        "reasons.details",
        |raw| raw.reasons.iter().map(|reason| reason.details.len()).sum(),
        |model| model.reasons.iter().map(|reason| reason.details.len()).sum(),
    ),
    (
        "reasons.details.valuetype",
        |raw| details(raw).map(|detail| known(&detail.value_type, conventions::subtype)).sum(),
        |model| {
            let details = model.reasons.iter().flat_map(|reason| &reason.details);
            details.map(|detail| some(&detail.subtype)).sum()
        },
    ),
    ("examples", |raw| raw.examples.len(), |model| model.examples.len()),
    (
        "examples.title",
        |raw| raw.examples.iter().map(|example| some(&example.title)).sum(),
        |model| model.examples.iter().map(|example| some(&example.title)).sum(),
    ),
    (
        "examples.files",
        |raw| files(raw).map(|it| some(&it.file) + some(&it.request) + some(&it.response)).sum(),
        |model| {
            let files = model.examples.iter().flat_map(|example| &example.files);
            files.map(|it| some(&it.file) + some(&it.request) + some(&it.response)).sum()
        },
    ),
    (
        // An item counts once, however many entries it is in.
        "related-status-items",
        |raw| {
            let items = raw.related_status_items.iter().flat_map(|entry| &entry.items);
            items.collect::<BTreeSet<_>>().len()
        },
        |model| model.related_status_items.len(),
    ),
];

pub(super) const KEY: &[KeyFact] = &[
    ("keys", |_, _| 1, |_, _| 1),
    ("keys.type", |_, raw| some(&raw.kind), |_, _| 1),
    (
        "keys.presence",
        |_, raw| known(&raw.presence, conventions::presence),
        |_, key| usize::from(key.presence != Presence::Unstated),
    ),
    (
        "keys.supportedOS",
        |_, raw| usize::from(!written_out(raw).is_empty()),
        |_, key| usize::from(key.stated.iter().any(Option::is_some)),
    ),
    (
        "rangelists",
        |_, raw| filled(&raw.rangelist),
        |_, key| usize::from(!key.rangelist.is_empty()),
    ),
    (
        "rangelists.values",
        |_, raw| raw.rangelist.as_ref().map_or(0, |list| list.value.len()),
        |_, key| key.rangelist.len(),
    ),
    ("keys.range", |_, raw| some(&raw.range), |_, key| some(&key.range)),
    (
        "keys.range.bounds",
        |_, raw| raw.range.as_ref().map_or(0, |range| bounds(&range.value)),
        |_, key| key.range.as_ref().map_or(0, |range| some(&range.min) + some(&range.max)),
    ),
    ("keys.default", |_, raw| some(&raw.default), |_, key| some(&key.default)),
    ("keys.format", |_, raw| some(&raw.format), |_, key| some(&key.format)),
    (
        "keys.repetition",
        |document, raw| repetition(document, raw).map_or(0, |_| 1),
        |_, key| some(&key.repetition),
    ),
    (
        "keys.repetition.bounds",
        |document, raw| repetition(document, raw).map_or(0, bounds),
        |_, key| key.repetition.map_or(0, |bounds| some(&bounds.min) + some(&bounds.max)),
    ),
    ("keys.subtype", |_, raw| some(&conventions::holds(raw)), |_, key| some(&key.subtype)),
    (
        "keys.combinetype",
        |_, raw| known(&raw.combine_type, conventions::combine),
        |_, key| some(&key.combine),
    ),
    (
        "keys.assettypes",
        |_, raw| filled(&raw.asset_types),
        |_, key| usize::from(!key.asset_types.is_empty()),
    ),
    (
        "keys.asset-content-types",
        |_, raw| filled(&raw.asset_content_types),
        |_, key| usize::from(!key.asset_content_types.is_empty()),
    ),
    (
        "keys.subkeys",
        |document, raw| usize::from(subkeys(document, raw).is_some_and(|keys| !keys.is_empty())),
        |document, key| usize::from(!key.children.keys(document).is_empty()),
    ),
];

/// A kind of fact of an OS entry: its name, and the attribute.
pub(super) type OsFact = (&'static str, &'static OsAttribute);

/// A row for each attribute that `core` lists.
pub(super) static OS: LazyLock<Vec<OsFact>> = LazyLock::new(|| {
    let fact = |it: &'static OsAttribute| (intern(&format!("supportedOS.{}", it.word)), it);
    OsAttribute::ALL.iter().map(fact).collect()
});

/// The kind of fact that an OS entry is, whatever it states.
pub(super) const OS_ENTRIES: &str = "supportedOS entries";

/// The kind of fact that `n/a` is in place of the version in which a support ends.
pub(super) const SILENT_END: &str = "supportedOS.deprecated n/a";

/// What an OS entry says of an attribute.
pub(super) enum Said {
    Something,
    /// `n/a` in place of the version in which a support ends: the same as saying nothing.
    NoEnd,
}

/// What an OS entry states for an attribute, if anything. A word that is not known counts as the
/// flaw that the parser has reported. The value is not read as `lower` reads it, so that a value
/// which gets lost there is missed here.
pub(super) fn said(entry: &OsEntry, attribute: &OsAttribute) -> Option<Said> {
    let words = attribute.takes.words();
    let known = |text: &String| words.is_empty() || words.contains(&text.as_str());
    let is_known = match &entry.stated.get(attribute.word)?.value {
        Written::Text(text) if attribute.takes == Takes::Version && text == NO_VERSION => {
            return Some(Said::NoEnd);
        }
        Written::Text(text) => known(text),
        Written::List(texts) => texts.iter().all(known),
        Written::Flag(_) => true,
    };
    is_known.then_some(Said::Something)
}

/// A kind of fact of a document that is left out: its name, and how often it occurs in an `R`.
pub(super) type Left<R> = (&'static str, fn(&R) -> usize);

pub(super) const SKIPPED_IN_DOCUMENT: &[Left<RawDocument>] = &[
    ("description", |raw| some(&raw.description)),
    ("content", |raw| some(&raw.payload.content)),
    ("notes", |raw| raw.notes.len()),
    ("reasons.description", |raw| {
        let details = raw.reasons.iter().flat_map(|reason| &reason.details);
        raw.reasons.iter().map(|reason| some(&reason.description)).sum::<usize>()
            + details.map(|detail| some(&detail.description)).sum::<usize>()
    }),
    ("examples.tab", |raw| files(raw).map(|file| some(&file.tab)).sum()),
    ("examples.description", |raw| files(raw).map(|file| some(&file.description)).sum()),
    ("related-status-items.note", |raw| {
        raw.related_status_items.iter().map(|entry| some(&entry.note)).sum()
    }),
    ("beta false", |raw| usize::from(raw.payload.beta.as_ref().is_some_and(|beta| !beta.value))),
    ("payload.supportedOS empty", |raw| empty(&raw.payload.supported_os)),
    (
        "type attribute of an error",
        |raw| {
            if is_error(&raw.source) { some(&raw.payload.id) } else { 0 }
        },
    ),
    ("not known", |raw| raw.flaws.len()),
];

/// A kind of fact of a key that is left out: its name, and how often it occurs in a key.
pub(super) type LeftOfKey = (&'static str, fn(&RawDocument, &RawKey) -> usize);

pub(super) const SKIPPED_IN_KEY: &[LeftOfKey] = &[
    ("keys.title", |_, raw| some(&raw.title)),
    ("keys.content", |_, raw| some(&raw.content)),
    ("keys.devpubs-override", |_, raw| some(&raw.devpubs_override)),
    ("keys.subtype twice", |_, raw| {
        let both = known(&raw.subtype, conventions::subtype)
            + known(&raw.value_type, conventions::subtype);
        usize::from(both == 2)
    }),
    ("keys.allowed-scopes", |_, raw| some(&raw.allowed_scopes)),
    ("keys.supportedOS empty", |_, raw| {
        if scopes_of_all(raw).is_some() { 0 } else { empty(&raw.supported_os) }
    }),
    ("rangelists empty", |_, raw| some(&raw.rangelist) - filled(&raw.rangelist)),
    ("keys.assettypes empty", |_, raw| some(&raw.asset_types) - filled(&raw.asset_types)),
    ("keys.asset-content-types empty", |_, raw| {
        some(&raw.asset_content_types) - filled(&raw.asset_content_types)
    }),
    ("keys.subkeys empty", |document, raw| {
        usize::from(subkeys(document, raw).is_some_and(|keys| keys.is_empty()))
    }),
];

/// The scopes that a key states for all OSes, if all words are known.
fn scopes_of_all(key: &RawKey) -> Option<&Spanned<Vec<String>>> {
    key.allowed_scopes.as_ref().filter(|words| conventions::scopes(&words.value).is_some())
}

/// The OS entries of a key, with the scopes that it states for all OSes written into each.
pub(super) fn written_out(key: &RawKey) -> Vec<OsEntry> {
    let mut entries = key.supported_os.as_ref().map_or(Vec::new(), |os| os.entries.clone());
    if let Some(scopes) = scopes_of_all(key) {
        for os in Os::ALL {
            if !entries.iter().any(|entry| entry.os == os.name()) {
                entries.push(OsEntry::silent(os.name(), key.at));
            }
        }
        for entry in &mut entries {
            if entry.list("allowed-scopes").and_then(conventions::scopes).is_none() {
                entry.state("allowed-scopes", scopes.value.clone(), scopes.at);
            }
        }
    }
    entries
}

fn details(document: &RawDocument) -> impl Iterator<Item = &RawReasonDetail> {
    document.reasons.iter().flat_map(|reason| &reason.details)
}

fn files(document: &RawDocument) -> impl Iterator<Item = &RawExampleFile> {
    document.examples.iter().flat_map(|example| &example.files)
}

fn is_error(source: &str) -> bool {
    Family::of_path(source) == Some(Family::Errors)
}

fn empty(stated: &Option<SupportedOs>) -> usize {
    usize::from(stated.as_ref().is_some_and(|os| os.entries.is_empty()))
}

fn some<T>(value: &Option<T>) -> usize {
    usize::from(value.is_some())
}

/// Whether a list is stated and not empty, as a count.
fn filled<T>(list: &Option<Spanned<Vec<T>>>) -> usize {
    usize::from(list.as_ref().is_some_and(|list| !list.value.is_empty()))
}

fn subkeys<'a>(document: &'a RawDocument, key: &RawKey) -> Option<&'a [RawKey]> {
    key.subkeys.and_then(|list| document.lists.get(list.0)).map(|list| &*list.keys)
}

/// Whether a word is stated and known, as a count. One that is not known counts as the flaw that
/// the parser has reported.
fn known<T>(text: &Option<Spanned<String>>, read: fn(&str) -> Option<T>) -> usize {
    usize::from(text.as_ref().is_some_and(|text| read(&text.value).is_some()))
}

/// The repetition of an array, which the schema states for the item.
fn repetition<'a>(document: &'a RawDocument, key: &RawKey) -> Option<&'a RawBounds> {
    let is_array = key.kind.as_ref().is_some_and(|kind| kind.value == "array");
    let items = key.subkeys.filter(|_| is_array).and_then(|list| document.lists.get(list.0))?;
    items.keys.iter().find_map(|item| item.repetition.as_ref()).map(|bounds| &bounds.value)
}

fn bounds(bounds: &RawBounds) -> usize {
    some(&bounds.min) + some(&bounds.max)
}

/// The names of the kinds of facts that are left out.
#[cfg(test)]
pub(super) fn skipped_names() -> Vec<&'static str> {
    let document = SKIPPED_IN_DOCUMENT.iter().map(|(fact, _)| *fact);
    let key = SKIPPED_IN_KEY.iter().map(|(fact, _)| *fact);
    document.chain(key).chain(["keys.subkeytype", SILENT_END]).collect()
}

/// The names of all kinds of facts.
#[cfg(test)]
pub(super) fn names() -> Vec<&'static str> {
    let document = DOCUMENT.iter().map(|(fact, ..)| *fact);
    let key = KEY.iter().map(|(fact, ..)| *fact);
    let os = OS.iter().map(|(fact, _)| *fact).chain([OS_ENTRIES]);
    document.chain(key).chain(os).chain(skipped_names()).collect()
}
