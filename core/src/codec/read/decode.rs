use std::borrow::Cow;
use std::fmt;
use std::mem::take;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use crate::Value;
use crate::codec::{
    Bounds, Context, DecodeError, Format, MapSource, Names, NextKey, Sequence, Slot, Stop, Token,
};

/// `plist` gives dates and references as enums, instead of strings and integers, to one who asks for a
/// newtype struct of this name.
const PLIST_VALUE: &str = "PLIST-VALUE";
/// The variant of that enum which is a date.
const PLIST_DATE: &str = "PLIST-DATE";

/// Why a message could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Failure<E> {
    /// The input is not of the format.
    #[error("{0}")]
    Format(E),
    /// The input is of the format, but does not fit the type.
    #[error("{0}")]
    Shape(
        Box<DecodeError>,
        /// What the format itself says of it, if it ended the reading: some formats tell the position.
        Option<E>,
    ),
}

/// Reads a value from any serde format. The `Deserialize` of every generated type calls this.
pub fn deserialize<'de, T: Slot + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let mut value = T::default();
    match put_from(&mut value, deserializer, Bounds::default()) {
        Ok(()) => Ok(value),
        Err(Failure::Format(error)) => Err(error),
        Err(Failure::Shape(error, _)) => Err(D::Error::custom(error)),
    }
}

/// Reads a value from any serde format, with a typed error, and within these bounds.
pub fn decode<'de, T: Slot + Default, D: Deserializer<'de>>(
    deserializer: D,
    bounds: Bounds,
) -> Result<T, Failure<D::Error>> {
    let mut value = T::default();
    put_from(&mut value, deserializer, bounds)?;
    Ok(value)
}

fn put_from<'de, D: Deserializer<'de>>(
    slot: &mut dyn Slot,
    deserializer: D,
    bounds: Bounds,
) -> Result<(), Failure<D::Error>> {
    let format = Format::of::<D::Error>(deserializer.is_human_readable());
    let mut context = Context::new(format, bounds);
    let seed = Seed { slot, context: &mut context };
    match deserializer.deserialize_newtype_struct(PLIST_VALUE, seed) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(refused)) => Err(Failure::Shape(Box::new(refused.1), None)),
        Err(error) => Err(match context.error.take() {
            Some(own) => Failure::Shape(own, Some(error)),
            None => Failure::Format(error),
        }),
    }
}

/// A refused value with the reason. It goes through serde as a successful result, since a serde error
/// could not hold the value.
type Refused = Box<(Value, DecodeError)>;

/// Puts one value of a serde format into a slot.
struct Seed<'a> {
    slot: &'a mut dyn Slot,
    context: &'a mut Context,
}

impl Seed<'_> {
    /// Puts a token with this many bytes of text or data. A closure makes the token where it is used,
    /// because moving a token costs more than all else here.
    #[inline(always)]
    fn put<'t, E: Error>(
        self,
        bytes: usize,
        token: impl FnOnce() -> Token<'t>,
    ) -> Result<Result<(), Refused>, E> {
        match self.context.charge(bytes) {
            Ok(()) => settle(self.slot.put(token(), self.context), None),
            Err(stop) => settle(Err(stop), None),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Result<(), Refused>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Result<(), Refused>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of a property list or of JSON")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_any(self)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        self.put(0, || Token::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        self.put(0, || Token::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        self.put(0, || Token::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        self.put(0, || Token::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        self.put(0, || i64::try_from(value).map_or(Token::Unsigned(value), Token::Integer))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        self.put(0, || Token::Real(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        self.put(value.len(), || Token::String(Cow::Borrowed(value)))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Self::Value, E> {
        self.put(value.len(), || Token::String(Cow::Owned(value)))
    }

    fn visit_bytes<E: Error>(self, value: &[u8]) -> Result<Self::Value, E> {
        self.put(value.len(), || Token::Data(Cow::Borrowed(value)))
    }

    fn visit_byte_buf<E: Error>(self, value: Vec<u8>) -> Result<Self::Value, E> {
        self.put(value.len(), || Token::Data(Cow::Owned(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
        let mut items = SeqAdapter { access, error: None };
        let outcome = self
            .context
            .charge(0)
            .and_then(|()| self.slot.put(Token::Sequence(&mut items), self.context));
        settle(outcome, items.error)
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
        let mut entries = MapAdapter { access, name: String::new(), others: 0, error: None };
        let outcome = self
            .context
            .charge(0)
            .and_then(|()| self.slot.put(Token::Map(&mut entries), self.context));
        settle(outcome, entries.error)
    }

    /// A date or a reference of a property list; see [`PLIST_VALUE`].
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
        let (name, variant) = access.variant::<String>()?;
        if name == PLIST_DATE {
            let text = variant.newtype_variant::<String>()?;
            self.put(text.len(), || Token::Date(Cow::Owned(text)))
        } else {
            let number = variant.newtype_variant::<u64>()?;
            self.put(0, || Token::Uid(number))
        }
    }
}

/// Makes a result of the format's own type. Where reading has ended, `broken` is the format's error; if
/// there is none, the context holds ours, and [`put_from`] reports that instead of the one made here.
fn settle<E: Error>(
    outcome: Result<(), Stop>,
    broken: Option<E>,
) -> Result<Result<(), Refused>, E> {
    match outcome {
        Ok(()) => Ok(Ok(())),
        Err(Stop::Refused(refused)) => Ok(Err(refused)),
        Err(Stop::Fatal) => Err(broken.unwrap_or_else(|| E::custom("broken input"))),
    }
}

struct SeqAdapter<A, E> {
    access: A,
    error: Option<E>,
}

impl<'de, A: SeqAccess<'de>> Sequence for SeqAdapter<A, A::Error> {
    fn next(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<bool, Stop> {
        match self.access.next_element_seed(Seed { slot, context }) {
            Ok(Some(Ok(()))) => Ok(true),
            Ok(Some(Err(refused))) => Err(Stop::Refused(refused)),
            Ok(None) => Ok(false),
            Err(error) => {
                self.error = Some(error);
                Err(Stop::Fatal)
            }
        }
    }
}

struct MapAdapter<A, E> {
    access: A,
    /// The name of the last key that had no field.
    name: String,
    /// How many keys without a field have come.
    others: usize,
    error: Option<E>,
}

impl<'de, A: MapAccess<'de>> MapAdapter<A, A::Error> {
    fn fatal(&mut self, error: A::Error) -> Stop {
        self.error = Some(error);
        Stop::Fatal
    }
}

impl<'de, A: MapAccess<'de>> MapSource for MapAdapter<A, A::Error> {
    #[inline(always)]
    fn key(&mut self, names: &Names, context: &mut Context) -> Result<NextKey, Stop> {
        let key = match self.access.next_key_seed(KeySeed { names, other: &mut self.name }) {
            Ok(key) => key.unwrap_or(NextKey::End),
            Err(error) => return Err(self.fatal(error)),
        };
        if let NextKey::Other = key {
            context.charge_key(&self.name, self.others)?;
            self.others += 1;
        }
        Ok(key)
    }

    fn name(&mut self) -> String {
        take(&mut self.name)
    }

    #[inline(always)]
    fn value(&mut self, slot: &mut dyn Slot, context: &mut Context) -> Result<(), Stop> {
        match self.access.next_value_seed(Seed { slot, context }) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(refused)) => Err(Stop::Refused(refused)),
            Err(error) => Err(self.fatal(error)),
        }
    }
}

/// Looks up one key of a dictionary, without a copy of its name where the format can borrow it.
struct KeySeed<'a> {
    names: &'a Names,
    /// Takes the name if it is none of `names`.
    other: &'a mut String,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = NextKey;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<NextKey, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = NextKey;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key of a dictionary")
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<NextKey, E> {
        let key = self.names.find(name);
        if let NextKey::Other = key {
            *self.other = name.to_owned();
        }
        Ok(key)
    }

    #[inline]
    fn visit_string<E: Error>(self, name: String) -> Result<NextKey, E> {
        let key = self.names.find(&name);
        if let NextKey::Other = key {
            *self.other = name;
        }
        Ok(key)
    }
}
