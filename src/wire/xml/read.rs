use std::borrow::Cow;

use apple_device_management_core::codec::{
    Context, MapSource, Names, NextKey, Place, Sequence, Stop, Token,
};
use apple_device_management_core::{DecodeErrorKind, Format, Segment, Slot};
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::scalar::{data, integer, real};
use super::seek::Seeker;
use crate::wire::fault::Fault;
use crate::wire::plain::is_plain;
use crate::wire::{Limits, ReadError, date, without_mark};

/// Reads a property list in XML.
pub(in crate::wire) fn read<T: Slot + Default>(
    bytes: &[u8],
    limits: &Limits,
) -> Result<T, ReadError> {
    let mut value = T::default();
    let mut context = Context::new(Format::PropertyList, limits.bounds());
    let mut reader = Reader::of(bytes);
    let Err(stop) = reader.document(&mut value, &mut context) else { return Ok(value) };
    let place = |at| Place::of(bytes, at).to_string();
    let mut error = match reader.fault.told(stop, context, place) {
        Ok(told) => return Err(told),
        Err(error) => error,
    };
    let places = match &error.kind {
        DecodeErrorKind::DuplicateKey(name) => Seeker::of(bytes).keys(&error.path.0, name),
        _ => vec![Seeker::of(bytes).value(&error.path.0)],
    };
    error.places = places.into_iter().map(|at| Place::of(bytes, at)).collect();
    Err(Box::new(error).into())
}

/// The elements of property lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    Plist,
    Dict,
    Key,
    Array,
    String,
    Data,
    Date,
    Integer,
    Real,
    True,
    False,
}

impl Element {
    fn of(name: &[u8]) -> Option<Element> {
        Some(match name {
            b"key" => Element::Key,
            b"string" => Element::String,
            b"integer" => Element::Integer,
            b"true" => Element::True,
            b"false" => Element::False,
            b"dict" => Element::Dict,
            b"array" => Element::Array,
            b"data" => Element::Data,
            b"date" => Element::Date,
            b"real" => Element::Real,
            b"plist" => Element::Plist,
            _ => return None,
        })
    }
}

/// What stands where elements may.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Met {
    /// An element begins; one without content has ended, too.
    Begin(Element, Ended),
    End,
    /// The end of the text.
    Nothing,
}

pub(super) type Ended = bool;

pub(super) struct Reader<'a> {
    xml: quick_xml::Reader<&'a [u8]>,
    bytes: &'a [u8],
    /// What `quick-xml` has not seen of the bytes, since it stands before them.
    skipped: usize,
    /// Where that stands which was met last.
    pub(super) at: usize,
    /// Whether an element has begun.
    begun: bool,
    /// The digits of data, without the blanks between them.
    digits: Vec<u8>,
    fault: Fault,
}

impl<'a> Reader<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Reader<'a> {
        let text = without_mark(bytes).trim_ascii_start();
        Reader {
            xml: quick_xml::Reader::from_reader(text),
            bytes,
            skipped: bytes.len() - text.len(),
            at: 0,
            begun: false,
            digits: Vec::new(),
            fault: Fault::default(),
        }
    }

    fn document(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<(), Stop> {
        let (root, within) = match self.root()? {
            Met::Begin(Element::Plist, false) => (self.next()?, true),
            root => (root, false),
        };
        match root {
            Met::Begin(element, ended) => self.put(element, ended, slot, context)?,
            Met::Nothing => return Err(self.not_closed()),
            Met::End => {
                return Err(self.fault.stop(self.at, "there is no value in the root element"));
            }
        }
        if within {
            self.expect(Met::End)?;
        }
        self.expect(Met::Nothing)
    }

    /// The first element, of a text that may not be one at all.
    pub(super) fn root(&mut self) -> Result<Met, Stop> {
        match self.bytes {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, b'<', ..] | [b'<', 0, ..] => {
                Err(self.fault.stop(0, "it is UTF-16 or UTF-32: only UTF-8 is read"))
            }
            _ => match self.next()? {
                Met::Nothing => Err(self.fault.cut(self.at, "there is no root element")),
                root => Ok(root),
            },
        }
    }

    fn expect(&mut self, expected: Met) -> Result<(), Stop> {
        match self.next()? {
            met if met == expected => Ok(()),
            Met::Nothing => Err(self.not_closed()),
            _ => Err(self.fault.stop(self.at, "something follows the root value")),
        }
    }

    /// Goes on to where an element begins or ends.
    pub(super) fn next(&mut self) -> Result<Met, Stop> {
        loop {
            self.at = self.position();
            match self.event()? {
                Event::Text(text) => self.blank(text.as_ref().as_bytes(), 0)?,
                Event::Start(tag) => return self.begin(&tag, false),
                Event::Empty(tag) => return self.begin(&tag, true),
                Event::End(_) => return Ok(Met::End),
                Event::Eof => return Ok(Met::Nothing),
                Event::CData(text) => self.blank(text.as_ref().as_bytes(), "<![CDATA[".len())?,
                Event::DocType(declared) => self.document_type(declared.as_ref())?,
                Event::GeneralRef(_) => return Err(self.text_stands(self.at)),
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
            }
        }
    }

    #[inline]
    fn begin(&mut self, tag: &BytesStart<'_>, ended: Ended) -> Result<Met, Stop> {
        self.begun = true;
        match Element::of(tag.name().as_ref().as_bytes()) {
            Some(element) => Ok(Met::Begin(element, ended)),
            None => {
                let what =
                    format!("`{}` is no element that property lists have", tag.name().as_ref());
                Err(self.fault.stop(self.at, what))
            }
        }
    }

    /// Text between elements, which may only be blank.
    #[inline]
    fn blank(&mut self, text: &[u8], from: usize) -> Result<(), Stop> {
        let is_odd = |byte: u8| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        if is_plain(text, is_odd) {
            return Ok(());
        }
        let odd = text.iter().position(|byte| is_odd(*byte)).unwrap_or(0);
        Err(self.text_stands(self.at + from + odd))
    }

    #[cold]
    fn text_stands(&mut self, at: usize) -> Stop {
        let what = match self.bytes.get(at..) {
            Some([0, ..]) if self.begun => "NUL bytes stand where only elements may",
            _ if !self.bytes.contains(&b'<') => "it is neither XML nor a binary property list",
            _ if !self.begun => "text stands before the root element",
            _ => "text stands where only elements may",
        };
        self.fault.stop(at, what)
    }

    /// What a document type declares is never used, and may not refer to what it declares.
    #[cold]
    fn document_type(&mut self, declared: &str) -> Result<(), Stop> {
        if self.begun {
            return Err(self.fault.stop(self.at, "a document type stands within the root"));
        }
        match declared.contains('&') {
            true => Err(self.fault.stop(self.at, "the document type refers to an entity")),
            false => Ok(()),
        }
    }

    #[inline]
    fn position(&self) -> usize {
        self.skipped + self.xml.buffer_position() as usize
    }

    #[inline]
    fn event(&mut self) -> Result<Event<'a>, Stop> {
        self.xml.read_event().map_err(|error| self.broken(&error))
    }

    /// What `quick-xml` refuses.
    #[cold]
    fn broken(&mut self, error: &quick_xml::Error) -> Stop {
        use quick_xml::Error;
        let at_end = self.position() >= self.bytes.len();
        let at = self.skipped + self.xml.error_position() as usize;
        match error {
            Error::Syntax(_) => self.fault.cut(at, format!("a part is not closed: {error}")),
            Error::IllFormed(_) if at_end => self.fault.cut(at, error.to_string()),
            Error::Encoding(error) => match std::str::from_utf8(self.bytes) {
                Err(error) if error.error_len().is_none() => {
                    self.fault.cut(error.valid_up_to(), "a character is not whole")
                }
                Err(error) => self.fault.stop(error.valid_up_to(), "a text is not UTF-8"),
                Ok(_) => self.fault.stop(at, error.to_string()),
            },
            error => self.fault.stop(at, format!("the XML is not well-formed: {error}")),
        }
    }

    /// The text of an element that has begun, up to its end.
    #[inline]
    fn content(&mut self, ended: Ended) -> Result<Cow<'a, str>, Stop> {
        if ended {
            return Ok(Cow::Borrowed(""));
        }
        let text = match self.event()? {
            Event::Text(text) => text.into_inner(),
            Event::End(_) => return Ok(Cow::Borrowed("")),
            other => return self.pieces(String::new(), other).map(Cow::Owned),
        };
        match self.event()? {
            Event::End(_) => Ok(text),
            other => self.pieces(text.into_owned(), other).map(Cow::Owned),
        }
    }

    /// The same where it has references, sections or comments.
    fn pieces(&mut self, mut text: String, mut event: Event<'a>) -> Result<String, Stop> {
        loop {
            match event {
                Event::Text(more) => text.push_str(more.as_ref()),
                Event::CData(more) => text.push_str(more.as_ref()),
                Event::GeneralRef(reference) => self.refer(&reference, &mut text)?,
                Event::End(_) => return Ok(text),
                Event::Eof => return Err(self.not_closed()),
                Event::Comment(_) | Event::PI(_) => {}
                _ => {
                    let what = "an element stands where only text may";
                    return Err(self.fault.stop(self.at, what));
                }
            }
            event = self.event()?;
        }
    }

    fn refer(&mut self, reference: &BytesRef<'_>, text: &mut String) -> Result<(), Stop> {
        let name = reference.as_ref();
        let at = self.position().saturating_sub("&;".len() + name.len());
        match (reference.resolve_char_ref(), resolve_xml_entity(name)) {
            (Ok(Some(char)), _) => text.push(char),
            (Ok(None), Some(known)) => text.push_str(known),
            (Ok(None), None) => {
                return Err(self.fault.stop(at, format!("the entity `{name}` is unknown")));
            }
            (Err(error), _) => return Err(self.fault.stop(at, error.to_string())),
        }
        Ok(())
    }

    /// Puts the value that has begun into the slot.
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
                    Entries { reader: self, name: Cow::Borrowed(""), others: 0, ended };
                slot.put(Token::Map(&mut entries), context)
            }
            Element::Array => {
                context.charge(0)?;
                let mut items = Items { reader: self, index: 0, ended };
                slot.put(Token::Sequence(&mut items), context)
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
            _ => (None, "a property list stands within another"),
        };
        let Some(token) = token else { return Err(self.fault.stop(self.at, what)) };
        context.charge(match &token {
            Token::Data(bytes) => bytes.len(),
            Token::Date(date) => date.len(),
            _ => 0,
        })?;
        slot.put(token, context)
    }

    #[cold]
    fn not_closed(&mut self) -> Stop {
        self.fault.cut(self.at, "an element is not closed")
    }
}

struct Items<'r, 'a> {
    reader: &'r mut Reader<'a>,
    /// How many have come.
    index: usize,
    ended: Ended,
}

impl Sequence for Items<'_, '_> {
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

struct Entries<'r, 'a> {
    reader: &'r mut Reader<'a>,
    /// Of the last key.
    name: Cow<'a, str>,
    /// How many keys had no field.
    others: usize,
    ended: Ended,
}

impl<'a> Entries<'_, 'a> {
    /// The name of the next key; none at the end.
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
                Err(self.reader.fault.stop(self.reader.at, what))
            }
        }
    }

    #[cold]
    fn no_value(&mut self, met: Met) -> Stop {
        let Entries { reader, name, .. } = self;
        match met {
            Met::Nothing => reader.not_closed(),
            _ => reader.fault.stop(reader.at, format!("the key `{name}` has no value")),
        }
    }
}

impl MapSource for Entries<'_, '_> {
    #[inline(always)]
    fn key(&mut self, names: &Names, context: &mut Context) -> Result<NextKey, Stop> {
        if !self.next()? {
            return Ok(NextKey::End);
        }
        let key = names.find(&self.name);
        if let NextKey::Other = key {
            context.charge_key(&self.name, self.others)?;
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

/// What a [`Seeker`] needs besides.
impl Reader<'_> {
    /// Passes over the text of an element.
    pub(super) fn text(&mut self, ended: Ended) -> Result<Cow<'_, str>, Stop> {
        self.content(ended)
    }
}
