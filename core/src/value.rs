use crate::{Data, Date, KeyPath, Map, Segment};

/// A dictionary of any values, sorted by key.
pub type Dictionary = Map<Value>;

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
    /// Property lists only. In JSON, data is a string.
    Data(Data),
    /// Property lists only. In JSON, a date is a string.
    Date(Date),
    /// A UID, which only binary property lists have. No message of the protocol has one.
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

    /// The value of a key, if this is a dictionary that has it.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.as_dictionary()?.get(name)
    }

    /// The value at a path of a message, such as `Settings/0/Item`. The path to the root gives this
    /// value.
    ///
    /// ```
    /// use apple_device_management_core::Value;
    /// let list = Value::from_iter([("List", Value::from(vec![1, 2]))]);
    /// assert_eq!(list.at(&"List/1".parse()?).and_then(Value::as_integer), Some(2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn at(&self, path: &KeyPath) -> Option<&Value> {
        path.0.iter().try_fold(self, |value, segment| match segment {
            Segment::Key(name) => value.get(name),
            Segment::Index(index) => value.as_array()?.get(*index),
            Segment::Each => None,
        })
    }

    /// The value at a path, to be changed.
    pub fn at_mut(&mut self, path: &KeyPath) -> Option<&mut Value> {
        path.0.iter().try_fold(self, |value, segment| match segment {
            Segment::Key(name) => value.as_dictionary_mut()?.get_mut(name),
            Segment::Index(index) => value.as_array_mut()?.get_mut(*index),
            Segment::Each => None,
        })
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The number, if it is one, whole or not.
    pub fn as_real(&self) -> Option<f64> {
        match self {
            Value::Real(number) => Some(*number),
            Value::Integer(number) => Some(*number as f64),
            Value::Unsigned(number) => Some(*number as f64),
            _ => None,
        }
    }

    /// The integer, if it is one that a `u64` holds.
    pub fn as_unsigned(&self) -> Option<u64> {
        match self {
            Value::Integer(number) => u64::try_from(*number).ok(),
            Value::Unsigned(number) => Some(*number),
            _ => None,
        }
    }

    /// The date, if it is one. In JSON a date is a string: read it with [`Date::parse`].
    pub fn as_date(&self) -> Option<&Date> {
        match self {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }

    /// The items, to be changed.
    pub fn as_array_mut(&mut self) -> Option<&mut Vec<Value>> {
        match self {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The dictionary, to be changed.
    pub fn as_dictionary_mut(&mut self) -> Option<&mut Dictionary> {
        match self {
            Value::Dictionary(dictionary) => Some(dictionary),
            _ => None,
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
    /// `Null`.
    fn default() -> Value {
        Value::Null
    }
}
