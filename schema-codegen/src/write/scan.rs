//! What a folder holds before a run.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::error::{IoContext, Obstacle, Result, WriteError};
use super::is_kept;

/// A folder's content, by relative path with forward slashes; empty if it does not exist.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) folder: PathBuf,
    pub(super) exists: bool,
    /// Machine-owned files.
    pub(super) owned: BTreeSet<String>,
    /// Files (and links) that may be written by hand.
    pub(super) kept: Vec<String>,
    /// Folders, a parent before its children; the folder itself is `""`.
    pub(super) folders: BTreeSet<String>,
}

impl Tree {
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let mut tree = Tree {
            folder: folder.to_owned(),
            exists: false,
            owned: BTreeSet::new(),
            kept: Vec::new(),
            folders: BTreeSet::new(),
        };
        match fs::symlink_metadata(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(tree),
            Err(error) => return Err(error).doing("read", folder),
            Ok(found) if found.is_dir() => {}
            Ok(found) => {
                return Err(WriteError::InTheWay { path: folder.to_owned(), found: kind(&found) });
            }
        }
        tree.exists = true;
        tree.visit(String::new())?;
        Ok(tree)
    }

    /// The path of an entry on disk.
    pub(super) fn at(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.folder.clone() } else { self.folder.join(path) }
    }

    /// Whether a file can stand at `path`: no folder there, and no file on the way.
    pub(super) fn check_way(&self, path: &str) -> Result<()> {
        if self.folders.contains(path) {
            return Err(WriteError::InTheWay { path: self.at(path), found: Obstacle::Folder });
        }
        let parents = path.match_indices('/').map(|(end, _)| &path[..end]);
        for parent in parents {
            if self.owned.contains(parent) {
                return Err(WriteError::InTheWay { path: self.at(parent), found: Obstacle::File });
            }
        }
        Ok(())
    }

    /// Exchanging folders asks for no permission on what is in them, but whoever took the
    /// permission away meant it.
    pub(super) fn check_writable(&self) -> Result<()> {
        if !cfg!(unix) {
            return Ok(());
        }
        for path in self.folders.iter().filter(|path| path.is_empty() || !is_kept(path)) {
            let path = self.at(path);
            if fs::metadata(&path).doing("read", &path)?.permissions().readonly() {
                return Err(WriteError::ReadOnly { path });
            }
        }
        Ok(())
    }

    fn visit(&mut self, relative: String) -> Result<()> {
        let folder = self.at(&relative);
        for entry in fs::read_dir(&folder).doing("read", &folder)? {
            let entry = entry.doing("read", &folder)?;
            let path = entry.path();
            let name = entry.file_name().into_string().map_err(|_| WriteError::InTheWay {
                path: path.clone(),
                found: Obstacle::NameNotUtf8,
            })?;
            let relative = if relative.is_empty() { name } else { format!("{relative}/{name}") };
            // Not of what a link points to: a link is never followed.
            let found = entry.metadata().doing("read", &path)?;
            if found.is_dir() {
                self.visit(relative)?;
            } else if is_kept(&relative) {
                self.kept.push(relative);
            } else if found.is_file() {
                self.owned.insert(relative);
            } else {
                return Err(WriteError::InTheWay { path, found: kind(&found) });
            }
        }
        self.folders.insert(relative);
        Ok(())
    }
}

pub(super) fn kind(found: &Metadata) -> Obstacle {
    if found.is_symlink() {
        Obstacle::Symlink
    } else if found.is_dir() {
        Obstacle::Folder
    } else if found.is_file() {
        Obstacle::File
    } else {
        Obstacle::Special
    }
}
