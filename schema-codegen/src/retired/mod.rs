//! Documents, keys and values that older releases had and the newest does not have.
//!
//! Older devices still accept them, so they stay in the crate, each marked with the last release
//! that had it. They are data, in `schema-codegen/retired.json`. An update works them out from
//! Apple's history ([`compute`]); every run adds them to the model ([`Retired::apply`]), which
//! needs no history. What the newest release has itself, it decides.
//!
//! `compute` works the list out, `apply` adds an entry to a model, `news` says how two lists
//! differ, and `text` is the form of the entries in the file.

mod apply;
mod compute;
mod news;
#[cfg(test)]
mod tests;
mod text;

use std::fmt;

use apple_device_management_core::KeyPath;
use serde::{Deserialize, Serialize};

pub use compute::{Computed, compute, extend};

use crate::effective::Side;
use crate::model::{Document, Key, Last, Literal, Model, Upstream};
use crate::model_json::{self, ModelJsonError};
use text::{KeyText, ValueText};

/// The list, as it was when this program was built.
const COMMITTED: &str = include_str!("../../retired.json");

/// What is retired; each entry names the last release that had it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "what is retired")]
pub struct Retired {
    /// The releases that were compared, the oldest first. Other releases give other entries: where
    /// there are more, one of them may be a later one that still had something.
    pub releases: Vec<Upstream>,
    pub documents: Vec<Document>,
    pub keys: Vec<RetiredKey>,
    pub values: Vec<RetiredValue>,
}

/// Where a key is: the document, the side and the key path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyPlace {
    /// The document's path in the schema repository.
    pub source: String,
    pub side: Side,
    pub path: KeyPath,
}

/// A key, union variant or gated value with all that is below it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "KeyText", into = "KeyText")]
pub struct RetiredKey {
    /// The key that held it, or the root.
    pub holder: KeyPlace,
    pub key: Key,
}

/// A value of a rangelist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "ValueText", into = "ValueText")]
pub struct RetiredValue {
    /// The key whose value it was.
    pub at: KeyPlace,
    pub value: Literal,
    pub last: Last,
}

/// An entry that adds nothing to a model. On the pinned release that is a flaw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaleRetired {
    /// The document, and the key path or value within it.
    pub place: String,
    pub why: NotAdded,
}

/// Why an entry adds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAdded {
    /// The schema has it itself.
    There,
    /// The key that held it is gone, or is of a kind that cannot hold it any more.
    NoHolder,
    /// Its name in Rust would be that of something else too.
    Collision,
}

impl fmt::Display for StaleRetired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.why {
            NotAdded::There => "the schema has it itself",
            NotAdded::NoHolder => "the schema has no such key to hold it",
            NotAdded::Collision => "its name in Rust is taken",
        };
        write!(f, "{} is not taken from an older release: {why}", self.place)
    }
}

impl Retired {
    /// The list of `schema-codegen/retired.json`.
    ///
    /// # Errors
    /// If it was edited by hand, or written by another version.
    pub fn committed() -> Result<Retired, ModelJsonError> {
        model_json::read(COMMITTED)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.documents.len() + self.keys.len() + self.values.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether both were worked out from the same releases.
    pub fn has_releases_of(&self, other: &Retired) -> bool {
        let mut pairs = self.releases.iter().zip(&other.releases);
        self.releases.len() == other.releases.len() && pairs.all(|(one, other)| one.is_same(other))
    }

    /// Adds all entries to a model; gives those that add nothing to it.
    pub fn apply(&self, model: &mut Model) -> Vec<StaleRetired> {
        self.clone().fit(model).1
    }

    /// Adds all entries to a model; gives those that were added, and those that add nothing.
    fn fit(mut self, model: &mut Model) -> (Retired, Vec<StaleRetired>) {
        let mut stale = Vec::new();
        let mut fits = |place: String, added: Result<(), NotAdded>| {
            added.map_err(|why| stale.push(StaleRetired { place, why })).is_ok()
        };
        self.documents.retain(|entry| fits(entry.source.clone(), apply::document(model, entry)));
        self.keys.retain(|entry| fits(entry.place(), apply::key(model, entry)));
        self.values.retain(|entry| fits(entry.place(), apply::value(model, entry)));
        (self, stale)
    }
}

impl RetiredKey {
    fn place(&self) -> String {
        let path = self.holder.path.key(&self.key.name);
        KeyPlace { path, ..self.holder.clone() }.to_string()
    }
}

impl RetiredValue {
    fn place(&self) -> String {
        format!("{} of {}", apply::word(&self.value), self.at)
    }
}

impl fmt::Display for KeyPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = if self.side == Side::Response { " (the answer)" } else { "" };
        write!(f, "{}{side} {}", self.source, self.path)
    }
}
