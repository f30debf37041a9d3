//! The types and tables of Apple's device-management schema.
//!
//! Every module here but this file is written by `cargo xtask regen`: one file per document, one
//! folder per family, one cargo feature per folder. People depend on `apple-device-management`,
//! which re-exports all of it.

#![warn(missing_docs)]

use apple_device_management_core::Document;

// Each with `rustfmt::skip`: items are printed by `prettyplease`, and tables an entry a line.
#[cfg(feature = "checkin")]
#[rustfmt::skip]
pub mod checkin;
#[cfg(feature = "commands")]
#[rustfmt::skip]
pub mod commands;
#[cfg(feature = "errors")]
#[rustfmt::skip]
pub mod errors;
#[cfg(feature = "profiles")]
#[rustfmt::skip]
pub mod profiles;
#[cfg(feature = "declarations")]
#[rustfmt::skip]
pub mod declarations;
#[cfg(feature = "status")]
#[rustfmt::skip]
pub mod status;
#[cfg(feature = "protocol")]
#[rustfmt::skip]
pub mod protocol;
#[cfg(feature = "other")]
#[rustfmt::skip]
pub mod other;

#[rustfmt::skip]
mod schema;
pub use schema::SCHEMA;

/// The documents of each module that is turned on, with the index over their identifiers.
pub static FAMILIES: &[(&[&Document], &[u8])] = &[
    #[cfg(feature = "checkin")]
    (checkin::DOCUMENTS, checkin::INDEX),
    #[cfg(feature = "commands")]
    (commands::DOCUMENTS, commands::INDEX),
    #[cfg(feature = "errors")]
    (errors::DOCUMENTS, errors::INDEX),
    #[cfg(feature = "profiles")]
    (profiles::DOCUMENTS, profiles::INDEX),
    #[cfg(feature = "declarations")]
    (declarations::activations::DOCUMENTS, declarations::activations::INDEX),
    #[cfg(feature = "declarations")]
    (declarations::assets::DOCUMENTS, declarations::assets::INDEX),
    #[cfg(feature = "declarations")]
    (declarations::credentials::DOCUMENTS, declarations::credentials::INDEX),
    #[cfg(feature = "declarations")]
    (declarations::configurations::DOCUMENTS, declarations::configurations::INDEX),
    #[cfg(feature = "declarations")]
    (declarations::management::DOCUMENTS, declarations::management::INDEX),
    #[cfg(feature = "declarations")]
    (declarations::DOCUMENTS, declarations::INDEX),
    #[cfg(feature = "status")]
    (status::DOCUMENTS, status::INDEX),
    #[cfg(feature = "protocol")]
    (protocol::DOCUMENTS, protocol::INDEX),
    #[cfg(feature = "other")]
    (other::DOCUMENTS, other::INDEX),
];
