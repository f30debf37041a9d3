use std::fmt;

use crate::{KeyPath, Segment};

/// A message does not have the shape of its type.
#[derive(Clone, Debug, PartialEq)]
pub struct DecodeError {
    /// What is wrong.
    pub kind: DecodeErrorKind,
    /// Where in the message.
    pub path: KeyPath,
    /// The Rust type that was to be read, and its document in Apple's repository. An envelope has
    /// no document, a plain value neither; what there is none of is empty.
    pub target: (&'static str, &'static str),
    /// Where in the text, if it was read from one with lines: of a key that stands twice, both places.
    pub places: Vec<Place>,
}

/// A place in a text, counted from 1; columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

impl Place {
    /// The place of this byte of a text.
    pub fn of(text: &[u8], at: usize) -> Place {
        let before = text.get(..at).unwrap_or(text);
        let begin = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        Place { line, column: 1 + String::from_utf8_lossy(&before[begin..]).chars().count() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// What is wrong with a message.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[allow(missing_docs)]
pub enum DecodeErrorKind {
    #[error("the required key is missing")]
    Missing,
    #[error("expected {expected}, found {found}")]
    WrongType { expected: &'static str, found: &'static str },
    #[error("expected the value `{expected}`, found `{found}`")]
    WrongConstant { expected: &'static str, found: String },
    #[error("a command in its envelope, of `CommandUUID` and `Command`: read it as `Command`")]
    InEnvelope,
    #[error("the key `{0}` stands twice in one dictionary")]
    DuplicateKey(String),
    #[error("`{0}` is no date")]
    BadDate(String),
    #[error("arrays and dictionaries nest deeper than {limit} levels")]
    TooDeep { limit: usize },
    #[error("the values take more than {limit} bytes")]
    TooLarge { limit: usize },
}

impl DecodeError {
    /// An error at the root.
    pub fn new(kind: DecodeErrorKind) -> DecodeError {
        DecodeError { kind, path: KeyPath::root(), target: ("", ""), places: Vec::new() }
    }

    /// The same error, seen from one step further up.
    #[must_use]
    pub fn under(mut self, segment: Segment) -> DecodeError {
        self.path.0.insert(0, segment);
        self
    }

    /// The same error, in this type of this document.
    #[must_use]
    pub fn within(mut self, name: &'static str, source: &'static str) -> DecodeError {
        self.target = (name, source);
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.target {
            ("", _) => {}
            (name, "") => write!(f, "{name}: ")?,
            (name, source) => write!(f, "{name} ({source}): ")?,
        }
        if !self.path.0.is_empty() {
            write!(f, "`{}`: ", self.path)?;
        }
        self.kind.fmt(f)?;
        match &*self.places {
            [] => Ok(()),
            [first, rest @ ..] => {
                write!(f, " ({first}")?;
                rest.iter().try_for_each(|place| write!(f, "; {place}"))?;
                f.write_str(")")
            }
        }
    }
}

impl std::error::Error for DecodeError {}
