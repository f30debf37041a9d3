//! What can be wrong in a schema file: each message says what to do.

use crate::flaw::Flaw;
use crate::location::{Location, Position};

/// What is wrong in one file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{at}: {}{problem}", prefix(path))]
pub struct DocumentError {
    /// The path in the schema repository.
    pub file: String,
    pub at: Position,
    /// The attributes and key names that lead there in the file; empty at the root.
    pub path: String,
    pub problem: DocumentProblem,
}

impl DocumentError {
    /// The flaw to report where the file was read all the same.
    pub(crate) fn flaw(self, assumed: &str) -> Flaw {
        let place = Location { source: self.file, at: Some(self.at), path: self.path };
        Flaw::new(place, self.problem, assumed)
    }
}

fn prefix(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!("{path}: ") }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentProblem {
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
    DuplicateKey { key: String, first: Position },
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

impl DocumentProblem {
    /// Whether nothing in the file can be trusted: it is broken, or far larger than a file of the
    /// schema can be.
    pub fn is_of_the_file(&self) -> bool {
        matches!(
            self,
            DocumentProblem::Malformed(_)
                | DocumentProblem::CutOff
                | DocumentProblem::Empty
                | DocumentProblem::UndefinedAlias
                | DocumentProblem::TooDeep(_)
                | DocumentProblem::AliasBomb(_)
        )
    }
}

/// What to do about a wrong type. The usual reason is a string without quotes.
fn advice(expected: &str, found: &str) -> &'static str {
    let scalar = ["the integer", "the number", "the boolean"];
    if expected == STRING && scalar.iter().any(|kind| found.starts_with(kind)) {
        "; put it in quotes"
    } else {
        "; correct it"
    }
}

/// The word in messages for an expected string.
pub(crate) const STRING: &str = "a string";
