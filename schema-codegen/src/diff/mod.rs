//! What differs between two releases: models are compared, not texts.
//!
//! Each kind of change is a row of [`rules`]; the comparison finds what changed and names the row.
//! Documents are matched by file, then by identifier, then by content; keys by key path, then by
//! what they are (`spots`). Support is compared as it is effective, so that a payload that gains
//! an OS is one change and not one for each of its keys (`support`). What a change means for
//! callers of the generated crate is read off the emitter's own plan ([`Api`]).

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
    /// As read from YAML, for text alone; a `model.json` has none.
    pub raw: Option<&'a [RawDocument]>,
}

/// All that differs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    pub old: Upstream,
    pub new: Upstream,
    /// By family and document, in the order of the schema within one.
    pub changes: Vec<Change>,
    /// What stood in the way of telling the effect on Rust, one line each.
    pub notes: Vec<String>,
    /// Whether both sides had text to compare.
    pub with_prose: bool,
}

/// What is known of a release as a whole.
struct Context<'a> {
    covered: Covered,
    /// By source; none where names collide.
    apis: BTreeMap<&'a str, Api>,
}

impl Comparison {
    /// The strongest effect on callers of the generated crate.
    pub fn rust(&self) -> Rust {
        self.changes.iter().map(|change| change.rule.rust).max().unwrap_or(Rust::None)
    }

    /// Whether anything changed but Apple's text, which no generated file holds.
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
    // What one document cannot tell: names that two of them have, limits of the codec.
    if let Err(error) = emit::emit_model(new.model, &emit::Prose::new())
        && found.notes.is_empty()
    {
        found.notes.push(format!("the newer release cannot be emitted: {error}"));
    }
    found
}

/// Compares the documents for which this holds; what came and went is told of all.
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
    // What is there only for older devices is not of the release; only Rust callers have it.
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
    // Stable: within a document the order is that of the schema.
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
