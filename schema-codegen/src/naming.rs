//! All names of the generated crate: modules, types, fields, variants.
//!
//! A name derives from the wire identifier or the key path alone, so a new document never renames
//! an old type. The identifier or key is taken apart into words (`words.rs`), and modules, types,
//! fields, variants and constants are all made of these words. A person has reviewed two tables:
//! where one word ends and the next begins (`words.rs`), and names for documents and key paths that
//! would give a bad name or the same name twice (`documents.rs`). All other names are derived by
//! rules, and stay.

mod documents;
mod rust;
#[cfg(test)]
mod tests;
mod words;

use heck::ToSnakeCase;

use crate::model::Document;

use documents::{DOCUMENTS, NESTED, PREFIXES};
pub use rust::is_identifier;
use rust::{KEYWORDS, NEVER_RAW, is_vocabulary};
use words::words;

/// Variants for values of rangelists that give no identifier, or a bad one.
const VALUES: &[(&str, &str)] = &[("", "Empty"), ("3DES", "TripleDes"), ("*", "Any")];

/// Endings of a plural, each with that of the singular; the first row that fits counts. Endings of
/// words that only look like a plural come first.
const PLURALS: &[(&str, Option<&str>)] = &[
    ("ss", None),
    ("us", None),
    ("is", None),
    ("ies", Some("y")),
    ("sses", Some("ss")),
    ("Caches", Some("Cache")),
    ("shes", Some("sh")),
    ("ches", Some("ch")),
    ("xes", Some("x")),
    ("s", Some("")),
];

/// The name of a document's root type: `WifiManaged` for `com.apple.wifi.managed`.
pub fn document_type(source: &str, id: &str) -> String {
    if let Some((_, name)) = DOCUMENTS.iter().find(|(known, _)| *known == source) {
        return (*name).to_owned();
    }
    let own = |(prefix, before, behind): &(&str, &str, &str)| {
        let rest = id.strip_prefix(prefix).filter(|rest| !rest.is_empty())?;
        Some(format!("{before}{}{behind}", type_part(rest)))
    };
    let name = PREFIXES.iter().find_map(own).unwrap_or_else(|| type_part(id));
    let name = name + &type_part(part(source));
    unlike_vocabulary(&lettered(&name, "Document"), "Document")
}

/// What tells apart the files of several documents with one identifier, in the way Apple names
/// them: the `Accounts` in `com.apple.MCX(Accounts).yaml`.
fn part(source: &str) -> &str {
    let stem = source.strip_suffix(").yaml").unwrap_or_default();
    stem.rsplit_once('(').map_or("", |(_, part)| part)
}

/// The name of a document's root type, if none was chosen for it.
pub fn root_type(document: &Document) -> String {
    let chosen = document.names.get(ROOT_TYPE).cloned();
    chosen.unwrap_or_else(|| document_type(&document.source, &document.id))
}

/// The entry of [`Document::names`] that gives the root type another name.
pub(crate) const ROOT_TYPE: &str = "document";

/// Makes a name that is allowed in Rust from one that is not: without its strange characters, and
/// with the word before what is left if that is little.
pub(crate) fn without_strange_letters(name: &str, word: &str) -> String {
    let plain: String =
        name.chars().filter(|char| char.is_ascii_alphanumeric() || *char == '_').collect();
    if is_identifier(&plain) { plain } else { format!("{word}{plain}") }
}

/// The module of a root type: `wifi_managed` for `WifiManaged`.
pub fn module(type_name: &str) -> String {
    let name = type_name.to_snake_case();
    let keyword = [KEYWORDS, NEVER_RAW].iter().any(|words| words.contains(&name.as_str()));
    if keyword { format!("{name}_") } else { name }
}

/// The name of a nested type. It gets `Type` at the end if it would hide a name that generated code
/// imports, and at the beginning if it does not begin with a letter.
pub fn nested_type(name: &str) -> String {
    unlike_vocabulary(&lettered(name, "Type"), "Type")
}

/// The name that a person has given to the type at a key path, if there is one. The side is
/// `payload` or `response`.
pub fn reviewed_type(source: &str, side: &str, path: &str) -> Option<&'static str> {
    let here = |known: &str| match known.strip_prefix("response/") {
        Some(below) => side == "response" && below == path,
        None => side == "payload" && known == path,
    };
    let found = NESTED.iter().find(|(document, known, _)| *document == source && here(known));
    found.map(|(_, _, name)| *name)
}

/// The name for the items of a list or the values of a map, derived from that of the list: `Query`
/// for `Queries`. A name that is no plural gets the suffix.
pub fn item_type(list: &str, suffix: &str) -> String {
    let found = PLURALS.iter().find_map(|(ending, singular)| {
        let stem = list.strip_suffix(ending)?;
        Some(singular.map(|singular| format!("{stem}{singular}")))
    });
    let lower = |name: &String| name.ends_with(|last: char| last.is_ascii_lowercase());
    found.flatten().filter(lower).unwrap_or_else(|| format!("{list}{suffix}"))
}

/// A name, with a word before it if it does not begin with a letter, as a name in Rust must.
fn lettered(name: &str, word: &str) -> String {
    if name.starts_with(char::is_alphabetic) { name.to_owned() } else { format!("{word}{name}") }
}

/// The name of a type, with `Type` behind it if it would hide a name that generated code imports.
/// If that would hide one too, as `ValueType` would, it gets another.
fn unlike_vocabulary(name: &str, suffix: &str) -> String {
    let candidates = [name.to_owned(), format!("{name}{suffix}"), format!("{name}Content")];
    let [.., last] = &candidates;
    candidates.iter().find(|name| !is_vocabulary(name)).unwrap_or(last).clone()
}

/// A key name as a part of a type's name: `QueryResponses`, `Ikev2`.
pub fn type_part(key: &str) -> String {
    let mut name = String::with_capacity(key.len());
    for word in words(key) {
        let mut chars = word.chars();
        let first = chars.next().into_iter().flat_map(char::to_uppercase);
        // Between two numbers there is an underscore: `SHA2-256` is `Sha2_256`.
        let digit = |char: Option<char>| char.is_some_and(|char| char.is_ascii_digit());
        if digit(name.chars().last()) && digit(word.chars().next()) {
            name.push('_');
        }
        name.extend(first.chain(chars));
    }
    name
}

/// The field of a key: `device_name`, `r#type`.
///
/// A name gets an underscore at the end if it cannot be a raw identifier, or if it is that of the
/// field which every struct has.
pub fn field(key: &str) -> String {
    let name = words(key).join("_");
    match name.as_str() {
        "extra" => format!("{name}_"),
        keyword if NEVER_RAW.contains(&keyword) => format!("{name}_"),
        keyword if KEYWORDS.contains(&keyword) => format!("r#{name}"),
        "" => "_empty".to_owned(),
        _ if name.starts_with(|first: char| first.is_ascii_digit()) => format!("_{name}"),
        _ => name,
    }
}

/// The variant of a value in a rangelist: `FullAccess`, `V1_0`.
pub fn variant(value: &str) -> String {
    if let Some((_, name)) = VALUES.iter().find(|(known, _)| *known == value) {
        return (*name).to_owned();
    }
    let (sign, number) = match value.strip_prefix('-') {
        Some(number) => ("Minus", number),
        None => ("V", value),
    };
    if number.starts_with(|first: char| first.is_ascii_digit()) {
        return format!("{sign}{}", number_parts(number));
    }
    let name = type_part(&value.replace('*', " Any ").replace('+', " Plus "));
    match name.as_str() {
        "" => "Symbol".to_owned(),
        "Self" => "Self_".to_owned(),
        _ => name,
    }
}

/// The variant of a union. `Unknown` is taken: it is the variant for kinds that are not listed.
pub fn union_variant(name: &str) -> String {
    match variant(name) {
        name if name == "Unknown" => format!("{name}_"),
        name => name,
    }
}

/// The name of a `static` that belongs to a type: `DEVICE_INFORMATION`.
pub fn constant(type_name: &str) -> String {
    type_name.to_snake_case().to_uppercase()
}

/// A value that begins with a digit, with underscores in place of dots: `1.0` is `1_0`.
fn number_parts(value: &str) -> String {
    value.split(|char: char| !char.is_ascii_alphanumeric()).collect::<Vec<_>>().join("_")
}
