use std::fmt;
use std::mem::take;

use crate::codec::{
    Context, DecodeError, DecodeErrorKind, Fields, MapSource, Odd, PartsMut, Record, Seen, Slot,
    Stop, Token, View, coerced, put_value, refuse, same_view,
};
use crate::{Dictionary, Document, Family, Segment, Table, Value};

impl<T: Record> Slot for T {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        put_record(self, token, context)
    }

    fn view(&self) -> View<'_> {
        View::Record(self)
    }
}

/// A root type: what a document of the schema describes, or the answer to it.
pub trait Message: Record + Slot + Default + Clone + Send + Sync + 'static {
    /// The document.
    const DOCUMENT: &'static Document;
}

/// A root type to which there is an answer.
pub trait Request: Message {
    /// The type of the answer; a dictionary where the schema states no keys of it.
    type Response: Slot + Default + Send + Sync + 'static;
}

/// Reads a dictionary into a record. All generated types are read by this function.
fn put_record(
    record: &mut dyn Record,
    token: Token<'_>,
    context: &mut Context,
) -> Result<(), Stop> {
    let mut others = Vec::new();
    let mut read = put_fields(record, &mut others, token, context)?;
    if let Some(error) = other_type(record, &others) {
        read.fault = Some(Box::new(error));
    }
    keep(record, others, context)?;
    read.result(record)
}

/// The key that tells which document describes a dictionary, in families where that key stands beside
/// the keys of the document.
fn tag_of(family: Family) -> Option<&'static str> {
    match family {
        Family::Commands => Some("RequestType"),
        Family::Profiles => Some("PayloadType"),
        _ => None,
    }
}

/// The error for a dictionary that names another document as its own, or that is the envelope of a
/// command. In a dictionary that was dispatched by its tag, the tag has been removed before.
fn other_type(record: &dyn Record, others: &[(String, Value)]) -> Option<DecodeError> {
    let document = record.document().filter(|_| !others.is_empty())?;
    let tag = tag_of(document.family)?;
    let other = |name: &str| others.iter().find(|(other, _)| other == name).map(|(_, value)| value);
    match other(tag) {
        None if document.family == Family::Commands => {
            let inner = other("Command").filter(|_| other("CommandUUID").is_some())?;
            let is_command = matches!(inner, Value::Dictionary(_));
            is_command.then(|| DecodeError::new(DecodeErrorKind::InEnvelope))
        }
        Some(Value::String(found)) if found != document.id => {
            let kind =
                DecodeErrorKind::WrongConstant { expected: document.id, found: found.clone() };
            Some(DecodeError::new(kind).under(Segment::Key(tag.to_owned())))
        }
        _ => None,
    }
}

/// What is known after the fields of a record have been read.
#[derive(Default)]
pub(super) struct Read {
    /// The keys that have come.
    seen: Seen,
    /// The first error of a required key.
    fault: Option<Box<DecodeError>>,
}

impl Read {
    /// Refuses the record, if a required key is missing or wrong.
    pub(super) fn result(self, record: &dyn Record) -> Result<(), Stop> {
        if self.fault.is_none() {
            return Ok(());
        }
        let (dictionary, fault) = self.refusal(record);
        let error = fault.unwrap_or_else(|| DecodeError::new(DecodeErrorKind::Missing));
        Err(Stop::refused(Value::Dictionary(dictionary), error))
    }

    /// The dictionary that was read, and the error of a required key.
    pub(super) fn refusal(self, record: &dyn Record) -> (Dictionary, Option<DecodeError>) {
        let (mut dictionary, mut fault) = (Dictionary::new(), self.fault);
        record.parts(|parts| {
            dictionary = parts.dictionary(&self.seen);
            fault = fault.take().map(|error| {
                Box::new(error.as_ref().clone().within(parts.table.name, parts.table.source))
            });
        });
        (dictionary, fault.map(|error| *error))
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
        record.parts_mut(|parts| {
            result = Filling::of(parts, &mut read, others).fill(entries, context);
        });
        result
    })?;
    Ok(read)
}

/// A record that is being read.
pub(super) struct Filling<'a, 'f> {
    pub(super) fields: Fields<'a, 'f>,
    extra: &'f mut Dictionary,
    fault: &'f mut Option<Box<DecodeError>>,
}

impl<'a, 'f> Filling<'a, 'f> {
    pub(super) fn of(
        parts: PartsMut<'a, 'f>,
        read: &'f mut Read,
        others: &'f mut Vec<(String, Value)>,
    ) -> Filling<'a, 'f>
    where
        'a: 'f,
    {
        let PartsMut { table, fields: slots, extra } = parts;
        let Read { seen, fault } = read;
        Filling { fields: Fields { table, slots, seen, others }, extra, fault }
    }

    /// Reads a dictionary to its end.
    fn fill(&mut self, entries: &mut dyn MapSource, context: &mut Context) -> Result<(), Stop> {
        loop {
            match entries.fill(&mut self.fields, context)? {
                Odd::End => break,
                odd => self.settle(odd, context)?,
            }
        }
        self.end(context);
        Ok(())
    }

    /// Keeps a value that its field refused in `extra`; ends the reading at a key that comes twice.
    pub(super) fn settle(&mut self, odd: Odd, context: &mut Context) -> Result<(), Stop> {
        let table = self.fields.table;
        match odd {
            Odd::End => {}
            Odd::Again(at) => return Err(context.twice(table.name_at(at).to_owned())),
            Odd::Refused(at, refused) => {
                let (value, error) = *refused;
                let understood = self.fields.put_coerced(at, &value, context);
                let name = table.name_at(at);
                let forgiven = understood || context.forgives(|| misfit(table, at, error.clone()));
                if table.is_always(at) && !forgiven {
                    self.fault.get_or_insert_with(|| Box::new(misfit(table, at, error)));
                }
                self.extra.insert(name.to_owned(), value);
            }
        }
        Ok(())
    }

    /// Notes the required keys that have not come.
    pub(super) fn end(&mut self, context: &mut Context) {
        let Fields { table, seen, .. } = &self.fields;
        for at in table.required().filter(|at| table.is_always(*at) && !seen.has(*at)) {
            let missing = || misfit(table, at, DecodeError::new(DecodeErrorKind::Missing));
            if !context.forgives(missing) {
                self.fault.get_or_insert_with(|| Box::new(missing()));
                break;
            }
        }
    }
}

/// The error, seen from the record: of the key at this place of its table.
fn misfit(table: &Table, at: usize, error: DecodeError) -> DecodeError {
    let (name, source) = (table.name, table.source);
    error.within(name, source).under(Segment::Key(table.name_at(at).to_owned()))
}

/// Puts entries that have no field into `extra`.
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
    record.parts_mut(|parts| {
        let mut all = others.take().unwrap_or_default();
        all.extend(take(parts.extra));
        match Dictionary::distinct(all) {
            Ok(all) => *parts.extra = all,
            Err(name) => result = Err(context.twice(name)),
        }
    });
    result
}

impl Fields<'_, '_> {
    /// Puts a value that came in another type, if it is understood, and gives whether it is; see
    /// [`coerced`].
    fn put_coerced(&mut self, at: usize, value: &Value, context: &mut Context) -> bool {
        let slot = self.slots.get_mut(at);
        slot.zip(coerced(&self.table.at(at).value, value))
            .is_some_and(|(slot, value)| put_value(*slot, value, context).is_ok())
    }
}

/// Prints the keys that are set; of a secret, only that it is set.
pub fn debug_record(record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut result = Ok(());
    record.parts(|parts| {
        let table = parts.table;
        let mut out = f.debug_struct(table.name);
        parts.each(|name, view| {
            match table.is_secret(name) {
                true => out.field(name, &format_args!("secret")),
                false => out.field(name, &DebugView(*view)),
            };
            true
        });
        result = out.finish();
    });
    result
}

/// Whether two records of the same type would be written the same.
pub fn same_record(one: &dyn Record, other: &dyn Record) -> bool {
    same_view(View::Record(one), View::Record(other))
}

/// Prints a slot of any type.
pub struct DebugSlot<'a>(pub &'a dyn Slot);

impl fmt::Debug for DebugSlot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        DebugView(self.0.view()).fmt(f)
    }
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
            view @ (View::Values(_) | View::Entries(_)) => {
                let mut out = f.debug_map();
                view.each(|name, view| {
                    out.entry(&name, &DebugView(*view));
                    true
                });
                out.finish()
            }
            View::Record(record) => debug_record(record, f),
        }
    }
}
