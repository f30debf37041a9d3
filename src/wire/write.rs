use apple_device_management_core::codec::serialize;
use apple_device_management_core::{KeyPath, Segment, Slot, View};
use serde::ser::{Serialize, Serializer};

use super::{Encoding, date, xml};

/// A value cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{path}`: {kind}")]
pub struct WriteError {
    /// Where in the message.
    pub path: KeyPath,
    /// Why.
    pub kind: WriteErrorKind,
}

/// Why a value cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs)]
pub enum WriteErrorKind {
    #[error("a property list has no null")]
    Null,
    #[error("only a binary property list has references")]
    Reference,
    #[error("JSON has no number that is not finite")]
    NotFinite,
    #[error("a binary property list would round `{0}` up to the year 10000")]
    Date(String),
    #[error("XML has no character U+{0:04X}")]
    Character(u32),
    #[error("{0}")]
    Format(String),
}

/// Writes a value.
///
/// # Errors
/// The encoding cannot express something in it: see [`WriteErrorKind`].
pub fn write<T: Slot + ?Sized>(value: &T, encoding: Encoding) -> Result<Vec<u8>, WriteError> {
    let view = value.view();
    match written(view, encoding) {
        Ok(out) if can_be_read(&out, encoding) => Ok(out),
        // What is wrong, and where, is looked for only now.
        result => {
            check(view, encoding, &KeyPath::root())?;
            let text = result.err().unwrap_or_else(|| "it could not be read again".to_owned());
            Err(WriteError { path: KeyPath::root(), kind: WriteErrorKind::Format(text) })
        }
    }
}

/// Most messages take less than this many bytes.
const USUAL: usize = 4096;

fn written(view: View<'_>, encoding: Encoding) -> Result<Vec<u8>, String> {
    let mut out = Vec::with_capacity(USUAL);
    let result = match encoding {
        Encoding::Xml => plist::to_writer_xml(&mut out, &Out(view)).map_err(|e| e.to_string()),
        Encoding::Binary => {
            plist::to_writer_binary(&mut out, &Out(view)).map_err(|e| e.to_string())
        }
        Encoding::Json => serde_json::to_writer(&mut out, &Out(view)).map_err(|e| e.to_string()),
    };
    result.map(|()| out)
}

/// Whether the encoding can hold what was written: `plist` does not ask.
fn can_be_read(out: &[u8], encoding: Encoding) -> bool {
    match encoding {
        Encoding::Xml => str::from_utf8(out).is_ok_and(|text| text.chars().all(xml::is_char)),
        Encoding::Binary => super::read_property_list::<apple_device_management_core::Value>(
            out,
            &super::Limits::default(),
        )
        .is_ok(),
        Encoding::Json => true,
    }
}

struct Out<'a>(View<'a>);

impl Serialize for Out<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

fn check(view: View<'_>, encoding: Encoding, path: &KeyPath) -> Result<(), WriteError> {
    if let View::Items(items) = view {
        return (0..items.count()).try_for_each(|index| {
            check(items.item(index), encoding, &path.with(Segment::Index(index)))
        });
    }
    if let Some(entries) = view.entries() {
        return entries.into_iter().try_for_each(|(name, view)| {
            let path = path.key(name);
            refuse(View::String(name), encoding, &path)?;
            check(view, encoding, &path)
        });
    }
    refuse(view, encoding, path)
}

fn refuse(view: View<'_>, encoding: Encoding, path: &KeyPath) -> Result<(), WriteError> {
    let json = encoding == Encoding::Json;
    let kind = match view {
        View::Absent | View::Null if !json => Some(WriteErrorKind::Null),
        View::Uid(_) if encoding != Encoding::Binary => Some(WriteErrorKind::Reference),
        View::Real(value) if json && !value.is_finite() => Some(WriteErrorKind::NotFinite),
        View::Date(text) if encoding == Encoding::Binary && !date::fits_binary(text) => {
            Some(WriteErrorKind::Date(text.to_owned()))
        }
        View::String(text) if encoding == Encoding::Xml => text
            .chars()
            .find(|char| !xml::is_char(*char))
            .map(|c| WriteErrorKind::Character(c.into())),
        _ => None,
    };
    kind.map_or(Ok(()), |kind| Err(WriteError { path: path.clone(), kind }))
}
