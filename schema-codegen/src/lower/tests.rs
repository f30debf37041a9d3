use apple_device_management_core::{
    AccessRights, Family, Os, Presence, Right, Scope, Scopes, Subtype,
};

use super::*;
use crate::flaw::NOT_THERE;
use crate::model::{Children, Content, Form};
use crate::raw::{self, RawBounds, RawDocument, RawKey, RawReason, RawReasonDetail, Scalar};
use crate::testing::{
    K, answer, document as raw_document, key, model, payload, says, spanned, stated,
};

const COMMAND: &str = "mdm/commands/x.yaml";

fn one(keys: Vec<K>) -> Document {
    model(&[raw_document(COMMAND, keys)]).documents.remove(0)
}

fn problem(keys: Vec<K>) -> LowerError {
    first(lower_documents(&[raw_document(COMMAND, keys)], Upstream::default()))
}

fn first(result: std::result::Result<Model, LowerErrors>) -> LowerError {
    result.unwrap_err().0.remove(0)
}

fn message(keys: Vec<K>) -> String {
    problem(keys).to_string()
}

fn variant(name: &str, tag: &str) -> K {
    key(name, "dictionary").sub(vec![key("Item", "string").required().values(&[tag])])
}

#[test]
fn arrays_hold_an_item_or_variants() {
    let document = one(vec![
        key("Bare", "array"),
        key("List", "array").sub(vec![key("ListItem", "string")]),
        key("Settings", "array").sub(vec![variant("A", "A"), variant("B", "B")]),
    ]);
    let forms: Vec<Form> = payload(&document).iter().map(|key| key.form).collect();
    assert_eq!(forms, [Form::Array, Form::Array, Form::UnionArray]);
    let variants = payload(&document)[2].children.keys(&document);
    assert!(variants[1].children.keys(&document)[0].constant);
}

#[test]
fn a_union_needs_its_tag() {
    let union = |second: K| vec![key("S", "array").sub(vec![variant("A", "A"), second])];
    for second in [variant("B", "C"), key("B", "string"), key("B", "dictionary")] {
        assert!(message(union(second)).contains("`Item`"));
    }
    let untagged = problem(union(variant("B", "C")));
    assert_eq!(untagged.place.path, "payloadkeys.S");
    assert!(matches!(untagged.what, LowerProblem::UntaggedUnion { variant, .. } if variant == "B"));
    let mixed = problem(union(key("B", "string")));
    assert_eq!(mixed.what, LowerProblem::MixedItems("Item"));
}

#[test]
fn any_key_makes_a_map() {
    for name in ["ANY", "ANY app identifier", "<app identifier>"] {
        let document = one(vec![key("M", "dictionary").sub(vec![key(name, "string")])]);
        assert_eq!(payload(&document)[0].form, Form::Map, "{name}");
    }
    let whole = one(vec![key("ANY", "any")]);
    assert!(matches!(&whole.payload, Content::Map(Children::Own(value)) if value.len() == 1));
    let mixed = vec![key("M", "dictionary").sub(vec![key("ANY", "any"), key("Other", "any")])];
    assert!(message(mixed).contains("`ANY`"));
}

#[test]
fn a_string_with_subkeys_is_gated() {
    let values = vec![key("One", "string"), key("Two", "string").on(&["iOS 15.0"])];
    let document =
        one(vec![key("Queries", "array").sub(vec![key("QueriesItem", "string").sub(values)])]);
    let item = &payload(&document)[0].children.keys(&document)[0];
    assert_eq!(item.form, Form::GatedString);
    assert_eq!(item.children.keys(&document).len(), 2);
    let odd = |sub: K| vec![key("Q", "string").sub(vec![sub])];
    assert!(message(odd(key("One", "integer"))).contains("`One`"));
    assert!(message(vec![key("N", "integer").sub(vec![key("One", "string")])]).contains("integer"));
}

#[test]
fn a_dictionary_without_subkeys_holds_anything() {
    let document = one(vec![key("Payload", "dictionary")]);
    assert_eq!(payload(&document)[0].form, Form::Dictionary);
    assert_eq!(payload(&document)[0].children, Children::Own(vec![]));
}

#[test]
fn discriminators_are_constants_at_the_root_only() {
    let tag = || key("MessageType", "string").required().values(&["Hello"]);
    let source = "mdm/checkin/hello.yaml";
    let nested = key("Inner", "dictionary").sub(vec![tag()]);
    let model = model(&[raw_document(source, vec![tag(), nested])]);
    let keys = payload(&model.documents[0]);
    assert!(keys[0].constant && !keys[1].children.keys(&model.documents[0])[0].constant);
    for (name, values) in [("MediaType", &["Book"][..]), ("RequestType", &["A", "B"])] {
        let document = one(vec![key(name, "string").required().values(values)]);
        assert!(!payload(&document)[0].constant, "{name}");
    }
    let version = key("PayloadVersion", "integer")
        .required()
        .with(|key| key.rangelist = Some(spanned(vec![raw::Scalar::Integer(1)])));
    assert!(!payload(&one(vec![version]))[0].constant);
}

#[test]
fn the_kerberos_document_is_told_apart_by_its_extension() {
    let identifier =
        |values: &[&str]| key("ExtensionIdentifier", "string").required().values(values);
    let model = model(&[
        raw_document("mdm/profiles/sso(kerberos).yaml", vec![identifier(&["com.example.k"])]),
        raw_document("mdm/profiles/sso.yaml", vec![identifier(&[])]),
    ]);
    let constants: Vec<bool> =
        model.documents.iter().map(|document| payload(document)[0].constant).collect();
    assert_eq!(constants, [true, false]);
}

#[test]
fn an_error_is_named_by_its_code() {
    let error = |code: K| {
        let mut raw = raw_document("mdm/errors/x.yaml", vec![code]);
        raw.payload.id = None;
        lower_documents(&[raw], Upstream::default())
    };
    let model = error(key("code", "string").required().values(&["com.example.failed"])).unwrap();
    assert_eq!(model.documents[0].id, "com.example.failed");
    assert_eq!(model.documents[0].family, Family::Errors);
    assert_eq!(first(error(key("code", "string").required())).what, LowerProblem::NoId);
}

#[test]
fn repetition_moves_from_the_item_to_the_array() {
    let two = |key: &mut RawKey| {
        let two = Some(raw::Scalar::Integer(2));
        key.repetition = Some(spanned(RawBounds { min: two.clone(), max: two }));
    };
    let document = one(vec![key("Pair", "array").sub(vec![key("PairItem", "string").with(two)])]);
    let array = &payload(&document)[0];
    assert_eq!(array.repetition.unwrap().max, Some(2));
    assert_eq!(array.children.keys(&document)[0].repetition, None);
    // With arrays in arrays, each bound belongs to the array directly above.
    let inner = key("Inner", "array").with(two).sub(vec![key("Item", "string")]);
    let document = one(vec![key("Outer", "array").sub(vec![inner])]);
    let outer = &payload(&document)[0];
    assert!(outer.repetition.is_some());
    assert_eq!(outer.children.keys(&document)[0].repetition, None);
    assert_eq!(problem(vec![key("Plain", "string").with(two)]).what, LowerProblem::Repetition);
}

#[test]
fn shared_lists_are_held_once_and_recursion_ends() {
    let folder = key("Folder", "dictionary").anchor(
        "folder",
        vec![
            key("Name", "string"),
            key("Folders", "array").sub(vec![key("Item", "dictionary").alias("folder")]),
        ],
    );
    let again = key("Again", "dictionary")
        .alias("folder")
        .with(|key| key.subkey_type = Some("FolderType".to_owned()));
    let document = one(vec![folder, again]);
    let shared = Children::Shared("payload/Folder".to_owned());
    assert_eq!(payload(&document)[0].children, shared);
    assert_eq!(payload(&document)[1].children, shared);
    let list = &document.shared["payload/Folder"];
    assert_eq!(list.hint.as_deref(), Some("FolderType"));
    assert_eq!(list.keys[1].children.keys(&document)[0].children, shared);
}

#[test]
fn recursion_passes_through_an_array_or_map() {
    let inner = |wrap: fn(K) -> K| {
        vec![key("A", "dictionary").anchor("a", vec![wrap(key("B", "dictionary").alias("a"))])]
    };
    assert_eq!(problem(inner(|inner| inner)).what, LowerProblem::Endless);
    one(inner(|inner| key("List", "array").sub(vec![inner])));
    one(inner(|inner| {
        key("Map", "dictionary").sub(vec![key("ANY", "dictionary").sub(vec![inner])])
    }));
}

#[test]
fn nesting_has_a_bound() {
    let deep =
        (0..100).fold(key("K", "string"), |inner, _| key("K", "dictionary").sub(vec![inner]));
    assert!(matches!(problem(vec![deep]).what, LowerProblem::Depth(_)));
}

#[test]
fn odd_versions() {
    let os = |word, text: &str| one(vec![key("K", "string").os("iOS", says(word, text))]);
    let all = os("introduced", "all");
    assert_eq!(
        stated(&payload(&all)[0], Os::Ios).introduced(),
        apple_device_management_core::Introduced::Always
    );
    let old = os("deprecated", "n/a");
    assert_eq!(stated(&payload(&old)[0], Os::Ios).deprecated(), None);
    let zero = os("removed", "0");
    assert_eq!(stated(&payload(&zero)[0], Os::Ios).removed(), Some("0".parse().unwrap()));
    let error = message(vec![key("K", "string").on(&["iOS soon"])]);
    assert_eq!(
        error,
        "mdm/commands/x.yaml:7:3: payloadkeys.K.supportedOS.iOS.introduced: `soon` is neither a version nor one of `n/a`, `all`"
    );
}

#[test]
fn scopes_on_a_key_hold_on_every_os() {
    let scoped = key("K", "string")
        .os("macOS", says("allowed-scopes", &["user"][..]))
        .with(|key| key.allowed_scopes = Some(spanned(vec!["system".to_owned()])));
    let document = one(vec![scoped]);
    let scopes = |os| stated(&payload(&document)[0], os).allowed_scopes();
    assert_eq!(scopes(Os::TvOs), Some(Scopes::of(&[Scope::System])));
    assert_eq!(scopes(Os::MacOs), Some(Scopes::of(&[Scope::User])));
}

#[test]
fn access_rights_are_kept_and_odd_ones_reported_once() {
    let right = |text: &str| {
        let keys = vec![key("K", "string").os("iOS", says("accessrights", text))];
        model(&[raw_document(COMMAND, keys)])
    };
    let usual = right("QueryInstalledApps");
    assert_eq!(
        stated(&payload(&usual.documents[0])[0], Os::Ios).access_rights(),
        Some(AccessRights::One(Right::AllowQueryApplications, "QueryInstalledApps"))
    );
    assert!(usual.flaws.is_empty());
    assert_eq!(
        right("AllowTea").flaws,
        [
            "mdm/commands/x.yaml:7:3: payloadkeys.K.supportedOS.iOS.accessrights: value `AllowTea` of `accessrights` is not known (taken as an unknown right)"
        ]
    );
}

#[test]
fn constraints_that_nothing_can_meet_are_reported_with_their_place() {
    let bounds = |min, max| {
        let number = |value: Option<f64>| value.map(Scalar::Real);
        Some(spanned(RawBounds { min: number(min), max: number(max) }))
    };
    let range = |min, max| key("K", "real").with(|key| key.range = bounds(min, max));
    let count = |min: i64, max: i64| {
        let (min, max) = (Some(Scalar::Integer(min)), Some(Scalar::Integer(max)));
        let repetition = Some(spanned(RawBounds { min, max }));
        let item = key("Item", "string").with(|key| key.repetition = repetition);
        key("K", "array").sub(vec![item])
    };
    let format = |text: &str| {
        let format = Some(spanned(text.to_owned()));
        key("K", "string").with(|key| key.format = format)
    };
    let reported = |key: K| model(&[raw_document(COMMAND, vec![key])]).flaws;
    let fine = [
        range(Some(2.0), Some(2.0)),
        range(Some(2.5), None),
        range(None, Some(-1.0)),
        count(0, 1),
        format("^[a-z]{1,3}$"),
    ];
    for key in fine {
        assert_eq!(reported(key), [""; 0]);
    }
    let place = "mdm/commands/x.yaml:7:3: payloadkeys.K";
    let none = |attribute: &str| {
        format!(
            "no value meets `{attribute}`: its `min` is above its `max` (taken as it is written)"
        )
    };
    assert_eq!(
        reported(range(Some(2.5), Some(2.0))),
        [format!("{place}.range: {}", none("range"))]
    );
    assert_eq!(reported(count(3, 2)), [format!("{place}.Item.repetition: {}", none("repetition"))]);
    for odd in ["[a-z", "a\n(b", "\\p{Greek}", "a{2,1}"] {
        let lines = reported(format(odd));
        let start = format!("{place}.format: `format` is no regular expression: ");
        assert!(lines.len() == 1 && lines[0].starts_with(&start), "{odd}: {lines:?}");
        assert_eq!(lines[0].lines().count(), 1);
    }
    // All places that an alias leads to have the same fault, which is reported once.
    let keys = ["A", "B"].map(|name| {
        let mut key = format("[a-z");
        key.raw.name = name.to_owned();
        key
    });
    assert_eq!(model(&[raw_document(COMMAND, keys.to_vec())]).flaws.len(), 1);
}

#[test]
fn the_newer_word_for_what_a_string_holds_counts() {
    let holds = |subtype: Option<&str>, value_type: Option<&str>| {
        let text = |text: Option<&str>| text.map(|text| spanned(text.to_owned()));
        let key = key("K", "string").with(|key| {
            (key.subtype, key.value_type) = (text(subtype), text(value_type));
        });
        payload(&one(vec![key]))[0].subtype
    };
    assert_eq!(holds(Some("hostname"), Some("<domain>")), Some(Subtype::Domain));
    assert_eq!(holds(Some("hostname"), None), Some(Subtype::Hostname));
    assert_eq!(holds(None, Some("timestamp")), Some(Subtype::Timestamp));
    assert_eq!(holds(Some("url"), Some("<phone>")), Some(Subtype::Url));
    assert_eq!(holds(None, None), None);
}

#[test]
fn words_that_are_not_known_count_as_silence() {
    let odd = key("K", "tensor").with(|key| {
        key.presence = Some(spanned("perhaps".to_owned()));
        key.subtype = Some(spanned("<phone>".to_owned()));
        key.combine_type = Some(spanned("shuffle".to_owned()));
    });
    let document = one(vec![odd.on(&["carOS 1.0", "iOS 1.0"])]);
    let key = &payload(&document)[0];
    assert_eq!((key.form, key.presence), (Form::Any, Presence::Unstated));
    assert_eq!((key.subtype, key.combine), (None, None));
    assert_eq!(key.stated.iter().flatten().count(), 1);
}

#[test]
fn literals_fit_their_type() {
    let with = |kind: &str, value: raw::Scalar| {
        vec![key("K", kind).with(|key| key.default = Some(spanned(value)))]
    };
    let real = one(with("real", raw::Scalar::Integer(1)));
    assert_eq!(payload(&real)[0].default, Some(Literal::Real(1.0)));
    let error = message(with("string", raw::Scalar::Real(1.0)));
    assert!(error.ends_with("default value 1.0 does not fit the type string"), "{error}");
}

#[test]
fn what_cannot_be_placed_is_an_error() {
    let what = |raw: RawDocument| first(lower_documents(&[raw], Upstream::default())).what;
    assert_eq!(what(raw_document("docs/x.yaml", vec![])), LowerProblem::NoFamily);
    let mut untyped = raw_document(COMMAND, vec![key("K", "string")]);
    untyped.lists[0].keys[0].kind = None;
    assert_eq!(what(untyped), LowerProblem::NoType);
    let twice = vec![key("K", "string"), key("K", "string")];
    assert_eq!(what(raw_document(COMMAND, twice)), LowerProblem::DuplicateKey);
    let mut lost = raw_document(COMMAND, vec![]);
    lost.response_keys = Some(raw::ListId(9));
    assert_eq!(what(lost), LowerProblem::NoSuchList);
    let two = [raw_document(COMMAND, vec![]), raw_document(COMMAND, vec![])];
    assert_eq!(
        first(lower_documents(&two, Upstream::default())).what,
        LowerProblem::DuplicateDocument
    );
}

#[test]
fn what_is_not_known_at_the_root_has_no_path() {
    let mut raw = raw_document(COMMAND, vec![]);
    let at = Some(Position { line: 2, column: 1 });
    let place = Location { at, ..Location::document(COMMAND) };
    raw.flaws = vec![Flaw::new(place, "attribute `colour` is not known", NOT_THERE)];
    let expected = format!("{COMMAND}:2:1: attribute `colour` is not known (taken as not there)");
    assert_eq!(model(&[raw]).flaws, [expected]);
}

#[test]
fn an_error_is_told_once() {
    let error = problem(vec![key("K", "string"), key("K", "string")]);
    assert!(error.to_string().ends_with(&error.what.to_string()), "{error}");
    assert!(std::error::Error::source(&error).is_none(), "printed with its causes, it comes twice");
}

#[test]
fn a_document_keeps_its_facts() {
    let mut raw = raw_document("declarative/declarations/configurations/x.yaml", vec![]);
    raw.payload.apply = Some(spanned("combined".to_owned()));
    raw.payload.beta = Some(spanned(true));
    raw.reasons = vec![RawReason {
        value: spanned("Error.X".to_owned()),
        description: None,
        details: vec![RawReasonDetail {
            key: spanned("Names".to_owned()),
            kind: Some(spanned("array".to_owned())),
            value_type: Some(spanned("uuid".to_owned())),
            description: None,
        }],
    }];
    let items = |items: &[&str]| raw::RelatedStatusItems {
        items: items.iter().map(|item| (*item).to_owned()).collect(),
        note: None,
        at: Position::default(),
    };
    raw.related_status_items = vec![items(&["a", "b"]), items(&["b", "c"])];
    answer(&mut raw, vec![key("Answer", "string")]);
    let document = model(&[raw]).documents.remove(0);
    assert_eq!(document.family, Family::Configurations);
    assert!(document.beta && document.apply.is_some() && document.response.is_some());
    let detail = &document.reasons[0].details[0];
    assert_eq!((detail.name.as_str(), detail.form), ("Names", Form::Array));
    assert_eq!(detail.subtype, Some(Subtype::Uuid));
    assert_eq!(document.related_status_items, ["a", "b", "c"]);
}
