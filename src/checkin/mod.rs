//! Check-in: what a device sends to enroll, to renew its tokens, and to leave.
//!
//! [`AnyCheckin`] reads any message, by its `MessageType`; an unknown message keeps its dictionary.
//! [`Identity`] says who sent it. A device sends a message with PUT and the content type
//! [`CHECKIN`](crate::wire::content_type::CHECKIN), and expects this answer:
//!
//! | message | answer |
//! |---|---|
//! | [`Authenticate`], [`TokenUpdate`], [`CheckOut`], [`SetBootstrapToken`] | status 200, no body |
//! | [`UserAuthenticate`] | [`UserAuthenticateResponse`], or status 410: a [`Handshake`] makes the answer |
//! | [`GetToken`] | [`GetTokenResponse`] |
//! | [`GetBootstrapToken`] | [`GetBootstrapTokenResponse`] |
//! | [`ReturnToService`] | [`ReturnToServiceResponse`] |
//! | [`DeclarativeManagementCheckin`] | what its [`Endpoint`] asks for, in JSON |
//!
//! A message with a response type is a [`Request`](crate::codec::Request), which names that type.

mod endpoint;
mod handshake;

pub use apple_device_management_generated::checkin::*;
pub use endpoint::{Endpoint, ParseEndpointError};
pub use handshake::{
    Challenge, Handshake, HandshakeAnswer, HandshakeError, HandshakeStep, Judgement,
};

pub use crate::declaration_kind::DeclarationKind;
pub use crate::identity::{Identity, IdentityError, ParseIdentityError, Sender};

/// What a [`DeclarativeManagementCheckin`] message asks for, as methods of the message.
pub trait DeclarativeRequest {
    /// The parsed `Endpoint`.
    ///
    /// # Errors
    /// The endpoint is unknown.
    fn parsed_endpoint(&self) -> Result<Endpoint, ParseEndpointError>;

    /// The status report in the `Data` of a message to the endpoint `status`.
    ///
    /// # Errors
    /// [`ReadError::Empty`](crate::wire::ReadError::Empty) where there is no `Data`; otherwise the
    /// errors of [`read_json`](crate::wire::read_json).
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
