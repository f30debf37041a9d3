//! What is wrong with a schema, where, and how it was read all the same.
//!
//! One flaw never stops a release: a stage that meets one takes the smallest thing that is affected
//! as something that it can be, and says so with a [`Flaw`]. What becomes of flaws is decided in one
//! place, [`pipeline`](crate::pipeline): they are warnings, and with `--strict` an error that lists
//! all of them.

use std::fmt;

use crate::raw::At;

/// Something that is not known, cannot be meant, or contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flaw {
    pub place: Place,
    /// What is wrong.
    pub what: String,
    /// How it was read: `taken as not there`.
    pub assumed: String,
}

/// Where in the schema: `mdm/commands/settings.yaml:12:3: payloadkeys.Settings`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The path in the schema repository.
    pub source: String,
    /// `None` for what is of the whole document, or of its names in Rust.
    pub at: Option<At>,
    /// The way through the file's own attributes and key names; empty for the document itself.
    pub path: String,
}

/// The assumption of most flaws.
pub(crate) const NOT_THERE: &str = "taken as not there";

impl Flaw {
    pub(crate) fn new(place: Place, what: impl fmt::Display, assumed: impl Into<String>) -> Flaw {
        Flaw { place, what: what.to_string(), assumed: assumed.into() }
    }
}

impl Place {
    /// A whole document.
    pub(crate) fn document(source: &str) -> Place {
        Place { source: source.to_owned(), ..Place::default() }
    }
}

impl fmt::Display for Flaw {
    /// One line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.place, self.what, self.assumed)
    }
}

impl fmt::Display for Place {
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
