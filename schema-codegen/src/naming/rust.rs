//! What Rust and the generated modules ask of a name.

/// The vocabulary that generated modules import: what `core/src/emitted.rs` exports.
pub(super) const VOCABULARY: &[&str] = &[
    "Apply",
    "BTreeMap",
    "Combine",
    "Constraints",
    "Data",
    "Date",
    "Dictionary",
    "Document",
    "Enrollment",
    "Enrollments",
    "Family",
    "Gated",
    "GatedValue",
    "Key",
    "Last",
    "Literal",
    "Message",
    "Mode",
    "Open",
    "OsSupport",
    "Range",
    "Real",
    "Reason",
    "ReasonDetail",
    "Repetition",
    "Retired",
    "RetiredValue",
    "Right",
    "Scope",
    "Scopes",
    "SharedIpad",
    "Subtype",
    "Support",
    "Table",
    "Union",
    "UserEnrollment",
    "Value",
    "ValueType",
    "Request",
    "Variant",
    "Version",
    "Always",
    "Never",
    "Since",
    "NotStated",
    "NoRight",
    "OneRight",
    "SpecialRight",
    "Optional",
    "Required",
    "Unstated",
    "Box",
    "Option",
    "Some",
    "None",
    "String",
    "Vec",
    "Ok",
    "Err",
    "Result",
    "Default",
    "Clone",
    "Debug",
    "PartialEq",
    // Their tables would be called like the module's own `SOURCE` and `SUPPORTS`.
    "Source",
    "Supports",
    // As `NONE` and `NEVER` are, `ANYTHING` is imported.
    "Anything",
    // A keyword that looks like a type.
    "Self",
];

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
