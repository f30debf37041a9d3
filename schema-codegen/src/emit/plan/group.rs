//! The order of fields in a record and of keys in its tables.

use super::{StructPlan, ValuePlan};

/// The fields of one type, which a record holds together (`core::codec::Parts`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::emit) enum Group {
    Texts,
    Flags,
    Integers,
    /// Fields of any other type, and required ones.
    Slots,
    /// Constant keys, which have no field.
    Constants,
}

impl Group {
    /// The groups that `record!` takes, with its names for them.
    pub(in crate::emit) const NAMES: [(Group, &'static str); 4] = [
        (Group::Texts, "texts"),
        (Group::Flags, "flags"),
        (Group::Integers, "integers"),
        (Group::Slots, "slots"),
    ];
}

impl StructPlan<'_> {
    /// The group of a field.
    pub(in crate::emit) fn group(&self, at: usize) -> Group {
        let field = &self.fields[at];
        match field.value {
            _ if field.key.constant => Group::Constants,
            _ if self.always(at) => Group::Slots,
            ValuePlan::String => Group::Texts,
            ValuePlan::Boolean => Group::Flags,
            ValuePlan::Integer => Group::Integers,
            _ => Group::Slots,
        }
    }

    /// The fields in the order of the tables: by group, and in each in the order of the schema.
    pub(in crate::emit) fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.fields.len()).collect();
        order.sort_by_key(|at| self.group(*at));
        order
    }
}
