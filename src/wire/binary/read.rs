//! Reads binary property lists. An object is read where it stands, each time something refers to
//! it, and only the arrays and dictionaries around it are remembered. So each reference costs what
//! the object stands for, and the codec weighs it.

use std::borrow::Cow;

use apple_device_management_core::codec::{
    Context, MapSource, Names, NextKey, Position, Sequence, Stop, Token,
};
use apple_device_management_core::{Format, Segment, Slot};

use super::seek::positions;
use super::{MAGIC, TRAILER};
use crate::wire::fault::Fault;
use crate::wire::{Limits, ReadError, date};

/// Reads a binary property list into the slot.
pub(in crate::wire) fn read(
    bytes: &[u8],
    limits: &Limits,
    slot: &mut dyn Slot,
) -> Result<(), ReadError> {
    let (mut reader, root) = ObjectReader::of(bytes)?;
    let mut context = Context::new(Format::PropertyList, limits.bounds());
    let Err(stop) = reader.put(root, None, slot, &mut context) else { return Ok(()) };
    let mut error = match reader.fault.told(stop, context, Position::Byte) {
        Ok(told) => return Err(told),
        Err(error) => error,
    };
    error.positions = positions(bytes, &error)?;
    Err(error.into())
}

pub(super) struct ObjectReader<'a> {
    /// The bytes before the table.
    objects: &'a [u8],
    /// The bytes of the table of offsets.
    offsets: &'a [u8],
    /// The size of an offset in bytes.
    width: usize,
    /// The size of a reference in bytes.
    pub(super) reference: usize,
    fault: Fault,
}

/// The bytes of an array or a dictionary that is being read, and those around it.
pub(super) struct OpenObject<'p> {
    from: usize,
    to: usize,
    around: Option<&'p OpenObject<'p>>,
}

/// Where an object stands, and the two halves of its first byte.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) at: usize,
    pub(super) kind: u8,
    low: u8,
}

impl<'a> ObjectReader<'a> {
    /// The reader, and the number of the root.
    pub(super) fn of(bytes: &'a [u8]) -> Result<(ObjectReader<'a>, usize), ReadError> {
        let cut = |what: &str| ReadError::Truncated(what.to_owned());
        let wrong = |what: &str| ReadError::NotPropertyList(what.to_owned());
        let Some((body, trailer)) = bytes.split_last_chunk::<TRAILER>() else {
            return Err(cut("there is no trailer"));
        };
        let [width, reference] = [usize::from(trailer[6]), usize::from(trailer[7])];
        let [count, root, table] = [8, 16, 24].map(|at| number(&trailer[at..at + 8]));
        let (objects, offsets) = body
            .split_at_checked(table)
            .filter(|(objects, offsets)| {
                objects.len() > MAGIC.len()
                    && (1..=8).contains(&width)
                    && count > 0
                    && count.checked_mul(width) == Some(offsets.len())
            })
            .ok_or_else(|| cut("the table of its objects does not reach to the trailer"))?;
        if !(1..=8).contains(&reference) {
            return Err(wrong("the trailer states a size that references cannot have"));
        }
        Ok((ObjectReader { objects, offsets, width, reference, fault: Fault::default() }, root))
    }

    /// The head of the object with this number.
    #[inline]
    pub(super) fn head(
        &mut self,
        object: usize,
        around: Option<&OpenObject<'_>>,
    ) -> Result<Head, Stop> {
        let begin = object.checked_mul(self.width);
        let offset =
            begin.and_then(|begin| self.offsets.get(begin..begin.checked_add(self.width)?));
        let from = || around.map_or(self.objects.len(), |open| open.from);
        let Some(offset) = offset else {
            return Err(self.fault.stop(from(), "an object refers to one that does not exist"));
        };
        let at = number(offset);
        match self.objects.get(at) {
            Some(marker) => Ok(Head { at, kind: marker >> 4, low: marker & 0xf }),
            None => Err(self.fault.stop(from(), BEYOND)),
        }
    }

    /// This many bytes from there on.
    #[inline]
    fn take(&mut self, head: Head, from: usize, length: Option<usize>) -> Result<&'a [u8], Stop> {
        let end = length.and_then(|length| from.checked_add(length));
        match end.and_then(|end| self.objects.get(from..end)) {
            Some(bytes) => Ok(bytes),
            None => Err(self.fault.stop(head.at, BEYOND)),
        }
    }

    /// The count of an object, which stands in its first byte or after it, and where the content
    /// begins.
    #[inline]
    fn count(&mut self, head: Head) -> Result<(usize, usize), Stop> {
        let at = head.at + 1;
        if head.low != 0xf {
            return Ok((usize::from(head.low), at));
        }
        let width = 1 << (self.take(head, at, Some(1))?[0] & 3);
        let count = number(self.take(head, at + 1, Some(width))?);
        Ok((count, at + 1 + width))
    }

    /// The content of an object that consists of as many parts of this size as its count says.
    #[inline]
    pub(super) fn parts(&mut self, head: Head, size: usize) -> Result<&'a [u8], Stop> {
        let (count, from) = self.count(head)?;
        self.take(head, from, count.checked_mul(size))
    }

    /// The content of an object whose size is a power of two, given in its first byte.
    fn power(&mut self, head: Head) -> Result<&'a [u8], Stop> {
        self.take(head, head.at + 1, Some(1 << (head.low & 7)))
    }

    #[inline]
    pub(super) fn text(&mut self, head: Head) -> Result<Cow<'a, str>, Stop> {
        match head.kind {
            0x5 => {
                let bytes = self.parts(head, 1)?;
                self.text_of(head, bytes).map(Cow::Borrowed)
            }
            _ => self.wide_text(head).map(Cow::Owned),
        }
    }

    /// A string in UTF-8, of which it is not known yet whether it is that: a key that has a field need
    /// not be looked at.
    #[inline]
    fn text_bytes(&mut self, head: Head) -> Result<Cow<'a, [u8]>, Stop> {
        match head.kind {
            0x5 => self.parts(head, 1).map(Cow::Borrowed),
            _ => self.wide_text(head).map(|text| Cow::Owned(text.into_bytes())),
        }
    }

    fn text_of<'t>(&mut self, head: Head, bytes: &'t [u8]) -> Result<&'t str, Stop> {
        let text = std::str::from_utf8(bytes);
        text.map_err(|_| self.fault.stop(head.at, "a string is not ASCII or UTF-8"))
    }

    fn wide_text(&mut self, head: Head) -> Result<String, Stop> {
        let (units, _) = self.parts(head, 2)?.as_chunks::<2>();
        let units = units.iter().map(|unit| u16::from_be_bytes(*unit));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        text.map_err(|_| self.fault.stop(head.at, "a string is not UTF-16"))
    }

    /// Opens an array or a dictionary.
    ///
    /// # Errors
    /// It contains itself, or its bytes overlap with those of one around it.
    fn open<'p>(
        &mut self,
        head: Head,
        content: &[u8],
        around: Option<&'p OpenObject<'p>>,
    ) -> Result<OpenObject<'p>, Stop> {
        // A count that is not 0 was checked when the content was taken.
        let (count, from) = self.count(head)?;
        let to = if count == 0 { from } else { from + content.len() };
        let open = OpenObject { from: head.at, to, around };
        let mut outer = around;
        while let Some(one) = outer {
            if one.from == open.from {
                return Err(self.fault.stop(head.at, "an object contains itself"));
            }
            if one.from < open.to && open.from < one.to {
                return Err(self.fault.stop(head.at, "its objects overlap"));
            }
            outer = one.around;
        }
        Ok(open)
    }

    /// Puts the object with this number into the slot.
    fn put(
        &mut self,
        object: usize,
        around: Option<&OpenObject<'_>>,
        slot: &mut dyn Slot,
        context: &mut Context,
    ) -> Result<(), Stop> {
        let head = self.head(object, around)?;
        match head.kind {
            0x5 | 0x6 => {
                let text = self.text(head)?;
                context.charge(text.len())?;
                slot.put(Token::String(text), context)
            }
            0xa => {
                let left = self.parts(head, self.reference)?;
                let open = self.open(head, left, around)?;
                context.charge(0)?;
                let mut items = ObjectItems { reader: self, open, left, index: 0 };
                slot.put(Token::Sequence(&mut items), context)
            }
            0xd => {
                let both = self.parts(head, self.reference * 2)?;
                let open = self.open(head, both, around)?;
                context.charge(0)?;
                let (keys, values) = both.split_at(both.len() / 2);
                let name = Cow::Borrowed(&[][..]);
                let mut entries =
                    ObjectEntries { reader: self, open, keys, values, name, others: 0 };
                slot.put(Token::Map(&mut entries), context)
            }
            _ => self.put_other(head, slot, context),
        }
    }

    fn put_other(
        &mut self,
        head: Head,
        slot: &mut dyn Slot,
        context: &mut Context,
    ) -> Result<(), Stop> {
        let mut weight = 0;
        let token = match (head.kind, head.low) {
            (0x0, 0x8) => Token::Boolean(false),
            (0x0, 0x9) => Token::Boolean(true),
            (0x1, 0..=4) => match integer(self.power(head)?) {
                Some(token) => token,
                None => {
                    return Err(self.fault.stop(head.at, "an integer needs more than 64 bits"));
                }
            },
            (0x2, 2) => Token::Real(f32::from_bits(word(self.power(head)?) as u32).into()),
            (0x2, 3) => Token::Real(f64::from_bits(word(self.power(head)?))),
            (0x3, 3) => match date::of_seconds(f64::from_bits(word(self.power(head)?))) {
                Some(text) => Token::Date(Cow::Owned(text)),
                None => {
                    return Err(self.fault.stop(head.at, "a date has no year of four digits"));
                }
            },
            (0x4, _) => {
                let data = self.parts(head, 1)?;
                weight = data.len();
                Token::Data(Cow::Borrowed(data))
            }
            (0x8, 0..=7) => {
                let length = usize::from(head.low) + 1;
                Token::Uid(word(self.take(head, head.at + 1, Some(length))?))
            }
            _ => {
                return Err(self.fault.stop(head.at, "an object is of a type that no message has"));
            }
        };
        context.charge(weight)?;
        slot.put(token, context)
    }

    /// Takes the first of these references off, if there is one.
    #[inline]
    pub(super) fn first(&self, references: &mut &'a [u8]) -> Option<usize> {
        let (first, rest) = references.split_at_checked(self.reference)?;
        *references = rest;
        Some(number(first))
    }
}

const BEYOND: &str = "an object reaches beyond the end";

/// The number of these bytes, eight at most.
#[inline]
fn number(bytes: &[u8]) -> usize {
    match *bytes {
        [one] => usize::from(one),
        [one, two] => usize::from(u16::from_be_bytes([one, two])),
        _ => usize::try_from(word(bytes)).unwrap_or(usize::MAX),
    }
}

/// The number of these bytes, where it is neither a place nor a length.
fn word(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// An integer: unsigned if it has up to four bytes, signed if it has eight or sixteen. `None` where
/// it needs more than 64 bits.
fn integer<'t>(bytes: &[u8]) -> Option<Token<'t>> {
    let number = match bytes.len() {
        16 => i128::from_be_bytes(*bytes.first_chunk()?),
        8 => i64::from_be_bytes(*bytes.first_chunk()?).into(),
        _ => word(bytes).into(),
    };
    let unsigned = || u64::try_from(number).ok().map(Token::Unsigned);
    i64::try_from(number).ok().map(Token::Integer).or_else(unsigned)
}

struct ObjectItems<'r, 'a, 'p> {
    reader: &'r mut ObjectReader<'a>,
    open: OpenObject<'p>,
    /// The references to the items that are left.
    left: &'a [u8],
    /// How many items have come.
    index: usize,
}

impl Sequence for ObjectItems<'_, '_, '_> {
    fn next(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<bool, Stop> {
        let Some(object) = self.reader.first(&mut self.left) else { return Ok(false) };
        let result = self.reader.put(object, Some(&self.open), slot, context);
        let index = self.index;
        self.index += 1;
        self.reader.fault.below(result, || Segment::Index(index)).map(|()| true)
    }
}

struct ObjectEntries<'r, 'a, 'p> {
    reader: &'r mut ObjectReader<'a>,
    open: OpenObject<'p>,
    /// The references to the keys that are left.
    keys: &'a [u8],
    /// The references to the values that are left.
    values: &'a [u8],
    /// The name of the last key.
    name: Cow<'a, [u8]>,
    /// How many keys without a field have come.
    others: usize,
}

impl MapSource for ObjectEntries<'_, '_, '_> {
    #[inline(always)]
    fn key(&mut self, names: &Names, context: &mut Context) -> Result<NextKey, Stop> {
        let Some(object) = self.reader.first(&mut self.keys) else { return Ok(NextKey::End) };
        let head = self.reader.head(object, Some(&self.open))?;
        if !matches!(head.kind, 0x5 | 0x6) {
            return Err(self.reader.fault.stop(head.at, "a key of a dictionary is no string"));
        }
        self.name = self.reader.text_bytes(head)?;
        let key = names.find(&self.name);
        if let NextKey::Other = key {
            let name = self.reader.text_of(head, &self.name)?;
            let charged = context.charge_key(name, self.others);
            self.reader.fault.below(charged, || Segment::Key(name.to_owned()))?;
            self.others += 1;
        }
        Ok(key)
    }

    fn name(&mut self) -> String {
        String::from_utf8_lossy(&self.name).into_owned()
    }

    #[inline(always)]
    fn value(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<(), Stop> {
        // There are as many values as keys.
        let object = self.reader.first(&mut self.values).unwrap_or(usize::MAX);
        let result = self.reader.put(object, Some(&self.open), slot, context);
        self.reader
            .fault
            .below(result, || Segment::Key(String::from_utf8_lossy(&self.name).into_owned()))
    }
}
