//! The vocabulary of `apple-device-management`: what generated code is written in.
//!
//! Two rooms. The *facts* ([`Os`], [`Version`], [`Support`], [`Key`], [`Table`], [`Document`]) are
//! what the schema says, in `const` tables; the code generator builds its model of the very same
//! types. The *codec* ([`Record`], [`Slot`], [`View`], [`Value`]) moves generated types to and from
//! serde formats through those tables. Nothing here knows a particular message.

#![warn(missing_docs)]

mod access;
pub mod codec;
mod data;
mod date;
mod document;
#[doc(hidden)]
pub mod emitted;
mod index;
mod key;
mod near;
mod os;
mod os_attribute;
mod os_support;
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
pub use data::{Data, ParseDataError};
pub use date::{Date, DateRangeError, ParseDateError};
pub use document::{Apply, Document, Family, Reason, ReasonDetail, Schema};
pub use key::{
    Combine, Constraints, Gated, GatedValue, Key, Last, Literal, Presence, Range, Repetition,
    Retired, RetiredValue, Subtype, ValueType,
};
pub use os::{Os, ParseOsError};
pub use os_attribute::{OsAttribute, OsValue, Restricts, Says, Takes, Written};
pub use os_support::OsSupport;
pub use path::{KeyPath, ParseKeyPathError, Segment};
pub use real::Real;
pub use support::{Enrollment, Enrollments, Introduced, Mode, Scope, Scopes, Support};
pub use table::{Table, Union, Variant};
pub use target::{Channel, ParseTargetError, Target};
pub use value::{Dictionary, Value};
pub use value_from::{ConvertError, ConvertErrorKind};
pub use verdict::{Answer, Effect, Fact, Limit, Obstacle, Verdict};
pub use version::{ParseVersionError, Version};
pub use words::ParseWordError;

/// For the generator, and for what it emits.
///
/// A module of its own, so that who shows this crate as part of another does not show these.
#[doc(hidden)]
pub mod internal {
    pub use serde;

    pub use crate::index::{build_index, lookup};
    pub use crate::near::nearest;
    pub use crate::support::Supports;
    pub use crate::support_packed::{PackedOs, pack_os};
    pub use crate::table::{Limits, Packed, pack};
    pub use crate::words::{count, deserialize_text, parse_word};
}
