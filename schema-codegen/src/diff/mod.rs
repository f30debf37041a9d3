//! Compares two releases: their models, and not their texts.
//!
//! Each kind of change is a row of [`rules`]; the comparison finds the changes and gives each its
//! row. Documents are matched by file, then by identifier, then by content (`pairing`); keys by key
//! path, then by name and content (`spots`). Effective support is compared, so that a payload that
//! gains an OS is one change and not one for each of its keys (`support`). What a change means for
//! callers of the generated crate is read from the emitter's own plan ([`Api`]).
//!
//! | what a file is about | files |
//! |---|---|
//! | which document or key is which | `pairing`, `spots` |
//! | what changed | `document`, `keys`, `facts`, `support`, `restrictions`, `prose`; `edition` and `found` for all of them |
//! | what it means for callers | [`rules`], `kept` |
//! | how it is shown | `change`, [`report`], `history` |

mod change;
mod document;
mod edition;
mod facts;
mod found;
mod history;
mod kept;
mod keys;
pub(crate) mod pairing;
mod prose;
pub mod report;
mod restrictions;
pub mod rules;
pub(crate) mod spots;
mod support;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use apple_device_management_core::Family;

pub use change::{About, Change};
pub use history::{Event, History, Subject, history};
pub use rules::{Devices, Rule, Rust, Section};

use edition::Edition;

use crate::effective::Covered;
use crate::emit::{self, Api};
use crate::model::{Document, Model, Upstream};
use crate::raw::RawDocument;

/// One of the two releases.
#[derive(Clone, Copy, Debug)]
pub struct Release<'a> {
    pub model: &'a Model,
    /// The documents as they were parsed, for Apple's text; `None` for a release read from a
    /// `model.json`.
    pub raw: Option<&'a [RawDocument]>,
}

/// All changes from one release to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    pub old: Upstream,
    pub new: Upstream,
    /// Sorted by family and document; within a document, in the order of the schema.
    pub changes: Vec<Change>,
    /// Why the effect on Rust callers is not fully known, one line each.
    pub notes: Vec<String>,
    /// Whether both releases had Apple's text to compare.
    pub with_prose: bool,
}

/// A release, as the comparison of its documents needs it.
struct Context<'a> {
    covered: Covered,
    /// What each document is in Rust, by its source. A document that cannot be emitted has none.
    apis: BTreeMap<&'a str, Api>,
}

impl Comparison {
    /// The strongest effect that any change has on callers of the generated crate.
    pub fn rust(&self) -> Rust {
        self.changes.iter().map(|change| change.rule.rust).max().unwrap_or(Rust::None)
    }

    /// Whether anything but Apple's text has changed.
    pub fn has_facts(&self) -> bool {
        self.changes.iter().any(|change| change.rule.id != rules::PROSE_CHANGED.id)
    }

    /// How many changes there are of each rule, in the order of the rules.
    pub fn counts(&self) -> Vec<(&'static Rule, usize)> {
        let count = |rule: &Rule| self.changes.iter().filter(|it| it.rule.id == rule.id).count();
        rules::ALL.iter().map(|rule| (*rule, count(rule))).filter(|(_, count)| *count > 0).collect()
    }

    /// How many changes there are with this effect on callers.
    pub fn with_effect(&self, rust: Rust) -> usize {
        self.changes.iter().filter(|change| change.rule.rust == rust).count()
    }

    /// The changes of a section, in order.
    pub fn section(&self, section: Section) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.section() == section)
    }
}

/// Compares two releases.
pub fn compare(old: Release<'_>, new: Release<'_>) -> Comparison {
    let mut found = compare_where(old, new, &|_| true);
    // Some errors are not those of a single document: two documents with one name, for example.
    if let Err(error) = emit::emit_model(new.model, &emit::Prose::new())
        && found.notes.is_empty()
    {
        found.notes.push(format!("the newer release cannot be emitted: {error}"));
    }
    found
}

/// Compares those documents for which `wanted` is true; new and removed documents are reported in
/// any case.
fn compare_where(
    old: Release<'_>,
    new: Release<'_>,
    wanted: &dyn Fn(&Document) -> bool,
) -> Comparison {
    let mut found = Comparison {
        old: old.model.upstream.clone(),
        new: new.model.upstream.clone(),
        ..Comparison::default()
    };
    // What is kept for older devices is not part of a release; only Rust callers have it.
    let models = (old.model.without_retired(), new.model.without_retired());
    let before = Context::of(&models.0, wanted, &mut found.notes);
    let after = Context::of(&models.1, wanted, &mut found.notes);
    let known = support::Known::of(&models.0);
    let pairing = pairing::pair(&models.0, &models.1);
    let prose = match (old.raw, new.raw) {
        (Some(old), Some(new)) => Some(prose::TextComparison::of(old, new)),
        _ => None,
    };
    found.with_prose = prose.is_some();
    for document in pairing.removed {
        found.changes.push(document::gone(&before, document));
    }
    for document in pairing.added {
        found.changes.push(document::new(&after, document));
    }
    let pairs = pairing.pairs.into_iter();
    for (one, other) in pairs.filter(|(one, other)| wanted(one) || wanted(other)) {
        let sides = (Edition::of(&before, one), Edition::of(&after, other));
        let mut changes = document::changes(&known, sides.0, sides.1);
        changes.extend(prose.as_ref().and_then(|prose| prose.change(one, other, &changes)));
        found.changes.extend(changes);
    }
    kept::tell(&mut found.changes, &models.0, &before, new.model);
    // The sort is stable, so that within a document the order stays that of the schema.
    found.changes.sort_by(|one, other| order(one).cmp(&order(other)));
    found.notes.sort();
    found.notes.dedup();
    found
}

fn order(change: &Change) -> (Family, &str) {
    (change.document.family, &change.document.source)
}

impl<'a> Context<'a> {
    fn of(
        model: &'a Model,
        wanted: &dyn Fn(&Document) -> bool,
        notes: &mut Vec<String>,
    ) -> Context<'a> {
        let covered = Covered::of(model);
        let mut apis = BTreeMap::new();
        for document in model.documents.iter().filter(|document| wanted(document)) {
            match Api::of(covered, document) {
                Ok(api) => {
                    apis.insert(document.source.as_str(), api);
                }
                Err(error) => notes.push(format!("no Rust types: {error}")),
            }
        }
        Context { covered, apis }
    }

    fn api(&self, document: &Document) -> Option<&Api> {
        self.apis.get(document.source.as_str())
    }
}
