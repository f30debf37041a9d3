//! Envelopes of messages, which no document of the schema describes.

use apple_device_management::check::check_dictionary;
use apple_device_management::commands::Identity;
use apple_device_management::reflect::{self, Side};
use apple_device_management::{Dictionary, Family, KeyPath, Segment, Target, Value};

use crate::kinds::{of_family, text};
use crate::report::{Remark, remarks};

/// What is wrong with keys that no document describes. Each key is given with the kind of its
/// value, and whether it is required.
pub(crate) fn frame(message: &Dictionary, keys: &[(&str, &str, bool)]) -> Vec<Remark> {
    let wrong = |&(name, kind, required): &(&str, &str, bool)| {
        let text = match message.get(name).map(Value::kind) {
            None if required => "required, but missing".to_owned(),
            Some(found) if found != kind => format!("expected {kind}, found {found}"),
            _ => return None,
        };
        Some(Remark::at(KeyPath::root().key(name), text))
    };
    keys.iter().filter_map(wrong).collect()
}

/// A command in its envelope.
pub(crate) fn command(message: &Dictionary, target: &Target) -> Vec<Remark> {
    let mut found =
        frame(message, &[("CommandUUID", "string", true), ("Command", "dictionary", true)]);
    if let Some(inner) = message.get("Command").and_then(Value::as_dictionary) {
        let place = [Segment::Key("Command".to_owned())];
        found.extend(order(inner, target).into_iter().map(|remark| remark.under(&place)));
    }
    found
}

/// The dictionary `Command` of a command, or a command without an envelope.
pub(crate) fn order(message: &Dictionary, target: &Target) -> Vec<Remark> {
    let mut found = frame(message, &[("RequestRequiresNetworkTether", "boolean", false)]);
    found.extend(of_family(Family::Commands, "RequestType", message, target));
    found
}

/// A reply. Only Macs name the command to which they reply; of other replies, only the envelope can
/// be checked.
pub(crate) fn reply(message: &Dictionary, target: &Target) -> Vec<Remark> {
    let status = text(message, "Status");
    let answers = status != Some("Idle");
    let keys = [
        ("Status", "string", true),
        ("CommandUUID", "string", answers),
        ("ErrorChain", "array", false),
        ("RequestType", "string", false),
    ];
    let mut found = frame(message, &keys);
    if let Some(Value::Array(chain)) = message.get("ErrorChain") {
        for (at, item) in chain.iter().enumerate() {
            let place = [Segment::Key("ErrorChain".to_owned()), Segment::Index(at)];
            let wrong = match item.as_dictionary() {
                Some(item) => frame(item, ERROR_KEYS),
                None => vec![Remark::error(format!("expected dictionary, found {}", item.kind()))],
            };
            found.extend(wrong.into_iter().map(|remark| remark.under(&place)));
        }
    }
    found.extend(Identity::of(message).err().map(Remark::error));
    let answered = text(message, "RequestType").filter(|_| status == Some("Acknowledged"));
    let documents = answered.map(|id| reflect::documents_of(Family::Commands, id));
    if let Some([document, ..]) = documents {
        found.extend(remarks(check_dictionary(document, Side::Response, message, target)));
    }
    found
}

/// The keys of one error of an error chain.
const ERROR_KEYS: &[(&str, &str, bool)] = &[
    ("ErrorCode", "integer", false),
    ("ErrorDomain", "string", false),
    ("LocalizedDescription", "string", false),
    ("USEnglishDescription", "string", false),
];
