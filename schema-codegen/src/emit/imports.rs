//! Which names of `core::emitted` a module must import: those that its text uses.

use std::collections::BTreeSet;

use apple_device_management_core::emitted::NAMES;

/// Adds the names that a piece of emitted code uses. A name does not count in a string or a
/// comment, as that of a field, or at the end of a path (`ValueType::Data`).
pub(super) fn add(uses: &mut BTreeSet<&'static str>, code: &str) {
    let mut rest = code;
    let mut in_path = false;
    while let Some(first) = rest.chars().next() {
        let end = if first.is_ascii_alphabetic() || first == '_' {
            let end = rest.find(|char: char| !char.is_ascii_alphanumeric() && char != '_');
            let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
            let is_field = after.starts_with(':') && !after.starts_with("::");
            uses.extend(NAMES.iter().find(|name| !in_path && !is_field && **name == word));
            word.len()
        } else if first == '"' {
            literal(rest)
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        in_path = rest.starts_with(':');
        rest = &rest[end..];
    }
}

/// The length of the string literal that a text begins with.
fn literal(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_is_imported() {
        for (code, expected) in [
            ("pub a: Vec<Data>", &["Data"][..]),
            ("ValueType::Data", &["ValueType"]),
            ("A { a: Key }", &["Key"]),
            ("\"Data \\\" Date \\\\\" Real", &["Real"]),
            ("b\"\\x14Data\"", &[]),
            ("/// Data\na // Date\nReal", &["Real"]),
            ("DataAsset, MyData", &[]),
            ("record!(A, B { texts: [c] });", &["record"]),
            ("&NONE", &["NONE"]),
            ("codec: codec::Token", &["codec"]),
            ("pub record: bool", &[]),
        ] {
            let mut uses = BTreeSet::new();
            add(&mut uses, code);
            assert_eq!(Vec::from_iter(uses), expected, "{code}");
        }
    }
}
