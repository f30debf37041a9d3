use std::fmt;

use super::{Context, DecodeError, DecodeErrorKind, MapSource, Slot, Stop, Token, View, refuse};
use super::{same_view, to_value};
use crate::{Dictionary, Document, Key, Literal, Segment, Table, Value};

/// A dictionary of known keys.
///
/// The index of a field is the index of its key in the table.
pub trait Record {
    /// The keys.
    fn table(&self) -> &'static Table;

    /// The field of a key; `None` for a constant key, which has no field.
    fn slot(&mut self, index: usize) -> Option<&mut dyn Slot>;

    /// The field of a key; `None` for a constant key, which has no field.
    fn field(&self, index: usize) -> Option<&dyn Slot>;

    /// What the message carried beyond the fields: unknown keys, and values of unexpected type.
    fn extra(&self) -> &Dictionary;

    /// What is written beyond the fields. A field that is set wins over an entry of its name.
    fn extra_mut(&mut self) -> &mut Dictionary;
}

/// A root type: what a document of the schema describes, or the answer to it.
pub trait Message: Record + Slot + Default {
    /// The document.
    const DOCUMENT: &'static Document;
}

/// The most keys that a table may have; the generator keeps to it.
pub const MAX_KEYS: usize = 512;

/// Which keys have come.
#[derive(Default)]
struct Seen([u64; MAX_KEYS / 64]);

impl Seen {
    /// Marks a key; `false` if it had come before.
    fn mark(&mut self, index: usize) -> bool {
        let (word, bit) = (&mut self.0[index / 64], 1 << (index % 64));
        let first = *word & bit == 0;
        *word |= bit;
        first
    }

    fn has(&self, index: usize) -> bool {
        self.0[index / 64] & 1 << (index % 64) != 0
    }
}

/// Reads a dictionary into a record: the one decoder of all generated types.
pub fn put_record(
    record: &mut dyn Record,
    token: Token<'_>,
    context: &mut Context,
) -> Result<(), Stop> {
    match token {
        Token::Map(entries) => context.nested(|context| put_entries(record, entries, context)),
        other => Err(refuse(other, "a dictionary", context)),
    }
}

fn put_entries(
    record: &mut dyn Record,
    entries: &mut dyn MapSource,
    context: &mut Context,
) -> Result<(), Stop> {
    let table = record.table();
    let mut seen = Seen::default();
    let mut fault = None;
    loop {
        let (mut position, mut unknown) = (None, None);
        let more = entries.key(&mut |name| match table.position(name) {
            Some(index) => position = Some(index),
            None => unknown = Some(name.to_owned()),
        })?;
        match (position, unknown) {
            _ if !more => break,
            (Some(index), _) => {
                if !seen.mark(index) {
                    let name = table.keys[index].name.to_owned();
                    return Err(context.fail(DecodeErrorKind::DuplicateKey(name)));
                }
                put_known(record, &table.keys[index], index, entries, &mut fault, context)?;
            }
            (None, Some(name)) => {
                let mut value = Value::Null;
                entries.value(&mut value, context)?;
                if record.extra_mut().insert(name.clone(), value).is_some() {
                    return Err(context.fail(DecodeErrorKind::DuplicateKey(name)));
                }
            }
            (None, None) => break,
        }
    }
    if let Some(missing) = (0..table.keys.len()).find(|at| table.keys[*at].always && !seen.has(*at))
    {
        let segment = Segment::Key(table.keys[missing].name.to_owned());
        fault.get_or_insert_with(|| DecodeError::new(DecodeErrorKind::Missing).under(segment));
    }
    match fault {
        None => Ok(()),
        Some(error) => {
            let error = error.within(table.name, table.source);
            Err(Stop::refused(Value::Dictionary(as_read(record, &seen)), error))
        }
    }
}

/// Reads the value of a known key. A value that does not fit goes to the extra dictionary; it is a
/// fault of the whole record only where the key is required.
fn put_known(
    record: &mut dyn Record,
    key: &'static Key,
    index: usize,
    entries: &mut dyn MapSource,
    fault: &mut Option<DecodeError>,
    context: &mut Context,
) -> Result<(), Stop> {
    let mut constant = Constant(key);
    let slot = record.slot(index).unwrap_or(&mut constant);
    match entries.value(slot, context) {
        Ok(()) => Ok(()),
        Err(Stop::Fatal) => Err(Stop::Fatal),
        Err(Stop::Refused(refused)) => {
            let (value, error) = *refused;
            if key.always {
                let segment = Segment::Key(key.name.to_owned());
                fault.get_or_insert_with(|| error.under(segment));
            }
            record.extra_mut().insert(key.name.to_owned(), value);
            Ok(())
        }
    }
}

/// The dictionary that a record was read from.
fn as_read(record: &dyn Record, seen: &Seen) -> Dictionary {
    let mut all = Dictionary::new();
    for (index, key) in record.table().keys.iter().enumerate().filter(|(at, _)| seen.has(*at)) {
        match entry(record, key, index) {
            View::Absent => {}
            view => drop(all.insert(key.name.to_owned(), to_value(view))),
        }
    }
    all.extend(record.extra().iter().map(|(name, value)| (name.clone(), value.clone())));
    all
}

/// The place of a key whose value is known beforehand.
struct Constant(&'static Key);

impl Slot for Constant {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        let expected = constant_of(self.0);
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
        View::String(constant_of(self.0))
    }
}

fn constant_of(key: &'static Key) -> &'static str {
    match key.constraints.rangelist {
        [Literal::String(text), ..] => text,
        _ => "",
    }
}

/// What is written for a known key.
fn entry<'a>(record: &'a dyn Record, key: &'static Key, index: usize) -> View<'a> {
    match record.field(index) {
        Some(field) => field.view(),
        None if key.constant => View::String(constant_of(key)),
        None => View::Absent,
    }
}

/// Shows everything that is written for a record, until `show` says `false`.
pub(super) fn each_entry<'a>(
    record: &'a dyn Record,
    show: &mut dyn FnMut(&'a str, View<'a>) -> bool,
) {
    let table = record.table();
    for (index, key) in table.keys.iter().enumerate() {
        match entry(record, key, index) {
            View::Absent => {}
            view if !show(key.name, view) => return,
            _ => {}
        }
    }
    for (name, value) in record.extra() {
        let taken = table
            .position(name)
            .is_some_and(|index| !matches!(entry(record, &table.keys[index], index), View::Absent));
        if !taken && !show(name, value.view()) {
            return;
        }
    }
}

/// Prints the keys that are set.
pub fn debug_record(record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_struct(record.table().name);
    each_entry(record, &mut |name, view| {
        out.field(name, &DebugView(view));
        true
    });
    out.finish()
}

/// Whether both records are of one type and would be written the same.
pub fn same_record(one: &dyn Record, other: &dyn Record) -> bool {
    std::ptr::eq(one.table(), other.table()) && same_view(View::Record(one), View::Record(other))
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
