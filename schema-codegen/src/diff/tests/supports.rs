use apple_device_management_core::Os;

use super::{Case, SOURCE, back, doc, one, profile};
use crate::raw::{OsEntry, RawDocument};
use crate::testing::{K, document, key, model, oses, says, spanned};

/// A profile with this support, and with these keys.
fn on(lines: &[&str], keys: Vec<K>) -> RawDocument {
    let mut raw = document(SOURCE, keys);
    raw.payload.supported_os = Some(oses(lines));
    raw
}

/// Two releases of a document with different supports.
fn root(old: &[&str], new: &[&str], expected: &'static [&'static str]) -> Case {
    Case { old: vec![on(old, vec![])], new: vec![on(new, vec![])], expected }
}

/// Two releases of a key with different entries for iOS.
fn said(
    old: impl FnOnce(&mut OsEntry),
    new: impl FnOnce(&mut OsEntry),
    expected: &'static [&'static str],
) -> Case {
    one(key("K", "string").os("iOS", old), key("K", "string").os("iOS", new), expected)
}

/// An entry that states nothing more.
fn nothing(_: &mut OsEntry) {}

pub(super) fn cases() -> Vec<Case> {
    let deprecated = |text: &'static str| says("deprecated", text);
    let removed = |text: &'static str| says("removed", text);
    let beta = || doc(profile(vec![]), |raw| raw.payload.beta = Some(spanned(true)), &[]);
    let mut cases = vec![
        // A version that is newer than any in the older schema. Keys that state nothing have it
        // too.
        Case {
            old: vec![on(&["iOS 9.0", "tvOS n/a"], vec![key("K", "string")])],
            new: vec![on(&["iOS 9.0", "tvOS 17.0"], vec![key("K", "string")])],
            expected: &["support-introduced : now on tvOS 17.0"],
        },
        // A version that is in the older schema, so this is a correction.
        Case {
            old: vec![on(&["iOS n/a"], vec![]), other(&["iOS 16.4"])],
            new: vec![on(&["iOS 15.0"], vec![]), other(&["iOS 16.4"])],
            expected: &["support-corrected : iOS 15.0, in retrospect (was not available)"],
        },
        root(
            &["iOS 12.0"],
            &["iOS 11.0"],
            &["support-corrected : iOS 11.0, in retrospect (was 12.0)"],
        ),
        root(&["iOS 12.0"], &["iOS 13.0"], &["support-narrowed : iOS only from 13.0 on, not 12.0"]),
        root(
            &["iOS 12.0", "macOS 11.0"],
            &["iOS n/a", "macOS 11.0"],
            &["support-withdrawn : not on iOS at all (was 12.0)"],
        ),
        said(nothing, deprecated("16.0"), &["support-deprecated K: deprecated since iOS 16.0"]),
        said(
            deprecated("16.0"),
            deprecated("15.0"),
            &["deprecation-moved K: deprecated since iOS 15.0, not 16.0"],
        ),
        said(
            deprecated("16.0"),
            nothing,
            &["deprecation-dropped K: no longer deprecated on iOS (was 16.0)"],
        ),
        said(nothing, removed("16.0"), &["support-removed K: removed in iOS 16.0"]),
        said(removed("16.0"), removed("15.0"), &["support-removed K: removed in iOS 15.0"]),
        said(removed("16.0"), removed("17.0"), &["support-widened K: removed in iOS: 16.0 → 17.0"]),
        said(removed("16.0"), nothing, &["support-widened K: removed in iOS: 16.0 → nothing"]),
        Case { expected: &["beta-begun : beta on iOS, macOS, tvOS, visionOS, watchOS"], ..beta() },
        back(beta(), &["beta-ended : no longer beta on iOS, macOS, tvOS, visionOS, watchOS"]),
        // The newer release covers an OS that the older does not.
        root(
            &["iOS 9.0"],
            &["iOS 9.0", "visionOS n/a"],
            &["support-denied : stated as not available on visionOS"],
        ),
        root(
            &["iOS 9.0", "visionOS 1.0"],
            &["iOS 9.0"],
            &["support-unstated : nothing stated on visionOS (was 1.0)"],
        ),
    ];
    cases.extend(inherited());
    cases
}

/// A second document, which has a version that a release then knows.
fn other(lines: &[&str]) -> RawDocument {
    let mut raw = on(lines, vec![]);
    raw.source = "mdm/profiles/y.yaml".to_owned();
    raw.payload.id = Some(("payloadtype", spanned("com.example.other".to_owned())));
    raw
}

fn inherited() -> Vec<Case> {
    let inner = |lines: &[&str]| vec![key("K", "string").on(lines)];
    vec![
        // The key states what it stated before; it is available on tvOS now because the payload is.
        Case {
            old: vec![on(&["iOS 9.0", "tvOS n/a"], inner(&["tvOS 17.4"]))],
            new: vec![on(&["iOS 9.0", "tvOS 17.0"], inner(&["tvOS 17.4"]))],
            expected: &["support-corrected : tvOS 17.0, in retrospect (was not available)"],
        },
        // The key is not available on the OS that the payload gets.
        Case {
            old: vec![on(&["iOS 9.0", "tvOS n/a"], vec![key("K", "string")])],
            new: vec![on(&["iOS 9.0", "tvOS 17.0"], inner(&["tvOS n/a"]))],
            expected: &[
                "support-introduced : now on tvOS 17.0",
                "support-withheld K: stays not available on tvOS while what holds it changes",
            ],
        },
        // The key is available on the OS that the payload gets, but in a later version.
        Case {
            old: vec![on(&["iOS 9.0", "tvOS n/a"], vec![key("K", "string")])],
            new: vec![on(&["iOS 9.0", "tvOS 17.0"], inner(&["tvOS 17.1"]))],
            expected: &[
                "support-introduced : now on tvOS 17.0",
                "support-introduced K: now on tvOS 17.1",
            ],
        },
        // If a dictionary changes, the keys in it change with it.
        one(
            key("D", "dictionary").sub(vec![key("E", "string")]),
            key("D", "dictionary").on(&["iOS 12.0"]).sub(vec![key("E", "string")]),
            &["support-narrowed D: iOS only from 12.0 on, not 9.0"],
        ),
    ]
}

pub(super) fn restrictions() -> Vec<Case> {
    let supervised = || said(nothing, says("supervised", true), &[]);
    let scopes = |list: &'static [&'static str]| says("allowed-scopes", list);
    let shared = |mode: &'static str| says("sharedipad.mode", mode);
    let right = |name: &'static str| says("accessrights", name);
    vec![
        Case {
            expected: &["restriction-tightened K: supervised on iOS: not stated → yes"],
            ..supervised()
        },
        back(supervised(), &["restriction-loosened K: supervised on iOS: yes → not stated"]),
        said(
            nothing,
            says("supervised", false),
            &["restriction-stated K: supervised on iOS: not stated → no"],
        ),
        said(
            nothing,
            says("userchannel", false),
            &["restriction-tightened K: userchannel on iOS: not stated → no"],
        ),
        // If nothing was stated before, nothing was known.
        said(
            nothing,
            says("multiple", false),
            &["restriction-stated K: multiple on iOS: not stated → no"],
        ),
        said(
            says("multiple", true),
            says("multiple", false),
            &["restriction-tightened K: multiple on iOS: yes → no"],
        ),
        said(
            scopes(&["system"]),
            scopes(&["system", "user"]),
            &["restriction-loosened K: allowed-scopes on iOS: system → system/user"],
        ),
        said(
            scopes(&["system"]),
            scopes(&["user"]),
            &["restriction-tightened K: allowed-scopes on iOS: system → user"],
        ),
        said(
            nothing,
            scopes(&["system"]),
            &["restriction-stated K: allowed-scopes on iOS: not stated → system"],
        ),
        said(
            shared("allowed"),
            shared("forbidden"),
            &["restriction-tightened K: sharedipad.mode on iOS: allowed → forbidden"],
        ),
        said(
            shared("required"),
            shared("allowed"),
            &["restriction-loosened K: sharedipad.mode on iOS: required → allowed"],
        ),
        said(
            right("None"),
            right("AllowSettings"),
            &["restriction-tightened K: accessrights on iOS: None → AllowSettings"],
        ),
        said(
            right("AllowQueryApplications"),
            right("QueryInstalledApps"),
            &["restriction-stated K: accessrights on iOS: \
               AllowQueryApplications → QueryInstalledApps"],
        ),
        said(
            right("AllowSettings"),
            right("None"),
            &["restriction-loosened K: accessrights on iOS: AllowSettings → None"],
        ),
    ]
}

/// Enrollments of a key.
fn enrollments(list: &[&str]) -> K {
    key("K", "string").os("iOS", says("allowed-enrollments", list))
}

#[test]
fn device_included_supervised_before_that_had_a_name() {
    let named = one(enrollments(&["device"]), enrollments(&["supervised", "device"]), &[]);
    assert_eq!(named.compare().changes[0].rule.id, "restriction-stated");
    // In a release that has the word `supervised`, `device` does not include it.
    let mut word = other(&["iOS 9.0"]);
    if let Some(entry) = word.payload.supported_os.as_mut().map(|oses| &mut oses.entries[0]) {
        says("allowed-enrollments", &["supervised"][..])(entry);
    }
    let mut said = one(enrollments(&["device"]), enrollments(&["supervised", "device"]), &[]);
    said.old.push(word.clone());
    said.new.push(word);
    assert_eq!(said.compare().changes[0].rule.id, "restriction-loosened");
}

#[test]
fn the_versions_of_a_release_tell_what_it_knew() {
    // A version of the future in a document does not count as one that the release covers.
    let case = Case {
        old: vec![on(&["iOS n/a", "macOS 11.0"], vec![]), other(&["iOS 18.0"])],
        new: vec![on(&["iOS 17.0", "macOS 11.0"], vec![]), other(&["iOS 18.0"])],
        expected: &[],
    };
    let rule = |ios: Option<&str>| {
        let (mut old, new) = (model(&case.old), model(&case.new));
        old.upstream.versions[Os::Ios as usize] = ios.map(|version| version.parse().unwrap());
        let release = |model| super::Release { model, raw: None };
        super::compare(release(&old), release(&new)).changes[0].rule.id
    };
    assert_eq!(rule(Some("16.4")), "support-introduced");
    assert_eq!(rule(Some("17.0")), "support-corrected");
    assert_eq!(rule(None), "support-corrected");
}
