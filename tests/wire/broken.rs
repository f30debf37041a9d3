//! Bodies that are broken or odd: each is an error of a certain kind, or is read without a loss.

use apple_device_management::checkin::{AnyCheckin, Authenticate};
use apple_device_management::wire::{
    Body, Encoding, Limits, ReadError, WriteErrorKind, read, read_property_list, write,
};
use apple_device_management::{Dictionary, Value};

use super::{binary, plist, text, value};

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
fn json_that_is_no_utf_8_is_told_with_the_position() {
    let message = |body: &[u8]| Value::from_json(body).unwrap_err().to_string();
    let not_utf_8 = message(b"{\n  \"a\": \"\xff\"}");
    assert_eq!(not_utf_8, "the body is no JSON: a byte is not UTF-8 (line 2, column 9)");
    let cut = message(&"\"é".as_bytes()[..2]);
    assert_eq!(cut, "the body ends too early: a character is not whole (line 1, column 2)");
}

/// The words of errors are those of this crate, not those of the XML library.
#[test]
fn what_is_wrong_with_a_property_list_is_said_with_the_place() {
    let message = |body: &[u8]| match Value::from_plist(body) {
        Err(ReadError::NotPropertyList(text)) => text,
        other => panic!("{other:?}"),
    };
    let in_xml = [
        ("<integer>x</integer>", "an integer is no whole number of up to 64 bits (4, 16, at `a`)"),
        ("<integer/>", "an integer is no whole number of up to 64 bits (4, 16, at `a`)"),
        ("<real>x</real>", "a real is no number (4, 16, at `a`)"),
        (
            "<date>x</date>",
            "a date is not written like 2024-01-31T12:00:00Z, in a year of four digits (4, 16, at `a`)",
        ),
        ("<data>?</data>", "data is not in base64 (4, 16, at `a`)"),
        ("<true>x</true>", "a boolean holds text (4, 16, at `a`)"),
        ("<b/>", "`b` is no element that property lists have (4, 16)"),
        ("\n é x", "text stands where only elements may (5, 2)"),
        ("<string><b/></string>", "an element stands where only text may (4, 16, at `a`)"),
        ("</array>", "the XML is not well-formed: "),
        ("", "the key `a` has no value (4, 16)"),
        (
            "<true/><integer>5</integer><true/>",
            "a value stands in a dictionary where a key belongs (4, 23)",
        ),
        (
            "<true/><string>a</string><true/>",
            "a value stands in a dictionary where a key belongs (4, 23)",
        ),
        ("<true/></dict><true/><dict>", "something follows the root value (4, 30)"),
        ("<string>a&a;</string>", "the entity `a` is unknown (4, 25, at `a`)"),
        (
            "<array><true/><dict><key>b/c</key><real/></dict></array>",
            "a real is no number (4, 50, at `a/1/b~1c`)",
        ),
        ("<![CDATA[\n]]><b/>", "`b` is no element that property lists have (5, 4)"),
        ("<plist/>", "a property list stands within another (4, 16, at `a`)"),
        ("<!DOCTYPE plist><true/>", "a document type stands within the root (4, 16)"),
    ];
    for (inner, said) in in_xml {
        let body = format!("\n<plist>\n<dict>\n<key>a</key>   {inner}</dict>\n</plist>");
        let text = message(body.as_bytes()).replace("line ", "").replace("column ", "");
        assert!(text.starts_with(said), "{inner}: {text}");
    }
    let around = [
        (
            &b"text <plist><true/></plist>"[..],
            "text stands before the root element (line 1, column 1)",
        ),
        (b"hello", "it is neither XML nor a binary property list (line 1, column 1)"),
        (
            b"<plist><true/></plist>\n\0\0",
            "NUL bytes stand where only elements may (line 2, column 1)",
        ),
        (b"<plist><true/></plist> x", "text stands where only elements may (line 1, column 24)"),
        (b"<plist><true/></plist><dict/>", "something follows the root value (line 1, column 23)"),
        (b"<plist></plist>", "there is no value in the root element (line 1, column 8)"),
        (b"<plist>\n<string>a\xff</string></plist>", "a text is not UTF-8 (line 2, column 10)"),
    ];
    for (body, said) in around {
        assert_eq!(message(body), said);
    }
    for order in [u16::to_le_bytes, u16::to_be_bytes] {
        let wide = |text: &str| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        for text in ["<plist/>", "\u{feff}<plist/>"] {
            let said = message(&wide(text));
            assert_eq!(said, "it is UTF-16 or UTF-32: only UTF-8 is read (line 1, column 1)");
        }
    }
    let in_binary: [(&[u8], &str); 9] = [
        (&[&[0x14, 1][..], &[0; 15]].concat(), "an integer needs more than 64 bits"),
        (&[0x00], "an object is of a type that no message has"),
        (&[0x70], "an object is of a type that no message has"),
        (&[0x51, 0xff], "a string is not ASCII or UTF-8"),
        (&[0x61, 0xd8, 0x00], "a string is not UTF-16"),
        (&[0xa1, 0], "an object contains itself"),
        (&[0xa1, 9], "an object refers to one that does not exist"),
        (&[0x5e, 0x41], "an object reaches beyond the end"),
        (
            &[&[0x33][..], &f64::INFINITY.to_be_bytes()].concat(),
            "a date has no year of four digits",
        ),
    ];
    for (object, said) in in_binary {
        let text = message(&binary(&[object.to_vec(), vec![0x09]]));
        assert!(text.starts_with(&format!("{said} (byte 8")), "{object:?}: {text}");
    }
}

/// Errors tell both positions of a key that stands twice, at any depth; the position of a value
/// that does not fit its type; and the position of the dictionary in which a key is missing.
#[test]
fn what_does_not_fit_is_said_with_the_place() {
    let message = |inner: &str| {
        let body = format!(
            "<plist><dict>\n<key>MessageType</key><string>Authenticate</string>\n\
             <key>UDID</key>\n{inner}</dict></plist>"
        );
        AnyCheckin::from_plist(body.as_bytes()).unwrap_err().to_string()
    };
    let more = "<string>u</string><key>More</key><array><true/>\n<dict>\n<key>b</key><dict>\
                <key>c</key><true/></dict>\n<key>b</key><true/></dict></array>";
    let twice =
        "`More/1`: the key `b` stands twice in one dictionary (line 6, column 1; line 7, column 1)";
    assert_eq!(message(more), twice);
    let known = message("<string>u</string>\n<key>MessageType</key><true/>");
    let said =
        "the key `MessageType` stands twice in one dictionary (line 2, column 1; line 5, column 1)";
    assert_eq!(known, said);
    let document = "Authenticate (mdm/checkin/authenticate.yaml)";
    let wrong = message("<true/><key>Topic</key>\n <real>2</real>");
    let said = format!("{document}: `Topic`: expected a string, found real (line 5, column 2)");
    assert_eq!(wrong, said);
    let missing = message("<true/>");
    let said = format!("{document}: `Topic`: the required key is missing (line 1, column 8)");
    assert_eq!(missing, said);
}

/// An error about a limit tells the position, like all others.
#[test]
fn a_broken_limit_is_said_with_the_place() {
    let shallow = Limits { depth: 2, ..Limits::default() };
    let light = Limits { weight: 10_000, ..Limits::default() };
    let message = |body: &[u8], limits: &Limits| match read::<Value>(body, limits) {
        Err(error @ (ReadError::TooDeep(_) | ReadError::TooHeavy(_))) => error.to_string(),
        other => panic!("{other:?}"),
    };
    let deep = "arrays and dictionaries nest deeper than 2 levels";
    let heavy = "the values take more than 10000 bytes";
    let long = "x".repeat(10_000);

    let xml = plist("<dict>\n<key>a</key><array><true/>\n <array/></array></dict>");
    assert_eq!(message(&xml, &shallow), format!("`a/1`: {deep} (line 3, column 2)"));
    let xml = plist(&format!("<dict>\n<key>a</key>\n<string>{long}</string></dict>"));
    assert_eq!(message(&xml, &light), format!("`a`: {heavy} (line 3, column 1)"));
    let xml = plist(&format!("<dict>\n<key>{long}</key>\n<true/></dict>"));
    assert_eq!(message(&xml, &light), format!("`{long}`: {heavy} (line 3, column 1)"));

    // The dictionary is at byte 8, its key at 11, its value at 13.
    let text = |text: &str| {
        let length = (text.len() as u16).to_be_bytes();
        [&[0x5f, 0x11][..], &length, text.as_bytes()].concat()
    };
    let with_array = binary(&[vec![0xd1, 1, 2], b"Qa".to_vec(), vec![0xa1, 3], vec![0xa0]]);
    assert_eq!(message(&with_array, &shallow), format!("`a/0`: {deep} (byte 15)"));
    let with_text = binary(&[vec![0xd1, 1, 2], b"Qa".to_vec(), text(&long)]);
    assert_eq!(message(&with_text, &light), format!("`a`: {heavy} (byte 13)"));
    let with_key = binary(&[vec![0xd1, 2, 1], vec![0x09], text(&long)]);
    assert_eq!(message(&with_key, &light), format!("`{long}`: {heavy} (byte 11)"));

    let json = b"{\n\"a\": [true, []]}";
    assert_eq!(message(json, &shallow), format!("{deep} (line 2, column 14)"));
    let json = format!("{{\n\"a\": \"{long}\"}}");
    assert_eq!(message(json.as_bytes(), &light), format!("{heavy} (line 2, column 10007)"));
}

/// In a binary property list, the name that stands twice may be one object or two.
#[test]
fn what_does_not_fit_in_a_binary_list_is_said_with_the_byte() {
    let message = |objects: &[Vec<u8>]| value(&binary(objects)).unwrap_err().to_string();
    let twice = "the key `a` stands twice in one dictionary";
    let one_name = [vec![0xd2, 1, 1, 2, 2], b"Qa".to_vec(), vec![0x09]];
    assert_eq!(message(&one_name), format!("{twice} (byte 13)"));
    let two_names = [vec![0xd2, 1, 2, 3, 3], b"Qa".to_vec(), b"Qa".to_vec(), vec![0x09]];
    assert_eq!(message(&two_names), format!("{twice} (byte 13; byte 15)"));
    let within = [vec![0xa2, 4, 1], vec![0xd2, 2, 3, 4, 4], b"Qa".to_vec(), b"Qa".to_vec()];
    let within = [&within[..], &[vec![0x09]]].concat();
    assert_eq!(message(&within), format!("`1`: {twice} (byte 16; byte 18)"));

    let typed = [vec![0xd1, 1, 2], b"UTopic".to_vec(), vec![0x09]];
    let error = Authenticate::from_plist(&binary(&typed)).unwrap_err().to_string();
    let said =
        "Authenticate (mdm/checkin/authenticate.yaml): `Topic`: expected a string, found boolean";
    assert_eq!(error, format!("{said} (byte 17)"));
    let empty = Authenticate::from_plist(&binary(&[vec![0xd0]])).unwrap_err().to_string();
    assert!(empty.ends_with("`Topic`: the required key is missing (byte 8)"), "{empty}");
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
        let end = if encoding == Encoding::Json { body.len() } else { body.trim_ascii_end().len() };
        for cut in 1..end {
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
fn sections_and_comments_are_read_as_xml_means_them() {
    assert_eq!(text("a<![CDATA[<b> & ]] &amp;]]>c").unwrap(), "a<b> & ]] &amp;c");
    assert_eq!(text("a<!-- & <![CDATA[ -->b").unwrap(), "ab");
    assert_eq!(text("<![CDATA[]]>").unwrap(), "");
    assert!(matches!(text("<![CDATA["), Err(ReadError::Truncated(_))));
    let marked = [b"\xef\xbb\xbf".to_vec(), plist("<true/>"), b"\n\n".to_vec()].concat();
    assert_eq!(value(&marked).unwrap(), Value::Boolean(true));
}

#[test]
fn a_missing_key_is_named_with_its_type() {
    let body = plist("<dict><key>MessageType</key><string>Authenticate</string></dict>");
    for error in
        [AnyCheckin::from_plist(&body).unwrap_err(), Authenticate::from_plist(&body).unwrap_err()]
    {
        assert_eq!(
            error.to_string(),
            "Authenticate (mdm/checkin/authenticate.yaml): `Topic`: the required key is missing \
             (line 1, column 43)"
        );
    }
    let error = AnyCheckin::from_json(b"{\"Topic\": \"x\"}").unwrap_err();
    assert_eq!(error.to_string(), "AnyCheckin: `MessageType`: the required key is missing");
    let error = AnyCheckin::from_json(b"[]").unwrap_err();
    assert_eq!(error.to_string(), "AnyCheckin: expected a dictionary, found array");
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
