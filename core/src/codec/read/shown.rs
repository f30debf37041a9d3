//! Values that are read as another type from where they are in memory, without a copy in between.

use std::borrow::Cow;
use std::vec;

use crate::Segment;
use crate::codec::{
    Context, DecodeError, Format, Items, MapSource, Names, NextKey, Sequence, Slot, Stop, Token,
    View,
};

/// Reads a value from the entries of a dictionary that came in this format.
///
/// # Errors
/// The entries do not fit the type.
pub fn from_shown<T: Slot + Default>(
    format: Format,
    entries: Vec<(&str, View<'_>)>,
) -> Result<T, DecodeError> {
    let mut value = T::default();
    put_shown(&mut value, format, entries)?;
    Ok(value)
}

/// Puts as much as fits of the entries of a dictionary into a slot, and gives what does not fit. A
/// value that does not fit its key is kept in `extra`, a required key that is missing is left at
/// its default, and an item that does not fit its list is left out.
pub fn put_what_fits(
    slot: &mut dyn Slot,
    format: Format,
    entries: Vec<(&str, View<'_>)>,
) -> Vec<DecodeError> {
    let mut context = Context::lenient(format);
    let _ = slot.put(Token::Map(&mut ShownEntries(entries.into_iter())), &mut context).map_err(
        |stop| match stop {
            Stop::Refused(refused) => context.forgives(|| refused.1),
            Stop::Fatal => false,
        },
    );
    context.problems()
}

/// Puts the entries of a dictionary that came in this format into a slot.
///
/// # Errors
/// The entries do not fit the slot.
pub fn put_shown(
    slot: &mut dyn Slot,
    format: Format,
    entries: Vec<(&str, View<'_>)>,
) -> Result<(), DecodeError> {
    let mut context = Context::unbounded(format);
    slot.put(Token::Map(&mut ShownEntries(entries.into_iter())), &mut context)
        .map_err(|stop| context.explain(stop))
}

fn put_view(slot: &mut dyn Slot, view: View<'_>, context: &mut Context) -> Result<(), Stop> {
    let token = match view {
        View::Absent | View::Null => Token::Null,
        View::Boolean(value) => Token::Boolean(value),
        View::Integer(value) => Token::Integer(value),
        View::Unsigned(value) => Token::Unsigned(value),
        View::Real(value) => Token::Real(value),
        View::String(text) => Token::String(Cow::Borrowed(text)),
        View::Data(bytes) => Token::Data(Cow::Borrowed(bytes)),
        View::Date(text) => Token::Date(Cow::Borrowed(text)),
        View::Uid(value) => Token::Uid(value),
        View::Items(items) => {
            return slot.put(Token::Sequence(&mut ShownItems { items, at: 0 }), context);
        }
        View::Values(_) | View::Entries(_) | View::Record(_) => {
            let mut entries = Vec::new();
            view.each(|name, view| {
                entries.push((name, *view));
                true
            });
            return slot.put(Token::Map(&mut ShownEntries(entries.into_iter())), context);
        }
    };
    slot.put(token, context)
}

struct ShownItems<'a> {
    items: &'a dyn Items,
    at: usize,
}

impl Sequence for ShownItems<'_> {
    fn next(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<bool, Stop> {
        while self.at < self.items.count() {
            let at = self.at;
            self.at += 1;
            let item = self.items.item(at);
            match context.at(|| Segment::Index(at), |context| put_view(slot, item, context)) {
                Ok(()) => return Ok(true),
                Err(Stop::Refused(refused)) => {
                    let error = || refused.1.clone().under(Segment::Index(at));
                    // A lenient reading leaves out an item that does not fit, and goes on.
                    if !context.forgives(error) {
                        return Err(Stop::Refused(refused));
                    }
                }
                Err(Stop::Fatal) => return Err(Stop::Fatal),
            }
        }
        Ok(false)
    }
}

/// The entries that are left. The first is the one whose key was given last, until its value is read.
struct ShownEntries<'a>(vec::IntoIter<(&'a str, View<'a>)>);

impl MapSource for ShownEntries<'_> {
    fn key(&mut self, names: &Names, _: &mut Context) -> Result<NextKey, Stop> {
        let next = self.0.as_slice().first();
        Ok(next.map_or(NextKey::End, |(name, _)| names.find(name)))
    }

    fn name(&mut self) -> String {
        self.0.as_slice().first().map_or_else(String::new, |(name, _)| (*name).to_owned())
    }

    fn value(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<(), Stop> {
        let (name, view) = self.0.next().unwrap_or(("", View::Null));
        context.at(|| Segment::Key(name.to_owned()), |context| put_view(slot, view, context))
    }
}
