//! What is to be emitted for one document: its types and tables by name, before any token.
//!
//! A *type* is one per dictionary of the schema, however many places refer to it. A *table* is one
//! per dictionary and effective support: a shared dictionary may have several. All decisions about
//! names, required fields and collisions fall here; the emitters below only spell them out.

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
    /// Whether a struct is that of a side of the document.
    pub(super) fn is_root(&self, item: &StructPlan<'_>) -> bool {
        let mut roots = std::iter::once(&self.payload).chain(&self.response);
        roots.any(|root| root.type_name == item.name)
    }
}

/// One side of a document.
#[derive(Debug)]
pub(super) struct RootPlan<'a> {
    pub type_name: String,
    /// The value of a root that is a map.
    pub map: Option<(&'a Key, Effective)>,
}

/// A struct, with a table for each effective support that it occurs in.
#[derive(Debug)]
pub(super) struct StructPlan<'a> {
    pub name: String,
    /// The side of the document that it is first met on: `payload` or `response`.
    pub side: &'static str,
    /// The key path of its first place, for its documentation.
    pub path: String,
    /// In the order of the schema.
    pub fields: Vec<FieldPlan<'a>>,
    /// The first is that of the type itself.
    pub tables: Vec<TablePlan>,
}

impl StructPlan<'_> {
    /// Whether a key is required wherever the struct is: in all its tables.
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

/// The support of a struct and of its keys in some place.
#[derive(Debug)]
pub(super) struct TablePlan {
    pub name: String,
    pub support: Effective,
    pub keys: Vec<KeyPlan>,
}

/// A key in some place.
#[derive(Debug, Clone)]
pub(super) struct KeyPlan {
    pub support: Effective,
    /// Required wherever the dictionary is, in this place.
    pub always: bool,
    pub shape: Shape,
}

/// What stands below a key in some place: the names of tables and unions, the supports of items.
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
    /// A string that an enum of this module lists values of.
    Open(String),
}

/// An enum of the listed values of a string.
#[derive(Debug)]
pub(super) struct EnumPlan {
    pub name: String,
    /// As that of a struct.
    pub side: &'static str,
    pub path: String,
    /// Variant and value.
    pub variants: Vec<(String, String)>,
    /// By value, the last release of what only older ones have.
    pub retired: BTreeMap<String, Last>,
    /// By value, the support of what has one of its own, where the list was met first.
    pub supports: BTreeMap<String, Effective>,
}

/// A union of dictionaries.
#[derive(Debug)]
pub(super) struct UnionPlan<'a> {
    pub name: String,
    /// The keys that the variants stand for.
    pub keys: &'a [Key],
    /// As that of a struct.
    pub side: &'static str,
    pub path: String,
    /// Variant, value of the tag, struct.
    pub variants: Vec<(String, String, String)>,
    pub tables: Vec<UnionTablePlan>,
}

/// A union in some place.
#[derive(Debug)]
pub(super) struct UnionTablePlan {
    pub name: String,
    pub support: Effective,
    /// For each variant: its support and the name of its table.
    pub variants: Vec<(Effective, String)>,
}
