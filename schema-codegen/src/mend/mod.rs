//! Reads a schema with mistakes all the same: the smallest part that a stage refuses is changed to
//! something that it accepts, and the stage is tried again.
//!
//! The stages are strict and know nothing of this: `lower` and `emit` list what they refuse, and
//! the code here knows for each kind of mistake what to make of it. Where that does not help, more
//! around it is given up: first the key, then all keys of the document, then the document. So it
//! comes to an end, and no release is refused because of one of its documents.

mod emission;
mod lowering;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use crate::emit::{self, EmitError, Emitted, Prose};
use crate::flaw::Flaw;
use crate::location::Location;
use crate::lower::{self, LowerError, LowerErrors, LowerProblem};
use crate::model::{Document, Model, Upstream};
use crate::model_json;
use crate::raw::{self, RawDocument};

/// How often parts of a document are changed before all its keys are given up.
const ROUNDS: usize = 8;

/// The model that the last run has written; it is read when it is needed for the first time.
#[derive(Debug, Default)]
pub struct LastRun {
    path: Option<PathBuf>,
    model: OnceCell<Option<Model>>,
}

impl LastRun {
    /// The model in this file; `None` where there was no run, or it does not matter.
    pub fn new(path: Option<PathBuf>) -> LastRun {
        LastRun { path, model: OnceCell::new() }
    }

    /// A document of the last run; `None` also if its model cannot be read.
    fn document(&self, source: &str) -> Option<&Document> {
        self.model()?.documents.iter().find(|document| document.source == source)
    }

    fn model(&self) -> Option<&Model> {
        let read = || {
            let text = fs::read_to_string(self.path.as_ref()?).ok()?;
            model_json::read::<Model>(&text).ok().map(|model| model.without_retired())
        };
        self.model.get_or_init(read).as_ref()
    }
}

/// Puts a document that cannot be read into the model as the last run had it, if it had it; gives
/// the flaw with what was done.
pub fn keep_as_before(documents: &mut Vec<Document>, flaw: Flaw, last_run: &LastRun) -> Flaw {
    let source = &flaw.place.source;
    let is_there = documents.iter().any(|document| document.source == *source);
    let Some(before) = last_run.document(source).filter(|_| !is_there) else { return flaw };
    let at = documents.partition_point(|document| document.source < *source);
    documents.insert(at, before.clone());
    Flaw { assumed: "the document stays as the last run has read it".to_owned(), ..flaw }
}

/// Makes a model of the documents of a release, whatever is wrong with one of them. The documents
/// are changed to what they were read as. The last run may know an identifier that is missing.
pub fn lower_leniently(
    documents: &mut Vec<RawDocument>,
    upstream: &Upstream,
    last_run: &LastRun,
) -> Model {
    // The flaws of documents that are left out, and so cannot hold them.
    let mut flaws = Vec::new();
    let mut rounds: BTreeMap<String, usize> = BTreeMap::new();
    let mut before = BTreeSet::new();
    loop {
        let errors = match lower::lower_documents(documents, upstream.clone()) {
            Ok(mut model) => {
                model.flaws.extend(flaws.iter().map(Flaw::to_string));
                model.flaws.sort();
                return model;
            }
            Err(LowerErrors(errors)) => errors,
        };
        for source in errors.iter().map(|error| error.place.source.clone()).collect::<BTreeSet<_>>()
        {
            *rounds.entry(source).or_default() += 1;
        }
        let mut removed = BTreeSet::new();
        for error in errors {
            let source = error.place.source.clone();
            let round = rounds.get(&source).copied().unwrap_or_default();
            let again = !before.insert(format!("{error}"));
            let assumed = one(documents, &error, round, again, last_run, &mut removed);
            let flaw = Flaw::new(*error.place, error.what, assumed);
            match documents.iter_mut().find(|document| document.source == source) {
                Some(document) => document.flaws.push(flaw),
                None => flaws.push(flaw),
            }
        }
        // Removed at the end, and from the last index to the first, so that the indices of other
        // errors and keys stay right.
        for (source, list, index) in removed.into_iter().rev() {
            let document = documents.iter_mut().find(|document| document.source == source);
            let list = document.and_then(|document| document.lists.get_mut(list.0));
            if let Some(list) = list.filter(|list| index < list.keys.len()) {
                list.keys.remove(index);
            }
        }
        documents.iter_mut().for_each(RawDocument::forget_unreachable);
    }
}

/// Keys to remove: each by its document, its list and its index there.
type KeysToRemove = BTreeSet<(String, raw::ListId, usize)>;

/// Changes one thing that was refused, and says what it was read as.
fn one(
    documents: &mut Vec<RawDocument>,
    error: &LowerError,
    round: usize,
    again: bool,
    last_run: &LastRun,
    removed: &mut KeysToRemove,
) -> String {
    let source = &error.place.source;
    let Some(at) = documents.iter().position(|document| document.source == *source) else {
        return LEFT_OUT.to_owned();
    };
    match &error.what {
        LowerProblem::DuplicateDocument => {
            let mut first = true;
            documents.retain(|document| {
                document.source != *source || std::mem::replace(&mut first, false)
            });
            return "the first of the two is read".to_owned();
        }
        LowerProblem::NoFamily => {
            documents.remove(at);
            return LEFT_OUT.to_owned();
        }
        _ if round > ROUNDS + 1 => {
            documents.remove(at);
            return LEFT_OUT.to_owned();
        }
        _ => {}
    }
    let document = &mut documents[at];
    if round > ROUNDS {
        lowering::empty(document);
        return "the document is taken as a dictionary of which no key is known".to_owned();
    }
    let mended = if again { None } else { lowering::mend(document, error, last_run, removed) };
    mended.unwrap_or_else(|| {
        lowering::take_as_any(document, error.key);
        "taken as `any`".to_owned()
    })
}

/// What is done with a document of which nothing can be used.
pub(crate) const LEFT_OUT: &str = "the document is left out";

/// Emits a model, whatever its names and sizes are. The model is changed to what was emitted.
///
/// # Errors
/// If the emitter refuses something that is no document's mistake.
pub fn emit_leniently(
    model: &mut Model,
    prose: &Prose,
    last_run: &LastRun,
) -> Result<Emitted, EmitError> {
    if let Ok(emitted) = emit::emit_model(model, prose) {
        return Ok(emitted);
    }
    let flaws = emission::settle(model, last_run);
    model.flaws.extend(flaws.iter().map(Flaw::to_string));
    emit::emit_model(model, prose)
}

/// The flaw to report for an error of the emitter.
fn refused(error: &EmitError, assumed: &str) -> Flaw {
    let (source, what) = (error.source_file(), error.to_string());
    let what = what.strip_prefix(&format!("{source}: ")).unwrap_or(&what);
    Flaw::new(Location::document(source), what, assumed)
}
