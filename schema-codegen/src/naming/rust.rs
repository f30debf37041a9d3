//! What Rust and the generated modules ask of a name.

use apple_device_management_core::emitted::NAMES;

use super::constant;

/// What generated code takes from Rust itself: no type may be called so.
const PRELUDE: &[&str] = &[
    "Box",
    "Clone",
    "Debug",
    "Default",
    "Err",
    "From",
    "Into",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// Whether a type, or its table, would be called like what generated modules may import, or take from
/// Rust itself.
pub(super) fn is_vocabulary(name: &str) -> bool {
    PRELUDE.contains(&name) || NAMES.contains(&name) || NAMES.contains(&&*constant(name))
}

/// Rust's keywords, raw identifiers of which make fields.
pub(super) const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// The keywords that are no raw identifiers either; they get an underscore behind them.
pub(super) const NEVER_RAW: &[&str] = &["crate", "self", "super"];

/// Whether Rust takes a name. All that is not ASCII is refused, also what Rust would take of it: no
/// identifier of Apple's has any, and two that look the same could be different names.
pub fn is_identifier(name: &str) -> bool {
    let part = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let reserved = |name| KEYWORDS.contains(&name) || NEVER_RAW.contains(&name);
    match name.strip_prefix("r#") {
        Some(keyword) => KEYWORDS.contains(&keyword),
        None => {
            let digit = name.starts_with(|first: char| first.is_ascii_digit());
            !digit
                && name.chars().all(part)
                && !reserved(name)
                && !["", "_", "Self"].contains(&name)
        }
    }
}
