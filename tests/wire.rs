//! Bodies that are broken, hostile, or odd: each is an error of a stated kind, and cheap.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::{Duration, Instant};

use apple_device_management::checkin::{AnyCheckin, Authenticate};
use apple_device_management::wire::{
    Body, Encoding, Limits, ReadError, WriteErrorKind, read, read_json, read_property_list, write,
};
use apple_device_management::{DecodeErrorKind, Dictionary, Value};

fn plist(inner: &str) -> Vec<u8> {
    format!("<?xml version=\"1.0\"?><plist version=\"1.0\">{inner}</plist>").into_bytes()
}

fn value(bytes: &[u8]) -> Result<Value, ReadError> {
    read(bytes, &Limits::default())
}

fn text(inner: &str) -> Result<String, ReadError> {
    String::from_plist(&plist(&format!("<string>{inner}</string>")))
}

#[test]
fn each_fault_has_its_kind() {
    use ReadError::*;
    assert!(matches!(value(b""), Err(Empty)));
    assert!(matches!(value(b"hello"), Err(NotPropertyList(_))));
    assert!(matches!(value(b"\0\0\0"), Err(NotPropertyList(_))));
    assert!(matches!(value(b"<html><body>no</body></html>"), Err(NotPropertyList(_))));
    assert!(matches!(value(&plist("<dict><key>a</key></dict>")), Err(NotPropertyList(_))));
    assert!(matches!(value(&plist("<integer>x</integer>")), Err(NotPropertyList(_))));
    assert!(matches!(value(b"{\"a\": nope}"), Err(NotJson(_))));
    assert!(matches!(value(b"{} {}"), Err(NotJson(_))));
    assert!(matches!(value(b"{\"a\": [1, 2"), Err(Truncated(_))));
    assert!(matches!(value(b"bplist00"), Err(Truncated(_))));
    assert!(matches!(Value::from_json(b"<plist/>"), Err(NotJson(_))));
    assert!(matches!(Value::from_plist(b"{}"), Err(NotPropertyList(_))));
}

#[test]
fn every_cut_of_a_body_is_truncated() {
    let message = Dictionary::from([
        ("MessageType".to_owned(), Value::from("CheckOut")),
        ("Topic".to_owned(), Value::from("a & <b>")),
        ("UDID".to_owned(), Value::from("U")),
    ]);
    for encoding in [Encoding::Xml, Encoding::Binary, Encoding::Json] {
        let body = write(&message, encoding).unwrap();
        let start = body.windows(6).position(|w| w == b"<plist").map_or(8, |at| at + 6);
        let end = if encoding == Encoding::Json { body.len() } else { body.trim_ascii_end().len() };
        for cut in start..end {
            let result = read::<AnyCheckin>(&body[..cut], &Limits::default());
            assert!(
                matches!(result, Err(ReadError::Truncated(_))),
                "{encoding:?} cut at {cut} of {end}: {result:?}"
            );
        }
        read::<AnyCheckin>(&body, &Limits::default()).unwrap();
    }
}

#[test]
fn a_body_too_large_is_not_read() {
    let limits = Limits { size: 10, ..Limits::default() };
    for body in [&b"{\"abcdefghij\": 1}"[..], b"<plist><dict/></plist>"] {
        assert!(matches!(read::<Value>(body, &limits), Err(ReadError::TooLarge { limit: 10 })));
    }
}

#[test]
fn nesting_is_bounded_and_the_bound_can_be_set() {
    let deep = |levels: usize| {
        let xml = plist(&format!("{}{}", "<array>".repeat(levels), "</array>".repeat(levels)));
        let json = format!("{}{}", "[".repeat(levels), "]".repeat(levels)).into_bytes();
        [xml, json]
    };
    for body in deep(64) {
        value(&body).unwrap();
    }
    for body in deep(65).into_iter().chain(deep(1_000_000)) {
        assert!(matches!(value(&body), Err(ReadError::TooDeep { limit: 64 })));
    }
    let limits = Limits { depth: 100, ..Limits::default() };
    for body in deep(100) {
        read::<Value>(&body, &limits).unwrap();
    }
    for body in deep(101) {
        assert!(matches!(read::<Value>(&body, &limits), Err(ReadError::TooDeep { limit: 100 })));
    }
    let any = Limits { depth: usize::MAX, ..Limits::default() };
    let [_, json] = deep(1_000_000);
    assert!(matches!(read_json::<Value>(&json, &any), Err(ReadError::TooDeep { limit: 126 })));
    // The bound of one call does not outlive it.
    let [xml, _] = deep(65);
    assert!(matches!(value(&xml), Err(ReadError::TooDeep { limit: 64 })));
}

/// A tenth of a thread's usual stack is enough, without optimization.
#[test]
fn the_deepest_body_needs_little_stack() {
    let levels = 62;
    let inner = "<dict><key>a</key>".repeat(levels) + "<true/>" + &"</dict>".repeat(levels);
    let body = plist(&format!(
        "<dict><key>MessageType</key><string>Authenticate</string>\
         <key>Topic</key><string>t</string><key>New</key>{inner}</dict>"
    ));
    let run = move || AnyCheckin::from_plist(&body).unwrap().to_xml().unwrap().len();
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(run).unwrap();
    assert!(thread.join().unwrap() > 0);
}

/// A binary property list of these objects, the first the root.
fn binary(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"bplist00".to_vec();
    let mut offsets = Vec::new();
    for object in objects {
        offsets.push(out.len() as u32);
        out.extend(object);
    }
    let table = out.len() as u64;
    offsets.iter().for_each(|offset| out.extend(offset.to_be_bytes()));
    out.extend([0, 0, 0, 0, 0, 0, 4, 1]);
    out.extend((objects.len() as u64).to_be_bytes());
    out.extend(0u64.to_be_bytes());
    out.extend(table.to_be_bytes());
    out
}

fn quick<T>(run: impl FnOnce() -> T) -> T {
    let begin = Instant::now();
    let result = run();
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
    result
}

#[test]
fn a_small_body_that_stands_for_much_is_too_large() {
    // Each array names the next ten times: 10 to the 40th values.
    let mut arrays: Vec<Vec<u8>> =
        (1..=40).map(|next| [vec![0xaa], vec![next; 10]].concat()).collect();
    arrays.push(vec![0x09]);
    let bomb = binary(&arrays);
    assert!(bomb.len() < 1000);
    assert!(matches!(quick(|| value(&bomb)), Err(ReadError::TooLarge { .. })));

    // One long string, named 255 times in each of 255 arrays.
    let long = |marker: u8, count: usize| {
        [vec![marker | 0xf, 0x12], (count as u32).to_be_bytes().to_vec()].concat()
    };
    let mut string = long(0x50, 1 << 20);
    string.extend(vec![b'a'; 1 << 20]);
    let row = [long(0xa0, 255), vec![2; 255]].concat();
    let rows = [long(0xa0, 255), vec![1; 255]].concat();
    let bomb = binary(&[rows, row, string]);
    assert!(matches!(quick(|| value(&bomb)), Err(ReadError::TooLarge { .. })));
}

#[test]
fn lengths_and_references_are_checked() {
    let huge = [0x5f, 0x13, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff].to_vec();
    for marker in [0x40, 0x50, 0x60, 0xa0, 0xd0] {
        let mut object = huge.clone();
        object[0] = marker | 0xf;
        assert!(matches!(value(&binary(&[object])), Err(ReadError::NotPropertyList(_))));
    }
    // An array that holds itself; a reference to nowhere; a key that is no string.
    for object in [vec![0xa1, 0], vec![0xa1, 9], vec![0xd1, 0, 0]] {
        assert!(value(&binary(&[object])).is_err());
    }
    let key_is_number = [vec![0xd1, 1, 1], vec![0x10, 5]];
    assert!(value(&binary(&key_is_number)).is_err());
}

#[test]
fn no_entity_is_expanded() {
    assert_eq!(text("a &amp; &lt;b&gt; &quot;&apos; &#65;&#x42;").unwrap(), "a & <b> \"' AB");
    let declared = "<!DOCTYPE plist [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>\
                    <plist><string>&b;</string></plist>";
    assert!(matches!(value(declared.as_bytes()), Err(ReadError::NotPropertyList(_))));
    let file = "<!DOCTYPE plist [<!ENTITY f SYSTEM \"file:///etc/hostname\">]>\
                <plist><string>&f;</string></plist>";
    assert!(matches!(value(file.as_bytes()), Err(ReadError::NotPropertyList(_))));
    for odd in ["&unknown;", "a & b", "&#xD800;", "&#0;", "&#99999999;", "&;"] {
        assert!(text(odd).is_err(), "{odd}");
    }
}

#[test]
fn sections_and_comments_are_read_as_xml_means_them() {
    assert_eq!(text("a<![CDATA[<b> & ]] &amp;]]>c").unwrap(), "a<b> & ]] &amp;c");
    assert_eq!(text("a<!-- & <![CDATA[ -->b").unwrap(), "ab");
    assert_eq!(text("<![CDATA[]]>").unwrap(), "");
    assert!(matches!(text("<![CDATA["), Err(ReadError::Truncated(_))));
    let marked = [b"\xef\xbb\xbf".to_vec(), plist("<true/>"), b"\n\n".to_vec()].concat();
    assert_eq!(value(&marked).unwrap(), Value::Boolean(true));
}

#[test]
fn a_key_that_stands_twice_is_an_error() {
    for body in [
        plist("<dict><key>a</key><true/><key>a</key><true/></dict>"),
        b"{\"a\":1,\"a\":2}".to_vec(),
    ] {
        let Err(ReadError::Shape(error)) = value(&body) else { panic!() };
        assert!(matches!(error.kind, DecodeErrorKind::DuplicateKey(key) if key == "a"));
    }
}

#[test]
fn a_missing_key_is_named_with_its_type() {
    let body = plist("<dict><key>MessageType</key><string>Authenticate</string></dict>");
    for error in
        [AnyCheckin::from_plist(&body).unwrap_err(), Authenticate::from_plist(&body).unwrap_err()]
    {
        assert_eq!(
            error.to_string(),
            "Authenticate (mdm/checkin/authenticate.yaml): `Topic`: the required key is missing"
        );
    }
    let error = AnyCheckin::from_json(b"{\"Topic\": \"x\"}").unwrap_err();
    assert_eq!(error.to_string(), "`MessageType`: the required key is missing");
    let error = AnyCheckin::from_json(b"[]").unwrap_err();
    assert_eq!(error.to_string(), "expected a dictionary, found array");
}

#[test]
fn what_cannot_be_written_says_where_and_why() {
    let place = |value: Value| {
        Dictionary::from([("a".to_owned(), Value::Array(vec![Value::Boolean(true), value]))])
    };
    let cases = [
        (Value::Null, Encoding::Xml, WriteErrorKind::Null),
        (Value::Null, Encoding::Binary, WriteErrorKind::Null),
        (Value::Uid(1), Encoding::Xml, WriteErrorKind::Reference),
        (Value::Uid(1), Encoding::Json, WriteErrorKind::Reference),
        (Value::Real(f64::NAN), Encoding::Json, WriteErrorKind::NotFinite),
        ("\u{1}".into(), Encoding::Xml, WriteErrorKind::Character(1)),
    ];
    for (value, encoding, kind) in cases {
        let error = write(&place(value), encoding).unwrap_err();
        assert_eq!((error.path.to_string().as_str(), error.kind), ("a/1", kind));
    }
    let key = Dictionary::from([("\u{2}".to_owned(), Value::Boolean(true))]);
    assert_eq!(key.to_xml().unwrap_err().kind, WriteErrorKind::Character(2));
}

#[test]
fn odd_values_survive_where_the_format_has_them() {
    let cases = [
        Value::from("a\rb\r\nc\n"),
        Value::from(" "),
        Value::from("]]>"),
        Value::Real(f64::INFINITY),
        Value::Real(-0.0),
        Value::Real(f64::MIN_POSITIVE),
        Value::Unsigned(u64::MAX),
    ];
    for value in cases {
        for encoding in [Encoding::Xml, Encoding::Binary, Encoding::Json] {
            if let Ok(body) = write(&value, encoding) {
                let again = match encoding {
                    Encoding::Json => Value::from_json(&body),
                    _ => Value::from_plist(&body),
                };
                let again = again.unwrap();
                assert_eq!(again, value, "{encoding:?}");
            }
        }
    }
    assert_eq!(
        read_property_list::<Value>(
            &write(&Value::Uid(7), Encoding::Binary).unwrap(),
            &Limits::default()
        )
        .unwrap(),
        Value::Uid(7)
    );
}
