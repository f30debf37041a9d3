//! Declarative management: every device gets every declaration.

use apple_device_management::Date;
use apple_device_management::checkin::{DeclarativeManagement, Endpoint, Identity, status_report};
use apple_device_management::codec::{AnyDocument, to_value};
use apple_device_management::declarations::{Declaration, declaration_items, tokens};
use apple_device_management::protocol::StatusReport;
use apple_device_management::wire::{Body, Limits, read_json};

use crate::answer::{Answer, Fault};
use crate::store::Store;

pub(crate) fn answer(
    store: &Store,
    sender: &Identity,
    message: &DeclarativeManagement,
    limits: &Limits,
) -> Result<Answer, Fault> {
    match message.endpoint.parse()? {
        Endpoint::Status => {
            take_report(store, sender.enrollment(), &status_report(message, limits)?)?;
            Ok(Answer::status(200))
        }
        Endpoint::Declaration { kind, identifier } => {
            let body = store.declaration(&identifier)?.ok_or(Fault::NotFound)?;
            let declaration: Declaration = read_json(&body, limits)?;
            match declaration.payload.kind() == Some(kind) {
                true => Ok(Answer::json(&declaration)?),
                false => Err(Fault::NotFound),
            }
        }
        endpoint => {
            let (bodies, changed) = store.declarations()?;
            let all = bodies
                .iter()
                .map(|body| read_json(body, limits))
                .collect::<Result<Vec<Declaration>, _>>()?;
            let items = declaration_items(&all);
            if endpoint == Endpoint::DeclarationItems {
                return Ok(Answer::json(&items)?);
            }
            let timestamp = changed.and_then(|text| Date::parse(&text)).unwrap_or_default();
            Ok(Answer::json(&tokens(&items, timestamp))?)
        }
    }
}

/// Keeps each item under its name. An item that is not as the schema has it costs no other.
fn take_report(store: &Store, id: &str, report: &StatusReport) -> Result<(), Fault> {
    if report.full_report == Some(true) {
        store.clear_status(id)?;
    }
    for item in apple_device_management::status::items(&report.status_items) {
        match item {
            Ok(item) => {
                let value = to_value(item.content().view());
                store.set_status(id, item.id(), &value.to_json()?)?;
            }
            Err(error) => eprintln!("{id}: a status item was left out: {error}"),
        }
    }
    Ok(())
}
