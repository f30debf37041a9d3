//! What values are pulled from: arrays, and dictionaries by the names of their keys.

use std::collections::btree_map::Entry;

use super::record::Constant;
use super::{Context, DecodeError, MAX_KEYS, Slot, Stop};
use crate::{Dictionary, Table, Value};

/// An array to pull items from.
pub trait Sequence {
    /// Puts the next item into the slot; `false` at the end.
    fn next(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<bool, Stop>;

    /// Pulls all items that are left; a method for the reason that [`MapSource::fill`] is one.
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
    /// The next key, looked up among these names.
    fn key(&mut self, names: &Names, context: &mut Context) -> Result<NextKey, Stop>;

    /// The name of the last key, if that was another one than those looked for.
    fn name(&mut self) -> String;

    /// Puts the value of that key into the slot.
    fn value(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<(), Stop>;

    /// All entries at once, if they are in memory already and none has been pulled.
    fn whole(&mut self) -> Option<Dictionary> {
        None
    }

    /// Pulls all entries; a method for the reason that [`fill`](Self::fill) is one.
    ///
    /// # Errors
    /// Only what ends the decoding; a key that comes twice does.
    fn all(&mut self, context: &mut Context) -> Result<Dictionary, Stop> {
        if let Some(whole) = self.whole() {
            return Ok(whole);
        }
        context.nested(|context| {
            let mut all = Dictionary::new();
            while let NextKey::Other = self.key(&Names::NONE, context)? {
                let (name, mut value) = (self.name(), Value::Null);
                self.value(&mut value, context)?;
                add(&mut all, name, value).map_err(|name| context.twice(name))?;
            }
            Ok(all)
        })
    }

    /// Puts values into the fields of their keys, and keeps what has none, until something comes that
    /// does not fit its field.
    ///
    /// A method, and not a loop of who reads a record, so that what it does for each key is compiled
    /// with the `key` and `value` of the format: a call for each would cost more than a short value.
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

/// Adds an entry, or gives the name back where there is one already.
pub(super) fn add(dictionary: &mut Dictionary, name: String, value: Value) -> Result<(), String> {
    match dictionary.entry(name) {
        Entry::Vacant(vacant) => {
            vacant.insert(value);
            Ok(())
        }
        Entry::Occupied(known) => Err(known.key().clone()),
    }
}

/// The fields of a record that is read.
pub struct Fields<'a, 'f> {
    /// The keys.
    pub table: &'static Table,
    /// The fields.
    pub slots: &'f mut [&'a mut dyn Slot],
    /// The keys that have come.
    pub seen: &'f mut Seen,
    /// What has come and has no field, in that order.
    pub others: &'f mut Vec<(String, Value)>,
}

impl Fields<'_, '_> {
    /// Puts the value of the key that came into the field at this place; gives what is odd about it.
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

/// Which keys of a table have come.
#[derive(Clone, Copy, Default)]
pub struct Seen([u64; MAX_KEYS / 64]);

impl Seen {
    /// Marks a key; `false` if it had come before.
    #[inline]
    fn mark(&mut self, at: usize) -> bool {
        let (word, bit) = (&mut self.0[at / 64], 1 << (at % 64));
        let first = *word & bit == 0;
        *word |= bit;
        first
    }

    pub(super) fn has(&self, at: usize) -> bool {
        self.0[at / 64] & 1 << (at % 64) != 0
    }
}

/// What comes next in a dictionary.
#[derive(Clone, Copy)]
pub enum NextKey {
    /// Nothing.
    End,
    /// The key at this place among the [`Names`].
    Known(usize),
    /// Any other: see [`MapSource::name`].
    Other,
}

/// The names that a dictionary's keys are looked up among.
#[derive(Clone, Copy)]
pub struct Names {
    table: Option<&'static Table>,
    /// Where a name is looked up that is not in the first: its places follow upon those.
    second: Option<&'static Table>,
}

impl Names {
    /// No name is known: what comes is shown as it is.
    pub const NONE: Names = Names { table: None, second: None };

    /// The names of a table's keys.
    pub fn of(table: &'static Table) -> Names {
        Names { table: Some(table), second: None }
    }

    /// The names of this table, and then the first of the others.
    pub(super) fn after(self, table: &'static Table) -> Names {
        Names { table: Some(table), second: self.table }
    }

    /// Looks a name up.
    #[inline]
    pub fn find(&self, name: impl AsRef<[u8]>) -> NextKey {
        let (Some(table), name) = (self.table, name.as_ref()) else { return NextKey::Other };
        match table.position(name) {
            Some(at) => NextKey::Known(at),
            None => match self.second.and_then(|second| second.position(name)) {
                Some(at) => NextKey::Known(table.len() + at),
                None => NextKey::Other,
            },
        }
    }
}
