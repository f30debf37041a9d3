//! Profiles: the keys of the profile itself, and its payloads, each of its own type.
//!
//! [`Profile`] reads and writes a whole profile; [`open`] reads a file that may be signed.
//! [`TopLevel`] reads a profile too, but leaves its payloads as dictionaries.

mod payload;
mod profile;

pub use apple_device_management_generated::profiles::*;
pub use payload::Payload;
pub use profile::Profile;

#[cfg(feature = "signed")]
use crate::signed::{OpenError, Opened};
#[cfg(feature = "signed")]
use crate::wire::Limits;

/// Reads a profile that may be signed. The signature is not verified; see [`crate::signed`].
///
/// # Errors
/// See [`OpenError`].
#[cfg(feature = "signed")]
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Opened<Profile>, OpenError> {
    crate::signed::open(bytes, limits)
}
