//! A dictionary in which the keys of a record and the keys of another type stand side by side. One
//! of the record's keys, the tag, tells which type that is; entries after the tag are read as that
//! type at once.

use std::mem::take;

use super::record::{Filling, Read};
use crate::Value;
use crate::codec::read::Pulled;
use crate::codec::{Context, MapSource, Names, NextKey, Record, Slot, Stop, Token, View, refuse};

/// Takes the entries for which the record has no keys, as a dictionary, and the value of the tag,
/// which is empty where there is no tag.
pub type PutOthers<'p> = &'p mut dyn FnMut(&str, Token<'_>, &mut Context) -> Result<(), Stop>;

/// Reads a dictionary into a record, and gives the entries for which the record has no keys to `put`.
///
/// # Errors
/// A refusal by `put` gives back the whole dictionary; one by the record alone, the record's entries.
pub fn put_beside(
    record: &mut dyn Record,
    tag: &'static str,
    token: Token<'_>,
    context: &mut Context,
    put: PutOthers<'_>,
) -> Result<(), Stop> {
    let Token::Map(source) = token else {
        return Err(refuse(token, "a dictionary", context));
    };
    context.reserve(size_of_val(record))?;
    let (mut read, mut result) = (Read::default(), Ok(()));
    record.parts_mut(|parts| {
        let mut others = Vec::new();
        let filling = Filling::of(parts, &mut read, &mut others);
        result = put_parts(filling, tag, source, context, put);
    });
    let part = match result {
        Err(Stop::Fatal) => return Err(Stop::Fatal),
        Err(Stop::Refused(refused)) => Some(*refused),
        Ok(()) => None,
    };
    let Some((value, error)) = part else { return read.result(record) };
    let (mut whole, error) = match read.refusal(record) {
        (whole, Some(fault)) => (whole, fault),
        (whole, None) => (whole, error),
    };
    if let Value::Dictionary(others) = value {
        whole.extend(others);
    }
    Err(Stop::refused(Value::Dictionary(whole), error))
}

fn put_parts(
    mut filling: Filling<'_, '_>,
    tag: &'static str,
    source: &mut dyn MapSource,
    context: &mut Context,
    put: PutOthers<'_>,
) -> Result<(), Stop> {
    let ended = context.nested(|context| up_to(tag, &mut filling, source, context))?;
    let at = filling.fields.table.position(tag);
    let kind = at.and_then(|at| match filling.fields.slots.get(at)?.view() {
        View::String(kind) => Some(kind.to_owned()),
        _ => None,
    });
    let first = Pulled::of(take(filling.fields.others));
    let mut others = Others { first, source, filling, in_rest: false, ended };
    let result = put(&kind.unwrap_or_default(), Token::Map(&mut others), context);
    others.filling.end(context);
    result
}

/// Reads up to the tag; gives whether the end came first.
fn up_to(
    tag: &'static str,
    filling: &mut Filling<'_, '_>,
    source: &mut dyn MapSource,
    context: &mut Context,
) -> Result<bool, Stop> {
    let names = Names::of(filling.fields.table);
    loop {
        match source.key(&names, context)? {
            NextKey::End => return Ok(true),
            NextKey::Known(at) => {
                if let Some(odd) = filling.fields.put(at, source, context)? {
                    filling.settle(odd, context)?;
                }
                if filling.fields.table.name_at(at) == tag {
                    return Ok(false);
                }
            }
            NextKey::Other => {
                let (name, mut value) = (source.name(), Value::Null);
                source.value(&mut value, context)?;
                filling.fields.others.push((name, value));
            }
        }
    }
}

/// Gives the entries for which the record has no keys. Those for which it has go into it on the way.
struct Others<'s, 'a, 'f> {
    /// The entries that came before the tag.
    first: Pulled,
    source: &'s mut dyn MapSource,
    filling: Filling<'a, 'f>,
    /// Whether the last key came from the source.
    in_rest: bool,
    ended: bool,
}

impl MapSource for Others<'_, '_, '_> {
    fn key(&mut self, names: &Names, context: &mut Context) -> Result<NextKey, Stop> {
        if !self.in_rest {
            match self.first.key(names, context)? {
                NextKey::End => self.in_rest = true,
                key => return Ok(key),
            }
        }
        let table = self.filling.fields.table;
        let both = names.after(table);
        while !self.ended {
            match self.source.key(&both, context)? {
                NextKey::End => self.ended = true,
                NextKey::Known(at) if at < table.len() => {
                    if let Some(odd) = self.filling.fields.put(at, self.source, context)? {
                        self.filling.settle(odd, context)?;
                    }
                }
                NextKey::Known(at) => return Ok(NextKey::Known(at - table.len())),
                NextKey::Other => return Ok(NextKey::Other),
            }
        }
        Ok(NextKey::End)
    }

    fn name(&mut self) -> String {
        match self.in_rest {
            true => self.source.name(),
            false => self.first.name(),
        }
    }

    fn value(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<(), Stop> {
        match self.in_rest {
            true => self.source.value(slot, context),
            false => self.first.value(slot, context),
        }
    }
}
