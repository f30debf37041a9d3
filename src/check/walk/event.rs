//! What the walk meets.

use apple_device_management_core::codec::{Seen, View};
use apple_device_management_core::{Key, Last, Literal, Subtype, Support, Table, Union, Variant};

use crate::check::rules::types::Lookup;

/// What happens at a place.
pub(in crate::check) enum Event<'a, 'e> {
    /// Something with a support is there; `above` is the support of what holds it.
    Supported { what: What, support: Support, above: Option<Support> },
    /// A value of the right type is there.
    Value { key: &'e Key, view: View<'a> },
    /// A string is there, of a list whose values are the keys of this table.
    ListedElsewhere { view: View<'a>, table: &'static Table, above: Support },
    /// A value of another type is there, which devices take all the same. Its `Value` follows.
    Coerced { expected: &'static str, found: &'static str },
    /// Data is there that should be a profile, and is none.
    NoProfile,
    /// A value of another type is there.
    WrongType { expected: &'static str, found: &'static str },
    /// A key that nobody knows.
    UnknownKey { table: Option<&'static Table> },
    /// A type, of a payload or a declaration, that is none of these.
    UnknownType { what: &'static str, id: &'e str, types: Lookup },
    /// A dictionary that is no variant of the union.
    UnknownVariant { union: &'static Union, tag: Option<View<'a>> },
    /// A string that is to hold something, of no key that a table has.
    Holds { subtype: Subtype, view: View<'a> },
    /// A dictionary ends; `seen` are the places of the keys that it had.
    End { table: &'static Table, seen: &'e Seen, support: Support },
    /// Something is there that only older releases of the schema have: a document or key, or this
    /// value.
    Retired { value: Option<Literal>, last: Last },
    /// The walk goes no deeper here.
    TooDeep,
}

/// What it is that has a support.
#[derive(Clone, Copy)]
pub(in crate::check) enum What {
    Document,
    Key,
    Variant(&'static Variant),
}
