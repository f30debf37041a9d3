use apple_device_management_core::Dictionary;

use super::AnyCommand;
use crate::envelope::envelope;

/// A command as it goes to a device.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Command {
    /// `CommandUUID`: the server's name for it, which the reply repeats.
    pub command_uuid: String,
    /// `Command`: what is to be done.
    pub command: Order,
    /// What has no field of its own.
    pub extra: Dictionary,
}

envelope!(Command, rest extra, {
    "CommandUUID" true command_uuid,
    "Command" true command,
});

impl Command {
    /// A command without any option.
    pub fn new(command_uuid: impl Into<String>, command: impl Into<AnyCommand>) -> Command {
        let command = Order { command: command.into(), ..Order::default() };
        Command { command_uuid: command_uuid.into(), command, extra: Dictionary::new() }
    }
}

/// What is to be done: `RequestType`, the keys of the command, and options beside them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Order {
    /// `RequestRequiresNetworkTether`: the device answers with an error unless it has a tethered
    /// network connection.
    pub request_requires_network_tether: Option<bool>,
    /// The command by `RequestType`.
    pub command: AnyCommand,
}

envelope!(Order, rest command, {
    "RequestRequiresNetworkTether" false request_requires_network_tether,
});
