use apple_device_management_core::{KeyPath, Segment, Slot, View};

use super::{Encoding, binary, date, json, xml};

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
    let mut out = Vec::with_capacity(USUAL);
    let written = match encoding {
        Encoding::Xml => xml::write(&view, &mut out),
        Encoding::Binary => binary::write(&view, &mut out),
        Encoding::Json => json::write(&view, &mut out),
    };
    if written {
        return Ok(out);
    }
    // Only after a failure is it looked for what is wrong, and where.
    check(view, encoding, &KeyPath::root())?;
    let text = "it cannot be written in this encoding".to_owned();
    Err(WriteError { path: KeyPath::root(), kind: WriteErrorKind::Format(text) })
}

/// Room for this many bytes, which is enough for most messages.
const USUAL: usize = 4096;

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
