//! The folder `.<name>.regen` beside a generated folder, in which the next one is prepared.

use std::fs::{self, FileTimes};
use std::io;
use std::path::{Path, PathBuf};

use super::error::{IoContext, Obstacle, Result, WriteError};
use super::lock::Lock;
use super::scan::Tree;
use super::{Difference, FileSet};

/// The folder `.<name>.regen`. Only this run uses it, as long as the value exists; it is removed
/// when the value is dropped.
#[derive(Debug)]
pub(super) struct Stage {
    root: PathBuf,
    _lock: Lock,
}

/// Whether an earlier run has left such a folder.
pub(super) fn leftover(folder: &Path) -> bool {
    fs::symlink_metadata(root(folder)).is_ok()
}

fn root(folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    folder.with_file_name(format!(".{name}.regen"))
}

impl Stage {
    pub(super) fn open(folder: &Path) -> Result<Self> {
        let root = root(folder);
        if let Some(parent) = root.parent() {
            fs::create_dir_all(parent).doing("create", parent)?;
        }
        // Once more only if another run has removed the folder between these steps.
        for _ in 0..100 {
            match fs::create_dir(&root) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(error).doing("create", &root);
                }
                _ => {}
            }
            let lock = root.join("lock");
            match Lock::take(&lock) {
                Ok(Some(lock)) => {
                    let stage = Self { root, _lock: lock };
                    stage.clear()?;
                    return Ok(stage);
                }
                Ok(None) => break,
                Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                    return Err(WriteError::InTheWay { path: root, found: Obstacle::File });
                }
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(error).doing("lock", &lock);
                }
                Err(_) => {}
            }
        }
        Err(WriteError::Busy { folder: folder.to_owned() })
    }

    /// Where the next generated folder is prepared.
    pub(super) fn new_tree(&self) -> PathBuf {
        self.root.join("new")
    }

    /// Where files are kept that were moved out of the way.
    pub(super) fn old_tree(&self) -> PathBuf {
        self.root.join("old")
    }

    /// Fills [`new_tree`](Self::new_tree): writes changed files, and takes over all others.
    pub(super) fn prepare(
        &self,
        old: &Tree,
        files: &FileSet,
        difference: &Difference,
    ) -> Result<()> {
        let new = self.new_tree();
        create_folder(old, "", &new)?;
        for folder in old.folders.iter().filter(|path| super::is_kept(path)) {
            create_folders(old, &format!("{folder}/"), &new)?;
        }
        let changed = difference.stale.iter().chain(&difference.missing);
        for path in changed {
            create_folders(old, path, &new)?;
            let target = new.join(path);
            fs::write(&target, files.get(path).unwrap_or_default()).doing("write", &target)?;
        }
        let unchanged = old.owned.iter().filter(|path| {
            files.get(path).is_some() && difference.stale.binary_search(path).is_err()
        });
        // Hand-written files come last: if an editor replaced one after this, the change would be
        // lost.
        for path in unchanged.chain(&old.kept) {
            create_folders(old, path, &new)?;
            carry(&old.at(path), &new.join(path))?;
        }
        Ok(())
    }

    fn clear(&self) -> Result<()> {
        for tree in [self.new_tree(), self.old_tree()] {
            match fs::remove_dir_all(&tree) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(error).doing("clear away", &tree);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // If anything stays, the next run removes it. The lock is removed last, since no other run
        // can start before.
        if self.clear().is_ok() && fs::remove_file(self.root.join("lock")).is_ok() {
            fs::remove_dir(&self.root).ok();
        }
    }
}

/// Creates the folders that lead to a file.
pub(super) fn create_folders(old: &Tree, path: &str, below: &Path) -> Result<()> {
    for (end, _) in path.match_indices('/') {
        let folder = below.join(&path[..end]);
        if !folder.is_dir() {
            create_folder(old, &path[..end], &folder)?;
        }
    }
    Ok(())
}

/// Creates a folder with the permissions of the one that it replaces.
fn create_folder(old: &Tree, path: &str, target: &Path) -> Result<()> {
    fs::create_dir(target).doing("create", target)?;
    if old.folders.contains(path) {
        let permissions = fs::metadata(old.at(path)).doing("read", &old.at(path))?.permissions();
        fs::set_permissions(target, permissions).doing("set the permissions of", target)?;
    }
    Ok(())
}

/// Makes a second path of a file: a hard link, or where there are none, a copy with the same time.
pub(super) fn carry(from: &Path, to: &Path) -> Result<()> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    if from.is_symlink() {
        let found = Obstacle::Symlink;
        return Err(WriteError::InTheWay { path: from.to_owned(), found });
    }
    fs::copy(from, to).doing("copy", from)?;
    let metadata = fs::metadata(from).doing("read", from)?;
    let mut times = FileTimes::new();
    if let Ok(modified) = metadata.modified() {
        times = times.set_modified(modified);
    }
    let target = fs::File::options().append(true).open(to).doing("open", to)?;
    target.set_times(times).doing("set the time of", to)
}
