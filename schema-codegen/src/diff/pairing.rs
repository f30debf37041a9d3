//! Which document of an older release is which of a newer one.

use std::collections::BTreeSet;

use apple_device_management_core::KeyPath;

use crate::effective::walk;
use crate::model::{Document, Model};

/// What share of all key paths must be the same for a document to count as renamed.
const ALIKE: f64 = 0.75;
/// With fewer key paths than this, nothing is told by them.
const ENOUGH: usize = 3;

#[derive(Debug, Default)]
pub(crate) struct Pairing<'a> {
    pub pairs: Vec<(&'a Document, &'a Document)>,
    pub removed: Vec<&'a Document>,
    pub added: Vec<&'a Document>,
}

/// What must be equal for two documents to be one.
type SameBy = fn(&Document, &Document) -> bool;

/// From the surest to the least sure.
const SAME_BY: [SameBy; 3] = [
    |old, new| old.source == new.source,
    |old, new| old.id == new.id && old.family == new.family,
    |old, new| old.id == new.id,
];

/// Pairs the documents of two releases.
pub(crate) fn pair<'a>(old: &'a Model, new: &'a Model) -> Pairing<'a> {
    let mut removed: Vec<&Document> = old.documents.iter().collect();
    let mut added: Vec<&Document> = new.documents.iter().collect();
    let mut pairs = Vec::new();
    for same in SAME_BY {
        removed.retain(|one| {
            let found = added.iter().position(|other| same(one, other));
            if let Some(at) = found {
                pairs.push((*one, added.remove(at)));
            }
            found.is_none()
        });
    }
    let paths = |model, documents: &[&'a Document]| -> Vec<BTreeSet<KeyPath>> {
        documents.iter().map(|document| paths(model, document)).collect()
    };
    let (before, after) = (paths(old, &removed), paths(new, &added));
    let mut taken = BTreeSet::new();
    let mut kept = Vec::new();
    for (one, before) in removed.iter().zip(&before) {
        let alike = |at: &usize| {
            let family = one.family == added[*at].family;
            family && !taken.contains(at) && share(before, &after[*at]) >= ALIKE
        };
        match (0..added.len()).find(alike) {
            Some(at) => {
                taken.insert(at);
                pairs.push((one, added[at]));
            }
            None => kept.push(*one),
        }
    }
    let left = added.iter().enumerate().filter(|(at, _)| !taken.contains(at));
    Pairing { pairs, removed: kept, added: left.map(|(_, document)| *document).collect() }
}

fn paths(model: &Model, document: &Document) -> BTreeSet<KeyPath> {
    let mut paths = BTreeSet::new();
    walk(model, document, &mut |place| {
        paths.insert(place.path.clone());
    });
    paths
}

fn share(one: &BTreeSet<KeyPath>, other: &BTreeSet<KeyPath>) -> f64 {
    if one.len().min(other.len()) < ENOUGH {
        return 0.0;
    }
    one.intersection(other).count() as f64 / one.union(other).count() as f64
}
