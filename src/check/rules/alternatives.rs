//! Groups of keys of which one may stand for another.
//!
//! The schema cannot say "one of these". It marks all of them as required, though a check-in
//! message has one identity only (of the device or of the enrollment, and on the user channel of
//! the user in one of two forms), and an encrypted profile has its content in another key. Or it
//! marks none of them as required, and says only in its text that one is.

use apple_device_management_core::{Document, Table};

/// A group of keys that stand for each other.
pub(in crate::check) struct Alternatives {
    /// The document, or the folder of the documents.
    source: &'static str,
    /// Whether the keys stand in a nested dictionary, not at the root of the message.
    nested: bool,
    pub(in crate::check) keys: &'static [&'static str],
    pub(in crate::check) needed: Needed,
}

/// How many of the keys must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Needed {
    /// One, if they are required: where one is there, the others need not be.
    AsRequired,
    /// One or more.
    One,
    /// One, and no more.
    ExactlyOne,
}

const ALTERNATIVES: [Alternatives; 6] = [
    Alternatives {
        source: "mdm/checkin/",
        nested: false,
        keys: &["UDID", "EnrollmentID"],
        needed: Needed::ExactlyOne,
    },
    Alternatives {
        source: "mdm/checkin/",
        nested: false,
        keys: &["UserLongName", "EnrollmentUserID"],
        needed: Needed::AsRequired,
    },
    Alternatives {
        source: "mdm/profiles/TopLevel.yaml",
        nested: false,
        keys: &["PayloadContent", "EncryptedPayloadContent"],
        needed: Needed::AsRequired,
    },
    // The profile is at a URL or, from OS 27 on, in an asset.
    Alternatives {
        source: "declarative/declarations/configurations/legacy.yaml",
        nested: false,
        keys: &["ProfileURL", "ProfileAssetReference"],
        needed: Needed::One,
    },
    Alternatives {
        source: "declarative/declarations/configurations/legacy.interactive.yaml",
        nested: false,
        keys: &["ProfileURL", "ProfileAssetReference"],
        needed: Needed::One,
    },
    // From OS 27 on, an app is identified by the hash of its code, or by the team that signed it.
    Alternatives {
        source: "declarative/declarations/configurations/app.settings.yaml",
        nested: true,
        keys: &["CDHash", "TeamID"],
        needed: Needed::One,
    },
];

/// The groups for a dictionary of a document. A group for nested dictionaries counts only where the
/// table has all of its keys, since nothing else tells which dictionary is meant.
pub(in crate::check) fn of(
    document: &Document,
    table: &Table,
    at_root: bool,
) -> impl Iterator<Item = &'static Alternatives> {
    ALTERNATIVES.iter().filter(move |one| {
        let has_all = || one.keys.iter().all(|name| table.position(name).is_some());
        document.source.starts_with(one.source) && one.nested != at_root && (at_root || has_all())
    })
}

#[cfg(test)]
mod tests {
    use apple_device_management_core::emitted::*;

    use crate::check::check_dictionary;
    use crate::reflect::Side;

    /// A document as `cargo xtask regen` writes it.
    const fn document(id: &'static str, source: &'static str, table: &'static Table) -> Document {
        Document {
            family: Family::Configurations,
            id,
            title: id,
            source,
            support: Support(&SUPPORTS, 0),
            payload: ValueType::Dictionary(table),
            response: None,
            apply: None,
            beta: false,
            reasons: &[],
            related_status_items: &[],
            last: None,
        }
    }

    const LEGACY_SOURCE: &str = "declarative/declarations/configurations/legacy.yaml";
    const APPS_SOURCE: &str = "declarative/declarations/configurations/app.settings.yaml";
    static LEGACY_DOCUMENT: Document = document("legacy", LEGACY_SOURCE, &LEGACY);
    static APPS_DOCUMENT: Document = document("app.settings", APPS_SOURCE, &APPS);

    static LEGACY: Table = Table {
        name: "Legacy",
        source: LEGACY_SOURCE,
        packed: &[("ProfileURL", 0x11), ("ProfileAssetReference", 0x10011)],
        values: &[],
        constraints: &[],
        supports: &SUPPORTS,
        required: &[],
        order: &[],
        index: b"\x14\x00\x00\x00\xff\xff\x01\x00\xff\xff",
    };

    static APP: Table = Table {
        name: "App",
        source: APPS_SOURCE,
        packed: &[("CDHash", 0x11), ("TeamID", 0x11)],
        values: &[],
        constraints: &[],
        supports: &SUPPORTS,
        required: &[],
        order: &[],
        index: b"\x14\x00\x01\x00\xff\xff\xff\xff\x00\x00",
    };

    static ITEM: Key = Key {
        name: "App",
        presence: Unstated,
        always: false,
        constant: false,
        value: ValueType::Dictionary(&APP),
        support: Support(&SUPPORTS, 0),
        constraints: &NONE,
    };

    static APPS: Table = Table {
        name: "AppSettings",
        source: APPS_SOURCE,
        packed: &[("Apps", 0x6f)],
        values: &[(0, ValueType::Array(&ITEM))],
        constraints: &[],
        supports: &SUPPORTS,
        required: &[0],
        order: &[],
        index: b"\x14\x00\x00\x00\xff\xff",
    };

    static SUPPORTS: Supports = Supports {
        rows: &[[1, 0, 0, 0, 0], [2, 0, 0, 0, 0]],
        per_os: &[
            (0x0, 0x0, 0x0, 0x0),             // not stated
            (0x1000f00000000, 0x0, 0x0, 0x0), // 15.0
            (0x1001b00000000, 0x0, 0x0, 0x0), // 27.0
        ],
        texts: &[],
    };

    fn strings(names: &[&str]) -> Dictionary {
        let string = |name: &&str| ((*name).to_owned(), Value::String("x".to_owned()));
        names.iter().map(string).collect()
    }

    fn lines(document: &'static Document, content: &Dictionary, target: &str) -> Vec<String> {
        let target = target.parse().unwrap();
        let findings = check_dictionary(document, Side::Payload, content, &target);
        findings.iter().map(|finding| format!("{}: {}", finding.path, finding.problem)).collect()
    }

    #[test]
    fn a_profile_is_at_an_address_or_from_27_on_an_asset() {
        let legacy = |keys: &[&str], target| lines(&LEGACY_DOCUMENT, &strings(keys), target);
        let none: [&str; 0] = [];
        assert_eq!(legacy(&["ProfileURL"], "ios:26.4"), none);
        assert_eq!(legacy(&["ProfileURL"], "ios:27.0"), none);
        assert_eq!(legacy(&["ProfileAssetReference"], "ios:27.0"), none);
        assert_eq!(legacy(&["ProfileAssetReference", "ProfileURL"], "ios:27.0"), none);
        // Before OS 27, there is only one of the keys.
        assert_eq!(legacy(&[], "ios:26.4"), ["ProfileURL: required, but missing"]);
        let either = ": one of ProfileURL, ProfileAssetReference is required, but missing";
        assert_eq!(legacy(&[], "ios:27.0"), [either]);
        assert_eq!(legacy(&[], "ios").last().unwrap(), either, "it may be either");
    }

    #[test]
    fn an_app_is_told_by_its_code_or_by_who_signed_it() {
        let apps = |keys: &[&str]| {
            let list = Value::Array(vec![Value::Dictionary(strings(keys))]);
            let content = [("Apps".to_owned(), list)].into_iter().collect();
            lines(&APPS_DOCUMENT, &content, "ios:27.0")
        };
        assert!(apps(&["CDHash"]).is_empty() && apps(&["TeamID"]).is_empty());
        assert!(apps(&["CDHash", "TeamID"]).is_empty());
        assert_eq!(apps(&[]), ["Apps/0: one of CDHash, TeamID is required, but missing"]);
    }
}
