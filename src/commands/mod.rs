//! Commands: what a server sends, and what a device replies.
//!
//! A [`Command`] is an envelope around an [`AnyCommand`]. A [`Reply`] does not say which type of
//! command it answers: the server finds the command by its `CommandUUID`, and asks for the
//! [`response`](Reply::response) to that.

mod command;
mod reply;

pub use apple_device_management_generated::commands::*;
pub use command::{Command, Order};
pub use reply::{AnyResponse, ErrorChainItem, Reply, Status};

pub use crate::identity::{Identity, IdentityError, ParseIdentityError, Sender};
