//! Works out effective support a second time, in a plain and slow way, from the parsed files and by
//! the rules as a person would read them. Of the stages behind the parser, only the corrections of
//! the overlay are used. The result must be that of the model, for every key path and OS of the
//! pinned release and of all 16 releases up to 18.3.
//!
//! This tests the model. `tests/facts.rs` of the crate tests that the compiled tables are the same
//! as the model of the pinned release. Together they compare the tables with the files.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

#[allow(dead_code, reason = "what other tests need of it")]
mod releases;

use std::collections::BTreeMap;

use apple_device_management_core::{
    AccessRights, Enrollment, Enrollments, Introduced, KeyPath, Mode, Os, OsSupport, Scope,
    Segment, Version,
};
use schema_codegen::effective::{self, Side};
use schema_codegen::overlay::Overlay;
use schema_codegen::raw::{ListId, OsEntry, RawDocument, RawKey, SupportedOs};

use releases::{PINNED, RELEASES, read};

#[test]
#[cfg_attr(no_schema, ignore = "the submodule vendor/device-management is not checked out")]
fn of_every_release() {
    for release in [PINNED].into_iter().chain(RELEASES) {
        let Some(named) = read(&[release]) else { return };
        let (name, reading) = (release.0, &named[0].reading);
        let mut documents = reading.raw.clone().unwrap();
        Overlay::reviewed().unwrap().apply(&mut documents).unwrap();
        let mut compared = 0;
        for document in &documents {
            compared += compare(name, document, &reading.model);
        }
        println!("{name}: {compared} key paths on {} OSes", Os::ALL.len());
        assert!(compared > 2_000, "{name}: {compared}");
    }
}

/// Compares all key paths of a document; returns how many there were.
fn compare(release: &str, document: &RawDocument, model: &schema_codegen::model::Model) -> usize {
    let source = &document.source;
    let lowered = model.documents.iter().find(|one| one.source == *source).unwrap();
    let mut found: BTreeMap<(Side, KeyPath), [OsSupport; 5]> = BTreeMap::new();
    effective::walk(model, lowered, &mut |place| {
        found.insert((place.side, place.path.clone()), place.support.0);
    });
    let root = effective::Effective::root(model, lowered);
    for os in Os::ALL {
        assert_eq!(*root.on(os), by_hand(release, document, &[], os), "{release} {source} {os}");
    }
    // The model must have all that the files have and nothing else, with the same support.
    for (side, path) in paths(document) {
        assert!(found.contains_key(&(side, path.clone())), "{release} {source} {side:?} {path}");
    }
    for ((side, path), supports) in &found {
        let chain = chain(document, *side, path);
        for os in Os::ALL {
            let expected = by_hand(release, document, &chain, os);
            assert_eq!(supports[os as usize], expected, "{release} {source} {side:?} {path} {os}");
        }
    }
    found.len()
}

// The rules.

/// The release since which each OS is covered. Before it, a document that does not name the OS says
/// nothing about it.
fn speaks_of(release: &str, os: Os) -> bool {
    let release: Version = release.parse().unwrap();
    let first = match os {
        Os::Ios | Os::MacOs | Os::TvOs => Version::new(15, 0, 0),
        Os::WatchOs => Version::new(17, 0, 0),
        Os::VisionOs => Version::new(17, 4, 0),
    };
    release >= first
}

fn by_hand(release: &str, document: &RawDocument, chain: &[&RawKey], os: Os) -> OsSupport {
    let payload = document.payload.supported_os.as_ref();
    let names_any = payload.is_some_and(|supported| !supported.entries.is_empty());
    let at_root = payload.and_then(|supported| entry(supported, os));
    if at_root.is_none() && names_any && speaks_of(release, os) {
        return OsSupport::NEVER;
    }
    let keys = chain.iter().map(|key| key.supported_os.as_ref().and_then(|one| entry(one, os)));
    // From the payload down to the key.
    let said: Vec<&OsEntry> = std::iter::once(at_root).chain(keys).flatten().collect();
    let texts = |word| -> Vec<&str> { said.iter().filter_map(|one| one.text(word)).collect() };
    let (introduced, removed) = (texts("introduced"), texts("removed"));
    if introduced.contains(&"n/a") || removed.iter().any(|text| version(text) == Some(ZERO)) {
        return OsSupport::NEVER;
    }
    let scopes_of_keys = chain.iter().rev().find_map(|key| {
        let own = key.supported_os.as_ref().and_then(|one| entry(one, os));
        let own = own.and_then(|one| one.list("allowed-scopes"));
        own.or(key.allowed_scopes.as_ref().map(|words| &*words.value))
    });
    let scopes = scopes_of_keys.or_else(|| at_root.and_then(|one| one.list("allowed-scopes")));
    let since = match introduced.iter().filter_map(|text| version(text)).max() {
        Some(latest) => Introduced::Since(latest),
        None if introduced.contains(&"all") => Introduced::Always,
        None => Introduced::Unstated,
    };
    let beta = match (document.payload.beta.as_ref().map(|beta| beta.value), chain) {
        (Some(true), _) => {
            nearest(&said[at_root.iter().count()..], |one| one.flag("beta")).or(Some(true))
        }
        _ => nearest(&said, |one| one.flag("beta")),
    };
    let enrollments = nearest(&said, |one| one.list("allowed-enrollments")).map(|words| {
        words.iter().filter_map(|one| Enrollment::from_name(one)).collect::<Enrollments>()
    });
    let flag = |word| nearest(&said, |one| one.flag(word));
    let text = |word| nearest(&said, |one| one.text(word));
    OsSupport::UNSTATED
        .with_introduced(since)
        .with_deprecated(texts("deprecated").iter().filter_map(|text| version(text)).min())
        .with_removed(removed.iter().filter_map(|text| version(text)).min())
        .with_access_rights(text("accessrights").map(rights))
        .with_supervised(flag("supervised"))
        .with_requires_dep(flag("requiresdep"))
        .with_user_approved_mdm(flag("userapprovedmdm"))
        .with_allow_manual_install(flag("allowmanualinstall"))
        .with_device_channel(flag("devicechannel"))
        .with_user_channel(flag("userchannel"))
        .with_multiple(flag("multiple"))
        .with_always_skippable(flag("always-skippable"))
        .with_beta(beta)
        .with_allowed_enrollments(enrollments)
        .with_allowed_scopes(scopes.map(scope_set))
        .with_shared_ipad_mode(text("sharedipad.mode").map(mode))
        .with_shared_ipad_device_channel(flag("sharedipad.devicechannel"))
        .with_shared_ipad_user_channel(flag("sharedipad.userchannel"))
        .with_shared_ipad_allowed_scopes(
            nearest(&said, |one| one.list("sharedipad.allowed-scopes")).map(scope_set),
        )
        .with_user_enrollment_mode(text("userenrollment.mode").map(mode))
        .with_user_enrollment_behavior(
            text("userenrollment.behavior").map(|text| &*text.to_owned().leak()),
        )
}

const ZERO: Version = Version::new(0, 0, 0);

/// The value of an attribute in the last entry that states it, which is the nearest to the key.
fn nearest<'a, T>(said: &[&'a OsEntry], of: impl Fn(&'a OsEntry) -> Option<T>) -> Option<T> {
    said.iter().rev().find_map(|one| of(one))
}

fn entry(supported: &SupportedOs, os: Os) -> Option<&OsEntry> {
    supported.entries.iter().find(|entry| entry.os == os.name())
}

fn version(text: &str) -> Option<Version> {
    text.parse().ok()
}

fn rights(text: &str) -> AccessRights {
    AccessRights::parse(text.to_owned().leak()).0
}

fn mode(text: &str) -> Mode {
    match text {
        "allowed" => Mode::Allowed,
        "required" => Mode::Required,
        "forbidden" => Mode::Forbidden,
        "ignored" => Mode::Ignored,
        other => panic!("{other}"),
    }
}

fn scope_set(words: &[String]) -> apple_device_management_core::Scopes {
    words.iter().filter_map(|word| Scope::from_name(word)).collect()
}

// The way through the files.

fn root(document: &RawDocument, side: Side) -> Option<ListId> {
    match side {
        Side::Payload => document.payload_keys,
        Side::Response => document.response_keys,
    }
}

/// The keys from the root to a path.
fn chain<'a>(document: &'a RawDocument, side: Side, path: &KeyPath) -> Vec<&'a RawKey> {
    let mut list = root(document, side);
    let mut chain = Vec::new();
    for segment in &path.0 {
        let keys = &document.lists[list.unwrap().0].keys;
        let key = match segment {
            Segment::Key(name) => keys.iter().find(|key| key.name == *name).unwrap(),
            // There are several variants: the next segment is the name of one.
            _ if keys.len() > 1 => continue,
            _ => &keys[0],
        };
        chain.push(key);
        list = key.subkeys;
    }
    chain
}

/// All key paths, except those of a list within itself.
fn paths(document: &RawDocument) -> Vec<(Side, KeyPath)> {
    let mut all = Vec::new();
    for side in [Side::Payload, Side::Response] {
        if let Some(list) = root(document, side) {
            collect(document, list, side, false, &mut vec![], &KeyPath::root(), &mut all);
        }
    }
    all
}

fn collect(
    document: &RawDocument,
    list: ListId,
    side: Side,
    of_array: bool,
    open: &mut Vec<ListId>,
    above: &KeyPath,
    all: &mut Vec<(Side, KeyPath)>,
) {
    if open.contains(&list) {
        return;
    }
    open.push(list);
    let keys: &[RawKey] = &document.lists[list.0].keys;
    for key in keys {
        // The item of an array, or a key that stands for any key.
        let any = key.name.starts_with("ANY") || key.name.starts_with('<');
        let each = keys.len() == 1 && (of_array || any);
        let path = match (each, of_array) {
            (true, _) => above.with(Segment::Each),
            (false, true) => above.with(Segment::Each).key(&key.name),
            (false, false) => above.key(&key.name),
        };
        all.push((side, path.clone()));
        if let Some(below) = key.subkeys {
            let of_array = key.kind.as_ref().is_some_and(|kind| kind.value == "array");
            collect(document, below, side, of_array, open, &path, all);
        }
    }
    open.pop();
}
