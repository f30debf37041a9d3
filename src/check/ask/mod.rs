//! The questions other than `check`: the minimum version and the rights that a message needs, what
//! is left of it for a target, which of several messages several targets take, what a target can be
//! offered, and whether references to assets are right.

mod asset;
mod deliver;
mod needs;
mod offer;
mod retain;

pub use asset::{Asset, check_references};
pub use deliver::{Delivery, Parcel, deliverable};
pub use needs::{MinimumVersion, MissingRight, minimum_version, missing_rights};
#[cfg(feature = "other")]
pub use offer::skip_keys_for;
pub use offer::{Offer, offers};
#[cfg(feature = "commands")]
pub use offer::{queries_for, reduced_security_for, settings_for};
pub use retain::{Removal, Retain, Retained, retain_supported, retain_supported_keys};
