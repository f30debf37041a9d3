//! Declarations: what a server declares, and the lists and tokens by which a device keeps up.

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

pub use crate::kind::Kind;
