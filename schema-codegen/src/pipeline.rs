//! All stages in their order, timed: from where the schema is to the files that hold it.
//!
//! Nothing is written or printed here. What a stage does is known to the module of that stage.

mod error;
mod outcome;
mod request;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

pub use error::PipelineError;
pub use outcome::{Counts, Outcome, Reading, Timings};
pub use request::{Docs, Input, Request};

use crate::check;
use crate::discover::{self, Source, git};
use crate::emit::{Emitted, Prose};
use crate::exported_names::{self, NAMES};
use crate::flaw::Flaw;
use crate::location::Location;
use crate::mend::{self, LEFT_OUT, LastRun};
use crate::model::Model;
use crate::model_json;
use crate::overlay::Overlay;
use crate::parse::{self, DocumentError};
use crate::prose;
use crate::raw::RawDocument;
use crate::retired::Retired;
use crate::secrets::Secrets;
use crate::write::{FileSet, MODEL};

type Result<T> = std::result::Result<T, PipelineError>;

/// What is assumed where an entry of `retired.json` does not fit the pinned release.
const RETIRED_OF_ANOTHER: &str = "taken as not there; schema-codegen/retired.json is of another \
    release: run `cargo xtask regen --with-history`";

/// What is assumed where a correction does not fit the pinned release.
const OVERLAY_OF_ANOTHER: &str = "taken as not there; in schema-codegen/overlay/corrections.toml, \
    delete what upstream has caught up with and mend what has moved";

/// Runs all stages, and takes from older releases what `schema-codegen/retired.json` lists.
///
/// # Errors
/// The error of the first stage that fails.
pub fn generate(request: &Request) -> Result<Outcome> {
    generate_with(request, &Retired::committed().map_err(PipelineError::ReadRetired)?)
}

/// Runs all stages, and takes this from older releases.
///
/// # Errors
/// The error of the first stage that fails.
pub fn generate_with(request: &Request, retired: &Retired) -> Result<Outcome> {
    if let (Input::Model(path), Docs::Apple) = (&request.input, request.docs) {
        return Err(PipelineError::NoProse(path.clone()));
    }
    let mut timings = Timings::default();
    let reading = read_schema(request, &mut timings)?;
    emit_files(reading, request, retired, timings)
}

/// The stages up to the model. It has nothing from older releases yet, unless it is one that an
/// earlier run has written.
///
/// # Errors
/// The error of the first stage that fails. A flaw of the schema is no error.
pub fn read_schema(request: &Request, timings: &mut Timings) -> Result<Reading> {
    let source = match &request.input {
        Input::Model(path) => {
            let model = timings.time("read", || read_model(path))?;
            return Ok(Reading { model, ..Reading::default() });
        }
        Input::Folder(folder) => timings.time("discover", || read_folder(folder))?,
        Input::Revision { repository, revision } => {
            timings.time("discover", || git::read_revision(repository, revision))?
        }
    };
    build_model(source, request, timings)
}

/// The stages from the texts of the schema to the model.
///
/// # Errors
/// If no document can be read, or the overlay cannot.
pub fn build_model(source: Source, request: &Request, timings: &mut Timings) -> Result<Reading> {
    let (raw, broken) = timings.time("parse", || parse::parse_documents(&source));
    let unread = unread_files(&source, broken);
    if raw.is_empty() {
        return Err(PipelineError::Nothing(lines(&unread)));
    }
    let mut laid = raw.clone();
    let stale = timings.time("overlay", || Overlay::reviewed()?.apply(&mut laid))?;
    let last_run = LastRun::new(request.known.clone());
    let mut model =
        timings.time("lower", || mend::lower_leniently(&mut laid, &source.upstream, &last_run));
    Secrets::reviewed()?.mark(&mut model);
    let found = timings.time("check", || check_model(&raw, &laid, &model));
    let is_read = |file: &str| !unread.iter().any(|flaw| flaw.place.source == file);
    let stale = stale.iter().filter(|stale| is_read(&stale.file)).map(ToString::to_string);
    let stale: Vec<String> = stale.collect();
    let kept = unread.into_iter();
    let kept = kept.map(|flaw| mend::keep_as_before(&mut model.documents, flaw, &last_run));
    let flaws: Vec<Flaw> = kept.chain(found).collect();
    model.flaws.extend(lines(&flaws));
    let notes = report_stale(stale, request, &mut model, OVERLAY_OF_ANOTHER);
    let beside = source.beside;
    Ok(Reading { model, raw: Some(raw), laid: Some(laid), beside, notes, last_run })
}

/// The stages from the model to the files.
///
/// # Errors
/// The error of the first stage that fails.
pub fn emit_files(
    reading: Reading,
    request: &Request,
    retired: &Retired,
    mut timings: Timings,
) -> Result<Outcome> {
    let Reading { mut model, laid, beside, mut notes, last_run, .. } = reading;
    let stale = timings.time("retired", || add_retired(&mut model, retired));
    notes.extend(report_stale(stale, request, &mut model, RETIRED_OF_ANOTHER));
    // Once more, for the keys that came from older releases.
    Secrets::reviewed()?.mark(&mut model);
    let prose = match (request.docs, laid) {
        (Docs::Apple, Some(laid)) => timings.time("prose", || prose::collect_prose(&laid)),
        _ => Prose::new(),
    };
    let emitted = timings.time("emit", || mend::emit_leniently(&mut model, &prose, &last_run))?;
    model.flaws.sort();
    // The one place where it is decided what becomes of flaws.
    if request.strict && !model.flaws.is_empty() {
        return Err(PipelineError::Flaws(model.flaws));
    }
    let text = timings.time("model", || model_json::write(&model));
    let Emitted { files, names, types, enums } = emitted;
    let files = file_set(text.map_err(PipelineError::WriteModel)?, &names, files)?;
    let (documents, keys, flaws) =
        (model.documents.len(), outcome::count_keys(&model), model.flaws.len());
    let counts = Counts { documents, keys, types, enums, flaws };
    let warnings = model.flaws.iter().cloned().chain(notes).collect();
    Ok(Outcome { model, files, names, counts, beside, warnings, timings })
}

fn read_folder(folder: &Path) -> Result<Source> {
    let mut source = discover::read_folder(folder)?;
    source.upstream = git::upstream_of_checkout(folder)?;
    Ok(source)
}

fn read_model(path: &Path) -> Result<Model> {
    let text = fs::read_to_string(path)
        .map_err(|source| PipelineError::ReadModel { path: path.to_owned(), source })?;
    model_json::read(&text).map_err(|source| PipelineError::Model { path: path.to_owned(), source })
}

/// The files that were not read, and those that are broken, so that nothing of them can be used.
fn unread_files(source: &Source, broken: Vec<DocumentError>) -> Vec<Flaw> {
    let skipped = source.skipped.iter().map(|skipped| {
        let what = format_args!("not read: {}", skipped.reason);
        Flaw::new(Location::document(&skipped.path), what, LEFT_OUT)
    });
    skipped.chain(broken.into_iter().map(|error| error.flaw(LEFT_OUT))).collect()
}

/// What was read and is not in the model, and what contradicts itself.
fn check_model(raw: &[RawDocument], laid: &[RawDocument], model: &Model) -> Vec<Flaw> {
    let mismatches = check::count_facts(raw, laid, model).mismatches;
    let contradictions = check::find_contradictions(model);
    let mismatches = mismatches.iter().map(check::Mismatch::flaw);
    mismatches.chain(contradictions.iter().map(check::Contradiction::flaw)).collect()
}

/// Adds what is retired to a model, in place of what an earlier run has added; gives a line for
/// each entry that adds nothing.
fn add_retired(model: &mut Model, retired: &Retired) -> Vec<String> {
    *model = model.without_retired();
    retired.apply(model).iter().map(ToString::to_string).collect()
}

/// Our own entries that are of no use: flaws on the release that they were written for, and notes
/// on any other.
fn report_stale(
    stale: Vec<String>,
    request: &Request,
    model: &mut Model,
    assumed: &str,
) -> Vec<String> {
    if !request.pinned {
        return stale;
    }
    model.flaws.extend(stale.iter().map(|stale| format!("{stale} ({assumed})")));
    Vec::new()
}

/// All files of the generated folder: the model, the list of names, and the emitted texts.
fn file_set(
    model: String,
    names: &BTreeSet<String>,
    emitted: BTreeMap<String, String>,
) -> Result<FileSet> {
    let mut files = FileSet::new();
    files.insert(MODEL, model)?;
    files.insert(NAMES, exported_names::to_text(names))?;
    for (path, text) in emitted {
        files.insert(path, text)?;
    }
    Ok(files)
}

fn lines(flaws: &[Flaw]) -> Vec<String> {
    flaws.iter().map(Flaw::to_string).collect()
}
