//! Checks that every fact that was read is in the model, or is left out for a reason that is
//! listed.
//!
//! The facts of the raw documents and those of the model are counted separately, and the counts are
//! compared for each document. What counts as a fact on each side is in `tables`.

mod attributes;
mod contradictions;
mod facts;
mod tables;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use apple_device_management_core::Family;

pub use contradictions::{Contradiction, find_contradictions};

use crate::flaw::Flaw;
use crate::location::Location;
use crate::model::{Document, Key, Model};
use crate::raw::RawDocument;

/// How often each fact occurs.
type FactCounts = BTreeMap<&'static str, usize>;

/// How often one kind of fact occurs, in a document or in a family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How often it was read.
    pub read: usize,
    /// How many the overlay has added, or removed if negative.
    pub overlay: isize,
    /// How many are left out for a reason; see [`SKIPPED`].
    pub skipped: usize,
    /// How many are in the model.
    pub carried: usize,
    /// How many of those in the model are in the generated code, if that was counted.
    pub emitted: Option<usize>,
}

impl Tally {
    fn add(&mut self, other: &Tally) {
        self.read += other.read;
        self.overlay += other.overlay;
        self.skipped += other.skipped;
        self.carried += other.carried;
        self.emitted = match (self.emitted, other.emitted) {
            (None, None) => None,
            (one, other) => Some(one.unwrap_or_default() + other.unwrap_or_default()),
        };
    }

    /// Whether all facts that were read are in the model or left out for a reason.
    pub fn reconciles(&self) -> bool {
        self.read.checked_add_signed(self.overlay) == self.carried.checked_add(self.skipped)
    }
}

/// The counts of a whole schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// By family, then by the name of the fact: `documents`, `keys`, `supportedOS.introduced`, ….
    pub families: BTreeMap<Family, BTreeMap<&'static str, Tally>>,
    /// Where the counts do not match, in the order of the documents.
    pub mismatches: Vec<Mismatch>,
}

/// A kind of fact whose counts do not match in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The path in the schema repository.
    pub source: String,
    /// The name of the fact.
    pub fact: &'static str,
    pub tally: Tally,
}

impl Mismatch {
    /// The flaw to report. It is a mistake of this program, and no reason to refuse the document.
    pub fn flaw(&self) -> Flaw {
        let place = Location::document(&self.source);
        Flaw::new(
            place,
            format_args!("not accounted for: {}", self.counts()),
            "taken as it was read",
        )
    }

    fn counts(&self) -> String {
        let Tally { read, overlay, skipped, carried, .. } = self.tally;
        let mut counts = format!("{}: {read} read, {carried} carried", self.fact);
        if overlay != 0 {
            counts.push_str(&format!(", {overlay:+} by the overlay"));
        }
        if skipped != 0 {
            counts.push_str(&format!(", {skipped} skipped with a reason"));
        }
        counts
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.source, self.counts())
    }
}

impl Coverage {
    /// Counts the facts that reach the generated code: those of the documents, and of the keys
    /// that are emitted.
    pub fn count_emitted(&mut self, model: &Model, is_emitted: &dyn Fn(&Key) -> bool) {
        for document in &model.documents {
            let tallies = self.families.entry(document.family).or_default();
            for (fact, count) in facts::of_model(document, is_emitted) {
                *tallies.entry(fact).or_default().emitted.get_or_insert_default() += count;
            }
        }
    }

    /// The facts that are in the model and not in the generated code, a line each.
    pub fn not_emitted(&self) -> Vec<String> {
        let tallies = self.families.iter().flat_map(|(family, tallies)| {
            tallies.iter().map(move |(fact, tally)| (family, fact, tally))
        });
        let missing = tallies.filter(|(.., tally)| tally.emitted.unwrap_or(0) < tally.carried);
        missing
            .map(|(family, fact, Tally { carried, emitted, .. })| {
                format!("{family}: {fact}: {carried} carried, {} emitted", emitted.unwrap_or(0))
            })
            .collect()
    }

    /// The sum over all families.
    pub fn total(&self) -> BTreeMap<&'static str, Tally> {
        let mut total = BTreeMap::new();
        for (fact, tally) in self.families.values().flatten() {
            total.entry(*fact).or_insert_with(Tally::default).add(tally);
        }
        total
    }
}

/// What is left out of the model, and why.
pub const SKIPPED: &[(&str, &str)] = tables::SKIPPED;

/// Counts the facts of the documents as they were parsed (`read`), of the same as corrected by the
/// overlay (`laid`), and of the model made from the latter. Also compares how often the parser read
/// each attribute with what is in `read`.
pub fn count_facts(read: &[RawDocument], laid: &[RawDocument], model: &Model) -> Coverage {
    let mut coverage = Coverage::default();
    let mut documents: BTreeMap<&str, BTreeMap<&'static str, Tally>> = BTreeMap::new();
    let flawed = |document: &&RawDocument| !document.flaws.is_empty();
    let flawed: BTreeSet<&str> =
        laid.iter().filter(flawed).map(|document| &*document.source).collect();
    for document in read {
        let tallies = documents.entry(&document.source).or_default();
        let stated = facts::of_raw(document).stated;
        for (fact, count) in &stated {
            let tally = tallies.entry(*fact).or_default();
            tally.read += count;
            tally.overlay -= signed(*count);
        }
        if flawed.contains(&*document.source) {
            continue;
        }
        for (fact, read, carried) in attributes::differences(document, &stated) {
            let tally = Tally { read, carried, ..Tally::default() };
            let source = document.source.clone();
            coverage.mismatches.push(Mismatch { source, fact, tally });
        }
    }
    for document in laid {
        let tallies = documents.entry(&document.source).or_default();
        let counted = facts::of_raw(document);
        for (fact, count) in counted.stated {
            tallies.entry(fact).or_default().overlay += signed(count);
        }
        for (fact, count) in counted.skipped {
            tallies.entry(fact).or_default().skipped += count;
        }
    }
    // A document that could not be read, and is as the last run had it, has no counts to compare
    // with.
    let kept = |document: &&Document| documents.contains_key(&*document.source);
    let carried: Vec<_> = model.documents.iter().filter(kept).collect();
    for document in carried {
        let tallies = documents.entry(&document.source).or_default();
        for (fact, count) in facts::of_model(document, &|_| true) {
            tallies.entry(fact).or_default().carried += count;
        }
    }
    for (source, tallies) in documents {
        let family = Family::of_path(source).unwrap_or(Family::Other);
        for (fact, tally) in tallies {
            if !tally.reconciles() {
                coverage.mismatches.push(Mismatch { source: source.to_owned(), fact, tally });
            }
            let sum = coverage.families.entry(family).or_default().entry(fact).or_default();
            sum.add(&tally);
        }
    }
    coverage
}

fn signed(count: usize) -> isize {
    isize::try_from(count).unwrap_or(isize::MAX)
}
