//! The seeds of inputs: the samples of this repository, and a value for every variant that the
//! tables know. All of it was written for this project; nothing is taken from Apple's schema or
//! from a device.

use std::fs;
use std::path::Path;

use apple_device_management::codec::AnyDocument;
use apple_device_management::declarations::{activations, assets, configurations, management};
use apple_device_management::wire::{Limits, read};
use apple_device_management::{
    Dictionary, Value, checkin, commands as orders, profiles as payloads,
};
use apple_device_management::{errors as problems, status as items};

use walkdir::{DirEntry, WalkDir};

use crate::maker::Maker;
use crate::texts;

/// The files below a folder of this repository, sorted.
fn files(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let entries = WalkDir::new(folder).into_iter().flatten();
    let files = entries.filter(|entry| !entry.file_type().is_dir());
    let mut paths: Vec<_> = files.map(DirEntry::into_path).collect();
    paths.sort();
    paths.iter().filter_map(|path| fs::read(path).ok()).collect()
}

fn samples(folder: &str) -> Vec<Value> {
    let bodies = files(&format!("tests/samples/{folder}"));
    bodies.iter().filter_map(|body| read(body, &Limits::default()).ok()).collect()
}

/// A value for each variant, with its identifier, as a property list has it.
fn made<T: AnyDocument>() -> impl Iterator<Item = (&'static str, Dictionary)> {
    T::VARIANTS.iter().enumerate().filter_map(|(at, (id, make))| {
        let payload = &make().document()?.payload;
        Some((*id, dictionary(Maker::new(at as u64, false).of_type(payload))))
    })
}

fn dictionary(value: Value) -> Dictionary {
    match value {
        Value::Dictionary(entries) => entries,
        _ => Dictionary::new(),
    }
}

/// A dictionary with these entries added.
fn with<const N: usize>(mut inner: Dictionary, entries: [(&str, Value); N]) -> Value {
    inner.extend(entries.into_iter().map(|(name, value)| (name.to_owned(), value)));
    Value::Dictionary(inner)
}

fn of<const N: usize>(entries: [(&str, Value); N]) -> Value {
    with(Dictionary::new(), entries)
}

fn and(folder: &str, made: impl Iterator<Item = Value>) -> Vec<Value> {
    samples(folder).into_iter().chain(made).collect()
}

pub(crate) fn checkins() -> Vec<Value> {
    let tagged = |(id, inner): (&str, _)| with(inner, [("MessageType", id.into())]);
    and("checkin", made::<checkin::AnyCheckin>().map(tagged))
}

pub(crate) fn commands() -> Vec<Value> {
    let wrapped = |(id, inner): (&str, _)| {
        let command = with(inner, [("RequestType", id.into())]);
        of([("CommandUUID", "1".into()), ("Command", command)])
    };
    and("command", made::<orders::AnyCommand>().map(wrapped))
}

pub(crate) fn replies() -> Vec<Value> {
    let made = orders::AnyCommand::VARIANTS.iter().enumerate().filter_map(|(at, (_, make))| {
        let response = make().document()?.response?;
        let inner = dictionary(Maker::new(at as u64, false).of_type(&response));
        let number = Value::from(at.to_string().as_str());
        let status = ("Status", "Acknowledged".into());
        Some(with(inner, [status, ("CommandUUID", number), ("UDID", "U".into())]))
    });
    and("reply", made)
}

pub(crate) fn profiles() -> Vec<Value> {
    fn names(kind: &str) -> [(&'static str, Value); 4] {
        [
            ("PayloadIdentifier", "a".into()),
            ("PayloadUUID", "b".into()),
            ("PayloadType", kind.into()),
            ("PayloadVersion", 1.into()),
        ]
    }
    let each = made::<payloads::AnyPayload>().map(|(id, inner)| with(inner, names(id)));
    let each: Vec<Value> = each.collect();
    let profile = |payloads: &[Value]| {
        let content = ("PayloadContent".to_owned(), Value::Array(payloads.to_vec()));
        with(Dictionary::from([content]), names("Configuration"))
    };
    and("profile", each.chunks(3).map(profile))
}

pub(crate) fn declarations() -> Vec<Value> {
    let made = made::<configurations::AnyConfiguration>()
        .chain(made::<management::AnyManagement>())
        .chain(made::<assets::AnyAsset>())
        .chain(made::<activations::AnyActivation>());
    let wrapped = |(id, payload): (&str, Dictionary)| {
        of([
            ("Type", id.into()),
            ("Identifier", "a".into()),
            ("ServerToken", "b".into()),
            ("Payload", payload.into()),
        ])
    };
    and("declaration", made.map(wrapped))
}

pub(crate) fn status_reports() -> Vec<Value> {
    let all: Vec<Dictionary> = made::<items::AnyStatusItem>().map(|(_, item)| item).collect();
    let report = |some: &[Dictionary]| {
        let mut tree = Dictionary::new();
        for (name, value) in some.iter().flatten() {
            if let Ok(item) = items::item(name.clone(), value.clone()) {
                items::insert(&mut tree, &item);
            }
        }
        of([("StatusItems", tree.into()), ("Errors", Value::Array(Vec::new()))])
    };
    and("status", all.chunks(6).map(report))
}

pub(crate) fn errors() -> Vec<Value> {
    let tagged = |(id, inner): (&str, _)| with(inner, [("code", id.into())]);
    and("error", made::<problems::AnyError>().map(tagged))
}

pub(crate) fn untagged() -> Vec<Value> {
    let bodies = ["esso", "machine-info", "manifest", "password-hash", "response", "skip-keys"];
    bodies.into_iter().chain(["declaration-items", "tokens"]).flat_map(samples).collect()
}

pub(crate) fn values() -> Vec<Value> {
    (0..60).map(|at| Maker::new(at, at % 2 == 0).any()).collect()
}

/// The seeds of all messages.
pub(crate) fn all() -> Vec<Value> {
    let messages = [checkins, commands, replies, profiles, declarations, status_reports, errors];
    messages.iter().chain(&[untagged, values]).flat_map(|seeds| seeds()).collect()
}

pub(crate) fn signed() -> Vec<Vec<u8>> {
    files("tests/fixtures")
}

/// Documents in Apple's format, written for this project.
pub(crate) fn documents() -> Vec<Vec<u8>> {
    let folders = ["tests/fixtures", "tests/emission", "overlay"];
    let all = folders.iter().flat_map(|folder| files(&format!("schema-codegen/{folder}")));
    // Fixtures that take long on purpose are left out: variants of them would show nothing new. So
    // are the files with what is expected of fixtures.
    all.filter(|text| text.len() < 4_000 && text.starts_with(b"title: ")).collect()
}

/// Each correction by itself, so that damage to one does not reach the others.
pub(crate) fn corrections() -> Vec<Vec<u8>> {
    const START: &str = "[[correction]]";
    let all = files("schema-codegen/overlay").concat();
    let all = String::from_utf8_lossy(&all);
    all.split(START).skip(1).map(|one| format!("{START}{one}").into_bytes()).collect()
}

/// The models of the documents that were written for this project.
pub(crate) fn models() -> Vec<Vec<u8>> {
    documents().iter().filter_map(|text| texts::model_of(text)).map(String::into_bytes).collect()
}

fn lines(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

pub(crate) fn device_targets() -> Vec<Vec<u8>> {
    lines(&[
        "ios",
        "ios:18.0,supervised,shared-ipad,user-channel,rights:8191",
        "macos:15.0,device-channel,device-enrollment,ade,user-approved",
        "tvos:9.3.1,rights:0",
        "watchos:10.0,user-enrollment",
        "visionos:2.4,local-enrollment",
    ])
}

pub(crate) fn versions() -> Vec<Vec<u8>> {
    lines(&["15.2", "10.13.4", "9", "65535.65535.65535", "0.0", "1.0.0.0", "n/a"])
}

pub(crate) fn key_paths() -> Vec<Vec<u8>> {
    lines(&["", "Settings/0/Item", "Queries/*/UDID", "a~1b/c~0d/~2*/~20", "Key Name", "é/字"])
}

pub(crate) fn dates() -> Vec<Vec<u8>> {
    lines(&["2024-02-29T23:59:59Z", "1970-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "2024-13-01"])
}

pub(crate) fn endpoints() -> Vec<Vec<u8>> {
    lines(&[
        "tokens",
        "declaration-items",
        "status",
        "declaration/configuration/com.example.a",
        "x",
    ])
}
