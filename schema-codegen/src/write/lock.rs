//! Lets one run at a time write to a folder.

use std::fs::File;
use std::io;
use std::path::Path;

/// A lock on a file, held as long as the file is open. The operating system ends it with the
/// process, so that a killed run does not block later ones.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock; `None` if another run holds it. The error is `NotFound` if the file or its
    /// folder was removed meanwhile: the run that held the lock has ended, and one may try again.
    #[cfg(unix)]
    pub(super) fn take(path: &Path) -> io::Result<Option<Self>> {
        use rustix::fs::{FlockOperation, flock};
        use std::os::unix::fs::MetadataExt;

        let file = File::options().create(true).append(true).open(path)?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Err(rustix::io::Errno::WOULDBLOCK) => return Ok(None),
            result => result?,
        }
        // The file that was locked may have been removed by the last holder of the lock.
        let (ours, there) = (file.metadata()?, std::fs::metadata(path)?);
        if (ours.dev(), ours.ino()) != (there.dev(), there.ino()) {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(Some(Self { _file: file }))
    }

    #[cfg(windows)]
    pub(super) fn take(path: &Path) -> io::Result<Option<Self>> {
        use std::os::windows::fs::OpenOptionsExt;

        const SHARING_VIOLATION: i32 = 32;
        match File::options().create(true).append(true).share_mode(0).open(path) {
            Ok(file) => Ok(Some(Self { _file: file })),
            Err(error) if error.raw_os_error() == Some(SHARING_VIOLATION) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
