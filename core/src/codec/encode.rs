use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::scalars::base64;
use super::{Format, View};
use crate::{Date, Dictionary, KeyPath, Segment, Value, value::Data};

/// Writes a value to any serde format: what `Serialize` of every generated type calls.
pub fn serialize<S: Serializer>(view: View<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let format = Format::of::<S::Error>(serializer.is_human_readable());
    let place = Place { format, above: None, step: Step::Index(0) };
    Encode { view: &view, place: &place }.serialize(serializer)
}

/// A value and its place in the message.
///
/// The view is not moved: a copy of what was just written, in other pieces, costs more than all else
/// that is done with a short value.
struct Encode<'a> {
    view: &'a View<'a>,
    place: &'a Place<'a>,
}

/// The way to a value, for the message of an error.
struct Place<'a> {
    format: Format,
    /// `None` at the root, where the step has no meaning.
    above: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    #[inline]
    fn below(&'a self, step: Step<'a>) -> Place<'a> {
        Place { format: self.format, above: Some(self), step }
    }

    fn path(&self) -> KeyPath {
        let mut segments = Vec::new();
        let mut place = self;
        while let Some(above) = place.above {
            segments.push(match place.step {
                Step::Key(name) => Segment::Key(name.to_owned()),
                Step::Index(index) => Segment::Index(index),
            });
            place = above;
        }
        segments.reverse();
        KeyPath(segments)
    }

    fn refuse<E: Error>(&self, why: &str) -> E {
        E::custom(format_args!("`{}`: {why}", self.path()))
    }
}

impl Serialize for Encode<'_> {
    /// The plain values, apart from the others so that they are compiled into the loops over them.
    #[inline(always)]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self.view {
            View::String(value) => serializer.serialize_str(value),
            View::Boolean(value) => serializer.serialize_bool(value),
            View::Integer(value) => serializer.serialize_i64(value),
            _ => self.others(serializer),
        }
    }
}

impl Encode<'_> {
    #[inline(never)]
    fn others<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = self.place.format == Format::Json;
        match *self.view {
            View::Absent | View::Null if json => serializer.serialize_unit(),
            View::Absent | View::Null => Err(self.place.refuse("a property list has no null")),
            View::Boolean(value) => serializer.serialize_bool(value),
            View::Integer(value) => serializer.serialize_i64(value),
            View::Unsigned(value) => serializer.serialize_u64(value),
            View::Real(value) if json && !value.is_finite() => {
                Err(self.place.refuse("JSON has no number that is not finite"))
            }
            View::Real(value) => serializer.serialize_f64(value),
            View::String(value) => serializer.serialize_str(value),
            View::Data(value) if json => serializer.serialize_str(&base64(value)),
            View::Data(value) => serializer.serialize_bytes(value),
            View::Date(value) if json => serializer.serialize_str(value),
            View::Date(value) => serializer.serialize_newtype_struct("PLIST-DATE", value),
            View::Uid(_) if json => Err(self.place.refuse("JSON has no reference")),
            View::Uid(value) => serializer.serialize_newtype_struct("PLIST-UID", &value),
            View::Items(items) => {
                let mut out = serializer.serialize_seq(Some(items.count()))?;
                for index in 0..items.count() {
                    let place = self.place.below(Step::Index(index));
                    out.serialize_element(&Encode { view: &items.item(index), place: &place })?;
                }
                out.end()
            }
            // How many entries there are is known only once all have been looked at; no format of
            // the protocol needs it beforehand.
            View::Entries(entries) => {
                let mut map = serializer.serialize_map(None)?;
                let mut result = Ok(());
                entries.each(&mut |name, view| {
                    result = self.entry(&mut map, name, view);
                    result.is_ok()
                });
                result?;
                map.end()
            }
            View::Record(record) => {
                let mut map = serializer.serialize_map(None)?;
                let mut result = Ok(());
                record.parts(&mut |parts| {
                    parts.each(|name, view| {
                        result = self.entry(&mut map, name, view);
                        result.is_ok()
                    });
                });
                result?;
                map.end()
            }
        }
    }

    #[inline(always)]
    fn entry<M: SerializeMap>(
        &self,
        map: &mut M,
        name: &str,
        view: &View<'_>,
    ) -> Result<(), M::Error> {
        let place = self.place.below(Step::Key(name));
        map.serialize_entry(name, &Encode { view, place: &place })
    }
}

/// The value as a dynamic one.
pub fn to_value(view: View<'_>) -> Value {
    match view {
        View::Absent | View::Null => Value::Null,
        View::Boolean(value) => Value::Boolean(value),
        View::Integer(value) => Value::Integer(value),
        View::Unsigned(value) => Value::Unsigned(value),
        View::Real(value) => Value::Real(value),
        View::String(value) => Value::String(value.to_owned()),
        View::Data(value) => Value::Data(Data(value.to_vec())),
        View::Date(text) => {
            Date::parse(text).map_or_else(|| Value::String(text.to_owned()), Value::Date)
        }
        View::Uid(value) => Value::Uid(value),
        View::Items(items) => {
            Value::Array((0..items.count()).map(|index| to_value(items.item(index))).collect())
        }
        View::Entries(_) | View::Record(_) => {
            let mut all = Dictionary::new();
            view.each(|name, view| {
                all.insert(name.to_owned(), to_value(*view));
                true
            });
            Value::Dictionary(all)
        }
    }
}
