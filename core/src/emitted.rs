//! What the generated modules import, each by name; nothing else should.

/// Exports names, and lists them for the generator: it imports what a module uses, and gives no type
/// of its own such a name.
macro_rules! exports {
    ($($($from:ident)::+ { $($name:ident),+ $(,)? })+) => {
        $(pub use $($from)::+::{$($name),+};)+

        /// The names that a generated module may import from here.
        pub const NAMES: &[&str] = &["ANYTHING", "NONE", $($(stringify!($name)),+),+];
    };
}

exports! {
    std::collections { BTreeMap }
    crate::Presence { Optional, Required, Unstated }
    crate::codec { Message, Request }
    crate::internal { Supports }
    crate {
        Apply, Combine, Constraints, Data, Date, Dictionary, Document, Family, Gated, GatedValue, Key,
        Last, Literal, Open, Range, Real, Reason, ReasonDetail, Repetition, Retired, RetiredValue, Subtype,
        Support, Table, Union, Value, ValueType, Variant, codec, listed, record, serde_by_slot,
    }
}

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
