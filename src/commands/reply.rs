use std::fmt;

use apple_device_management_core::codec::{
    AnyRequest, AnySlot, Context, DebugSlot, Request, Stop, Token, from_shown, put_shown,
    put_what_fits, to_value,
};
use apple_device_management_core::{
    DecodeError, Dictionary, Document, Format, Listed, Open, Slot, Value, ValueType, View, listed,
};

use super::AnyCommand;
use crate::envelope::envelope;
use crate::reply_keys::REPLY_KEYS;

/// What a device sends as the answer to a command, or to ask for one.
#[derive(Clone, PartialEq)]
pub struct Reply {
    /// `Status`
    pub status: Open<Status>,
    /// `CommandUUID`: the command that is answered; `None` with status `Idle`.
    pub command_uuid: Option<String>,
    /// `ErrorChain`: what went wrong, the outermost error first.
    pub error_chain: Option<Vec<ErrorChainItem>>,
    /// All other keys: those that identify the sender, for [`Identity::of`](super::Identity::of),
    /// and those of the command's response, for [`Reply::response`].
    pub keys: Dictionary,
    format: Format,
}

envelope!(Reply, rest keys, format format, {
    "Status" true status,
    "CommandUUID" false command_uuid,
    "ErrorChain" false error_chain,
});

impl fmt::Debug for Reply {
    /// Shows only the names of the other keys: which of them are secret depends on the command.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Reply { status, command_uuid, error_chain, keys, .. } = self;
        f.debug_struct("Reply")
            .field("status", status)
            .field("command_uuid", command_uuid)
            .field("error_chain", error_chain)
            .field("keys", &keys.keys().collect::<Vec<_>>())
            .finish()
    }
}

impl Default for Reply {
    fn default() -> Reply {
        Reply {
            status: Open::default(),
            command_uuid: None,
            error_chain: None,
            keys: Dictionary::new(),
            format: Format::PropertyList,
        }
    }
}

impl Reply {
    /// A reply without other keys, as if from a property list. For tests.
    ///
    /// ```
    /// use apple_device_management::commands::{DeviceLock, DeviceLockResponse, Reply, Status};
    /// use apple_device_management::prelude::*;
    ///
    /// let result = Some("Success".to_owned());
    /// let response = DeviceLockResponse { message_result: result, ..Default::default() };
    /// let sender = Identity::Device { udid: "U1".to_owned() };
    /// let reply = Reply::new(Status::Acknowledged).to("C1").with(&response).with(&sender.keys());
    /// assert_eq!(reply.response::<DeviceLock>(), response);
    /// assert_eq!(reply.identity()?, sender);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(status: impl Into<Open<Status>>) -> Reply {
        Reply { status: status.into(), ..Reply::default() }
    }

    /// Whether the command is finished: it need not be sent again, and no further reply will come.
    pub fn is_final(&self) -> bool {
        !matches!(self.status.listed(), Some(Status::Idle | Status::NotNow))
    }

    /// The typed response to the command `C`: as much of it as fits.
    ///
    /// Devices do not always send what the schema requires, for instance where they only
    /// acknowledge. So a missing key is left at its default, a value that does not fit its key is
    /// in `extra`, and an item that does not fit its list is left out.
    /// [`problems`](Reply::problems) tells what did not fit, and all of it is still in
    /// [`keys`](Reply::keys).
    ///
    /// `extra` has also the keys that the response does not list, without the keys that every reply
    /// may have.
    pub fn response<C: Request>(&self) -> C::Response {
        let mut response = C::Response::default();
        put_what_fits(&mut response, self.format, self.keys_of(Some(C::DOCUMENT)));
        response
    }

    /// What does not fit the response to the command `C`; nothing if
    /// [`strict_response`](Reply::strict_response) succeeds.
    pub fn problems<C: Request>(&self) -> Vec<DecodeError> {
        let mut response = C::Response::default();
        put_what_fits(&mut response, self.format, self.keys_of(Some(C::DOCUMENT)))
    }

    /// The typed response, if all required keys are there.
    ///
    /// # Errors
    /// A key that the response requires is missing or has an unexpected type. This is usual where
    /// the status is not [`Status::Acknowledged`].
    pub fn strict_response<C: Request>(&self) -> Result<C::Response, DecodeError> {
        from_shown(self.format, self.keys_of(Some(C::DOCUMENT)))
    }

    /// As [`response`](Reply::response), for a command that is known only at run time.
    pub fn response_to(&self, command: &AnyCommand) -> AnyResponse {
        let (document, mut content) = (command.document(), command.empty_response());
        let problems = put_what_fits(&mut *content, self.format, self.keys_of(document));
        AnyResponse { document, content, problems }
    }

    /// As [`strict_response`](Reply::strict_response), for a command that is known only at run time.
    ///
    /// # Errors
    /// A key that the response requires is missing or has an unexpected type.
    pub fn strict_response_to(&self, command: &AnyCommand) -> Result<AnyResponse, DecodeError> {
        let (document, mut content) = (command.document(), command.empty_response());
        put_shown(&mut *content, self.format, self.keys_of(document))?;
        Ok(AnyResponse { document, content, problems: Vec::new() })
    }

    /// This reply with this `CommandUUID`. For tests.
    #[must_use]
    pub fn to(mut self, command_uuid: impl Into<String>) -> Reply {
        self.command_uuid = Some(command_uuid.into());
        self
    }

    /// This reply with the keys of a response, or of an identity. For tests.
    #[must_use]
    pub fn with(mut self, content: &dyn Slot) -> Reply {
        if let Value::Dictionary(keys) = to_value(content.view()) {
            self.keys.extend(keys);
        }
        self
    }

    /// All keys, without those that every reply may have unless the response lists them.
    fn keys_of(&self, document: Option<&'static Document>) -> Vec<(&str, View<'_>)> {
        let table = match document.and_then(|document| document.response) {
            Some(ValueType::Dictionary(table)) => Some(table),
            _ => None,
        };
        let is_known = |name| table.is_some_and(|table| table.position(name).is_some());
        let mut keys = Vec::new();
        self.view().each(|name, view| {
            if !REPLY_KEYS.contains(&name) || is_known(name) {
                keys.push((name, *view));
            }
            true
        });
        keys
    }
}

/// The response to a command that is known only at run time.
///
/// ```
/// # use apple_device_management::commands::{AnyCommand, DeviceInformation, Reply};
/// # fn show(reply: &Reply, command: &AnyCommand) {
/// let response = reply.response_to(command);
/// if let Some(response) = response.get::<DeviceInformation>() {
///     println!("{:?}", response.query_responses.os_version);
/// }
/// # }
/// ```
pub struct AnyResponse {
    document: Option<&'static Document>,
    content: Box<dyn AnySlot>,
    problems: Vec<DecodeError>,
}

impl AnyResponse {
    /// The response, if the command was of the type `C`.
    pub fn get<C: Request>(&self) -> Option<&C::Response> {
        let is_it = self.document.is_some_and(|document| std::ptr::eq(document, C::DOCUMENT));
        self.content.downcast_ref().filter(|_| is_it)
    }

    /// The document of the command; `None` for an unknown command.
    pub fn document(&self) -> Option<&'static Document> {
        self.document
    }

    /// What did not fit; see [`Reply::response`].
    pub fn problems(&self) -> &[DecodeError] {
        &self.problems
    }

    /// The response, of whatever type.
    pub fn content(&self) -> &dyn AnySlot {
        &*self.content
    }
}

impl Slot for AnyResponse {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        self.content.put(token, context)
    }

    fn view(&self) -> View<'_> {
        self.content.view()
    }
}

impl fmt::Debug for AnyResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&DebugSlot(&*self.content), f)
    }
}

/// How a command went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// The device has nothing to report, and asks for a command.
    Idle,
    /// The command was carried out.
    Acknowledged,
    /// The command failed; see the error chain.
    Error,
    /// The device does not understand the command.
    CommandFormatError,
    /// The device cannot carry out the command now; send it again later.
    NotNow,
}

impl Listed for Status {
    const VALUES: &'static [Status] = &[
        Status::Idle,
        Status::Acknowledged,
        Status::Error,
        Status::CommandFormatError,
        Status::NotNow,
    ];
    const WORDS: &'static [&'static str] =
        &["Idle", "Acknowledged", "Error", "CommandFormatError", "NotNow"];

    fn position(self) -> usize {
        self as usize
    }
}

listed!(Status);

/// One error of an error chain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ErrorChainItem {
    /// `ErrorCode`
    pub error_code: Option<i64>,
    /// `ErrorDomain`
    pub error_domain: Option<String>,
    /// `LocalizedDescription`
    pub localized_description: Option<String>,
    /// `USEnglishDescription`
    pub us_english_description: Option<String>,
    /// Keys without a field of their own.
    pub extra: Dictionary,
}

envelope!(ErrorChainItem, rest extra, {
    "ErrorCode" false error_code,
    "ErrorDomain" false error_domain,
    "LocalizedDescription" false localized_description,
    "USEnglishDescription" false us_english_description,
});
