//! From a folder to the sorted texts of its schema documents; nothing is skipped silently.
//!
//! Here belongs where documents are and how their bytes are had, nothing of what they say.

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
    /// Sorted by path; each has a family.
    pub files: Vec<SourceFile>,
    /// Sorted by path: files that look like schema and are not read.
    pub skipped: Vec<Skipped>,
    /// The files of other folders at the top, which hold no documents.
    pub beside: Beside,
    pub upstream: Upstream,
}

/// How many files there are in folders beside the documents, by the folder's name.
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

    /// A file with bytes that are no text.
    fn not_utf8(path: String, bytes: &[u8], valid: usize) -> Skipped {
        let line = 1 + bytes.iter().take(valid).filter(|byte| **byte == b'\n').count();
        Skipped::new(path, format!("it is not UTF-8 from line {line} on"))
    }
}

/// What a file is, by its path alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class<'a> {
    /// A document of this family.
    Document(Family),
    /// It should perhaps have been one: to be reported.
    Skipped(&'static str),
    /// In a folder at the top that holds no documents: to be counted.
    Beside(&'a str),
    /// No part of the schema: documentation, licences, hidden files.
    Ignored,
}

/// The folders at the top that hold documents.
pub const TOP_FOLDERS: [&str; 3] = ["mdm", "declarative", "other"];

/// Folders at the top that are known to hold none: samples of messages, and interfaces of services.
const BESIDE: [&str; 2] = ["examples", "openapi"];

/// What the file at this path (in the schema repository, with forward slashes) is.
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
        // What is known to be no schema, whatever its name, and what cannot be any.
        assert_eq!(classify("examples/mdm/commands/a.yaml"), Class::Beside("examples"));
        assert_eq!(classify("openapi/a/b.json"), Class::Beside("openapi"));
        assert_eq!(classify("new/a.txt"), Class::Beside("new"));
    }
}
