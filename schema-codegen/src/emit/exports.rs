//! The names that the emitted crate exports, for the list in `names.txt`.

use std::collections::BTreeSet;

use apple_device_management_core::Family;

use super::family;
use super::plan::Plan;

/// Every name of a document: its types with their fields and variants, each with its path.
pub(super) fn of(plan: &Plan<'_>) -> BTreeSet<String> {
    let module = format!("{}::{}", plan.document.family.module(), plan.module);
    let mut names = BTreeSet::new();
    let mut take = |type_name: &str, members: &mut dyn Iterator<Item = &str>| {
        let path = format!("{module}::{type_name}");
        names.extend(members.map(|member| format!("{path}::{member}")));
        names.insert(path);
    };
    for item in &plan.structs {
        // A constant key has no field.
        let fields = item.fields.iter().filter(|field| !field.key.constant);
        take(&item.name, &mut fields.map(|field| field.name.as_str()));
    }
    for item in &plan.enums {
        take(&item.name, &mut item.variants.iter().map(|(variant, _)| variant.as_str()));
    }
    for item in &plan.unions {
        take(&item.name, &mut item.variants.iter().map(|(variant, _, _)| variant.as_str()));
    }
    names
}

/// The enum of all types of a family, if there is one. Its variants are not listed, since they have
/// the names of the root types.
pub(super) fn of_family(family: Family) -> Option<String> {
    family::dispatch(family).map(|(name, _)| format!("{}::{name}", family.module()))
}
