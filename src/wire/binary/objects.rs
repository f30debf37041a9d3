//! The objects of a binary property list: where they stand, and what their bytes are.

use std::borrow::Cow;

use apple_device_management_core::codec::Stop;

use super::{MAGIC, TRAILER};
use crate::wire::ReadError;
use crate::wire::fault::Fault;

pub(super) struct ObjectReader<'a> {
    /// The bytes before the table.
    objects: &'a [u8],
    /// The bytes of the table of offsets.
    offsets: &'a [u8],
    /// The size of an offset in bytes.
    width: usize,
    /// The size of a reference in bytes.
    pub(super) reference: usize,
    pub(super) fault: Fault,
}

/// Where an object stands, and the two halves of its first byte.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) at: usize,
    pub(super) kind: u8,
    pub(super) low: u8,
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
            .ok_or_else(|| cut("the table of offsets does not end at the trailer"))?;
        if !(1..=8).contains(&reference) {
            return Err(wrong("the trailer states a size that references cannot have"));
        }
        Ok((ObjectReader { objects, offsets, width, reference, fault: Fault::default() }, root))
    }

    /// The head of the object with this number. `around` is where the object stands that refers to it.
    #[inline]
    pub(super) fn head(&mut self, object: usize, around: Option<usize>) -> Result<Head, Stop> {
        let begin = object.checked_mul(self.width);
        let offset =
            begin.and_then(|begin| self.offsets.get(begin..begin.checked_add(self.width)?));
        let from = || around.unwrap_or(self.objects.len());
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
    pub(super) fn take(
        &mut self,
        head: Head,
        from: usize,
        length: Option<usize>,
    ) -> Result<&'a [u8], Stop> {
        let end = length.and_then(|length| from.checked_add(length));
        match end.and_then(|end| self.objects.get(from..end)) {
            Some(bytes) => Ok(bytes),
            None => Err(self.fault.stop(head.at, BEYOND)),
        }
    }

    /// The count of an object, which stands in its first byte or after it, and where the content
    /// begins.
    #[inline]
    pub(super) fn count(&mut self, head: Head) -> Result<(usize, usize), Stop> {
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
    pub(super) fn power(&mut self, head: Head) -> Result<&'a [u8], Stop> {
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

    /// The bytes of a string, which are not known to be UTF-8 yet: a key that has a field is found by its
    /// bytes alone.
    #[inline]
    pub(super) fn text_bytes(&mut self, head: Head) -> Result<Cow<'a, [u8]>, Stop> {
        match head.kind {
            0x5 => self.parts(head, 1).map(Cow::Borrowed),
            _ => self.wide_text(head).map(|text| Cow::Owned(text.into_bytes())),
        }
    }

    /// The text of these bytes, which are those of a string.
    pub(super) fn text_of<'t>(&mut self, head: Head, bytes: &'t [u8]) -> Result<&'t str, Stop> {
        let text = std::str::from_utf8(bytes);
        text.map_err(|_| self.fault.stop(head.at, "a string is not ASCII or UTF-8"))
    }

    fn wide_text(&mut self, head: Head) -> Result<String, Stop> {
        let (units, _) = self.parts(head, 2)?.as_chunks::<2>();
        let units = units.iter().map(|unit| u16::from_be_bytes(*unit));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        text.map_err(|_| self.fault.stop(head.at, "a string is not UTF-16"))
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
pub(super) fn word(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte))
}
