//! A dictionary whose type is told by the value of one of its keys, the tag. Entries before the tag are
//! held in memory; those after it are read as the right type at once.

use std::mem::take;

use super::held::Pulled;
use crate::Value;
use crate::codec::{Context, Fields, MapSource, Names, NextKey, Odd, Slot, Stop, Token};

/// A dictionary that has been read up to its tag.
pub(in crate::codec) struct Begun<'a> {
    entries: Vec<(String, Value)>,
    /// The source of the entries after the tag; `None` once its end was seen, since not every
    /// format can be asked again after its end.
    rest: Option<&'a mut dyn MapSource>,
    /// The tag, if it was taken out.
    taken: Option<&'static str>,
}

impl<'a> Begun<'a> {
    /// Pulls what comes before the tag, and the tag; or all, if it is in memory already.
    pub(in crate::codec) fn of(
        tag: &str,
        source: &'a mut dyn MapSource,
        context: &mut Context,
    ) -> Result<Begun<'a>, Stop> {
        let (entries, found) = match source.whole() {
            Some(whole) => (whole.into_entries(), false),
            None => context.nested(|context| pull(tag, source, context))?,
        };
        Ok(Begun { entries, rest: found.then_some(source), taken: None })
    }

    /// The value of the tag.
    pub(in crate::codec) fn value_of(&self, tag: &str) -> Option<&Value> {
        self.entries.iter().find(|(name, _)| name == tag).map(|(_, value)| value)
    }

    /// Removes the tag from the entries. From then on, a second one is an error.
    pub(in crate::codec) fn take(&mut self, tag: &'static str) {
        self.entries.retain(|(name, _)| name != tag);
        self.taken = Some(tag);
    }

    /// Puts the dictionary into a slot.
    pub(in crate::codec) fn put(
        self,
        slot: &mut dyn Slot,
        context: &mut Context,
    ) -> Result<(), Stop> {
        let Begun { entries, rest, taken } = self;
        let first = Pulled::of(entries);
        let mut all = FirstAndRest { first, rest, in_rest: false, name: String::new(), taken };
        slot.put(Token::Map(&mut all), context)
    }
}

/// Pulls entries up to the tag and the tag itself; gives whether it was found.
fn pull(
    tag: &str,
    source: &mut dyn MapSource,
    context: &mut Context,
) -> Result<(Vec<(String, Value)>, bool), Stop> {
    let mut all = Vec::new();
    while let NextKey::Other = source.key(&Names::NONE, context)? {
        let (name, mut value) = (source.name(), Value::Null);
        source.value(&mut value, context)?;
        let found = name == tag;
        all.push((name, value));
        if found {
            return Ok((all, true));
        }
    }
    Ok((all, false))
}

struct FirstAndRest<'a> {
    first: Pulled,
    rest: Option<&'a mut dyn MapSource>,
    /// Whether the last key came from `rest`.
    in_rest: bool,
    /// The name of that key.
    name: String,
    /// The tag, which may not come again in `rest`.
    taken: Option<&'static str>,
}

impl<'a> FirstAndRest<'a> {
    /// Goes over to the rest, once `first` has no more keys.
    fn rest(&mut self) -> Option<&mut (dyn MapSource + 'a)> {
        self.in_rest = true;
        self.rest.as_deref_mut()
    }
}

impl MapSource for FirstAndRest<'_> {
    fn key(&mut self, names: &Names, context: &mut Context) -> Result<NextKey, Stop> {
        if !self.in_rest {
            match self.first.key(names, context)? {
                NextKey::End => {}
                key => return Ok(key),
            }
        }
        let Some(rest) = self.rest() else { return Ok(NextKey::End) };
        let key = rest.key(names, context)?;
        if let NextKey::Other = key {
            let name = rest.name();
            if Some(&*name) == self.taken {
                return Err(context.twice(name));
            }
            self.name = name;
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
        match &mut self.rest {
            Some(rest) if self.in_rest => rest.value(slot, context),
            _ => self.first.value(slot, context),
        }
    }

    /// Calls the own `fill` of the rest, which is compiled with its format and so is quicker than the
    /// default method.
    fn fill(&mut self, fields: &mut Fields<'_, '_>, context: &mut Context) -> Result<Odd, Stop> {
        if !self.in_rest {
            match self.first.fill(fields, context)? {
                Odd::End => {}
                odd => return Ok(odd),
            }
        }
        let Some(rest) = self.rest() else { return Ok(Odd::End) };
        let odd = rest.fill(fields, context)?;
        match fields.others.iter().find(|(name, _)| Some(&**name) == self.taken) {
            Some((name, _)) => Err(context.twice(name.clone())),
            None => Ok(odd),
        }
    }
}
