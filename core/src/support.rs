use std::fmt;
use std::str::FromStr;

use crate::support_packed::{PackedOs, unpack_os};
use crate::{Os, OsSupport, ParseVersionError, ParseWordError, Version};

/// When something came to an OS.
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
    /// With the condition and without it.
    Allowed,
    /// Only with the condition.
    Required,
    /// Not with the condition.
    Forbidden,
    /// Taken with the condition, without any effect.
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

            /// The one that has this word.
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

/// The supports that the keys of one document have, each once.
#[derive(Debug)]
pub struct Supports {
    /// Of each support, the place of what holds on each OS, in the order of [`Os::ALL`].
    pub rows: &'static [[u16; 5]],
    /// What holds on one OS, in numbers.
    pub per_os: &'static [PackedOs],
    /// The texts that these refer to.
    pub texts: &'static [&'static str],
}

/// The effective support of one thing on every OS.
///
/// Effective: what a key does not say itself is filled in from the keys above it and the payload.
#[derive(Clone, Copy)]
pub struct Support(
    /// The supports of the document.
    #[doc(hidden)]
    pub &'static Supports,
    /// The row.
    #[doc(hidden)]
    pub u16,
);

impl Support {
    /// The support on one OS, in constant time.
    #[inline]
    pub fn on(self, os: Os) -> OsSupport {
        unpack_os(self.0.per_os[self.place(os)], self.0.texts)
    }

    /// Whether both are one entry on an OS, which is quicker than to compare what they say.
    #[doc(hidden)]
    #[inline]
    pub fn same_entry(self, other: Support, os: Os) -> bool {
        std::ptr::eq(self.0, other.0) && self.place(os) == other.place(os)
    }

    #[inline]
    fn place(self, os: Os) -> usize {
        usize::from(self.0.rows[usize::from(self.1)][os as usize])
    }
}

impl PartialEq for Support {
    /// Whether both say the same, wherever they stand.
    fn eq(&self, other: &Support) -> bool {
        Os::ALL.into_iter().all(|os| self.on(os) == other.on(os))
    }
}

impl Eq for Support {}

impl fmt::Debug for Support {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(Os::ALL.map(|os| (os, self.on(os)))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn supports_are_the_same_wherever_they_stand() {
        const NOTHING: PackedOs = (0, 0, 0, 0);
        const NEVER: PackedOs = (3 << 48, 0, 0, 0);
        static ONE: Supports =
            Supports { rows: &[[0; 5], [0, 1, 0, 0, 0]], per_os: &[NOTHING, NEVER], texts: &[] };
        static OTHER: Supports =
            Supports { rows: &[[1, 0, 1, 1, 1]], per_os: &[NEVER, NOTHING], texts: &[] };
        assert_eq!(Support(&ONE, 1), Support(&OTHER, 0));
        assert_ne!(Support(&ONE, 0), Support(&OTHER, 0));
        assert_eq!(Support(&ONE, 1).on(Os::MacOs), OsSupport::NEVER);
    }

    #[test]
    fn an_entry_is_one_of_one_document() {
        static ONE: Supports =
            Supports { rows: &[[0; 5], [0, 1, 0, 0, 0]], per_os: &[(0, 0, 0, 0); 2], texts: &[] };
        static OTHER: Supports = Supports { texts: &["a"], ..ONE };
        let (one, other) = (Support(&ONE, 0), Support(&ONE, 1));
        assert!(one.same_entry(other, Os::Ios));
        assert!(!one.same_entry(other, Os::MacOs));
        // There the same numbers may stand for other texts.
        assert!(!one.same_entry(Support(&OTHER, 0), Os::Ios));
    }
}
