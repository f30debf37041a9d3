//! The targets for messages: they do with bytes all that a server does with a message.

use std::sync::LazyLock;

use apple_device_management::check::{
    Check, Dispatched, Retain, check_dictionary, check_payload, check_references, minimum_version,
    missing_rights, retain_supported,
};
use apple_device_management::checkin::{self, AnyCheckin, DeclarativeRequest, Endpoint, Identity};
use apple_device_management::codec::{AnyDocument, same_view};
use apple_device_management::commands::{AnyCommand, Command, Reply};
use apple_device_management::declarations::Declaration;
use apple_device_management::errors::AnyError;
use apple_device_management::profiles::{self, Profile, TopLevel};
use apple_device_management::protocol::{DeclarationItemsResponse, StatusReport, TokensResponse};
use apple_device_management::reflect::Side;
use apple_device_management::wire::{Encoding, Limits, read, write};
use apple_device_management::{Os, Slot, Target, Value, other, signed, status};

/// Lower limits than the default, so that inputs of some kilobytes reach them.
pub(crate) const LIMITS: Limits = Limits { size: 1 << 20, depth: 64, weight: 1 << 20 };

/// Targets of different kinds, one for each input.
static DEVICES: LazyLock<Vec<Target>> = LazyLock::new(|| {
    let texts = [
        "ios:18.0,supervised,shared-ipad,user-channel,rights:8191",
        "macos:15.0,device-channel,rights:1",
        "tvos",
        "ios:12.4,user-enrollment",
    ];
    texts.iter().filter_map(|text| text.parse().ok()).collect()
});

fn device(bytes: &[u8]) -> &'static Target {
    &DEVICES[bytes.len() % DEVICES.len()]
}

/// Reads a message, writes it and reads it again, as its type and as a dynamic value, and checks
/// that nothing is lost. Then calls `more` with it.
fn message<T: Slot + Default>(bytes: &[u8], more: impl FnOnce(&mut T)) -> bool {
    message_with(bytes, None, more)
}

/// The same; writing may add this key, if the message came without it.
fn message_with<T: Slot + Default>(
    bytes: &[u8],
    added: Option<&str>,
    more: impl FnOnce(&mut T),
) -> bool {
    let Ok(mut message) = read::<T>(bytes, &LIMITS) else { return false };
    let encoding = Encoding::of(bytes).unwrap_or(Encoding::Xml);
    if let Ok(body) = write(&message, encoding) {
        // What is written may be a little larger than what was read.
        let room = Limits { size: 8 << 20, weight: 8 << 20, ..LIMITS };
        match read::<T>(&body, &room) {
            Ok(again) => assert!(
                same_view(message.view(), again.view()),
                "read as something else once written: {:?}",
                String::from_utf8_lossy(&body)
            ),
            Err(error) => panic!("cannot be read once written: {error}"),
        }
        if let (Ok(before), Ok(mut after)) =
            (read::<Value>(bytes, &room), read::<Value>(&body, &room))
        {
            if let (Value::Dictionary(before), Value::Dictionary(after), Some(key)) =
                (&before, &mut after, added)
                && !before.contains_key(key)
            {
                after.remove(key);
            }
            assert!(
                same_view(before.view(), after.view()),
                "something was lost: {before:?} became {after:?}"
            );
        }
    }
    more(&mut message);
    true
}

/// Asks everything that can be asked of a message.
fn ask(message: &dyn Check, target: &Target) {
    for finding in message.check(target).0 {
        let _ = finding.to_string();
    }
    let _ = minimum_version(message, Os::MacOs);
    let _ = missing_rights(message, 1);
}

/// The same, and removes what a device does not take.
fn cut(message: &mut impl Retain, target: &Target) {
    ask(message, target);
    let _ = retain_supported(message, target);
}

pub(crate) fn checkin(bytes: &[u8]) -> bool {
    message::<AnyCheckin>(bytes, |message| {
        let _ = Identity::of(message);
        if let AnyCheckin::DeclarativeManagementCheckin(message) = message {
            let _ = message.status_report(&LIMITS);
            let _ = message.endpoint.parse::<Endpoint>();
        }
        cut(message, device(bytes));
    })
}

/// Reads a reply. Its `CommandUUID` is a number that tells the type of the command.
pub(crate) fn reply(bytes: &[u8]) -> bool {
    message::<Reply>(bytes, |reply| {
        let number = reply.command_uuid.as_deref().and_then(|text| text.parse().ok());
        let (_, command) = AnyCommand::VARIANTS[number.unwrap_or(0) % AnyCommand::VARIANTS.len()];
        let command = command();
        let response = reply.response_to(&command);
        let Some(document) = command.document() else { return };
        ask(&Dispatched { document, content: response.content() }, device(bytes));
    })
}

pub(crate) fn command(bytes: &[u8]) -> bool {
    message::<Command>(bytes, |command| cut(command, device(bytes)))
}

pub(crate) fn profile(bytes: &[u8]) -> bool {
    let typed = message::<Profile>(bytes, |profile| {
        cut(profile, device(bytes));
    });
    message::<TopLevel>(bytes, |profile| ask(profile, device(bytes)));
    // The same without types.
    if let Ok(Value::Dictionary(raw)) = read(bytes, &LIMITS) {
        let document = <TopLevel as apple_device_management::codec::Message>::DOCUMENT;
        let _ = check_dictionary(document, Side::Payload, &raw, device(bytes));
        if let Some(Value::Array(payloads)) = raw.get("PayloadContent") {
            for payload in payloads {
                if let Value::Dictionary(payload) = payload {
                    let _ = check_payload(payload, device(bytes));
                }
            }
        }
    }
    typed
}

pub(crate) fn declaration(bytes: &[u8]) -> bool {
    // Writing adds the token of a declaration that came without one.
    message_with::<Declaration>(bytes, Some("ServerToken"), |declaration| {
        let _ = declaration.content_token();
        let _ = check_references(declaration, &|_| None);
        cut(declaration, device(bytes));
    })
}

pub(crate) fn status(bytes: &[u8]) -> bool {
    message::<StatusReport>(bytes, |report| {
        ask(report, device(bytes));
        for item in status::items(&report.status_items).into_iter().flatten() {
            ask(&item, device(bytes));
            status::insert(&mut report.status_items, &item);
        }
    })
}

pub(crate) fn error(bytes: &[u8]) -> bool {
    message::<AnyError>(bytes, |error| ask(error, device(bytes)))
}

/// Reads the input as each of the types that have no tag.
pub(crate) fn untagged(bytes: &[u8]) -> bool {
    fn one<T: Check + Slot + Default>(bytes: &[u8]) -> bool {
        message::<T>(bytes, |message| ask(message, device(bytes)))
    }
    let readers: &[fn(&[u8]) -> bool] = &[
        one::<other::Esso>,
        one::<other::MachineInfo>,
        one::<other::ManifestUrl>,
        one::<other::PasswordHash>,
        one::<other::SkipKeys>,
        one::<DeclarationItemsResponse>,
        one::<TokensResponse>,
        one::<checkin::GetTokenResponse>,
        one::<checkin::GetBootstrapTokenResponse>,
        one::<checkin::UserAuthenticateResponse>,
        one::<checkin::ReturnToServiceResponse>,
    ];
    readers.iter().filter(|read| read(bytes)).count() > 0
}

/// Reads the input as any value.
pub(crate) fn value(bytes: &[u8]) -> bool {
    message::<Value>(bytes, |_| {})
}

pub(crate) fn signed(bytes: &[u8]) -> bool {
    let _ = profiles::open(bytes, &LIMITS);
    signed::unwrap(bytes, &LIMITS).is_ok()
}
