//! The last step: puts the prepared folder in place.

use std::fs;
use std::io;
use std::path::Path;

use super::Difference;
use super::error::{IoContext, Result, WriteError};
use super::scan::Tree;
use super::stage::{Stage, carry, create_folders};

/// Puts the prepared folder in place. After an error the folder is as it was, unless the error is
/// [`WriteError::HalfWritten`].
pub(super) fn put_in_place(
    stage: &Stage,
    old: &Tree,
    difference: &Difference,
    exchange: bool,
) -> Result<()> {
    let new = stage.new_tree();
    if old.folders.is_empty() {
        return fs::rename(new, &old.folder).doing("create", &old.folder);
    }
    // Whatever the reason is, moving files one by one may work, and has clearer errors.
    if exchange && exchange_folders(&new, &old.folder).is_ok() {
        return Ok(());
    }
    one_by_one(stage, old, difference)
}

/// Exchanges two folders in one step.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(super) fn exchange_folders(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn exchange_folders(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Moves the files that differ, one by one, and moves them back if that fails.
fn one_by_one(stage: &Stage, old: &Tree, difference: &Difference) -> Result<()> {
    let mut moved = Vec::new();
    let Err(error) = move_files(stage, old, difference, &mut moved) else { return Ok(()) };
    for path in moved.into_iter().rev() {
        if move_back(stage, old, path).is_err() {
            let source = Box::new(error);
            return Err(WriteError::HalfWritten { folder: old.folder.clone(), source });
        }
    }
    Err(error)
}

fn move_files<'a>(
    stage: &Stage,
    old: &Tree,
    difference: &'a Difference,
    moved: &mut Vec<&'a str>,
) -> Result<()> {
    let (new, aside) = (stage.new_tree(), stage.old_tree());
    fs::create_dir(&aside).doing("create", &aside)?;
    for path in difference.stale.iter().chain(&difference.orphaned) {
        create_folders(old, path, &aside)?;
        carry(&old.at(path), &aside.join(path))?;
    }
    for path in difference.missing.iter().chain(&difference.stale) {
        moved.push(path);
        create_folders(old, path, &old.folder)?;
        fs::rename(new.join(path), old.at(path)).doing("write", &old.at(path))?;
    }
    for path in &difference.orphaned {
        moved.push(path);
        fs::remove_file(old.at(path)).doing("remove", &old.at(path))?;
        remove_empty_folders(&old.folder, path);
    }
    Ok(())
}

fn move_back(stage: &Stage, old: &Tree, path: &str) -> Result<()> {
    let (aside, target) = (stage.old_tree().join(path), old.at(path));
    if old.owned.contains(path) {
        create_folders(old, path, &old.folder)?;
        return fs::rename(&aside, &target).doing("put back", &target);
    }
    match fs::remove_file(&target) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).doing("remove", &target);
        }
        _ => remove_empty_folders(&old.folder, path),
    }
    Ok(())
}

/// Removes the folders above a file that was removed, if they are empty.
fn remove_empty_folders(folder: &Path, path: &str) {
    for (end, _) in path.match_indices('/').rev() {
        if fs::remove_dir(folder.join(&path[..end])).is_err() {
            break;
        }
    }
}
