//! The vocabulary of `apple-device-management`: the types that generated code is written in.
//!
//! It has two parts. The *facts* ([`Os`], [`Version`], [`Support`], [`Key`], [`Table`],
//! [`Document`]) are what the schema says, in `const` tables; the code generator builds its model
//! of the same types. The *codec* ([`Record`], [`Slot`], [`View`], [`Value`]) moves generated types
//! to and from serde formats through those tables. Nothing here knows a particular message.
//!
//! | files | what is in them |
//! |---|---|
//! | `os`, `version`, `access`, `path` | an OS, a version, an access right, a key path |
//! | `os_words`, `os_support`, `os_attribute` | what an OS entry of the schema says: its words, all of it in a few numbers, what is known of one attribute |
//! | `attributes` | the table of these attributes: a row each |
//! | `support`, `support_text`, `support_packed` | what holds on all OSes; in words; in the numbers of emitted tables |
//! | `key`, `constraints`, `table`, `index` | keys and the tables that hold them, what a value must keep to, how a key is packed and found |
//! | `document` | documents and their families |
//! | `target`, `verdict` | what is known of a device, and what a support means for that device |
//! | `value`, `value_from`, `map`, `data`, `date`, `real` | dynamic values, and the types of their parts |
//! | `words`, `near` | text forms of types; names that are nearly right |
//! | `codec` | how messages are read and written |
//! | `emitted` | what generated modules import |

#![warn(missing_docs)]

mod access;
mod attributes;
pub mod codec;
mod constraints;
mod data;
mod date;
mod document;
#[doc(hidden)]
pub mod emitted;
mod index;
mod key;
mod map;
mod near;
mod os;
mod os_attribute;
mod os_support;
mod os_words;
mod path;
mod real;
mod support;
mod support_packed;
mod support_text;
mod table;
mod target;
mod value;
mod value_from;
mod verdict;
mod version;
mod words;

pub use access::{AccessRights, Right};
pub use codec::{DecodeError, DecodeErrorKind, Format, Listed, Open, Record, Slot, View};
pub use constraints::{
    Combine, Constraints, Gated, GatedValue, Last, Literal, Range, Repetition, Retired,
    RetiredValue, Subtype,
};
pub use data::{Data, ParseDataError};
pub use date::{Date, DateRangeError, ParseDateError};
pub use document::{Apply, Document, Family, Reason, ReasonDetail, Schema, Side};
pub use key::{Key, Presence, Table, Union, ValueType, Variant};
pub use map::Map;
pub use os::{Os, ParseOsError};
pub use os_attribute::{OsAttribute, OsValue, Restricts, Says, Takes, Written};
pub use os_support::OsSupport;
pub use os_words::{Enrollment, Enrollments, Introduced, Mode, Scope, Scopes};
pub use path::{KeyPath, ParseKeyPathError, Segment};
pub use real::Real;
pub use support::Support;
pub use target::{Channel, ParseTargetError, Target};
pub use value::{Dictionary, Value};
pub use value_from::{ConvertError, ConvertErrorKind};
pub use verdict::{Answer, Effect, Fact, Limit, Obstacle, Verdict};
pub use version::{ParseVersionError, Version};
pub use words::ParseWordError;

/// What only the generator and the generated code use.
///
/// A module of its own, so that a crate which re-exports this one does not show these names.
#[doc(hidden)]
pub mod internal {
    pub use serde;

    pub use crate::index::{build_index, lookup};
    pub use crate::key::Packed;
    pub use crate::near::nearest;
    pub use crate::support::Supports;
    pub use crate::support_packed::{PackedOs, pack_os};
    pub use crate::support_text::differences;
    pub use crate::table::{ConstraintKind, pack};
    pub use crate::words::{count, deserialize_text, parse_word};
}
