//! Requests of an administrator. Nothing protects them: this is an example.

use apple_device_management::codec::to_value;
use apple_device_management::commands::{Command, Order, Reply};
use apple_device_management::declarations::Declaration;
use apple_device_management::wire::{Body, Limits, read, read_json, read_property_list};
use apple_device_management::{Dictionary, Slot, Value};

use crate::answer::{Answer, Fault};
use crate::store::{QUEUED, Store};
use crate::{declarative, uuid};

/// Queues a command; the answer is its UUID.
pub(crate) fn queue(
    store: &Store,
    enrollment: &str,
    user: Option<&str>,
    body: &[u8],
    limits: &Limits,
) -> Result<Answer, Fault> {
    if store.enrolled(enrollment)? != Some(true) {
        return Err(Fault::NotFound);
    }
    let order: Order = read(body, limits)?;
    let uuid = uuid()?;
    let command = Command { command_uuid: uuid.clone(), command: order, extra: Dictionary::new() };
    store.queue(enrollment, user, &uuid, &command.to_xml().map_err(Fault::Unsendable)?)?;
    Ok(Answer::json(&object([("CommandUUID", uuid.into())]))?)
}

/// The state of a command, and the reply to it.
pub(crate) fn result(store: &Store, uuid: &str, limits: &Limits) -> Result<Answer, Fault> {
    let queued = store.command(uuid)?.ok_or(Fault::NotFound)?;
    let command: Command = read_property_list(&queued.command, limits)?;
    let command = command.command.request;
    let mut result =
        object([("RequestType", command.id().into()), ("Status", queued.status.as_str().into())]);
    if let Some(reply) = queued.reply.filter(|_| queued.status != QUEUED) {
        let reply: Reply = read_property_list(&reply, limits)?;
        if let Some(chain) = &reply.error_chain {
            result.insert("ErrorChain", to_value(chain.view()));
        }
        // The reply to a command that failed need not have the keys that the response requires.
        if let Ok(response) = reply.strict_response_to(&command) {
            result.insert("Response", to_value(response.view()));
        }
    }
    Ok(Answer::json_or_binary(&result)?)
}

/// Stores a declaration. Its token is computed, whatever token it came with.
pub(crate) fn declare(store: &Store, body: &[u8], limits: &Limits) -> Result<Answer, Fault> {
    let mut declaration: Declaration = read_json(body, limits)?;
    declaration.forget_token();
    if declaration.kind().is_none() {
        return Err(Fault::BadRequest("the type names no kind of declaration"));
    }
    if let Some(error) = declaration.fault() {
        return Err(Fault::Shape(error));
    }
    store.declare(declaration.identifier(), &declaration.to_json()?)?;
    Ok(Answer::json(&object([("ServerToken", declaration.server_token().into())]))?)
}

/// Manages a user.
pub(crate) fn account(store: &Store, user: &str, body: &[u8]) -> Result<Answer, Fault> {
    let password = std::str::from_utf8(body).map_err(|_| Fault::BadRequest("no UTF-8"))?;
    store.set_account(user, password)?;
    Ok(Answer::status(200))
}

/// The status items that a device, or a user of it, has reported.
pub(crate) fn status(
    store: &Store,
    enrollment: &str,
    user: Option<&str>,
    limits: &Limits,
) -> Result<Answer, Fault> {
    Ok(Answer::json(&declarative::known(store, enrollment, user, limits)?)?)
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Dictionary {
    entries.map(|(name, value)| (name.to_owned(), value)).into()
}
