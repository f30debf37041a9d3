//! The printer of tables: each entry is on a line, with its meaning in a comment behind it.

use super::docs;

/// An entry of a list.
pub(super) struct Row {
    /// The code. If it has several lines, they are indented further when the row is printed.
    entry: String,
    /// The comment; may be empty.
    meaning: String,
}

impl Row {
    pub(super) fn new(entry: String, meaning: impl AsRef<str>) -> Row {
        Row { entry, meaning: docs::line(meaning.as_ref()) }
    }
}

/// A slice, with each entry on a line.
pub(super) fn slice(rows: &[Row]) -> String {
    format!("&{}", array(rows))
}

/// An array, with each entry on a line.
pub(super) fn array(rows: &[Row]) -> String {
    let mut out = String::from("[");
    for Row { entry, meaning } in rows {
        out.push_str("\n    ");
        out.push_str(&indented(entry));
        out.push(',');
        if !meaning.is_empty() {
            out.push_str(" // ");
            out.push_str(meaning);
        }
    }
    out.push_str(if rows.is_empty() { "]" } else { "\n]" });
    out
}

/// The value of a struct, with each field on a line.
pub(super) fn value(name: &str, fields: &[(&str, String)]) -> String {
    let mut out = format!("{name} {{\n");
    for (field, value) in fields {
        if *field == "index" {
            out.push_str("    // The hash table by which a name is found: core/src/index.rs.\n");
        }
        out.push_str(&format!("    {field}: {},\n", indented(value)));
    }
    out + "}"
}

/// A text with every line but the first indented by one level.
fn indented(text: &str) -> String {
    text.replace('\n', "\n    ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_stands_on_a_line_and_its_meaning_behind_it() {
        assert_eq!(slice(&[]), "&[]");
        let inner = slice(&[Row::new("1".to_owned(), "one\nand only")]);
        let index = ("index", "b\"\"".to_owned());
        let entry = value("A", &[("b", inner), index]);
        assert_eq!(
            slice(&[Row::new(entry, "a"), Row::new("2".to_owned(), "")]),
            "&[\n    A {\n        b: &[\n            1, // one and only\n        ],\n        \
             // The hash table by which a name is found: core/src/index.rs.\n        \
             index: b\"\",\n    }, // a\n    2,\n]"
        );
    }
}
