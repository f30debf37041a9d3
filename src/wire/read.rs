use apple_device_management_core::Slot;

use super::{Encoding, Limits, ReadError, json, property_list};

/// Reads a property list or JSON: the first bytes of the body tell which.
///
/// # Errors
/// See [`ReadError`]. A key that the type does not know is not an error, and neither is a value of
/// another type for an optional key: both are kept. A key that stands twice in one dictionary is an
/// error, since two readers might take it for different messages.
pub fn read<T: Slot + Default>(bytes: &[u8], limits: &Limits) -> Result<T, ReadError> {
    match Encoding::of(bytes) {
        Some(Encoding::Json) => read_json(bytes, limits),
        _ => read_property_list(bytes, limits),
    }
}

/// Reads a property list, XML or binary.
///
/// # Errors
/// See [`read`].
pub fn read_property_list<T: Slot + Default>(
    bytes: &[u8],
    limits: &Limits,
) -> Result<T, ReadError> {
    check_size(bytes, limits)?;
    let mut value = T::default();
    property_list::read(bytes, limits, &mut value)?;
    Ok(value)
}

/// Reads JSON.
///
/// # Errors
/// See [`read`].
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
