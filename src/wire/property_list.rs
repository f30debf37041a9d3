//! Property lists, by `plist`.

use std::cell::{Cell, RefCell};

use apple_device_management_core::codec::{Bounds, Failure, decode};
use apple_device_management_core::{DecodeError, Slot};
use serde::de::{Deserialize, Deserializer, Error as _};

use super::{Limits, ReadError};
use super::{without_mark, xml};

/// What a binary property list begins with.
pub(super) const MAGIC: &[u8] = b"bplist00";

pub(super) fn read<T: Slot + Default>(bytes: &[u8], limits: &Limits) -> Result<T, ReadError> {
    if bytes.starts_with(MAGIC) {
        let result = within(limits, || plist::from_bytes::<Bounded<T>>(bytes));
        return result.map_err(|error| error.unwrap_or_else(|error| broken_binary(bytes, &error)));
    }
    let text = without_mark(bytes).trim_ascii();
    if !text.starts_with(b"<") {
        return Err(ReadError::NotPropertyList("it begins like neither XML nor binary".to_owned()));
    }
    let plain = xml::plain(text)?;
    let result = within(limits, || plist::from_reader_xml::<_, Bounded<T>>(&*plain));
    result.map_err(|error| error.unwrap_or_else(|error| xml::broken(&error)))
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

/// A binary property list ends with a table of offsets and 32 bytes that say where it is; where
/// these do not meet, the end is missing.
fn broken_binary(bytes: &[u8], error: &plist::Error) -> ReadError {
    match table_meets_end(bytes) {
        Some(true) => ReadError::NotPropertyList(error.to_string()),
        _ => ReadError::Truncated(error.to_string()),
    }
}

fn table_meets_end(bytes: &[u8]) -> Option<bool> {
    let (body, trailer) = bytes.split_last_chunk::<32>()?;
    let number =
        |at: usize| trailer[at..].first_chunk::<8>().map(|bytes| u64::from_be_bytes(*bytes));
    let table = number(8)?.checked_mul(u64::from(trailer[6]))?;
    Some(number(24)?.checked_add(table)? == body.len() as u64)
}
