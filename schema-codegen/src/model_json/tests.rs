use apple_device_management_core::{Apply, Version, Written};

use super::*;
use crate::model::{Bounds, Children, Content, Dropped, Last, Literal, Model, Upstream};
use crate::raw::{self, RawBounds, RawExample, RawExampleFile, RawReason, RawReasonDetail};
use crate::testing::{answer, document, key, model, oses, says, spanned};

/// A model with everything that the file can hold.
fn full() -> Model {
    let variant = |name: &str| {
        key(name, "dictionary").sub(vec![key("Item", "string").required().values(&[name])])
    };
    let real = |value| Some(raw::Scalar::Real(value));
    let keys = vec![
        key("Odd \"name\"\\\n\u{1}é", "string").values(&["a", "b"]).with(|key| {
            key.format = Some(spanned("^[0-9]\\.$".to_owned()));
            key.subtype = Some(spanned("url".to_owned()));
            key.default = Some(spanned(raw::Scalar::String(String::new())));
            key.asset_types = Some(spanned(vec!["com.example.a".to_owned()]));
            key.asset_content_types = Some(spanned(vec!["text/plain".to_owned()]));
        }),
        key("Number", "real").with(|key| {
            key.range = Some(spanned(RawBounds { min: real(0.1 + 0.2), max: real(180.0) }));
            key.default = Some(spanned(raw::Scalar::Integer(1)));
            key.combine_type = Some(spanned("number-min".to_owned()));
        }),
        key("Settings", "array").sub(vec![variant("A"), variant("B")]),
        key("Map", "dictionary").sub(vec![key("ANY", "any")]),
        key("Tree", "dictionary").anchor(
            "tree",
            vec![key("Trees", "array").sub(vec![key("Item", "dictionary").alias("tree").with(
                |key| {
                    let one = Some(raw::Scalar::Integer(1));
                    key.repetition = Some(spanned(RawBounds { min: one, max: None }));
                },
            )])],
        ),
        key("Gated", "string").sub(vec![key("One", "string").os("iOS", |os| {
            for (word, value) in [
                ("introduced", "all".into()),
                ("deprecated", "10.13.4".into()),
                ("removed", "0".into()),
                ("accessrights", "Special Case".into()),
                ("supervised", Written::Flag(false)),
                ("always-skippable", Written::Flag(true)),
                ("allowed-enrollments", ["user", "device"][..].into()),
                ("allowed-scopes", Written::List(vec![])),
                ("sharedipad.mode", "ignored".into()),
                ("userenrollment.behavior", "a behavior".into()),
            ] {
                says(word, value)(os);
            }
        })]),
        key("Silent", "boolean").on(&["tvOS -"]),
    ];
    let mut one = document("declarative/declarations/configurations/a.yaml", keys);
    one.payload.supported_os = Some(oses(&["iOS 15.0", "macOS n/a"]));
    one.payload.apply = Some(spanned(Apply::Combined.name().to_owned()));
    one.payload.beta = Some(spanned(true));
    answer(&mut one, vec![key("ANY", "string")]);
    one.reasons = vec![RawReason {
        value: spanned("Error.X".to_owned()),
        description: None,
        details: vec![RawReasonDetail {
            key: spanned("Id".to_owned()),
            kind: Some(spanned("string".to_owned())),
            value_type: Some(spanned("<timestamp>".to_owned())),
            description: None,
        }],
    }];
    let path = |name: &str| Some(format!("examples/other/{name}.plist"));
    one.examples = vec![RawExample {
        title: Some("Both ways".to_owned()),
        files: vec![
            RawExampleFile { request: path("a"), response: path("b"), ..Default::default() },
            RawExampleFile { file: path("c"), ..Default::default() },
        ],
    }];
    let two = document("mdm/commands/b.yaml", vec![]);
    let mut model = model(&[one, two]);
    model.upstream = Upstream {
        commit: Some("0123".to_owned()),
        release: Some("X".to_owned()),
        versions: [Some(Version::new(18, 3, 1)), None, Some(Version::new(1, 0, 0)), None, None],
    };
    model.flaws = vec!["a line".to_owned()];
    let [one, ..] = &mut model.documents[..] else { unreachable!() };
    let last = |release: &str| Last { release: release.to_owned(), next: "Z".to_owned() };
    one.last = Some(last("W"));
    if let Content::Dictionary(Children::Own(keys)) = &mut one.payload {
        let value = Literal::String("b".to_owned());
        keys[0].dropped.push(Dropped { value, last: last("V") });
        keys[0].last = Some(last("W"));
    }
    model
}

#[test]
fn what_is_written_reads_back() {
    let model = full();
    let text = write(&model).unwrap();
    assert_eq!(read::<Model>(&text).unwrap(), model, "{text}");
    assert_eq!(write(&read::<Model>(&text).unwrap()).unwrap(), text);
    let empty = Model::default();
    assert_eq!(read::<Model>(&write(&empty).unwrap()).unwrap(), empty);
}

#[test]
fn a_key_is_a_line_and_says_no_more_than_is_stated() {
    let text = write(&full()).unwrap();
    for line in [
        r#"   {"key":"Settings","type":"union-array","subkeys":["#,
        r#"     {"key":"Item","type":"string","presence":"required","constant":true,"rangelist":["A"]}"#,
        r#"   {"key":"Number","type":"real","range":{"min":0.30000000000000004,"max":180},"default":1.0,"combinetype":"number-min"},"#,
        r#"   {"key":"Silent","type":"boolean","supportedOS":{"tvOS":{}}}"#,
        r#"  "responsemap":["#,
        r#"   "macOS":{"introduced":"n/a"}"#,
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\nin\n{text}");
    }
}

#[test]
fn a_large_range_reads_back() {
    let mut model = full();
    let crate::model::Content::Dictionary(crate::model::Children::Own(keys)) =
        &mut model.documents[0].payload
    else {
        panic!("a dictionary")
    };
    keys[1].range = Some(Bounds { min: Some(-1e300), max: Some(1e21) });
    keys[1].rangelist = vec![Literal::Real(1e21), Literal::Real(-0.5), Literal::Integer(i64::MIN)];
    assert_eq!(read::<Model>(&write(&model).unwrap()).unwrap(), model);
}

#[test]
fn bad_input_is_named() {
    let wrap = |document: &str| format!(r#"{{"upstream":{{}},"documents":[{document}]}}"#);
    let body = |rest: &str| {
        wrap(&format!(
            r#"{{"source":"mdm/commands/x.yaml","family":"commands","id":"X","title":"X",{rest}}}"#
        ))
    };
    let key = |rest: &str| body(&format!(r#""payloadkeys":[{{"key":"K","type":"string"{rest}}}]"#));
    let os = |rest: &str| key(&format!(r#","supportedOS":{{"iOS":{rest}}}"#));
    for (text, expected) in [
        ("".to_owned(), "not valid JSON"),
        ("{} {}".to_owned(), "the file: missing field `upstream`"),
        ("7".to_owned(), "the file: invalid type: integer `7`, expected a model"),
        (format!("{} 7", wrap("")), "not valid JSON"),
        ("{}".to_owned(), "the file: missing field `upstream`"),
        (wrap("{}"), "documents[0]: missing field `source`"),
        (
            body(r#""apply":"once""#),
            "documents[0].apply: `once` is no way to apply; allowed are single, multiple, combined",
        ),
        (body(r#""payloadkeys":{}"#), "documents[0].payloadkeys: missing field `shared`"),
        (body(r#""beta":true"#), "documents[0]: neither `payloadkeys` nor `payloadmap` is there"),
        (
            body(r#""payloadkeys":[],"payloadmap":[]"#),
            "documents[0]: both `payloadkeys` and `payloadmap` are there: keep one",
        ),
        (
            body(r#""payloadkeys":[{"key":"K"}]"#),
            "documents[0].payloadkeys[0]: missing field `type`",
        ),
        (
            body(r#""payloadkeys":[{"key":"K","type":"text"}]"#),
            "documents[0].payloadkeys[0].type: unknown variant `text`, expected one of `any`, \
             `string`",
        ),
        (
            key(r#","colour":1"#),
            "documents[0].payloadkeys[0].colour: unknown field `colour`, expected one of `key`, \
             `type`, `presence`",
        ),
        (key(r#","presence":null"#), "documents[0].payloadkeys[0].presence: invalid type: null"),
        (
            key(r#","subkeys":[{"key":"L","type":"any","subkeys":7}]"#),
            "documents[0].payloadkeys[0].subkeys[0].subkeys: invalid type: integer `7`, expected \
             an array of keys, or an object with the name of a shared list",
        ),
        (
            os(r#"{"introduced":"x"}"#),
            "documents[0].payloadkeys[0].supportedOS.iOS.introduced: invalid value: string \"x\", \
             expected a version, `n/a` or `all`",
        ),
        (
            os(r#"{"beta":"yes"}"#),
            "documents[0].payloadkeys[0].supportedOS.iOS.beta: invalid value: string \"yes\", \
             expected true or false",
        ),
        (
            os(r#"{"sharedipad":{"allowed-scopes":["none"]}}"#),
            "documents[0].payloadkeys[0].supportedOS.iOS.sharedipad.allowed-scopes: invalid \
             value: none, expected an array of ",
        ),
        (
            os(r#"{"sharedipad":{"colour":1}}"#),
            "documents[0].payloadkeys[0].supportedOS.iOS.sharedipad.colour: unknown attribute \
             `colour`",
        ),
        (
            os(r#"{"sharedipad.mode":"allowed"}"#),
            "documents[0].payloadkeys[0].supportedOS.iOS.sharedipad.mode: unknown attribute \
             `sharedipad.mode`",
        ),
        (
            key(r#","supportedOS":{"BeOS":{}}"#),
            "documents[0].payloadkeys[0].supportedOS.BeOS: `BeOS` is no OS",
        ),
        (
            key(r#","rangelist":[null]"#),
            "documents[0].payloadkeys[0].rangelist[0]: expected a string, a boolean or a number",
        ),
        (
            body(r#""payloadkeys":{"shared":"payload/A"}"#),
            "documents[0]: there is no list `payload/A` in `shared`, to which one of its keys refers",
        ),
    ] {
        let error = read::<Model>(&text).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{text}\n{error}\n{expected}");
    }
}

/// Text that is nested too deep is refused by serde's own limit, before the stack overflows.
#[test]
fn what_is_too_deep_is_an_error() {
    let mut keys = "[]".to_owned();
    for _ in 0..10_000 {
        keys = format!(r#"[{{"key":"K","type":"dictionary","subkeys":{keys}}}]"#);
    }
    let text = format!(
        r#"{{"upstream":{{}},"documents":[{{"source":"s","family":"commands","id":"X","title":"X","payloadkeys":{keys}}}]}}"#
    );
    assert_eq!(read::<Model>(&text).unwrap_err().to_string(), "not valid JSON");
}
