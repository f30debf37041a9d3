use std::collections::BTreeSet;
use std::fmt;
use std::time::{Duration, Instant};

use apple_device_management_core::internal::count;

use crate::discover::Beside;
use crate::mend::LastRun;
use crate::model::{Children, Content, Document, Key, Model};
use crate::raw::RawDocument;
use crate::write::FileSet;

/// A schema that has been read, before anything is emitted from it.
#[derive(Debug, Default)]
pub struct Reading {
    pub model: Model,
    /// The documents as they were parsed; `None` for a model that an earlier run has written.
    pub raw: Option<Vec<RawDocument>>,
    /// The same documents as corrected by the overlay.
    pub laid: Option<Vec<RawDocument>>,
    /// Other files of the release; none for a model.
    pub beside: Beside,
    /// Entries of the overlay that are of no use here, a line each. What is wrong with the schema
    /// is in the model.
    pub notes: Vec<String>,
    pub last_run: LastRun,
}

/// What a run has made.
#[derive(Debug)]
pub struct Outcome {
    pub model: Model,
    /// For the folder `generated/`.
    pub files: FileSet,
    /// What is exported, as `names.txt` has it.
    pub names: BTreeSet<String>,
    pub counts: Counts,
    /// Other files of the release.
    pub beside: Beside,
    /// A line each: the flaws, then the entries of the overlay and of `retired.json` that are of no
    /// use here.
    pub warnings: Vec<String>,
    pub timings: Timings,
}

/// How much there is of everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub documents: usize,
    /// Each key counts once, however many places share it.
    pub keys: usize,
    /// Structs and unions.
    pub types: usize,
    pub enums: usize,
    pub flaws: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { documents, keys, types, enums, flaws } = *self;
        let parts = [
            count(documents, "document", "documents"),
            count(keys, "key", "keys"),
            count(types, "type", "types"),
            count(enums, "enum", "enums"),
            format!("{} read leniently", count(flaws, "flaw", "flaws")),
        ];
        f.write_str(&parts.join(", "))
    }
}

/// How long each stage took, in the order in which they ran.
#[derive(Clone, Debug, Default)]
pub struct Timings(pub Vec<(&'static str, Duration)>);

impl Timings {
    /// Runs a stage and notes its time.
    pub fn time<T>(&mut self, stage: &'static str, run: impl FnOnce() -> T) -> T {
        let begin = Instant::now();
        let result = run();
        self.0.push((stage, begin.elapsed()));
        result
    }

    /// The time of all stages together.
    pub fn total(&self) -> Duration {
        self.0.iter().map(|(_, time)| *time).sum()
    }
}

/// How many keys a model has, each counted once.
pub(super) fn count_keys(model: &Model) -> usize {
    fn below(children: &Children) -> usize {
        match children {
            Children::Own(keys) => list(keys),
            // Counted where the shared list is held.
            Children::Shared(_) => 0,
        }
    }
    fn list(keys: &[Key]) -> usize {
        keys.iter().map(|key| 1 + below(&key.children)).sum()
    }
    fn document(document: &Document) -> usize {
        let roots = std::iter::once(&document.payload).chain(&document.response);
        let shared = document.shared.values().map(|shared| list(&shared.keys));
        let own = roots.map(|content| match content {
            Content::Dictionary(children) | Content::Map(children) => below(children),
        });
        own.chain(shared).sum()
    }
    model.documents.iter().map(document).sum()
}
