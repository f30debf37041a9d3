//! What can be wrong with a schema: every message names the place and says what to do.

use std::fmt;
use std::path::PathBuf;

use crate::raw::At;

/// Why no schema could be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot read {}", path.display())]
    Io {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error(
        "{} holds no schema: no *.yaml of a known family under mdm, declarative or other; \
         fill the submodule with `git submodule update --init --checkout vendor/device-management`, \
         or name another folder",
        path.display()
    )]
    NoSchema { path: PathBuf },
    #[error(
        "{path}:{line}: the file is not UTF-8 from here on; take it anew from upstream, \
         and check that no tool converts it on the way"
    )]
    NotUtf8 { path: String, line: usize },
    #[error("{} is no name in UTF-8; rename it or remove it", path.display())]
    NameNotUtf8 { path: PathBuf },
    #[error(transparent)]
    Documents(#[from] Errors),
}

/// All documents that could not be read, sorted by file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(pub Vec<DocumentError>);

impl std::error::Error for Errors {}

impl fmt::Display for Errors {
    /// One line per error.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

/// What is wrong in one file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{at}: {}{problem}", prefix(path))]
pub struct DocumentError {
    /// The path in the schema repository.
    pub file: String,
    pub at: At,
    /// The way through the file's attributes and key names; empty at the root.
    pub path: String,
    pub problem: Problem,
}

fn prefix(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!("{path}: ") }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("malformed YAML: {0}; the file may be cut off, take it anew from upstream")]
    Malformed(String),
    #[error(
        "the file ends within a line, so it may be cut off; take it anew from upstream, \
         or end its last line"
    )]
    CutOff,
    #[error("the file is empty; take it anew from upstream")]
    Empty,
    #[error("a second YAML document begins here; put it into a file of its own")]
    SeveralDocuments,
    #[error("an alias to an anchor that is not defined above; define it or correct its name")]
    UndefinedAlias,
    #[error("the YAML is nested more than {0} levels deep; a schema needs far fewer")]
    TooDeep(usize),
    #[error("`{key}` is here for the second time, first at {first}; remove one of the two")]
    DuplicateKey { key: String, first: At },
    #[error("the name of an attribute must be text, found {0}")]
    NameNotText(&'static str),
    #[error("the tag `{0}` is not understood; remove it, and quote the value if it is a string")]
    Tag(String),
    #[error("expected {expected}, found {found}{}", advice(expected, found))]
    WrongType { expected: &'static str, found: String },
    #[error("the number {0} does not fit 64 bits; correct it or write it as a string")]
    NumberTooLarge(String),
    #[error("`{attribute}` is missing; add it, every {level} must have one")]
    Missing { attribute: &'static str, level: &'static str },
    #[error("`{second}` beside `{first}`; a payload has one type, remove the other")]
    SeveralTypes { first: &'static str, second: &'static str },
    #[error("keys are nested more than {0} levels deep, aliases followed; flatten them")]
    KeysTooDeep(usize),
    #[error(
        "the aliases of this file stand for more than {0} key paths or values; \
         remove aliases that multiply each other"
    )]
    AliasBomb(usize),
    #[error(
        "`subkeys` lead back to themselves without an array between; make one of the keys <array>"
    )]
    EndlessRecursion,
    #[error(
        "`subkeys` lead back to themselves without a dictionary of named keys between, which no \
         Rust type can be; put one around the inner keys"
    )]
    NamelessRecursion,
}

/// A string without quotes is the usual reason for a wrong type.
fn advice(expected: &str, found: &str) -> &'static str {
    let scalar = ["the integer", "the number", "the boolean"];
    if expected == STRING && scalar.iter().any(|kind| found.starts_with(kind)) {
        "; put it in quotes"
    } else {
        "; correct it"
    }
}

/// How messages call a string that is expected.
pub(crate) const STRING: &str = "a string";
