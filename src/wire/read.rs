use apple_device_management_core::codec::Bounds;
use apple_device_management_core::{DecodeError, DecodeErrorKind, Slot};

use super::{Encoding, json, property_list};

/// What a body may take. A body that needs more is an error, whatever it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The bytes of the body.
    pub size: usize,
    /// How deep arrays and dictionaries may nest. JSON is never read deeper than 126 levels.
    pub depth: usize,
    /// About how many bytes the values may take in memory. A body may stand for far more than its
    /// own size: a binary property list may name one value any number of times, and an empty
    /// dictionary may become a record of many fields. For a moment it can be four times as many,
    /// where lists grow or one value becomes another; the reader of the format takes memory beside
    /// that, a small multiple of `size`.
    pub weight: usize,
}

impl Default for Limits {
    /// 16 MiB, 64 levels, 64 MiB in memory.
    ///
    /// The deepest message of the schema has ten levels. Without optimization, the default depth
    /// needs less than 1 MiB of stack, half of what a thread usually has.
    fn default() -> Limits {
        let Bounds { depth, weight } = Bounds::default();
        Limits { size: 16 << 20, depth, weight }
    }
}

impl Limits {
    pub(super) fn bounds(&self) -> Bounds {
        Bounds { depth: self.depth, weight: self.weight }
    }
}

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

/// Reads a property list or JSON, whichever the body begins like.
pub fn read<T: Slot + Default>(bytes: &[u8], limits: &Limits) -> Result<T, ReadError> {
    match Encoding::of(bytes) {
        Some(Encoding::Json) => read_json(bytes, limits),
        _ => read_property_list(bytes, limits),
    }
}

/// Reads a property list, XML or binary.
pub fn read_property_list<T: Slot + Default>(
    bytes: &[u8],
    limits: &Limits,
) -> Result<T, ReadError> {
    check_size(bytes, limits)?;
    property_list::read(bytes, limits)
}

/// Reads JSON.
pub fn read_json<T: Slot + Default>(bytes: &[u8], limits: &Limits) -> Result<T, ReadError> {
    check_size(bytes, limits)?;
    json::read(bytes, limits)
}

fn check_size(bytes: &[u8], limits: &Limits) -> Result<(), ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() > limits.size {
        return Err(ReadError::TooLarge { limit: limits.size });
    }
    Ok(())
}
