//! Lists that are open by nature: each release of an OS adds to them, and a device passes over what it
//! does not know.
//!
//! Values with a support of their own (the queries of DeviceInformation) and skip keys are open
//! without being named here.

use super::place::{Place, Step};

/// The document, and the key of the list.
const LISTS: [(&str, &str); 3] = [
    ("mdm/commands/application.installed.list.yaml", "Items"),
    ("mdm/profiles/com.apple.mdm.yaml", "ServerCapabilities"),
    ("mdm/profiles/com.apple.systempreferences.yaml", "DisabledSystemSettings"),
];

/// Whether an item of such a list is here.
pub(super) fn is_open(place: &Place<'_>) -> bool {
    let [.., Step::Key(list), Step::Index(_)] = place.steps[..] else { return false };
    LISTS.contains(&(place.document.source, list))
}
