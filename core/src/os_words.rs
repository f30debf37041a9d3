//! The words that the schema has for the values of an OS entry.

use std::fmt;
use std::str::FromStr;

use crate::{ParseVersionError, ParseWordError, Version};

/// The version of an OS that first had something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Introduced {
    /// The schema says nothing about this OS.
    #[default]
    Unstated,
    /// In every version (`all`).
    Always,
    /// From this version on.
    Since(Version),
    /// In no version (`n/a`).
    Never,
}

impl fmt::Display for Introduced {
    /// As the schema words it: `all`, `n/a`, or a version; `unstated` where it says nothing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Introduced::Unstated => f.pad("unstated"),
            Introduced::Always => f.pad("all"),
            Introduced::Never => f.pad("n/a"),
            Introduced::Since(version) => f.pad(&version.to_string()),
        }
    }
}

impl FromStr for Introduced {
    type Err = ParseVersionError;

    fn from_str(text: &str) -> Result<Introduced, ParseVersionError> {
        Ok(match text {
            "unstated" => Introduced::Unstated,
            "all" => Introduced::Always,
            "n/a" => Introduced::Never,
            version => Introduced::Since(version.parse()?),
        })
    }
}

crate::serde_by_text!(Introduced);

/// Whether something can be used where a condition holds (Shared iPad, user enrollment).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// Allowed with the condition and without it.
    Allowed,
    /// Only with the condition.
    Required,
    /// Not with the condition.
    Forbidden,
    /// Taken where the condition holds, but without any effect.
    Ignored,
}

impl Mode {
    /// All modes with the schema's word for each.
    pub const NAMES: [(Mode, &'static str); 4] = [
        (Mode::Allowed, "allowed"),
        (Mode::Required, "required"),
        (Mode::Forbidden, "forbidden"),
        (Mode::Ignored, "ignored"),
    ];

    /// The schema's word.
    pub const fn name(self) -> &'static str {
        Mode::NAMES[self as usize].1
    }
}

crate::by_word!(Mode, "mode", Mode::NAMES);

macro_rules! word_set {
    ($what:literal: $(#[$set_doc:meta])* $set:ident of $(#[$item_doc:meta])* $item:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$item_doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum $item { $($variant),+ }

        impl $item {
            /// All of them, in the schema's order.
            pub const ALL: &'static [$item] = &[$($item::$variant),+];

            /// The schema's word.
            pub const fn name(self) -> &'static str {
                match self { $($item::$variant => $word),+ }
            }

            /// The one with this word; `None` for an unknown word.
            pub fn from_name(name: &str) -> Option<$item> {
                Self::ALL.iter().copied().find(|item| item.name() == name)
            }
        }

        crate::by_word!($item, $what, $item::ALL.iter().map(|item| (*item, item.name())));

        $(#[$set_doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $set(u8);

        impl $set {
            /// The set of these members.
            pub const fn of(items: &[$item]) -> $set {
                let mut bits = 0;
                let mut index = 0;
                while index < items.len() {
                    bits |= 1 << items[index] as u8;
                    index += 1;
                }
                $set(bits)
            }

            /// Whether the set has this member.
            pub const fn contains(self, item: $item) -> bool {
                self.0 & (1 << item as u8) != 0
            }

            /// The set as a number: a bit for each member.
            pub(crate) fn bits(self) -> u8 {
                self.0
            }

            pub(crate) fn from_bits(bits: u8) -> $set {
                $set(bits)
            }

            /// The members, in the schema's order.
            pub fn iter(self) -> impl Iterator<Item = $item> {
                $item::ALL.iter().copied().filter(move |item| self.contains(*item))
            }
        }

        impl FromIterator<$item> for $set {
            fn from_iter<I: IntoIterator<Item = $item>>(items: I) -> $set {
                items.into_iter().fold($set(0), |set, item| $set(set.0 | 1 << item as u8))
            }
        }

        impl fmt::Display for $set {
            /// The words, in the schema's order, with commas between.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let words: Vec<_> = self.iter().map($item::name).collect();
                f.pad(&words.join(","))
            }
        }

        impl FromStr for $set {
            type Err = ParseWordError;

            /// Reads words with commas between; the empty text is the empty set.
            fn from_str(text: &str) -> Result<$set, ParseWordError> {
                match text {
                    "" => Ok($set(0)),
                    _ => text.split(',').map(|word| word.trim().parse::<$item>()).collect(),
                }
            }
        }

        crate::serde_by_text!($set);
    };
}

word_set! {
    "enrollment":
    /// The enrollments that a declarative document can be used in.
    Enrollments of
    /// A kind of enrollment, as declarative documents tell them apart.
    Enrollment { Supervised = "supervised", Device = "device", User = "user", Local = "local" }
}

word_set! {
    "scope":
    /// The scopes that a declarative document can be used in.
    Scopes of
    /// A scope of a declarative document: the device's (`system`) or a user's.
    Scope { System = "system", User = "user", Local = "local" }
}
