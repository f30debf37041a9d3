//! The types that describe a dictionary: keys, their types, the tables that hold them. They refer to
//! each other, so they stand in one file; what a table does is in `table.rs`.

use crate::support::Supports;
use crate::{Constraints, Support};

/// Whether a key must be there, as the schema words it.
///
/// `Required` means: where the key is available and allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// `required`.
    Required,
    /// `optional`.
    Optional,
    /// The schema says nothing (array items, most response keys of the query commands).
    #[default]
    Unstated,
}

impl Presence {
    /// All of them with a word for each; the schema has none for the last.
    pub const NAMES: [(Presence, &'static str); 3] = [
        (Presence::Required, "required"),
        (Presence::Optional, "optional"),
        (Presence::Unstated, "unstated"),
    ];

    /// The word.
    pub const fn name(self) -> &'static str {
        Presence::NAMES[self as usize].1
    }
}

crate::by_word!(Presence, "presence", Presence::NAMES);

/// The type of a value, with what is inside it.
#[derive(Clone, Copy, Debug)]
pub enum ValueType {
    /// Any value.
    Any,
    /// A string.
    String,
    /// A boolean.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Real,
    /// A date (property lists only).
    Date,
    /// Bytes; base64 in JSON.
    Data,
    /// An array; the key describes an item.
    Array(&'static Key),
    /// A dictionary of known keys.
    Dictionary(&'static Table),
    /// A dictionary of free keys; the key describes a value.
    Map(&'static Key),
    /// A dictionary that is one of several, told apart by a tag.
    Union(&'static Union),
}

impl ValueType {
    /// The schema's word for the type, without angle brackets.
    pub const fn name(&self) -> &'static str {
        match self {
            ValueType::Any => "any",
            ValueType::String => "string",
            ValueType::Boolean => "boolean",
            ValueType::Integer => "integer",
            ValueType::Real => "real",
            ValueType::Date => "date",
            ValueType::Data => "data",
            ValueType::Array(_) => "array",
            ValueType::Dictionary(_) | ValueType::Map(_) | ValueType::Union(_) => "dictionary",
        }
    }
}

/// One key of a dictionary, or the item of an array or map.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The name on the wire; for items it has no meaning there.
    pub name: &'static str,
    /// As the schema words it.
    pub presence: Presence,
    /// Whether the key is required wherever the dictionary that holds it is available.
    pub always: bool,
    /// Whether the value is the one string of the rangelist, a discriminator.
    pub constant: bool,
    /// The type of the value.
    pub value: ValueType,
    /// Where the key is available, and under which conditions.
    pub support: Support,
    /// What the value must keep to.
    pub constraints: &'static Constraints,
}

/// The keys of one dictionary: what drives serde, gating and reflection alike.
///
/// Held packed, for what the compiler has to read of it is most of what a generated crate costs
/// to build; [`Table::key`] shows a key whole.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// The name of the Rust type.
    pub name: &'static str,
    /// The schema document, as a path in Apple's repository.
    pub source: &'static str,
    /// Name and [`Packed`] facts: in the order of a [`Record`](crate::Record)'s fields, and the constant
    /// keys last.
    #[doc(hidden)]
    pub packed: &'static [(&'static str, Packed)],
    /// The types that are no scalars, by the key's place, in order.
    #[doc(hidden)]
    pub values: &'static [(u16, ValueType)],
    /// The constraints of the keys that have more than a boolean default, by the key's place, in
    /// order.
    #[doc(hidden)]
    pub constraints: &'static [(u16, Constraints)],
    /// The supports that the keys refer to by number; those of the whole document.
    #[doc(hidden)]
    pub supports: &'static Supports,
    /// The places of the keys that the schema calls required, in order.
    #[doc(hidden)]
    pub required: &'static [u16],
    /// The places of all keys, in the order in which the schema has them; empty where that is how they
    /// stand here.
    #[doc(hidden)]
    pub order: &'static [u16],
    /// A hash table over the names; see [`build_index`](crate::internal::build_index).
    #[doc(hidden)]
    pub index: &'static [u8],
}

/// The facts of a key in a number: type in bits 0 to 3, presence in 4 and 5, `always` in 6,
/// `constant` in 7, the [`Limits`] in 8 and 9, whether the value is a secret in 10, the number of the
/// support from 16 on.
pub type Packed = u32;

/// A dictionary that is one of several, told apart by the value of a tag.
#[derive(Clone, Copy, Debug)]
pub struct Union {
    /// The name of the Rust type.
    pub name: &'static str,
    /// The key whose value names the variant, such as `Item`.
    pub tag: &'static str,
    /// In the order of the schema.
    pub variants: &'static [Variant],
    /// A hash table over the names; see [`build_index`](crate::internal::build_index).
    #[doc(hidden)]
    pub index: &'static [u8],
}

/// One variant of a [`Union`].
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// The value of the tag.
    pub name: &'static str,
    /// Where the variant is available.
    pub support: Support,
    /// Its keys, the tag among them.
    pub table: &'static Table,
}
