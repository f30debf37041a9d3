//! For every root type of every family: values made from its table are read and written without a
//! change, in every encoding, and some of them in the envelopes of the protocol.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on may panic")]

mod maker;

use std::cell::Cell;

use apple_device_management::checkin::{self, AnyCheckin};
use apple_device_management::codec::{AnyDocument, AnyRequest, Context, Message, Stop, Token};
use apple_device_management::commands::{AnyCommand, Command, Reply};
use apple_device_management::declarations::{self, Declaration};
use apple_device_management::errors::AnyError;
use apple_device_management::profiles::{AnyPayload, Profile};
use apple_device_management::status::AnyStatusItem;
use apple_device_management::wire::{Encoding, Limits, read, write};
use apple_device_management::{Dictionary, Slot, Value, ValueType, View, other, protocol};
use maker::Maker;

type Make = fn() -> Box<dyn Slot>;

thread_local! {
    static MAKE: Cell<Option<Make>> = const { Cell::new(None) };
    static VARIANT: Cell<usize> = const { Cell::new(0) };
}

/// A slot of a type that is chosen at run time.
struct Any(Box<dyn Slot>);

impl Default for Any {
    fn default() -> Any {
        Any((MAKE.get().expect("chosen before"))())
    }
}

impl Slot for Any {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        self.0.put(token, context)
    }

    fn view(&self) -> View<'_> {
        self.0.view()
    }
}

const ENCODINGS: [Encoding; 3] = [Encoding::Xml, Encoding::Binary, Encoding::Json];
const ROUNDS: u64 = 12;

/// Reads the value as this type and writes it, in every encoding.
#[track_caller]
fn round_trip<T: Slot + Default>(value: &Value, encoding: Encoding, what: &str) {
    let sent = write(value, encoding).unwrap_or_else(|error| panic!("{what}: {error}"));
    let show = || String::from_utf8_lossy(&sent).into_owned();
    let limits = Limits::default();
    let typed: T = read(&sent, &limits).unwrap_or_else(|e| panic!("{what}: {e}\n{}", show()));
    let again = write(&typed, encoding).unwrap_or_else(|e| panic!("{what}: {e}\n{}", show()));
    let (sent_value, came): (Value, Value) =
        (read(&sent, &limits).unwrap(), read(&again, &limits).unwrap());
    assert_eq!(&sent_value, value, "{what}: the encoding itself");
    assert_eq!(came, sent_value, "{what}, {encoding:?}");
}

fn seed(what: &str, round: u64) -> u64 {
    what.bytes().fold(round, |seed, byte| seed.wrapping_mul(131).wrapping_add(byte.into()))
}

fn each_round(what: &str, payload: ValueType, mut run: impl FnMut(Value, Encoding)) {
    for encoding in ENCODINGS {
        for round in 0..ROUNDS {
            let mut maker = Maker::new(seed(what, round), encoding == Encoding::Json);
            run(maker.of_type(&payload), encoding);
        }
    }
}

fn root(make: Make, what: &str, payload: ValueType) {
    MAKE.set(Some(make));
    each_round(what, payload, |value, encoding| round_trip::<Any>(&value, encoding, what));
}

struct Content<T>(T);

impl<T: AnyDocument> Slot for Content<T> {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        self.0.content_mut().put(token, context)
    }

    fn view(&self) -> View<'_> {
        self.0.content().view()
    }
}

/// Tests all types of a family's enum; gives how many there are.
fn family<T: AnyDocument>() -> usize {
    for (at, (id, make)) in T::VARIANTS.iter().enumerate() {
        VARIANT.set(at);
        let payload = make().document().expect("known").payload;
        root(|| Box::new(Content((T::VARIANTS[VARIANT.get()].1)())), id, payload);
    }
    T::VARIANTS.len()
}

fn one<T: Message + 'static>() {
    root(|| Box::<T>::default(), T::DOCUMENT.id, T::DOCUMENT.payload);
}

fn response<T: Message + 'static>() {
    let response = T::DOCUMENT.response.expect("a response");
    root(|| Box::<T>::default(), T::DOCUMENT.id, response);
}

#[test]
fn every_root_type_of_every_family() {
    let families = [
        family::<AnyCheckin>(),
        family::<AnyCommand>(),
        family::<AnyError>(),
        family::<AnyPayload>(),
        family::<AnyStatusItem>(),
        family::<declarations::activations::AnyActivation>(),
        family::<declarations::assets::AnyAsset>(),
        family::<declarations::credentials::AnyCredential>(),
        family::<declarations::configurations::AnyConfiguration>(),
        family::<declarations::management::AnyManagement>(),
    ];
    one::<declarations::DeclarationBase>();
    one::<protocol::StatusReport>();
    one::<protocol::TokensResponse>();
    one::<protocol::DeclarationItemsResponse>();
    one::<other::Esso>();
    one::<other::MachineInfo>();
    one::<other::ManifestUrl>();
    one::<other::PasswordHash>();
    one::<other::SkipKeys>();
    let documents: usize = apple_device_management::reflect::documents().count();
    assert_eq!(families.iter().sum::<usize>() + 9, documents, "a document was left out");
}

#[test]
fn every_response() {
    response::<checkin::GetTokenResponse>();
    response::<checkin::GetBootstrapTokenResponse>();
    response::<checkin::ReturnToServiceResponse>();
    response::<checkin::UserAuthenticateResponse>();
    for (at, (id, make)) in AnyCommand::VARIANTS.iter().enumerate() {
        VARIANT.set(at);
        if let Some(response) = make().document().and_then(|document| document.response) {
            root(|| (AnyCommand::VARIANTS[VARIANT.get()].1)().empty_response(), id, response);
        }
    }
}

fn with(value: Value, more: &[(&str, Value)]) -> Value {
    let Value::Dictionary(mut entries) = value else { panic!("a dictionary") };
    for (name, value) in more {
        entries.insert((*name).to_owned(), value.clone());
    }
    Value::Dictionary(entries)
}

fn nested(entries: &[(&str, Value)]) -> Value {
    with(Value::Dictionary(Dictionary::new()), entries)
}

fn each_of<T: AnyDocument>(mut run: impl FnMut(&'static str, Value, Encoding)) {
    for (id, make) in T::VARIANTS {
        let document = make().document().expect("known");
        each_round(document.source, document.payload, |value, encoding| run(id, value, encoding));
    }
}

#[test]
fn every_checkin_message_by_its_type() {
    each_of::<AnyCheckin>(|id, value, encoding| {
        round_trip::<AnyCheckin>(&value, encoding, id);
        let odd = with(value, &[("MessageType", "Unheard".into())]);
        round_trip::<AnyCheckin>(&odd, encoding, "unknown");
    });
}

#[test]
fn every_command_in_its_envelope() {
    each_of::<AnyCommand>(|id, value, encoding| {
        let value = with(value, &[("RequestType", id.into())]);
        let tether = with(value.clone(), &[("RequestRequiresNetworkTether", true.into())]);
        let odd = with(value.clone(), &[("RequestRequiresNetworkTether", "yes".into())]);
        let unknown = with(value.clone(), &[("RequestType", "Unheard".into())]);
        for command in [value, tether, odd, unknown] {
            let envelope =
                nested(&[("CommandUUID", "1".into()), ("Command", command), ("New", 1.into())]);
            round_trip::<Command>(&envelope, encoding, id);
        }
    });
}

#[test]
fn every_reply() {
    for (id, make) in AnyCommand::VARIANTS {
        let Some(response) = make().document().and_then(|document| document.response) else {
            continue;
        };
        each_round(id, response, |value, encoding| {
            let chain = nested(&[("ErrorCode", 5.into()), ("Odd", 1.0.into())]);
            let reply = with(
                value,
                &[
                    ("Status", "Acknowledged".into()),
                    ("CommandUUID", "1".into()),
                    ("UDID", "U".into()),
                    ("ErrorChain", Value::Array(vec![chain])),
                ],
            );
            round_trip::<Reply>(&reply, encoding, id);
            let typed: Reply = read(&write(&reply, encoding).unwrap(), &Limits::default()).unwrap();
            typed.strict_response_to(&make()).unwrap_or_else(|error| panic!("{id}: {error}"));
        });
    }
}

#[test]
fn every_error_by_its_code() {
    each_of::<AnyError>(|id, value, encoding| round_trip::<AnyError>(&value, encoding, id));
}

#[test]
fn every_payload_in_a_profile() {
    each_of::<AnyPayload>(|id, value, encoding| {
        let payload = with(
            value,
            &[
                ("PayloadIdentifier", "a".into()),
                ("PayloadUUID", "b".into()),
                ("PayloadType", id.into()),
                ("PayloadVersion", 1.into()),
                ("PayloadDisplayName", 7.into()),
            ],
        );
        let unknown = with(payload.clone(), &[("PayloadType", "com.example.x".into())]);
        let profile = nested(&[
            ("PayloadIdentifier", "a".into()),
            ("PayloadUUID", "b".into()),
            ("PayloadType", "Configuration".into()),
            ("PayloadVersion", 1.into()),
            ("PayloadContent", Value::Array(vec![payload, unknown])),
            ("New", 1.into()),
        ]);
        round_trip::<Profile>(&profile, encoding, id);
    });
}

#[test]
fn every_declaration() {
    let run = |id: &'static str, payload: Value, encoding| {
        for kind in [id, "com.apple.asset.unheard", "com.example.unheard"] {
            let declaration = nested(&[
                ("Type", kind.into()),
                ("Identifier", "a".into()),
                ("ServerToken", "b".into()),
                ("Payload", payload.clone()),
                ("New", 1.into()),
            ]);
            round_trip::<Declaration>(&declaration, encoding, id);
        }
    };
    each_of::<declarations::activations::AnyActivation>(run);
    each_of::<declarations::assets::AnyAsset>(run);
    each_of::<declarations::configurations::AnyConfiguration>(run);
    each_of::<declarations::management::AnyManagement>(run);
}

#[test]
fn every_status_item_in_a_report() {
    use apple_device_management::status;
    each_of::<AnyStatusItem>(|id, value, encoding| {
        if encoding != Encoding::Json || id == "status-reason" {
            return;
        }
        let Value::Dictionary(mut entries) = value else { panic!("a dictionary") };
        // Only the item itself is reported.
        entries.retain(|name, _| name == id);
        let Some(value) = entries.remove(id) else { return };
        let Ok(item) = status::item(id.to_owned(), value) else { panic!("{id}") };
        let mut report = Dictionary::new();
        status::insert(&mut report, &item);
        assert_eq!(status::items(&report), [Ok(item)], "{id}");
    });
}
