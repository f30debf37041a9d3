//! Replies, and the next command.

use apple_device_management::commands::{Reply, Status};
use apple_device_management::wire::{Limits, read_property_list};
use apple_device_management::{Open, Sender};

use crate::answer::{Answer, Fault};
use crate::store::Store;

pub(crate) fn answer(store: &Store, body: &[u8], limits: &Limits) -> Result<Answer, Fault> {
    let reply: Reply = read_property_list(body, limits)?;
    let sender = reply.identity()?;
    let (id, user) = (sender.enrollment(), sender.user());
    if store.enrolled(id)? != Some(true) {
        return Err(Fault::NotEnrolled);
    }
    if let Open::Unlisted(status) = reply.status {
        return Err(Fault::UnknownStatus(status));
    }
    if reply.status != Status::Idle {
        let uuid = reply.command_uuid.as_deref();
        let uuid = uuid.ok_or(Fault::BadRequest("a reply names the command that it answers"))?;
        // A reply to a command that is finished, or that belongs to an earlier enrollment, is ignored.
        store.reply(id, user, uuid, reply.status.as_str(), body)?;
    }
    // Commands that the device has put off are sent again only when the device asks by itself.
    let next = store.next(id, user, reply.status == Status::Idle)?;
    Ok(next.map_or_else(|| Answer::status(200), Answer::written))
}
