//! Lists to which each release of an OS may add values: a device passes over those that it does not
//! know.
//!
//! Values with a support of their own (the queries of DeviceInformation) and skip keys are treated so
//! anyway, and have no row here.

use apple_device_management_core::Document;

/// Each row: the document, and the key of the list.
const LISTS: [(&str, &str); 3] = [
    ("mdm/commands/application.installed.list.yaml", "Items"),
    ("mdm/profiles/com.apple.mdm.yaml", "ServerCapabilities"),
    ("mdm/profiles/com.apple.systempreferences.yaml", "DisabledSystemSettings"),
];

/// Whether the list of this key is one of them.
pub(in crate::check) fn is_open(document: &Document, list: &str) -> bool {
    LISTS.contains(&(document.source, list))
}
