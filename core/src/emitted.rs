//! What the generated modules import; nothing else should.

pub use std::collections::BTreeMap;

pub use crate::AccessRights::{None as NoRight, One as OneRight, Special as SpecialRight};
pub use crate::Introduced::{Always, Never, Since, Unstated as NotStated};
pub use crate::Presence::{Optional, Required, Unstated};
pub use crate::codec::{Message, Request};
pub use crate::{
    Apply, Combine, Constraints, Data, Date, Dictionary, Document, Enrollment, Enrollments, Family,
    Gated, GatedValue, Key, Literal, Mode, OsSupport, Range, Real, Reason, ReasonDetail,
    Repetition, Retired, RetiredValue, Right, Scope, Scopes, SharedIpad, Subtype, Support, Table,
    Union, UserEnrollment, Value, ValueType, Variant, Version, open_enum, record, tagged_union,
};

/// No constraint at all.
pub static NONE: Constraints = Constraints::NONE;

/// Not supported in any version.
pub static NEVER: OsSupport = OsSupport::NEVER;

/// An item of which nothing is said.
pub static ANYTHING: Key = Key {
    name: "*",
    presence: Unstated,
    always: false,
    constant: false,
    value: ValueType::Any,
    support: &NOWHERE_STATED,
    constraints: &NONE,
};

static NOWHERE_STATED: Support = Support { per_os: [&OsSupport::UNSTATED; 5] };

/// The version of these components.
pub const fn v(major: u16, minor: u16, patch: u16) -> Version {
    Version::new(major, minor, patch)
}
