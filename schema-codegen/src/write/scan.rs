//! Lists what a folder holds before a run.

use std::collections::BTreeSet;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::error::{IoContext, Obstacle, Result, WriteError};
use super::is_kept;
use crate::folder::{io_error, relative};

/// The content of a folder, by paths in it with forward slashes; empty if there is no folder.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) folder: PathBuf,
    /// Machine-owned files.
    pub(super) owned: BTreeSet<String>,
    /// Files and links that may be written by hand.
    pub(super) kept: Vec<String>,
    /// Folders; the folder itself is `""`, if it exists.
    pub(super) folders: BTreeSet<String>,
}

impl Tree {
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let mut tree = Tree { folder: folder.to_owned(), ..Tree::default() };
        match fs::symlink_metadata(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(tree),
            Err(error) => return Err(error).doing("read", folder),
            Ok(found) if found.is_dir() => {}
            Ok(found) => {
                return Err(WriteError::InTheWay {
                    path: folder.to_owned(),
                    found: kind(found.file_type()),
                });
            }
        }
        tree.visit()?;
        Ok(tree)
    }

    /// The path of an entry of the folder on disk.
    pub(super) fn at(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.folder.clone() } else { self.folder.join(path) }
    }

    /// Checks that a file can be at `path`: no folder is there, and no file where a folder must be.
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

    /// Checks that the folders are writable. The exchange does not need that, but a person who has
    /// made one read-only wants it to stay as it is.
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

    fn visit(&mut self) -> Result<()> {
        for entry in WalkDir::new(&self.folder) {
            let entry = entry.map_err(|error| WriteError::Io {
                doing: "read",
                path: error.path().unwrap_or(&self.folder).to_owned(),
                source: io_error(error),
            })?;
            let relative = relative(&self.folder, entry.path()).ok_or_else(|| {
                WriteError::InTheWay { path: entry.path().to_owned(), found: Obstacle::NameNotUtf8 }
            })?;
            // The type of a link itself, and not of what it points to: links are not followed.
            let found = entry.file_type();
            if found.is_dir() {
                self.folders.insert(relative);
            } else if is_kept(&relative) {
                self.kept.push(relative);
            } else if found.is_file() {
                self.owned.insert(relative);
            } else {
                let path = entry.into_path();
                return Err(WriteError::InTheWay { path, found: kind(found) });
            }
        }
        Ok(())
    }
}

pub(super) fn kind(found: FileType) -> Obstacle {
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
