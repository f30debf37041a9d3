use std::collections::btree_map::Entry;
use std::fmt;
use std::ops::Range;

use super::{
    Context, DecodeError, DecodeErrorKind, Fields, MapSource, Odd, Seen, Show, Slot, Stop, Token,
    View, refuse, same_view, to_value,
};
use crate::{Dictionary, Document, Literal, Segment, Table, Value, ValueType};

/// A dictionary of known keys.
///
/// The fields stand in the order of the keys in the table; the constant keys, which have no field,
/// stand last there.
pub trait Record {
    /// Shows the parts.
    fn parts<'a>(&'a self, show: &mut dyn FnMut(Parts<'a, '_>));

    /// Lends the parts to be changed.
    fn parts_mut(&mut self, lend: &mut dyn FnMut(PartsMut<'_, '_>));
}

/// What a record is made of.
///
/// Two thirds of all fields are of three types. They are held apart from the others and stand first:
/// so the loops that write them do the same at every step, and nothing is called for one that is not
/// set.
#[derive(Clone, Copy)]
pub struct Parts<'a, 'f> {
    /// The keys.
    pub table: &'static Table,
    /// The optional strings.
    pub texts: &'f [&'a Option<String>],
    /// The optional booleans.
    pub flags: &'f [&'a Option<bool>],
    /// The optional integers.
    pub integers: &'f [&'a Option<i64>],
    /// All other fields.
    pub slots: &'f [&'a dyn Slot],
    /// What the message carried beyond the fields: unknown keys, and values of unexpected type. It
    /// is written too, but a field that is set wins over an entry of its name, unless that is the
    /// same in other words: 1 for true, 0 for false.
    pub extra: &'a Dictionary,
}

/// What a record is made of, to be changed.
pub struct PartsMut<'a, 'f> {
    /// The keys.
    pub table: &'static Table,
    /// The fields, those of all groups.
    pub fields: &'f mut [&'a mut dyn Slot],
    /// See [`Parts::extra`].
    pub extra: &'a mut Dictionary,
}

impl<'a> Parts<'a, '_> {
    /// No fields.
    pub fn new(table: &'static Table, extra: &'a Dictionary) -> Self {
        Parts { table, texts: &[], flags: &[], integers: &[], slots: &[], extra }
    }

    /// The field of the key at this place; a constant key has none.
    fn field(&self, mut at: usize) -> Option<&'a dyn Slot> {
        if let Some(text) = self.texts.get(at) {
            return Some(*text);
        }
        at -= self.texts.len();
        if let Some(flag) = self.flags.get(at) {
            return Some(*flag);
        }
        at -= self.flags.len();
        if let Some(number) = self.integers.get(at) {
            return Some(*number);
        }
        self.slots.get(at - self.integers.len()).copied()
    }

    /// What is written for the key at this place.
    pub fn view(&self, at: usize) -> View<'a> {
        match self.field(at).map(Slot::view) {
            Some(View::Boolean(flag)) => self.flag(self.table.name_at(at), flag),
            Some(view) => view,
            None => View::String(constant_of(self.table, at)),
        }
    }

    /// How a boolean is written: as 1 or 0, if that is how it came; see [`Fields::put_flag`].
    #[inline]
    fn flag(&self, name: &str, flag: bool) -> View<'a> {
        if self.extra.is_empty() { View::Boolean(flag) } else { self.flag_as_read(name, flag) }
    }

    #[inline(never)]
    fn flag_as_read(&self, name: &str, flag: bool) -> View<'a> {
        match self.extra.get(name) {
            Some(Value::Integer(number)) if *number == i64::from(flag) => View::Integer(*number),
            _ => View::Boolean(flag),
        }
    }

    /// Shows everything that is written, until `show` says `false`, and whether it never did. Loops
    /// rather than an iterator, which would move each view on its way.
    #[inline]
    pub fn each(self, mut show: impl FnMut(&'a str, &View<'a>) -> bool) -> bool {
        let mut keys = self.table.packed;
        let mut next = |count| keys.split_off(..count).unwrap_or_default();
        for (text, key) in self.texts.iter().zip(next(self.texts.len())) {
            if let Some(text) = text
                && !show(key.0, &View::String(text))
            {
                return false;
            }
        }
        for (flag, key) in self.flags.iter().zip(next(self.flags.len())) {
            if let Some(flag) = flag
                && !show(key.0, &self.flag(key.0, *flag))
            {
                return false;
            }
        }
        for (number, key) in self.integers.iter().zip(next(self.integers.len())) {
            if let Some(number) = number
                && !show(key.0, &View::Integer(*number))
            {
                return false;
            }
        }
        for (slot, key) in self.slots.iter().zip(next(self.slots.len())) {
            let view = slot.view();
            let go_on = match view {
                View::Absent => continue,
                View::Boolean(flag) => show(key.0, &self.flag(key.0, flag)),
                _ => show(key.0, &view),
            };
            if !go_on {
                return false;
            }
        }
        let constants = self.table.len() - keys.len()..self.table.len();
        self.each_without_field(constants, &mut show)
    }

    /// Shows what has no field: the constant keys, and what the message carried beyond all keys.
    fn each_without_field(self, mut constants: Range<usize>, show: Show<'_, 'a>) -> bool {
        let constant = |at| View::String(constant_of(self.table, at));
        if !constants.all(|at| show(self.table.name_at(at), &constant(at))) {
            return false;
        }
        let mut extra = self.extra.iter().filter(|(name, value)| self.is_written(name, value));
        extra.all(|(name, value)| show(name, &value.view()))
    }

    /// Whether there is an entry of this name.
    pub fn holds(&self, name: &str) -> bool {
        self.has_set(name) || self.extra.get(name).is_some_and(|value| self.is_written(name, value))
    }

    /// Whether an entry of `extra` is written: not one whose field is set, and not a number that came
    /// for a boolean, which is gone once its field is unset.
    fn is_written(&self, name: &str, value: &Value) -> bool {
        self.table.position(name).is_none_or(|at| {
            matches!(self.view(at), View::Absent) && as_flag(self.table, at, value).is_none()
        })
    }

    /// Whether the field of this key is set.
    fn has_set(&self, name: &str) -> bool {
        self.table.position(name).is_some_and(|at| !matches!(self.view(at), View::Absent))
    }

    /// The dictionary that the record was read from.
    fn dictionary(&self, seen: &Seen) -> Dictionary {
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

/// Reads a dictionary into a record: the one decoder of all generated types.
fn put_record(
    record: &mut dyn Record,
    token: Token<'_>,
    context: &mut Context,
) -> Result<(), Stop> {
    let mut others = Vec::new();
    let read = put_fields(record, &mut others, token, context)?;
    keep(record, others, context)?;
    read.result(record)
}

/// Reads what a record has fields for, and gives all else in the order in which it came: a
/// dictionary whose other keys are those of another type.
///
/// # Errors
/// What is refused is the whole dictionary.
pub fn put_apart(
    record: &mut dyn Record,
    token: Token<'_>,
    context: &mut Context,
) -> Result<Vec<(String, Value)>, Stop> {
    let mut others = Vec::new();
    let read = put_fields(record, &mut others, token, context)?;
    if read.fault.is_some() {
        keep(record, std::mem::take(&mut others), context)?;
    }
    read.result(record)?;
    Ok(others)
}

/// What became of the fields of a record.
#[derive(Default)]
struct Read {
    /// The keys that came.
    seen: Seen,
    /// What is wrong with a required key.
    fault: Option<Box<DecodeError>>,
}

impl Read {
    /// Refuses what was read, if a required key is missing or at fault.
    fn result(self, record: &dyn Record) -> Result<(), Stop> {
        let Some(error) = self.fault else { return Ok(()) };
        let mut refused = Stop::Fatal;
        record.parts(&mut |parts| {
            let error = DecodeError::clone(&error).within(parts.table.name, parts.table.source);
            refused = Stop::refused(Value::Dictionary(parts.dictionary(&self.seen)), error);
        });
        Err(refused)
    }
}

fn put_fields(
    record: &mut dyn Record,
    others: &mut Vec<(String, Value)>,
    token: Token<'_>,
    context: &mut Context,
) -> Result<Read, Stop> {
    let Token::Map(entries) = token else {
        return Err(refuse(token, "a dictionary", context));
    };
    context.reserve(size_of_val(record))?;
    let mut read = Read::default();
    context.nested(|context| {
        let mut result = Ok(());
        record.parts_mut(&mut |parts| {
            result = put_entries(parts, others, &mut read, entries, context);
        });
        result
    })?;
    Ok(read)
}

fn put_entries(
    parts: PartsMut<'_, '_>,
    others: &mut Vec<(String, Value)>,
    read: &mut Read,
    entries: &mut dyn MapSource,
    context: &mut Context,
) -> Result<(), Stop> {
    let PartsMut { table, fields: slots, extra } = parts;
    let Read { seen, fault } = read;
    let mut fields = Fields { table, slots, seen, others };
    loop {
        match entries.fill(&mut fields, context)? {
            Odd::End => break,
            Odd::Again(at) => return Err(context.twice(table.name_at(at).to_owned())),
            Odd::Refused(at, refused) => {
                let (value, error) = *refused;
                let understood = fields.put_flag(at, &value, context);
                let name = table.name_at(at);
                if table.is_always(at) && !understood {
                    fault.get_or_insert_with(|| {
                        Box::new(error.under(Segment::Key(name.to_owned())))
                    });
                }
                extra.insert(name.to_owned(), value);
            }
        }
    }
    let missing = table.required().find(|at| table.is_always(*at) && !fields.seen.has(*at));
    if let Some(at) = missing {
        let segment = Segment::Key(table.name_at(at).to_owned());
        let error = DecodeError::new(DecodeErrorKind::Missing).under(segment);
        fault.get_or_insert_with(|| Box::new(error));
    }
    Ok(())
}

/// Puts entries that have no field beside the fields.
fn keep(
    record: &mut dyn Record,
    others: Vec<(String, Value)>,
    context: &mut Context,
) -> Result<(), Stop> {
    if others.is_empty() {
        return Ok(());
    }
    let mut result = Ok(());
    let mut others = Some(others);
    record.parts_mut(&mut |parts| {
        result = others.take().unwrap_or_default().into_iter().try_for_each(|(name, value)| {
            match parts.extra.entry(name) {
                Entry::Vacant(vacant) => drop(vacant.insert(value)),
                Entry::Occupied(known) => return Err(context.twice(known.key().clone())),
            }
            Ok(())
        });
    });
    result
}

impl Fields<'_, '_> {
    /// Puts the number 0 or 1 into a field that takes a boolean: some devices write one so. Whether
    /// that was it.
    fn put_flag(&mut self, at: usize, value: &Value, context: &mut Context) -> bool {
        let slot = self.slots.get_mut(at);
        slot.zip(as_flag(self.table, at, value))
            .is_some_and(|(slot, flag)| slot.put(Token::Boolean(flag), context).is_ok())
    }
}

/// The boolean that a number stands for, if the key at this place is one.
fn as_flag(table: &Table, at: usize, value: &Value) -> Option<bool> {
    match (table.at(at).value, value) {
        (ValueType::Boolean, Value::Integer(number @ (0 | 1))) => Some(*number == 1),
        _ => None,
    }
}

/// The place of a key whose value is known beforehand.
pub(super) struct Constant(&'static str);

impl Constant {
    pub(super) fn of(table: &'static Table, at: usize) -> Constant {
        Constant(constant_of(table, at))
    }
}

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
        parts.each(|name, view| {
            out.field(name, &DebugView(*view));
            true
        });
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
                    out.entry(&name, &DebugView(*view));
                    true
                });
                out.finish()
            }
            View::Record(record) => debug_record(record, f),
        }
    }
}
