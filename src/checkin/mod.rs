//! Check-in: what a device sends to enroll, to keep its tokens, and to leave.
//!
//! [`AnyCheckin`] reads any message by its `MessageType`; an unknown one keeps its dictionary.
//! [`Identity`] says who sent it. A device sends a message by PUT, of the content type
//! [`CHECKIN`](crate::wire::content_type::CHECKIN), and expects in answer:
//!
//! | message | answer |
//! |---|---|
//! | [`Authenticate`], [`TokenUpdate`], [`CheckOut`], [`SetBootstrapToken`] | status 200, no body |
//! | [`UserAuthenticate`] | [`UserAuthenticateResponse`], or status 410: what a [`Handshake`] says |
//! | [`GetToken`] | [`GetTokenResponse`] |
//! | [`GetBootstrapToken`] | [`GetBootstrapTokenResponse`] |
//! | [`ReturnToService`] | [`ReturnToServiceResponse`] |
//! | [`DeclarativeManagementCheckin`] | what its [`Endpoint`] asks for, in JSON |
//!
//! A message that has a response type names it, as a [`Request`](crate::codec::Request).

mod endpoint;
mod handshake;

pub use apple_device_management_generated::checkin::*;
pub use endpoint::{Endpoint, ParseEndpointError};
pub use handshake::{
    Challenge, Handshake, HandshakeAnswer, HandshakeError, HandshakeStep, Judgement,
};

pub use crate::declaration_kind::DeclarationKind;
pub use crate::identity::{Identity, IdentityError, ParseIdentityError, Sender};

/// What is asked by a [`DeclarativeManagementCheckin`] message, as methods of it.
pub trait DeclarativeRequest {
    /// What it asks for.
    ///
    /// # Errors
    /// The endpoint is none that is known.
    fn parsed_endpoint(&self) -> Result<Endpoint, ParseEndpointError>;

    /// The status report in the `Data` of a message to the endpoint `status`.
    ///
    /// # Errors
    /// [`ReadError::Empty`](crate::wire::ReadError::Empty) where there is no `Data`; otherwise what
    /// [`read_json`](crate::wire::read_json) says of it.
    #[cfg(feature = "protocol")]
    fn status_report(
        &self,
        limits: &crate::wire::Limits,
    ) -> Result<crate::protocol::StatusReport, crate::wire::ReadError>;
}

impl DeclarativeRequest for DeclarativeManagementCheckin {
    fn parsed_endpoint(&self) -> Result<Endpoint, ParseEndpointError> {
        self.endpoint.parse()
    }

    #[cfg(feature = "protocol")]
    fn status_report(
        &self,
        limits: &crate::wire::Limits,
    ) -> Result<crate::protocol::StatusReport, crate::wire::ReadError> {
        crate::wire::read_json(self.data.as_deref().unwrap_or_default(), limits)
    }
}
