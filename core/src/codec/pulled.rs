//! Arrays and dictionaries that are in memory already, as a whole or in part.

use std::mem::take;
use std::vec;

use super::{
    Context, Fields, MapSource, Names, NextKey, Odd, Sequence, Slot, Stop, Token, put_value,
};
use crate::{Dictionary, Value};

impl Sequence for vec::IntoIter<Value> {
    fn next(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<bool, Stop> {
        match Iterator::next(self) {
            Some(value) => put_value(slot, value, context).map(|()| true),
            None => Ok(false),
        }
    }
}

/// Puts a dictionary that is read already, in this order, into a slot.
pub fn put_pulled(
    slot: &mut dyn Slot,
    entries: Vec<(String, Value)>,
    context: &mut Context,
) -> Result<(), Stop> {
    slot.put(Token::Map(&mut Pulled::of(entries)), context)
}

/// The entries of a dictionary, in the order in which they came.
#[derive(Default)]
struct Pulled {
    entries: vec::IntoIter<(String, Value)>,
    /// The value of the last entry, once its name is taken.
    value: Option<Value>,
}

impl Pulled {
    fn of(entries: Vec<(String, Value)>) -> Pulled {
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

/// A dictionary that is read up to its tag: the rest need not be held in memory to be read as what
/// the tag says.
pub(super) struct Begun<'a> {
    first: Vec<(String, Value)>,
    pulled: Pulled,
    rest: &'a mut dyn MapSource,
    /// Whether the last key was one of the rest.
    in_rest: bool,
    /// Its name.
    name: String,
    /// The tag, if it was taken out.
    taken: Option<&'static str>,
}

impl<'a> Begun<'a> {
    /// Pulls what comes before the tag, and the tag.
    pub(super) fn of(
        tag: &str,
        source: &'a mut dyn MapSource,
        context: &mut Context,
    ) -> Result<Begun<'a>, Stop> {
        let first = match source.whole() {
            Some(whole) => whole.into_iter().collect(),
            None => context.nested(|context| pull(tag, source, context))?,
        };
        let (pulled, name) = Default::default();
        Ok(Begun { first, pulled, rest: source, in_rest: false, name, taken: None })
    }

    /// The value of the tag.
    pub(super) fn value_of(&self, tag: &str) -> Option<&Value> {
        self.first.iter().find(|(name, _)| name == tag).map(|(_, value)| value)
    }

    /// Takes the tag out. It may not come again.
    pub(super) fn take(&mut self, tag: &'static str) {
        self.first.retain(|(name, _)| name != tag);
        self.taken = Some(tag);
    }

    /// Puts the dictionary into a slot.
    pub(super) fn put(mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<(), Stop> {
        self.pulled = Pulled::of(take(&mut self.first));
        slot.put(Token::Map(&mut self), context)
    }
}

fn pull(
    tag: &str,
    source: &mut dyn MapSource,
    context: &mut Context,
) -> Result<Vec<(String, Value)>, Stop> {
    let mut all = Vec::new();
    while let NextKey::Other = source.key(&Names::NONE, context)? {
        let (name, mut value) = (source.name(), Value::Null);
        source.value(&mut value, context)?;
        let found = name == tag;
        all.push((name, value));
        if found {
            break;
        }
    }
    Ok(all)
}

impl MapSource for Begun<'_> {
    fn key(&mut self, names: &Names, context: &mut Context) -> Result<NextKey, Stop> {
        if !self.in_rest {
            match self.pulled.key(names, context)? {
                NextKey::End => self.in_rest = true,
                key => return Ok(key),
            }
        }
        let key = self.rest.key(names, context)?;
        if let NextKey::Other = key {
            self.name = self.rest.name();
            if Some(&*self.name) == self.taken {
                return Err(context.twice(take(&mut self.name)));
            }
        }
        Ok(key)
    }

    fn name(&mut self) -> String {
        match self.in_rest {
            true => take(&mut self.name),
            false => self.pulled.name(),
        }
    }

    fn value(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<(), Stop> {
        match self.in_rest {
            true => self.rest.value(slot, context),
            false => self.pulled.value(slot, context),
        }
    }

    /// The rest by its own method, which is compiled with its format.
    fn fill(&mut self, fields: &mut Fields<'_, '_>, context: &mut Context) -> Result<Odd, Stop> {
        if !self.in_rest {
            match self.pulled.fill(fields, context)? {
                Odd::End => self.in_rest = true,
                odd => return Ok(odd),
            }
        }
        let odd = self.rest.fill(fields, context)?;
        match fields.others.iter().find(|(name, _)| Some(&**name) == self.taken) {
            Some((name, _)) => Err(context.twice(name.clone())),
            None => Ok(odd),
        }
    }
}
