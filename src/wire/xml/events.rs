//! Makes the events of a property list of the events of `quick-xml`.

use std::borrow::Cow;

use apple_device_management_core::codec::Stop;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::wire::fault::Fault;
use crate::wire::without_mark;

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

/// What is met where elements may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Met {
    /// An element begins. An empty element has ended, too.
    Begin(Element, Ended),
    End,
    /// The end of the body.
    Nothing,
}

pub(super) type Ended = bool;

pub(super) struct ElementReader<'a> {
    xml: quick_xml::Reader<&'a [u8]>,
    bytes: &'a [u8],
    /// How many bytes were left out before what `quick-xml` reads.
    skipped: usize,
    /// Where the blanks before the last thing that was met begin.
    from: usize,
    /// Whether any element has begun.
    begun: bool,
    /// Room for the digits of data, without the blanks between them.
    pub(super) digits: Vec<u8>,
    pub(super) fault: Fault,
}

impl<'a> ElementReader<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> ElementReader<'a> {
        let text = without_mark(bytes).trim_ascii_start();
        ElementReader {
            xml: quick_xml::Reader::from_reader(text),
            bytes,
            skipped: bytes.len() - text.len(),
            from: 0,
            begun: false,
            digits: Vec::new(),
            fault: Fault::default(),
        }
    }

    /// The first element. The body may be something else than XML in UTF-8.
    pub(super) fn root(&mut self) -> Result<Met, Stop> {
        match self.bytes {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, b'<', ..] | [b'<', 0, ..] => {
                Err(self.fault.stop(0, "it is UTF-16 or UTF-32: only UTF-8 is read"))
            }
            _ => match self.next()? {
                Met::Nothing => Err(self.fault.cut(self.at(), "there is no root element")),
                root => Ok(root),
            },
        }
    }

    /// Goes on to where an element begins or ends.
    pub(super) fn next(&mut self) -> Result<Met, Stop> {
        // Blanks between elements are passed over without an event for each.
        self.xml.config_mut().trim_text_start = true;
        loop {
            self.from = self.position();
            match self.event()? {
                Event::Start(tag) => return self.begin(&tag, false),
                Event::Empty(tag) => return self.begin(&tag, true),
                Event::End(_) => return Ok(Met::End),
                Event::Eof => return Ok(Met::Nothing),
                Event::CData(text) => self.blank(text.as_ref())?,
                Event::DocType(declared) => self.document_type(declared.as_ref())?,
                Event::Text(_) | Event::GeneralRef(_) => return Err(self.text_stands(self.at())),
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
                Err(self.fault.stop(self.at(), what))
            }
        }
    }

    /// Checks a CDATA section between elements, which has to be blank.
    fn blank(&mut self, section: &str) -> Result<(), Stop> {
        match section.bytes().position(|byte| !is_blank(byte)) {
            None => Ok(()),
            Some(odd) => Err(self.text_stands(self.at() + "<![CDATA[".len() + odd)),
        }
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

    /// Checks a document type. Its declarations are never used, and must not refer to entities.
    #[cold]
    fn document_type(&mut self, declared: &str) -> Result<(), Stop> {
        if self.begun {
            return Err(self.fault.stop(self.at(), "a document type stands within the root"));
        }
        match declared.contains('&') {
            true => Err(self.fault.stop(self.at(), "the document type refers to an entity")),
            false => Ok(()),
        }
    }

    /// Where the last thing that was met stands.
    #[cold]
    pub(super) fn at(&self) -> usize {
        let rest = self.bytes.get(self.from..).unwrap_or_default();
        self.from + rest.iter().take_while(|byte| is_blank(**byte)).count()
    }

    #[inline]
    fn position(&self) -> usize {
        self.skipped + self.xml.buffer_position() as usize
    }

    #[inline]
    fn event(&mut self) -> Result<Event<'a>, Stop> {
        self.xml.read_event().map_err(|error| self.broken(&error))
    }

    /// Stops because of an error of `quick-xml`.
    #[cold]
    fn broken(&mut self, error: &quick_xml::Error) -> Stop {
        use quick_xml::Error;
        let at_end = self.position() >= self.bytes.len();
        let at = self.skipped + self.xml.error_position() as usize;
        match error {
            Error::Syntax(_) => {
                self.fault.cut(at, format!("a tag, a comment or a section is not closed: {error}"))
            }
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
    pub(super) fn content(&mut self, ended: Ended) -> Result<Cow<'a, str>, Stop> {
        if ended {
            return Ok(Cow::Borrowed(""));
        }
        self.xml.config_mut().trim_text_start = false;
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

    /// The text of an element that has references, sections or comments in it.
    fn pieces(&mut self, mut text: String, mut event: Event<'a>) -> Result<String, Stop> {
        loop {
            match event {
                Event::Text(more) => text.push_str(more.as_ref()),
                Event::CData(more) => text.push_str(more.as_ref()),
                Event::GeneralRef(reference) => self.refer(&reference, &mut text)?,
                Event::End(_) => return Ok(text),
                Event::Eof => return Err(self.not_closed()),
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
                Event::DocType(declared) => self.document_type(declared.as_ref())?,
                Event::Start(_) | Event::Empty(_) => {
                    let what = "an element stands where only text may";
                    return Err(self.fault.stop(self.at(), what));
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

    #[cold]
    pub(super) fn not_closed(&mut self) -> Stop {
        self.fault.cut(self.at(), "an element is not closed")
    }
}

/// Whether the byte is white space in XML.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}
