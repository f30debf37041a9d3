//! What is wrong with a property list: in words of this crate, and where.

use super::ReadError;

/// Why a property list cannot be read.
#[derive(Debug)]
pub(super) struct Fault {
    what: String,
    /// At which of its bytes, or shortly before.
    at: Option<usize>,
    /// What `plist` calls it.
    detail: Option<String>,
    /// Whether the end is missing.
    cut: bool,
}

impl Fault {
    pub(super) fn new(what: impl Into<String>) -> Fault {
        Fault { what: what.into(), at: None, detail: None, cut: false }
    }

    /// The end is missing.
    pub(super) fn cut(what: impl Into<String>) -> Fault {
        Fault { cut: true, ..Fault::new(what) }
    }

    pub(super) fn at(self, at: usize) -> Fault {
        Fault { at: Some(at), ..self }
    }

    /// What `plist` refused.
    pub(super) fn of(error: &plist::Error, cut: bool) -> Fault {
        let text = error.to_string();
        let (detail, at) =
            match text.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (offset ")) {
                Some((detail, at)) => (detail, at.parse().ok()),
                None => (&*text, None),
            };
        let name = detail.split(|char: char| !char.is_ascii_alphanumeric()).next();
        let known = WORDS.iter().find(|(known, _)| Some(*known) == name);
        let what = known.map_or("it cannot be understood", |(_, what)| what).to_owned();
        Fault { what, at, detail: Some(format!("plist: {detail}")), cut }
    }

    /// The error; `place` names a place in the body.
    pub(super) fn told(self, place: impl FnOnce(usize) -> String) -> ReadError {
        let place = self.at.filter(|_| !self.cut).map(place);
        let known: Vec<String> = place.into_iter().chain(self.detail).collect();
        let text = match known.is_empty() {
            true => self.what,
            false => format!("{} ({})", self.what, known.join("; ")),
        };
        match self.cut {
            true => ReadError::Truncated(text),
            false => ReadError::NotPropertyList(text),
        }
    }
}

/// What the names that `plist` gives to its errors mean.
const WORDS: &[(&str, &str)] = &[
    ("ExpectedEndOfEventStream", "something follows the root value"),
    ("FillObjectUnimplemented", "an object is of a type that no message has"),
    ("IntegerOutOfRange", "an integer needs more than 64 bits"),
    ("InvalidDataString", "data is not in base64"),
    ("InvalidDateString", "a date is not written like 2024-01-31T12:00:00Z"),
    ("InvalidIntegerString", "an integer is no whole number of up to 64 bits"),
    ("InvalidObjectLength", "the length of an object is no number"),
    ("InvalidRealString", "a real is no number"),
    ("InvalidTrailerObjectOffsetSize", "the trailer states a size that offsets cannot have"),
    ("InvalidTrailerObjectReferenceSize", "the trailer states a size that references cannot have"),
    ("InvalidUtf16String", "a string is not UTF-16"),
    ("InvalidUtf8String", "a string is not ASCII or UTF-8"),
    ("InvalidXmlSyntax", "the XML is not well-formed"),
    ("InvalidXmlUtf8", "a text is not UTF-8"),
    ("Io", "an object reaches beyond the end"),
    ("NullObjectUnimplemented", "an object is of a type that no message has"),
    ("ObjectOffsetTooLarge", "an object reaches beyond the end"),
    ("ObjectReferenceTooLarge", "an object refers to one that does not exist"),
    ("ObjectTooLarge", "an object reaches beyond the end"),
    ("OverflowOrNanDate", "a date has no year of four digits"),
    ("RecursiveObject", "an object contains itself"),
    ("Serde", "a key of a dictionary is no string"),
    ("UnclosedXmlElement", "an element is not closed"),
    ("UnexpectedEndOfEventStream", "a value is missing, or the end of an array or a dictionary"),
    ("UnexpectedEof", "an element is not closed"),
    ("UnexpectedEventType", "a dictionary is not keys and values in turn"),
    ("UnexpectedXmlCharactersExpectedElement", "text stands where only elements may"),
    ("UnexpectedXmlOpeningTag", "an element stands where only text may"),
    ("UnknownObjectType", "an object is of a type that no message has"),
    ("UnknownXmlElement", "an element is none of those that property lists have"),
];
