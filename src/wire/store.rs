//! A text form for storage in which nothing is lost: JSON with tags.

use apple_device_management_core::codec::{DecodeError, DecodeErrorKind, from_value, to_value};
use apple_device_management_core::{Data, Date, Dictionary, KeyPath, Segment, Slot, Value};
use serde_json::Value as Json;

use super::{Limits, ReadError, read_json};

/// The first character of each tag. A key of a message that begins with it is written with one more.
const MARK: char = '$';

const DATA: &str = "$data";
const DATE: &str = "$date";
const UID: &str = "$uid";
const REAL: &str = "$real";

/// Writes a value for storage, as JSON in which data, dates and other values that JSON does not
/// have are tagged: `{"$data": "AAEC"}`. [`restore`] gives back exactly the same value, whatever
/// the message and the format in which it came.
///
/// Plain JSON loses something: data and dates are strings in it, and where no type says what they
/// were (unknown keys, messages of newer releases, free-form dictionaries) they stay strings. A
/// property list loses something too, since it has no null. Tagged JSON is still a text that
/// databases can search.
///
/// ```
/// use apple_device_management::{Data, Dictionary, Value, wire};
///
/// let token = Value::from(Data::from(&[0, 1, 2]));
/// let kept = wire::store(&Dictionary::from([("Token".to_owned(), token.clone())]));
/// assert_eq!(kept, r#"{"Token":{"$data":"AAEC"}}"#);
/// let again: Dictionary = wire::restore(&kept, &wire::Limits::default())?;
/// assert_eq!(again["Token"], token);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn store<T: Slot + ?Sized>(value: &T) -> String {
    tagged(to_value(value.view())).to_string()
}

/// Reads what [`store`] has written.
///
/// The value is read as from a property list. Of the messages of this crate, only a `Reply` that
/// came as JSON would differ, since data is a string in it; no device sends such a reply.
///
/// # Errors
/// The text is not JSON, has an unknown tag, or does not fit the type.
pub fn restore<T: Slot + Default>(text: &str, limits: &Limits) -> Result<T, ReadError> {
    // A tag takes one level more.
    let limits = Limits { depth: limits.depth.saturating_add(1), ..*limits };
    let value: Value = read_json(text.as_bytes(), &limits)?;
    let value = untagged(value).map_err(|error| ReadError::Shape(Box::new(error)))?;
    from_value(value).map_err(|error| ReadError::Shape(Box::new(error)))
}

fn tag(name: &str, value: impl Into<Json>) -> Json {
    Json::Object([(name.to_owned(), value.into())].into_iter().collect())
}

fn tagged(value: Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(flag) => flag.into(),
        Value::Integer(number) => number.into(),
        Value::Unsigned(number) => number.into(),
        Value::Real(number) => match serde_json::Number::from_f64(number) {
            Some(number) => Json::Number(number),
            None => tag(REAL, number.to_string()),
        },
        Value::String(text) => text.into(),
        Value::Data(data) => tag(DATA, data.to_base64()),
        Value::Date(date) => tag(DATE, date.to_string()),
        Value::Uid(number) => tag(UID, number),
        Value::Array(items) => items.into_iter().map(tagged).collect(),
        Value::Dictionary(entries) => {
            let entries = entries.into_iter().map(|(name, value)| match name.starts_with(MARK) {
                true => (format!("{MARK}{name}"), tagged(value)),
                false => (name, tagged(value)),
            });
            Json::Object(entries.collect())
        }
    }
}

fn untagged(value: Value) -> Result<Value, DecodeError> {
    match value {
        Value::Array(items) => {
            let item = |(at, item)| {
                untagged(item).map_err(|error: DecodeError| error.under(Segment::Index(at)))
            };
            items.into_iter().enumerate().map(item).collect::<Result<_, _>>().map(Value::Array)
        }
        Value::Dictionary(entries) => {
            let is_tag = |name: &str| name.starts_with(MARK) && !name[1..].starts_with(MARK);
            match entries.iter().as_slice() {
                [(name, value)] if is_tag(name) => of_tag(name, value),
                _ => plain(entries),
            }
        }
        other => Ok(other),
    }
}

fn plain(entries: Dictionary) -> Result<Value, DecodeError> {
    let entry = |(name, value): (String, Value)| {
        let name = match name.strip_prefix(MARK) {
            None => name,
            Some(rest) if rest.starts_with(MARK) => rest.to_owned(),
            Some(_) => return Err(unknown(&name)),
        };
        match untagged(value) {
            Ok(value) => Ok((name, value)),
            Err(error) => Err(error.under(Segment::Key(name))),
        }
    };
    entries.into_iter().map(entry).collect::<Result<_, _>>().map(Value::Dictionary)
}

/// The value of a tag.
fn of_tag(name: &str, value: &Value) -> Result<Value, DecodeError> {
    let text = value.as_str();
    let value = match name {
        DATA => text.and_then(|text| Data::from_base64(text).ok()).map(Value::Data),
        // Only the form in which dates are written: another text for the same moment was not stored
        // here.
        DATE => text
            .and_then(|text| text.parse::<Date>().ok().filter(|date| date.as_str() == text))
            .map(Value::Date),
        UID => value.as_unsigned().map(Value::Uid),
        REAL => text.and_then(|text| text.parse().ok()).map(Value::Real),
        _ => None,
    };
    value.ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> DecodeError {
    let expected = "$data, $date, $uid or $real with its value, or a key in which `$` is doubled";
    let kind = DecodeErrorKind::WrongConstant { expected, found: name.to_owned() };
    DecodeError { path: KeyPath(vec![Segment::Key(name.to_owned())]), ..DecodeError::new(kind) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(value: &Value) -> Value {
        let text = store(value);
        restore(&text, &Limits::default()).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn every_value_comes_back() {
        let date: Date = "2024-01-31T12:00:00.5Z".parse().unwrap();
        let leaves = [
            Value::Null,
            true.into(),
            (-1).into(),
            Value::Unsigned(u64::MAX),
            0.1.into(),
            1.0.into(),
            f64::INFINITY.into(),
            "$data".into(),
            Data::from(b"\x00\xff").into(),
            date.into(),
            Value::Uid(u64::MAX),
            Value::Array(Vec::new()),
            Value::Dictionary(Dictionary::new()),
        ];
        let mut all = Value::from_iter([("list", Value::from(leaves))]);
        for name in ["$", "$data", "$$date", "$x", "", "a$"] {
            all = Value::from_iter([(name, all)]);
            assert_eq!(kept(&all), all);
        }
        let several = Value::from_iter([("$data", "x"), ("b", "y")]);
        assert_eq!(kept(&several), several);
        assert!(matches!(kept(&f64::NAN.into()), Value::Real(number) if number.is_nan()));
    }

    #[test]
    fn what_was_not_stored_is_an_error() {
        for odd in [
            "",
            "[",
            r#"{"$data": "?"}"#,
            r#"{"$date": "2024-01-31T13:00:00+01:00"}"#,
            r#"{"$uid": -1}"#,
            r#"{"$new": 1}"#,
            r#"{"$data": "", "a": 1}"#,
        ] {
            assert!(restore::<Value>(odd, &Limits::default()).is_err(), "{odd}");
        }
        let error = restore::<Value>(r#"{"a": [{"$new": 1}]}"#, &Limits::default()).unwrap_err();
        assert!(error.to_string().contains("`a/0/$new`"), "{error}");
    }
}
