//! A dictionary whose type is told by a tag: what comes after the tag is read as that type at once,
//! and only what came before is held in memory until then.

use std::mem::take;

use super::pulled::Pulled;
use super::{Context, Fields, MapSource, Names, NextKey, Odd, Slot, Stop, Token};
use crate::Value;

/// A dictionary that is read up to its tag.
pub(super) struct Begun<'a> {
    entries: Vec<(String, Value)>,
    rest: &'a mut dyn MapSource,
    /// The tag, if it was taken out.
    taken: Option<&'static str>,
}

impl<'a> Begun<'a> {
    /// Pulls what comes before the tag, and the tag.
    pub(super) fn of(
        tag: &str,
        rest: &'a mut dyn MapSource,
        context: &mut Context,
    ) -> Result<Begun<'a>, Stop> {
        let entries = match rest.whole() {
            Some(whole) => whole.into_iter().collect(),
            None => context.nested(|context| pull(tag, rest, context))?,
        };
        Ok(Begun { entries, rest, taken: None })
    }

    /// The value of the tag.
    pub(super) fn value_of(&self, tag: &str) -> Option<&Value> {
        self.entries.iter().find(|(name, _)| name == tag).map(|(_, value)| value)
    }

    /// Takes the tag out. It may not come again.
    pub(super) fn take(&mut self, tag: &'static str) {
        self.entries.retain(|(name, _)| name != tag);
        self.taken = Some(tag);
    }

    /// Puts the dictionary into a slot.
    pub(super) fn put(self, slot: &mut dyn Slot, context: &mut Context) -> Result<(), Stop> {
        let Begun { entries, rest, taken } = self;
        let first = Pulled::of(entries);
        let mut all = FirstAndRest { first, rest, in_rest: false, name: String::new(), taken };
        slot.put(Token::Map(&mut all), context)
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

struct FirstAndRest<'a> {
    first: Pulled,
    rest: &'a mut dyn MapSource,
    /// Whether the last key was one of the rest.
    in_rest: bool,
    /// Its name.
    name: String,
    /// What may not come in the rest.
    taken: Option<&'static str>,
}

impl MapSource for FirstAndRest<'_> {
    fn key(&mut self, names: &Names, context: &mut Context) -> Result<NextKey, Stop> {
        if !self.in_rest {
            match self.first.key(names, context)? {
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
            false => self.first.name(),
        }
    }

    fn value(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<(), Stop> {
        match self.in_rest {
            true => self.rest.value(slot, context),
            false => self.first.value(slot, context),
        }
    }

    /// The rest by its own method, which is compiled with its format.
    fn fill(&mut self, fields: &mut Fields<'_, '_>, context: &mut Context) -> Result<Odd, Stop> {
        if !self.in_rest {
            match self.first.fill(fields, context)? {
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
