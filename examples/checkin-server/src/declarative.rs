//! Declarative management: every device gets every declaration.

use apple_device_management::checkin::{
    DeclarativeManagementCheckin, DeclarativeRequest, Endpoint, Identity,
};
use apple_device_management::declarations::{Declaration, declaration_items, tokens};
use apple_device_management::protocol::StatusReport;
use apple_device_management::wire::{Body, Limits, read_json};
use apple_device_management::{Date, Dictionary, status};

use crate::answer::{Answer, Fault};
use crate::store::Store;

pub(crate) fn answer(
    store: &Store,
    sender: &Identity,
    message: &DeclarativeManagementCheckin,
    limits: &Limits,
) -> Result<Answer, Fault> {
    match message.parsed_endpoint()? {
        Endpoint::Status => {
            take_report(store, sender, &message.status_report(limits)?, limits)?;
            Ok(Answer::status(200))
        }
        Endpoint::Declaration { kind, identifier } => {
            let body = store.declaration(&identifier)?.ok_or(Fault::NotFound)?;
            let declaration: Declaration = read_json(&body, limits)?;
            match declaration.kind() == Some(kind) {
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
            let timestamp = changed.and_then(|text| text.parse::<Date>().ok()).unwrap_or_default();
            Ok(Answer::json(&tokens(&items, timestamp))?)
        }
    }
}

/// Adds a report to what is known of the channel on which it came.
fn take_report(
    store: &Store,
    sender: &Identity,
    report: &StatusReport,
    limits: &Limits,
) -> Result<(), Fault> {
    let mut all = match report.full_report {
        Some(true) => Dictionary::new(),
        _ => known(store, sender.enrollment(), sender.user(), limits)?,
    };
    status::update(&mut all, &report.status_items);
    store.set_status(sender.enrollment(), sender.user(), &all.to_json()?)?;
    Ok(())
}

/// The status items that were reported, nested as on the wire.
pub(crate) fn known(
    store: &Store,
    enrollment: &str,
    user: Option<&str>,
    limits: &Limits,
) -> Result<Dictionary, Fault> {
    let known = store.status(enrollment, user)?;
    Ok(known.map(|items| read_json(&items, limits)).transpose()?.unwrap_or_default())
}
