//! The vocabulary of `apple-device-management`: what generated code is written in.
//!
//! Two rooms. The *facts* ([`Os`], [`Version`], [`Support`], [`Key`], [`Table`], [`Document`]) are
//! what the schema says, in `const` tables; the code generator builds its model of the very same
//! types. The *codec* ([`Record`], [`Slot`], [`View`], [`Value`]) moves generated types to and from
//! serde formats through those tables. Nothing here knows a particular message.
//!
//! | files | what is in them |
//! |---|---|
//! | `os`, `version`, `access`, `path` | words of the facts: an OS, a version, an access right, a key path |
//! | `os_support`, `os_attribute` | what can be said of one OS: a table, a row an attribute |
//! | `support`, `support_text`, `support_packed` | what holds on all OSes; in words; in the numbers of emitted tables |
//! | `key`, `table`, `index`, `document` | keys, the tables that hold them, how a name is found, documents |
//! | `target`, `verdict` | what is known of a device, and what a support means for it |
//! | `value`, `value_from`, `data`, `date`, `real` | dynamic values, and the types of their parts |
//! | `words`, `near` | text forms of types; names that are nearly right |
//! | `codec` | how messages are read and written |
//! | `emitted` | what generated modules import |

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
    pub use crate::support_text::differences;
    pub use crate::table::{Limits, Packed, pack};
    pub use crate::words::{count, deserialize_text, parse_word};
}
