use std::borrow::Cow;

use apple_device_management_core::codec::{
    Context, MapSource, Names, NextKey, Position, Sequence, Stop, Token,
};
use apple_device_management_core::{DecodeErrorKind, Format, Segment, Slot};

use super::events::{Element, ElementReader, Ended, Met};
use super::scalar::{data, integer, real};
use super::seek::Seeker;
use crate::wire::{Limits, ReadError, date};

/// Reads a property list in XML into the slot.
pub(in crate::wire) fn read(
    bytes: &[u8],
    limits: &Limits,
    slot: &mut dyn Slot,
) -> Result<(), ReadError> {
    let mut context = Context::new(Format::PropertyList, limits.bounds());
    let mut reader = ElementReader::of(bytes);
    let Err(stop) = reader.document(slot, &mut context) else { return Ok(()) };
    let position = |at| Position::in_text(bytes, at);
    let mut error = match reader.fault.told(stop, context, position) {
        Ok(told) => return Err(told),
        Err(error) => error,
    };
    let found = match &error.kind {
        DecodeErrorKind::DuplicateKey(name) => Seeker::of(bytes).keys(&error.path.0, name),
        _ => vec![Seeker::of(bytes).value(&error.path.0)],
    };
    error.positions = found.into_iter().map(position).collect();
    Err(error.into())
}

impl<'a> ElementReader<'a> {
    fn document(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<(), Stop> {
        let (root, within) = match self.root()? {
            Met::Begin(Element::Plist, false) => (self.next()?, true),
            root => (root, false),
        };
        match root {
            Met::Begin(element, ended) => self.put(element, ended, slot, context)?,
            Met::Nothing => return Err(self.not_closed()),
            Met::End => {
                return Err(self.fault.stop(self.at(), "there is no value in the root element"));
            }
        }
        if within {
            self.expect(Met::End)?;
        }
        self.expect(Met::Nothing)
    }

    fn expect(&mut self, expected: Met) -> Result<(), Stop> {
        match self.next()? {
            met if met == expected => Ok(()),
            Met::Nothing => Err(self.not_closed()),
            _ => Err(self.fault.stop(self.at(), "something follows the root value")),
        }
    }

    /// Puts the value of an element that has begun into the slot.
    #[inline]
    fn put(
        &mut self,
        element: Element,
        ended: Ended,
        slot: &mut dyn Slot,
        context: &mut Context,
    ) -> Result<(), Stop> {
        match element {
            Element::String | Element::Key => {
                let text = self.content(ended)?;
                context.charge(text.len())?;
                slot.put(Token::String(text), context)
            }
            Element::Dict => {
                context.charge(0)?;
                let mut entries =
                    ElementEntries { reader: self, name: Cow::Borrowed(""), others: 0, ended };
                slot.put(Token::Map(&mut entries), context)
            }
            Element::Array => {
                context.charge(0)?;
                let mut items = ElementItems { reader: self, index: 0, ended };
                slot.put(Token::Sequence(&mut items), context)
            }
            Element::Plist => {
                Err(self.fault.stop(self.at(), "a property list stands within another"))
            }
            _ => self.put_other(element, ended, slot, context),
        }
    }

    fn put_other(
        &mut self,
        element: Element,
        ended: Ended,
        slot: &mut dyn Slot,
        context: &mut Context,
    ) -> Result<(), Stop> {
        let text = self.content(ended)?;
        let (token, what) = match element {
            Element::True | Element::False => {
                let flag = Token::Boolean(element == Element::True);
                (Some(flag).filter(|_| text.trim_ascii().is_empty()), "a boolean holds text")
            }
            Element::Integer => (integer(&text), "an integer is no whole number of up to 64 bits"),
            Element::Real => (real(&text).map(Token::Real), "a real is no number"),
            Element::Data => {
                let bytes = data(&text, &mut self.digits);
                (bytes.map(|bytes| Token::Data(bytes.into())), "data is not in base64")
            }
            Element::Date => (
                date::of_text(&text).map(Token::Date),
                "a date is not written like 2024-01-31T12:00:00Z, in a year of four digits",
            ),
            _ => (None, "an element holds no value"),
        };
        let Some(token) = token else { return Err(self.fault.stop(self.at(), what)) };
        context.charge(match &token {
            Token::Data(bytes) => bytes.len(),
            Token::Date(date) => date.len(),
            _ => 0,
        })?;
        slot.put(token, context)
    }
}

struct ElementItems<'r, 'a> {
    reader: &'r mut ElementReader<'a>,
    /// How many items have come.
    index: usize,
    ended: Ended,
}

impl Sequence for ElementItems<'_, '_> {
    fn next(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<bool, Stop> {
        if self.ended {
            return Ok(false);
        }
        match self.reader.next()? {
            Met::Begin(element, ended) => {
                let result = self.reader.put(element, ended, slot, context);
                let index = self.index;
                self.index += 1;
                self.reader.fault.below(result, || Segment::Index(index)).map(|()| true)
            }
            Met::End => {
                self.ended = true;
                Ok(false)
            }
            Met::Nothing => Err(self.reader.not_closed()),
        }
    }
}

struct ElementEntries<'r, 'a> {
    reader: &'r mut ElementReader<'a>,
    /// The name of the last key.
    name: Cow<'a, str>,
    /// How many keys without a field have come.
    others: usize,
    ended: Ended,
}

impl<'a> ElementEntries<'_, 'a> {
    /// Reads the name of the next key; `false` at the end.
    #[inline]
    fn next(&mut self) -> Result<bool, Stop> {
        if self.ended {
            return Ok(false);
        }
        match self.reader.next()? {
            Met::Begin(Element::Key, ended) => {
                self.name = self.reader.content(ended)?;
                Ok(true)
            }
            Met::End => {
                self.ended = true;
                Ok(false)
            }
            Met::Nothing => Err(self.reader.not_closed()),
            Met::Begin(..) => {
                let what = "a value stands in a dictionary where a key belongs";
                Err(self.reader.fault.stop(self.reader.at(), what))
            }
        }
    }

    #[cold]
    fn no_value(&mut self, met: Met) -> Stop {
        let ElementEntries { reader, name, .. } = self;
        match met {
            Met::Nothing => reader.not_closed(),
            _ => reader.fault.stop(reader.at(), format!("the key `{name}` has no value")),
        }
    }
}

impl MapSource for ElementEntries<'_, '_> {
    #[inline(always)]
    fn key(&mut self, names: &Names, context: &mut Context) -> Result<NextKey, Stop> {
        if !self.next()? {
            return Ok(NextKey::End);
        }
        let key = names.find(&*self.name);
        if let NextKey::Other = key {
            let charged = context.charge_key(&self.name, self.others);
            self.reader.fault.below(charged, || Segment::Key((*self.name).to_owned()))?;
            self.others += 1;
        }
        Ok(key)
    }

    fn name(&mut self) -> String {
        (*self.name).to_owned()
    }

    #[inline(always)]
    fn value(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<(), Stop> {
        let result = match self.reader.next()? {
            Met::Begin(element, ended) => self.reader.put(element, ended, slot, context),
            met => return Err(self.no_value(met)),
        };
        self.reader.fault.below(result, || Segment::Key((*self.name).to_owned()))
    }
}
