//! The module of a family: its documents, and one enum over their types.

use std::collections::BTreeMap;
use std::fmt::Write;

use apple_device_management_core::Family;
use apple_device_management_core::internal::build_index;

use super::MARKER;
use super::error::{EmitError, Named};
use super::plan::Plan;
use super::tables::bytes;

/// The enum over a family's types and what it is for; `None` where nothing is dispatched.
pub(super) fn dispatch(family: Family) -> Option<(&'static str, &'static str)> {
    Some(match family {
        Family::Checkin => ("AnyCheckin", "check-in message, by `MessageType`"),
        Family::Commands => ("AnyCommand", "command, by `RequestType`"),
        Family::Errors => ("AnyError", "error, by `code`"),
        Family::Profiles => ("AnyPayload", "payload of a profile, by `PayloadType`"),
        Family::Activations => ("AnyActivation", "activation, by `Type`"),
        Family::Assets => ("AnyAsset", "asset, by `Type`"),
        Family::Configurations => ("AnyConfiguration", "configuration, by `Type`"),
        Family::Management => ("AnyManagement", "management declaration, by `Type`"),
        Family::Credentials => ("AnyCredential", "credential, by the type of its asset"),
        Family::Status => ("AnyStatusItem", "status item, by name"),
        Family::Declarations | Family::Protocol | Family::Other => return None,
    })
}

/// Sees to it that no two documents of a family share a module or a root type, and that none has
/// the name of something else in the family's module.
pub(super) fn check_names(family: Family, plans: &[Plan<'_>]) -> Result<(), EmitError> {
    // The variant of the family's enum for all else.
    let mut taken = BTreeMap::from([("Unknown", Named::fixed("a document that is not listed"))]);
    taken.extend(
        dispatch(family).map(|(name, _)| (name, Named::fixed("any document of the family"))),
    );
    taken.extend(children(family).map(|name| (name, Named::fixed("the module of a family"))));
    for plan in plans {
        let source = plan.document.source.as_str();
        let response = plan.response.as_ref().map(|response| response.type_name.as_str());
        // A module and a type never look the same: one has no capitals.
        for name in [Some(&*plan.module), Some(&*plan.payload.type_name), response] {
            let Some(name) = name else { continue };
            let other = Named::new(source.to_owned(), Some(source.to_owned()));
            if let Some(one) = taken.insert(name, other.clone()) {
                return Err(EmitError::Collision {
                    source_file: source.to_owned(),
                    name: name.to_owned(),
                    one,
                    other,
                });
            }
        }
    }
    Ok(())
}

/// The `mod.rs` of a family.
pub(super) fn module(family: Family, plans: &[Plan<'_>]) -> String {
    let mut out = MARKER.to_owned();
    let _ = writeln!(out, "//! Documents of `{}`.\n", family.folder());
    out.push_str("use apple_device_management_core::Document;\n");
    let dispatch = dispatch(family).filter(|_| !plans.is_empty());
    if dispatch.is_some() {
        out.push_str("use apple_device_management_core::{Dictionary, any_document};\n");
    }
    out.push('\n');
    for name in children(family) {
        let _ = writeln!(out, "pub mod {name};");
    }
    for plan in plans {
        let _ = writeln!(out, "pub mod {};", plan.module);
    }
    out.push('\n');
    for plan in plans {
        let types = match &plan.response {
            Some(response) => format!("{{{}, {}}}", plan.payload.type_name, response.type_name),
            None => plan.payload.type_name.clone(),
        };
        let _ = writeln!(out, "pub use {}::{types};", plan.module);
    }
    documents(&mut out, plans);
    if let Some((name, what)) = dispatch {
        any(&mut out, family, name, what, plans);
    }
    out
}

/// The modules of the families below one.
fn children(family: Family) -> impl Iterator<Item = &'static str> {
    let below = Family::all().filter_map(|child| child.module().rsplit_once("::"));
    below.filter(move |(parent, _)| *parent == family.module()).map(|(_, name)| name)
}

fn by_id<'a, 'm>(plans: &'a [Plan<'m>]) -> Vec<&'a Plan<'m>> {
    let mut sorted: Vec<&Plan<'_>> = plans.iter().collect();
    sorted.sort_by_key(|plan| (&plan.document.id, &plan.document.source));
    sorted
}

/// The documents, sorted by identifier, and the index over it.
fn documents(out: &mut String, plans: &[Plan<'_>]) {
    let sorted = by_id(plans);
    out.push_str("\n/// The documents, sorted by identifier and source.\n");
    out.push_str("pub static DOCUMENTS: &[&Document] = &[\n");
    for plan in &sorted {
        let _ = writeln!(out, "    &{}::DOCUMENT,", plan.module);
    }
    // Of documents with one identifier the index holds the first; the others follow it.
    let mut ids: Vec<(&str, u16)> = Vec::new();
    for (at, plan) in sorted.iter().enumerate() {
        if ids.last().is_none_or(|(id, _)| *id != plan.document.id) {
            ids.push((&plan.document.id, at as u16));
        }
    }
    let index = bytes(&build_index(ids.into_iter()));
    let _ = writeln!(out, "];\n\n/// The index over [`DOCUMENTS`], by identifier.");
    let _ = writeln!(out, "pub static INDEX: &[u8] = {index};");
}

/// The key beside whose value the keys of the content stand.
fn tag(family: Family) -> Option<&'static str> {
    match family {
        Family::Checkin => Some("MessageType"),
        Family::Commands => Some("RequestType"),
        Family::Errors => Some("code"),
        _ => None,
    }
}

/// The enum over all types of a family.
fn any(out: &mut String, family: Family, name: &str, what: &str, plans: &[Plan<'_>]) {
    let _ = writeln!(
        out,
        "
/// Any {what}.
#[derive(Clone, Debug, PartialEq)]"
    );
    let _ = writeln!(
        out,
        "#[non_exhaustive]
pub enum {name} {{"
    );
    for plan in plans {
        let content = &plan.payload.type_name;
        let _ = writeln!(out, "    /// `{}`\n    {content}(Box<{content}>),", plan.document.id);
    }
    out.push_str("    /// One that the schema does not list, with its identifier.\n");
    out.push_str("    Unknown(String, Dictionary),\n}\n\n");
    let mut by = tag(family).map(|tag| format!(" by {tag:?}")).unwrap_or_default();
    if family == Family::Commands {
        by.push_str(" answered");
    }
    let _ = writeln!(out, "any_document!({name} in INDEX{by} {{");
    for plan in by_id(plans) {
        let _ = writeln!(out, "    {} = {:?},", plan.payload.type_name, plan.document.id);
    }
    out.push_str("});\n");
}
