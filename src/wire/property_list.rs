//! Property lists, by `plist`.

use std::cell::{Cell, RefCell};

use apple_device_management_core::codec::{Bounds, Failure, decode};
use apple_device_management_core::{DecodeError, Slot};
use serde::de::{Deserialize, Deserializer, Error as _};

use super::fault::Fault;
use super::{Limits, ReadError, binary, without_mark, xml};

pub(super) fn read<T: Slot + Default>(bytes: &[u8], limits: &Limits) -> Result<T, ReadError> {
    if bytes.starts_with(binary::MAGIC) {
        let place = |at| format!("byte {at}");
        binary::check(bytes).map_err(|fault| fault.told(place))?;
        let result = within(limits, || plist::from_bytes::<Bounded<T>>(bytes));
        // Where table and trailer do not meet, the end is missing.
        let told = |error| Fault::of(&error, !binary::is_whole(bytes)).told(place);
        return result.map_err(|error| error.unwrap_or_else(told));
    }
    if !bytes.is_empty() && binary::MAGIC.starts_with(bytes) {
        return Err(ReadError::Truncated("it ends within its first bytes".to_owned()));
    }
    let (before, text) = bytes.split_at(bytes.len() - without_mark(bytes).trim_ascii_start().len());
    let text = text.trim_ascii_end();
    if !text.starts_with(b"<") {
        return Err(ReadError::NotPropertyList("it begins like neither XML nor binary".to_owned()));
    }
    // What is made plain has the same lines.
    let place = |text: &[u8], at: usize| {
        let lines = [before, text.get(..at).unwrap_or(text)].map(lines_of);
        format!("line {}", lines[0] + lines[1] + 1)
    };
    let plain = xml::plain(text).map_err(|fault| fault.told(|at| place(text, at)))?;
    let result = within(limits, || plist::from_reader_xml::<_, Bounded<T>>(&*plain));
    let told = |error: plist::Error| Fault::of(&error, error.is_eof()).told(|at| place(&plain, at));
    result.map_err(|error| error.unwrap_or_else(told))
}

thread_local! {
    static BOUNDS: Cell<Bounds> = Cell::new(Bounds::default());
    static FAULT: RefCell<Option<Box<DecodeError>>> = const { RefCell::new(None) };
}

/// Runs a reader of `plist`, which takes neither limits nor hands typed errors through: both go
/// by the thread's own storage, for the time of this call.
fn within<T>(
    limits: &Limits,
    run: impl FnOnce() -> Result<Bounded<T>, plist::Error>,
) -> Result<T, Result<ReadError, plist::Error>> {
    let before = BOUNDS.replace(limits.bounds());
    let result = run();
    BOUNDS.set(before);
    let fault = FAULT.take();
    result.map(|bounded| bounded.0).map_err(|error| fault.map(ReadError::from).ok_or(error))
}

/// A value that is decoded within the thread's bounds.
struct Bounded<T>(T);

impl<'de, T: Slot + Default> Deserialize<'de> for Bounded<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match decode(deserializer, BOUNDS.get()) {
            Ok(value) => Ok(Bounded(value)),
            Err(Failure::Format(error)) => Err(error),
            Err(Failure::Shape(error)) => {
                let text = error.to_string();
                FAULT.replace(Some(error));
                Err(D::Error::custom(text))
            }
        }
    }
}

fn lines_of(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte == b'\n').count()
}
