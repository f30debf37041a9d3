//! Documents in a folder of the file system.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Class, Skipped, Source, SourceFile, classify};
use crate::error::Error;
use crate::model::Upstream;

/// Reads the schema documents below `root`.
///
/// Links to folders are reported, not followed, so that no loop can arise. Where the folder comes
/// from is not known here: `upstream` stays empty.
///
/// # Errors
/// A folder or file that cannot be read, a file that is not UTF-8, and a folder without a single
/// document.
pub fn directory(root: &Path) -> Result<Source, Error> {
    let mut source = Source { upstream: Upstream::default(), ..Source::default() };
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for (path, name) in entries(&folder)? {
            let relative = format!("{prefix}{name}");
            if is_folder(&path)? {
                if !is_hidden_or_docs(&relative) {
                    folders.push((path, format!("{relative}/")));
                }
            } else {
                add(&mut source, &path, relative)?;
            }
        }
    }
    source.files.sort_unstable();
    source.skipped.sort_unstable();
    if source.files.is_empty() {
        return Err(Error::NoSchema { path: root.to_owned() });
    }
    Ok(source)
}

fn entries(folder: &Path) -> Result<Vec<(PathBuf, String)>, Error> {
    let io = |source| Error::Io { path: folder.to_owned(), source };
    fs::read_dir(folder)
        .map_err(io)?
        .map(|entry| {
            let path = entry.map_err(io)?.path();
            match path.file_name().and_then(|name| name.to_str()) {
                Some(name) => Ok((path.clone(), name.to_owned())),
                None => Err(Error::NameNotUtf8 { path }),
            }
        })
        .collect()
}

fn is_folder(path: &Path) -> Result<bool, Error> {
    fs::symlink_metadata(path)
        .map(|metadata| metadata.is_dir())
        .map_err(|source| Error::Io { path: path.to_owned(), source })
}

fn is_hidden_or_docs(relative: &str) -> bool {
    relative == "docs" || relative.rsplit('/').next().is_some_and(|name| name.starts_with('.'))
}

fn add(source: &mut Source, path: &Path, relative: String) -> Result<(), Error> {
    if path.is_dir() {
        source.skipped.push(Skipped { path: relative, reason: "it is a link to a folder" });
        return Ok(());
    }
    match classify(&relative) {
        Class::Document(_) => {
            let text = read(path, &relative)?;
            source.files.push(SourceFile { path: relative, text });
        }
        Class::Skipped(reason) => source.skipped.push(Skipped { path: relative, reason }),
        Class::Beside(folder) => *source.beside.entry(folder.to_owned()).or_default() += 1,
        Class::Ignored => {}
    }
    Ok(())
}

fn read(path: &Path, relative: &str) -> Result<String, Error> {
    let bytes = fs::read(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
    utf8(relative, bytes)
}

/// The text of a file, or an error that names the line where it stops being UTF-8.
pub(crate) fn utf8(path: &str, bytes: Vec<u8>) -> Result<String, Error> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
        let line = 1 + valid.filter(|byte| **byte == b'\n').count();
        Error::NotUtf8 { path: path.to_owned(), line }
    })
}
