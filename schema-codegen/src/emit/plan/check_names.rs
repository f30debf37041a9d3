//! Checks the names of a plan: whether they are allowed in Rust, and whether two tables have the
//! same. The names of types, fields and values are compared where they are given; but types with
//! different names may have tables with the same, which is in capitals.

use std::collections::BTreeMap;

use super::way::{named_at, place};
use super::{EnumPlan, Plan, StructPlan, UnionPlan};
use crate::emit::error::{EmitError, Named};
use crate::naming;

/// The statics beside the tables of a document, and those that are imported.
const STATICS: [(&str, &str); 4] = [
    ("ANYTHING", "an item of which nothing is said"),
    ("DOCUMENT", "the facts of the document"),
    ("NONE", "no constraint"),
    ("SUPPORTS", "the supports"),
];

/// A name, the kind of thing that has it, the side, and where it is: the path of its type, a
/// separator, and a key or value.
type Name<'p> = (&'p str, &'static str, &'static str, [&'p str; 3]);

impl Plan<'_> {
    /// The names of all types, fields and variants, each by the entry of `Document::names` that
    /// would change it.
    pub(in crate::emit) fn named(&self) -> BTreeMap<String, String> {
        let structs = self.structs.iter().flat_map(structure);
        let enums = self.enums.iter().flat_map(enumeration);
        let names = structs.chain(enums).chain(self.unions.iter().flat_map(union));
        names
            .map(|(name, kind, side, of)| {
                let path = of.concat();
                (named_at(kind, side, path.trim_start_matches('/')), name.to_owned())
            })
            .collect()
    }
}

/// Refuses a plan with names that would not compile.
pub(super) fn check(plan: &Plan<'_>) -> Result<(), EmitError> {
    let source_file = || plan.document.source.clone();
    let module = [(plan.module.as_str(), "", "", [""; 3])].into_iter();
    let structs = plan.structs.iter().flat_map(structure);
    let enums = plan.enums.iter().flat_map(enumeration);
    let mut names = module.chain(structs).chain(enums).chain(plan.unions.iter().flat_map(union));
    if let Some((name, kind, side, of)) = names.find(|(name, ..)| !naming::is_identifier(name)) {
        let path = of.concat();
        let path = path.trim_start_matches('/');
        let root = if path.is_empty() { Some(naming::ROOT_TYPE.to_owned()) } else { None };
        let at = root.unwrap_or_else(|| named_at(kind, side, path));
        let place = Named::new(place(path), Some(at)).into();
        return Err(EmitError::NoName { source_file: source_file(), name: name.to_owned(), place });
    }
    let mut taken: BTreeMap<&str, Named> =
        STATICS.iter().map(|(name, what)| (*name, Named::fixed(what))).collect();
    for (name, called, side, path) in tables(plan) {
        let at = (!path.is_empty()).then(|| named_at("type", side, path));
        let other = Named { called: Some(called.to_owned()), ..Named::new(place(path), at) };
        if let Some(one) = taken.insert(name, other.clone()) {
            let (name, one, other) = (name.to_owned(), one.into(), other.into());
            return Err(EmitError::Collision { source_file: source_file(), name, one, other });
        }
    }
    Ok(())
}

fn structure<'p>(item: &'p StructPlan<'_>) -> impl Iterator<Item = Name<'p>> {
    let StructPlan { name, side, path, fields, .. } = item;
    let fields = fields.iter();
    let fields =
        fields.map(|field| (&*field.name, "field", *side, [&**path, "/", &*field.key.name]));
    fields.chain([(&**name, "type", *side, [&**path, "", ""])])
}

fn enumeration(item: &EnumPlan) -> impl Iterator<Item = Name<'_>> {
    let EnumPlan { name, side, path, variants, .. } = item;
    let variants = variants.iter();
    let variants =
        variants.map(|(variant, value)| (&**variant, "value", *side, [&**path, " = ", &**value]));
    variants.chain([(&**name, "type", *side, [&**path, "", ""])])
}

fn union<'p>(item: &'p UnionPlan<'_>) -> impl Iterator<Item = Name<'p>> {
    let UnionPlan { name, side, path, variants, .. } = item;
    let variants = variants.iter();
    let variants = variants
        .map(|(variant, value, _)| (&**variant, "variant", *side, [&**path, "/", &**value]));
    variants.chain([(&**name, "type", *side, [&**path, "", ""])])
}

/// The names of all tables, with the names, sides and key paths of their types.
fn tables<'p>(plan: &'p Plan<'_>) -> impl Iterator<Item = (&'p str, &'p str, &'p str, &'p str)> {
    let of = |item: &'p StructPlan<'_>| {
        item.tables.iter().map(|table| (&*table.name, &*item.name, item.side, &*item.path))
    };
    let structs = plan.structs.iter().flat_map(of);
    let of = |item: &'p UnionPlan<'_>| {
        item.tables.iter().map(|table| (&*table.name, &*item.name, item.side, &*item.path))
    };
    structs.chain(plan.unions.iter().flat_map(of))
}
