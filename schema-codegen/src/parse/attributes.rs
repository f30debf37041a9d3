//! How a level of the schema is described: a table of its attributes.
//!
//! A table says of each attribute how it is called, what kind of value it has and where that value
//! goes. Reading, type errors, warnings about unknown attributes and the counts all follow it.

use apple_device_management_core::{OsAttribute, Written};

use super::error::DocumentError;
use super::node::NodeId;
use super::reader::Reader;
use crate::flaw::NOT_THERE;
use crate::location::Position;
use crate::raw::{Level, Scalar, Spanned};

/// A level and its attributes, whose values are read into a `T`.
pub(super) struct LevelTable<T: 'static> {
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
    /// The schema says nothing there.
    Optional,
    /// It should be there. The function puts something in its place, and the text tells a person
    /// what.
    Expected(&'static str, fn(&mut T)),
    /// Without it the whole mapping says nothing.
    Required,
}

/// Whether a word is one that an attribute may have.
pub(super) type IsKnown = fn(&str) -> bool;

/// What kind of value an attribute has, and the function that puts the value into a `T`.
pub(super) enum Value<T> {
    /// A string.
    Text(fn(&mut T, Spanned<String>)),
    /// A string that is not blank.
    Filled(fn(&mut T, Spanned<String>)),
    /// A scalar kept as it is written, though it may look like a number.
    Name(fn(&mut T, Spanned<String>)),
    /// A word, kept without angle brackets; an unknown one is a flaw.
    Word(IsKnown, fn(&mut T, Spanned<String>)),
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
    /// A list of words; an unknown one is a flaw.
    Texts(IsKnown, fn(&mut T, Spanned<Vec<String>>)),
    /// A value such as this attribute of an OS entry has.
    Stated(&'static OsAttribute, fn(&mut T, &'static str, Spanned<Written<String>>)),
    /// Anything: only its position is kept.
    Mark(fn(&mut T, Position)),
    /// A level of its own, or a value whose meaning depends on what was read before.
    Part(Part<T>),
}

/// Reads a node into the `T`; is also given the attribute's name.
pub(super) type Part<T> =
    fn(&mut Reader<'_>, &mut T, &'static str, NodeId) -> Result<(), DocumentError>;

impl<T> Need<T> {
    /// What is assumed where the attribute has a flaw.
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

impl<T> LevelTable<T> {
    pub(super) fn find(&self, name: &str) -> Option<&'static Attribute<T>> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The level and the name of every attribute.
    pub(super) fn names(&self) -> impl Iterator<Item = (Level, &'static str)> + use<T> {
        let level = self.level;
        self.attributes.iter().map(move |attribute| (level, attribute.name))
    }
}
