//! Finds the schema documents of a folder or commit, and reads their texts, sorted by path. No file
//! is skipped without a report.
//!
//! Here belongs where documents are and how their bytes are read, and nothing of what they say.

mod directory;
mod error;
pub mod git;
mod release;

use std::borrow::Cow;
use std::collections::BTreeMap;

use apple_device_management_core::Family;

use crate::model::Upstream;

pub use directory::read_folder;
pub use error::SourceError;

/// The files of one state of the schema.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// The documents, sorted by path; each belongs to a family.
    pub files: Vec<SourceFile>,
    /// Files that look like documents and are not read, sorted by path.
    pub skipped: Vec<Skipped>,
    /// How many files there are in top folders that hold no documents.
    pub beside: Beside,
    pub upstream: Upstream,
}

/// The number of files in each folder at the top that holds no documents, by the folder's name.
pub type Beside = BTreeMap<String, usize>;

impl Source {
    /// Adds the content of a document, if it is text.
    fn add(&mut self, path: String, content: Vec<u8>) {
        match String::from_utf8(content) {
            Ok(text) => self.files.push(SourceFile { path, text }),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                self.skipped.push(Skipped::not_utf8(path, error.as_bytes(), valid));
            }
        }
    }
}

/// The text of one document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// The path in the schema repository, with forward slashes.
    pub path: String,
    pub text: String,
}

/// A file that is not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    pub path: String,
    pub reason: Cow<'static, str>,
}

impl Skipped {
    fn new(path: String, reason: impl Into<Cow<'static, str>>) -> Skipped {
        Skipped { path, reason: reason.into() }
    }

    /// A file that is not text: its first `valid` bytes are UTF-8, and the next are not.
    fn not_utf8(path: String, bytes: &[u8], valid: usize) -> Skipped {
        let line = 1 + bytes.iter().take(valid).filter(|byte| **byte == b'\n').count();
        Skipped::new(path, format!("it is not UTF-8 from line {line} on"))
    }
}

/// What a file is, as its path alone tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class<'a> {
    /// A document of this family.
    Document(Family),
    /// It might be meant as a document, and is none, for this reason: to be reported.
    Skipped(&'static str),
    /// A file in this folder at the top, which holds no documents: to be counted.
    Beside(&'a str),
    /// No part of the schema: documentation, licences, hidden files.
    Ignored,
}

/// The folders at the top that hold documents.
pub const TOP_FOLDERS: [&str; 3] = ["mdm", "declarative", "other"];

/// Folders at the top that are known to hold no documents: samples of messages, and descriptions of
/// web services.
const BESIDE: [&str; 2] = ["examples", "openapi"];

/// What the file at this path is. The path is one in the schema repository, with forward slashes.
pub fn classify(path: &str) -> Class<'_> {
    let top = path.split_once('/').map_or("", |(top, _)| top);
    if top == "docs" || path.split('/').any(|part| part.starts_with('.')) {
        return Class::Ignored;
    }
    if BESIDE.contains(&top) {
        return Class::Beside(top);
    }
    let is_yaml = path.ends_with(".yaml");
    match (TOP_FOLDERS.contains(&top), is_yaml, Family::of_path(path)) {
        (true, true, Some(family)) => Class::Document(family),
        (true, false, _) => Class::Skipped("its name does not end in .yaml"),
        (true, true, None) => Class::Skipped("its folder belongs to no family"),
        (false, true, _) => Class::Skipped("it is not under mdm, declarative or other"),
        (false, false, _) if top.is_empty() => Class::Ignored,
        (false, false, _) => Class::Beside(top),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_what_a_file_is() {
        assert_eq!(classify("mdm/checkin/a.yaml"), Class::Document(Family::Checkin));
        assert_eq!(classify("other/a.yaml"), Class::Document(Family::Other));
        for path in ["mdm/a.yaml", "mdm/later/a.yaml", "mdm/checkin/a.yml", "a.yaml", "new/a.yaml"]
        {
            assert!(matches!(classify(path), Class::Skipped(_)), "{path}");
        }
        for path in ["docs/schema.yaml", "LICENSE.txt", ".git/a.yaml", "mdm/.x.yaml"] {
            assert_eq!(classify(path), Class::Ignored, "{path}");
        }
        // Folders that are known to hold no documents, and a new folder without YAML.
        assert_eq!(classify("examples/mdm/commands/a.yaml"), Class::Beside("examples"));
        assert_eq!(classify("openapi/a/b.json"), Class::Beside("openapi"));
        assert_eq!(classify("new/a.txt"), Class::Beside("new"));
    }
}
