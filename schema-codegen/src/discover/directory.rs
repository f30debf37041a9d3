//! Reads the documents in a folder of the file system.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use super::{Class, Skipped, Source, SourceError, classify};
use crate::folder::{io_error, relative};
use crate::model::Upstream;

/// Reads the schema documents below `root`.
///
/// Links to folders are reported and not followed, so that no loop can arise. `upstream` stays
/// empty: a folder does not tell which release it holds.
///
/// # Errors
/// A folder or file that cannot be read, and a folder without a single document.
pub fn read_folder(root: &Path) -> Result<Source, SourceError> {
    let mut source = Source { upstream: Upstream::default(), ..Source::default() };
    let mut walk = WalkDir::new(root).min_depth(1).into_iter();
    while let Some(entry) = walk.next() {
        let entry = entry.map_err(|error| unreadable(root, error))?;
        let is_folder = entry.file_type().is_dir();
        let Some(relative) = relative(root, entry.path()) else {
            let path = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_string_lossy();
            source.skipped.push(Skipped::new(path.into_owned(), "its name is not UTF-8"));
            if is_folder {
                walk.skip_current_dir();
            }
            continue;
        };
        if !is_folder {
            add(&mut source, entry.path(), relative)?;
        } else if is_hidden_or_docs(&relative) {
            walk.skip_current_dir();
        }
    }
    source.files.sort_unstable();
    source.skipped.sort_unstable();
    if source.files.is_empty() {
        return Err(SourceError::NoSchema { path: root.to_owned() });
    }
    Ok(source)
}

/// The error for something that cannot be read.
fn unreadable(root: &Path, error: walkdir::Error) -> SourceError {
    let path = error.path().unwrap_or(root).to_owned();
    SourceError::Io { path, source: io_error(error) }
}

fn is_hidden_or_docs(relative: &str) -> bool {
    relative == "docs" || relative.rsplit('/').next().is_some_and(|name| name.starts_with('.'))
}

fn add(source: &mut Source, path: &Path, relative: String) -> Result<(), SourceError> {
    if path.is_dir() {
        source.skipped.push(Skipped::new(relative, "it is a link to a folder"));
        return Ok(());
    }
    match classify(&relative) {
        Class::Document(_) => {
            let io = |source| SourceError::Io { path: path.to_owned(), source };
            source.add(relative, fs::read(path).map_err(io)?);
        }
        Class::Skipped(reason) => source.skipped.push(Skipped::new(relative, reason)),
        Class::Beside(folder) => *source.beside.entry(folder.to_owned()).or_default() += 1,
        Class::Ignored => {}
    }
    Ok(())
}
