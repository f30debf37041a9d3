//! The codec through types written by hand, as the generator writes them.

#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::HashSet;
use std::sync::LazyLock;

use apple_device_management_core::codec::{Context, Stop, TaggedUnion, Token, put_union};
use apple_device_management_core::internal::{ConstraintKind, Supports, build_index, pack};
use apple_device_management_core::{
    Constraints, Data, Date, DecodeErrorKind, Dictionary, Format, Listed, Literal, Open, Presence,
    Real, Slot, Table, Value, ValueType, View, codec, record, serde_by_slot,
};

use serde::de::value::{Error, MapAccessDeserializer, StrDeserializer};
use serde::de::{Deserialize, DeserializeSeed, MapAccess};

static SUPPORTS: Supports = Supports { rows: &[[0; 5]], per_os: &[(0, 0, 0, 0)], texts: &[] };

static KIND: [(u16, Constraints); 1] =
    [(12, Constraints { rangelist: &[Literal::String("Greeting")], ..Constraints::NONE })];

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let optional =
        |value| pack(Some(value), Presence::Optional, false, false, false, ConstraintKind::None, 0);
    let text = |constant, limits| {
        pack(Some(ValueType::String), Presence::Required, true, constant, false, limits, 0)
    };
    let (required, constant) =
        (text(false, ConstraintKind::None), text(true, ConstraintKind::Listed));
    let secret = pack(
        Some(ValueType::Data),
        Presence::Optional,
        false,
        false,
        true,
        ConstraintKind::None,
        0,
    );
    let keys = vec![
        ("Note", optional(ValueType::String)),
        ("Loud", optional(ValueType::Boolean)),
        ("Count", optional(ValueType::Integer)),
        ("Name", required),
        ("Ratio", optional(ValueType::Real)),
        ("Secret", secret),
        ("When", optional(ValueType::Date)),
        ("Mood", optional(ValueType::String)),
        ("Parts", optional(ValueType::Any)),
        ("Inner", optional(ValueType::Any)),
        ("Free", optional(ValueType::Any)),
        ("Choices", optional(ValueType::Any)),
        ("MessageType", constant),
    ];
    Table {
        name: "Greeting",
        source: "fixture/greeting.yaml",
        index: build_index(
            (0..).zip(&keys).map(|(at, (name, _))| (*name, at)).collect::<Vec<_>>().into_iter(),
        )
        .leak(),
        packed: keys.leak(),
        values: &[],
        constraints: &KIND,
        supports: &SUPPORTS,
        required: &[3, 12],
        order: &[],
    }
});

#[derive(Clone)]
struct Greeting {
    name: String,
    count: Option<i64>,
    ratio: Option<Real>,
    secret: Option<Data>,
    when: Option<Date>,
    mood: Option<Open<Mood>>,
    parts: Option<Vec<i64>>,
    inner: Option<Vec<Greeting>>,
    free: Option<apple_device_management_core::Map<i64>>,
    choices: Option<Vec<Choice>>,
    loud: Option<bool>,
    note: Option<String>,
    extra: Dictionary,
}

record!(
    Greeting,
    TABLE {
        texts: [note],
        flags: [loud],
        integers: [count],
        slots: [name, ratio, secret, when, mood, parts, inner, free, choices],
    }
);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Mood {
    Calm,
    VeryCalm,
}

impl Listed for Mood {
    const VALUES: &'static [Mood] = &[Mood::Calm, Mood::VeryCalm];
    const WORDS: &'static [&'static str] = &["calm", "very calm"];

    fn position(self) -> usize {
        self as usize
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Choice {
    Greeting(Box<Greeting>),
    Unknown(Dictionary),
}

impl TaggedUnion for Choice {
    const TAG: &'static str = "MessageType";

    fn variant(tag: &str) -> Option<Choice> {
        (tag == "Greeting").then(|| Choice::Greeting(Box::default()))
    }

    fn content(&mut self) -> &mut dyn Slot {
        match self {
            Choice::Greeting(content) => &mut **content,
            Choice::Unknown(dictionary) => dictionary,
        }
    }

    fn unknown(dictionary: Dictionary) -> Choice {
        Choice::Unknown(dictionary)
    }
}

impl Slot for Choice {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        *self = put_union(token, context)?;
        Ok(())
    }

    fn view(&self) -> View<'_> {
        match self {
            Choice::Greeting(content) => content.view(),
            Choice::Unknown(dictionary) => dictionary.view(),
        }
    }
}

impl From<Greeting> for Choice {
    fn from(content: Greeting) -> Choice {
        Choice::Greeting(content.into())
    }
}

impl Default for Choice {
    fn default() -> Choice {
        Choice::Unknown(Dictionary::new())
    }
}

serde_by_slot!(Choice);

fn xml(body: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><plist version=\"1.0\">{body}</plist>")
}

/// Reads a body, writes it in both forms of property lists and reads it again: nothing is lost.
fn lossless_plist(body: &str) -> Greeting {
    let original: plist::Value = plist::from_bytes(xml(body).as_bytes()).unwrap();
    let typed: Greeting = plist::from_bytes(xml(body).as_bytes()).unwrap();
    let (mut as_xml, mut as_binary) = (Vec::new(), Vec::new());
    plist::to_writer_xml(&mut as_xml, &typed).unwrap();
    plist::to_writer_binary(&mut as_binary, &typed).unwrap();
    for bytes in [as_xml, as_binary] {
        assert_eq!(plist::from_bytes::<plist::Value>(&bytes).unwrap(), original);
        assert_eq!(plist::from_bytes::<Greeting>(&bytes).unwrap(), typed);
    }
    typed
}

fn lossless_json(text: &str) -> Greeting {
    let original: serde_json::Value = serde_json::from_str(text).unwrap();
    let typed: Greeting = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_value(&typed).unwrap(), original);
    typed
}

const FULL: &str = "<dict>
    <key>MessageType</key><string>Greeting</string>
    <key>Name</key><string>A</string>
    <key>Count</key><integer>-3</integer>
    <key>Ratio</key><real>1.5</real>
    <key>Secret</key><data>AAEC</data>
    <key>When</key><date>2024-01-31T12:00:00Z</date>
    <key>Mood</key><string>very calm</string>
    <key>Parts</key><array><integer>1</integer><integer>2</integer></array>
    <key>Inner</key><array><dict>
        <key>MessageType</key><string>Greeting</string><key>Name</key><string>B</string>
        <key>Odd</key><true/>
    </dict></array>
    <key>Free</key><dict><key>x</key><integer>1</integer></dict>
    <key>Choices</key><array>
        <dict><key>Name</key><string>C</string><key>MessageType</key><string>Greeting</string></dict>
        <dict><key>MessageType</key><string>Farewell</string></dict>
    </array>
    <key>Later</key><date>2025-01-01T00:00:00Z</date>
    <key>Blob</key><data>/w==</data>
</dict>";

#[test]
fn a_full_message_is_typed_and_lossless() {
    let typed = lossless_plist(FULL);
    assert_eq!(typed.name, "A");
    assert_eq!((typed.count, typed.ratio.map(Real::get)), (Some(-3), Some(1.5)));
    assert_eq!(typed.secret.as_deref(), Some([0, 1, 2].as_slice()));
    assert_eq!(typed.mood, Some(Mood::VeryCalm.into()));
    assert_eq!(typed.parts, Some(vec![1, 2]));
    assert_eq!(typed.inner.unwrap()[0].extra["Odd"], Value::Boolean(true));
    assert!(matches!(typed.choices.as_deref(), Some([Choice::Greeting(_), Choice::Unknown(_)])));
    assert!(matches!(typed.extra["Later"], Value::Date(_)));
    assert_eq!(typed.extra["Blob"], Value::Data(Data(vec![255])));
}

#[test]
fn odd_values_are_kept_beside_the_field() {
    for (key, odd) in [
        ("Count", "<string>3</string>"),
        ("Count", "<real>3.5</real>"),
        ("Count", "<real>1e17</real>"),
        ("Count", "<real>inf</real>"),
        ("Count", "<integer>18446744073709551615</integer>"),
        ("Ratio", "<true/>"),
        ("Loud", "<integer>2</integer>"),
        ("Count", "<true/>"),
        ("Secret", "<string>AAEC</string>"),
        ("When", "<string>2024-01-31T12:00:00Z</string>"),
        ("Mood", "<integer>1</integer>"),
        ("Parts", "<array><integer>1</integer><string>x</string><integer>2</integer></array>"),
        ("Parts", "<dict/>"),
        ("Inner", "<array><dict><key>Odd</key><true/></dict></array>"),
        (
            "Inner",
            "<array><dict><key>Name</key><integer>1</integer><key>Count</key><integer>1</integer></dict></array>",
        ),
        ("Free", "<dict><key>a</key><integer>1</integer><key>b</key><string>x</string></dict>"),
    ] {
        let body = format!(
            "<dict><key>MessageType</key><string>Greeting</string><key>Name</key><string>A</string>
            <key>{key}</key>{odd}</dict>"
        );
        assert!(lossless_plist(&body).extra.contains_key(key), "{key} {odd}");
    }
}

#[test]
fn integers_stay_integers_where_a_number_is_due() {
    let body = "<dict><key>MessageType</key><string>Greeting</string><key>Name</key>
        <string>A</string><key>Ratio</key><integer>2</integer></dict>";
    assert_eq!(lossless_plist(body).ratio.map(Real::get), Some(2.0));
    lossless_json(r#"{"MessageType":"Greeting","Name":"A","Ratio":2}"#);
}

#[test]
fn one_and_zero_are_booleans_and_stay_numbers() {
    for (number, flag) in [(1, true), (0, false)] {
        let text = format!(r#"{{"MessageType":"Greeting","Name":"A","Loud":{number}}}"#);
        let mut typed = lossless_json(&text);
        assert_eq!(typed.loud, Some(flag));
        lossless_plist(&format!(
            "<dict><key>MessageType</key><string>Greeting</string><key>Name</key>
            <string>A</string><key>Loud</key><integer>{number}</integer></dict>"
        ));
        typed.loud = Some(!flag);
        assert_eq!(serde_json::to_value(&typed).unwrap()["Loud"], serde_json::json!(!flag));
        typed.loud = None;
        assert_eq!(serde_json::to_value(&typed).unwrap().get("Loud"), None);
        let other = Greeting { name: "A".to_owned(), ..Greeting::default() };
        assert_eq!(typed, other);
    }
}

#[test]
fn whole_reals_are_integers_and_stay_reals() {
    for (written, number) in [("3.0", 3), ("-0.0", 0), ("9007199254740992.0", 1 << 53)] {
        let text = format!(r#"{{"MessageType":"Greeting","Name":"A","Count":{written}}}"#);
        let mut typed = lossless_json(&text);
        assert_eq!(typed.count, Some(number));
        assert!(serde_json::to_string(&typed).unwrap().contains(written), "{written}");
        let body = format!(
            "<dict><key>MessageType</key><string>Greeting</string><key>Name</key>
            <string>A</string><key>Count</key><real>{written}</real></dict>"
        );
        assert_eq!(lossless_plist(&body).count, Some(number));
        typed.count = Some(number - 1);
        assert_eq!(serde_json::to_value(&typed).unwrap()["Count"], number - 1);
        typed.count = None;
        assert_eq!(serde_json::to_value(&typed).unwrap().get("Count"), None);
    }
}

#[test]
fn json_has_base64_and_keeps_null_and_empties() {
    let typed = lossless_json(
        r#"{"MessageType":"Greeting","Name":"","Secret":"AAEC","Parts":[],"Count":null,
            "When":"2024-01-31T12:00:00Z","Mood":"","Other":{"a":[1,2.5,null]}}"#,
    );
    assert_eq!(typed.secret, Some(Data(vec![0, 1, 2])));
    assert_eq!(typed.extra["Count"], Value::Null);
    let odd = lossless_json(r#"{"MessageType":"Greeting","Name":"A","Secret":"AAE"}"#);
    assert_eq!(odd.extra["Secret"], Value::from("AAE"));
}

#[test]
fn a_field_that_is_set_wins_over_the_value_kept_beside_it() {
    let mut typed: Greeting =
        serde_json::from_str(r#"{"MessageType":"Greeting","Name":"A","Count":"x"}"#).unwrap();
    typed.count = Some(1);
    let json = serde_json::to_value(&typed).unwrap();
    assert_eq!(json, serde_json::json!({"MessageType": "Greeting", "Name": "A", "Count": 1}));
}

#[test]
fn errors_name_the_key_path_and_the_type() {
    let error = |text: &str| serde_json::from_str::<Greeting>(text).unwrap_err().to_string();
    assert_eq!(
        error(r#"{"MessageType":"Greeting"}"#),
        "Greeting (fixture/greeting.yaml): `Name`: the required key is missing"
    );
    assert_eq!(
        error(r#"{"MessageType":"Farewell","Name":"A"}"#),
        "Greeting (fixture/greeting.yaml): `MessageType`: expected the value `Greeting`, found `Farewell`"
    );
    assert_eq!(
        error(r#"{"MessageType":"Greeting","Name":{"a":[1]}}"#),
        "Greeting (fixture/greeting.yaml): `Name`: expected a string, found dictionary"
    );
    assert!(error(r#"{"Name":"A","Name":"B"}"#).contains("`Name` stands twice"));
    assert!(error(r#"{"Free":{"a":1,"a":2}}"#).contains("`a` stands twice"));
    // Also where one of the two values, or both, do not fit the type.
    assert!(error(r#"{"Free":{"a":"x","a":1}}"#).contains("`a` stands twice"));
    assert!(error(r#"{"Free":{"a":"x","a":"y"}}"#).contains("`a` stands twice"));
    assert!(error(r#"{"Name":"#).contains("EOF"));
    assert!(error("[]").contains("expected a dictionary, found array"));
}

#[test]
fn nesting_is_bounded() {
    let deep = format!("{}{}", r#"{"a":"#.repeat(70), "}".repeat(70));
    let error = serde_json::from_str::<Greeting>(&deep).unwrap_err().to_string();
    assert!(error.contains("deeper than 64 levels"), "{error}");
    let mut source = serde_json::Deserializer::from_str(r#"{"a":{"b":1}}"#);
    let failure = codec::decode::<Greeting, _>(
        &mut source,
        codec::Bounds { depth: 1, ..codec::Bounds::default() },
    )
    .unwrap_err();
    let codec::Failure::Shape(error, Some(_)) = failure else { panic!("{failure}") };
    assert_eq!(error.kind, DecodeErrorKind::TooDeep { limit: 1 });
}

#[test]
fn encoding_is_strict_and_names_the_key_path() {
    let mut inner = Greeting { ratio: Some(Real::Real(f64::NAN)), ..Greeting::default() };
    let outer = Greeting { inner: Some(vec![inner.clone()]), ..Greeting::default() };
    let error = serde_json::to_string(&outer).unwrap_err().to_string();
    assert_eq!(error, "`Inner/0/Ratio`: JSON has no number that is not finite");
    inner.ratio = None;
    inner.extra.insert("Parts", Value::Array(vec![Value::Null]));
    let error = plist::to_writer_xml(Vec::new(), &inner).unwrap_err().to_string();
    assert!(error.contains("`Parts/0`: a property list has no null"), "{error}");
}

#[test]
fn open_strings_are_their_strings() {
    let [calm, very_calm] = [Mood::Calm, Mood::VeryCalm].map(Open::from);
    let unlisted = Open::<Mood>::Unlisted("calm".to_owned());
    assert_eq!((unlisted.listed(), &unlisted), (Some(Mood::Calm), &calm));
    assert_eq!(Open::<Mood>::from("loud"), Open::Unlisted("loud".to_owned()));
    assert!(calm == Mood::Calm && calm == "calm" && very_calm != Mood::Calm);
    assert_eq!(format!("{very_calm:?} {calm}"), r#""very calm" calm"#);
    assert_eq!(HashSet::from([unlisted, calm, very_calm]).len(), 2);
}

#[test]
fn what_is_not_a_number_is_read_as_the_same_again() {
    let greeting = Greeting { ratio: Some(Real::Real(f64::NAN)), ..Greeting::default() };
    let mut binary = Vec::new();
    plist::to_writer_binary(&mut binary, &greeting).unwrap();
    let again: Greeting = plist::from_bytes(&binary).unwrap();
    assert_eq!(again, greeting);
}

#[test]
fn dynamic_values_go_both_ways() {
    let typed: Greeting = plist::from_bytes(xml(FULL).as_bytes()).unwrap();
    let value = codec::to_value(codec::Slot::view(&typed));
    assert_eq!(codec::from_value::<Greeting>(value).unwrap(), typed);
}

/// A format that panics if it is asked for another key after the end of a dictionary.
struct Strict {
    entries: std::vec::IntoIter<(&'static str, &'static str)>,
    value: &'static str,
    ended: bool,
}

impl<'de> MapAccess<'de> for Strict {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        assert!(!self.ended, "asked again after the end");
        let Some((key, value)) = self.entries.next() else {
            self.ended = true;
            return Ok(None);
        };
        self.value = value;
        seed.deserialize(StrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(StrDeserializer::new(self.value))
    }
}

#[test]
fn no_dictionary_is_asked_for_more_after_its_end() {
    fn read<T: for<'de> Deserialize<'de>>(entries: &[(&'static str, &'static str)]) -> T {
        let entries = Vec::from(entries).into_iter();
        let strict = Strict { entries, value: "", ended: false };
        T::deserialize(MapAccessDeserializer::new(strict)).unwrap()
    }
    let (tag, name) = (("MessageType", "Greeting"), ("Name", "A"));
    let greeting = read::<Greeting>(&[tag, name]);
    for entries in [[tag, name], [name, tag]] {
        assert_eq!(read::<Choice>(&entries), Choice::Greeting(greeting.clone().into()));
    }
    let dictionary = read::<Value>(&[name]);
    assert_eq!(dictionary, Value::Dictionary([("Name", "A")].into()));
    for entries in [&[name][..], &[]] {
        assert!(matches!(read(entries), Choice::Unknown(rest) if rest.len() == entries.len()));
        assert_eq!(read::<Dictionary>(entries).len(), entries.len());
    }
}

#[test]
fn what_is_shown_is_read_as_the_same() {
    let typed: Greeting = plist::from_bytes(xml(FULL).as_bytes()).unwrap();
    let mut entries = Vec::new();
    codec::Slot::view(&typed).each(|name, view| {
        entries.push((name, *view));
        true
    });
    let again: Greeting = codec::from_shown(Format::PropertyList, entries.clone()).unwrap();
    assert_eq!(again, typed);
    entries.retain(|(name, _)| *name != "Name");
    let error = codec::from_shown::<Greeting>(Format::PropertyList, entries).unwrap_err();
    assert_eq!((error.path.to_string(), error.kind), ("Name".into(), DecodeErrorKind::Missing));
}
