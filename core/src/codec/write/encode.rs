use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::codec::{Format, Slot, View, Viewer};
use crate::{Data, Date, KeyPath, Segment, Value};

/// Writes a value to any serde format. The `Serialize` of every generated type calls this.
pub fn serialize<S: Serializer>(view: View<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let format = Format::of::<S::Error>(serializer.is_human_readable());
    let root = Trail { format, above: None, step: Step::Root };
    Encode { view: &view, above: &root, step: Step::Root }.serialize(serializer)
}

/// A value, the trail to the value around it, and the step from there. Most values have nothing below
/// them and nothing wrong with them, so their own trail is made only in [`Encode::others`].
///
/// The view is borrowed, since copying it costs more than all else that is done with a short value.
struct Encode<'a> {
    view: &'a View<'a>,
    above: &'a Trail<'a>,
    step: Step<'a>,
}

/// The way to a value, for the message of an error: a list from the value up to the root.
struct Trail<'a> {
    format: Format,
    above: Option<&'a Trail<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Key(&'a str),
    Index(usize),
}

impl Trail<'_> {
    fn path(&self) -> KeyPath {
        let mut segments = Vec::new();
        let mut trail = Some(self);
        while let Some(Trail { above, step, .. }) = trail {
            segments.extend(match step {
                Step::Root => None,
                Step::Key(name) => Some(Segment::Key((*name).to_owned())),
                Step::Index(index) => Some(Segment::Index(*index)),
            });
            trail = *above;
        }
        segments.reverse();
        KeyPath(segments)
    }

    #[inline(always)]
    fn entry<M: SerializeMap>(
        &self,
        map: &mut M,
        name: &str,
        view: &View<'_>,
    ) -> Result<(), M::Error> {
        map.serialize_entry(name, &Encode { view, above: self, step: Step::Key(name) })
    }

    /// Writes a dictionary, whose entries `show` shows. Their number is not known beforehand, and no
    /// format of the protocol needs it.
    #[inline(always)]
    fn write<S: Serializer>(
        &self,
        serializer: S,
        show: impl FnOnce(&mut EntryWriter<'_, S::SerializeMap>),
    ) -> Result<S::Ok, S::Error> {
        let (mut map, mut result) = (serializer.serialize_map(None)?, Ok(()));
        show(&mut EntryWriter { trail: self, map: &mut map, result: &mut result });
        result?;
        map.end()
    }

    fn refuse<E: Error>(&self, why: &str) -> E {
        E::custom(format_args!("`{}`: {why}", self.path()))
    }
}

impl Serialize for Encode<'_> {
    /// Writes strings, booleans and integers here, so that this is compiled into the loops over them.
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
        let format = self.above.format;
        let trail = Trail { format, above: Some(self.above), step: self.step };
        let json = format == Format::Json;
        match *self.view {
            View::Absent | View::Null if json => serializer.serialize_unit(),
            View::Absent | View::Null => Err(trail.refuse("a property list has no null")),
            View::Boolean(value) => serializer.serialize_bool(value),
            View::Integer(value) => serializer.serialize_i64(value),
            View::Unsigned(value) => serializer.serialize_u64(value),
            View::Real(value) if json && !value.is_finite() => {
                Err(trail.refuse("JSON has no number that is not finite"))
            }
            View::Real(value) => serializer.serialize_f64(value),
            View::String(value) => serializer.serialize_str(value),
            View::Data(value) if json => serializer.serialize_str(&STANDARD.encode(value)),
            View::Data(value) => serializer.serialize_bytes(value),
            View::Date(value) if json => serializer.serialize_str(value),
            View::Date(value) => serializer.serialize_newtype_struct("PLIST-DATE", value),
            View::Uid(_) if json => Err(trail.refuse("JSON has no reference")),
            View::Uid(value) => serializer.serialize_newtype_struct("PLIST-UID", &value),
            View::Items(items) => {
                let mut out = serializer.serialize_seq(Some(items.count()))?;
                for index in 0..items.count() {
                    let (view, step) = (&items.item(index), Step::Index(index));
                    out.serialize_element(&Encode { view, above: &trail, step })?;
                }
                out.end()
            }
            View::Values(values) => trail.write(serializer, |writer| {
                values.iter().all(|(name, value)| writer.value(name, value));
            }),
            View::Entries(entries) => trail.write(serializer, |writer| {
                entries.show_to(writer);
            }),
            View::Record(record) => trail.write(serializer, |writer| {
                record.parts(|parts| {
                    parts.show_to(&mut *writer);
                });
            }),
        }
    }
}

/// Writes the entries of a dictionary that are shown to it.
struct EntryWriter<'w, M: SerializeMap> {
    trail: &'w Trail<'w>,
    map: &'w mut M,
    result: &'w mut Result<(), M::Error>,
}

impl<M: SerializeMap> EntryWriter<'_, M> {
    #[inline(always)]
    fn value(&mut self, name: &str, value: &Value) -> bool {
        match value {
            Value::String(text) => self.text(name, text),
            Value::Boolean(flag) => self.flag(name, *flag),
            Value::Integer(number) => self.integer(name, *number),
            other => self.view(name, &other.view()),
        }
    }
}

impl<'a, M: SerializeMap> Viewer<'a> for EntryWriter<'_, M> {
    #[inline(always)]
    fn view(&mut self, name: &'a str, view: &View<'a>) -> bool {
        keep(self.result, self.trail.entry(self.map, name, view))
    }

    #[inline(always)]
    fn text(&mut self, name: &'a str, text: &'a str) -> bool {
        keep(self.result, self.map.serialize_entry(name, text))
    }

    #[inline(always)]
    fn flag(&mut self, name: &'a str, flag: bool) -> bool {
        keep(self.result, self.map.serialize_entry(name, &flag))
    }

    #[inline(always)]
    fn integer(&mut self, name: &'a str, number: i64) -> bool {
        keep(self.result, self.map.serialize_entry(name, &number))
    }
}

/// Keeps the error of an entry, if it has one; gives whether it has none. Since `false` ends the
/// showing, the first error stays.
#[inline(always)]
fn keep<E>(result: &mut Result<(), E>, of_entry: Result<(), E>) -> bool {
    of_entry.map_err(|error| *result = Err(error)).is_ok()
}

/// A copy of the value as a dynamic one.
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
            Date::as_written(text).map_or_else(|| Value::String(text.to_owned()), Value::Date)
        }
        View::Uid(value) => Value::Uid(value),
        View::Items(items) => {
            Value::Array((0..items.count()).map(|index| to_value(items.item(index))).collect())
        }
        View::Values(values) => Value::Dictionary(values.clone()),
        View::Entries(_) | View::Record(_) => {
            let mut all = Vec::new();
            view.each(|name, view| {
                all.push((name, to_value(*view)));
                true
            });
            Value::from_iter(all)
        }
    }
}
