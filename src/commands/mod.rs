//! Commands: what a server sends, and what a device replies.
//!
//! A [`Command`] wraps any [`AnyCommand`] in its envelope. A [`Reply`] does not say what it answers;
//! the server knows by the `CommandUUID` which command it sent, and asks for that command's
//! [`response`](Reply::response).

mod command;
mod reply;

pub use apple_device_management_generated::commands::*;
pub use command::{Command, Order};
pub use reply::{AnyResponse, ErrorChainItem, Reply, Status};

pub use crate::identity::{Identity, IdentityError, ParseIdentityError, Sender};
