//! Single files that belong to the same change as the folder: they are put in place with it, or not
//! at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::{IoContext, Result, WriteError};
use super::scan::kind;
use super::stage::carry;

/// New texts, prepared in files beside those that they replace. These files are removed when this
/// is dropped.
#[derive(Debug, Default)]
pub struct Texts(Vec<Text>);

#[derive(Debug)]
struct Text {
    target: PathBuf,
    /// Whether there is an older file.
    exists: bool,
    new: PathBuf,
    /// Where the older file is kept once the new one is in its place.
    old: PathBuf,
}

impl Texts {
    /// Prepares the new text of a file, unless the file has it already.
    ///
    /// # Errors
    /// If it could not be put in place: something else is there, or the file is read-only.
    pub fn stage(&mut self, path: &Path, text: &str) -> Result<()> {
        let exists = match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(error).doing("read", path),
            Ok(found) if !found.is_file() => {
                return Err(WriteError::InTheWay {
                    path: path.to_owned(),
                    found: kind(found.file_type()),
                });
            }
            Ok(_) if fs::read(path).doing("read", path)? == text.as_bytes() => return Ok(()),
            // Replacing a file does not need permission to write it, but a person who has made it
            // read-only wants it to stay as it is.
            Ok(found) if found.permissions().readonly() => {
                return Err(WriteError::ReadOnly { path: path.to_owned() });
            }
            Ok(_) => true,
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let beside = |end: &str| path.with_file_name(format!(".{name}.{end}"));
        let (new, old) = (beside("regen"), beside("regen.old"));
        // Noted before it is written, so that a part of it is removed too if writing fails.
        self.0.push(Text { target: path.to_owned(), exists, new: new.clone(), old });
        fs::write(&new, text).doing("write", &new)
    }

    /// Puts all texts in place, then does the rest. If any of it fails, the files are put back.
    ///
    /// # Errors
    /// The error of what failed, or [`WriteError::NotBack`] if a file cannot be put back after
    /// that.
    pub fn put_in_place<T>(mut self, rest: impl FnOnce() -> Result<T>) -> Result<T> {
        let mut moved = 0;
        let done = self.0.iter().try_for_each(|text| {
            text.put_in_place()?;
            moved += 1;
            Ok(())
        });
        done.and_then(|()| rest()).map_err(|error| self.put_back(moved, error))
    }

    /// Puts back the files that were moved, the last one first.
    fn put_back(&mut self, moved: usize, error: WriteError) -> WriteError {
        let back = self.0.drain(..moved).rev();
        back.fold(error, |error, text| match text.put_back() {
            Ok(()) => error,
            Err(_) => {
                let (path, old) = (text.target.clone(), text.old.clone());
                // The older text is not removed: a person may want it.
                std::mem::forget(text);
                WriteError::NotBack { path, old, source: Box::new(error) }
            }
        })
    }
}

impl Text {
    fn put_in_place(&self) -> Result<()> {
        if self.exists {
            fs::remove_file(&self.old).ok();
            carry(&self.target, &self.old)?;
        }
        fs::rename(&self.new, &self.target).doing("write", &self.target)
    }

    fn put_back(&self) -> Result<()> {
        match self.exists {
            true => fs::rename(&self.old, &self.target).doing("put back", &self.target),
            false => fs::remove_file(&self.target).doing("remove", &self.target),
        }
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        for path in [&self.new, &self.old] {
            fs::remove_file(path).ok();
        }
    }
}
