use apple_device_management::checkin::{HandshakeError, IdentityError, ParseEndpointError};
use apple_device_management::errors::{AnyError, Refusal, UnrecognizedDevice};
use apple_device_management::signed::OpenError;
use apple_device_management::wire::{Encoding, ReadError, WriteError, content_type, write};
use apple_device_management::{DecodeError, Slot};

use crate::store::StoreError;

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The `Content-Type`, if there is a body.
    pub content_type: Option<&'static str>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// An answer without a body.
    pub fn status(status: u16) -> Answer {
        Answer { status, content_type: None, body: Vec::new() }
    }

    /// An answer with a property list.
    pub fn property_list(message: &dyn Slot) -> Result<Answer, WriteError> {
        Ok(Answer::written(write(message, Encoding::Xml)?))
    }

    /// An answer with a property list that is written already.
    pub fn written(body: Vec<u8>) -> Answer {
        Answer { status: 200, content_type: Some(content_type::PROPERTY_LIST), body }
    }

    /// An answer in JSON.
    pub fn json(message: &dyn Slot) -> Result<Answer, WriteError> {
        let body = write(message, Encoding::Json)?;
        Ok(Answer { status: 200, content_type: Some(content_type::JSON), body })
    }

    /// An answer in JSON; or as a binary property list, where the content has values that JSON does
    /// not have.
    pub fn json_or_binary(message: &dyn Slot) -> Result<Answer, WriteError> {
        Answer::json(message).or_else(|_| {
            let body = write(message, Encoding::Binary)?;
            Ok(Answer { status: 200, content_type: Some("application/x-plist"), body })
        })
    }

    /// An error that a device understands.
    pub fn refusal(error: impl Into<AnyError>) -> Result<Answer, WriteError> {
        let Refusal { status, content_type, body } = Refusal::new(error, Encoding::Json)?;
        Ok(Answer { status, content_type: Some(content_type), body })
    }

    fn text(status: u16, text: &str) -> Answer {
        let body = text.as_bytes().to_vec();
        Answer { status, content_type: Some("text/plain; charset=utf-8"), body }
    }
}

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum Fault {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Shape(#[from] DecodeError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Identity(#[from] IdentityError),
    #[error(transparent)]
    Endpoint(#[from] ParseEndpointError),
    #[error(transparent)]
    Handshake(#[from] HandshakeError),
    #[error("the message type `{0}` is unknown")]
    UnknownMessage(String),
    #[error("the status `{0}` is unknown")]
    UnknownStatus(String),
    #[error("this device is not enrolled")]
    NotEnrolled,
    #[error("there is no such thing")]
    NotFound,
    #[error("{0}")]
    BadRequest(&'static str),
    #[error("no device could take it: {0}")]
    Unsendable(WriteError),
    #[error(transparent)]
    Write(#[from] WriteError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("no random numbers: {0}")]
    Random(#[from] getrandom::Error),
}

impl Fault {
    pub(crate) fn into_answer(self) -> Answer {
        match &self {
            Fault::Read(ReadError::TooLarge { .. } | ReadError::TooHeavy(_))
            | Fault::Open(OpenError::Content(
                ReadError::TooLarge { .. } | ReadError::TooHeavy(_),
            )) => Answer::text(413, &self.to_string()),
            Fault::NotEnrolled => {
                let message = Some(self.to_string());
                let error = UnrecognizedDevice { message, ..Default::default() };
                Answer::refusal(error).unwrap_or_else(|_| Answer::status(403))
            }
            Fault::NotFound => Answer::status(404),
            Fault::Write(_) | Fault::Store(_) | Fault::Random(_) => {
                // Errors of the server itself are logged, and not told to others.
                eprintln!("{self}");
                Answer::status(500)
            }
            _ => Answer::text(400, &self.to_string()),
        }
    }
}
