//! Values at the edges of what the formats allow: each is read, or is an error of a certain kind.

use apple_device_management::wire::{Body, Encoding, ReadError, WriteErrorKind, write};
use apple_device_management::{Date, DecodeErrorKind, Value};

use super::{binary, plist, value};

/// What a body is read as: a value, or an error of this kind.
#[derive(Debug, PartialEq)]
enum Is {
    Value(Value),
    NotPropertyList,
    NotJson,
    Truncated,
    TooDeep,
    Duplicate,
    Other(String),
}

fn is(body: &[u8]) -> Is {
    match value(body) {
        Ok(value) => Is::Value(value),
        Err(ReadError::NotPropertyList(_)) => Is::NotPropertyList,
        Err(ReadError::NotJson(_)) => Is::NotJson,
        Err(ReadError::Truncated(_)) => Is::Truncated,
        Err(ReadError::TooDeep(_)) => Is::TooDeep,
        Err(ReadError::Shape(error)) => match error.kind {
            DecodeErrorKind::DuplicateKey(_) => Is::Duplicate,
            kind => Is::Other(kind.to_string()),
        },
        Err(error) => Is::Other(error.to_string()),
    }
}

/// Compares all cases; reports all that differ at once.
fn each_is(cases: Vec<(&str, Vec<u8>, Is)>) {
    let different: Vec<String> = cases
        .into_iter()
        .map(|(what, body, expected)| (what, is(&body), expected))
        .filter(|(_, found, expected)| found != expected)
        .map(|(what, found, expected)| format!("{what}: {found:?}, expected {expected:?}"))
        .collect();
    assert!(different.is_empty(), "{}", different.join("\n"));
}

fn object(marker: u8, content: &[u8]) -> Vec<u8> {
    binary(&[[&[marker], content].concat()])
}

#[test]
fn integers_of_every_size() {
    let xml = |text: &str| plist(&format!("<integer>{text}</integer>"));
    let wide = |number: i128| object(0x14, &number.to_be_bytes());
    each_is(vec![
        ("the least", xml("-9223372036854775808"), Is::Value(Value::Integer(i64::MIN))),
        ("below the least", xml("-9223372036854775809"), Is::NotPropertyList),
        ("the largest", xml("18446744073709551615"), Is::Value(Value::Unsigned(u64::MAX))),
        ("above the largest", xml("18446744073709551616"), Is::NotPropertyList),
        ("a hundred digits", xml(&"9".repeat(100)), Is::NotPropertyList),
        ("hexadecimal", xml("0x7f"), Is::Value(Value::Integer(127))),
        ("too much hexadecimal", xml("0x1ffffffffffffffff"), Is::NotPropertyList),
        ("nothing", xml(""), Is::NotPropertyList),
        ("eight bytes", object(0x13, &[0xff; 8]), Is::Value(Value::Integer(-1))),
        ("sixteen bytes", wide(u64::MAX.into()), Is::Value(Value::Unsigned(u64::MAX))),
        ("more than 64 bits", wide(1 << 64), Is::NotPropertyList),
        ("128 bits", wide(i128::MAX), Is::NotPropertyList),
        ("less than 64 bits hold", wide(i128::MIN), Is::NotPropertyList),
        ("32 bytes", object(0x15, &[0; 32]), Is::NotPropertyList),
        (
            "JSON's largest",
            b"[18446744073709551615]".to_vec(),
            Is::Value(Value::Array(vec![Value::Unsigned(u64::MAX)])),
        ),
        (
            "in JSON",
            b"[18446744073709551616]".to_vec(),
            Is::Value(Value::Array(vec![Value::Real(18446744073709551616.0)])),
        ),
        ("an exponent", b"[1e999]".to_vec(), Is::NotJson),
    ]);
}

#[test]
fn reals_that_are_no_numbers() {
    let real = |text: &str| plist(&format!("<real>{text}</real>"));
    for body in
        [real("nan"), object(0x23, &f64::NAN.to_be_bytes()), object(0x22, &f32::NAN.to_be_bytes())]
    {
        let Value::Real(found) = value(&body).unwrap() else { panic!() };
        assert!(found.is_nan());
        let error = write(&Value::Real(found), Encoding::Json).unwrap_err();
        assert_eq!(error.kind, WriteErrorKind::NotFinite);
    }
    each_is(vec![
        ("infinity", real("+infinity"), Is::Value(Value::Real(f64::INFINITY))),
        ("minus infinity", real("-infinity"), Is::Value(Value::Real(f64::NEG_INFINITY))),
        ("too large", real("1e999"), Is::Value(Value::Real(f64::INFINITY))),
        ("no real", real("0x1p3"), Is::NotPropertyList),
        ("three bytes", object(0x21, &[0; 2]), Is::NotPropertyList),
        ("NaN in JSON", b"[NaN]".to_vec(), Is::NotJson),
        ("infinity in JSON", b"[Infinity]".to_vec(), Is::NotJson),
    ]);
}

#[test]
fn dates_that_no_calendar_has() {
    let xml = |text: &str| plist(&format!("<date>{text}</date>"));
    let day = |text: &str| Is::Value(Value::Date(Date::parse(text).unwrap()));
    let last_day = || day("9999-12-31T23:59:59Z");
    let seconds = |seconds: f64| object(0x33, &seconds.to_be_bytes());
    each_is(vec![
        ("month 13", xml("2024-13-01T00:00:00Z"), Is::NotPropertyList),
        ("the 30th of February", xml("2024-02-30T00:00:00Z"), Is::NotPropertyList),
        ("hour 25", xml("2024-02-01T25:00:00Z"), Is::NotPropertyList),
        ("a year of five digits", xml("99999-01-01T00:00:00Z"), Is::NotPropertyList),
        ("a year before Christ", xml("-0044-03-15T00:00:00Z"), Is::NotPropertyList),
        ("no date", xml("yesterday"), Is::NotPropertyList),
        ("the last day", xml("9999-12-31T23:59:59Z"), last_day()),
        ("the last day, elsewhere", xml("9999-12-31T23:59:59-01:00"), Is::NotPropertyList),
        ("the first day, elsewhere", xml("0000-01-01T00:00:00+01:00"), Is::NotPropertyList),
        ("another day, elsewhere", xml("2024-01-01T00:00:00+01:00"), day("2023-12-31T23:00:00Z")),
        ("in pieces", xml("9999<!-- -->-12-31T23:59:59-01:00"), Is::NotPropertyList),
        ("in sections", xml("<![CDATA[9999-12-31T23:59:59-01:00]]>"), Is::NotPropertyList),
        ("with references", xml("&#57;999-12-31T23:59:59-01:00"), Is::NotPropertyList),
        (
            "with an attribute",
            plist("<date a=''>9999-12-31T23:59:59-01:00</date>"),
            Is::NotPropertyList,
        ),
        ("with a prefix", plist("<a:date>9999-12-31T23:59:59-01:00</a:date>"), Is::NotPropertyList),
        ("cut off", b"<plist><date>9999-12-31T2".to_vec(), Is::Truncated),
        ("NaN", seconds(f64::NAN), Is::NotPropertyList),
        ("infinity", seconds(f64::INFINITY), Is::NotPropertyList),
        ("the largest number", seconds(f64::MAX), Is::NotPropertyList),
        ("in ten thousand years", seconds(3.2e11), Is::NotPropertyList),
        ("ten thousand years ago", seconds(-3.2e11), Is::NotPropertyList),
        ("the last second", seconds(252_423_993_599.0), last_day()),
        ("the next", seconds(252_423_993_600.0), Is::NotPropertyList),
        ("the first", seconds(-63_145_526_400.0), day("0000-01-01T00:00:00Z")),
        ("the one before", seconds(-63_145_526_401.0), Is::NotPropertyList),
    ]);
}

/// A binary property list has the seconds of a date as a floating-point number, which has few bits
/// for the decimals of a far date.
#[test]
fn the_last_moment_is_not_rounded_out_of_its_year() {
    let date = |text: &str| Value::Date(Date::parse(text).unwrap());
    for text in
        ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.99998Z", "9999-12-31T23:59:58.999999999Z"]
    {
        assert!(matches!(value(&date(text).to_binary().unwrap()), Ok(Value::Date(_))), "{text}");
    }
    for text in ["9999-12-31T23:59:59.99999Z", "9999-12-31T23:59:59.999999999Z"] {
        let whole = Value::Dictionary([("When".to_owned(), date(text))].into());
        assert_eq!(
            whole.to_binary().unwrap_err().to_string(),
            format!("`When`: a binary property list would round `{text}` up to the year 10000")
        );
        for body in [whole.to_xml(), whole.to_json()] {
            assert!(value(&body.unwrap()).is_ok(), "{text}");
        }
    }
}

#[test]
fn texts_of_other_encodings() {
    let utf16 = |text: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(order).collect()
    };
    let document = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><plist><true/></plist>";
    let a_bee = [0x00, 0x61, 0xd8, 0x3d, 0xdc, 0x1d];
    each_is(vec![
        ("XML in UTF-16", utf16(document, u16::to_le_bytes), Is::NotPropertyList),
        ("XML in UTF-16, big end first", utf16(document, u16::to_be_bytes), Is::NotPropertyList),
        (
            "UTF-16 without a mark",
            utf16(document, u16::to_le_bytes)[2..].to_vec(),
            Is::NotPropertyList,
        ),
        // XML cannot hold this character, so the value is not written as XML.
        ("a null", plist("<string>\u{0}</string>"), Is::Value(Value::from("\0"))),
        (
            "no UTF-8 in XML",
            [b"<plist><string>".as_slice(), b"\xff\xfe</string></plist>"].concat(),
            Is::NotPropertyList,
        ),
        (
            "half a character in XML",
            [b"<plist><string>".as_slice(), b"\xe2\x82</string></plist>"].concat(),
            Is::NotPropertyList,
        ),
        (
            "a surrogate in XML",
            [b"<plist><string>".as_slice(), b"\xed\xa0\x80</string></plist>"].concat(),
            Is::NotPropertyList,
        ),
        ("no UTF-8 in JSON", b"[\"\xff\"]".to_vec(), Is::NotJson),
        ("half a surrogate pair in JSON", br#"["\ud800"]"#.to_vec(), Is::NotJson),
        ("no ASCII in binary", object(0x51, b"\xff"), Is::NotPropertyList),
        ("UTF-16 in binary", object(0x63, &a_bee), Is::Value(Value::from("a\u{1f41d}"))),
        ("half a surrogate pair in binary", object(0x61, &[0xd8, 0x00]), Is::NotPropertyList),
        ("UTF-16 beyond the end", object(0x6e, &[0x00, 0x61]), Is::NotPropertyList),
    ]);
}

#[test]
fn declarations_before_the_root_do_nothing() {
    let document = |declaration: &str| format!("{declaration}<plist><true/></plist>").into_bytes();
    let yes = || Is::Value(Value::Boolean(true));
    let bomb: String =
        (1..30).map(|level| format!("<!ENTITY a{level} \"&a{0};&a{0};\">", level - 1)).collect();
    each_is(vec![
        (
            "Apple's",
            document(
                "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">",
            ),
            yes(),
        ),
        ("a file", document("<!DOCTYPE plist SYSTEM \"file:///dev/zero\">"), yes()),
        (
            "a bomb that is not named",
            document(&format!("<!DOCTYPE plist [{bomb}]>")),
            Is::NotPropertyList,
        ),
        (
            "a parameter",
            document("<!DOCTYPE plist [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/\"> %p;]>"),
            yes(),
        ),
        ("not closed", document("<!DOCTYPE plist [<!ENTITY a \"b\">"), Is::Truncated),
        ("brackets", document(&format!("<!DOCTYPE plist {}>", "[".repeat(100_000))), Is::Truncated),
        ("marks", document(&"<!".repeat(100_000)), Is::Truncated),
        ("instructions", document(&"<?x ?>".repeat(100_000)), yes()),
        ("comments", document(&"<!---->".repeat(100_000)), yes()),
        (
            "attributes",
            format!("<plist {}><true/></plist>", "a=\"b\" ".repeat(100_000)).into_bytes(),
            yes(),
        ),
    ]);
}

#[test]
fn numbers_of_the_trailer_that_lie() {
    let good = binary(&[vec![0x09]]);
    let with = |at: usize, bytes: &[u8]| {
        let mut body = good.clone();
        let at = body.len() - 32 + at;
        body[at..at + bytes.len()].copy_from_slice(bytes);
        body
    };
    let most = u64::MAX.to_be_bytes();
    let half = (u64::MAX / 2).to_be_bytes();
    each_is(vec![
        ("nothing", good.clone(), Is::Value(Value::Boolean(true))),
        ("offsets of no bytes", with(6, &[0]), Is::Truncated),
        ("offsets of 255 bytes", with(6, &[255]), Is::Truncated),
        ("references of no bytes", with(7, &[0]), Is::NotPropertyList),
        ("references of 255 bytes", with(7, &[255]), Is::NotPropertyList),
        ("objects without number", with(8, &most), Is::Truncated),
        ("half as many", with(8, &half), Is::Truncated),
        ("no object", with(8, &[0; 8]), Is::Truncated),
        ("a root that is not there", with(16, &most), Is::NotPropertyList),
        ("a table that is not there", with(24, &most), Is::Truncated),
        ("a table that is the head", with(24, &[0; 8]), Is::Truncated),
    ]);
}

#[test]
fn binary_dictionaries_and_depth() {
    let chain = |levels: u8| {
        let mut arrays: Vec<Vec<u8>> = (1..=levels).map(|next| vec![0xa1, next]).collect();
        arrays.push(vec![0x09]);
        binary(&arrays)
    };
    assert!(matches!(is(&chain(64)), Is::Value(_)));
    each_is(vec![
        ("65 levels", chain(65), Is::TooDeep),
        ("250 levels", chain(250), Is::TooDeep),
        ("an array in itself", binary(&[vec![0xa1, 0]]), Is::NotPropertyList),
        ("two arrays in each other", binary(&[vec![0xa1, 1], vec![0xa1, 0]]), Is::NotPropertyList),
        (
            "a dictionary in itself",
            binary(&[vec![0xd1, 1, 0], vec![0x51, b'a']]),
            Is::NotPropertyList,
        ),
        ("a dictionary as its key", binary(&[vec![0xd1, 0, 1], vec![0x09]]), Is::NotPropertyList),
        ("a key that is a number", binary(&[vec![0xd1, 1, 1], vec![0x10, 5]]), Is::NotPropertyList),
        (
            "a key twice",
            binary(&[vec![0xd2, 1, 1, 2, 2], vec![0x51, b'a'], vec![0x09]]),
            Is::Duplicate,
        ),
        (
            "a key twice, by two objects",
            binary(&[vec![0xd2, 1, 3, 2, 2], vec![0x51, b'a'], vec![0x09], vec![0x51, b'a']]),
            Is::Duplicate,
        ),
        ("null", binary(&[vec![0x00]]), Is::NotPropertyList),
        ("a set", binary(&[vec![0xc0]]), Is::NotPropertyList),
        ("a marker of nothing", binary(&[vec![0xff]]), Is::NotPropertyList),
    ]);
}
