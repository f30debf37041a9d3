//! The vocabulary of `apple-device-management`: what generated code is written in.
//!
//! Two rooms. The *facts* ([`Os`], [`Version`], [`Support`], [`Key`], [`Table`], [`Document`]) are
//! what the schema says, in `const` tables; the code generator builds its model of the very same
//! types. The *codec* ([`Record`], [`Slot`], [`View`], [`Value`]) moves generated types to and from
//! serde formats through those tables. Nothing here knows a particular message.

#![warn(missing_docs)]

mod access;
pub mod codec;
mod document;
#[doc(hidden)]
pub mod emitted;
mod index;
mod key;
mod os;
mod path;
mod support;
mod support_packed;
mod support_text;
mod table;
mod target;
mod value;
mod verdict;
mod version;
mod words;

pub use access::{AccessRights, Right};
pub use codec::{DecodeError, DecodeErrorKind, Format, Listed, Open, Record, Slot, View};
pub use document::{Apply, Document, Family, Reason, ReasonDetail};
pub use key::{
    Combine, Constraints, Gated, GatedValue, Key, Literal, Presence, Range, Repetition, Retired,
    RetiredValue, Subtype, ValueType,
};
pub use os::{Os, ParseOsError};
pub use path::{KeyPath, ParseKeyPathError, Segment};
pub use support::{
    Enrollment, Enrollments, Introduced, Mode, OsSupport, Scope, Scopes, SharedIpad, Support,
    UserEnrollment,
};
pub use table::{Table, Union, Variant};
// For the generator, and for what it emits.
#[doc(hidden)]
pub use index::{build_index, lookup};
#[doc(hidden)]
pub use support::Supports;
#[doc(hidden)]
pub use support_packed::{PackedOs, pack_os, unpack_os};
#[doc(hidden)]
pub use table::{Limits, Packed, pack};
pub use target::{Channel, ParseTargetError, Target};
pub use value::{Data, Date, Dictionary, Real, Value};
pub use verdict::{Answer, Effect, Fact, Limit, Obstacle, Verdict};
pub use version::{ParseVersionError, Version};
pub use words::count;

#[doc(hidden)]
pub use serde;
