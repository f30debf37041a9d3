//! What the walk meets at a location.

use apple_device_management_core::codec::{Seen, View};
use apple_device_management_core::{Key, Last, Literal, Subtype, Support, Table, Union, Variant};

use crate::check::rules::types::Lookup;

/// What the walk meets at a location.
pub(in crate::check) enum Event<'a, 'e> {
    /// Something that has a support; `above` is the support of what it stands in.
    Supported { what: What, support: Support, above: Option<Support> },
    /// A value of the right type.
    Value { key: &'e Key, view: View<'a> },
    /// A string in a list whose values are the keys of this table.
    ListedElsewhere { view: View<'a>, table: &'static Table, above: Support },
    /// A value of another type that devices take all the same. Its `Value` event follows.
    Coerced { expected: &'static str, found: &'static str },
    /// Data that should hold a profile, and does not.
    NoProfile,
    /// A value of another type.
    WrongType { expected: &'static str, found: &'static str },
    /// A key that the schema does not know.
    UnknownKey { table: Option<&'static Table> },
    /// A type of a payload or declaration that is not among `types`.
    UnknownType { what: &'static str, id: &'e str, types: Lookup },
    /// A dictionary that is not a variant of the union.
    UnknownVariant { union: &'static Union, tag: Option<View<'a>> },
    /// A string of this subtype that has no key in a table.
    Holds { subtype: Subtype, view: View<'a> },
    /// The end of a dictionary; `seen` tells which keys it had.
    End { table: &'static Table, seen: &'e Seen, support: Support },
    /// Something that only older releases of the schema have: a document or key, or this value.
    Retired { value: Option<Literal>, last: Last },
    /// Something so deep that the walk goes no further.
    TooDeep,
}

/// What has the support.
#[derive(Clone, Copy)]
pub(in crate::check) enum What {
    Document,
    Key,
    Variant(&'static Variant),
}
