//! Compares reading and writing with `plist`: for all samples, and for each difference that
//! docs/reliability.md lists.

use std::fs;
use std::path::{Path, PathBuf};

use apple_device_management::wire::{Body, Encoding, write};
use apple_device_management::{Date, Dictionary, Value};

use super::{binary, plist as document, value};

/// A value of `plist` as one of this crate, with dates as `plist` writes them.
fn converted(value: &plist::Value) -> Value {
    match value {
        plist::Value::Boolean(flag) => Value::Boolean(*flag),
        plist::Value::Real(number) => Value::Real(*number),
        plist::Value::Integer(number) => match number.as_signed() {
            Some(number) => Value::Integer(number),
            None => Value::Unsigned(number.as_unsigned().unwrap()),
        },
        plist::Value::String(text) => text.as_str().into(),
        plist::Value::Data(bytes) => Value::Data(bytes.clone().into()),
        plist::Value::Date(date) => Value::Date(Date::parse(&date.to_xml_format()).unwrap()),
        plist::Value::Uid(number) => Value::Uid(number.get()),
        plist::Value::Array(items) => Value::Array(items.iter().map(converted).collect()),
        plist::Value::Dictionary(entries) => Value::Dictionary(
            entries.iter().map(|(name, value)| (name.clone(), converted(value))).collect(),
        ),
        _ => unreachable!(),
    }
}

fn by_plist(body: &[u8]) -> Option<Value> {
    let value = match body.starts_with(b"bplist00") {
        true => plist::from_bytes(body),
        false => plist::Value::from_reader_xml(body),
    };
    value.ok().as_ref().map(converted)
}

fn files(folder: PathBuf, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(path, found) } else { found.push(path) }
    }
}

/// Both read the same value, and both write the same bytes.
#[test]
fn samples_are_read_and_written_the_same() {
    let mut paths = Vec::new();
    files(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples"), &mut paths);
    files(Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/codec"), &mut paths);
    let mut compared = 0;
    for path in paths {
        let body = fs::read(&path).unwrap();
        let values: Vec<Value> = match path.extension().and_then(|extension| extension.to_str()) {
            Some("plist") => {
                let value = value(&body).unwrap();
                assert_eq!(Some(&value), by_plist(&body).as_ref(), "{}", path.display());
                vec![value]
            }
            Some("json") => vec![value(&body).unwrap()],
            Some("jsonl") => body
                .split(|byte| *byte == b'\n')
                .filter(|line| !line.is_empty())
                .map(|line| value(line).unwrap())
                .collect(),
            _ => continue,
        };
        for value in values {
            compared += 1;
            let mut theirs = Vec::new();
            serde_json::to_writer(&mut theirs, &value).unwrap();
            assert!(write(&value, Encoding::Json).unwrap() == theirs, "{}", path.display());
            // A property list has no null.
            let Ok(xml) = write(&value, Encoding::Xml) else { continue };
            theirs.clear();
            plist::to_writer_xml(&mut theirs, &value).unwrap();
            assert!(xml == theirs, "{}", path.display());
            let binary = write(&value, Encoding::Binary).unwrap();
            theirs.clear();
            plist::to_writer_binary(&mut theirs, &value).unwrap();
            assert!(binary == theirs, "{}", path.display());
            assert_eq!(by_plist(&binary), Some(value), "{}", path.display());
        }
    }
    assert!(compared > 50, "only {compared} samples");
}

#[test]
fn odd_values_are_written_the_same() {
    let texts =
        ["", "a", "'\"<>&\r\n\t", "é字🐝", "]]>", "seventeen letters", "seventeen < letters"];
    let dates = ["2024-01-31T12:00:00Z", "2024-01-31T12:00:00.5Z", "2024-01-31T12:00:00.250Z"];
    let mut items: Vec<Value> = texts.into_iter().map(Value::from).collect();
    items.extend(dates.map(|date| Value::Date(Date::parse(date).unwrap())));
    items.push(Value::Date(Date::parse("1999-12-31T23:59:59.75Z").unwrap()));
    items.extend([0, 1, -1, 15, 255, 256, 65_536, 1 << 40, i64::MIN, i64::MAX].map(Value::Integer));
    items.extend([0.0, -0.0, 1.0, 0.1, 1e300, -2.5e-9].map(Value::Real));
    items.extend([0, 1, 50, 51, 52, 102, 300].map(|length| Value::Data(vec![7; length].into())));
    items.extend([Value::Unsigned(u64::MAX), Value::Boolean(true), Value::Boolean(false)]);
    items.extend([Value::Array(Vec::new()), Value::Dictionary(Dictionary::new())]);
    let deep = (0..20).fold(Value::Boolean(true), |inner, at| match at % 2 {
        0 => Value::Array(vec![inner, "a".into()]),
        _ => Value::Dictionary([("a".to_owned(), inner), ("<b>".to_owned(), "a".into())].into()),
    });
    items.push(deep);
    items.push(Value::Array((0..300).map(|at| Value::from(at.to_string())).collect()));
    let all = Value::Array(items.clone());
    for value in items.iter().chain([&all]) {
        let mut theirs = Vec::new();
        plist::to_writer_xml(&mut theirs, value).unwrap();
        let ours = value.to_xml().unwrap();
        assert_eq!(String::from_utf8_lossy(&ours), String::from_utf8_lossy(&theirs));
        theirs.clear();
        plist::to_writer_binary(&mut theirs, value).unwrap();
        assert!(value.to_binary().unwrap() == theirs, "{value:?}");
        let ours = String::from_utf8(value.to_json().unwrap()).unwrap();
        assert_eq!(ours, serde_json::to_string(value).unwrap());
    }
}

/// The value that is read; `None` if the body is refused.
type Read = Option<Value>;

fn integer(number: i64) -> Read {
    Some(Value::Integer(number))
}

fn string(text: &str) -> Read {
    Some(text.into())
}

fn date(text: &str) -> Read {
    Some(Value::Date(Date::parse(text).unwrap()))
}

fn entry(name: &str, value: Value) -> Read {
    Some(Value::Dictionary([(name.to_owned(), value)].into()))
}

/// Each row: what is in the root element, what `plist` reads, and what this crate reads.
#[test]
fn xml_that_is_read_otherwise() {
    let yes = || Some(Value::Boolean(true));
    let data = |bytes: &[u8]| Some(Value::Data(bytes.to_vec().into()));
    let rows: Vec<(&str, Read, Read)> = vec![
        ("<string>a<![CDATA[<b>]]>c</string>", string("ac"), string("a<b>c")),
        ("<![CDATA[x]]><true/>", yes(), None),
        ("<![CDATA[ ]]><true/>", yes(), yes()),
        ("<string>a<!-- b -->c<?d?></string>", string("ac"), string("ac")),
        ("<string>a&b;c</string>", string("ac"), None),
        ("&#32;<true/>", yes(), None),
        ("<!DOCTYPE plist><true/>", yes(), None),
        ("<data> aG\n\tk= </data>", data(b"hi"), data(b"hi")),
        ("<data>aGk</data>", None, None),
        ("<data>a*Gk=</data>", None, None),
        ("<data/>", data(b""), data(b"")),
        ("<integer> 5</integer>", None, integer(5)),
        ("<integer>+ 5</integer>", None, integer(5)),
        ("<integer>+5</integer>", integer(5), integer(5)),
        ("<integer>5 </integer>", None, None),
        ("<integer>0x1F</integer>", integer(31), integer(31)),
        ("<integer>0X1f</integer>", None, integer(31)),
        ("<integer>-0x1F</integer>", None, integer(-31)),
        ("<integer>-0x8000000000000000</integer>", None, integer(i64::MIN)),
        ("<integer>-0x8000000000000001</integer>", None, None),
        ("<integer>0x</integer>", None, None),
        ("<integer>0x+1</integer>", integer(1), None),
        ("<integer>--5</integer>", None, None),
        ("<integer></integer>", None, None),
        ("<integer/>", None, None),
        ("<integer><!-- -->5</integer>", integer(5), integer(5)),
        ("<real> 1.5</real>", None, Some(Value::Real(1.5))),
        ("<real>1.5 </real>", None, None),
        ("<real/>", None, None),
        (
            "<date>2024-01-31T12:00:00+01:30</date>",
            date("2024-01-31T10:30:00Z"),
            date("2024-01-31T10:30:00Z"),
        ),
        (
            "<date>2024-01-31T12:00:00.50Z</date>",
            date("2024-01-31T12:00:00.5Z"),
            date("2024-01-31T12:00:00.5Z"),
        ),
        (
            "<date>2024-01-31T12:00:00.000Z</date>",
            date("2024-01-31T12:00:00Z"),
            date("2024-01-31T12:00:00Z"),
        ),
        (
            "<date>2024-01-31t12:00:00z</date>",
            date("2024-01-31T12:00:00Z"),
            date("2024-01-31T12:00:00Z"),
        ),
        (
            "<date>2024-01-31T12:00:00.1234567890Z</date>",
            date("2024-01-31T12:00:00.123456789Z"),
            None,
        ),
        ("<date/>", None, None),
        ("<date><array/></date>", None, None),
        ("<dict><string>a</string><true/></dict>", entry("a", Value::Boolean(true)), None),
        (
            "<array><key>a</key></array>",
            Some(Value::Array(vec!["a".into()])),
            Some(Value::Array(vec!["a".into()])),
        ),
        (
            "<dict><key>a</key><true/><key>a</key><false/></dict>",
            entry("a", Value::Boolean(false)),
            None,
        ),
        ("<a:true/>", yes(), None),
        ("<plist><true/></plist>", yes(), None),
        ("<true/></plist><plist>", yes(), None),
        ("<true/>\0", None, None),
        ("<true/></plist>\0<plist>", None, None),
        ("\u{a0}<true/>", yes(), None),
        (
            "<dict><key>CF$UID</key><integer>1</integer></dict>",
            entry("CF$UID", Value::Integer(1)),
            entry("CF$UID", Value::Integer(1)),
        ),
    ];
    for (inner, theirs, ours) in rows {
        let body = document(inner);
        assert_eq!(by_plist(&body), theirs, "plist: {inner}");
        assert_eq!(value(&body).ok(), ours, "{inner}");
    }
    let whole: Vec<(&[u8], Read, Read)> = vec![
        (b"<true/>", yes(), yes()),
        (b"\xef\xbb\xbf<plist><true/></plist>", yes(), yes()),
        (b" \n<plist><true/></plist>", yes(), yes()),
        (b"<plist><true/>", yes(), None),
        (b"<!DOCTYPE plist [<!ENTITY a '&b;'>]><true/>", yes(), None),
    ];
    for (body, theirs, ours) in whole {
        let text = String::from_utf8_lossy(body);
        assert_eq!(by_plist(body), theirs, "plist: {text}");
        assert_eq!(value(body).ok(), ours, "{text}");
    }
}

#[test]
fn binary_that_is_read_otherwise() {
    let yes = Some(Value::Boolean(true));
    let good = binary(&[vec![0x09]]);
    // A byte between the table and the trailer.
    let mut gap = good.clone();
    gap.insert(gap.len() - 32, 0);
    // Offsets of five bytes.
    let mut wide = good.clone();
    let table = wide.len() - 32 - 4;
    wide.insert(table, 0);
    let at = wide.len() - 32 + 6;
    wide[at] = 5;
    // An array whose reference is the first byte of the table, which is 0: itself.
    let into_table = binary(&[vec![0x5f, 0x10, 0x04]]);
    let negative = binary(&[[&[0x14][..], &(-5i128).to_be_bytes()].concat()]);
    let twice = binary(&[vec![0xd2, 1, 1, 2, 3], vec![0x51, b'a'], vec![0x09], vec![0x08]]);
    let rows: Vec<(&str, Vec<u8>, Read, Read)> = vec![
        ("whole", good, yes.clone(), yes.clone()),
        ("a gap before the trailer", gap, yes.clone(), None),
        ("offsets of five bytes", wide, None, yes),
        ("a text that reaches into the table", into_table, string("\0\0\0\u{8}"), None),
        ("sixteen bytes below zero", negative, None, integer(-5)),
        ("a key twice", twice, entry("a", Value::Boolean(false)), None),
        ("a reference", binary(&[vec![0x80, 7]]), Some(Value::Uid(7)), Some(Value::Uid(7))),
    ];
    for (what, body, theirs, ours) in rows {
        assert_eq!(by_plist(&body), theirs, "plist: {what}");
        assert_eq!(value(&body).ok(), ours, "{what}");
    }
}
