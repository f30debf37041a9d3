//! Where something is in a schema file.

use std::fmt;

/// A line and a column of a file, both counted from 1.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// A file, a position in it and a key path:
/// `mdm/commands/settings.yaml:12:3: payloadkeys.Settings`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The path in the schema repository.
    pub source: String,
    /// `None` for what concerns the whole document, or its names in Rust.
    pub at: Option<Position>,
    /// The attributes and key names that lead there in the file; empty for the document itself.
    pub path: String,
}

impl Location {
    /// A whole document.
    pub(crate) fn document(source: &str) -> Location {
        Location { source: source.to_owned(), ..Location::default() }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)?;
        if let Some(at) = self.at {
            write!(f, ":{at}")?;
        }
        if !self.path.is_empty() {
            write!(f, ": {}", self.path)?;
        }
        Ok(())
    }
}
