//! Emits the same model as plain structs, with serde derive or without serde. The generated crate
//! is compared with them: what it costs to build (`cargo xtask bench build`), and what it makes of
//! messages (`cargo xtask oracle`).
//!
//! There is one file per family and no table, and keys without a field are not kept.

use std::collections::BTreeMap;

use apple_device_management_core::Family;
use proc_macro2::TokenStream;
use quote::quote;

use super::error::EmitError;
use super::plan::{self, EnumPlan, FieldPlan, Plan, StructPlan, UnionPlan, ValuePlan};
use super::print::{ident, printed};
use crate::conventions::UNION_TAG;
use crate::effective::Covered;
use crate::model::Model;

/// What the structs derive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Baseline {
    /// `Serialize` and `Deserialize`.
    Derive,
    /// Neither of the two: the least that the types can cost.
    Floor,
}

/// Emits the source files of a crate, by paths in it. The caller has to add the manifest.
///
/// # Errors
/// As for [`emit_model`](super::emit_model).
pub fn emit_baseline(
    model: &Model,
    baseline: Baseline,
) -> Result<BTreeMap<String, String>, EmitError> {
    let covered = Covered::of(model);
    let mut families: BTreeMap<Family, TokenStream> = BTreeMap::new();
    for document in &model.documents {
        let plan = plan::plan(covered, document)?;
        families.entry(document.family).or_default().extend(module(&plan, baseline));
    }
    let any = quote!(plist::Value::Boolean(false));
    let day = quote!(std::time::SystemTime::UNIX_EPOCH.into());
    let any = wrapper("Any", quote!(plist::Value), any, baseline);
    let day = wrapper("Day", quote!(plist::Date), day, baseline);
    let mut files = BTreeMap::new();
    let mut names = Vec::new();
    for (family, tokens) in families {
        let name = family.module().replace("::", "_");
        names.push(ident(&name));
        files.insert(format!("src/{name}.rs"), printed(family.folder(), &name, tokens)?);
    }
    let root = quote!(#![allow(dead_code)] #any #day #(pub mod #names;)*);
    files.insert("src/lib.rs".to_owned(), printed("the baseline", "its root", root)?);
    Ok(files)
}

fn module(plan: &Plan<'_>, baseline: Baseline) -> TokenStream {
    let name = ident(&plan.module);
    let structs = plan.structs.iter().map(|item| structure(item, baseline));
    let enums = plan.enums.iter().map(|item| enumeration(item, baseline));
    let unions = plan.unions.iter().map(|item| union(item, baseline));
    quote!(pub mod #name { #(#structs)* #(#enums)* #(#unions)* })
}

/// A struct around a type of `plist` that has no default.
fn wrapper(
    name: &str,
    value: TokenStream,
    default: TokenStream,
    baseline: Baseline,
) -> TokenStream {
    let (name, derives) = (ident(name), derives(baseline, quote!(Clone, Debug, PartialEq)));
    let transparent = serde(baseline, quote!(transparent));
    quote! {
        #derives
        #transparent
        pub struct #name(pub #value);
        impl Default for #name {
            fn default() -> Self {
                Self(#default)
            }
        }
    }
}

/// The derive attribute; `also` lists what is derived apart from serde's traits.
fn derives(baseline: Baseline, also: TokenStream) -> TokenStream {
    match baseline {
        Baseline::Derive => quote!(#[derive(#also, serde::Serialize, serde::Deserialize)]),
        Baseline::Floor => quote!(#[derive(#also)]),
    }
}

/// An attribute for serde's derive; none where it is not used.
fn serde(baseline: Baseline, what: TokenStream) -> TokenStream {
    match baseline {
        Baseline::Derive => quote!(#[serde(#what)]),
        Baseline::Floor => TokenStream::new(),
    }
}

fn structure(item: &StructPlan<'_>, baseline: Baseline) -> TokenStream {
    // The tag of a union is no field: the derive of the enum writes it.
    let is_tag = |field: &FieldPlan<'_>| field.key.constant && field.key.name == UNION_TAG;
    let fields = item.fields.iter().enumerate().filter(|(_, field)| !is_tag(field));
    let fields = fields.map(|(at, field)| {
        let (key, value, always) = (&field.key.name, rust_type(&field.value), item.always(at));
        let skip = (!always).then(|| quote!(, skip_serializing_if = "Option::is_none"));
        let attribute = serde(baseline, quote!(rename = #key #skip));
        let value = if always { value } else { quote!(Option<#value>) };
        let name = ident(&field.name);
        quote!(#attribute pub #name: #value,)
    });
    let (name, derives) =
        (ident(&item.name), derives(baseline, quote!(Clone, Debug, Default, PartialEq)));
    quote!(#derives pub struct #name { #(#fields)* })
}

fn enumeration(item: &EnumPlan, baseline: Baseline) -> TokenStream {
    let derives = derives(baseline, quote!(Clone, Debug, PartialEq, Eq, Hash));
    let variants = item.variants.iter().map(|(variant, value)| {
        let (attribute, variant) = (serde(baseline, quote!(rename = #value)), ident(variant));
        quote!(#attribute #variant,)
    });
    let (name, untagged) = (ident(&item.name), serde(baseline, quote!(untagged)));
    let default = default(&item.name, quote!(Unlisted(String::new())));
    quote! {
        #derives
        pub enum #name { #(#variants)* #untagged Unlisted(String), }
        #default
    }
}

fn union(item: &UnionPlan<'_>, baseline: Baseline) -> TokenStream {
    let derives = derives(baseline, quote!(Clone, Debug, PartialEq));
    let tag = serde(baseline, quote!(tag = #UNION_TAG));
    let variants = item.variants.iter().map(|(variant, value, content)| {
        let attribute = serde(baseline, quote!(rename = #value));
        let (variant, content) = (ident(variant), ident(content));
        quote!(#attribute #variant(Box<#content>),)
    });
    let (name, untagged) = (ident(&item.name), serde(baseline, quote!(untagged)));
    let default = default(&item.name, quote!(Unknown(Default::default())));
    quote! {
        #derives
        #tag
        pub enum #name {
            #(#variants)*
            #untagged
            Unknown(std::collections::BTreeMap<String, plist::Value>),
        }
        #default
    }
}

fn default(name: &str, value: TokenStream) -> TokenStream {
    let name = ident(name);
    quote! {
        impl Default for #name {
            fn default() -> Self {
                Self::#value
            }
        }
    }
}

fn rust_type(value: &ValuePlan) -> TokenStream {
    match value {
        ValuePlan::Any => quote!(crate::Any),
        ValuePlan::Boolean => quote!(bool),
        ValuePlan::Integer => quote!(i64),
        ValuePlan::Real => quote!(f64),
        ValuePlan::String => quote!(String),
        ValuePlan::Date => quote!(crate::Day),
        ValuePlan::Data => quote!(serde_bytes::ByteBuf),
        ValuePlan::Free => quote!(std::collections::BTreeMap<String, plist::Value>),
        ValuePlan::Named(name) | ValuePlan::Open(name) => {
            let name = ident(name);
            quote!(#name)
        }
        ValuePlan::Array(item) => {
            let item = rust_type(item);
            quote!(Vec<#item>)
        }
        ValuePlan::Map(item) => {
            let item = rust_type(item);
            quote!(std::collections::BTreeMap<String, #item>)
        }
    }
}
