use apple_device_management_core::{DecodeError, DecodeErrorKind};

/// Why a body could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no body.
    #[error("the body is empty")]
    Empty,
    /// The body, or what it stands for, is larger than the limit.
    #[error("the body takes more than {limit} bytes")]
    TooLarge {
        /// The limit that it broke, in bytes.
        limit: usize,
    },
    /// Arrays and dictionaries nest too deep.
    #[error("arrays and dictionaries nest deeper than {limit} levels")]
    TooDeep {
        /// The limit that it broke.
        limit: usize,
    },
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
            DecodeErrorKind::TooDeep { limit } => ReadError::TooDeep { limit },
            DecodeErrorKind::TooLarge { limit } => ReadError::TooLarge { limit },
            _ => ReadError::Shape(error),
        }
    }
}
