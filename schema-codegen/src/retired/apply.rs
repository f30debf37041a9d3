//! Adds an entry to a model, unless the model has it already or nothing that could hold it.

use apple_device_management_core::{KeyPath, Segment};

use super::{KeyPlace, NotAdded, RetiredKey, RetiredValue};
use crate::effective::{Covered, Side};
use crate::emit::Api;
use crate::model::{Children, Content, Document, Dropped, Form, Key, Literal, Model};
use crate::naming;

type Added = Result<(), NotAdded>;

pub(super) fn document(model: &mut Model, entry: &Document) -> Added {
    // The identifier does not tell: several documents may have the same, as those of
    // `com.apple.MCX`.
    let name = naming::root_type;
    let same = |document: &Document| {
        document.source == entry.source
            || document.family == entry.family && name(document) == name(entry)
    };
    if model.documents.iter().any(same) {
        return Err(NotAdded::There);
    }
    let at = model.documents.partition_point(|document| document.source < entry.source);
    model.documents.insert(at, entry.clone());
    Ok(())
}

/// Adds a key after all others, so that the keys of the newest release keep their order.
pub(super) fn key(model: &mut Model, entry: &RetiredKey) -> Added {
    change(model, &entry.holder, |document| {
        let form = holder_form(document, &entry.holder).ok_or(NotAdded::NoHolder)?;
        let keys = list(document, &entry.holder).ok_or(NotAdded::NoHolder)?;
        if keys.iter().any(|key| key.name == entry.key.name) {
            return Err(NotAdded::There);
        }
        // A dictionary of anything accepts the key without an entry.
        let free = form == Form::Dictionary && keys.is_empty() && !entry.holder.path.0.is_empty();
        if free || !has_names(form) {
            return Err(NotAdded::NoHolder);
        }
        keys.push(entry.key.clone());
        Ok(())
    })
}

pub(super) fn value(model: &mut Model, entry: &RetiredValue) -> Added {
    change(model, &entry.at, |document| {
        let key = key_mut(document, &entry.at).ok_or(NotAdded::NoHolder)?;
        let gated = key.form == Form::GatedString;
        if key.rangelist.contains(&entry.value) {
            return Err(NotAdded::There);
        }
        // Without a rangelist any value is allowed; a key that tells documents apart has one value
        // only.
        if gated || key.constant || key.rangelist.is_empty() {
            return Err(NotAdded::NoHolder);
        }
        key.rangelist.push(entry.value.clone());
        key.dropped.push(Dropped { value: entry.value.clone(), last: entry.last.clone() });
        Ok(())
    })
}

/// Whether the things directly below such a key have names that tell them apart.
pub(super) fn has_names(form: Form) -> bool {
    matches!(form, Form::Dictionary | Form::UnionArray | Form::GatedString)
}

/// A value as messages show it.
pub(super) fn word(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => text.clone(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Real(value) => value.to_string(),
    }
}

/// Changes a document, unless it could not be emitted after that: an entry must not take a name
/// that the newest release uses.
fn change(model: &mut Model, at: &KeyPlace, change: impl FnOnce(&mut Document) -> Added) -> Added {
    let covered = Covered::of(model);
    let found = model.documents.iter_mut().find(|document| document.source == at.source);
    let document = found.ok_or(NotAdded::NoHolder)?;
    let mut changed = document.clone();
    change(&mut changed)?;
    if Api::of(covered, &changed).is_err() && Api::of(covered, document).is_ok() {
        return Err(NotAdded::Collision);
    }
    *document = changed;
    Ok(())
}

/// The form of the key at a place, or of the root.
fn holder_form(document: &mut Document, at: &KeyPlace) -> Option<Form> {
    if at.path.0.is_empty() {
        let content = match at.side {
            Side::Payload => Some(&document.payload),
            Side::Response => document.response.as_ref(),
        };
        return content.map(|content| match content {
            Content::Dictionary(_) => Form::Dictionary,
            Content::Map(_) => Form::Map,
        });
    }
    key_mut(document, at).map(|key| key.form)
}

/// The key at a place.
fn key_mut<'d>(document: &'d mut Document, at: &KeyPlace) -> Option<&'d mut Key> {
    let (last, above) = <[Segment]>::split_last(&at.path.0)?;
    let above = KeyPlace { path: KeyPath(above.to_vec()), ..at.clone() };
    let keys = list(document, &above)?;
    let at = position(keys, last)?;
    keys.get_mut(at)
}

/// The keys directly below a place.
fn list<'d>(document: &'d mut Document, at: &KeyPlace) -> Option<&'d mut Vec<Key>> {
    let (shared, below) = way(document, at)?;
    let mut keys = match (shared, at.side) {
        (Some(name), _) => &mut document.shared.get_mut(&name)?.keys,
        (None, Side::Payload) => own(root_mut(&mut document.payload))?,
        (None, Side::Response) => own(root_mut(document.response.as_mut()?))?,
    };
    for at in below {
        keys = own(&mut keys.get_mut(at)?.children)?;
    }
    Some(keys)
}

/// The way to the keys below a place: the last shared list on it, and from there on the index of
/// each key.
fn way(document: &Document, at: &KeyPlace) -> Option<(Option<String>, Vec<usize>)> {
    let content = match at.side {
        Side::Payload => &document.payload,
        Side::Response => document.response.as_ref()?,
    };
    let (Content::Dictionary(root) | Content::Map(root)) = content;
    let mut children = root;
    let (mut shared, mut below) = (None, Vec::new());
    let mut union = false;
    let mut segments = at.path.0.iter();
    loop {
        if let Children::Shared(name) = children {
            (shared, below) = (Some(name.clone()), Vec::new());
        }
        let Some(segment) = segments.next() else { return Some((shared, below)) };
        // The model has no key for the item of a union: the variants are directly below the array.
        if union && *segment == Segment::Each {
            continue;
        }
        let keys = children.keys(document);
        let at = position(keys, segment)?;
        below.push(at);
        (union, children) = (keys[at].form == Form::UnionArray, &keys[at].children);
    }
}

fn root_mut(content: &mut Content) -> &mut Children {
    let (Content::Dictionary(children) | Content::Map(children)) = content;
    children
}

fn own(children: &mut Children) -> Option<&mut Vec<Key>> {
    match children {
        Children::Own(keys) => Some(keys),
        Children::Shared(_) => None,
    }
}

/// The index of the one key of an array or map, or of the key with a name.
fn position(keys: &[Key], segment: &Segment) -> Option<usize> {
    match segment {
        Segment::Each => (!keys.is_empty()).then_some(0),
        Segment::Key(name) => keys.iter().position(|key| key.name == *name),
        Segment::Index(_) => None,
    }
}
