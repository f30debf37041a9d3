//! Structs, enums and unions.

use std::fmt::Write;

use apple_device_management_core::Family;

use super::plan::{EnumPlan, Group, Plan, StructPlan, UNION_TAG, UnionPlan, ValuePlan};
use super::{Prose, docs};

/// Emits the types of a document.
pub(super) fn emit(out: &mut String, plan: &Plan<'_>, prose: &Prose) {
    for item in &plan.structs {
        structure(out, plan, item, prose);
    }
    for item in &plan.enums {
        enumeration(out, plan, item, prose);
    }
    for item in &plan.unions {
        union(out, plan, item, prose);
    }
    roots(out, plan);
}

fn structure(out: &mut String, plan: &Plan<'_>, item: &StructPlan<'_>, prose: &Prose) {
    let about = |steps: &[&str]| about(prose, plan, item.side, steps);
    match &plan.response {
        _ if item.name == plan.payload.type_name => docs::root(out, plan, "", about(&[])),
        Some(response) if item.name == response.type_name => {
            docs::root(out, plan, ": the answer", None);
        }
        _ => docs::nested(out, plan, &item.path),
    }
    let _ = writeln!(out, "#[derive(Clone, Default)]\npub struct {} {{", item.name);
    for (at, field) in item.fields.iter().enumerate().filter(|(_, field)| !field.key.constant) {
        let prose = about(&[&item.path, &field.key.name]);
        if let Some(key) = item.tables.first().and_then(|table| table.keys.get(at)) {
            docs::field(out, field.key, &key.support, prose);
        }
        let value = rust_type(&field.value);
        let value = if item.always(at) { value } else { format!("Option<{value}>") };
        let _ = writeln!(out, "    pub {}: {value},", field.name);
    }
    let what =
        if item.fields.is_empty() { "All entries." } else { "What has no field of its own." };
    let _ = writeln!(out, "    /// {what}\n    pub extra: Dictionary,\n}}\n");
    let table = item.tables.first().map_or("", |table| &table.name);
    let _ = writeln!(out, "record!({}, {table} {{", item.name);
    for (group, name) in Group::NAMES {
        let fields = (0..item.fields.len()).filter(|at| item.group(*at) == group);
        let lines: String =
            fields.map(|at| format!("        {},\n", item.fields[at].name)).collect();
        if !lines.is_empty() {
            let _ = writeln!(out, "    {name}: [\n{lines}    ],");
        }
    }
    out.push_str("});\n");
}

/// Apple's text about what is at the end of these steps, those that are empty left out.
fn about<'p>(prose: &'p Prose, plan: &Plan<'_>, side: &str, steps: &[&str]) -> Option<&'p str> {
    let steps = steps.iter().filter(|step| !step.is_empty());
    let place = steps.fold(side.to_owned(), |place, step| place + "/" + step);
    prose.get(&(plan.document.source.clone(), place)).map(String::as_str)
}

fn enumeration(out: &mut String, plan: &Plan<'_>, item: &EnumPlan, prose: &Prose) {
    docs::nested(out, plan, &item.path);
    out.push_str("#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n");
    let _ = writeln!(out, "#[non_exhaustive]\npub enum {} {{", item.name);
    for (variant, value) in &item.variants {
        let prose = about(prose, plan, item.side, &[&item.path, value]);
        let retired = item.retired.get(value);
        docs::variant(out, value, retired, prose, item.supports.get(value));
        let _ = writeln!(out, "    {variant},");
    }
    let _ = writeln!(out, "}}\n\nlisted!({} {{", item.name);
    for (variant, value) in &item.variants {
        let _ = writeln!(out, "    {variant} = {value:?},");
    }
    out.push_str("});\n");
}

fn union(out: &mut String, plan: &Plan<'_>, item: &UnionPlan<'_>, prose: &Prose) {
    docs::nested(out, plan, &item.path);
    out.push_str("#[derive(Clone, Debug, PartialEq)]\n#[non_exhaustive]\n");
    let _ = writeln!(out, "pub enum {} {{", item.name);
    for (at, (variant, value, content)) in item.variants.iter().enumerate() {
        let prose = about(prose, plan, item.side, &[&item.path, value]);
        let last = item.keys.get(at).and_then(|key| key.last.as_ref());
        let table = item.tables.first().and_then(|table| table.variants.get(at));
        docs::variant(out, value, last, prose, table.map(|(support, _)| support));
        let _ = writeln!(out, "    {variant}(Box<{content}>),");
    }
    out.push_str(
        "    /// A dictionary that the schema does not list.\n    Unknown(Dictionary),\n}\n\n",
    );
    let _ = writeln!(out, "tagged_union!({} by {UNION_TAG:?} {{", item.name);
    for (variant, value, content) in &item.variants {
        let _ = writeln!(out, "    {variant}({content}) = {value:?},");
    }
    out.push_str("});\n");
}

/// Ties the root types to their document.
fn roots(out: &mut String, plan: &Plan<'_>) {
    let response = plan.response.as_ref().map(|response| &response.type_name);
    for name in [Some(&plan.payload.type_name), response].into_iter().flatten() {
        let _ = writeln!(
            out,
            "\nimpl Message for {name} {{\n    const DOCUMENT: &'static Document = &DOCUMENT;\n}}"
        );
    }
    // Every command is answered, if only by the keys that all replies have.
    let bare = (plan.document.family == Family::Commands).then_some("Dictionary");
    if let Some(response) = response.map(String::as_str).or(bare) {
        let name = &plan.payload.type_name;
        let _ = writeln!(out, "\nimpl Request for {name} {{\n    type Response = {response};\n}}");
    }
}

pub(super) fn rust_type(value: &ValuePlan) -> String {
    match value {
        ValuePlan::Any => "Value".to_owned(),
        ValuePlan::Boolean => "bool".to_owned(),
        ValuePlan::Integer => "i64".to_owned(),
        ValuePlan::Real => "Real".to_owned(),
        ValuePlan::String => "String".to_owned(),
        ValuePlan::Date => "Date".to_owned(),
        ValuePlan::Data => "Data".to_owned(),
        ValuePlan::Free => "Dictionary".to_owned(),
        ValuePlan::Named(name) => name.clone(),
        ValuePlan::Open(name) => format!("Open<{name}>"),
        ValuePlan::Array(item) => format!("Vec<{}>", rust_type(item)),
        ValuePlan::Map(item) if **item == ValuePlan::Any => "Dictionary".to_owned(),
        ValuePlan::Map(item) => format!("BTreeMap<String, {}>", rust_type(item)),
    }
}
