//! Builds the model of the real schema, if it is there: that of the submodule, which is the pinned
//! release, or of a folder that `DEVICE_MANAGEMENT_SCHEMA` names, which may hold any release.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use apple_device_management_core::{Introduced, Mode, Os, Presence, Version};
use schema_codegen::effective::{Covered, Effective, Side, required_always, walk};
use schema_codegen::model::{Document, Form, Key, Model, Upstream};
use schema_codegen::overlay::Overlay;
use schema_codegen::raw::RawDocument;
use schema_codegen::{check, discover, lower, model_json, parse};

const VARIABLE: &str = "DEVICE_MANAGEMENT_SCHEMA";

struct Schema {
    read: Vec<RawDocument>,
    laid: Vec<RawDocument>,
    model: Model,
    pinned: bool,
}

fn schema() -> Option<Schema> {
    let named = std::env::var_os(VARIABLE).map(PathBuf::from);
    let submodule = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vendor/device-management");
    let folder = named.clone().unwrap_or(submodule);
    let source = match discover::read_folder(&folder) {
        Ok(source) => source,
        Err(_) => {
            println!("skipped: no schema in {}, see {VARIABLE}", folder.display());
            return None;
        }
    };
    let pinned = named.is_none();
    let (read, broken) = parse::parse_documents(&source);
    assert_eq!(broken, []);
    let mut laid = read.clone();
    let stale = Overlay::reviewed().and_then(|overlay| overlay.apply(&mut laid));
    let stale = stale.unwrap_or_else(|error| panic!("{error}"));
    stale.iter().for_each(|stale| println!("{stale}"));
    assert!(!pinned || stale.is_empty(), "the overlay is of another release");
    let model = lower::lower_documents(&laid, Upstream::default())
        .unwrap_or_else(|error| panic!("{error}"));
    for line in &model.flaws {
        println!("{line}");
    }
    Some(Schema { read, laid, model, pinned })
}

/// The keys at a key path, with their supports: in the payload, then in the response.
fn at<T>(
    model: &Model,
    source: &str,
    path: &str,
    read: impl Fn(&Key, &Effective, &Effective) -> T,
) -> T {
    let document = document(model, source);
    let mut found = None;
    walk(model, document, &mut |place| {
        if found.is_none() && place.path.to_string() == path {
            found = Some(read(place.key, place.support, place.parent));
        }
    });
    found.unwrap_or_else(|| panic!("{source} has no {path}"))
}

fn document<'a>(model: &'a Model, source: &str) -> &'a Document {
    let found = model.documents.iter().find(|document| document.source == source);
    found.unwrap_or_else(|| panic!("there is no {source}"))
}

fn introduced(model: &Model, source: &str, path: &str, os: Os) -> Introduced {
    at(model, source, path, |_, support, _| support.on(os).introduced())
}

#[test]
#[cfg_attr(no_schema, ignore = "the submodule vendor/device-management is not checked out")]
fn every_fact_is_carried_or_has_a_reason() {
    let Some(schema) = schema() else { return };
    let coverage = check::count_facts(&schema.read, &schema.laid, &schema.model);
    assert_eq!(coverage.mismatches, []);
    let total = coverage.total();
    for (fact, tally) in &total {
        println!("{fact:40} {tally:?}");
    }
    if schema.pinned {
        let read = |fact: &str| total[fact].read;
        assert_eq!(read("documents"), 314);
        assert_eq!(read("keys"), 3628);
        assert_eq!(read("rangelists"), 307);
        assert_eq!(read("keys.supportedOS"), 1273);
    }
}

#[test]
#[cfg_attr(no_schema, ignore = "the submodule vendor/device-management is not checked out")]
fn the_model_reads_back_from_its_file() {
    let Some(schema) = schema() else { return };
    let text = model_json::write(&schema.model).unwrap();
    let back: Model = model_json::read(&text).unwrap_or_else(|error| panic!("{error}"));
    assert!(back == schema.model);
}

#[test]
#[cfg_attr(no_schema, ignore = "the submodule vendor/device-management is not checked out")]
fn nothing_contradicts_what_holds_it() {
    let Some(schema) = schema() else { return };
    let found = check::find_contradictions(&schema.model);
    for contradiction in &found {
        println!("{}", contradiction.flaw());
    }
    assert!(!schema.pinned || found.is_empty());
}

#[test]
#[cfg_attr(no_schema, ignore = "the submodule vendor/device-management is not checked out")]
fn keys_that_are_required_only_in_some_places() {
    let Some(schema) = schema() else { return };
    let mut narrower = BTreeSet::new();
    for document in &schema.model.documents {
        walk(&schema.model, document, &mut |place| {
            if place.key.presence == Presence::Required
                && !required_always(place.parent, place.support, place.key.presence)
            {
                let side = if place.side == Side::Payload { "" } else { " (response)" };
                narrower.insert(format!("{} {}{side}", document.source, place.path));
            }
        });
    }
    for path in &narrower {
        println!("{path}");
    }
    if schema.pinned {
        assert_eq!(narrower.len(), 52);
        for path in [
            "mdm/checkin/authenticate.yaml DeviceName",
            "mdm/checkin/checkout.yaml UDID",
            "mdm/checkin/tokenupdate.yaml EnrollmentUserID",
            "mdm/commands/user.list.yaml Users/*/FullName (response)",
            "other/machineinfo.yaml SERIAL",
        ] {
            assert!(narrower.contains(path), "{path}");
        }
    }
}

#[test]
#[cfg_attr(no_schema, ignore = "the submodule vendor/device-management is not checked out")]
fn odd_cases_by_name() {
    let Some(Schema { model, pinned: true, .. }) = schema() else { return };
    let since = |major, minor| Introduced::Since(Version::new(major, minor, 0));
    let never = Introduced::Never;
    let settings = "mdm/commands/settings.yaml";
    let airplay = "mdm/profiles/com.apple.airplay.yaml";
    let tcc = "mdm/profiles/com.apple.TCC.configuration-profile-policy.yaml";
    let vpn = "mdm/profiles/com.apple.vpn.managed.yaml";
    let authenticate = "mdm/checkin/authenticate.yaml";
    let authorization = |list| format!("Services/{list}/*/Authorization");
    for (source, path, os, expected) in [
        (settings, "Settings/*/AccessibilitySettings", Os::Ios, since(16, 0)),
        (settings, "Settings/*/AccessibilitySettings", Os::MacOs, never),
        // Only a condition is stated; the rest is inherited from the command.
        (settings, "Settings/*/AccessibilitySettings/Item", Os::WatchOs, since(10, 0)),
        // The schema states an earlier version for the item than for its list.
        (airplay, "AllowList/*", Os::Ios, since(14, 5)),
        (airplay, "AllowList/*/DeviceID", Os::MacOs, since(11, 3)),
        // A shared list of keys, at places that were introduced in different versions.
        (tcc, &authorization("Camera"), Os::MacOs, since(11, 0)),
        (tcc, &authorization("SystemPolicyAppBundles"), Os::MacOs, since(13, 0)),
        (vpn, "IKEv2", Os::WatchOs, never),
        (vpn, "IKEv2/PPK", Os::WatchOs, never),
        (vpn, "IKEv2/PPK", Os::Ios, since(18, 0)),
        (authenticate, "DeviceName", Os::Ios, never),
        (authenticate, "DeviceName", Os::MacOs, since(10, 7)),
        ("mdm/profiles/loginwindow.yaml", "DisableLoginItemsSuppression", Os::MacOs, since(10, 7)),
        ("other/manifesturl.yaml", "items/*/metadata/items", Os::Ios, never),
        ("mdm/checkin/returntoservice.yaml", "ReturnToService/Enabled", Os::VisionOs, since(26, 0)),
    ] {
        assert_eq!(introduced(&model, source, path, os), expected, "{source} {path} {os}");
    }
    let form = |source, path| at(&model, source, path, |key, _, _| key.form);
    assert_eq!(form(settings, "Settings"), Form::UnionArray);
    assert_eq!(form("mdm/commands/information.device.yaml", "Queries/*"), Form::GatedString);
    assert_eq!(form("mdm/profiles/TopLevel.yaml", "ConsentText"), Form::Map);
    assert_eq!(form("mdm/profiles/TopLevel.yaml", "ConsentText/*"), Form::String);
    let identity = at(&model, authenticate, "UDID", |_, support, _| *support.on(Os::Ios));
    assert_eq!(identity.user_enrollment_mode(), Some(Mode::Forbidden));
    let timer = "com.apple.EnergySaver.desktop.ACPower/Display Sleep Timer";
    at(&model, "mdm/profiles/com.apple.MCX(EnergySaver).yaml", timer, |key, _, _| {
        assert_eq!(key.rangelist, []);
        assert_eq!(
            key.range.as_ref().map(|range| (range.min, range.max)),
            Some((Some(0.0), Some(180.0)))
        );
    });
    let digest =
        at(&model, "mdm/checkin/userauthenticate.yaml", "DigestResponse", |key, _, _| key.presence);
    assert_eq!(digest, Presence::Optional);
}

#[test]
#[cfg_attr(no_schema, ignore = "the submodule vendor/device-management is not checked out")]
fn the_oses_that_the_release_speaks_of() {
    let Some(schema) = schema() else { return };
    let covered = Covered::of(&schema.model);
    for os in Os::ALL {
        println!("{os}: {}", covered.covers(os));
        assert!(!schema.pinned || covered.covers(os), "{os}");
    }
}
