//! Puts files into a folder that holds what `regen` has written and little else.
//!
//! **All or nothing.** The new folder is prepared beside the old one, in `.<name>.regen`, and the
//! two are exchanged in one step of the operating system (Linux, macOS). Whenever a run fails or is
//! killed, the folder is the old one or the new one. What a killed run leaves beside it, the next
//! run removes. Where the file system cannot exchange two folders, the prepared files are moved one
//! by one: a failure is undone, but a kill within those few milliseconds leaves a mixture, which
//! `--check` reports and the next run puts right.
//!
//! Files elsewhere that belong to the same change ([`Texts`]) are prepared before anything moves,
//! and moved just before the folder. If the folder fails, they are put back.
//!
//! **No needless change.** If the folder is as it should be, nothing is written. Otherwise
//! unchanged files are taken over as hard links and keep their time stamps.
//!
//! **Hand-written files stay.** [`is_kept`] names them. Every other file in the folder is
//! machine-owned, and is removed when it is no longer produced. But from a folder without [`MODEL`]
//! no file is ever removed, in case its name was mistyped.
//!
//! What is in the files does not matter here.

mod error;
mod lock;
mod scan;
mod stage;
mod swap;
#[cfg(test)]
mod tests;
mod texts;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use error::{IoContext, Result};
pub use error::{Obstacle, WriteError};
use scan::Tree;
pub use texts::Texts;

/// The file by which a generated folder is known.
pub const MODEL: &str = "model.json";

/// The files that a folder shall hold: each text by its path in the folder, with forward slashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSet(BTreeMap<String, String>);

/// How a folder differs from a [`FileSet`]; each list is sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Files that are there with other content.
    pub stale: Vec<String>,
    /// Files that are not there.
    pub missing: Vec<String>,
    /// Machine-owned files that are there and no longer produced.
    pub orphaned: Vec<String>,
    /// How many files are as they should be.
    pub unchanged: usize,
}

/// Whether a file may be written by hand, and so is never changed or removed here.
pub fn is_kept(path: &str) -> bool {
    let mut names = path.split('/');
    let top = names.next().unwrap_or_default();
    matches!(top, "Cargo.toml" | "Cargo.lock" | "target")
        || top.starts_with("README")
        || top.starts_with("LICENSE")
        || path == "src/lib.rs"
        || path.split('/').any(|name| name.starts_with('.'))
}

impl FileSet {
    /// No files yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    ///
    /// # Errors
    /// If the path is not a relative one with forward slashes, is that of a hand-written file, or
    /// has been added before.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) -> Result<()> {
        let path = path.into();
        let well_formed = path.split('/').all(|name| !matches!(name, "" | "." | ".."))
            && !path.contains(['\\', ':', '\0']);
        if !well_formed || is_kept(&path) {
            return Err(WriteError::BadName { path });
        }
        if self.0.contains_key(&path) {
            return Err(WriteError::Twice { path });
        }
        self.0.insert(path, text.into());
        Ok(())
    }

    /// The files, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Difference {
    /// Whether the folder is as it should be.
    pub fn is_empty(&self) -> bool {
        self.stale.is_empty() && self.missing.is_empty() && self.orphaned.is_empty()
    }
}

/// Compares a folder with what it shall hold; writes nothing.
///
/// # Errors
/// If the folder cannot be read, or something in it could not be overwritten either.
pub fn compare_files(folder: &Path, files: &FileSet) -> Result<Difference> {
    difference(&Tree::read(folder)?, files)
}

/// Makes a folder hold the files, and says what it changed.
///
/// # Errors
/// If anything is in the way; the folder is then as it was.
pub fn write_files(folder: &Path, files: &FileSet) -> Result<Difference> {
    write_by(folder, files, true)
}

/// `exchange`: whether the folders may be exchanged in one step; only tests say no.
fn write_by(folder: &Path, files: &FileSet, exchange: bool) -> Result<Difference> {
    let folder = full_path(folder)?;
    // An error here may only mean that another run is writing, which the lock will tell.
    let first_look = compare_files(&folder, files);
    if first_look.is_ok_and(|found| found.is_empty()) && !stage::leftover(&folder) {
        return Ok(Difference { unchanged: files.len(), ..Difference::default() });
    }
    let stage = stage::Stage::open(&folder)?;
    let old = Tree::read(&folder)?;
    let difference = difference(&old, files)?;
    if difference.is_empty() {
        return Ok(difference);
    }
    if let (Some(path), false) = (difference.orphaned.first(), old.owned.contains(MODEL)) {
        return Err(WriteError::Foreign { folder, path: path.clone() });
    }
    old.check_writable()?;
    stage.prepare(&old, files, &difference)?;
    swap::put_in_place(&stage, &old, &difference, exchange)?;
    Ok(difference)
}

fn difference(old: &Tree, files: &FileSet) -> Result<Difference> {
    let mut difference = Difference::default();
    for (path, text) in files.iter() {
        old.check_way(path)?;
        if !old.owned.contains(path) {
            difference.missing.push(path.to_owned());
            continue;
        }
        let on_disk = old.folder.join(path);
        // Compared as bytes, since a file that was changed by hand may not be UTF-8.
        if fs::read(&on_disk).doing("read", &on_disk)? == text.as_bytes() {
            difference.unchanged += 1;
        } else {
            difference.stale.push(path.to_owned());
        }
    }
    let orphaned = old.owned.iter().filter(|path| files.get(path).is_none());
    difference.orphaned.extend(orphaned.cloned());
    Ok(difference)
}

/// The folder's path, complete with a parent and a name: something is made beside the folder.
fn full_path(folder: &Path) -> Result<PathBuf> {
    let full = std::path::absolute(folder).doing("find", folder)?;
    if full.file_name().is_some() && full.parent().is_some() {
        return Ok(full);
    }
    let full = full.canonicalize().doing("find", folder)?;
    if full.file_name().is_some() { Ok(full) } else { Err(WriteError::NoName { folder: full }) }
}
