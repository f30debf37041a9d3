//! Compiles and uses the code that is emitted for the fixtures in `emission/` and `mended/`.
//!
//! If it does not compile, `UPDATE_FIXTURES=1 cargo test -p schema-codegen --test emission` still
//! runs.

#![allow(clippy::unwrap_used, unreachable_pub, dead_code, unused_imports, reason = "as generated")]

use apple_device_management_core::codec::{AnyDocument, Request};
use apple_device_management_core::{
    Dictionary, Introduced, Listed, Open, Os, Real, Subtype, Table, Value, ValueType, Version,
};
use serde::de::DeserializeOwned;

#[path = "../../tests/support/mod.rs"]
mod support;

#[rustfmt::skip]
#[path = "emission/mdm/checkin/mod.rs"]
mod checkin;
#[rustfmt::skip]
#[path = "emission/mdm/commands/mod.rs"]
mod commands;
#[rustfmt::skip]
#[path = "emission/declarative/declarations/configurations/mod.rs"]
pub mod configurations;
#[rustfmt::skip]
#[path = "emission/mdm/errors/mod.rs"]
mod errors;
#[rustfmt::skip]
#[path = "emission/other/mod.rs"]
mod other;
#[rustfmt::skip]
#[path = "emission/mdm/profiles/mod.rs"]
mod profiles;
#[rustfmt::skip]
#[path = "emission/declarative/status/mod.rs"]
mod status;

mod declarations {
    pub use super::configurations;
}

/// The code for documents with every kind of mistake.
#[allow(clippy::upper_case_acronyms, reason = "names on purpose as no schema has them")]
mod mended {
    #[rustfmt::skip]
    #[path = "../mended/mdm/commands/mod.rs"]
    pub mod commands;
    #[rustfmt::skip]
    #[path = "../mended/mdm/errors/mod.rs"]
    pub mod errors;
    #[rustfmt::skip]
    #[path = "../mended/mdm/profiles/mod.rs"]
    pub mod profiles;
}

use apple_device_management_core::Side;
use support::round_trip::Root;

macro_rules! root {
    ($side:ident $($path:ident)::+) => {
        Root::of::<crate::$($path)::+>(Side::$side)
    };
}

#[test]
fn every_type_is_read_and_written_in_every_format() {
    let roots: Vec<Root> = include!("emission/roots.rs").into();
    assert!(roots.iter().map(Root::round_trips).sum::<usize>() > 0);
}

#[test]
fn every_type_of_a_mended_document_too() {
    macro_rules! root {
        ($side:ident $($path:ident)::+) => {
            Root::of::<mended::$($path)::+>(Side::$side)
        };
    }
    let roots: Vec<Root> = include!("mended/roots.rs").into();
    assert!(roots.iter().map(Root::round_trips).sum::<usize>() > 0);
}

/// Messages of documents with mistakes are read and written without loss.
#[test]
fn what_is_taken_as_anything_keeps_what_it_is() {
    use mended::commands::{MixedArray, OneVariantUntagged, TwoFields, TypeUnknown};
    let mixed = r#"{"Things":["a",1,{"b":true}]}"#;
    assert_eq!(serde_json::to_string(&json::<MixedArray>(mixed)).unwrap(), mixed);
    let any = r#"{"Name":{"a":[1]}}"#;
    assert_eq!(serde_json::to_string(&json::<TypeUnknown>(any)).unwrap(), any);
    let fields: TwoFields = json(r#"{"Outer":{"FirstName":"a","first-name":"b"}}"#);
    let outer = fields.outer.unwrap();
    assert_eq!(
        (outer.first_name.as_deref(), outer.first_name_2.as_deref()),
        (Some("a"), Some("b"))
    );
    let union: OneVariantUntagged = json(r#"{"Settings":[{"Item":"Untagged","Name":"a"}]}"#);
    let settings = union.settings.unwrap();
    assert!(matches!(&settings[0], mended::commands::one_variant_untagged::Setting::Untagged(it)
            if it.name.as_deref() == Some("a")));
}

fn json<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

fn error<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
    serde_json::from_str::<T>(text).unwrap_err().to_string()
}

#[test]
fn a_field_is_plain_only_where_the_key_is_required_everywhere() {
    let commands::Presence { always, later_only, not_for_users, mac_only, .. } =
        json(r#"{"RequestType": "Presence", "Always": "a"}"#);
    let always: String = always;
    assert_eq!(always, "a");
    let nothing: (Option<String>, Option<String>, Option<bool>) = (None, None, None);
    assert_eq!((later_only, not_for_users, mac_only), nothing);
    let message = error::<commands::Presence>("{}");
    assert!(message.contains("`Always`: the required key is missing"), "{message}");
    let inner = r#"{"Always": "a", "Inner": {}}"#;
    let presence: commands::Presence = json(inner);
    assert!(presence.inner.is_none(), "an optional value that does not fit is kept aside");
    assert_eq!(
        serde_json::to_string(&presence).unwrap(),
        inner.replace(": ", ":").replace(", ", ",")
    );
}

#[test]
fn discriminators_are_written_and_no_fields() {
    let checkin::Greeting { kind, extra } = json(r#"{"MessageType": "Greeting", "Kind": "Hi"}"#);
    assert_eq!(kind, Open::Unlisted("Hi".to_owned()));
    assert_eq!(extra, Dictionary::new());
    let text = serde_json::to_string(&errors::Tired::default()).unwrap();
    assert_eq!(text, r#"{"code":"com.apple.tired"}"#);
    let message = error::<checkin::Greeting>(r#"{"MessageType": "Bye", "Kind": "Greeting"}"#);
    assert!(message.contains("expected the value `Greeting`, found `Bye`"), "{message}");
}

#[test]
fn values_have_readable_names_and_stay_open() {
    use commands::values::{Odd, Query};
    for (value, text) in [
        (Odd::V1_0, "1.0"),
        (Odd::TripleDes, "3DES"),
        (Odd::OperationAny, "operation:*"),
        (Odd::PasswordPlusCertificate, "Password+Certificate"),
        (Odd::Other, "Other"),
        (Odd::Self_, "Self"),
        (Odd::Unlisted, "Unlisted"),
        (Odd::Empty, ""),
    ] {
        assert_eq!(Open::from(text), Open::Listed(value));
        assert_eq!(value.as_str(), text);
    }
    let gated: Vec<Open<Query>> = vec!["Name".into(), Query::SerialNumber.into(), "Later".into()];
    let listed: Vec<_> = gated.iter().map(Open::listed).collect();
    assert_eq!(listed, [Some(Query::Name), Some(Query::SerialNumber), None]);
}

#[test]
fn a_union_is_an_enum_with_an_unknown_variant() {
    use commands::settings_sample::{Setting, SettingWallpaper};
    let settings: commands::SettingsSample = json(
        r#"{"Settings": [{"Where": 3, "Item": "Wallpaper"}, {"Item": "Later", "New": true}]}"#,
    );
    let wallpaper = SettingWallpaper { r#where: 3, ..Default::default() };
    assert_eq!(settings.settings[0], wallpaper.into());
    assert!(matches!(&settings.settings[1], Setting::Unknown(all) if all.len() == 2));
}

#[test]
fn a_union_may_hold_itself() {
    use commands::recursive_union::{Node, NodeGroup, NodeLeaf};
    let text = r#"{"Nodes":[{"Item":"Group","Members":[{"Item":"Leaf"}]}]}"#;
    let tree: commands::RecursiveUnion = json(text);
    let leaf = Node::from(NodeLeaf::default());
    let group = NodeGroup { members: Some(vec![leaf]), ..Default::default() };
    assert_eq!(tree.nodes, Some(vec![group.into()]));
    let known = commands::known_variant::First::default();
    assert!(matches!(known.into(), commands::known_variant::ListItem::Known(_)));
}

#[test]
fn a_shared_structure_is_one_type_with_a_table_for_each_support() {
    let shared = commands::Shared::default();
    let (_, _): (Option<commands::shared::Server>, Option<commands::shared::Server>) =
        (shared.mail, shared.calendar);
    let host = |name: &str| {
        let key = dictionary(&commands::shared::DOCUMENT.payload).key(name).unwrap();
        dictionary(&key.value).key("Host").unwrap().support.on(Os::MacOs).introduced()
    };
    assert_eq!(host("Mail"), Introduced::Since(Version::new(12, 0, 0)));
    assert_eq!(host("Calendar"), Introduced::Never);
}

#[test]
fn an_answer_with_the_keys_of_its_request_is_a_type_of_its_own() {
    let answer: <commands::Echo as Request>::Response = json(r#"{"Colour": "Red"}"#);
    let _: Option<commands::echo::EchoPlace> = answer.place;
    let _: Option<Vec<commands::Echo>> = answer.echoes;
    let repeated = commands::RepeatResponse { name: "A".to_owned(), ..Default::default() };
    assert_eq!(serde_json::to_string(&repeated).unwrap(), r#"{"Name":"A"}"#);
}

fn dictionary(value: &ValueType) -> &'static Table {
    match value {
        ValueType::Dictionary(table) => table,
        other => panic!("{other:?} is no dictionary"),
    }
}

#[test]
fn a_root_of_free_keys_holds_all_of_them() {
    let text = r#"{"com.apple.x":{"a":[1,true]},"y":""}"#;
    let anything: profiles::AnythingGoes = json(text);
    assert_eq!(anything.extra.len(), 2);
    assert_eq!(serde_json::to_string(&anything).unwrap(), text);
}

#[test]
fn a_document_is_found_by_its_identifier() {
    use configurations::AnyConfiguration;
    let ids: Vec<&str> = AnyConfiguration::VARIANTS.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, ["com.apple.configuration.combined"]);
    let combined = configurations::Combined { minimum_length: Some(6), ..Default::default() };
    assert_eq!(AnyConfiguration::from(combined).id(), ids[0]);
    let reasons = configurations::combined::DOCUMENT.reasons;
    let details: Vec<&str> = reasons[0].details.iter().map(|one| one.value.name()).collect();
    assert_eq!(details, ["string", "string", "integer", "array", "dictionary"]);
    let held: Vec<_> = reasons[0].details.iter().filter_map(|it| it.subtype).collect();
    assert_eq!(held, [Subtype::Timestamp]);
    assert_eq!((reasons.len(), reasons[1].details.len()), (2, 0));
}

#[test]
fn numbers_remember_how_they_were_written() {
    let text = r#"{"sample.group":{"level":1}}"#;
    let group: status::SampleGroup = json(text);
    assert_eq!(group.sample_group.level, Real::Integer(1));
    assert_eq!(serde_json::to_string(&group).unwrap(), text);
    let _: Value = json(text);
}
