//! What is wrong with a schema, where, and how it was read all the same.
//!
//! No flaw stops a release: a stage that meets one reads the smallest part that is affected as
//! something that makes sense, and reports that as a [`Flaw`]. What becomes of flaws is decided in
//! one place, [`pipeline`](crate::pipeline): they are warnings, and with `--strict` an error that
//! lists all of them.

use std::fmt;

use crate::location::Location;

/// Something in the schema that is not known, makes no sense, or contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flaw {
    pub place: Location,
    /// What is wrong.
    pub what: String,
    /// How it was read all the same, such as `taken as not there`.
    pub assumed: String,
}

/// How most flaws are read.
pub(crate) const NOT_THERE: &str = "taken as not there";

impl Flaw {
    pub(crate) fn new(
        place: Location,
        what: impl fmt::Display,
        assumed: impl Into<String>,
    ) -> Flaw {
        Flaw { place, what: what.to_string(), assumed: assumed.into() }
    }
}

impl fmt::Display for Flaw {
    /// One line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.place, self.what, self.assumed)
    }
}
