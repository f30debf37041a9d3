//! Reads a file into a dictionary.

use std::ffi::OsString;

use apple_device_management::checkin::AnyCheckin;
use apple_device_management::commands::{Command, Order};
use apple_device_management::profiles::{Payload, Profile};
use apple_device_management::wire::{self, Encoding, Limits, ReadError};
use apple_device_management::{Dictionary, Format, Slot, codec, other, signed};

use crate::report::Remark;

/// What a file holds.
pub(crate) struct Loaded {
    pub(crate) message: Dictionary,
    encoding: Option<Encoding>,
}

/// Reads a file, signed or plain.
pub(crate) fn load(file: &OsString) -> Result<Loaded, Remark> {
    let limits = Limits::default();
    let mut bytes = std::fs::read(file).map_err(Remark::error)?;
    if signed::is_signed(&bytes) {
        bytes = signed::unwrap(&bytes, &limits).map_err(Remark::error)?.content;
    }
    let message = wire::read(&bytes, &limits).map_err(remark)?;
    Ok(Loaded { message, encoding: Encoding::of(&bytes) })
}

/// The remark for a file that cannot be read, at the key path of the error if it has one.
fn remark(error: ReadError) -> Remark {
    match error {
        ReadError::Shape(error) => Remark::from(*error),
        other => Remark::error(other),
    }
}

impl Loaded {
    /// The message as a property list would have it, with data and dates where JSON has strings. As
    /// it came, if messages of this kind are JSON, or if it cannot be read as its type.
    pub(crate) fn as_property_list(&self, kind: &str) -> Dictionary {
        let rows = PROPERTY_LISTS.iter().filter(|row| row.0 == kind);
        let read = match self.encoding {
            Some(Encoding::Json) => rows.filter_map(|(_, read)| read(&self.message)).next(),
            _ => None,
        };
        read.unwrap_or_else(|| self.message.clone())
    }
}

type OfJson = fn(&Dictionary) -> Option<Dictionary>;

/// The kinds of messages that are property lists, each with a function that reads JSON as the type.
const PROPERTY_LISTS: &[(&str, OfJson)] = &[
    ("check-in message", typed::<AnyCheckin>),
    ("command", typed::<Command>),
    ("command", typed::<Order>),
    ("profile", typed::<Profile>),
    ("payload", typed::<Payload>),
    ("machine information", typed::<other::MachineInfo>),
    ("app manifest", typed::<other::ManifestUrl>),
    ("password hash", typed::<other::PasswordHash>),
];

fn typed<T: Slot + Default>(message: &Dictionary) -> Option<Dictionary> {
    let typed: T = codec::from_value_of(Format::Json, message.clone().into()).ok()?;
    codec::to_value(typed.view()).as_dictionary().cloned()
}
