//! Declarations, and the lists and tokens by which a device learns what has changed.
//!
//! A [`Declaration`] is an envelope around an [`AnyDeclaration`]: one of the [`activations`],
//! [`assets`], [`configurations`] or [`management`] declarations, as its `Type` tells. Its
//! `ServerToken` is computed over its content. [`declaration_items`] and [`tokens`] make the two
//! lists that a device asks for. Types in [`credentials`] are not declarations: an asset refers to
//! them, and the device fetches them as JSON from the asset's `DataURL`.

mod any;
mod declaration;
#[cfg(feature = "protocol")]
mod manifest;
mod token;

pub use any::AnyDeclaration;
pub use apple_device_management_generated::declarations::*;
pub use declaration::Declaration;
#[cfg(feature = "protocol")]
pub use manifest::{declaration_items, declarations_token, tokens};

pub use crate::declaration_kind::DeclarationKind;
