//! What a check has to know of documents beyond their tables.

use apple_device_management_core::codec::View;
use apple_device_management_core::{Document, Family, Key, Table, ValueType};

use super::profile::INSTALL;
use crate::reflect::Side;
use crate::reply_keys::REPLY_KEYS;

/// Which side of its document a typed message is. What is not a record counts as what is sent.
pub(in crate::check) fn side_of(document: &Document, view: &View<'_>) -> Side {
    let (View::Record(record), Some(ValueType::Dictionary(response))) = (view, document.response)
    else {
        return Side::Payload;
    };
    let mut side = Side::Payload;
    record.parts(|parts| {
        if std::ptr::eq(parts.table, response) {
            side = Side::Response;
        }
    });
    side
}

/// Documents that a device sends, other than check-in messages, status items and answers to commands.
const FROM_DEVICE: [&str; 2] = ["StatusReport", "MachineInfo"];

/// Whether a device sends this side of the document, not a server.
pub(in crate::check) fn is_from_device(document: &Document, side: Side) -> bool {
    match document.family {
        Family::Checkin => side == Side::Payload,
        Family::Commands => side == Side::Response,
        Family::Status => true,
        _ => FROM_DEVICE.contains(&document.id),
    }
}

/// Whether the document is JSON on the wire, where data and dates are strings.
pub(in crate::check) fn is_json(document: &Document) -> bool {
    match document.family {
        Family::Checkin | Family::Commands | Family::Profiles => false,
        // What an app vendor serves, and the panes named in an enrollment profile. All others are
        // property lists of MDM.
        Family::Other => ["ESSO", "SkipKeys"].contains(&document.id),
        // JSON or a property list, as the client chooses.
        Family::Errors => true,
        Family::Activations
        | Family::Assets
        | Family::Credentials
        | Family::Configurations
        | Family::Management
        | Family::Declarations
        | Family::Status
        | Family::Protocol => true,
    }
}

/// The keys of an envelope that stand beside those of the document.
const ENVELOPES: [(Family, Side, &[&str]); 2] = [
    (Family::Commands, Side::Payload, &["RequestType", "RequestRequiresNetworkTether"]),
    (Family::Commands, Side::Response, &REPLY_KEYS),
];

/// What is known of a key at the root of a dictionary that the document does not list.
pub(in crate::check) enum Beside {
    /// Nothing.
    Nothing,
    /// It is a key of the envelope, of which no more is known.
    Envelope,
    /// It is a key that the schema describes in another document.
    Common(Key),
}

pub(in crate::check) fn beside(document: &Document, side: Side, name: &str) -> Beside {
    if document.family == Family::Profiles {
        return common_payload_key(document, name).map_or(Beside::Nothing, Beside::Common);
    }
    let envelope = ENVELOPES.iter().any(|(family, of, names)| {
        (*family, *of) == (document.family, side) && names.contains(&name)
    });
    if envelope { Beside::Envelope } else { Beside::Nothing }
}

/// The key of this name that all payloads have. A profile itself has keys of its own with these names.
fn common_payload_key(document: &Document, name: &str) -> Option<Key> {
    if document.source == TOP_LEVEL { None } else { table(frame()?)?.key(name) }
}

/// The names of keys that may stand at the root of a dictionary though the document does not list them.
pub(in crate::check) fn names_beside(document: &Document, side: Side) -> Vec<&'static str> {
    if document.family == Family::Profiles && document.source != TOP_LEVEL {
        let common = frame().and_then(table);
        return common.into_iter().flat_map(|table| table.keys()).map(|key| key.name).collect();
    }
    let envelopes =
        ENVELOPES.iter().filter(|(family, of, _)| (*family, *of) == (document.family, side));
    envelopes.flat_map(|(.., names)| names.iter().copied()).collect()
}

/// The document of the keys that every declaration has.
pub(in crate::check) const DECLARATION: &str = "declarative/declarations/declarationbase.yaml";

/// Keys that the schema requires and that the server adds when it sends a message, so that a file
/// need not have them: the document, and the key.
const ADDED_BY_SERVER: [(&str, &str); 1] = [(DECLARATION, "ServerToken")];

/// Whether the server adds this key.
pub(in crate::check) fn is_added_by_server(document: &Document, key: &str) -> bool {
    ADDED_BY_SERVER.contains(&(document.source, key))
}

/// Required strings for which the empty string has a meaning: the document, and the key.
const MEANINGFUL_WHEN_EMPTY: [(&str, &str); 2] = [
    // An empty password removes the password.
    ("mdm/commands/passcode.firmware.set.yaml", "NewPassword"),
    ("mdm/commands/passcode.recovery.set.yaml", "NewPassword"),
];

/// Whether the empty string has a meaning for this key.
pub(in crate::check) fn means_something_when_empty(document: &Document, key: &str) -> bool {
    MEANINGFUL_WHEN_EMPTY.contains(&(document.source, key))
}

pub(in crate::check) const TOP_LEVEL: &str = "mdm/profiles/TopLevel.yaml";

/// The document of the keys that all payloads have.
#[cfg(feature = "profiles")]
pub(in crate::check) fn frame() -> Option<&'static Document> {
    Some(&apple_device_management_generated::profiles::common_payload_keys::DOCUMENT)
}

#[cfg(not(feature = "profiles"))]
pub(in crate::check) fn frame() -> Option<&'static Document> {
    None
}

/// The table of what is sent; `None` if that is not a dictionary of known keys.
pub(in crate::check) fn table(document: &Document) -> Option<&'static Table> {
    match document.payload {
        ValueType::Dictionary(table) => Some(table),
        _ => None,
    }
}

/// What another document, or another part of the document, says of a value or of each item of a list.
#[derive(Clone, Copy)]
pub(in crate::check) enum Elsewhere {
    Nothing,
    /// The values are the keys of this table.
    Values(&'static Table),
    /// Each item is a payload of a profile.
    Payload,
    /// Each item is a reason, whose details the document describes apart.
    Reason,
    /// The value is data that holds a profile.
    Profile,
}

/// What is said elsewhere of the value of a key, or of its items.
pub(in crate::check) fn elsewhere(document: &Document, key: &str) -> Elsewhere {
    match (document.source, key) {
        INSTALL => Elsewhere::Profile,
        ("mdm/profiles/com.apple.SetupAssistant.managed.yaml", "SkipSetupItems") => {
            skip_keys().map_or(Elsewhere::Nothing, Elsewhere::Values)
        }
        (TOP_LEVEL, "PayloadContent") => Elsewhere::Payload,
        (_, "reasons") if document.family == Family::Status && !document.reasons.is_empty() => {
            Elsewhere::Reason
        }
        _ => Elsewhere::Nothing,
    }
}

#[cfg(feature = "other")]
fn skip_keys() -> Option<&'static Table> {
    table(&apple_device_management_generated::other::skip_keys::DOCUMENT)
}

#[cfg(not(feature = "other"))]
fn skip_keys() -> Option<&'static Table> {
    None
}
