//! From the text of a schema file to [`RawDocument`].
//!
//! Here belong YAML and the names and types of the attributes, and nothing of what they mean. A
//! file is turned into nodes first, where an alias refers to a node (`build`), and the nodes are
//! then read by tables of attributes (`tables`). At the end `expand` looks at what the aliases of
//! the file stand for.

mod attributes;
mod build;
mod error;
mod expand;
mod fill;
mod keys;
mod levels;
mod node;
mod reader;
mod scalar;
mod tables;

use crate::discover::Source;
use crate::parallel;
use crate::raw::{AttributeCounts, RawDocument};

pub use error::{DocumentError, DocumentProblem};
pub use tables::known_attributes;

/// Reads every document of a source, in its order; also gives the errors of the files that are
/// broken, sorted by path.
pub fn parse_documents(source: &Source) -> (Vec<RawDocument>, Vec<DocumentError>) {
    let results = parallel::map(&source.files, |file| parse_document(&file.path, &file.text));
    let (mut documents, mut errors) = (Vec::with_capacity(results.len()), Vec::new());
    for result in results {
        match result {
            Ok(document) => documents.push(document),
            Err(error) => errors.push(error),
        }
    }
    errors.sort_by(|a, b| (&a.file, a.at).cmp(&(&b.file, b.at)));
    (documents, errors)
}

/// Reads one document; `path` is the one in the schema repository.
///
/// What is wrong in it is in its `flaws`, with how it was read all the same.
///
/// # Errors
/// If the file is broken, so that nothing in it can be trusted.
pub fn parse_document(path: &str, text: &str) -> Result<RawDocument, DocumentError> {
    let (nodes, root, mut flaws) = build::build(path, text)?;
    let mut reader = reader::Reader::new(path, &nodes);
    let mut document = RawDocument { source: path.to_owned(), ..RawDocument::default() };
    reader.fill(&tables::DOCUMENT, &mut document, root)?;
    document.lists = reader.lists;
    document.attributes = reader.counts;
    flaws.extend(reader.flaws);
    let error = |(at, path_of_key, problem)| DocumentError {
        file: path.to_owned(),
        at,
        path: path_of_key,
        problem,
    };
    let cuts = expand::check(&mut document).map_err(error)?;
    flaws.extend(cuts.into_iter().map(|fault| error(fault).flaw("taken as `any`")));
    if !flaws.is_empty() {
        document.forget_unreachable();
    }
    document.flaws = flaws;
    Ok(document)
}

/// How often each attribute was read, in all of these documents together.
pub fn attribute_counts<'a>(
    documents: impl IntoIterator<Item = &'a RawDocument>,
) -> AttributeCounts {
    let mut sum = AttributeCounts::new();
    for (attribute, count) in documents.into_iter().flat_map(|document| &document.attributes) {
        *sum.entry(*attribute).or_default() += count;
    }
    sum
}
