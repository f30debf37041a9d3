//! Counts the places where only Apple's text has changed.

use std::collections::{BTreeMap, BTreeSet};

use apple_device_management_core::KeyPath;

use super::change::Change;
use super::rules;
use crate::conventions::{is_array, steps};
use crate::effective::Side;
use crate::model::Document;
use crate::raw::{ListId, RawDocument};

/// The documents of two releases, for their texts.
pub(super) struct TextComparison<'a> {
    old: BTreeMap<&'a str, &'a RawDocument>,
    new: BTreeMap<&'a str, &'a RawDocument>,
}

/// All texts of one key.
type TextsAt<'a> = Vec<Option<&'a str>>;

impl<'a> TextComparison<'a> {
    pub(super) fn of(old: &'a [RawDocument], new: &'a [RawDocument]) -> TextComparison<'a> {
        let by_source = |documents: &'a [RawDocument]| {
            documents.iter().map(|document| (document.source.as_str(), document)).collect()
        };
        TextComparison { old: by_source(old), new: by_source(new) }
    }

    /// The change that gives the number of places of a document where only text has changed.
    pub(super) fn change(
        &self,
        old: &Document,
        new: &Document,
        changes: &[Change],
    ) -> Option<Change> {
        let old = self.old.get(old.source.as_str())?;
        let raw = self.new.get(new.source.as_str())?;
        let told: BTreeSet<(Option<Side>, &KeyPath)> = changes
            .iter()
            .flat_map(|it| std::iter::once(&it.path).chain(&it.also).map(|path| (it.side, path)))
            .collect();
        let (before, after) = (keys(old), keys(raw));
        let changed = after.iter().filter(|((side, path), texts)| {
            let known = before.get(&(*side, path.clone()));
            known.is_some_and(|known| known != *texts) && !told.contains(&(Some(*side), path))
        });
        let places = changed.count() + usize::from(is_around_changed(old, raw));
        (places > 0).then(|| Change {
            new: Some(places.to_string()),
            ..Change::of_document(&rules::PROSE_CHANGED, new)
        })
    }
}

/// The texts that are not those of a key, by what they describe. The title is not among them, since
/// the model has it.
fn around(document: &RawDocument) -> BTreeMap<String, Option<&str>> {
    let mut texts = BTreeMap::new();
    texts.insert("description".to_owned(), document.description.as_deref());
    texts.insert("content".to_owned(), document.payload.content.as_deref());
    for reason in &document.reasons {
        let code = &reason.value.value;
        texts.insert(format!("reason {code}"), reason.description.as_deref());
        for detail in &reason.details {
            let about = format!("detail {code} {}", detail.key.value);
            texts.insert(about, detail.description.as_deref());
        }
    }
    for items in &document.related_status_items {
        texts.insert(format!("items {}", items.items.join(" ")), items.note.as_deref());
    }
    texts
}

/// Whether a text has changed that describes something both releases have, or the notes have.
fn is_around_changed(old: &RawDocument, new: &RawDocument) -> bool {
    let (before, after) = (around(old), around(new));
    let both =
        |about: &String, text: &Option<&str>| before.get(about).is_some_and(|known| known != text);
    old.notes != new.notes || after.iter().any(|(about, text)| both(about, text))
}

type Keys<'a> = BTreeMap<(Side, KeyPath), TextsAt<'a>>;

/// The texts of every key. Those of a shared list are at the place that comes first.
fn keys(document: &RawDocument) -> Keys<'_> {
    let mut found = Keys::new();
    let mut seen = BTreeSet::new();
    let sides = [(Side::Payload, document.payload_keys), (Side::Response, document.response_keys)];
    for (side, list) in sides {
        if let Some(list) = list {
            below(document, side, list, &KeyPath::root(), false, &mut seen, &mut found);
        }
    }
    found
}

fn below<'a>(
    document: &'a RawDocument,
    side: Side,
    list: ListId,
    path: &KeyPath,
    of_array: bool,
    seen: &mut BTreeSet<ListId>,
    found: &mut Keys<'a>,
) {
    if !seen.insert(list) {
        return;
    }
    let keys = document.lists.get(list.0).map_or(&[][..], |list| &list.keys);
    for key in keys {
        let path = KeyPath([&path.0[..], &steps(keys, key, of_array)].concat());
        found.insert((side, path.clone()), vec![key.title.as_deref(), key.content.as_deref()]);
        if let Some(list) = key.subkeys {
            below(document, side, list, &path, is_array(key), seen, found);
        }
    }
}
