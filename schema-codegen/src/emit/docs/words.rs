//! Words for what a key states, and texts of the schema as they may be in a comment.

use crate::emit::markup;
use crate::model::{Bounds, Key, Literal};

/// What a key states apart from name, type, presence and support, a sentence each.
pub(super) fn facts(key: &Key) -> Vec<String> {
    let mut facts = Vec::new();
    let values = key.rangelist.iter().map(literal).collect::<Vec<_>>().join(", ");
    match &key.range {
        None if values.is_empty() => {}
        None => facts.push(format!("One of {values}.")),
        Some(range) if values.is_empty() => facts.push(format!("Range: {}.", bounds(range))),
        // A value that is within the bounds or listed is allowed: a timer may be 0, so that it
        // never fires, or within its bounds.
        Some(range) => facts.push(format!("Range: {}, or one of {values}.", bounds(range))),
    }
    for dropped in &key.dropped {
        let (release, next) = (code(&dropped.last.release), code(&dropped.last.next));
        facts.push(format!("{} in {release}, not in {next}.", literal(&dropped.value)));
    }
    if let Some(repetition) = key.repetition {
        let bounds =
            Bounds { min: repetition.min.map(f64::from), max: repetition.max.map(f64::from) };
        facts.push(format!("Items: {}.", self::bounds(&bounds)));
    }
    if let Some(format) = &key.format {
        facts.push(format!("Format: {}.", code(format)));
    }
    if let Some(default) = &key.default {
        facts.push(format!("Default: {}.", literal(default)));
    }
    if let Some(subtype) = key.subtype {
        facts.push(format!("Holds: {}.", subtype.name()));
    }
    if let Some(combine) = key.combine {
        facts.push(format!("Combines by {}.", combine.name()));
    }
    for (what, list) in [
        ("Asset types", &key.asset_types),
        ("Content types of the asset", &key.asset_content_types),
    ] {
        if !list.is_empty() {
            let list: Vec<_> = list.iter().map(|item| code(item)).collect();
            facts.push(format!("{what}: {}.", list.join(", ")));
        }
    }
    facts
}

pub(super) fn literal(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => code(text),
        Literal::Boolean(value) => code(&value.to_string()),
        Literal::Integer(value) => code(&value.to_string()),
        Literal::Real(value) => code(&value.to_string()),
    }
}

fn bounds(bounds: &Bounds) -> String {
    match (bounds.min, bounds.max) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("{min} or more"),
        (None, Some(max)) => format!("{max} or less"),
        (None, None) => "open".to_owned(),
    }
}

/// A text of the schema as code in a comment. Nothing is escaped in code: a backslash would be
/// shown.
pub(super) fn code(value: &str) -> String {
    if value.is_empty() {
        "the empty string".to_owned()
    } else if value.contains('`') {
        format!("`` {} ``", line(value))
    } else {
        format!("`{}`", line(value))
    }
}

/// A text of the schema in a comment, without line breaks and with all markup escaped.
pub(super) fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for char in line(value).chars() {
        if matches!(char, '[' | ']' | '<' | '>' | '*' | '_' | '\\') {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

/// A text of the schema without line breaks, and without characters that a comment must not have.
pub(in crate::emit) fn line(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ").chars().map(markup::shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Children, Content, Dropped, Last};
    use crate::testing::{document, key, model};

    #[test]
    fn a_value_that_only_older_releases_have_is_said_to_be_one() {
        let raw = document("mdm/commands/a.yaml", vec![key("K", "string").values(&["New", "Old"])]);
        let mut model = model(&[raw]);
        let Content::Dictionary(Children::Own(keys)) = &mut model.documents[0].payload else {
            panic!("a dictionary")
        };
        let value = Literal::String("Old".to_owned());
        let last = Last { release: "18.3".to_owned(), next: "26.4".to_owned() };
        keys[0].dropped = vec![Dropped { value, last }];
        assert_eq!(facts(&keys[0]), ["One of `New`, `Old`.", "`Old` in `18.3`, not in `26.4`."]);
    }
}
