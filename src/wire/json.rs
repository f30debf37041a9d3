//! JSON, by `serde_json`.

use apple_device_management_core::Slot;
use apple_device_management_core::codec::{Bounds, Failure, decode};

use super::without_mark;
use super::{Limits, ReadError};

/// How deep `serde_json` goes.
const DEEPEST: usize = 126;

pub(super) fn read<T: Slot + Default>(bytes: &[u8], limits: &Limits) -> Result<T, ReadError> {
    let bounds = Bounds { depth: limits.depth.min(DEEPEST), ..limits.bounds() };
    let mut source = serde_json::Deserializer::from_slice(without_mark(bytes));
    match decode(&mut source, bounds) {
        Ok(value) => source.end().map(|()| value).map_err(broken),
        Err(Failure::Format(error)) => Err(broken(error)),
        Err(Failure::Shape(error)) => Err(error.into()),
    }
}

fn broken(error: serde_json::Error) -> ReadError {
    match error.is_eof() {
        true => ReadError::Truncated(error.to_string()),
        false => ReadError::NotJson(error.to_string()),
    }
}
