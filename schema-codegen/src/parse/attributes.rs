//! How a level of the schema is described: a table of its attributes.
//!
//! A table says of each attribute how it is called, what its value is and where the value goes.
//! It drives reading, type errors, warnings about what is not known, and the counts.

use apple_device_management_core::{OsAttribute, Written};

use super::node::NodeId;
use super::reader::Reader;
use crate::error::DocumentError;
use crate::flaw::NOT_THERE;
use crate::raw::{At, Level, Scalar, Spanned};

/// A level and its attributes; `T` is what they are read into.
pub(super) struct Table<T: 'static> {
    pub(super) level: Level,
    pub(super) attributes: &'static [Attribute<T>],
}

/// One attribute.
pub(super) struct Attribute<T: 'static> {
    pub(super) name: &'static str,
    pub(super) need: Need<T>,
    pub(super) value: Value<T>,
}

/// What it means that an attribute is missing or cannot be read.
pub(super) enum Need<T: 'static> {
    /// Nothing is stated.
    Optional,
    /// It must be there; this is done instead, and these are the words for that.
    Expected(&'static str, fn(&mut T)),
    /// Without it the whole mapping says nothing.
    Required,
}

/// A list of words that an attribute may have; an empty one leaves it free.
pub(super) type Words = &'static [&'static str];

/// What an attribute's value is, and where it goes.
pub(super) enum Value<T> {
    /// A string.
    Text(fn(&mut T, Spanned<String>)),
    /// A string that is not blank.
    Filled(fn(&mut T, Spanned<String>)),
    /// A scalar kept as it is written, though it may look like a number.
    Name(fn(&mut T, Spanned<String>)),
    /// One of these words, kept without angle brackets; another one is a warning.
    Word(Words, fn(&mut T, Spanned<String>)),
    /// A boolean.
    Flag(fn(&mut T, Spanned<bool>)),
    /// Any scalar but null.
    Scalar(fn(&mut T, Spanned<Scalar>)),
    /// An integer or a finite real.
    Number(fn(&mut T, Spanned<Scalar>)),
    /// An integer.
    Whole(fn(&mut T, Spanned<Scalar>)),
    /// A list of scalars.
    Scalars(fn(&mut T, Spanned<Vec<Scalar>>)),
    /// A list of strings; another one than these words is a warning.
    Texts(Words, fn(&mut T, Spanned<Vec<String>>)),
    /// As this attribute of an OS entry has it; a word that it does not have is a warning.
    Stated(&'static OsAttribute, fn(&mut T, &'static str, Spanned<Written<String>>)),
    /// Anything: only its place is kept.
    Mark(fn(&mut T, At)),
    /// A level of its own, or what needs a look at what was read before.
    Part(Part<T>),
}

/// Reads the node into the target; also given the attribute's name.
pub(super) type Part<T> =
    fn(&mut Reader<'_>, &mut T, &'static str, NodeId) -> Result<(), DocumentError>;

impl<T> Need<T> {
    /// How a flaw of the attribute is taken.
    pub(super) fn assumed(&self) -> &'static str {
        match self {
            Need::Expected(words, _) => words,
            Need::Optional | Need::Required => NOT_THERE,
        }
    }
}

impl<T> Attribute<T> {
    pub(super) const fn optional(name: &'static str, value: Value<T>) -> Attribute<T> {
        Attribute { name, need: Need::Optional, value }
    }

    pub(super) const fn expected(
        name: &'static str,
        value: Value<T>,
        words: &'static str,
        instead: fn(&mut T),
    ) -> Attribute<T> {
        Attribute { name, need: Need::Expected(words, instead), value }
    }

    pub(super) const fn required(name: &'static str, value: Value<T>) -> Attribute<T> {
        Attribute { name, need: Need::Required, value }
    }
}

impl<T> Table<T> {
    pub(super) fn find(&self, name: &str) -> Option<&'static Attribute<T>> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The level and the name of every attribute.
    pub(super) fn names(&self) -> impl Iterator<Item = (Level, &'static str)> + use<T> {
        let level = self.level;
        self.attributes.iter().map(move |attribute| (level, attribute.name))
    }
}
