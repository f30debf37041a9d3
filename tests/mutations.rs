//! Damaged messages: whatever happens to the bytes, reading ends soon and never panics, and what
//! can still be read can be written.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod maker;

use std::time::{Duration, Instant};

use apple_device_management::checkin::{AnyCheckin, Identity, status_report};
use apple_device_management::codec::AnyDocument;
use apple_device_management::commands::{AnyCommand, Command, Reply};
use apple_device_management::declarations::Declaration;
use apple_device_management::errors::AnyError;
use apple_device_management::profiles::{Profile, TopLevel};
use apple_device_management::protocol::{DeclarationItemsResponse, StatusReport, TokensResponse};
use apple_device_management::wire::{Body, Encoding, Limits, read, write};
use apple_device_management::{Dictionary, Slot, Value, other, profiles, signed, status};
use maker::{Maker, Random};

const ROUNDS: usize = 400;

fn damage(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(out.len());
        match random.below(7) {
            0 => out.truncate(at),
            1 => out.insert(at, random.next() as u8),
            2 => {
                let end = (at + random.below(40)).min(out.len());
                let piece = out[at..end].to_vec();
                let to = random.below(out.len());
                out.splice(to..to, piece);
            }
            3 => {
                let end = (at + random.below(20)).min(out.len());
                out.drain(at..end);
            }
            4 if !out.is_empty() => {
                out[at] = *random.pick(&[0, 0xff, 0x7f, b'<', b'&', b'{', b'"'])
            }
            5 if !out.is_empty() => out[at] ^= 1 << random.below(8),
            _ if !out.is_empty() => {
                // The end of a binary property list is where its table is.
                let at = out.len() - 1 - random.below(out.len().min(40));
                out[at] = random.next() as u8;
            }
            _ => {}
        }
    }
    out
}

fn hammer(body: &[u8], random: &mut Random, mut run: impl FnMut(&[u8])) {
    for _ in 0..ROUNDS {
        let bytes = damage(body, random);
        let begin = Instant::now();
        run(&bytes);
        let took = begin.elapsed();
        assert!(took < Duration::from_secs(5), "{took:?} for {bytes:?}");
    }
}

/// Reads damaged bodies of this value as this type.
fn message<T: Slot + Default>(value: &Value, mut more: impl FnMut(&T)) {
    for encoding in [Encoding::Xml, Encoding::Binary, Encoding::Json] {
        let Ok(body) = write(value, encoding) else { continue };
        let mut random = Random::new(body.len() as u64);
        let read_one = |bytes: &[u8]| {
            if let Ok(message) = read::<T>(bytes, &Limits::default()) {
                let _ = write(&message, encoding);
                more(&message);
            }
        };
        hammer(&body, &mut random, read_one);
    }
}

/// Names of entries, and what makes the value of each from a document's identifier.
type Entries<'a> = &'a [(&'a str, &'a dyn Fn(&str) -> Value)];

fn made<T: AnyDocument>(entries: Entries<'_>) -> Vec<Value> {
    let mut all = Vec::new();
    for (at, (id, make)) in T::VARIANTS.iter().enumerate() {
        let payload = make().document().unwrap().payload;
        let mut value = Maker::new(at as u64, false).of_type(&payload);
        if let Value::Dictionary(content) = &mut value {
            for (name, make) in entries {
                content.insert((*name).to_owned(), make(id));
            }
        }
        all.push(value);
    }
    all
}

fn wrap(entries: &[(&str, Value)]) -> Value {
    Value::Dictionary(
        entries.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
    )
}

#[test]
fn checkin() {
    for value in made::<AnyCheckin>(&[]) {
        message::<AnyCheckin>(&value, |message| {
            let _ = Identity::of(message);
            if let AnyCheckin::DeclarativeManagement(message) = message {
                let _ = status_report(message, &Limits::default());
                let _ = message.endpoint.parse::<apple_device_management::checkin::Endpoint>();
            }
        });
    }
}

#[test]
fn commands_and_replies() {
    let tag = |id: &str| Value::from(id);
    for value in made::<AnyCommand>(&[("RequestType", &tag)]).into_iter().step_by(5) {
        let command = wrap(&[("CommandUUID", "1".into()), ("Command", value)]);
        message::<Command>(&command, |_| {});
    }
    for (at, (_, make)) in AnyCommand::VARIANTS.iter().enumerate().step_by(5) {
        let Some(payload) = make().document().unwrap().response else { continue };
        let mut value = Maker::new(at as u64, false).of_type(&payload);
        if let Value::Dictionary(entries) = &mut value {
            entries.insert("Status".to_owned(), "Acknowledged".into());
            entries.insert("CommandUUID".to_owned(), "1".into());
            entries.insert("UDID".to_owned(), "U".into());
        }
        message::<Reply>(&value, |reply| drop(reply.response_to(&make())));
    }
}

#[test]
fn errors() {
    for value in made::<AnyError>(&[]) {
        message::<AnyError>(&value, |_| {});
    }
}

#[test]
fn profiles_and_payloads() {
    let constant = |_: &str| Value::from("a");
    let version = |_: &str| Value::from(1);
    let tag = |id: &str| Value::from(id);
    let payloads = made::<profiles::AnyPayload>(&[
        ("PayloadIdentifier", &constant),
        ("PayloadUUID", &constant),
        ("PayloadType", &tag),
        ("PayloadVersion", &version),
    ]);
    for payloads in payloads.chunks(12) {
        let profile = wrap(&[
            ("PayloadIdentifier", "a".into()),
            ("PayloadUUID", "b".into()),
            ("PayloadType", "Configuration".into()),
            ("PayloadVersion", 1.into()),
            ("PayloadContent", Value::Array(payloads.to_vec())),
        ]);
        message::<Profile>(&profile, |_| {});
        message::<TopLevel>(&profile, |_| {});
    }
    let mut random = Random::new(1);
    for body in [
        &include_bytes!("fixtures/signed-profile.der")[..],
        include_bytes!("fixtures/signed-profile.ber"),
    ] {
        hammer(body, &mut random, |bytes| {
            let _ = profiles::open(bytes, &Limits::default());
            let _ = signed::unwrap(bytes, &Limits::default());
        });
    }
}

#[test]
fn declarations() {
    use apple_device_management::declarations::{configurations, management};
    let mut payloads = made::<configurations::AnyConfiguration>(&[]);
    let ids = configurations::AnyConfiguration::VARIANTS.iter().map(|(id, _)| *id);
    let managed = management::AnyManagement::VARIANTS.iter().map(|(id, _)| *id);
    payloads.extend(made::<management::AnyManagement>(&[]));
    for (id, payload) in ids.chain(managed).zip(payloads).step_by(4) {
        let declaration = wrap(&[
            ("Type", id.into()),
            ("Identifier", "a".into()),
            ("ServerToken", "b".into()),
            ("Payload", payload),
        ]);
        message::<Declaration>(&declaration, |declaration| drop(declaration.content_token()));
    }
    let item = wrap(&[("Identifier", "a".into()), ("ServerToken", "b".into())]);
    let list = || Value::Array(vec![item.clone()]);
    let lists = wrap(&[
        ("Activations", list()),
        ("Configurations", list()),
        ("Assets", list()),
        ("Management", list()),
    ]);
    let items = wrap(&[("Declarations", lists), ("DeclarationsToken", "t".into())]);
    message::<DeclarationItemsResponse>(&items, |_| {});
    let tokens = wrap(&[("SyncTokens", wrap(&[("DeclarationsToken", "t".into())]))]);
    message::<TokensResponse>(&tokens, |_| {});
}

#[test]
fn status_reports() {
    let mut items = Dictionary::new();
    for value in made::<status::AnyStatusItem>(&[]) {
        let Value::Dictionary(entries) = value else { continue };
        for (name, value) in entries {
            if let Ok(item) = status::item(name, value) {
                status::insert(&mut items, &item);
            }
        }
    }
    let report = wrap(&[("StatusItems", items.into()), ("Errors", Value::Array(vec![]))]);
    message::<StatusReport>(&report, |report| drop(status::items(&report.status_items)));
}

#[test]
fn others() {
    fn one<T: Body + Default + apple_device_management::codec::Message>() {
        message::<T>(&Maker::new(3, false).of_type(&T::DOCUMENT.payload), |_| {});
    }
    one::<other::Esso>();
    one::<other::MachineInfo>();
    one::<other::ManifestUrl>();
    one::<other::PasswordHash>();
    one::<other::SkipKeys>();
}
