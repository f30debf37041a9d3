//! What can go wrong on disk, and what to do about it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

pub(super) type Result<T> = std::result::Result<T, WriteError>;

/// Why a folder could not be read or written; unless it says otherwise, the folder is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The operating system reported an error.
    #[error("cannot {doing} {}{}", path.display(), hint(source))]
    Io { doing: &'static str, path: PathBuf, source: io::Error },
    /// The folder, or one in it, has no write permission.
    #[error("{} is read-only: make it writable (chmod u+w) and run again", path.display())]
    ReadOnly { path: PathBuf },
    /// Something else is where a file or folder belongs.
    #[error("{} is {found}, and in the way: move it elsewhere and run again", path.display())]
    InTheWay { path: PathBuf, found: Obstacle },
    /// Files would have to be removed from a folder that does not look like a generated one.
    #[error(
        "{} was not written by this command (it holds {path}, and no {}): \
         name an empty folder, or one that does not exist", folder.display(), super::MODEL
    )]
    Foreign { folder: PathBuf, path: String },
    /// Another run is writing to the folder.
    #[error("another run is writing to {}: wait until it has ended, then run again", folder.display())]
    Busy { folder: PathBuf },
    /// The folder is the root of a file system, and nothing can be made beside it.
    #[error("{} cannot be replaced: name a folder below it", folder.display())]
    NoName { folder: PathBuf },
    /// A mistake of the emitter: the path is not a relative one, or is that of a hand-written file.
    #[error("`{path}` is no name for a machine-owned file")]
    BadName { path: String },
    /// A mistake of the emitter: two files have one name.
    #[error("`{path}` is produced twice")]
    Twice { path: String },
    /// Moving files one by one failed, and so did moving them back.
    #[error(
        "{} is half-written, since what was moved could not be moved back: \
         remove the cause below and run again", folder.display()
    )]
    HalfWritten { folder: PathBuf, source: Box<WriteError> },
    /// This file was moved into place, then something else failed, and so did moving the file back.
    #[error(
        "{} was written and could not be put back: remove the cause below and run again, or move \
         {} (what it held before, if it was there) to its place",
        path.display(), old.display()
    )]
    NotBack { path: PathBuf, old: PathBuf, source: Box<WriteError> },
}

/// What is in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Obstacle {
    File,
    Folder,
    Symlink,
    /// A socket, a pipe, a device.
    Special,
    NameNotUtf8,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Obstacle::File => "a file",
            Obstacle::Folder => "a folder",
            Obstacle::Symlink => "a symbolic link",
            Obstacle::Special => "a special file",
            Obstacle::NameNotUtf8 => "a file whose name is not UTF-8",
        })
    }
}

fn hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            " (no space left: free some and run again)"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            " (make the place writable for you and run again)"
        }
        _ => "",
    }
}

/// Adds to an error what was tried, and with which path.
pub(super) trait IoContext<T> {
    fn doing(self, doing: &'static str, path: &Path) -> Result<T>;
}

impl<T> IoContext<T> for io::Result<T> {
    fn doing(self, doing: &'static str, path: &Path) -> Result<T> {
        self.map_err(|source| WriteError::Io { doing, path: path.to_owned(), source })
    }
}
