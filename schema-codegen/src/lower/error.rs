use std::fmt;

use crate::location::Location;
use crate::raw::{ListId, Scalar};

/// Something in the schema that does not follow Apple's conventions.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{place}: {what}")]
pub struct LowerError {
    pub place: Box<Location>,
    /// The key that it is about, as a list of the document and an index into it; `None` for the
    /// document itself.
    pub key: Option<(ListId, usize)>,
    /// Not called `source`, since the message includes it and would print it twice.
    pub what: LowerProblem,
}

/// All that does not follow the conventions, in the order in which it was found.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", .0.iter().map(LowerError::to_string).collect::<Vec<_>>().join("\n"))]
pub struct LowerErrors(pub Vec<LowerError>);

/// What does not follow the conventions.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LowerProblem {
    #[error("no family has its documents in this folder")]
    NoFamily,
    #[error("the document has neither a type attribute nor a key `code` with one value")]
    NoId,
    #[error("another document has the same path")]
    DuplicateDocument,
    #[error("the dictionary has another key of this name")]
    DuplicateKey,
    #[error("the key has no type")]
    NoType,
    #[error("`{0}` is neither a version nor one of {1}")]
    Version(String, &'static str),
    #[error("{attribute} value {value} does not fit the type {kind}")]
    Literal { attribute: &'static str, value: Show, kind: &'static str },
    #[error("{attribute} is {value}; expected {expected}")]
    Bound { attribute: &'static str, value: Show, expected: &'static str },
    #[error("a key that stands for any key (`{0}`) has other keys beside it")]
    PlaceholderBesideKeys(String),
    #[error(
        "a variant of a union needs a required key `{tag}` with its name as the one value; \
         `{variant}` does not have it"
    )]
    UntaggedUnion { tag: &'static str, variant: String },
    #[error(
        "an array with several kinds of items needs dictionaries with a required key `{0}` that \
         tells them apart"
    )]
    MixedItems(&'static str),
    #[error("a value of type {0} cannot have subkeys")]
    Subkeys(String),
    #[error("the allowed values of a string must be strings without subkeys; `{0}` is not")]
    GatedValue(String),
    #[error("repetition is stated for something that is no item of an array")]
    Repetition,
    #[error("the structure holds itself without an array or map between")]
    Endless,
    #[error(
        "this stands for more than {0} key paths, or for one of more than {1} steps, since the keys \
         within themselves have another support each time; state a support on fewer of them"
    )]
    TooFar(usize, usize),
    #[error("stands below the values of a root that takes any key, for which no type is emitted")]
    BelowRootMap,
    #[error("nested deeper than {0} levels")]
    Depth(usize),
    #[error("refers to a list of keys that the document does not have")]
    NoSuchList,
}

/// A scalar, shown as it is written in YAML.
#[derive(Clone, Debug, PartialEq)]
pub struct Show(pub Scalar);

impl fmt::Display for Show {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Scalar::Null => f.write_str("null"),
            Scalar::Boolean(value) => write!(f, "{value}"),
            Scalar::Integer(value) => write!(f, "{value}"),
            Scalar::Real(value) => write!(f, "{value:?}"),
            Scalar::String(value) => write!(f, "'{value}'"),
        }
    }
}
