//! How each kind of mistake that `lower` refuses is read all the same.

use apple_device_management_core::{Family, OsAttribute, Takes};

use super::{KeysToRemove, LastRun};
use crate::conventions;
use crate::flaw::NOT_THERE;
use crate::location::Position;
use crate::lower::{LowerError, LowerProblem};
use crate::raw::{ListId, OsEntry, RawDocument, RawKey, Scalar, Spanned, stem};

/// Changes a document so that `lower` accepts what it refused, and says what that was read as.
/// `None` if it can only be read as a value of any type.
pub(super) fn mend(
    document: &mut RawDocument,
    error: &LowerError,
    last_run: &LastRun,
    removed: &mut KeysToRemove,
) -> Option<String> {
    let at = error.place.at.unwrap_or_default();
    let source = document.source.clone();
    let assumed = match &error.what {
        LowerProblem::NoId => return Some(identify(document, last_run)),
        LowerProblem::DuplicateKey => {
            let (list, index) = error.key?;
            removed.insert((source, list, index));
            NOT_THERE
        }
        LowerProblem::PlaceholderBesideKeys(_) => {
            let list = match error.key {
                Some(key) => key_mut(document, key)?.subkeys?,
                None => root_with_placeholder(document)?,
            };
            let keys = document.lists.get(list.0)?.keys.iter().enumerate();
            let placeholders = keys.filter(|(_, key)| conventions::is_placeholder(&key.name));
            removed.extend(placeholders.map(|(index, _)| (source.clone(), list, index)));
            NOT_THERE
        }
        LowerProblem::UntaggedUnion { tag, .. } => {
            give_tag(document, error.key?, tag)?;
            "taken as if it had it"
        }
        LowerProblem::MixedItems(_) => {
            key_mut(document, error.key?)?.subkeys = None;
            "items are taken as `any`"
        }
        LowerProblem::Version(..) => {
            let entries = match error.key {
                Some(key) => &mut key_mut(document, key)?.supported_os,
                None => &mut document.payload.supported_os,
            };
            entries.as_mut()?.entries.iter_mut().for_each(|entry| forget_version(entry, at));
            NOT_THERE
        }
        LowerProblem::Literal { attribute, .. } => {
            let key = key_mut(document, error.key?)?;
            match *attribute {
                "default" => key.default = None,
                _ => key.rangelist = None,
            }
            NOT_THERE
        }
        LowerProblem::Bound { .. } | LowerProblem::Repetition => {
            let key = key_mut(document, error.key?)?;
            let items = key.subkeys;
            forget_bounds(key, at);
            let items = items.and_then(|list| document.lists.get_mut(list.0));
            items
                .into_iter()
                .flat_map(|list| &mut list.keys)
                .for_each(|key| forget_bounds(key, at));
            NOT_THERE
        }
        LowerProblem::NoType
        | LowerProblem::Subkeys(_)
        | LowerProblem::GatedValue(_)
        | LowerProblem::Endless
        | LowerProblem::TooFar(..)
        | LowerProblem::BelowRootMap
        | LowerProblem::Depth(_)
        | LowerProblem::NoSuchList
        | LowerProblem::NoFamily
        | LowerProblem::DuplicateDocument => return None,
    };
    Some(assumed.to_owned())
}

/// Reads a key as a value of any type, or the document as an unknown dictionary if no key is named.
pub(super) fn take_as_any(document: &mut RawDocument, key: Option<(ListId, usize)>) {
    match key.and_then(|key| key_mut(document, key)) {
        Some(key) => {
            key.take_as_any();
            // All that is kept is the name and the presence.
            (key.rangelist, key.range, key.default) = (None, None, None);
            (key.repetition, key.supported_os) = (None, None);
        }
        None => empty(document),
    }
}

/// Removes all keys.
pub(super) fn empty(document: &mut RawDocument) {
    document.payload_keys = None;
    document.response_keys = document.response_keys.map(|_| ListId(document.lists.len()));
    if document.response_keys.is_some() {
        document.lists.push(crate::raw::KeyList::default());
    }
    document.payload.supported_os = None;
}

fn key_mut(document: &mut RawDocument, (list, index): (ListId, usize)) -> Option<&mut RawKey> {
    document.lists.get_mut(list.0)?.keys.get_mut(index)
}

/// Gives a document the identifier that it had in the last run, or else the name of its file.
fn identify(document: &mut RawDocument, last_run: &LastRun) -> String {
    let before = last_run.document(&document.source).map(|known| known.id.clone());
    let (id, from) = match before {
        Some(id) => (id, "as in the last run"),
        None => (stem(&document.source).to_owned(), "the name of the file"),
    };
    let assumed = format!("taken as `{id}`, {from}");
    let name = match Family::of_path(&document.source) {
        Some(Family::Commands | Family::Checkin) => "requesttype",
        _ => "payloadtype",
    };
    document.payload.id = Some((name, Spanned { value: id, at: document.payload.at }));
    assumed
}

fn root_with_placeholder(document: &RawDocument) -> Option<ListId> {
    let roots = document.payload_keys.into_iter().chain(document.response_keys);
    roots.into_iter().find(|list| {
        let keys = document.lists.get(list.0).map_or(&[][..], |list| &list.keys);
        keys.len() > 1 && keys.iter().any(|key| conventions::is_placeholder(&key.name))
    })
}

/// Gives a variant the key that tells it apart from others.
fn give_tag(document: &mut RawDocument, variant: (ListId, usize), tag: &str) -> Option<()> {
    let (name, at, subkeys) = {
        let variant = key_mut(document, variant)?;
        (variant.name.clone(), variant.at, variant.subkeys)
    };
    let list = match subkeys {
        Some(list) => list,
        None => {
            let list = ListId(document.lists.len());
            document.lists.push(crate::raw::KeyList { at, ..Default::default() });
            key_mut(document, variant)?.subkeys = Some(list);
            list
        }
    };
    let text = |value: &str| Some(Spanned { value: value.to_owned(), at });
    let keys = &mut document.lists.get_mut(list.0)?.keys;
    let key = match keys.iter().position(|key| key.name == tag) {
        Some(there) => keys.get_mut(there)?,
        None => {
            keys.insert(0, RawKey { name: tag.to_owned(), at, ..RawKey::default() });
            keys.first_mut()?
        }
    };
    key.kind = text("string");
    key.presence = text("required");
    key.rangelist = Some(Spanned { value: vec![Scalar::String(name)], at });
    (key.default, key.subkeys) = (None, None);
    Some(())
}

fn forget_version(entry: &mut OsEntry, at: Position) {
    let is_version = |word: &str| {
        OsAttribute::named(word)
            .is_some_and(|it| matches!(it.takes, Takes::Introduced | Takes::Version))
    };
    entry.stated.retain(|word, stated| stated.at != at || !is_version(word));
}

fn forget_bounds(key: &mut RawKey, at: Position) {
    for bounds in [&mut key.range, &mut key.repetition] {
        if bounds.as_ref().is_some_and(|bounds| bounds.at == at) {
            *bounds = None;
        }
    }
}
