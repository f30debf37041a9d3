//! Finds for each document of an older release the same document in a newer one.

use std::collections::BTreeSet;

use apple_device_management_core::KeyPath;

use crate::effective::walk;
use crate::model::{Document, Model};

/// The share of key paths that must be the same for a document to count as renamed.
const ALIKE: f64 = 0.75;
/// With fewer key paths than this, they do not tell whether a document was renamed.
const ENOUGH: usize = 3;

#[derive(Debug, Default)]
pub(crate) struct Pairing<'a> {
    pub pairs: Vec<(&'a Document, &'a Document)>,
    pub removed: Vec<&'a Document>,
    pub added: Vec<&'a Document>,
}

/// Whether two documents are the same, by one way to tell.
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
            let found: Vec<_> = (0..added.len()).filter(|at| same(one, added[*at])).collect();
            let found = match found[..] {
                [] => return true,
                [only] => only,
                // Several documents may have the same identifier; their key paths tell then.
                [first, ..] => most_alike((old, one), (new, &added), &found).unwrap_or(first),
            };
            pairs.push((*one, added.remove(found)));
            false
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

/// The index, among those given, of the document with most key paths in common with `one`.
fn most_alike(
    (old, one): (&Model, &Document),
    (new, documents): (&Model, &[&Document]),
    among: &[usize],
) -> Option<usize> {
    let before = paths(old, one);
    let alike = |at: &usize| {
        let after = paths(new, documents[*at]);
        before.intersection(&after).count() as f64 / before.union(&after).count().max(1) as f64
    };
    let shares = among.iter().map(|at| (alike(at), *at));
    // Of several the first, in the order of their files.
    shares.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, at)| at)
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
