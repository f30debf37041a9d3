//! Errors that a server sends with status 403; the key `code` tells which one it is.
//!
//! A device takes them as JSON or as a property list; [`Refusal::new`] writes one in the encoding
//! of the request.

pub use apple_device_management_generated::errors::*;

use crate::wire::{Encoding, WriteError, content_type, write};

/// The status of every such error.
pub const STATUS: u16 = 403;

/// An error, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status, [`STATUS`].
    pub status: u16,
    /// The `Content-Type` of the body.
    pub content_type: &'static str,
    /// The body.
    pub body: Vec<u8>,
}

impl Refusal {
    /// Writes an error in this encoding. Devices know no content type for a binary property list, so
    /// [`Encoding::Binary`] gives XML.
    ///
    /// # Errors
    /// The error has a key or a value that the encoding cannot express.
    pub fn new(error: impl Into<AnyError>, encoding: Encoding) -> Result<Refusal, WriteError> {
        let (encoding, content_type) = match encoding {
            Encoding::Json => (encoding, content_type::JSON),
            Encoding::Xml | Encoding::Binary => (Encoding::Xml, content_type::PROPERTY_LIST),
        };
        Ok(Refusal { status: STATUS, content_type, body: write(&error.into(), encoding)? })
    }
}
