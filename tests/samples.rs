//! Written samples of every kind of message: each is read as what it is, in every encoding, and
//! written again as it was.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use apple_device_management::checkin::{self, AnyCheckin};
use apple_device_management::codec::AnyDocument;
use apple_device_management::commands::{AnyCommand, Command, Reply};
use apple_device_management::declarations::Declaration;
use apple_device_management::errors::AnyError;
use apple_device_management::profiles::{AnyPayload, Profile};
use apple_device_management::protocol::{DeclarationItemsResponse, StatusReport, TokensResponse};
use apple_device_management::wire::{Encoding, Limits, read, write};
use apple_device_management::{Slot, Value, other};

fn folder(name: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(name);
    let paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let stem = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|path| (stem(path), fs::read(path).unwrap())).collect()
}

/// Reads each sample of a folder in every encoding; `known` says whether it was understood.
fn samples<T: Slot + Default>(name: &str, known: impl Fn(&T) -> bool) {
    let limits = Limits::default();
    let all = folder(name);
    assert!(!all.is_empty(), "{name}");
    for (stem, body) in all {
        let what = format!("{name}/{stem}");
        let sample: Value = read(&body, &limits).unwrap();
        let mut encodings = vec![Encoding::Json];
        // A null has no place in a property list.
        if write(&sample, Encoding::Xml).is_ok() {
            encodings.extend([Encoding::Xml, Encoding::Binary]);
        }
        for encoding in encodings {
            let body = write(&sample, encoding).unwrap();
            let typed: T = read(&body, &limits).unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_eq!(known(&typed), !stem.starts_with("unknown"), "{what}: {encoding:?}");
            let again = write(&typed, encoding).unwrap();
            let (before, after): (Value, Value) =
                (read(&body, &limits).unwrap(), read(&again, &limits).unwrap());
            assert_eq!(after, before, "{what}: {encoding:?}");
        }
    }
}

#[test]
fn requests_of_devices() {
    samples::<AnyCheckin>("checkin", |message| message.document().is_some());
    samples::<Reply>("reply", |_| true);
    samples::<StatusReport>("status", |_| true);
    samples::<other::MachineInfo>("machine-info", |_| true);
}

#[test]
fn what_servers_send() {
    samples::<Command>("command", |command| command.command.command.document().is_some());
    samples::<AnyError>("error", |error| error.document().is_some());
    samples::<Profile>("profile", |profile| {
        let payloads = profile.payloads.as_deref().unwrap_or_default();
        payloads.iter().all(|payload| !matches!(payload.content, AnyPayload::Unknown(..)))
    });
    samples::<Declaration>("declaration", |d| d.payload.document().is_some());
    samples::<DeclarationItemsResponse>("declaration-items", |_| true);
    samples::<TokensResponse>("tokens", |_| true);
    samples::<other::Esso>("esso", |_| true);
    samples::<other::ManifestUrl>("manifest", |_| true);
    samples::<other::PasswordHash>("password-hash", |_| true);
    samples::<other::SkipKeys>("skip-keys", |_| true);
}

#[test]
fn every_checkin_message_has_a_sample() {
    let ids: Vec<String> = folder("checkin")
        .values()
        .map(|body| read::<AnyCheckin>(body, &Limits::default()).unwrap().id().to_owned())
        .collect();
    for (id, _) in AnyCheckin::VARIANTS {
        assert!(ids.iter().any(|one| one == id), "{id}");
    }
}

#[test]
fn answers_to_checkin() {
    use checkin::*;
    let all = folder("response");
    fn one<T: Slot + Default>(all: &BTreeMap<String, Vec<u8>>, name: &str) {
        let (body, limits) = (&all[name], Limits::default());
        let typed: T = read(body, &limits).unwrap();
        for encoding in [Encoding::Xml, Encoding::Binary] {
            let again: Value = read(&write(&typed, encoding).unwrap(), &limits).unwrap();
            assert_eq!(again, read::<Value>(body, &limits).unwrap());
        }
    }
    one::<UserAuthenticateResponse>(&all, "user-authenticate-challenge");
    one::<GetTokenResponse>(&all, "get-token");
    one::<GetBootstrapTokenResponse>(&all, "get-bootstrap-token");
    one::<ReturnToServiceResponse>(&all, "return-to-service");
}

#[test]
fn a_command_names_its_tether() {
    let command: Command =
        read(&folder("command")["device-information"], &Limits::default()).unwrap();
    assert_eq!(command.command.request_requires_network_tether, Some(true));
    assert!(matches!(command.command.command, AnyCommand::DeviceInformation(_)));
}
