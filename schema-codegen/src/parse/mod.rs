//! From the text of a schema file to [`raw::Document`].
//!
//! Here belongs YAML and the names and types of the attributes, nothing of what they mean. A file
//! is first turned into nodes, each once (`build`), then read by tables (`tables`).

mod attributes;
mod build;
mod expand;
mod keys;
mod levels;
mod node;
mod reader;
mod scalar;
mod tables;

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::discover::{Source, SourceFile};
use crate::error::{DocumentError, Errors};
use crate::raw::{self, AttributeCounts};

pub use tables::known_attributes;

/// Reads every document of a source, in its order.
///
/// # Errors
/// All files that cannot be read, each with the first thing that is wrong in it, sorted by path.
pub fn documents(source: &Source) -> Result<Vec<raw::Document>, Errors> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let mut results = in_parallel(&source.files, workers.min(source.files.len()));
    results.sort_unstable_by_key(|(index, _)| *index);
    let (mut documents, mut errors) = (Vec::with_capacity(results.len()), Errors::default());
    for (_, result) in results {
        match result {
            Ok(document) => documents.push(document),
            Err(error) => errors.0.push(error),
        }
    }
    errors.0.sort_by(|a, b| (&a.file, a.at).cmp(&(&b.file, b.at)));
    if errors.0.is_empty() { Ok(documents) } else { Err(errors) }
}

type Indexed = (usize, Result<raw::Document, DocumentError>);

/// Each worker takes the next file that is left; files differ in size by a factor of a thousand.
fn in_parallel(files: &[SourceFile], workers: usize) -> Vec<Indexed> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut results = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = files.get(index) else { return results };
            results.push((index, document(&file.path, &file.text)));
        }
    };
    thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
        let mut results: Vec<Indexed> = work();
        for other in others {
            match other.join() {
                Ok(more) => results.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    })
}

/// Reads one document; `path` is the one in the schema repository.
///
/// # Errors
/// The first thing that is wrong in the file.
pub fn document(path: &str, text: &str) -> Result<raw::Document, DocumentError> {
    let (nodes, root) = build::build(path, text)?;
    let mut reader = reader::Reader::new(path, &nodes);
    let mut document = raw::Document { source: path.to_owned(), ..raw::Document::default() };
    reader.fill(&tables::DOCUMENT, &mut document, root)?;
    document.lists = reader.lists;
    document.unknown = reader.unknown;
    document.attributes = reader.counts;
    expand::check(&document).map_err(|(at, names, problem)| DocumentError {
        file: path.to_owned(),
        at,
        path: node::way(&names),
        problem,
    })?;
    Ok(document)
}

/// How often each attribute was read in all of these documents.
pub fn attribute_counts<'a>(
    documents: impl IntoIterator<Item = &'a raw::Document>,
) -> AttributeCounts {
    let mut sum = AttributeCounts::new();
    for (attribute, count) in documents.into_iter().flat_map(|document| &document.attributes) {
        *sum.entry(*attribute).or_default() += count;
    }
    sum
}
