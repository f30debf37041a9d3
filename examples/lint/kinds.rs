//! The kinds of messages, how each is recognized, and how it is checked.

use apple_device_management::check::{Severity, check_dictionary, check_payload};
use apple_device_management::codec::Message as _;
use apple_device_management::declarations::{DeclarationBase, DeclarationKind};
use apple_device_management::profiles::TopLevel;
use apple_device_management::reflect::{self, Side};
use apple_device_management::{Dictionary, Document, Family, KeyPath, Target, Value};

use crate::frame::{command, frame, order, reply};
use crate::report::{Remark, remarks};
use crate::status;

type Check = fn(&Dictionary, &Target) -> Vec<Remark>;

/// What a message is.
pub(crate) struct Recognized {
    pub(crate) kind: &'static str,
    /// The kind and the type of the message.
    pub(crate) name: String,
    pub(crate) check: Check,
}

/// Each kind of messages: the keys by which it is recognized, its name, how to check it. The first
/// row that fits counts.
const KINDS: &[(&[&str], &str, Check)] = &[
    (&["MessageType"], "check-in message", |m, t| of_family(Family::Checkin, "MessageType", m, t)),
    // Before commands, since the replies of Macs have a `RequestType` too.
    (&["Status", "CommandUUID"], "reply", reply),
    (&["Status", "UDID"], "reply", reply),
    (&["Status", "EnrollmentID"], "reply", reply),
    (&["Command", "CommandUUID"], "command", command),
    (&["RequestType"], "command", order),
    (&["PayloadContent", "PayloadType"], "profile", profile),
    (&["EncryptedPayloadContent", "PayloadType"], "profile", profile),
    (&["PayloadType"], "payload", payload),
    (&["Type", "Payload"], "declaration", declaration),
    (&["Type", "Identifier"], "declaration", declaration),
    (&["StatusItems"], "status report", status::report),
    (&["Status"], "reply", reply),
    (&["code"], "error", |m, t| of_family(Family::Errors, "code", m, t)),
    (&["PRODUCT", "VERSION"], "machine information", |m, t| named("MachineInfo", m, t)),
    (&["SyncTokens"], "synchronization tokens", |m, t| named("TokensResponse", m, t)),
    (&["Declarations", "DeclarationsToken"], "declaration items", |m, t| {
        named("DeclarationItemsResponse", m, t)
    }),
    (&["items"], "app manifest", |m, t| named("ManifestURL", m, t)),
    (&["SALTED-SHA512-PBKDF2"], "password hash", |m, t| named("passwordHash", m, t)),
    (&["ConfigurationProfile"], "enrollment by single sign-on", |m, t| named("ESSO", m, t)),
    (&["Command"], "command", command),
];

/// The key that names the type of a message, by kind. Other keys of that sort do not count: a
/// payload may have a `Type` too.
const TAGS: [(&str, &str); 7] = [
    ("check-in message", "MessageType"),
    ("command", "RequestType"),
    ("profile", "PayloadType"),
    ("payload", "PayloadType"),
    ("declaration", "Type"),
    ("reply", "Status"),
    ("error", "code"),
];

/// What a message is; `None` if it is not a message.
pub(crate) fn recognize(message: &Dictionary) -> Option<Recognized> {
    let (kind, check) = kind(message)?;
    if kind == STATUS_ITEMS {
        let name = format!("{kind} {}", status::known(message).join(", "));
        return Some(Recognized { kind, name, check });
    }
    let inner = message.get("Command").and_then(Value::as_dictionary).unwrap_or(message);
    let tag = TAGS.iter().find(|(of, _)| *of == kind).and_then(|(_, tag)| text(inner, tag));
    let name = tag.map_or(kind.to_owned(), |tag| format!("{kind} {}", tag.escape_debug()));
    Some(Recognized { kind, name, check })
}

const STATUS_ITEMS: &str = "status items";

fn kind(message: &Dictionary) -> Option<(&'static str, Check)> {
    // A payload may have a `PayloadContent` too; only a profile has this `PayloadType`.
    match text(message, "PayloadType") {
        Some("Configuration") => return Some(("profile", profile)),
        Some(_) => return Some(("payload", payload)),
        None => {}
    }
    let fits = |keys: &[&str]| keys.iter().all(|key| message.contains_key(key));
    if let Some((_, kind, check)) = KINDS.iter().find(|(keys, ..)| fits(keys)) {
        return Some((kind, *check));
    }
    if text(message, "Type").and_then(DeclarationKind::of_type).is_some() {
        return Some(("declaration", declaration));
    }
    (!status::known(message).is_empty()).then_some((STATUS_ITEMS, status::items))
}

pub(crate) fn text<'a>(message: &'a Dictionary, key: &str) -> Option<&'a str> {
    message.get(key).and_then(Value::as_str)
}

pub(crate) fn check(
    document: &'static Document,
    message: &Dictionary,
    target: &Target,
) -> Vec<Remark> {
    remarks(check_dictionary(document, Side::Payload, message, target))
}

/// Checks a message of a family, whose type this key names.
pub(crate) fn of_family(
    family: Family,
    tag: &str,
    message: &Dictionary,
    target: &Target,
) -> Vec<Remark> {
    let Some(id) = text(message, tag) else { return frame(message, &[(tag, "string", true)]) };
    match reflect::documents_of(family, id) {
        [document, ..] => check(document, message, target),
        [] => {
            let near = reflect::near(family, id);
            let near = near.map(|id| format!("; did you mean `{id}`?")).unwrap_or_default();
            let text = format!("the schema has none of this type{near}");
            let severity = Severity::Warning;
            vec![Remark { severity, ..Remark::at(KeyPath::root().key(tag), text) }]
        }
    }
}

fn named(id: &str, message: &Dictionary, target: &Target) -> Vec<Remark> {
    reflect::documents_named(id).flat_map(|document| check(document, message, target)).collect()
}

fn profile(message: &Dictionary, target: &Target) -> Vec<Remark> {
    check(TopLevel::DOCUMENT, message, target)
}

fn payload(message: &Dictionary, target: &Target) -> Vec<Remark> {
    remarks(check_payload(message, target))
}

fn declaration(message: &Dictionary, target: &Target) -> Vec<Remark> {
    check(DeclarationBase::DOCUMENT, message, target)
}
