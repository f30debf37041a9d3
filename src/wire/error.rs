use apple_device_management_core::{DecodeError, DecodeErrorKind};

/// Why a body could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no body.
    #[error("the body is empty")]
    Empty,
    /// The body has more bytes than [`Limits::size`](super::Limits::size).
    #[error("the body takes more than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// Arrays and dictionaries nest deeper than [`Limits::depth`](super::Limits::depth); says where.
    #[error(transparent)]
    TooDeep(Box<DecodeError>),
    /// What the body stands for takes more memory than [`Limits::weight`](super::Limits::weight); says
    /// where.
    #[error(transparent)]
    TooHeavy(Box<DecodeError>),
    /// The body ends too early.
    #[error("the body ends too early: {0}")]
    Truncated(String),
    /// The body is no property list.
    #[error("the body is no property list: {0}")]
    NotPropertyList(String),
    /// The body is no JSON.
    #[error("the body is no JSON: {0}")]
    NotJson(String),
    /// The body is well-formed, but not what was to be read; names the key path and the type.
    #[error(transparent)]
    Shape(Box<DecodeError>),
}

impl From<Box<DecodeError>> for ReadError {
    fn from(error: Box<DecodeError>) -> ReadError {
        match error.kind {
            DecodeErrorKind::TooDeep { .. } => ReadError::TooDeep(error),
            DecodeErrorKind::TooHeavy { .. } => ReadError::TooHeavy(error),
            _ => ReadError::Shape(error),
        }
    }
}
