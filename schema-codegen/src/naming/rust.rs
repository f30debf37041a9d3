//! Which names are allowed in Rust and in generated modules.

use apple_device_management_core::emitted::NAMES;

use super::constant;

/// Names that generated code uses from Rust's prelude, so that no type may have them.
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

/// Whether a type, or its table, would have a name that generated modules may import or use from
/// Rust's prelude.
pub(super) fn is_vocabulary(name: &str) -> bool {
    PRELUDE.contains(&name) || NAMES.contains(&name) || NAMES.contains(&&*constant(name))
}

/// Rust's keywords that may be raw identifiers.
pub(super) const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Rust's keywords that may not be raw identifiers; a field gets an underscore at the end.
pub(super) const NEVER_RAW: &[&str] = &["crate", "self", "super"];

/// Whether a name is allowed in Rust. A name that is not ASCII is refused even where Rust allows
/// it: two names could look the same, and Apple uses no such names.
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
