//! Reads binary property lists. An object is read where it stands, each time something refers to
//! it, and only the arrays and dictionaries around it are remembered. So each reference costs what
//! the object stands for, and the codec weighs it.

use std::borrow::Cow;

use apple_device_management_core::codec::{
    Context, MapSource, Names, NextKey, Position, Sequence, Stop, Token,
};
use apple_device_management_core::{Format, Segment, Slot};

use super::objects::{Head, ObjectReader, word};
use super::seek::positions;
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

/// The bytes of an array or a dictionary that is being read, and those around it.
struct OpenObject<'p> {
    from: usize,
    to: usize,
    around: Option<&'p OpenObject<'p>>,
}

impl<'a> ObjectReader<'a> {
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
                return Err(self.fault.stop(head.at, "two objects overlap"));
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
        let head = self.head(object, around.map(|open| open.from))?;
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
        let head = self.reader.head(object, Some(self.open.from))?;
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
