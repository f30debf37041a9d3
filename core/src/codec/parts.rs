//! What a record shows of itself, to be written or looked at.

use std::ops::Range;

use super::{Seen, Show, Slot, View, to_value};
use crate::{Dictionary, Literal, Table, Value, ValueType};

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
    pub(super) fn dictionary(&self, seen: &Seen) -> Dictionary {
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

/// The boolean that a number stands for, if the key at this place is one.
pub(super) fn as_flag(table: &Table, at: usize, value: &Value) -> Option<bool> {
    match (table.at(at).value, value) {
        (ValueType::Boolean, Value::Integer(number @ (0 | 1))) => Some(*number == 1),
        _ => None,
    }
}

/// The value of a constant key.
pub(super) fn constant_of(table: &'static Table, at: usize) -> &'static str {
    match table.at(at).constraints.rangelist {
        [Literal::String(text), ..] => text,
        _ => "",
    }
}
