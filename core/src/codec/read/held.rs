//! Dynamic values that are in memory already, read as another type.

use std::borrow::Cow;
use std::vec;

use crate::codec::{
    Context, DecodeError, Format, MapSource, Names, NextKey, Sequence, Slot, Stop, Token,
};
use crate::{Dictionary, Value};

/// Reads a value from a dynamic value as a property list has it.
pub fn from_value<T: Slot + Default>(value: Value) -> Result<T, DecodeError> {
    from_value_of(Format::PropertyList, value)
}

/// Reads a value from a dynamic value that came in this format: in JSON, data and dates are strings.
pub fn from_value_of<T: Slot + Default>(format: Format, value: Value) -> Result<T, DecodeError> {
    let mut slot = T::default();
    let mut context = Context::unbounded(format);
    match put_value(&mut slot, value, &mut context) {
        Ok(()) => Ok(slot),
        Err(stop) => Err(context.explain(stop)),
    }
}

/// Puts a dynamic value into a slot.
pub fn put_value(slot: &mut dyn Slot, value: Value, context: &mut Context) -> Result<(), Stop> {
    let token = match value {
        Value::Null => Token::Null,
        Value::Boolean(value) => Token::Boolean(value),
        Value::Integer(value) => Token::Integer(value),
        Value::Unsigned(value) => Token::Unsigned(value),
        Value::Real(value) => Token::Real(value),
        Value::String(value) => Token::String(Cow::Owned(value)),
        Value::Data(value) => Token::Data(Cow::Owned(value.0)),
        Value::Date(value) => Token::Date(Cow::Owned(value.to_string())),
        Value::Uid(value) => Token::Uid(value),
        Value::Array(items) => return slot.put(Token::Sequence(&mut items.into_iter()), context),
        Value::Dictionary(entries) => {
            return slot.put(Token::Map(&mut Whole::of(entries)), context);
        }
    };
    slot.put(token, context)
}

impl Sequence for vec::IntoIter<Value> {
    fn next(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<bool, Stop> {
        match Iterator::next(self) {
            Some(value) => put_value(slot, value, context).map(|()| true),
            None => Ok(false),
        }
    }
}

/// The entries of a dictionary, in the order in which they came.
#[derive(Default)]
pub(in crate::codec) struct Pulled {
    entries: vec::IntoIter<(String, Value)>,
    /// The value of the last entry, once its name is taken.
    value: Option<Value>,
}

impl Pulled {
    pub(in crate::codec) fn of(entries: Vec<(String, Value)>) -> Pulled {
        Pulled { entries: entries.into_iter(), value: None }
    }
}

impl MapSource for Pulled {
    fn key(&mut self, names: &Names, _: &mut Context) -> Result<NextKey, Stop> {
        let next = self.entries.as_slice().first();
        Ok(next.map_or(NextKey::End, |(name, _)| names.find(name)))
    }

    fn name(&mut self) -> String {
        let (name, value) = self.entries.next().unwrap_or_default();
        self.value = Some(value);
        name
    }

    fn value(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<(), Stop> {
        let value = self.value.take().or_else(|| Some(self.entries.next()?.1));
        put_value(slot, value.unwrap_or_default(), context)
    }
}

/// A dictionary that can still be given as a whole, as long as nothing is pulled.
pub(in crate::codec) struct Whole {
    /// The dictionary, until the first entry is pulled.
    whole: Option<Dictionary>,
    rest: Pulled,
}

impl Whole {
    pub(in crate::codec) fn of(whole: Dictionary) -> Whole {
        Whole { whole: Some(whole), rest: Pulled::default() }
    }
}

impl MapSource for Whole {
    fn key(&mut self, names: &Names, context: &mut Context) -> Result<NextKey, Stop> {
        if let Some(whole) = self.whole.take() {
            self.rest = Pulled::of(whole.into_entries());
        }
        self.rest.key(names, context)
    }

    fn name(&mut self) -> String {
        self.rest.name()
    }

    fn value(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<(), Stop> {
        self.rest.value(slot, context)
    }

    fn whole(&mut self) -> Option<Dictionary> {
        self.whole.take()
    }
}
