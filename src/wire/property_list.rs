//! Property lists of either form: told apart by their first bytes.

use apple_device_management_core::Slot;

use super::{Limits, ReadError, binary, xml};

pub(super) fn read(bytes: &[u8], limits: &Limits, slot: &mut dyn Slot) -> Result<(), ReadError> {
    if bytes.starts_with(binary::MAGIC) {
        return binary::read(bytes, limits, slot);
    }
    match binary::MAGIC.starts_with(bytes) {
        true => Err(ReadError::Truncated("it ends within its first bytes".to_owned())),
        false => xml::read(bytes, limits, slot),
    }
}
