//! Files to a folder that holds what `regen` produced and little else.
//!
//! **All or nothing.** The new folder is prepared beside the old one, in `.<name>.regen`, and the
//! two are exchanged in one step of the operating system (Linux, macOS). Whenever a run fails or is
//! killed, the folder is the old one or the new one. What a killed run leaves beside it is cleared
//! away by the next. Where the file system cannot exchange two folders, the prepared files are
//! moved one by one: a failure is undone, but a kill within those few milliseconds leaves a mixture,
//! which `--check` reports and the next run puts right.
//!
//! Files elsewhere that belong to the same change ([`Texts`]) are prepared before anything moves, and
//! moved just before the folder; if that fails, they are put back.
//!
//! **Nothing is touched without need.** Without a difference nothing is written at all; otherwise
//! unchanged files are carried over as hard links and keep their time stamps.
//!
//! **What is ours.** [`is_kept`] names what may be written by hand; everything else in the folder
//! is machine-owned, and goes when it is no longer produced. So that a mistyped folder costs nothing,
//! a folder without [`MODEL`] never has a file removed.
//!
//! What goes into the files is not known here.

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

/// The file that tells a folder of ours from any other.
pub const MODEL: &str = "model.json";

/// What a folder shall hold: text by path, relative, with forward slashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSet(BTreeMap<String, String>);

/// How a folder differs from a [`FileSet`]; each list is sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// There, with other content.
    pub stale: Vec<String>,
    /// Not there.
    pub missing: Vec<String>,
    /// There, machine-owned, and no longer produced.
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
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    ///
    /// # Errors
    /// If the path is not a relative one with forward slashes, is one of those that are written by
    /// hand, or has been added before.
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

    /// How many files.
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

/// `exchange`: whether the one step may be used; only tests say no.
fn write_by(folder: &Path, files: &FileSet, exchange: bool) -> Result<Difference> {
    let folder = full_path(folder)?;
    // An error here may only mean that another run is writing; the lock tells.
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
        // Bytes, since the file may be anything by now.
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

/// The folder's path with a parent and a name, for what is made beside it.
fn full_path(folder: &Path) -> Result<PathBuf> {
    let full = std::path::absolute(folder).doing("find", folder)?;
    if full.file_name().is_some() && full.parent().is_some() {
        return Ok(full);
    }
    let full = full.canonicalize().doing("find", folder)?;
    if full.file_name().is_some() { Ok(full) } else { Err(WriteError::NoName { folder: full }) }
}
