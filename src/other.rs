//! Documents beside the protocol: property lists and JSON that are used elsewhere.
//!
//! - [`MachineInfo`]: a device sends it, signed, to ask for its enrollment profile; [`machine_info()`].
//! - [`PasswordHash`]: the property list in the `passwordHash` data of `AccountConfiguration` and
//!   `SetAutoAdminPassword`; [`password_hash()`], [`read_password_hash`].
//! - [`ManifestUrl`]: the property list at the `ManifestURL` of `InstallApplication`.
//! - [`Esso`]: the JSON that the vendor of an app serves for an enrollment with single sign-on.
//! - [`SkipKeys`]: the panes of Setup Assistant; [`skip_keys()`] lists the values that
//!   `SkipSetupItems` and an enrollment profile's `skip_setup_items` take.

use apple_device_management_core::{Data, ValueType};

pub use apple_device_management_generated::other::*;

use crate::wire::{Body, ReadError, WriteError};

/// Reads the machine information of an enrollment request, signed as it comes or plain.
///
/// The signature is not verified; see [`crate::signed`].
///
/// # Errors
/// See [`OpenError`](crate::signed::OpenError).
#[cfg(feature = "signed")]
pub fn machine_info(
    body: &[u8],
    limits: &crate::wire::Limits,
) -> Result<crate::signed::Opened<MachineInfo>, crate::signed::OpenError> {
    crate::signed::open(body, limits)
}

/// The data that a command carries as `passwordHash`.
///
/// # Errors
/// `extra` holds a value that a property list cannot express.
pub fn password_hash(hash: &PasswordHash) -> Result<Data, WriteError> {
    hash.to_xml().map(Data)
}

/// Reads the data that a command carries as `passwordHash`.
///
/// # Errors
/// The data is not a property list, or a key is missing.
pub fn read_password_hash(data: &Data) -> Result<PasswordHash, ReadError> {
    PasswordHash::from_plist(data)
}

/// The names of all panes that can be skipped.
pub fn skip_keys() -> impl Iterator<Item = &'static str> {
    let table = match skip_keys::DOCUMENT.payload {
        ValueType::Dictionary(table) => Some(table),
        _ => None,
    };
    table.into_iter().flat_map(|table| table.keys().map(|key| key.name))
}
