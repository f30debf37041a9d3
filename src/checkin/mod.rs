//! Check-in: what a device sends to enroll, to keep its tokens, and to leave.
//!
//! [`AnyCheckin`] reads any message by its `MessageType`; an unknown one keeps its dictionary.
//! [`Identity`] says who sent it. A message that is answered with a body is a
//! [`Request`](crate::codec::Request) and names the type; the others are answered with status 200
//! and nothing. [`DeclarativeManagement`] is answered by its [`Endpoint`].

mod endpoint;
mod handshake;

pub use apple_device_management_generated::checkin::*;
pub use endpoint::{Endpoint, ParseEndpointError};
pub use handshake::{Challenge, Handshake, HandshakeAnswer, HandshakeError, Step, Verdict};

pub use crate::identity::{Identity, IdentityError};
pub use crate::kind::Kind;

/// The status report in the `Data` of a message to the endpoint `status`.
///
/// # Errors
/// [`ReadError::Empty`](crate::wire::ReadError::Empty) where there is no `Data`.
#[cfg(feature = "protocol")]
pub fn status_report(
    message: &DeclarativeManagement,
    limits: &crate::wire::Limits,
) -> Result<crate::protocol::StatusReport, crate::wire::ReadError> {
    crate::wire::read_json(message.data.as_deref().unwrap_or_default(), limits)
}
