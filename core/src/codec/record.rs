use std::fmt;

use super::{
    Context, DecodeError, DecodeErrorKind, MapSource, Names, NextKey, Slot, Stop, Token, View,
    refuse,
};
use super::{same_view, to_value};
use crate::{Dictionary, Document, Literal, Segment, Table, Value};

/// A dictionary of known keys.
///
/// The place of a field among the fields is the place of its key in the table; the constant keys,
/// which have no field, stand last in the table.
pub trait Record {
    /// Shows the parts.
    fn parts<'a>(&'a self, show: &mut dyn FnMut(Parts<'a, '_>));

    /// Lends the parts to be changed.
    fn parts_mut(&mut self, lend: &mut dyn FnMut(PartsMut<'_, '_>));
}

/// What a record is made of.
#[derive(Clone, Copy)]
pub struct Parts<'a, 'f> {
    /// The keys.
    pub table: &'static Table,
    /// The fields.
    pub fields: &'f [&'a dyn Slot],
    /// What the message carried beyond the fields: unknown keys, and values of unexpected type. It
    /// is written too, but a field that is set wins over an entry of its name.
    pub extra: &'a Dictionary,
}

/// What a record is made of, to be changed.
pub struct PartsMut<'a, 'f> {
    /// The keys.
    pub table: &'static Table,
    /// The fields.
    pub fields: &'f mut [&'a mut dyn Slot],
    /// See [`Parts::extra`].
    pub extra: &'a mut Dictionary,
}

impl<'a> Parts<'a, '_> {
    /// What is written for the key at this place.
    #[inline]
    pub fn view(&self, at: usize) -> View<'a> {
        match self.fields.get(at) {
            Some(field) => field.view(),
            None => View::String(constant_of(self.table, at)),
        }
    }

    /// Shows everything that is written, until that fails. A loop rather than an iterator, which
    /// would move each view on its way.
    #[inline]
    pub fn try_each<E>(
        self,
        mut show: impl FnMut(&'a str, &View<'a>) -> Result<(), E>,
    ) -> Result<(), E> {
        for (at, (name, _)) in self.table.packed.iter().enumerate() {
            let view = self.view(at);
            if !matches!(view, View::Absent) {
                show(name, &view)?;
            }
        }
        let extra = self.extra.iter().filter(|(name, _)| !self.has_set(name));
        extra.into_iter().try_for_each(|(name, value)| show(name, &value.view()))
    }

    /// Everything that is written.
    pub fn entries(self) -> impl Iterator<Item = (&'a str, View<'a>)> {
        let known = self.table.packed.iter().enumerate();
        let known = known.map(move |(at, (name, _))| (*name, self.view(at)));
        let extra = self.extra.iter().filter(move |(name, _)| !self.has_set(name));
        known
            .filter(|(_, view)| !matches!(view, View::Absent))
            .chain(extra.map(|(name, value)| (name.as_str(), value.view())))
    }

    /// Whether there is an entry of this name.
    pub fn holds(&self, name: &str) -> bool {
        self.has_set(name) || self.extra.contains_key(name)
    }

    /// Whether the field of this key is set.
    fn has_set(&self, name: &str) -> bool {
        self.table.position(name).is_some_and(|at| !matches!(self.view(at), View::Absent))
    }

    /// The dictionary that the record was read from.
    fn as_read(&self, seen: &Seen) -> Dictionary {
        let mut all = Dictionary::new();
        for at in (0..self.table.len()).filter(|at| seen.has(*at)) {
            match self.view(at) {
                View::Absent => {}
                view => drop(all.insert(self.table.name_at(at).to_owned(), to_value(view))),
            }
        }
        all.extend(self.extra.iter().map(|(name, value)| (name.clone(), value.clone())));
        all
    }
}

impl<T: Record> Slot for T {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        put_record(self, token, context)
    }

    fn view(&self) -> View<'_> {
        View::Record(self)
    }
}

/// A root type: what a document of the schema describes, or the answer to it.
pub trait Message: Record + Slot + Default {
    /// The document.
    const DOCUMENT: &'static Document;
}

/// A root type that is answered.
pub trait Request: Message {
    /// The answer; a dictionary where the schema states no key of it.
    type Response: Slot + Default;
}

/// The most keys that a table may have; the generator keeps to it.
pub const MAX_KEYS: usize = 512;

/// Which keys have come.
#[derive(Default)]
struct Seen([u64; MAX_KEYS / 64]);

impl Seen {
    /// Marks a key; `false` if it had come before.
    fn mark(&mut self, at: usize) -> bool {
        let (word, bit) = (&mut self.0[at / 64], 1 << (at % 64));
        let first = *word & bit == 0;
        *word |= bit;
        first
    }

    fn has(&self, at: usize) -> bool {
        self.0[at / 64] & 1 << (at % 64) != 0
    }
}

/// Reads a dictionary into a record: the one decoder of all generated types.
fn put_record(
    record: &mut dyn Record,
    token: Token<'_>,
    context: &mut Context,
) -> Result<(), Stop> {
    let Token::Map(entries) = token else {
        return Err(refuse(token, "a dictionary", context));
    };
    context.reserve(size_of_val(record))?;
    let mut seen = Seen::default();
    let mut fault = None;
    context.nested(|context| {
        let mut result = Ok(());
        record.parts_mut(&mut |mut parts| {
            result = put_entries(&mut parts, entries, &mut seen, &mut fault, context);
        });
        result
    })?;
    let Some(error) = fault else { return Ok(()) };
    let mut refused = Stop::Fatal;
    record.parts(&mut |parts| {
        let error = error.clone().within(parts.table.name, parts.table.source);
        refused = Stop::refused(Value::Dictionary(parts.as_read(&seen)), error);
    });
    Err(refused)
}

fn put_entries(
    parts: &mut PartsMut<'_, '_>,
    entries: &mut dyn MapSource,
    seen: &mut Seen,
    fault: &mut Option<DecodeError>,
    context: &mut Context,
) -> Result<(), Stop> {
    let table = parts.table;
    let names = Names::of(table);
    loop {
        match entries.key(&names, context)? {
            NextKey::End => break,
            NextKey::Known(at) => {
                if !seen.mark(at) {
                    let name = table.name_at(at).to_owned();
                    return Err(context.fail(DecodeErrorKind::DuplicateKey(name)));
                }
                put_known(parts, at, entries, fault, context)?;
            }
            NextKey::Other(name) => {
                let mut value = Value::Null;
                entries.value(&mut value, context)?;
                if parts.extra.insert(name.clone(), value).is_some() {
                    return Err(context.fail(DecodeErrorKind::DuplicateKey(name)));
                }
            }
        }
    }
    if let Some(missing) = (0..table.len()).find(|at| table.is_always(*at) && !seen.has(*at)) {
        let segment = Segment::Key(table.name_at(missing).to_owned());
        fault.get_or_insert_with(|| DecodeError::new(DecodeErrorKind::Missing).under(segment));
    }
    Ok(())
}

/// Reads the value of a known key. A value that does not fit goes to the extra dictionary; it is a
/// fault of the whole record only where the key is required.
fn put_known(
    parts: &mut PartsMut<'_, '_>,
    at: usize,
    entries: &mut dyn MapSource,
    fault: &mut Option<DecodeError>,
    context: &mut Context,
) -> Result<(), Stop> {
    let result = match parts.fields.get_mut(at) {
        Some(field) => entries.value(*field, context),
        None => entries.value(&mut Constant(constant_of(parts.table, at)), context),
    };
    match result {
        Err(Stop::Refused(refused)) => {
            let (value, error) = *refused;
            let name = parts.table.name_at(at);
            if parts.table.is_always(at) {
                fault.get_or_insert_with(|| error.under(Segment::Key(name.to_owned())));
            }
            parts.extra.insert(name.to_owned(), value);
            Ok(())
        }
        other => other,
    }
}

/// The place of a key whose value is known beforehand.
struct Constant(&'static str);

impl Slot for Constant {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        let expected = self.0;
        match token {
            Token::String(text) if text == expected => Ok(()),
            Token::String(text) => {
                let found = text.into_owned();
                let kind = DecodeErrorKind::WrongConstant { expected, found: found.clone() };
                Err(Stop::refused(Value::String(found), DecodeError::new(kind)))
            }
            other => Err(refuse(other, "a string", context)),
        }
    }

    fn view(&self) -> View<'_> {
        View::String(self.0)
    }
}

fn constant_of(table: &'static Table, at: usize) -> &'static str {
    match table.at(at).constraints.rangelist {
        [Literal::String(text), ..] => text,
        _ => "",
    }
}

/// Prints the keys that are set.
pub fn debug_record(record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut result = Ok(());
    record.parts(&mut |parts| {
        let mut out = f.debug_struct(parts.table.name);
        for (name, view) in parts.entries() {
            out.field(name, &DebugView(view));
        }
        result = out.finish();
    });
    result
}

/// Whether both records, of one type, would be written the same.
pub fn same_record(one: &dyn Record, other: &dyn Record) -> bool {
    same_view(View::Record(one), View::Record(other))
}

struct DebugView<'a>(View<'a>);

impl fmt::Debug for DebugView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            View::Absent => f.write_str("absent"),
            View::Null => f.write_str("null"),
            View::Boolean(value) => value.fmt(f),
            View::Integer(value) => value.fmt(f),
            View::Unsigned(value) | View::Uid(value) => value.fmt(f),
            View::Real(value) => value.fmt(f),
            View::String(value) => value.fmt(f),
            View::Data(value) => write!(f, "Data({} bytes)", value.len()),
            View::Date(value) => f.write_str(value),
            View::Items(items) => {
                let items = (0..items.count()).map(|index| DebugView(items.item(index)));
                f.debug_list().entries(items).finish()
            }
            View::Entries(entries) => {
                let mut out = f.debug_map();
                entries.each(&mut |name, view| {
                    out.entry(&name, &DebugView(view));
                    true
                });
                out.finish()
            }
            View::Record(record) => debug_record(record, f),
        }
    }
}
