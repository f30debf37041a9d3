//! Status reports, and status items on their own.

use apple_device_management::check::Check as _;
use apple_device_management::codec::Message as _;
use apple_device_management::protocol::StatusReport;
use apple_device_management::status::{self, AnyStatusItem};
use apple_device_management::{Dictionary, KeyPath, Segment, Target, Value};

use crate::kinds::check;
use crate::report::{Remark, remarks};

const ITEMS: &str = "StatusItems";

/// The whole report of a device.
pub(crate) fn report(message: &Dictionary, target: &Target) -> Vec<Remark> {
    let mut found = check(StatusReport::DOCUMENT, message, target);
    if let Some(reported) = message.get(ITEMS).and_then(Value::as_dictionary) {
        let place = [Segment::Key(ITEMS.to_owned())];
        found.extend(items(reported, target).into_iter().map(|remark| remark.under(&place)));
    }
    found
}

/// The items of a report, or of a file that has only items: `{"device": {"model": …}}`.
pub(crate) fn items(reported: &Dictionary, target: &Target) -> Vec<Remark> {
    let items = status::items(reported).into_iter();
    items.flat_map(|read| read.map_or_else(|e| vec![e.into()], |one| item(&one, target))).collect()
}

fn item(item: &AnyStatusItem, target: &Target) -> Vec<Remark> {
    let mut found = remarks(item.check(target));
    // A remark on the whole item is at the path of the item.
    for remark in found.iter_mut().filter(|remark| remark.path == KeyPath::root()) {
        remark.path = KeyPath::root().key(item.id());
    }
    found
}

/// The names of the items that the schema knows.
pub(crate) fn known(reported: &Dictionary) -> Vec<String> {
    let read = status::items(reported).into_iter();
    read.filter_map(|read| match read {
        Ok(item) => item.document().map(|document| document.id.to_owned()),
        // The path of the error begins with the name of the item.
        Err(error) => match error.path.0.first() {
            Some(Segment::Key(name)) => Some(name.clone()),
            _ => None,
        },
    })
    .collect()
}
