//! Profiles: a top level and payloads, each of a type of its own.
//!
//! [`Profile`] reads and writes a whole one; [`open`] takes a file that may be signed.
//! [`TopLevel`] alone reads a profile too, and leaves its payloads dictionaries: the way to look
//! at a profile in which a payload lacks a key that it requires.

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
