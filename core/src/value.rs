use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

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

    /// The boolean, if it is one.
    pub fn as_boolean(&self) -> Option<bool> {
        match self {
            Value::Boolean(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The integer, if it is one that an `i64` holds.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The bytes, if it is data.
    pub fn as_data(&self) -> Option<&[u8]> {
        match self {
            Value::Data(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The items, if it is an array.
    pub fn as_array(&self) -> Option<&[Value]> {
        match self {
            Value::Array(items) => Some(items),
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
    /// Whether the numbers are the same, however they are written.
    fn eq(&self, other: &Real) -> bool {
        match (self, other) {
            (Real::Integer(one), Real::Integer(other)) => one == other,
            _ => self.get() == other.get(),
        }
    }
}

impl From<Real> for f64 {
    fn from(number: Real) -> f64 {
        number.get()
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

    /// The second that begins this many seconds after the Unix epoch; `None` outside the years 0
    /// to 9999, which are all that the text has room for.
    pub fn from_unix(seconds: i64) -> Option<Date> {
        let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = civil(days)?;
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        Some(Date(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")))
    }
}

/// The date of a day, counted from the Unix epoch, in the calendar of ISO 8601.
fn civil(days: i64) -> Option<(u32, u32, u32)> {
    // Eras of 400 years, which all have the same days.
    const DAYS_OF_ERA: i64 = 146_097;
    const DAYS_TO_EPOCH: i64 = 719_528;
    let days = days.checked_add(DAYS_TO_EPOCH)?;
    let mut year = u32::try_from(days / DAYS_OF_ERA * 400).ok().filter(|year| *year < 10_000)?;
    let mut left = u32::try_from(days).ok()? % DAYS_OF_ERA as u32;
    let days_in_year = |year| (1..=12).map(|month| days_in_month(year, month)).sum::<u32>();
    while left >= days_in_year(year) {
        left -= days_in_year(year);
        year += 1;
    }
    let mut month = 1;
    while left >= days_in_month(year, month) {
        left -= days_in_month(year, month);
        month += 1;
    }
    (year < 10_000).then_some((year, month, left + 1))
}

impl TryFrom<SystemTime> for Date {
    type Error = SystemTime;

    /// The second that the time is in; the time again, if that is outside the years 0 to 9999.
    fn try_from(time: SystemTime) -> Result<Date, SystemTime> {
        let seconds = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_secs()).ok(),
            Err(before) => {
                let before = before.duration();
                let whole = before.as_secs() + u64::from(before.subsec_nanos() > 0);
                i64::try_from(whole).ok().map(|seconds| -seconds)
            }
        };
        seconds.and_then(Date::from_unix).ok_or(time)
    }
}

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Date, ParseDateError> {
        Date::parse(text).ok_or_else(|| ParseDateError(text.to_owned()))
    }
}

/// The text is no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no date; a date is written as in 2024-01-31T12:00:00Z")]
pub struct ParseDateError(String);

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

impl From<Data> for Vec<u8> {
    fn from(data: Data) -> Vec<u8> {
        data.0
    }
}

impl<const N: usize> From<&[u8; N]> for Data {
    fn from(bytes: &[u8; N]) -> Data {
        Data(bytes.to_vec())
    }
}

impl From<&[u8]> for Data {
    fn from(bytes: &[u8]) -> Data {
        Data(bytes.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

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
    fn dates_are_made_of_seconds() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
            (-62_167_219_200, "0000-01-01T00:00:00Z"),
        ] {
            let date = Date::from_unix(seconds).unwrap();
            assert_eq!((date.as_str(), expected.parse()), (expected, Ok(date.clone())));
        }
        for seconds in [253_402_300_800, -62_167_219_201, i64::MAX, i64::MIN] {
            assert_eq!(Date::from_unix(seconds), None, "{seconds}");
        }
        let early = SystemTime::UNIX_EPOCH - Duration::from_millis(1);
        assert_eq!(Date::try_from(early).unwrap().as_str(), "1969-12-31T23:59:59Z");
        assert!("2024-01-31".parse::<Date>().unwrap_err().to_string().contains("2024-01-31T12"));
    }

    #[test]
    fn whole_numbers_are_told_apart() {
        let large = 1 << 53;
        assert_ne!(Real::from(large), Real::from(large + 1));
        assert_eq!(Real::from(2), Real::from(2.0));
    }

    #[test]
    fn data_does_not_print_its_bytes() {
        assert_eq!(format!("{:?}", Data(vec![1, 2, 3])), "Data(3 bytes)");
    }
}
