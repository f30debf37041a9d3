use std::cmp::Ordering;
use std::convert::Infallible;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::codec::{Context, Slot, Stop, Token, View, deserialize, refuse, serialize};

/// The values that the schema lists for a string.
pub trait Listed: Copy + 'static {
    /// The variants, in the order of the schema, in which they are declared too.
    const VALUES: &'static [Self];

    /// The value of each variant on the wire, in the same order.
    const WORDS: &'static [&'static str];

    /// The place of the variant in [`VALUES`](Self::VALUES).
    fn position(self) -> usize;

    /// The value on the wire.
    #[inline]
    fn as_str(self) -> &'static str {
        Self::WORDS[self.position()]
    }

    /// The variant of a value; `None` for one that is not listed.
    fn of(text: &str) -> Option<Self> {
        position_of(text, Self::WORDS).map(|at| Self::VALUES[at])
    }
}

/// The place of a word. A function of its own, so that it is compiled once and not with each enum.
fn position_of(word: &str, words: &[&str]) -> Option<usize> {
    words.iter().position(|known| *known == word)
}

/// A string for which the schema lists values, and which may have another value: `==` compares it, and
/// `match` takes [`.listed()`](Open::listed).
///
/// Another value may come from a newer release of the schema, or from a device that does not keep
/// to it.
///
/// ```
/// use apple_device_management_core::{Listed, Open, listed};
///
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// enum Color { Red, Green }
/// impl Listed for Color {
///     const VALUES: &'static [Color] = &[Color::Red, Color::Green];
///     const WORDS: &'static [&'static str] = &["red", "green"];
///
///     fn position(self) -> usize {
///         self as usize
///     }
/// }
/// listed!(Color);
///
/// let color: Open<Color> = "red".into();
/// assert!(color == Color::Red && Color::Red == color && color == "red");
/// match color.listed() {
///     Some(Color::Red) => {}
///     Some(Color::Green) => unreachable!(),
///     None => unreachable!("not listed: {color}"),
/// }
/// // Where a key is optional, too.
/// let optional: Option<Open<Color>> = Color::Green.into();
/// assert!(optional.is_some_and(|color| color == Color::Green));
/// ```
///
/// It is compared, hashed and printed as its string, so a value is the same whether it was listed
/// when it was read or not.
#[derive(Clone)]
pub enum Open<E> {
    /// A value that the schema lists.
    Listed(E),
    /// A value that the schema does not list.
    Unlisted(String),
}

impl<E: Listed> Open<E> {
    /// The value on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Open::Listed(value) => value.as_str(),
            Open::Unlisted(text) => text,
        }
    }

    /// The value, if the schema lists it: what a `match` takes.
    pub fn listed(&self) -> Option<E> {
        match self {
            Open::Listed(value) => Some(*value),
            Open::Unlisted(text) => E::of(text),
        }
    }
}

impl<E> Default for Open<E> {
    /// No value yet: the empty string.
    fn default() -> Open<E> {
        Open::Unlisted(String::new())
    }
}

impl<E: Listed> From<E> for Open<E> {
    #[inline]
    fn from(value: E) -> Open<E> {
        Open::Listed(value)
    }
}

impl<E: Listed> From<String> for Open<E> {
    #[inline]
    fn from(text: String) -> Open<E> {
        E::of(&text).map_or(Open::Unlisted(text), Open::Listed)
    }
}

impl<E: Listed> AsRef<str> for Open<E> {
    #[inline]
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<E: Listed> From<&str> for Open<E> {
    #[inline]
    fn from(text: &str) -> Open<E> {
        E::of(text).map_or_else(|| Open::Unlisted(text.to_owned()), Open::Listed)
    }
}

impl<E: Listed> PartialEq for Open<E> {
    #[inline]
    fn eq(&self, other: &Open<E>) -> bool {
        self.as_str() == other.as_str()
    }
}

impl<E: Listed> Eq for Open<E> {}

impl<E: Listed> PartialEq<E> for Open<E> {
    #[inline]
    fn eq(&self, other: &E) -> bool {
        self.as_str() == other.as_str()
    }
}

impl<E: Listed> PartialEq<str> for Open<E> {
    #[inline]
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl<E: Listed> PartialEq<&str> for Open<E> {
    #[inline]
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl<E: Listed> PartialEq<Open<E>> for str {
    #[inline]
    fn eq(&self, other: &Open<E>) -> bool {
        self == other.as_str()
    }
}

impl<E: Listed> PartialEq<Open<E>> for &str {
    #[inline]
    fn eq(&self, other: &Open<E>) -> bool {
        *self == other.as_str()
    }
}

impl<E: Listed> PartialOrd for Open<E> {
    fn partial_cmp(&self, other: &Open<E>) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E: Listed> Ord for Open<E> {
    fn cmp(&self, other: &Open<E>) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl<E: Listed> FromStr for Open<E> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Open<E>, Infallible> {
        Ok(text.into())
    }
}

impl<E: Listed> Hash for Open<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl<E: Listed> fmt::Debug for Open<E> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl<E: Listed> fmt::Display for Open<E> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<E: Listed> Slot for Open<E> {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        put_text(self, token, context)
    }

    fn view(&self) -> View<'_> {
        View::String(self.as_str())
    }
}

/// The steps of reading that are compiled for each enum; the rest, [`put_text`], is compiled once.
trait Take {
    /// The values on the wire.
    fn words(&self) -> &'static [&'static str];

    /// Takes the value at this place of the words, or one that is not among them.
    fn take(&mut self, value: Result<usize, String>);
}

impl<E: Listed> Take for Open<E> {
    fn words(&self) -> &'static [&'static str] {
        E::WORDS
    }

    fn take(&mut self, value: Result<usize, String>) {
        *self = match value {
            Ok(at) => Open::Listed(E::VALUES[at]),
            Err(text) => Open::Unlisted(text),
        };
    }
}

fn put_text(open: &mut dyn Take, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
    match token {
        Token::String(text) => {
            let place = position_of(&text, open.words());
            open.take(place.ok_or_else(|| text.into_owned()));
            Ok(())
        }
        other => Err(refuse(other, "a string", context)),
    }
}

impl<E: Listed> Serialize for Open<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.view(), serializer)
    }
}

impl<'de, E: Listed> Deserialize<'de> for Open<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Open<E>, D::Error> {
        deserialize(deserializer)
    }
}
