//! A queue of commands: what a server answers to the replies of a device, and how it reads them.
//!
//! ```text
//! cargo run --example command_queue
//! ```

use std::collections::VecDeque;
use std::error::Error;

use apple_device_management::commands::device_information::Query;
use apple_device_management::commands::{
    AnyCommand, Command, DeviceInformation, DeviceInformationResponse, DeviceLock, Reply, Status,
};
use apple_device_management::prelude::*;

/// The commands of one device that are not finished, the oldest first.
#[derive(Default)]
struct Queue {
    waiting: VecDeque<Command>,
    sent: u32,
}

impl Queue {
    /// Queues a command, unless no device of this kind would take it.
    fn push(
        &mut self,
        command: impl Into<AnyCommand> + Check,
        target: &Target,
    ) -> Result<(), String> {
        let findings = command.check(target);
        if let Some(error) = findings.errors().next() {
            return Err(error.to_string());
        }
        self.sent += 1;
        self.waiting.push_back(Command::new(format!("C{}", self.sent), command));
        Ok(())
    }

    /// Takes a reply; gives the next command, or an empty body if there is none.
    fn answer(&mut self, body: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
        let reply = Reply::from_plist(body)?;
        let is_answered =
            |command: &Command| Some(&command.command_uuid) == reply.command_uuid.as_ref();
        if let Some(at) = self.waiting.iter().position(is_answered) {
            match self.waiting.remove(at) {
                Some(command) if reply.is_final() => self.done(&command, &reply),
                // `NotNow`: the device asks again when it can. Other commands are sent first.
                Some(command) => self.waiting.push_back(command),
                None => {}
            }
        }
        // After `NotNow`, nothing is sent until the device asks again.
        match self.waiting.front().filter(|_| reply.status != Status::NotNow) {
            Some(command) => Ok(command.to_xml()?),
            None => Ok(Vec::new()),
        }
    }

    fn done(&self, command: &Command, reply: &Reply) {
        println!("{} {}: {}", command.command_uuid, command.command.request.id(), reply.status);
        match reply.status.listed() {
            Some(Status::Acknowledged) => {
                // The response has what fits its type; `problems` tells the rest.
                let response = reply.response_to(&command.command.request);
                if let Some(information) = response.get::<DeviceInformation>() {
                    println!("  OS version: {:?}", information.query_responses.os_version);
                }
                response.problems().iter().for_each(|problem| println!("  {problem}"));
            }
            _ => reply.error_chain.iter().flatten().for_each(|error| println!("  {error:?}")),
        }
    }
}

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    let mac: Target = "macos:15.1,supervised,device-channel,rights:8191".parse()?;
    let device = Identity::Device { udid: "U1".to_owned() }.keys();
    let mut queue = Queue::default();
    let queries = vec![Query::OsVersion.into()];
    queue.push(DeviceInformation { queries, ..Default::default() }, &mac)?;
    queue.push(DeviceLock { pin: Some("123456".to_owned()), ..Default::default() }, &mac)?;

    // The device asks for a command, replies, puts one off, and replies to it later.
    let mut information = DeviceInformationResponse::default();
    information.query_responses.os_version = Some("15.1".to_owned());
    let replies = [
        Reply::new(Status::Idle),
        Reply::new(Status::Acknowledged).to("C1").with(&information),
        Reply::new(Status::NotNow).to("C2"),
        Reply::new(Status::Idle),
        Reply::new(Status::Acknowledged).to("C2"),
    ];
    let mut bodies = Vec::new();
    for reply in replies {
        bodies.push(queue.answer(&reply.with(&device).to_xml()?)?);
    }
    let next = Command::from_plist(&bodies[1])?;
    assert_eq!(
        next.command.request.get::<DeviceLock>().and_then(|lock| lock.pin.as_deref()),
        Some("123456")
    );
    let empty: Vec<bool> = bodies.iter().map(Vec::is_empty).collect();
    assert_eq!(empty, [false, false, true, false, true]);
    assert!(queue.waiting.is_empty());
    Ok(())
}
