//! Arrays and dictionaries that are in memory already.

use std::vec;

use super::{Context, MapSource, Names, NextKey, Sequence, Slot, Stop, put_value};
use crate::{Dictionary, Value};

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
pub(super) struct Pulled {
    entries: vec::IntoIter<(String, Value)>,
    /// The value of the last entry, once its name is taken.
    value: Option<Value>,
}

impl Pulled {
    pub(super) fn of(entries: Vec<(String, Value)>) -> Pulled {
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

/// A dictionary of which nothing is pulled yet.
pub(super) struct Whole {
    /// Until the first entry is pulled.
    whole: Option<Dictionary>,
    rest: Pulled,
}

impl Whole {
    pub(super) fn of(whole: Dictionary) -> Whole {
        Whole { whole: Some(whole), rest: Pulled::default() }
    }
}

impl MapSource for Whole {
    fn key(&mut self, names: &Names, context: &mut Context) -> Result<NextKey, Stop> {
        if let Some(whole) = self.whole.take() {
            self.rest = Pulled::of(whole.into_iter().collect());
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
