//! The types that describe a dictionary: keys, their types, the tables that hold them. They refer to
//! each other, so they stand in one file; what a table does is in `table.rs`.

use crate::support::Supports;
use crate::{Constraints, Support};

/// Whether a key must be there, as the schema words it.
///
/// A required key must be there only where it is available and allowed.
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
    /// All of them with a word for each. The schema has no word for the last.
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
    /// An array. The key describes each item.
    Array(&'static Key),
    /// A dictionary of known keys.
    Dictionary(&'static Table),
    /// A dictionary of free keys. The key describes each value.
    Map(&'static Key),
    /// A dictionary that is of one of several variants, as the value of a tag tells.
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
    /// The name on the wire. The name of an item or of a value of a map is not on the wire.
    pub name: &'static str,
    /// Whether the key must be there, as the schema words it.
    pub presence: Presence,
    /// Whether the key is required wherever the dictionary that holds it is available.
    pub always: bool,
    /// Whether the key always has the one string of its rangelist, which tells the type of its
    /// dictionary.
    pub constant: bool,
    /// The type of the value.
    pub value: ValueType,
    /// Where the key is available, and under which conditions.
    pub support: Support,
    /// What the value must keep to.
    pub constraints: &'static Constraints,
}

/// The keys of one dictionary. The codec, the checks and `reflect` all work from it.
///
/// The facts of a key are packed into a number, since reading the tables is most of the time that the
/// generated crate takes to compile; [`Table::key`] unpacks a key.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// The name of the Rust type.
    pub name: &'static str,
    /// The schema document, as a path in Apple's repository.
    pub source: &'static str,
    /// The name and the [`Packed`] facts of each key, in the order of the fields of the
    /// [`Record`](crate::Record). Constant keys are last.
    #[doc(hidden)]
    pub packed: &'static [(&'static str, Packed)],
    /// The types of keys that are arrays, dictionaries, maps or unions, each with the place of the
    /// key, in order.
    #[doc(hidden)]
    pub values: &'static [(u16, ValueType)],
    /// The constraints of the keys that have more than a boolean default, each with the place of
    /// the key, in order.
    #[doc(hidden)]
    pub constraints: &'static [(u16, Constraints)],
    /// The supports of the whole document, to which the keys refer by number.
    #[doc(hidden)]
    pub supports: &'static Supports,
    /// The places of the keys that the schema calls required, in order.
    #[doc(hidden)]
    pub required: &'static [u16],
    /// The places of all keys in the order of the schema; empty where they stand in that order already.
    #[doc(hidden)]
    pub order: &'static [u16],
    /// A hash table over the names; see [`build_index`](crate::internal::build_index).
    #[doc(hidden)]
    pub index: &'static [u8],
}

/// The facts of a key in a number: the type in bits 0 to 3, the presence in 4 and 5, `always` in 6,
/// `constant` in 7, which constraints it has in 8 and 9 (see [`ConstraintKind`](crate::internal::ConstraintKind)),
/// whether the value is a secret in 10, the number of the support in 16 to 31.
pub type Packed = u32;

/// A dictionary that is of one of several variants, as the value of a tag tells.
#[derive(Clone, Copy, Debug)]
pub struct Union {
    /// The name of the Rust type.
    pub name: &'static str,
    /// The key whose value names the variant, such as `Item`.
    pub tag: &'static str,
    /// The variants, in the order of the schema.
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
