//! The same model as plain structs, with serde derive or without serde: what the committed emission
//! is measured against (`cargo xtask bench build`) and an oracle of how it must behave.
//!
//! One file per family, no tables, nothing kept beyond the fields.

use std::collections::BTreeMap;
use std::fmt::Write;

use apple_device_management_core::Family;

use super::error::EmitError;
use super::plan::{self, EnumPlan, FieldPlan, Plan, StructPlan, UNION_TAG, UnionPlan, ValuePlan};
use crate::effective::Covered;
use crate::model::Model;

/// What the structs derive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Baseline {
    /// `Serialize` and `Deserialize`.
    Derive,
    /// Neither: the floor of what types cost.
    Floor,
}

/// Emits the source files of a crate, by path relative to it; the manifest is the caller's.
///
/// # Errors
/// The same as [`emit`](super::emit).
pub fn emit_baseline(
    model: &Model,
    baseline: Baseline,
) -> Result<BTreeMap<String, String>, EmitError> {
    let covered = Covered::of(model);
    let mut families: BTreeMap<Family, String> = BTreeMap::new();
    for document in &model.documents {
        let plan = plan::plan(covered, document)?;
        module(families.entry(document.family).or_default(), &plan, baseline);
    }
    let mut root = String::from("#![allow(dead_code)]\n");
    for (name, value, default) in [
        ("Any", "plist::Value", "plist::Value::Boolean(false)"),
        ("Day", "plist::Date", "std::time::SystemTime::UNIX_EPOCH.into()"),
    ] {
        wrapper(&mut root, name, value, default, baseline);
    }
    let mut files = BTreeMap::new();
    for (family, text) in families {
        let name = family.module().replace("::", "_");
        let _ = writeln!(root, "pub mod {name};");
        files.insert(format!("src/{name}.rs"), text);
    }
    files.insert("src/lib.rs".to_owned(), root);
    Ok(files)
}

fn module(out: &mut String, plan: &Plan<'_>, baseline: Baseline) {
    let _ = writeln!(out, "pub mod {} {{", plan.module);
    for item in &plan.structs {
        structure(out, item, baseline);
    }
    for item in &plan.enums {
        enumeration(out, item, baseline);
    }
    for item in &plan.unions {
        union(out, item, baseline);
    }
    out.push_str("}\n");
}

/// A value of `plist`, which has no default of its own.
fn wrapper(out: &mut String, name: &str, value: &str, default: &str, baseline: Baseline) {
    let _ = writeln!(out, "{}", derives(baseline, "Clone, Debug, PartialEq"));
    if baseline == Baseline::Derive {
        out.push_str("#[serde(transparent)]\n");
    }
    let _ = writeln!(out, "pub struct {name}(pub {value});");
    let _ = writeln!(
        out,
        "impl Default for {name} {{\n    fn default() -> Self {{ Self({default}) }}\n}}"
    );
}

/// The line of derives; `also` is what the type needs beyond serde.
fn derives(baseline: Baseline, also: &str) -> String {
    match baseline {
        Baseline::Derive => {
            format!("#[derive({also}, serde::Serialize, serde::Deserialize)]")
        }
        Baseline::Floor => format!("#[derive({also})]"),
    }
}

fn structure(out: &mut String, item: &StructPlan<'_>, baseline: Baseline) {
    let _ = writeln!(out, "{}", derives(baseline, "Clone, Debug, Default, PartialEq"));
    let _ = writeln!(out, "pub struct {} {{", item.name);
    // The tag of a union is written by the enum.
    let is_tag = |field: &FieldPlan<'_>| field.key.constant && field.key.name == UNION_TAG;
    for (at, field) in item.fields.iter().enumerate().filter(|(_, field)| !is_tag(field)) {
        let value = rust_type(&field.value);
        let always = item.always(at);
        if baseline == Baseline::Derive {
            let skip = if always { "" } else { ", skip_serializing_if = \"Option::is_none\"" };
            let _ = writeln!(out, "    #[serde(rename = {:?}{skip})]", field.key.name);
        }
        let value = if always { value } else { format!("Option<{value}>") };
        let _ = writeln!(out, "    pub {}: {value},", field.name);
    }
    out.push_str("}\n");
}

fn enumeration(out: &mut String, item: &EnumPlan, baseline: Baseline) {
    let _ = writeln!(out, "{}", derives(baseline, "Clone, Debug, PartialEq, Eq, Hash"));
    let _ = writeln!(out, "pub enum {} {{", item.name);
    for (variant, value) in &item.variants {
        if baseline == Baseline::Derive {
            let _ = writeln!(out, "    #[serde(rename = {value:?})]");
        }
        let _ = writeln!(out, "    {variant},");
    }
    if baseline == Baseline::Derive {
        out.push_str("    #[serde(untagged)]\n");
    }
    out.push_str("    Unlisted(String),\n}\n");
    default(out, &item.name, "Unlisted(String::new())");
}

fn union(out: &mut String, item: &UnionPlan<'_>, baseline: Baseline) {
    let _ = writeln!(out, "{}", derives(baseline, "Clone, Debug, PartialEq"));
    if baseline == Baseline::Derive {
        let _ = writeln!(out, "#[serde(tag = {UNION_TAG:?})]");
    }
    let _ = writeln!(out, "/// Told apart by {UNION_TAG}.\npub enum {} {{", item.name);
    for (variant, value, content) in &item.variants {
        if baseline == Baseline::Derive {
            let _ = writeln!(out, "    #[serde(rename = {value:?})]");
        }
        let _ = writeln!(out, "    {variant}(Box<{content}>),");
    }
    if baseline == Baseline::Derive {
        out.push_str("    #[serde(untagged)]\n");
    }
    out.push_str("    Unknown(std::collections::BTreeMap<String, plist::Value>),\n}\n");
    default(out, &item.name, "Unknown(Default::default())");
}

fn default(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(
        out,
        "impl Default for {name} {{\n    fn default() -> Self {{ Self::{value} }}\n}}"
    );
}

fn rust_type(value: &ValuePlan) -> String {
    match value {
        ValuePlan::Any => "crate::Any".to_owned(),
        ValuePlan::Boolean => "bool".to_owned(),
        ValuePlan::Integer => "i64".to_owned(),
        ValuePlan::Real => "f64".to_owned(),
        ValuePlan::String => "String".to_owned(),
        ValuePlan::Date => "crate::Day".to_owned(),
        ValuePlan::Data => "serde_bytes::ByteBuf".to_owned(),
        ValuePlan::Free => "std::collections::BTreeMap<String, plist::Value>".to_owned(),
        ValuePlan::Named(name) | ValuePlan::Open(name) => name.clone(),
        ValuePlan::Array(item) => format!("Vec<{}>", rust_type(item)),
        ValuePlan::Map(item) => format!("std::collections::BTreeMap<String, {}>", rust_type(item)),
    }
}
