//! The traits and types through which values are read and shown.
//!
//! A slot is read from a token, which may be a dictionary to pull from, which fills slots; a slot
//! shows a view, which may be a record, which has slots. Since all of these refer to each other,
//! they stand in one file; what is done with them stands in the others.

use std::any::Any;
use std::borrow::Cow;

use super::{Context, DecodeError, DecodeErrorKind, Names, NextKey, Seen, Stop};
use crate::{Dictionary, Document, Table, Value};

/// One value of a format. The items of an array and the entries of a dictionary are not read yet: they
/// are there to be pulled.
#[allow(missing_docs)]
pub enum Token<'a> {
    Null,
    Boolean(bool),
    Integer(i64),
    Unsigned(u64),
    Real(f64),
    String(Cow<'a, str>),
    Data(Cow<'a, [u8]>),
    Date(Cow<'a, str>),
    Uid(u64),
    Sequence(&'a mut dyn Sequence),
    Map(&'a mut dyn MapSource),
}

/// A place that takes one value, and shows it again: a field, an item of a list, a whole message.
pub trait Slot {
    /// Takes the token.
    ///
    /// # Errors
    /// [`Stop::Refused`] with the whole value where the value does not fit; [`Stop::Fatal`] where
    /// the input is broken or breaks a bound.
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop>;

    /// The value, as it would be written.
    fn view(&self) -> View<'_>;
}

/// A [`Slot`] that knows which type it is.
pub trait AnySlot: Slot + Any + Send + Sync {}

impl<T: Slot + Any + Send + Sync> AnySlot for T {}

impl dyn AnySlot {
    /// The value, if it is of this type.
    pub fn downcast_ref<T: Any>(&self) -> Option<&T> {
        (self as &dyn Any).downcast_ref()
    }

    /// The value to be changed, if it is of this type.
    pub fn downcast_mut<T: Any>(&mut self) -> Option<&mut T> {
        (self as &mut dyn Any).downcast_mut()
    }
}

/// Refuses a token: reads it into a [`Value`], which the refusal gives back, and says what was
/// expected.
pub fn refuse(token: Token<'_>, expected: &'static str, context: &mut Context) -> Stop {
    let mut value = Value::Null;
    match value.put(token, context) {
        Err(stop) => stop,
        Ok(()) => {
            let found = value.kind();
            let kind = DecodeErrorKind::WrongType { expected, found };
            Stop::refused(value, DecodeError::new(kind))
        }
    }
}

/// An array to pull items from.
pub trait Sequence {
    /// Puts the next item into the slot; `false` at the end.
    fn next(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<bool, Stop>;

    /// Pulls all items that are left. A method, so that it is compiled with the format: see
    /// [`MapSource::fill`].
    fn rest(&mut self, array: &mut Vec<Value>, context: &mut Context) -> Result<(), Stop> {
        loop {
            let mut value = Value::Null;
            if !self.next(&mut value, context)? {
                return Ok(());
            }
            array.push(value);
        }
    }
}

/// A dictionary to pull entries from.
pub trait MapSource {
    /// Goes on to the next key, and looks it up among these names.
    fn key(&mut self, names: &Names, context: &mut Context) -> Result<NextKey, Stop>;

    /// The name of the key that [`key`](Self::key) has just given as [`NextKey::Other`].
    fn name(&mut self) -> String;

    /// Puts the value of the key that [`key`](Self::key) has just given into the slot.
    fn value(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<(), Stop>;

    /// All entries at once, if they are in memory already and none of them has been pulled.
    fn whole(&mut self) -> Option<Dictionary> {
        None
    }

    /// Pulls all entries. A method, so that it is compiled with the format: see [`fill`](Self::fill).
    ///
    /// # Errors
    /// Only what ends the reading, such as a key that comes twice.
    fn all(&mut self, context: &mut Context) -> Result<Dictionary, Stop> {
        if let Some(whole) = self.whole() {
            return Ok(whole);
        }
        context.nested(|context| {
            let mut all = Vec::new();
            while let NextKey::Other = self.key(&Names::NONE, context)? {
                let (name, mut value) = (self.name(), Value::Null);
                self.value(&mut value, context)?;
                all.push((name, value));
            }
            Dictionary::distinct(all).map_err(|name| context.twice(name))
        })
    }

    /// Puts values into the fields of their keys, and adds entries without a field to `fields.others`,
    /// until the dictionary ends or something comes that does not fit its field.
    ///
    /// A method of the source, and not a loop of the reader of records, so that the loop is compiled
    /// together with the `key` and `value` of the format: calling them through a trait object for each
    /// key would cost more than reading a short value.
    fn fill(&mut self, fields: &mut Fields<'_, '_>, context: &mut Context) -> Result<Odd, Stop> {
        let names = Names::of(fields.table);
        loop {
            let at = match self.key(&names, context)? {
                NextKey::Known(at) => at,
                NextKey::Other => {
                    let (name, mut value) = (self.name(), Value::Null);
                    self.value(&mut value, context)?;
                    fields.others.push((name, value));
                    continue;
                }
                NextKey::End => return Ok(Odd::End),
            };
            if let Some(odd) = fields.put(at, self, context)? {
                return Ok(odd);
            }
        }
    }
}

/// The fields of a record that is read.
pub struct Fields<'a, 'f> {
    /// The table of the record.
    pub table: &'static Table,
    /// The fields, in the order of the table.
    pub slots: &'f mut [&'a mut dyn Slot],
    /// The keys that have come.
    pub seen: &'f mut Seen,
    /// The entries that have no field, in the order in which they came.
    pub others: &'f mut Vec<(String, Value)>,
}

impl Fields<'_, '_> {
    /// Puts the value of the key that has just come into the field at this place of the table; tells if
    /// something is odd about it.
    #[inline(always)]
    pub(super) fn put(
        &mut self,
        at: usize,
        source: &mut (impl MapSource + ?Sized),
        context: &mut Context,
    ) -> Result<Option<Odd>, Stop> {
        if !self.seen.mark(at) {
            return Ok(Some(Odd::Again(at)));
        }
        let mut constant;
        let field: &mut dyn Slot = match self.slots.get_mut(at) {
            Some(slot) => *slot,
            None => {
                constant = Constant::of(self.table, at);
                &mut constant
            }
        };
        match source.value(field, context) {
            Ok(()) => Ok(None),
            Err(Stop::Refused(refused)) => Ok(Some(Odd::Refused(at, refused))),
            Err(Stop::Fatal) => Err(Stop::Fatal),
        }
    }
}

/// What ends a [`MapSource::fill`].
pub enum Odd {
    /// There are no more entries.
    End,
    /// The key at this place comes a second time.
    Again(usize),
    /// The field at this place refused its value: here it is, with the reason.
    Refused(usize, Box<(Value, DecodeError)>),
}

/// Takes the value of a key that can have one value only.
struct Constant(&'static str);

impl Constant {
    fn of(table: &'static Table, at: usize) -> Constant {
        Constant(table.constant_at(at))
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

/// A value as it would be written, borrowed from where it is.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub enum View<'a> {
    /// Nothing is written.
    Absent,
    Null,
    Boolean(bool),
    Integer(i64),
    Unsigned(u64),
    Real(f64),
    String(&'a str),
    Data(&'a [u8]),
    Date(&'a str),
    Uid(u64),
    Items(&'a dyn Items),
    /// A dictionary of dynamic values. It has a variant of its own, since its entries can be read
    /// without a call for each.
    Values(&'a Dictionary),
    Entries(&'a dyn Entries),
    Record(&'a dyn Record),
}

/// The items of an array.
pub trait Items {
    /// How many there are.
    fn count(&self) -> usize;

    /// The item at this place; absent past the end.
    fn item(&self, index: usize) -> View<'_>;
}

/// The entries of a dictionary whose keys are no fields of a struct.
pub trait Entries {
    /// Shows each entry until the viewer says `false`; gives whether it never did.
    fn show_to<'a>(&'a self, viewer: &mut dyn Viewer<'a>) -> bool;
}

/// Something that the entries of a dictionary are shown to, until it answers `false`: mostly a writer.
///
/// Strings, booleans and integers have methods of their own, so that a writer does not have to take
/// them out of a [`View`] again. Views come by reference, since copying one costs more than reading
/// it.
pub trait Viewer<'a> {
    /// Takes an entry.
    fn view(&mut self, name: &'a str, view: &View<'a>) -> bool;

    /// Takes an entry that is a string.
    #[inline(always)]
    fn text(&mut self, name: &'a str, text: &'a str) -> bool {
        self.view(name, &View::String(text))
    }

    /// Takes an entry that is a boolean.
    #[inline(always)]
    fn flag(&mut self, name: &'a str, flag: bool) -> bool {
        self.view(name, &View::Boolean(flag))
    }

    /// Takes an entry that is an integer.
    #[inline(always)]
    fn integer(&mut self, name: &'a str, number: i64) -> bool {
        self.view(name, &View::Integer(number))
    }
}

/// A dictionary of known keys: a generated struct.
///
/// The fields stand in the order of the keys in the table. Constant keys have no field, and are the
/// last keys of the table.
pub trait Record {
    /// Shows the parts, once. Called as [`parts`](#method.parts).
    fn show_parts<'a>(&'a self, to: &mut dyn TakeParts<'a>);

    /// Lends the parts, once, to be changed. Called as [`parts_mut`](#method.parts_mut).
    fn lend_parts(&mut self, to: &mut dyn TakePartsMut);

    /// The document, if this is a root type.
    fn document(&self) -> Option<&'static Document> {
        None
    }
}

impl<'r> dyn Record + 'r {
    /// Calls `take` with the parts, once.
    #[inline]
    pub fn parts<'a>(&'a self, mut take: impl FnMut(Parts<'a, '_>)) {
        self.show_parts(&mut take);
    }

    /// Calls `take` with the parts, once, to be changed.
    #[inline]
    pub fn parts_mut(&mut self, mut take: impl FnMut(PartsMut<'_, '_>)) {
        self.lend_parts(&mut take);
    }
}

/// Whoever a record shows its parts to.
// Not `dyn FnMut`: the compiler spends far more on a call of that than on a method of a trait, and each
// of some six hundred and fifty records has two such calls, 7 % of a check of the generated crate.
pub trait TakeParts<'a> {
    /// Takes the parts.
    fn take(&mut self, parts: Parts<'a, '_>);
}

impl<'a, F: FnMut(Parts<'a, '_>)> TakeParts<'a> for F {
    #[inline]
    fn take(&mut self, parts: Parts<'a, '_>) {
        self(parts);
    }
}

/// Whoever a record lends its parts to.
pub trait TakePartsMut {
    /// Takes the parts, to change them.
    fn take(&mut self, parts: PartsMut<'_, '_>);
}

impl<F: FnMut(PartsMut<'_, '_>)> TakePartsMut for F {
    #[inline]
    fn take(&mut self, parts: PartsMut<'_, '_>) {
        self(parts);
    }
}

/// What a record is made of.
///
/// Two thirds of all fields are optional strings, booleans or integers. They stand first, each type
/// apart: so the loops that write them do the same at every step, and call nothing for a field that is
/// not set.
#[derive(Clone, Copy)]
pub struct Parts<'a, 'f> {
    /// The keys.
    pub table: &'static Table,
    /// The optional strings.
    pub texts: &'f [&'a Option<String>],
    /// The optional booleans.
    pub flags: &'f [Option<bool>],
    /// The optional integers.
    pub integers: &'f [&'a Option<i64>],
    /// All other fields.
    pub slots: &'f [&'a dyn Slot],
    /// What the message carried beyond the fields: unknown keys, and values of an unexpected type.
    /// These entries are written too. Where a field of the same name is set, the field is written,
    /// unless the entry says the same in another type: 1 for true, or a real for an integer.
    pub extra: &'a Dictionary,
}

/// What a record is made of, to be changed.
pub struct PartsMut<'a, 'f> {
    /// The keys.
    pub table: &'static Table,
    /// The fields, in the order of the table.
    pub fields: &'f mut [&'a mut dyn Slot],
    /// See [`Parts::extra`].
    pub extra: &'a mut Dictionary,
}
