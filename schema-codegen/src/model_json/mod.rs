//! `generated/model.json`: the model as a file that a person can read in a diff.
//!
//! One key a line, what is below a key indented by one more blank; facts only where they are
//! stated; the schema's own names for attributes, in the schema's order for keys and a fixed one
//! for attributes. No prose, no time stamps: the same model is the same text, byte for byte.
//!
//! Types have three words more than the schema: `map` (a dictionary of free keys), `union-array`
//! (an array whose items are told apart by `Item`) and `gated-string` (its subkeys are values).

mod read;
mod retired;
mod words;
mod write;

#[cfg(test)]
mod tests;

pub use read::read;
pub use retired::{read_retired, write_retired};
pub use write::write;

/// The text is no model.
#[derive(Debug, thiserror::Error)]
pub enum ModelJsonError {
    #[error("not valid JSON")]
    Syntax(#[from] serde_json::Error),
    /// The place in the file, such as `documents[3].payloadkeys[0].type`.
    #[error("{path}: {problem}")]
    Content { path: String, problem: Problem },
}

/// What is wrong with a part of the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("missing")]
    Missing,
    #[error("not known here")]
    Unknown,
    #[error("expected {0}")]
    Expected(&'static str),
    #[error("`{0}` is none of the words that are known here")]
    Word(String),
    #[error("there is no shared list `{0}` in the document")]
    NoSuchList(String),
}
