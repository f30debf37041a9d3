//! Checks that a person has looked at every key whose name looks secret: it is on the list of
//! secrets, or an exception with a reason.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use schema_codegen::model::{Children, Content, Form, Key, Model};
use schema_codegen::secrets::Secrets;
use schema_codegen::{model_json, naming};

/// Words by which a name looks secret.
const WORDS: [&str; 16] = [
    "bypass",
    "challenge",
    "digest",
    "hash",
    "magic",
    "otp",
    "passcode",
    "passphrase",
    "password",
    "pin",
    "private",
    "psk",
    "recovery",
    "secret",
    "token",
    "unlock",
];

fn model() -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/model.json");
    model_json::read(&fs::read_to_string(path).unwrap()).unwrap()
}

fn take(keys: &[Key], names: &mut BTreeMap<String, bool>) {
    for key in keys {
        let text = matches!(key.form, Form::String | Form::Data | Form::Any);
        let free = text && key.rangelist.is_empty() && !key.constant;
        *names.entry(key.name.clone()).or_default() |= free;
        if let Children::Own(keys) = &key.children {
            take(keys, names);
        }
    }
}

/// The names of all keys, each with whether a key of this name may hold any text or data.
fn names(model: &Model) -> BTreeMap<String, bool> {
    let mut names = BTreeMap::new();
    for document in &model.documents {
        for content in [Some(&document.payload), document.response.as_ref()].into_iter().flatten() {
            let (Content::Dictionary(children) | Content::Map(children)) = content;
            if let Children::Own(keys) = children {
                take(keys, &mut names);
            }
        }
        document.shared.values().for_each(|list| take(&list.keys, &mut names));
    }
    names
}

#[test]
fn a_key_that_looks_secret_was_looked_at() {
    let Secrets { secret, exceptions } = Secrets::reviewed().unwrap();
    let known: BTreeSet<&String> =
        secret.iter().chain(exceptions.iter().map(|exception| &exception.name)).collect();
    assert_eq!(known.len(), secret.len() + exceptions.len(), "a name is on both lists");
    assert!(exceptions.iter().all(|exception| !exception.reason.is_empty()));
    let names = names(&model());
    let looks = |name: &str| naming::field(name).split('_').any(|word| WORDS.contains(&word));
    let unseen: Vec<&String> = names
        .iter()
        .filter(|(name, free)| **free && looks(name) && !known.contains(name))
        .map(|(name, _)| name)
        .collect();
    assert!(
        unseen.is_empty(),
        "list each in schema-codegen/overlay/secrets.toml, as secret or as an exception: {unseen:#?}"
    );
    let gone: Vec<_> = known.into_iter().filter(|name| !names.contains_key(*name)).collect();
    assert!(gone.is_empty(), "no key of the schema is called so any more: {gone:#?}");
}
