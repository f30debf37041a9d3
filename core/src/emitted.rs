//! What the generated modules import; nothing else should.

pub use std::collections::BTreeMap;

pub use crate::Presence::{Optional, Required, Unstated};
pub use crate::codec::{Message, Request};
pub use crate::internal::Supports;
pub use crate::{
    Apply, Combine, Constraints, Data, Date, Dictionary, Document, Family, Gated, GatedValue, Key,
    Last, Literal, Open, Range, Real, Reason, ReasonDetail, Repetition, Retired, RetiredValue,
    Subtype, Support, Table, Union, Value, ValueType, Variant, listed, record, tagged_union,
};

/// No constraint at all.
pub static NONE: Constraints = Constraints::NONE;

/// An item of which nothing is said.
pub static ANYTHING: Key = Key {
    name: "*",
    presence: Unstated,
    always: false,
    constant: false,
    value: ValueType::Any,
    support: Support(&NOTHING_STATED, 0),
    constraints: &NONE,
};

static NOTHING_STATED: Supports = Supports { rows: &[[0; 5]], per_os: &[(0, 0, 0, 0)], texts: &[] };
