//! Plans what is to be emitted for a document: its types and tables with their names.
//!
//! A dictionary of the schema is one *type*, however many places refer to it. It has a *table* for
//! each effective support that it has at some place. Names, required fields and collisions are
//! decided here; the rest of the emitter only writes down what is planned.

mod check_names;
mod group;
mod planner;
mod values;
mod way;

pub(super) use group::Group;
pub(super) use planner::plan;

use std::collections::BTreeMap;

use crate::effective::Effective;
use crate::model::{Document, Key, Last};

/// Everything to emit for one document.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub document: &'a Document,
    /// The module's name.
    pub module: String,
    pub support: Effective,
    pub payload: RootPlan<'a>,
    pub response: Option<RootPlan<'a>>,
    /// In the order in which the schema reaches them.
    pub structs: Vec<StructPlan<'a>>,
    pub enums: Vec<EnumPlan>,
    pub unions: Vec<UnionPlan<'a>>,
}

impl Plan<'_> {
    /// Whether a struct is the root type of a side of the document.
    pub(super) fn is_root(&self, item: &StructPlan<'_>) -> bool {
        let mut roots = std::iter::once(&self.payload).chain(&self.response);
        roots.any(|root| root.type_name == item.name)
    }
}

/// One side of a document.
#[derive(Debug)]
pub(super) struct RootPlan<'a> {
    pub type_name: String,
    /// The key that describes the values of a root that is a map, and its support.
    pub map: Option<(&'a Key, Effective)>,
}

/// A struct, with a table for each effective support that it has.
#[derive(Debug)]
pub(super) struct StructPlan<'a> {
    pub name: String,
    /// The side of the document where it comes first: `payload` or `response`.
    pub side: &'static str,
    /// The key path of its first place, for its documentation.
    pub path: String,
    /// In the order of the schema.
    pub fields: Vec<FieldPlan<'a>>,
    /// The first table is that of the place that comes first; the struct refers to it.
    pub tables: Vec<TablePlan>,
}

impl StructPlan<'_> {
    /// Whether a key is required wherever the struct is, that is, in all its tables.
    pub(super) fn always(&self, at: usize) -> bool {
        self.tables.iter().all(|table| table.keys.get(at).is_some_and(|key| key.always))
    }
}

/// One key of a struct.
#[derive(Debug)]
pub(super) struct FieldPlan<'a> {
    pub key: &'a Key,
    /// The field's name.
    pub name: String,
    pub value: ValuePlan,
}

/// The support of a struct and of its keys at a place.
#[derive(Debug)]
pub(super) struct TablePlan {
    pub name: String,
    pub support: Effective,
    pub keys: Vec<KeyPlan>,
}

/// A key at a place.
#[derive(Debug, Clone)]
pub(super) struct KeyPlan {
    pub support: Effective,
    /// Whether it is required wherever the dictionary is available at this place.
    pub always: bool,
    pub shape: Shape,
}

/// What is below a key at a place: the names of tables, or the supports of items.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    Scalar,
    /// A string, with the supports of its values.
    Gated(Vec<Effective>),
    /// A dictionary of anything.
    Free,
    Array(Option<Box<KeyPlan>>),
    Map(Box<KeyPlan>),
    /// The name of a table.
    Dictionary(String),
    /// The name of a union's table.
    Union(String),
}

/// The Rust type of a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ValuePlan {
    Any,
    Boolean,
    Integer,
    Real,
    String,
    Date,
    Data,
    Free,
    Array(Box<ValuePlan>),
    Map(Box<ValuePlan>),
    /// A struct or union of this module.
    Named(String),
    /// A string whose listed values are an enum of this module.
    Open(String),
}

/// An enum of the listed values of a string.
#[derive(Debug)]
pub(super) struct EnumPlan {
    pub name: String,
    /// The side where it comes first, as for a struct.
    pub side: &'static str,
    pub path: String,
    /// The name of each variant, and its value.
    pub variants: Vec<(String, String)>,
    /// For each value that only older releases have, the last of them.
    pub retired: BTreeMap<String, Last>,
    /// The support of each value that has one of its own, at the place that comes first.
    pub supports: BTreeMap<String, Effective>,
}

/// A union of dictionaries.
#[derive(Debug)]
pub(super) struct UnionPlan<'a> {
    pub name: String,
    /// The keys that the variants stand for.
    pub keys: &'a [Key],
    /// The side where it comes first, as for a struct.
    pub side: &'static str,
    pub path: String,
    /// The name of each variant, the value of its tag, and its struct.
    pub variants: Vec<(String, String, String)>,
    pub tables: Vec<UnionTablePlan>,
}

/// A union at a place.
#[derive(Debug)]
pub(super) struct UnionTablePlan {
    pub name: String,
    pub support: Effective,
    /// For each variant: its support and the name of its table.
    pub variants: Vec<(Effective, String)>,
}
