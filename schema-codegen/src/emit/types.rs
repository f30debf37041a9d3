//! Emits structs, enums and unions.

use apple_device_management_core::Family;
use proc_macro2::TokenStream;
use quote::quote;

use super::error::EmitError;
use super::plan::{EnumPlan, FieldPlan, Group, Plan, StructPlan, UnionPlan, ValuePlan};
use super::print::{Page, ident};
use super::rows::{self, Row};
use super::{Prose, docs};
use crate::conventions::UNION_TAG;
use crate::effective::Side;

/// Emits the types of a document.
pub(super) fn emit(page: &mut Page<'_>, plan: &Plan<'_>, prose: &Prose) -> Result<(), EmitError> {
    for item in &plan.structs {
        page.item(&item.name, structure(plan, item, prose))?;
        if plan.is_root(item) {
            page.item(&item.name, constructor(item))?;
        }
        page.record(&record(item, plan.is_root(item)));
    }
    for item in &plan.enums {
        page.enumeration(&item.name, enumeration(plan, item, prose))?;
        page.text(&listed(item));
    }
    for item in &plan.unions {
        union(page, plan, item, prose)?;
    }
    roots(page, plan)
}

fn structure(plan: &Plan<'_>, item: &StructPlan<'_>, prose: &Prose) -> TokenStream {
    let about = |steps: &[&str]| about(prose, plan, item.side, steps);
    let comment = match &plan.response {
        _ if item.name == plan.payload.type_name => docs::root(plan, Side::Payload, about(&[])),
        Some(response) if item.name == response.type_name => docs::root(plan, Side::Response, None),
        _ => docs::nested(plan, &item.path, item.tables.first().map(|table| &table.support)),
    };
    let field = |(at, field): (usize, &FieldPlan<'_>)| {
        let prose = about(&[&item.path, &field.key.name]);
        let places = item.tables.first().and_then(|table| Some((table.keys.get(at)?, table)));
        let comment = places
            .map(|(place, table)| docs::field(field.key, &place.support, &table.support, prose));
        let (name, value) = (ident(&field.name), rust_type(&field.value));
        let value = if item.always(at) { value } else { quote!(Option<#value>) };
        quote!(#comment pub #name: #value,)
    };
    let fields = item.fields.iter().enumerate().filter(|(_, field)| !field.key.constant).map(field);
    let name = ident(&item.name);
    let rest = if item.fields.is_empty() { " All entries." } else { " Keys that have no field." };
    quote! {
        #comment
        #[derive(Clone)]
        pub struct #name {
            #(#fields)*
            #[doc = #rest]
            pub extra: Dictionary,
        }
    }
}

/// The constructor of a root type. It takes the required fields.
fn constructor(item: &StructPlan<'_>) -> TokenStream {
    let fields = item.fields.iter().enumerate();
    let required = fields.filter(|(at, field)| !field.key.constant && item.always(*at));
    let (names, arguments): (Vec<_>, Vec<_>) = required
        .map(|(_, field)| {
            let (name, value) = (ident(&field.name), rust_type(&field.value));
            match field.value {
                // Types for which callers often have a literal.
                ValuePlan::String | ValuePlan::Data | ValuePlan::Open(_) => {
                    (quote!(#name: #name.into()), quote!(#name: impl Into<#value>))
                }
                _ => (quote!(#name), quote!(#name: #value)),
            }
        })
        .unzip();
    let name = ident(&item.name);
    let many = (names.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let what = match names.len() {
        0 => " An empty value: no key is required.",
        _ => " A value with the required keys.",
    };
    let value = match names.len() {
        0 => quote!(Default::default()),
        _ => quote!(#name { #(#names,)* ..Default::default() }),
    };
    quote! {
        impl #name {
            #[doc = #what]
            #many
            #[inline]
            pub fn new(#(#arguments),*) -> #name {
                #value
            }
        }
    }
}

/// The call of `record!` as text: `prettyplease` would not put each name on a line.
fn record(item: &StructPlan<'_>, is_root: bool) -> String {
    let table = item.tables.first().map_or("", |table| &table.name);
    let document = if is_root { ", DOCUMENT" } else { "" };
    let mut out = format!("record!({}, {table}{document} {{\n", item.name);
    for (group, name) in Group::NAMES {
        let fields = (0..item.fields.len()).filter(|at| item.group(*at) == group);
        let lines: String =
            fields.map(|at| format!("        {},\n", item.fields[at].name)).collect();
        if !lines.is_empty() {
            out.push_str(&format!("    {name}: [\n{lines}    ],\n"));
        }
    }
    out + "});\n"
}

/// Apple's text about the thing at these steps; empty steps are left out.
fn about<'p>(prose: &'p Prose, plan: &Plan<'_>, side: &str, steps: &[&str]) -> Option<&'p str> {
    let steps = steps.iter().filter(|step| !step.is_empty());
    let place = steps.fold(side.to_owned(), |place, step| place + "/" + step);
    prose.get(&(plan.document.source.clone(), place)).map(String::as_str)
}

fn enumeration(plan: &Plan<'_>, item: &EnumPlan, prose: &Prose) -> TokenStream {
    let comment = docs::nested(plan, &item.path, None);
    let variants = item.variants.iter().map(|(variant, value)| {
        let prose = about(prose, plan, item.side, &[&item.path, value]);
        let (retired, own) = (item.retired.get(value), item.supports.get(value));
        let comment = docs::variant(value, retired, prose, own.map(|own| (own, &plan.support)));
        let variant = ident(variant);
        quote!(#comment #variant,)
    });
    let name = ident(&item.name);
    quote! {
        #comment
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
    }
}

/// The table of an enum's values.
fn listed(item: &EnumPlan) -> String {
    let name = &item.name;
    let list = |print: fn(&str, &str, &str) -> String| {
        let rows = item.variants.iter();
        let rows = rows.map(|(variant, word)| Row::new(print(name, variant, word), ""));
        rows::slice(&rows.collect::<Vec<_>>()).replace('\n', "\n    ")
    };
    let values = list(|name, variant, _| format!("{name}::{variant}"));
    let words = list(|_, _, word| format!("{word:?}"));
    format!(
        "impl codec::Listed for {name} {{\n    \
         const VALUES: &'static [{name}] = {values};\n    \
         const WORDS: &'static [&'static str] = {words};\n\n    \
         fn position(self) -> usize {{\n        self as usize\n    }}\n}}\n\nlisted!({name});\n"
    )
}

/// A union: its declaration, and the code that reads, writes and makes it.
fn union(
    page: &mut Page<'_>,
    plan: &Plan<'_>,
    item: &UnionPlan<'_>,
    prose: &Prose,
) -> Result<(), EmitError> {
    let place = item.tables.first();
    let comment = docs::nested(plan, &item.path, place.map(|table| &table.support));
    let variants = item.variants.iter().enumerate().map(|(at, (variant, value, content))| {
        let prose = about(prose, plan, item.side, &[&item.path, value]);
        let last = item.keys.get(at).and_then(|key| key.last.as_ref());
        let supports = place.and_then(|table| Some((&table.variants.get(at)?.0, &table.support)));
        let comment = docs::variant(value, last, prose, supports);
        let (variant, content) = (ident(variant), ident(content));
        quote!(#comment #variant(Box<#content>),)
    });
    let name = ident(&item.name);
    let declaration = quote! {
        #comment
        #[derive(Clone, Debug, PartialEq)]
        pub enum #name {
            #(#variants)*
            /// A dictionary of a kind that the schema does not list.
            Unknown(Dictionary),
        }
    };
    page.enumeration(&item.name, declaration)?;
    for part in union_impls(item) {
        page.item(&item.name, part)?;
    }
    Ok(())
}

fn union_impls(item: &UnionPlan<'_>) -> Vec<TokenStream> {
    let name = ident(&item.name);
    let variants = Vec::from_iter(item.variants.iter().map(|(variant, ..)| ident(variant)));
    let values = item.variants.iter().map(|(_, value, _)| value);
    let mut parts = vec![
        quote! {
            impl codec::TaggedUnion for #name {
                const TAG: &'static str = #UNION_TAG;
                fn variant(tag: &str) -> Option<#name> {
                    match tag {
                        #(#values => Some(#name::#variants(Default::default())),)*
                        _ => None,
                    }
                }
                fn content(&mut self) -> &mut dyn codec::Slot {
                    match self {
                        #(#name::#variants(content) => &mut **content,)*
                        #name::Unknown(dictionary) => dictionary,
                    }
                }
                fn unknown(dictionary: Dictionary) -> #name {
                    #name::Unknown(dictionary)
                }
            }
        },
        quote! {
            impl codec::Slot for #name {
                fn put(
                    &mut self,
                    token: codec::Token<'_>,
                    context: &mut codec::Context,
                ) -> Result<(), codec::Stop> {
                    *self = codec::put_union(token, context)?;
                    Ok(())
                }
                fn view(&self) -> codec::View<'_> {
                    match self {
                        #(#name::#variants(content) => codec::Slot::view(&**content),)*
                        #name::Unknown(dictionary) => codec::Slot::view(dictionary),
                    }
                }
            }
        },
    ];
    let contents = item.variants.iter().map(|(.., content)| content.as_str());
    parts.extend(from_contents(&item.name, item.variants.iter().map(|one| &*one.0).zip(contents)));
    parts.push(quote! {
        impl Default for #name {
            /// No variant yet: an empty dictionary.
            fn default() -> #name {
                #name::Unknown(Dictionary::new())
            }
        }
    });
    parts.push(quote!(serde_by_slot!(#name);));
    parts
}

/// The conversions to an enum from what its variants hold; `variants` are names and types.
pub(super) fn from_contents<'a>(
    name: &str,
    variants: impl Iterator<Item = (&'a str, &'a str)>,
) -> impl Iterator<Item = TokenStream> {
    let name = ident(name);
    variants.map(move |(variant, content)| {
        let (variant, content) = (ident(variant), ident(content));
        quote! {
            impl From<#content> for #name {
                #[inline]
                fn from(content: #content) -> #name {
                    #name::#variant(Box::new(content))
                }
            }
            impl From<Box<#content>> for #name {
                #[inline]
                fn from(content: Box<#content>) -> #name {
                    #name::#variant(content)
                }
            }
        }
    })
}

/// Says for each root type which document it is of, and which type answers it.
fn roots(page: &mut Page<'_>, plan: &Plan<'_>) -> Result<(), EmitError> {
    let response = plan.response.as_ref().map(|response| response.type_name.as_str());
    for name in [Some(plan.payload.type_name.as_str()), response].into_iter().flatten() {
        let name = ident(name);
        page.item(
            "the document of a type",
            quote! {
                impl Message for #name {
                    const DOCUMENT: &'static Document = &DOCUMENT;
                }
            },
        )?;
    }
    // Every command has an answer; without response keys it has only the keys that all replies
    // have.
    let bare = (plan.document.family == Family::Commands).then_some("Dictionary");
    if let Some(response) = response.or(bare) {
        let (name, response) = (ident(&plan.payload.type_name), ident(response));
        page.item(
            "the answer to a request",
            quote! {
                impl Request for #name {
                    type Response = #response;
                }
            },
        )?;
    }
    Ok(())
}

pub(super) fn rust_type(value: &ValuePlan) -> TokenStream {
    match value {
        ValuePlan::Any => quote!(Value),
        ValuePlan::Boolean => quote!(bool),
        ValuePlan::Integer => quote!(i64),
        ValuePlan::Real => quote!(Real),
        ValuePlan::String => quote!(String),
        ValuePlan::Date => quote!(Date),
        ValuePlan::Data => quote!(Data),
        ValuePlan::Free => quote!(Dictionary),
        ValuePlan::Named(name) => {
            let name = ident(name);
            quote!(#name)
        }
        ValuePlan::Open(name) => {
            let name = ident(name);
            quote!(Open<#name>)
        }
        ValuePlan::Array(item) => {
            let item = rust_type(item);
            quote!(Vec<#item>)
        }
        ValuePlan::Map(item) if **item == ValuePlan::Any => quote!(Dictionary),
        ValuePlan::Map(item) => {
            let item = rust_type(item);
            quote!(Map<#item>)
        }
    }
}

/// A type as people write it, without the blanks that tokens have between them.
pub(super) fn type_text(value: &ValuePlan) -> String {
    rust_type(value).to_string().replace(' ', "").replace(',', ", ")
}
