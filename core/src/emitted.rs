//! The names that generated modules import. Nothing else should import them from here.

/// Exports names, and lists them for the generator: a generated module imports the names that it uses,
/// and no generated type is given one of these names.
macro_rules! exports {
    ($($($from:ident)::+ { $($name:ident),+ $(,)? })+) => {
        $(pub use $($from)::+::{$($name),+};)+

        /// The names that a generated module may import from here.
        pub const NAMES: &[&str] = &["ANYTHING", "NONE", $($(stringify!($name)),+),+];
    };
}

exports! {
    crate::Presence { Optional, Required, Unstated }
    crate::codec { Message, Request }
    crate::internal { Supports }
    crate {
        Apply, Combine, Constraints, Data, Date, Dictionary, Document, Family, Gated, GatedValue, Key,
        Last, Literal, Map, Open, Range, Real, Reason, ReasonDetail, Repetition, Retired, RetiredValue, Subtype,
        Support, Table, Union, Value, ValueType, Variant, codec, listed, record, serde_by_slot,
    }
}

/// No constraint at all.
pub static NONE: Constraints = Constraints::NONE;

/// The item of an array, or the value of a map, of which the schema says nothing.
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
