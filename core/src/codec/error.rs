use std::fmt;

use crate::{KeyPath, Segment};

/// A message does not have the shape of its type.
#[derive(Clone, Debug, PartialEq)]
pub struct DecodeError {
    /// What is wrong.
    pub kind: DecodeErrorKind,
    /// Where in the message.
    pub path: KeyPath,
    /// The Rust type that was to be read, and its document, as a path in Apple's repository. The
    /// document is empty for an envelope; both are empty for a plain value.
    pub target: (&'static str, &'static str),
    /// Where in the body, if it was read from one; both positions of a key that stands twice.
    pub positions: Vec<Position>,
}

/// A position in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// In a text, both counted from 1. Columns count characters; in JSON, bytes up to where the reader
    /// stopped.
    #[allow(missing_docs)]
    Line { line: usize, column: usize },
    /// In a binary property list: the number of bytes before it.
    Byte(usize),
}

impl Position {
    /// The line and column of a text at which this byte stands.
    pub fn in_text(text: &[u8], at: usize) -> Position {
        let before = text.get(..at).unwrap_or(text);
        let begin = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        let column = 1 + String::from_utf8_lossy(&before[begin..]).chars().count();
        Position::Line { line, column }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Position::Line { line, column } => write!(f, "line {line}, column {column}"),
            Position::Byte(at) => write!(f, "byte {at}"),
        }
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
    #[error(
        "this is a command in its envelope, of `CommandUUID` and `Command`: read it as `Command`"
    )]
    InEnvelope,
    #[error("the key `{0}` stands twice in one dictionary")]
    DuplicateKey(String),
    #[error("`{0}` is no date")]
    BadDate(String),
    #[error("arrays and dictionaries nest deeper than {limit} levels")]
    TooDeep { limit: usize },
    #[error("the values take more than {limit} bytes")]
    TooHeavy { limit: usize },
}

impl DecodeError {
    /// An error at the root.
    pub fn new(kind: DecodeErrorKind) -> DecodeError {
        DecodeError { kind, path: KeyPath::root(), target: ("", ""), positions: Vec::new() }
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
        match &*self.positions {
            [] => Ok(()),
            [first, rest @ ..] => {
                write!(f, " ({first}")?;
                rest.iter().try_for_each(|position| write!(f, "; {position}"))?;
                f.write_str(")")
            }
        }
    }
}

impl std::error::Error for DecodeError {}
