//! Documents in a folder of the file system.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Class, Skipped, Source, classify};
use crate::error::Error;
use crate::model::Upstream;

/// Reads the schema documents below `root`.
///
/// Links to folders are reported, not followed, so that no loop can arise. Where the folder comes
/// from is not known here: `upstream` stays empty.
///
/// # Errors
/// A folder or file that cannot be read, and a folder without a single document.
pub fn directory(root: &Path) -> Result<Source, Error> {
    let mut source = Source { upstream: Upstream::default(), ..Source::default() };
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for (path, name) in entries(&folder)? {
            let relative = format!("{prefix}{}", name.to_string_lossy());
            if name.to_str().is_none() {
                source.skipped.push(Skipped::new(relative, "its name is not UTF-8"));
                continue;
            }
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

fn entries(folder: &Path) -> Result<Vec<(PathBuf, OsString)>, Error> {
    let io = |source| Error::Io { path: folder.to_owned(), source };
    let entry = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry.map_err(io)?;
        Ok((entry.path(), entry.file_name()))
    };
    fs::read_dir(folder).map_err(io)?.map(entry).collect()
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
        source.skipped.push(Skipped::new(relative, "it is a link to a folder"));
        return Ok(());
    }
    match classify(&relative) {
        Class::Document(_) => {
            let io = |source| Error::Io { path: path.to_owned(), source };
            source.add(relative, fs::read(path).map_err(io)?);
        }
        Class::Skipped(reason) => source.skipped.push(Skipped::new(relative, reason)),
        Class::Beside(folder) => *source.beside.entry(folder.to_owned()).or_default() += 1,
        Class::Ignored => {}
    }
    Ok(())
}
