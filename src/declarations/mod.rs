//! Declarations: what a server declares, and the lists and tokens by which a device keeps up.
//!
//! A [`Declaration`] is an envelope around any [`AnyDeclaration`], which its `Type` tells:
//! [`activations`], [`assets`], [`configurations`] and [`management`]. Its `ServerToken` is computed
//! over its content. [`declaration_items`] and [`tokens`] make the two lists that a device asks for
//! of a server's declarations. What is in [`credentials`] is not declared: an asset refers to it,
//! and the device fetches it as JSON from the asset's `DataURL`.

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
