//! Compares reading with `plist`, and writing with `plist` and `serde_json`.
//!
//! Both readers have to give the same value, or both have to refuse, except for the differences
//! that are listed here. docs/reliability.md explains them.

use std::panic::catch_unwind;

use apple_device_management::codec::same_view;
use apple_device_management::wire::{Encoding, ReadError, read, write};
use apple_device_management::{Date, Dictionary, Slot, Value};

use crate::messages::LIMITS;

/// What this crate refuses and `plist` reads, by the error of this crate.
const STRICTER: &[&str] = &[
    // `plist` passes over what it does not know.
    "the entity `",
    "the document type refers to an entity",
    "a document type stands within the root",
    "text stands where only elements may",
    "text stands before the root element",
    // `plist` ignores a prefix of the name of an element, and takes a string for a key.
    "is no element that property lists have",
    "a value stands in a dictionary where a key belongs",
    // `plist` takes any number of root elements, anywhere, and does not check that they are closed.
    "a property list stands within another",
    "there is no value in the root element",
    "something follows the root value",
    "an element is not closed",
    "the XML is not well-formed",
    "a date is not written like",
    "stands twice in one dictionary",
    // `plist` takes data in UTF-8 as a key.
    "a key of a dictionary is no string",
    // `plist` reads binary property lists that are not complete.
    "the table of offsets does not end at the trailer",
    "the trailer states a size that references cannot have",
    "an object reaches beyond the end",
];

/// What this crate reads and `plist` refuses, by the error of `plist`.
const MORE_LENIENT: &[&str] = &[
    // Blanks before an integer or after its sign, and `0X`.
    "InvalidIntegerString",
    // Blanks before a real.
    "InvalidRealString",
    // Integers below zero in sixteen bytes.
    "IntegerOutOfRange",
    // Offsets and references of five, six or seven bytes.
    "InvalidTrailerObjectOffsetSize",
    "InvalidTrailerObjectReferenceSize",
];

/// Whether `plist` is not given the body, because it would panic or use up the memory.
fn is_spared(error: &ReadError) -> bool {
    let text = error.to_string();
    matches!(error, ReadError::TooLarge { .. } | ReadError::TooDeep(_) | ReadError::TooHeavy(_))
        || ["two objects overlap", "a date "].iter().any(|one| text.contains(one))
}

pub(crate) fn compared(bytes: &[u8]) -> bool {
    let ours = read::<Value>(bytes, &LIMITS);
    if Encoding::of(bytes) != Some(Encoding::Json) && !ours.as_ref().is_err_and(is_spared) {
        compare(bytes, &ours);
    }
    if let Ok(value) = &ours {
        is_written_the_same(value);
    }
    ours.is_ok()
}

fn compare(bytes: &[u8], ours: &Result<Value, ReadError>) {
    match (ours, theirs(bytes)) {
        (Ok(ours), Ok(theirs)) => {
            // `plist` leaves out the text in a CDATA section.
            let has_sections = bytes.windows(9).any(|part| part == b"<![CDATA[");
            let same = same_view(ours.view(), theirs.view());
            assert!(same || has_sections, "we read {ours:?}, plist reads {theirs:?}");
        }
        (Err(ours), Ok(theirs)) => {
            let text = ours.to_string();
            let is_known = STRICTER.iter().any(|known| text.contains(known));
            assert!(is_known, "we refuse: {text}; plist reads {theirs:?}");
        }
        (Ok(ours), Err(theirs)) => {
            let is_known = MORE_LENIENT.iter().any(|known| theirs.starts_with(known));
            assert!(is_known, "we read {ours:?}; plist refuses: {theirs}");
        }
        (Err(_), Err(_)) => {}
    }
}

fn theirs(bytes: &[u8]) -> Result<Value, String> {
    let read = || match bytes.starts_with(b"bplist00") {
        true => plist::from_bytes::<plist::Value>(bytes),
        false => plist::Value::from_reader_xml(bytes),
    };
    let value = catch_unwind(read).map_err(|_| "it panics".to_owned())?;
    convert(&value.map_err(|error| error.to_string())?).ok_or_else(|| "a date".to_owned())
}

fn convert(value: &plist::Value) -> Option<Value> {
    Some(match value {
        plist::Value::Boolean(flag) => Value::Boolean(*flag),
        plist::Value::Real(number) => Value::Real(*number),
        plist::Value::Integer(number) => match (number.as_signed(), number.as_unsigned()) {
            (Some(number), _) => Value::Integer(number),
            (_, number) => Value::Unsigned(number?),
        },
        plist::Value::String(text) => text.as_str().into(),
        plist::Value::Data(bytes) => Value::Data(bytes.clone().into()),
        plist::Value::Date(date) => Value::Date(Date::parse(&date.to_xml_format()).ok()?),
        plist::Value::Uid(number) => Value::Uid(number.get()),
        plist::Value::Array(items) => {
            Value::Array(items.iter().map(convert).collect::<Option<_>>()?)
        }
        plist::Value::Dictionary(entries) => {
            let entry = |(name, value): (&String, _)| Some((name.clone(), convert(value)?));
            Value::Dictionary(entries.iter().map(entry).collect::<Option<Dictionary>>()?)
        }
        _ => return None,
    })
}

/// Checks that this crate writes the same bytes as the other libraries.
fn is_written_the_same(value: &Value) {
    for encoding in [Encoding::Xml, Encoding::Binary, Encoding::Json] {
        let Ok(ours) = write(value, encoding) else { continue };
        let mut theirs = Vec::new();
        let written = match encoding {
            Encoding::Xml => plist::to_writer_xml(&mut theirs, value).map_err(|e| e.to_string()),
            Encoding::Binary => {
                plist::to_writer_binary(&mut theirs, value).map_err(|e| e.to_string())
            }
            Encoding::Json => serde_json::to_writer(&mut theirs, value).map_err(|e| e.to_string()),
        };
        assert_eq!(written, Ok(()), "{encoding:?}");
        let [ours, theirs] = [&ours, &theirs].map(|bytes| String::from_utf8_lossy(bytes));
        assert!(ours == theirs, "{encoding:?}: we write\n{ours}\nand not\n{theirs}");
    }
}
