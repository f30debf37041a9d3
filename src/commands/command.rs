use apple_device_management_core::Dictionary;

use super::AnyCommand;
use crate::envelope::envelope;

/// A command as it is sent to a device: the body of the answer to a [`Reply`](super::Reply). If
/// there is no command to send, that body is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Command {
    /// `CommandUUID`: the server's identifier of the command, which the reply repeats.
    pub command_uuid: String,
    /// `Command`: what is to be done.
    pub command: Order,
    /// Keys without a field of their own.
    pub extra: Dictionary,
}

envelope!(Command, rest extra, {
    "CommandUUID" true command_uuid,
    "Command" true command,
});

impl Command {
    /// A command with no other keys in its envelope. `request` is of one of the types of this
    /// module, such as [`DeviceInformation`](super::DeviceInformation).
    pub fn new(command_uuid: impl Into<String>, request: impl Into<AnyCommand>) -> Command {
        let command = Order { request: request.into(), ..Order::default() };
        Command { command_uuid: command_uuid.into(), command, extra: Dictionary::new() }
    }
}

/// What is to be done: the dictionary `Command` of a command.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Order {
    /// `RequestRequiresNetworkTether`: where true, the device answers with an error unless it has a
    /// tethered network connection.
    pub request_requires_network_tether: Option<bool>,
    /// The request, by its `RequestType`, with its keys.
    pub request: AnyCommand,
}

envelope!(Order, rest request, {
    "RequestRequiresNetworkTether" false request_requires_network_tether,
});
