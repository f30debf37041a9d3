//! Samples of every message. Each is read as its type, in every encoding, and written again without
//! a change.
//!
//! The folders of `samples/` have samples that deserve a file of their own. The files of
//! `samples/every/` have a line for each other document, with keys of the schema only.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};

use apple_device_management::checkin::{self, AnyCheckin};
use apple_device_management::codec::{self, Message};
use apple_device_management::commands::{AnyCommand, Command, Reply};
use apple_device_management::declarations::{Declaration, DeclarationBase, credentials};
use apple_device_management::errors::AnyError;
use apple_device_management::profiles::{
    AnyPayload, CommonPayloadKeys, Payload, Profile, TopLevel,
};
use apple_device_management::protocol::{DeclarationItemsResponse, StatusReport, TokensResponse};
use apple_device_management::status::{self, StatusReason};
use apple_device_management::wire::{Encoding, Limits, read, write};
use apple_device_management::{Dictionary, Document, Slot, Value, other, reflect};
use support::round_trip::strays;

const ENCODINGS: [Encoding; 3] = [Encoding::Xml, Encoding::Binary, Encoding::Json];

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(name)
}

fn folder(name: &str) -> BTreeMap<String, Vec<u8>> {
    let paths: Vec<PathBuf> =
        fs::read_dir(path(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
    let stem = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|path| (stem(path), fs::read(path).unwrap())).collect()
}

fn lines(name: &str) -> Vec<Dictionary> {
    let text = fs::read_to_string(path("every").join(name)).unwrap();
    text.lines().map(|line| value(line.as_bytes())).collect()
}

#[track_caller]
fn value<T: Slot + Default>(body: &[u8]) -> T {
    let show = || String::from_utf8_lossy(body).into_owned();
    read(body, &Limits::default()).unwrap_or_else(|error| panic!("{error}\n{}", show()))
}

/// The documents of which there is a sample, and those with a sample of the answer, by source.
#[derive(Default)]
struct Seen {
    payloads: BTreeSet<&'static str>,
    responses: BTreeSet<&'static str>,
}

impl Seen {
    /// Reads each sample of a folder in every encoding. `documents` gives the documents as which it
    /// was read, `None` for an unknown one.
    fn folder<T: Slot + Default>(
        &mut self,
        name: &str,
        documents: impl Fn(&T) -> Vec<Option<&'static Document>>,
    ) {
        for (stem, body) in folder(name) {
            let sample: Value = value(&body);
            for encoding in ENCODINGS {
                // A property list has no null.
                let Ok(body) = write(&sample, encoding) else { continue };
                let typed: T = value(&body);
                let found = documents(&typed);
                let known = found.iter().all(Option::is_some);
                assert_eq!(known, !stem.starts_with("unknown"), "{name}/{stem}: {encoding:?}");
                self.payloads.extend(found.into_iter().flatten().map(|document| document.source));
                let again: Value = value(&write(&typed, encoding).unwrap());
                assert_eq!(again, value(&body), "{name}/{stem}: {encoding:?}");
            }
        }
    }

    fn of<T: Message>(&mut self, name: &str) {
        self.folder::<T>(name, |_| vec![Some(T::DOCUMENT)]);
    }

    fn response<T: Message>(&mut self, name: &str) {
        let body = &folder("response")[name];
        let typed: T = value(body);
        for encoding in ENCODINGS {
            let again: T = value(&write(&typed, encoding).unwrap());
            assert!(codec::same_view(again.view(), typed.view()), "{name}: {encoding:?}");
        }
        assert_eq!(value::<Value>(&write(&typed, Encoding::Xml).unwrap()), value(body), "{name}");
        self.responses.insert(T::DOCUMENT.source);
    }

    /// Reads a line as this type, which has to have all of its keys, and writes it in every encoding.
    fn line<T: Slot + Default + PartialEq + Debug>(
        &mut self,
        line: Dictionary,
        contents: impl Fn(&T) -> Vec<(Option<&'static Document>, &dyn Slot)>,
    ) -> T {
        let typed: T = value(&write(&line, Encoding::Json).unwrap());
        for (document, content) in contents(&typed) {
            let document = document.unwrap_or_else(|| panic!("unknown: {line:?}"));
            assert_eq!(strays(content.view()), [""; 0], "no keys of {}", document.source);
            self.payloads.insert(document.source);
        }
        for encoding in ENCODINGS {
            let again: T = value(&write(&typed, encoding).unwrap());
            assert_eq!(again, typed, "{encoding:?}");
        }
        assert_eq!(value::<Dictionary>(&write(&typed, Encoding::Json).unwrap()), line);
        typed
    }

    /// Reads the response to a command from a reply, in JSON and as a property list.
    fn reply(&mut self, command: &AnyCommand, response: &Value) {
        let source = command.document().unwrap().source;
        let whole = |keys: &Value| {
            let Value::Dictionary(keys) = keys.clone() else { panic!("{source}") };
            with(keys, &[("Status", "Acknowledged"), ("CommandUUID", "1"), ("UDID", "U")])
        };
        let reply: Reply = value(&write(&whole(response), Encoding::Json).unwrap());
        let typed = reply.strict_response_to(command).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(strays(typed.view()), [""; 0], "no keys of the answer of {source}");
        for encoding in [Encoding::Xml, Encoding::Binary] {
            let keys: Value = value(&write(&typed, encoding).unwrap());
            let reply: Reply = value(&write(&whole(&keys), encoding).unwrap());
            let again = reply.strict_response_to(command).unwrap();
            assert!(codec::same_view(again.view(), typed.view()), "{source}: {encoding:?}");
        }
        self.responses.insert(source);
    }

    fn requests_of_devices(&mut self) {
        self.folder::<AnyCheckin>("checkin", |message| vec![message.document()]);
        self.folder::<Reply>("reply", |_| vec![]);
        self.of::<StatusReport>("status");
        self.of::<StatusReason>("status-reason");
        self.of::<other::MachineInfo>("machine-info");
    }

    fn what_servers_send(&mut self) {
        self.folder::<Command>("command", |command| vec![command.command.request.document()]);
        self.folder::<AnyError>("error", |error| vec![error.document()]);
        self.folder::<Profile>("profile", |profile| {
            let payloads = profile.payloads.as_deref().unwrap_or_default();
            let contents = payloads.iter().flat_map(Payload::contents).map(AnyPayload::document);
            contents.chain([Some(TopLevel::DOCUMENT)]).collect()
        });
        self.folder::<Declaration>("declaration", |declaration| {
            vec![declaration.payload().document(), Some(DeclarationBase::DOCUMENT)]
        });
        self.of::<DeclarationItemsResponse>("declaration-items");
        self.of::<TokensResponse>("tokens");
        self.of::<other::Esso>("esso");
        self.of::<other::ManifestUrl>("manifest");
        self.of::<other::PasswordHash>("password-hash");
        self.of::<other::SkipKeys>("skip-keys");
    }

    fn answers_to_checkin(&mut self) {
        self.response::<checkin::UserAuthenticateResponse>("user-authenticate-challenge");
        self.response::<checkin::GetTokenResponse>("get-token");
        self.response::<checkin::GetBootstrapTokenResponse>("get-bootstrap-token");
        self.response::<checkin::ReturnToServiceResponse>("return-to-service");
    }

    fn lines(&mut self) {
        for mut line in lines("commands.jsonl") {
            let response = line.remove("Response");
            let line = with(line, &[("CommandUUID", "1")]);
            let command: Command = self.line(line, |command: &Command| {
                let command = &command.command.request;
                vec![(command.document(), command.content())]
            });
            let command = command.command.request;
            let answers = command.document().unwrap().response.is_some();
            assert_eq!(response.is_some(), answers, "an answer to {}", command.id());
            if let Some(response) = response {
                self.reply(&command, &response);
            }
        }
        for line in lines("payloads.jsonl") {
            let mut line = with(line, &[("PayloadIdentifier", "a"), ("PayloadUUID", "b")]);
            line.insert("PayloadVersion", 1);
            self.line(line, |payload: &Payload| {
                let common: &dyn Slot = &payload.common;
                let contents = payload
                    .contents()
                    .map(|one| -> (_, &dyn Slot) { (one.document(), one.content()) });
                contents.chain([(Some(CommonPayloadKeys::DOCUMENT), common)]).collect()
            });
        }
        for line in lines("declarations.jsonl") {
            let line = with(line, &[("Identifier", "a"), ("ServerToken", "b")]);
            self.line(line, |declaration: &Declaration| {
                vec![(
                    declaration.payload().document(),
                    declaration.payload().content() as &dyn Slot,
                )]
            });
        }
        self.credential::<credentials::AcmeCredential>();
        self.credential::<credentials::IdentityCredential>();
        self.credential::<credentials::ScepCredential>();
        self.credential::<credentials::UsernameAndPasswordCredential>();
        for (name, value) in lines("status.jsonl").into_iter().flatten() {
            self.status_item(&name, value);
        }
    }

    fn credential<T: Message + PartialEq + Debug>(&mut self) {
        let mut all = lines("credentials.jsonl").into_iter();
        let mut line = all.find(|line| line["Type"] == T::DOCUMENT.id.into()).unwrap();
        let Some(Value::Dictionary(content)) = line.remove("Content") else { panic!("{line:?}") };
        self.line(content, |content: &T| vec![(Some(T::DOCUMENT), content)]);
    }

    fn status_item(&mut self, name: &str, value: Value) {
        let item = status::item(name.to_owned(), value.clone()).unwrap();
        let document = item.document().unwrap_or_else(|| panic!("unknown: {name}"));
        assert_eq!(strays(item.content().view()), [""; 0], "no keys of {name}");
        self.payloads.insert(document.source);

        let mut report = StatusReport::default();
        status::insert(&mut report.status_items, &item);
        let report: StatusReport = self::value(&write(&report, Encoding::Json).unwrap());
        assert_eq!(status::items(&report.status_items), [Ok(item.clone())]);
        for encoding in ENCODINGS {
            let mut all: Dictionary = self::value(&write(item.content(), encoding).unwrap());
            let again = all.remove(name).unwrap();
            assert_eq!(status::item(name.to_owned(), again).as_ref(), Ok(&item), "{encoding:?}");
        }
    }
}

fn with(mut entries: Dictionary, more: &[(&str, &str)]) -> Dictionary {
    entries.extend(more.iter().map(|(name, text)| ((*name).to_owned(), Value::from(*text))));
    entries
}

#[test]
fn every_message_has_a_sample_and_comes_back_in_every_encoding() {
    let mut seen = Seen::default();
    seen.requests_of_devices();
    seen.what_servers_send();
    seen.answers_to_checkin();
    seen.lines();
    let without = |seen: &BTreeSet<&str>, response: bool| -> Vec<&str> {
        let sources = reflect::documents().filter(|one| !response || one.response.is_some());
        sources.map(|document| document.source).filter(|source| !seen.contains(source)).collect()
    };
    assert_eq!(without(&seen.payloads, false), [""; 0], "without a sample");
    assert_eq!(without(&seen.responses, true), [""; 0], "without a sample of the answer");
}

#[test]
fn a_command_names_its_tether() {
    let command: Command = value(&folder("command")["device-information"]);
    assert_eq!(command.command.request_requires_network_tether, Some(true));
    assert!(matches!(command.command.request, AnyCommand::DeviceInformation(_)));
}
