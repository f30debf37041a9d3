//! Text forms: counts in words, and types that are read and written as one word or text.

use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserializer, Error, Visitor};

/// A number and what it counts: `1 error`, `2 errors`.
pub fn count<N: Display + PartialEq + From<u8>>(number: N, one: &str, many: &str) -> String {
    let word = if number == N::from(1) { one } else { many };
    format!("{number} {word}")
}

/// A text is none of the words that are allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no {what}; allowed are {}", .allowed.join(", "))]
pub struct ParseWordError {
    /// What the words are for: `severity`.
    pub what: &'static str,
    /// The text.
    pub text: String,
    /// All words that are allowed.
    pub allowed: Vec<&'static str>,
}

/// The item that has this word.
pub fn parse_word<T: Copy>(
    what: &'static str,
    words: impl IntoIterator<Item = (T, &'static str)>,
    text: &str,
) -> Result<T, ParseWordError> {
    let mut allowed = Vec::new();
    for (item, word) in words {
        if word == text {
            return Ok(item);
        }
        allowed.push(word);
    }
    Err(ParseWordError { what, text: text.to_owned(), allowed })
}

/// Reads a string of a serde format, then parses it with [`FromStr`].
pub fn deserialize_text<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err: Display>,
    D: Deserializer<'de>,
{
    struct Text<T>(PhantomData<T>);

    impl<T: FromStr<Err: Display>> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(E::custom)
        }
    }

    deserializer.deserialize_str(Text(PhantomData))
}

/// Implements `Display`, `FromStr` and serde for an enum of which each variant has a word. Uses its
/// method `name()` and a list of all variants with their words.
#[doc(hidden)]
#[macro_export]
macro_rules! by_word {
    ($type:ty, $what:literal, $words:expr) => {
        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.name())
            }
        }

        $crate::parsed_by_word!($type, $what, $words);
        $crate::serde_by_text!($type);
    };
}

/// Implements `FromStr` alone, by a list of words; see `by_word`.
#[doc(hidden)]
#[macro_export]
macro_rules! parsed_by_word {
    ($type:ty, $what:literal, $words:expr) => {
        impl ::core::str::FromStr for $type {
            type Err = $crate::ParseWordError;

            /// Reads the word.
            fn from_str(text: &str) -> Result<$type, $crate::ParseWordError> {
                $crate::internal::parse_word($what, $words, text)
            }
        }
    };
}

/// Implements serde and `FromStr` by `name()`, for an enum whose `Display` has words for people.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_by_name {
    ($type:ty, $what:literal, $words:expr) => {
        impl $crate::internal::serde::Serialize for $type {
            fn serialize<S: $crate::internal::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        $crate::parsed_by_word!($type, $what, $words);

        impl<'de> $crate::internal::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::internal::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::internal::deserialize_text(deserializer)
            }
        }
    };
}

/// Implements serde for a type with `Display` and `FromStr`, as that string in every format.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_by_text {
    ($type:ty) => {
        impl $crate::internal::serde::Serialize for $type {
            fn serialize<S: $crate::internal::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> $crate::internal::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::internal::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::internal::deserialize_text(deserializer)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn one_is_singular() {
        let said = [0, 1, 2].map(|number| count(number, "key", "keys"));
        assert_eq!(said, ["0 keys", "1 key", "2 keys"]);
    }
}
