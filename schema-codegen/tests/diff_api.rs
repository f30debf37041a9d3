//! Tests what the comparison of two releases says about Rust callers. The interfaces of both are
//! read from the emitted text, and not from the emitter's plan. They must differ in the same
//! documents and with the same effect, and the comparison must explain each break.

#![allow(clippy::unwrap_used, reason = "the helpers are part of the tests")]

#[allow(dead_code, reason = "what other tests need of it")]
mod releases;

use std::collections::{BTreeMap, BTreeSet};

use apple_device_management_core::{KeyPath, Segment};
use quote::ToTokens;
use releases::{Named, RELEASES, SEED, between, read};
use schema_codegen::diff::{Change, Comparison, Rust, rules};
use schema_codegen::emit::{Prose, emit_model};
use schema_codegen::model::{Document, Model};
use schema_codegen::naming;
use syn::{Item, ItemEnum, ItemStruct, Variant};

/// The public items of a file: `WifiManaged`,
/// `WifiManaged.encryption_type: Option<EncryptionType>`, `EncryptionType::Wpa3`.
type Interface = BTreeSet<String>;

/// The public items of each file, by its path in the generated crate.
fn interfaces(model: &Model) -> BTreeMap<String, Interface> {
    let emitted = emit_model(model, &Prose::new()).unwrap_or_else(|error| panic!("{error}"));
    let is_document = |path: &str| path.starts_with("src/") && !path.ends_with("/mod.rs");
    let documents = emitted.files.into_iter().filter(|(path, _)| is_document(path));
    documents.map(|(path, text)| (path, interface(&text))).collect()
}

fn interface(text: &str) -> Interface {
    let file = syn::parse_file(text).unwrap();
    let mut items = Interface::new();
    for item in file.items {
        match item {
            Item::Struct(ItemStruct { ident, fields, .. }) => {
                items.extend(fields.iter().map(|field| {
                    let name = field.ident.as_ref().unwrap();
                    format!("{ident}.{name}: {}", code(&field.ty))
                }));
                items.insert(ident.to_string());
            }
            Item::Enum(ItemEnum { ident, variants, attrs, .. }) => {
                let open =
                    attrs.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"))
                        || variants.iter().any(|variant| variant.ident == "Unknown");
                assert!(open, "{ident} may be matched exhaustively");
                let named = |variant: &Variant| {
                    format!("{ident}::{}{}", variant.ident, code(&variant.fields))
                };
                items.extend(variants.iter().map(named));
                items.insert(ident.to_string());
            }
            _ => {}
        }
    }
    items
}

/// A type as it is written, without the blanks that tokens have between them.
fn code(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "").replace(',', ", ")
}

fn file(document: &Document) -> String {
    let module = naming::module(&naming::document_type(&document.source, &document.id));
    format!("src/{}/{module}.rs", document.family.module().replace("::", "/"))
}

/// The emitted file of each document, by the path of the document in the schema repository.
fn files(model: &Model) -> BTreeMap<&str, String> {
    model.documents.iter().map(|document| (document.source.as_str(), file(document))).collect()
}

/// The files in which the comparison finds a change with this effect.
fn told(comparison: &Comparison, old: &Model, new: &Model, rust: Rust) -> BTreeSet<String> {
    let (before, after) = (files(old), files(new));
    let of = |change: &Change| {
        let source = change.document.source.as_str();
        [before.get(source), after.get(source)].into_iter().flatten().cloned().collect::<Vec<_>>()
    };
    comparison.changes.iter().filter(|it| it.rule.rust == rust).flat_map(of).collect()
}

/// Whether a breaking change of the comparison explains why an item is gone.
fn explains(change: &Change, item: &str) -> bool {
    let old_paths = change.old.iter().filter_map(|old| old.parse::<KeyPath>().ok());
    let paths = [&change.path].into_iter().chain(&change.with).chain(&change.also).cloned();
    let mut steps = paths.chain(old_paths).flat_map(|path| path.0);
    let names = |name: &str, by: fn(&str) -> String| {
        steps.any(|step| matches!(step, Segment::Key(key) if by(&key) == name))
    };
    match (item.split_once('.'), item.split_once("::")) {
        (Some((_, field)), None) => {
            let name = field.split_once(':').map_or(field, |(name, _)| name);
            let mut names = names;
            names(name, naming::field)
        }
        (None, Some((_, variant))) => {
            let variant = variant.split('(').next().unwrap_or(variant);
            let value = change.old.as_deref().unwrap_or_default().trim_matches('"');
            let mut names = names;
            // All variants of an enum are gone with it, or with its name.
            naming::variant(value) == variant
                || names(variant, naming::variant)
                || !is_value(change)
        }
        // A type is gone with the key that had it.
        _ => !is_value(change),
    }
}

fn is_value(change: &Change) -> bool {
    [rules::VALUE_REMOVED.id, rules::GATED_VALUE_REMOVED.id].contains(&change.rule.id)
}

fn check(old: &Named, new: &Named) -> [usize; 2] {
    let comparison = between(old, new);
    assert_eq!(comparison.notes, Vec::<String>::new());
    let pair = format!("{} → {}", old.name, new.name);
    let (old, new) = (&old.reading.model, &new.reading.model);
    let (before, after) = (interfaces(old), interfaces(new));
    let all: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let (breaking, additive) =
        (told(&comparison, old, new, Rust::Breaking), told(&comparison, old, new, Rust::Additive));
    let (old_files, new_files) = (files(old), files(new));
    let none = Interface::new();
    let mut counts = [0; 2];
    for file in all {
        let (was, is) = (before.get(file).unwrap_or(&none), after.get(file).unwrap_or(&none));
        let gone: Vec<&String> = was.difference(is).collect();
        let news: Vec<&String> = is.difference(was).collect();
        counts[0] += gone.len();
        counts[1] += news.len();
        assert_eq!(!gone.is_empty(), breaking.contains(file), "{pair}: {file}: gone {gone:?}");
        if gone.is_empty() || additive.contains(file) {
            assert_eq!(!news.is_empty(), additive.contains(file), "{pair}: {file}: new {news:?}");
        }
        let of_file = |change: &&Change| {
            let source = change.document.source.as_str();
            change.rule.rust == Rust::Breaking
                && [old_files.get(source), new_files.get(source)].contains(&Some(file))
        };
        for item in gone {
            // The fields and variants of a type are gone with it.
            let end = item.find(['.', ':']).unwrap_or(item.len());
            let item = if is.contains(&item[..end]) { item } else { &item[..end] };
            let mut changes = comparison.changes.iter().filter(of_file);
            assert!(changes.any(|it| explains(it, item)), "{pair}: {file}: {item}");
        }
    }
    counts
}

#[test]
#[cfg_attr(no_schema, ignore = "the submodule vendor/device-management is not checked out")]
fn the_effect_on_rust_is_that_on_the_generated_crate() {
    let Some(releases) = read(&RELEASES) else { return };
    // The seed is on a branch of its own, which upstream may delete.
    let seed = read(&[SEED]);
    let mut pairs: Vec<_> = releases.iter().zip(&releases[1..]).collect();
    pairs.extend(seed.iter().flatten().map(|seed| (&releases[13], seed)));
    // Releases that are far apart, so that there are many changes at once.
    pairs.push((&releases[0], &releases[15]));
    // In reverse order, so that what was added is removed.
    pairs.push((&releases[15], &releases[0]));
    for (old, new) in pairs {
        let [gone, come] = check(old, new);
        println!("{} → {}: {gone} public items gone, {come} new", old.name, new.name);
    }
}

#[test]
fn items_are_read_from_the_text() {
    let text = "pub struct A {\n    /// `B`\n    pub b: Option<String>,\n}\n\n#[non_exhaustive]\n\
                pub enum E {\n    /// `x`\n    X,\n    /// More.\n    Unknown(Dictionary),\n}\n";
    let items: Vec<_> = interface(text).into_iter().collect();
    assert_eq!(items, ["A", "A.b: Option<String>", "E", "E::Unknown(Dictionary)", "E::X"]);
}
