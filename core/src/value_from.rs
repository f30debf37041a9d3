//! Conversions of [`Value`]: from types of Rust, and from and to the value types of `serde_json`
//! and `plist`.
//!
//! The latter are here, behind features that the crate `apple-device-management` turns on, since
//! only the crate that defines a type may implement `From` for it.

use std::collections::BTreeMap;

use crate::{Data, Date, Map, Real, Value};

macro_rules! from {
    ($($from:ty => $variant:ident),+ $(,)?) => {$(
        impl From<$from> for Value {
            fn from(value: $from) -> Value {
                Value::$variant(value.into())
            }
        }
    )+};
}

// `u8` is left out, so that nobody converts bytes into an array of integers where data is meant.
from! {
    bool => Boolean,
    i8 => Integer,
    i16 => Integer,
    i32 => Integer,
    i64 => Integer,
    u16 => Integer,
    u32 => Integer,
    f32 => Real,
    f64 => Real,
    String => String,
    &str => String,
    &String => String,
    Data => Data,
    Date => Date,
}

impl From<u64> for Value {
    fn from(number: u64) -> Value {
        i64::try_from(number).map_or(Value::Unsigned(number), Value::Integer)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Value {
        Value::from(number as u64)
    }
}

impl From<Real> for Value {
    fn from(number: Real) -> Value {
        match number {
            Real::Real(number) => Value::Real(number),
            Real::Integer(number) => Value::Integer(number),
        }
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Value {
        items.into_iter().collect()
    }
}

impl<T: Into<Value>, const N: usize> From<[T; N]> for Value {
    fn from(items: [T; N]) -> Value {
        items.into_iter().collect()
    }
}

impl<T: Clone + Into<Value>> From<&[T]> for Value {
    fn from(items: &[T]) -> Value {
        items.iter().cloned().collect()
    }
}

impl<T: Into<Value>> From<BTreeMap<String, T>> for Value {
    fn from(entries: BTreeMap<String, T>) -> Value {
        entries.into_iter().collect()
    }
}

impl<T: Into<Value>> From<Map<T>> for Value {
    fn from(entries: Map<T>) -> Value {
        entries.into_iter().collect()
    }
}

/// An array.
impl<T: Into<Value>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Value {
        Value::Array(items.into_iter().map(Into::into).collect())
    }
}

/// A dictionary.
impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for Value {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Value {
        Value::Dictionary(entries.into_iter().collect())
    }
}

/// A value that a format does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{path}`: {kind}")]
pub struct ConvertError {
    /// Where it stands.
    pub path: crate::KeyPath,
    /// What the format does not have.
    pub kind: ConvertErrorKind,
}

/// A kind of value that a format does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConvertErrorKind {
    /// Null, in a property list.
    #[error("a property list has no null")]
    Null,
    /// A UID, in JSON.
    #[error("JSON has no reference")]
    Reference,
    /// Infinity, or what is not a number (NaN), in JSON.
    #[error("JSON has no number that is not finite")]
    NotFinite,
    /// A date outside the years that can be written.
    #[error("{0}")]
    Date(crate::DateRangeError),
}

#[cfg(any(feature = "json", feature = "plist"))]
impl ConvertErrorKind {
    fn here(self) -> ConvertError {
        ConvertError { path: crate::KeyPath::root(), kind: self }
    }
}

#[cfg(any(feature = "json", feature = "plist"))]
impl ConvertError {
    fn under(mut self, segment: crate::Segment) -> ConvertError {
        self.path.0.insert(0, segment);
        self
    }
}

/// Converts the items of an array. An error tells the item.
#[cfg(any(feature = "json", feature = "plist"))]
fn items<A, B: TryFrom<A, Error = ConvertError>>(items: Vec<A>) -> Result<Vec<B>, ConvertError> {
    let convert =
        |(at, item)| B::try_from(item).map_err(|error| error.under(crate::Segment::Index(at)));
    items.into_iter().enumerate().map(convert).collect()
}

/// Converts the entries of a dictionary. An error tells the key.
#[cfg(any(feature = "json", feature = "plist"))]
fn entries<A, B: TryFrom<A, Error = ConvertError>>(
    entries: impl IntoIterator<Item = (String, A)>,
) -> Result<Vec<(String, B)>, ConvertError> {
    let convert = |(name, value): (String, A)| match B::try_from(value) {
        Ok(value) => Ok((name, value)),
        Err(error) => Err(error.under(crate::Segment::Key(name))),
    };
    entries.into_iter().map(convert).collect()
}

#[cfg(feature = "json")]
mod json {
    use serde_json::Value as Json;

    use super::{ConvertError, ConvertErrorKind, entries, items};
    use crate::Value;

    impl From<Json> for Value {
        fn from(json: Json) -> Value {
            match json {
                Json::Null => Value::Null,
                Json::Bool(flag) => Value::Boolean(flag),
                Json::Number(number) => match (number.as_i64(), number.as_u64()) {
                    (Some(number), _) => Value::Integer(number),
                    (None, Some(number)) => Value::Unsigned(number),
                    (None, None) => match number.as_f64() {
                        Some(number) => Value::Real(number),
                        None => Value::String(number.to_string()),
                    },
                },
                Json::String(text) => Value::String(text),
                Json::Array(items) => items.into_iter().collect(),
                Json::Object(entries) => entries.into_iter().collect(),
            }
        }
    }

    /// As bodies in JSON are written: **data and dates become strings**, and stay strings when they
    /// are read again. To keep them, see `wire::store` of `apple-device-management`.
    impl TryFrom<Value> for Json {
        type Error = ConvertError;

        fn try_from(value: Value) -> Result<Json, ConvertError> {
            Ok(match value {
                Value::Null => Json::Null,
                Value::Boolean(flag) => Json::Bool(flag),
                Value::Integer(number) => number.into(),
                Value::Unsigned(number) => number.into(),
                Value::Real(number) => serde_json::Number::from_f64(number)
                    .map(Json::Number)
                    .ok_or_else(|| ConvertErrorKind::NotFinite.here())?,
                Value::String(text) => Json::String(text),
                Value::Data(data) => Json::String(data.to_base64()),
                Value::Date(date) => Json::String(date.to_string()),
                Value::Uid(_) => return Err(ConvertErrorKind::Reference.here()),
                Value::Array(array) => Json::Array(items(array)?),
                Value::Dictionary(dictionary) => {
                    Json::Object(entries::<_, Json>(dictionary)?.into_iter().collect())
                }
            })
        }
    }
}

#[cfg(feature = "plist")]
mod plist {
    use std::time::SystemTime;

    use ::plist::Value as Plist;

    use super::{ConvertError, ConvertErrorKind, entries, items};
    use crate::date::from_time;
    use crate::{Data, Value};

    impl TryFrom<Plist> for Value {
        type Error = ConvertError;

        fn try_from(plist: Plist) -> Result<Value, ConvertError> {
            Ok(match plist {
                Plist::Boolean(flag) => Value::Boolean(flag),
                Plist::Integer(number) => match (number.as_signed(), number.as_unsigned()) {
                    (Some(number), _) => Value::Integer(number),
                    (None, Some(number)) => Value::Unsigned(number),
                    (None, None) => Value::Null,
                },
                Plist::Real(number) => Value::Real(number),
                Plist::String(text) => Value::String(text),
                Plist::Data(bytes) => Value::Data(Data(bytes)),
                Plist::Date(date) => {
                    let (second, nanos) = from_time(SystemTime::from(date))
                        .map_err(|error| ConvertErrorKind::Date(error).here())?;
                    Value::Date(second.with_nanos(nanos))
                }
                Plist::Uid(uid) => Value::Uid(uid.get()),
                Plist::Array(array) => Value::Array(items(array)?),
                Plist::Dictionary(dictionary) => Value::from_iter(entries::<_, Value>(dictionary)?),
                // `plist::Value` is non-exhaustive; there is no other variant so far.
                _ => Value::Null,
            })
        }
    }

    impl TryFrom<Value> for Plist {
        type Error = ConvertError;

        fn try_from(value: Value) -> Result<Plist, ConvertError> {
            Ok(match value {
                Value::Null => return Err(ConvertErrorKind::Null.here()),
                Value::Boolean(flag) => Plist::Boolean(flag),
                Value::Integer(number) => Plist::Integer(number.into()),
                Value::Unsigned(number) => Plist::Integer(number.into()),
                Value::Real(number) => Plist::Real(number),
                Value::String(text) => Plist::String(text),
                Value::Data(data) => Plist::Data(data.0),
                Value::Date(date) => {
                    let time = SystemTime::try_from(date)
                        .map_err(|error| ConvertErrorKind::Date(error).here())?;
                    Plist::Date(time.into())
                }
                Value::Uid(uid) => Plist::Uid(::plist::Uid::new(uid)),
                Value::Array(array) => Plist::Array(items(array)?),
                Value::Dictionary(dictionary) => {
                    Plist::Dictionary(entries::<_, Plist>(dictionary)?.into_iter().collect())
                }
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rust_has_becomes_a_value() {
        assert_eq!(Value::from(vec!["a", "b"]).as_array().map(<[Value]>::len), Some(2));
        assert_eq!(Value::from(u64::MAX), Value::Unsigned(u64::MAX));
        assert_eq!(Value::from(7usize), Value::Integer(7));
        let value: Value = [("a", Value::from(1)), ("b", [true].into())].into_iter().collect();
        assert_eq!(value.at(&"b/0".parse().unwrap()), Some(&Value::Boolean(true)));
        assert_eq!(value.at(&"b/1".parse().unwrap()), None);
        assert_eq!(value.at(&"b/*".parse().unwrap()), None);
    }

    #[test]
    fn a_value_can_be_changed_in_its_place() {
        let mut value = Value::from_iter([("a", vec![1, 2])]);
        *value.at_mut(&"a/0".parse().unwrap()).unwrap() = "x".into();
        assert_eq!(value, Value::from_iter([("a", vec![Value::from("x"), 2.into()])]));
    }

    #[cfg(feature = "json")]
    #[test]
    fn json_comes_and_goes() {
        let json = serde_json::json!({"a": [1, 1.5, null, u64::MAX, "x", {"b": true}]});
        let value = Value::from(json.clone());
        assert_eq!(serde_json::Value::try_from(value), Ok(json));
        let odd = Value::from_iter([("a", vec![1.0, f64::NAN])]);
        let error = serde_json::Value::try_from(odd).unwrap_err();
        assert_eq!(error.to_string(), "`a/1`: JSON has no number that is not finite");
        let data = serde_json::Value::try_from(Value::from(Data::from(b"ab")));
        assert_eq!(data, Ok("YWI=".into()));
    }

    #[cfg(feature = "plist")]
    #[test]
    fn property_lists_come_and_go() {
        let date: Date = "2024-01-31T12:00:00.25Z".parse().unwrap();
        let all = [
            Value::from(1),
            Value::Unsigned(u64::MAX),
            2.5.into(),
            "x".into(),
            Data::from(b"ab").into(),
            date.into(),
            Value::Uid(7),
            true.into(),
        ];
        let value = Value::from_iter([("a", all)]);
        let list = ::plist::Value::try_from(value.clone()).unwrap();
        assert_eq!(Value::try_from(list), Ok(value));
        let error = ::plist::Value::try_from(Value::from_iter([("a", Value::Null)])).unwrap_err();
        assert_eq!(error.to_string(), "`a`: a property list has no null");
    }
}
