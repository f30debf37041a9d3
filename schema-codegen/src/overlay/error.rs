use std::fmt;

use crate::parse::DocumentError;

/// What is wrong with the overlay itself.
#[derive(Debug, thiserror::Error)]
pub enum OverlayError {
    #[error("the list of corrections cannot be read")]
    Corrections(#[from] toml::de::Error),
    #[error("the corrections name the file `{0}`, which the overlay does not have")]
    NoSuchFile(String),
    #[error("`{text}` is no path to a key: {problem}")]
    Path { text: String, problem: &'static str },
    #[error("cannot read {file} of the overlay")]
    Document { file: String, source: Box<DocumentError> },
    #[error("{file} of the overlay has a flaw: {flaw}")]
    Flaw { file: String, flaw: String },
}

/// A correction that has nothing to correct. On the pinned release that is a flaw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaleCorrection {
    pub file: String,
    /// The key path, or empty where the correction is about the whole document.
    pub key: String,
    pub why: NotApplied,
}

/// Why a correction has nothing to correct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotApplied {
    /// The schema has no such document, or no such key.
    NoTarget,
    /// The schema says itself what the correction would make it say.
    NoOp,
    /// The schema has changed, and the correction cannot be applied to what it is now.
    NoFit,
}

impl fmt::Display for StaleCorrection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.why {
            NotApplied::NoTarget => "the schema has nothing of this name",
            NotApplied::NoOp => "the schema says so itself",
            NotApplied::NoFit => "the schema has changed, and the correction does not fit any more",
        };
        write!(f, "the overlay's correction of {}", self.file)?;
        if !self.key.is_empty() {
            write!(f, " at {}", self.key)?;
        }
        write!(f, " is of no use: {why}")
    }
}
