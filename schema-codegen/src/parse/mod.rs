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

use crate::discover::Source;
use crate::error::{DocumentError, Errors};
use crate::parallel;
use crate::raw::{self, AttributeCounts};

pub use tables::known_attributes;

/// Reads every document of a source, in its order.
///
/// # Errors
/// All files that cannot be read, each with the first thing that is wrong in it, sorted by path.
pub fn documents(source: &Source) -> Result<Vec<raw::Document>, Errors> {
    let results = parallel::map(&source.files, |file| document(&file.path, &file.text));
    let (mut documents, mut errors) = (Vec::with_capacity(results.len()), Errors::default());
    for result in results {
        match result {
            Ok(document) => documents.push(document),
            Err(error) => errors.0.push(error),
        }
    }
    errors.0.sort_by(|a, b| (&a.file, a.at).cmp(&(&b.file, b.at)));
    if errors.0.is_empty() { Ok(documents) } else { Err(errors) }
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
