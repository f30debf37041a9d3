//! Reads bodies into typed values and writes them, within limits and with typed errors.
//!
//! A property list may be in XML or binary. Nothing here knows a particular message: any [`Slot`]
//! can be read and written, such as every generated type, the enums over them, the envelopes of
//! this crate, [`Dictionary`](crate::Dictionary) and [`Value`](crate::Value).

mod binary;
mod date;
mod error;
mod fault;
mod json;
mod limits;
mod plain;
mod property_list;
mod read;
mod store;
mod write;
mod xml;

pub use error::ReadError;
pub use limits::Limits;
pub use read::{read, read_json, read_property_list};
pub use store::{restore, store};
pub use write::{WriteError, WriteErrorKind, write};

use apple_device_management_core::Slot;

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// A property list in XML: devices send it, and all of them take it.
    Xml,
    /// A binary property list.
    Binary,
    /// JSON: for declarative management, and for errors where the request was JSON.
    Json,
}

apple_device_management_core::by_word!(Encoding, "encoding", Encoding::NAMES);

impl Encoding {
    /// All of them with a word for each.
    pub const NAMES: [(Encoding, &'static str); 3] =
        [(Encoding::Xml, "xml"), (Encoding::Binary, "binary"), (Encoding::Json, "json")];

    /// The word.
    pub const fn name(self) -> &'static str {
        Encoding::NAMES[self as usize].1
    }

    /// What a body seems to be, by its first bytes; `None` if it is none of these.
    pub fn of(bytes: &[u8]) -> Option<Encoding> {
        let text = without_mark(bytes).trim_ascii_start();
        match text.first()? {
            b'<' => Some(Encoding::Xml),
            b'{' | b'[' | b'"' => Some(Encoding::Json),
            _ if bytes.starts_with(binary::MAGIC) => Some(Encoding::Binary),
            _ => None,
        }
    }
}

/// The bytes after a byte order mark, which some editors put in front of UTF-8.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Content types of the protocol.
pub mod content_type {
    /// A check-in request.
    pub const CHECKIN: &str = "application/x-apple-aspen-mdm-checkin";
    /// A reply to a command.
    pub const MDM: &str = "application/x-apple-aspen-mdm";
    /// A property list.
    pub const PROPERTY_LIST: &str = "application/xml";
    /// JSON.
    pub const JSON: &str = "application/json";
    /// A configuration profile.
    pub const PROFILE: &str = "application/x-apple-aspen-config";
    /// A signed body, such as the machine information of an enrollment request.
    pub const SIGNED: &str = "application/pkcs7-signature";
}

/// Methods for reading and writing within the default [`Limits`], for every type of this crate.
///
/// # Errors
/// Reading fails as [`read_property_list`] and [`read_json`] do, writing as [`write`](write()) does.
pub trait Body: Slot + Sized {
    /// Reads a property list, XML or binary.
    fn from_plist(bytes: &[u8]) -> Result<Self, ReadError>
    where
        Self: Default,
    {
        read_property_list(bytes, &Limits::default())
    }

    /// Reads JSON.
    fn from_json(bytes: &[u8]) -> Result<Self, ReadError>
    where
        Self: Default,
    {
        read_json(bytes, &Limits::default())
    }

    /// Writes a property list in XML.
    fn to_xml(&self) -> Result<Vec<u8>, WriteError> {
        write(self, Encoding::Xml)
    }

    /// Writes a binary property list.
    fn to_binary(&self) -> Result<Vec<u8>, WriteError> {
        write(self, Encoding::Binary)
    }

    /// Reads what [`to_stored`](Body::to_stored) has written; see [`restore`].
    fn from_stored(text: &str) -> Result<Self, ReadError>
    where
        Self: Default,
    {
        restore(text, &Limits::default())
    }

    /// Writes a text for storage, in which nothing is lost; see [`store`]. Plain JSON does not tell
    /// data and dates from strings.
    fn to_stored(&self) -> String {
        store(self)
    }

    /// Writes JSON, in which data and dates are strings. To store a message, use
    /// [`to_stored`](Body::to_stored).
    fn to_json(&self) -> Result<Vec<u8>, WriteError> {
        write(self, Encoding::Json)
    }
}

impl<T: Slot> Body for T {}
