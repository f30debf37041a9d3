use std::collections::BTreeMap;
use std::fmt;

/// A dictionary of any values, sorted by key.
pub type Dictionary = BTreeMap<String, Value>;

/// Any value of a property list or of JSON.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Value {
    /// JSON only.
    Null,
    Boolean(bool),
    Integer(i64),
    /// A whole number that an `i64` does not hold.
    Unsigned(u64),
    Real(f64),
    String(String),
    /// Property lists only; in JSON data arrives as a string.
    Data(Data),
    /// Property lists only; in JSON a date arrives as a string.
    Date(Date),
    /// A binary property list's reference; no message of the protocol has one.
    Uid(u64),
    Array(Vec<Value>),
    Dictionary(Dictionary),
}

impl Value {
    /// The kind of the value in the schema's words, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Boolean(_) => "boolean",
            Value::Integer(_) | Value::Unsigned(_) => "integer",
            Value::Real(_) => "real",
            Value::String(_) => "string",
            Value::Data(_) => "data",
            Value::Date(_) => "date",
            Value::Uid(_) => "uid",
            Value::Array(_) => "array",
            Value::Dictionary(_) => "dictionary",
        }
    }

    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The dictionary, if it is one.
    pub fn as_dictionary(&self) -> Option<&Dictionary> {
        match self {
            Value::Dictionary(dictionary) => Some(dictionary),
            _ => None,
        }
    }
}

impl Default for Value {
    /// `Null`: a place for a value to come.
    fn default() -> Value {
        Value::Null
    }
}

/// Bytes. Prints its length only, for it may be a secret.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Data(pub Vec<u8>);

impl fmt::Debug for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Data({} bytes)", self.0.len())
    }
}

impl std::ops::Deref for Data {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// A number that remembers whether it was written as an integer, so that it is written so again.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Real {
    Real(f64),
    Integer(i64),
}

impl Real {
    /// The number.
    pub fn get(self) -> f64 {
        match self {
            Real::Real(number) => number,
            Real::Integer(number) => number as f64,
        }
    }
}

impl Default for Real {
    fn default() -> Real {
        Real::Real(0.0)
    }
}

impl PartialEq for Real {
    fn eq(&self, other: &Real) -> bool {
        self.get() == other.get()
    }
}

/// A moment in UTC, as RFC 3339 writes it: `2024-01-31T12:00:00Z`.
///
/// Holds the text, so that nothing is lost on the way through; it is valid by construction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(String);

impl Date {
    /// Reads `YYYY-MM-DDThh:mm:ss`, with up to nine decimals, and `Z`.
    pub fn parse(text: &str) -> Option<Date> {
        is_date(text.as_bytes()).then(|| Date(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Date {
    /// The Unix epoch.
    fn default() -> Date {
        Date("1970-01-01T00:00:00Z".to_owned())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

fn is_date(text: &[u8]) -> bool {
    let Some((moment, rest)) = text.split_first_chunk::<19>() else { return false };
    let shape = moment.iter().zip(b"dddd-dd-ddTdd:dd:dd").all(|(byte, shape)| match shape {
        b'd' => byte.is_ascii_digit(),
        other => byte == other,
    });
    let number = |at: usize| u32::from(moment[at] - b'0') * 10 + u32::from(moment[at + 1] - b'0');
    let decimals = match rest {
        [b'Z'] => true,
        [b'.', digits @ .., b'Z'] => {
            (1..=9).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    };
    shape
        && decimals
        && (1..=12).contains(&number(5))
        && (1..=days_in_month(number(0) * 100 + number(2), number(5))).contains(&number(8))
        && number(11) < 24
        && number(14) < 60
        && number(17) < 60
}

fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

macro_rules! from {
    ($($from:ty => $to:ident :: $variant:ident),+ $(,)?) => {$(
        impl From<$from> for $to {
            fn from(value: $from) -> $to {
                $to::$variant(value.into())
            }
        }
    )+};
}

from! {
    bool => Value::Boolean,
    i64 => Value::Integer,
    f64 => Value::Real,
    String => Value::String,
    &str => Value::String,
    Data => Value::Data,
    Date => Value::Date,
    Vec<Value> => Value::Array,
    Dictionary => Value::Dictionary,
    f64 => Real::Real,
    i64 => Real::Integer,
}

impl From<Vec<u8>> for Data {
    fn from(bytes: Vec<u8>) -> Data {
        Data(bytes)
    }
}

impl From<&[u8]> for Data {
    fn from(bytes: &[u8]) -> Data {
        Data(bytes.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_checked() {
        for text in ["2024-02-29T23:59:59Z", "2024-01-31T12:00:00.5Z", "1970-01-01T00:00:00Z"] {
            assert!(Date::parse(text).is_some(), "{text}");
        }
        for text in [
            "",
            "2024-01-31",
            "2023-02-29T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-31T12:00:00",
            "2024-01-31T12:00:00.Z",
            "2024-01-31t12:00:00Z",
            "2024-00-01T00:00:00Z",
        ] {
            assert!(Date::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn data_does_not_print_its_bytes() {
        assert_eq!(format!("{:?}", Data(vec![1, 2, 3])), "Data(3 bytes)");
    }
}
