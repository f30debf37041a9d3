//! All stages in their order, timed: from where the schema is to the files that hold it.
//!
//! Reads and computes; writes nothing, and prints nothing. What a stage does is known to its own
//! module.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use apple_device_management_core::internal::count;

use crate::check::{self, Contradiction, Mismatch};
use crate::discover::git::{self, GitError};
use crate::discover::{self, Beside, Skipped, Source};
use crate::emit::{EmitError, Prose};
use crate::error::{DocumentError, Error};
use crate::flaw::{Flaw, Place};
use crate::mend::{self, Known, LEFT_OUT};
use crate::model::{Children, Content, Document, Key, Model};
use crate::model_json::{self, ModelJsonError};
use crate::names::{self, NAMES};
use crate::overlay::{Overlay, OverlayError, Stale};
use crate::parse;
use crate::prose;
use crate::raw;
use crate::retired::{self, Retired, Stale as StaleRetired};
use crate::secrets::{Secrets, SecretsError};
use crate::write::{FileSet, MODEL, WriteError};

/// Where the schema is taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A folder that holds `mdm/`, `declarative/` and `other/`.
    Folder(PathBuf),
    /// A commit, tag or branch of a repository.
    Revision { repository: PathBuf, revision: String },
    /// A model that an earlier run has written.
    Model(PathBuf),
}

/// What the doc comments of emitted code hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Docs {
    /// Wire names, types, presence, support.
    #[default]
    Facts,
    /// Apple's own text as well.
    Apple,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub input: Input,
    pub docs: Docs,
    /// Whether a flaw of the schema is an error, and no mere warning.
    pub strict: bool,
    /// Whether the overlay and what is retired were written for this very input: an entry that
    /// changes nothing is then a flaw.
    pub pinned: bool,
    /// The model that the last run has written: of a document that cannot be read any more, it
    /// knows what it was; of two things with one name, which is the older.
    pub known: Option<PathBuf>,
}

/// What came out.
#[derive(Debug)]
pub struct Outcome {
    pub model: Model,
    /// For the folder `generated/`.
    pub files: FileSet,
    /// What is exported, as `names.txt` has it.
    pub names: BTreeSet<String>,
    pub counts: Counts,
    /// What else the release holds.
    pub beside: Beside,
    /// One line each: the flaws, then what is of no use here.
    pub warnings: Vec<String>,
    /// In the order in which the stages ran.
    pub timings: Timings,
}

/// A schema as it was understood, before anything is made of it.
#[derive(Debug)]
pub struct Reading {
    pub model: Model,
    /// What was read, before the overlay; `None` for a model that an earlier run has written.
    pub raw: Option<Vec<raw::Document>>,
    /// The same with the overlay laid over.
    pub laid: Option<Vec<raw::Document>>,
    /// What else the release holds; of a model, nothing.
    pub beside: Beside,
    /// What is of no use here, one line each; what is wrong with the schema is in the model.
    pub notes: Vec<String>,
    /// What the last run knew.
    pub known: Known,
}

/// How much of everything there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub documents: usize,
    /// Each once, however many places share it.
    pub keys: usize,
    /// Structs and unions.
    pub types: usize,
    pub enums: usize,
    /// What was not known, could not be meant or contradicted itself, and was read all the same.
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

/// What the stages took.
#[derive(Clone, Debug, Default)]
pub struct Timings(pub Vec<(&'static str, Duration)>);

/// Which stage failed, and why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PipelineError {
    #[error(transparent)]
    Git(#[from] GitError),
    #[error(transparent)]
    Read(#[from] Error),
    /// Not one document could be read.
    #[error("no document can be read:\n{}", .0.join("\n"))]
    Nothing(Vec<String>),
    #[error(transparent)]
    Overlay(#[from] OverlayError),
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    #[error(
        "schema-codegen/retired.json cannot be read: restore it from git, or run \
         `cargo xtask regen --with-history`"
    )]
    ReadRetired(#[source] ModelJsonError),
    #[error(transparent)]
    Emit(#[from] EmitError),
    #[error("the model cannot be written")]
    WriteModel(#[source] ModelJsonError),
    /// The emitter named a file as it must not be named.
    #[error(transparent)]
    Files(#[from] WriteError),
    #[error("cannot read {}", path.display())]
    ReadModel { path: PathBuf, source: io::Error },
    /// The model was edited by hand, or written by another version.
    #[error(
        "{} is not a model that can be read here: restore it from git, or fill the submodule and \
         run `cargo xtask regen`", path.display()
    )]
    Model { path: PathBuf, source: ModelJsonError },
    /// With `strict`.
    #[error("the schema has {}:\n{}", count(.0.len(), "flaw", "flaws"), .0.join("\n"))]
    Flaws(Vec<String>),
    /// Prose is asked of an input that has none.
    #[error("{} holds facts and no text of Apple's: name a folder or revision", .0.display())]
    NoProse(PathBuf),
}

type Result<T> = std::result::Result<T, PipelineError>;

/// How what is retired is taken where it does not fit the release that it is for.
const RETIRED_OF_ANOTHER: &str = "taken as not there; schema-codegen/retired.json is of another \
    release: run `cargo xtask regen --with-history`";

/// The same of the overlay.
const OVERLAY_OF_ANOTHER: &str = "taken as not there; in schema-codegen/overlay/corrections.toml, \
    delete what upstream has caught up with and mend what has moved";

/// Runs all stages, with what is retired by `schema-codegen/retired.json`.
///
/// # Errors
/// That of the first stage that fails.
pub fn run(request: &Request) -> Result<Outcome> {
    run_with(request, &Retired::committed().map_err(PipelineError::ReadRetired)?)
}

/// Runs all stages, with this from older releases.
///
/// # Errors
/// That of the first stage that fails.
pub fn run_with(request: &Request, retired: &Retired) -> Result<Outcome> {
    let mut timings = Timings::default();
    if let (Input::Model(path), Docs::Apple) = (&request.input, request.docs) {
        return Err(PipelineError::NoProse(path.clone()));
    }
    let reading = read(request, &mut timings)?;
    make(reading, request, retired, timings)
}

/// The stages behind [`read`] or [`understand`]: from the model to the files.
///
/// # Errors
/// That of the first stage that fails.
pub fn make(
    reading: Reading,
    request: &Request,
    retired: &Retired,
    mut timings: Timings,
) -> Result<Outcome> {
    let Reading { mut model, laid, beside, mut notes, known, .. } = reading;
    let stale = timings.time("retired", || {
        // A model that an earlier run has written may hold what that run had from older releases.
        model = retired::without(&model);
        retired.apply(&mut model)
    });
    // Those among what is retired, too.
    Secrets::reviewed()?.mark(&mut model);
    if request.pinned && !stale.is_empty() {
        model.flaws.extend(stale.iter().map(|stale| format!("{stale} ({RETIRED_OF_ANOTHER})")));
    } else {
        notes.extend(stale.iter().map(StaleRetired::to_string));
    }
    let prose = match (request.docs, laid) {
        (Docs::Apple, Some(laid)) => timings.time("prose", || prose::prose(&laid)),
        _ => Prose::new(),
    };
    let emitted = timings.time("emit", || mend::emit(&mut model, &prose, &known))?;
    model.flaws.sort();
    // The one place where it is decided what becomes of flaws.
    if request.strict && !model.flaws.is_empty() {
        return Err(PipelineError::Flaws(model.flaws));
    }
    let mut files = FileSet::new();
    let text = timings.time("model", || model_json::write(&model));
    files.insert(MODEL, text.map_err(PipelineError::WriteModel)?)?;
    files.insert(NAMES, names::write(&emitted.names))?;
    for (path, text) in emitted.files {
        files.insert(path, text)?;
    }
    let counts = Counts {
        documents: model.documents.len(),
        keys: keys(&model),
        types: emitted.types,
        enums: emitted.enums,
        flaws: model.flaws.len(),
    };
    let warnings = model.flaws.iter().cloned().chain(notes).collect();
    Ok(Outcome { model, files, names: emitted.names, counts, beside, warnings, timings })
}

/// The stages up to the model, for those who do not emit; of a schema, without what is retired.
///
/// # Errors
/// That of the first stage that fails. A flaw of the schema is none.
pub fn read(request: &Request, timings: &mut Timings) -> Result<Reading> {
    let source = match &request.input {
        Input::Model(path) => {
            let model = timings.time("read", || read_model(path))?;
            return Ok(Reading {
                model,
                raw: None,
                laid: None,
                beside: Beside::new(),
                notes: Vec::new(),
                known: Known::default(),
            });
        }
        Input::Folder(folder) => timings.time("discover", || read_folder(folder))?,
        Input::Revision { repository, revision } => {
            timings.time("discover", || git::read(repository, revision))?
        }
    };
    understand(source, request, timings)
}

/// The stages from the texts to the model, for those who have the texts.
///
/// # Errors
/// If no document can be read, or our own overlay cannot.
pub fn understand(source: Source, request: &Request, timings: &mut Timings) -> Result<Reading> {
    let (read, broken) = timings.time("parse", || parse::documents(&source));
    if read.is_empty() {
        let lost = lost(&source, broken);
        return Err(PipelineError::Nothing(lost.iter().map(Flaw::to_string).collect()));
    }
    let mut laid = read.clone();
    let stale = timings.time("overlay", || Overlay::reviewed()?.apply(&mut laid))?;
    let known = Known::new(request.known.clone());
    let mut model = timings.time("lower", || mend::lower(&mut laid, &source.upstream, &known));
    Secrets::reviewed()?.mark(&mut model);
    let (coverage, contradictions) = timings
        .time("check", || (check::coverage(&read, &laid, &model), check::contradictions(&model)));
    let lost = lost(&source, broken);
    let unaccounted = coverage.mismatches.iter().map(Mismatch::flaw);
    let contradictions = contradictions.iter().map(Contradiction::flaw);
    let kept = lost.iter().cloned().map(|flaw| mend::keep(&mut model.documents, flaw, &known));
    let flaws: Vec<Flaw> = kept.chain(unaccounted).chain(contradictions).collect();
    model.flaws.extend(flaws.iter().map(Flaw::to_string));
    let gone = |stale: &&Stale| !lost.iter().any(|flaw| flaw.place.source == stale.file);
    let stale: Vec<_> = stale.iter().filter(gone).map(Stale::to_string).collect();
    let mut notes = Vec::new();
    if request.pinned {
        let flaws = stale.iter().map(|stale| format!("{stale} ({OVERLAY_OF_ANOTHER})"));
        model.flaws.extend(flaws);
    } else {
        notes.extend(stale);
    }
    let beside = source.beside;
    Ok(Reading { model, raw: Some(read), laid: Some(laid), beside, notes, known })
}

/// The files that were not read, and those of which nothing can be relied on.
fn lost(source: &Source, broken: Vec<DocumentError>) -> Vec<Flaw> {
    let skipped = source.skipped.iter();
    let skipped = skipped.map(|Skipped { path, reason }| {
        Flaw::new(Place::document(path), format_args!("not read: {reason}"), LEFT_OUT)
    });
    skipped.chain(broken.into_iter().map(|error| error.flaw(LEFT_OUT))).collect()
}

fn read_folder(folder: &Path) -> Result<Source> {
    let mut source = discover::directory(folder)?;
    source.upstream = git::upstream_of_checkout(folder)?;
    Ok(source)
}

fn read_model(path: &Path) -> Result<Model> {
    let text = fs::read_to_string(path)
        .map_err(|source| PipelineError::ReadModel { path: path.to_owned(), source })?;
    model_json::read(&text).map_err(|source| PipelineError::Model { path: path.to_owned(), source })
}

impl Timings {
    /// Runs a stage and notes its time.
    pub fn time<T>(&mut self, stage: &'static str, run: impl FnOnce() -> T) -> T {
        let begin = Instant::now();
        let result = run();
        self.0.push((stage, begin.elapsed()));
        result
    }

    /// All stages together.
    pub fn total(&self) -> Duration {
        self.0.iter().map(|(_, time)| *time).sum()
    }
}

/// The keys of a model, each once.
fn keys(model: &Model) -> usize {
    fn below(children: &Children) -> usize {
        match children {
            Children::Own(keys) => list(keys),
            // Counted where it is held.
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
