//! Questions about a message other than what a check finds: what it needs, what is left of it for a
//! target, what several targets take of several messages, what a target may be offered.

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
