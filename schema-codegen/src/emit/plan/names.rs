//! Whether Rust takes the names of a plan. Two types, fields or values of one name are found where
//! they get it; tables here, for two types may be the same in capitals.

use std::collections::BTreeMap;

use super::planner::place;
use super::{EnumPlan, Plan, StructPlan, UnionPlan};
use crate::emit::error::EmitError;
use crate::naming;

/// The statics that stand beside the tables of a document, or are imported.
const STATICS: [(&str, &str); 4] = [
    ("ANYTHING", "an item of which nothing is said"),
    ("DOCUMENT", "the facts of the document"),
    ("NONE", "no constraint"),
    ("SUPPORTS", "the supports"),
];

/// A name, and the key path or value that it is of: a path, what parts it from the rest, the rest.
type Name<'p> = (&'p str, [&'p str; 3]);

/// Refuses a plan that would not compile for its names.
pub(super) fn check(plan: &Plan<'_>) -> Result<(), EmitError> {
    let source_file = || plan.document.source.clone();
    let module = [(plan.module.as_str(), [""; 3])].into_iter();
    let structs = plan.structs.iter().flat_map(structure);
    let enums = plan.enums.iter().flat_map(enumeration);
    let mut names = module.chain(structs).chain(enums).chain(plan.unions.iter().flat_map(union));
    if let Some((name, of)) = names.find(|(name, _)| !naming::is_identifier(name)) {
        let (name, place) = (name.to_owned(), place(of.concat().trim_start_matches('/')));
        return Err(EmitError::NoName { source_file: source_file(), name, place });
    }
    let mut taken = BTreeMap::from(STATICS);
    for (name, path) in tables(plan) {
        if let Some(other) = taken.insert(name, path) {
            let (name, one, other) = (name.to_owned(), place(other), place(path));
            return Err(EmitError::Collision { source_file: source_file(), name, one, other });
        }
    }
    Ok(())
}

fn structure<'p>(item: &'p StructPlan<'_>) -> impl Iterator<Item = Name<'p>> {
    let fields = item.fields.iter();
    let fields = fields.map(|field| (&*field.name, [&*item.path, "/", &*field.key.name]));
    fields.chain([(&*item.name, [&*item.path, "", ""])])
}

fn enumeration(item: &EnumPlan) -> impl Iterator<Item = Name<'_>> {
    let variants = item.variants.iter();
    let variants = variants.map(|(variant, value)| (&**variant, [&*item.path, " = ", &**value]));
    variants.chain([(&*item.name, [&*item.path, "", ""])])
}

fn union<'p>(item: &'p UnionPlan<'_>) -> impl Iterator<Item = Name<'p>> {
    let variants = item.variants.iter();
    let variants = variants.map(|(variant, value, _)| (&**variant, [&*item.path, "/", &**value]));
    variants.chain([(&*item.name, [&*item.path, "", ""])])
}

/// The names of all tables, with the key paths of their types.
fn tables<'p>(plan: &'p Plan<'_>) -> impl Iterator<Item = (&'p str, &'p str)> {
    let of = |item: &'p StructPlan<'_>| item.tables.iter().map(|table| (&*table.name, &*item.path));
    let structs = plan.structs.iter().flat_map(of);
    let of = |item: &'p UnionPlan<'_>| item.tables.iter().map(|table| (&*table.name, &*item.path));
    structs.chain(plan.unions.iter().flat_map(of))
}
