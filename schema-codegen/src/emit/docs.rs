//! Doc comments made of facts.

use std::collections::BTreeSet;
use std::fmt::Write;

use apple_device_management_core::{Introduced, Os, Presence};

use super::markup;
use super::plan::Plan;
use crate::effective::Effective;
use crate::model::{Bounds, Key, Last, Literal};

/// The comment of a module.
pub(super) fn module(out: &mut String, plan: &Plan<'_>) {
    let document = plan.document;
    let _ = writeln!(out, "//! {} ({}).\n//!", text(&document.title), code(&document.id));
    let _ = writeln!(out, "//! Source: {}.\n", code(&document.source));
}

/// The comment of a root type.
pub(super) fn root(out: &mut String, plan: &Plan<'_>, what: &str, prose: Option<&str>) {
    let document = plan.document;
    let _ = writeln!(out, "\n/// {} ({}){what}.", text(&document.title), code(&document.id));
    let _ = writeln!(out, "///\n/// Source: {}.", code(&document.source));
    last(out, "", document.last.as_ref());
    if let Some(prose) = prose {
        self::prose(out, "", prose);
    }
    support(out, "", &plan.support);
    if what.is_empty() {
        aliases(out, plan);
    }
}

/// The names by which people look for a document, where the type has another one.
fn aliases(out: &mut String, plan: &Plan<'_>) {
    let names = BTreeSet::from([&plan.document.id, &plan.document.title]);
    for name in names.into_iter().filter(|name| **name != plan.payload.type_name) {
        // As rustdoc takes them.
        if !name.is_empty() && name.trim() == name && !name.contains(['"', '\'', '\\']) {
            let _ = writeln!(out, "#[doc(alias = {name:?})]");
        }
    }
}

/// The comment of a nested type.
pub(super) fn nested(out: &mut String, plan: &Plan<'_>, path: &str) {
    let _ = writeln!(out, "\n/// {} of [`{}`].", code(path), plan.payload.type_name);
    let _ = writeln!(out, "///\n/// Source: {}.", code(&plan.document.source));
}

/// The comment of a field.
pub(super) fn field(out: &mut String, key: &Key, effective: &Effective, prose: Option<&str>) {
    let presence = match key.presence {
        Presence::Required => ", required",
        Presence::Optional => ", optional",
        Presence::Unstated => "",
    };
    let _ = writeln!(out, "    /// {}: {}{presence}.", code(&key.name), key.form.word());
    for fact in facts(key) {
        let _ = writeln!(out, "    ///\n    /// {fact}");
    }
    last(out, "    ", key.last.as_ref());
    if let Some(prose) = prose {
        self::prose(out, "    ", prose);
    }
    support(out, "    ", effective);
}

/// The comment of a variant.
pub(super) fn variant(
    out: &mut String,
    value: &str,
    retired: Option<&Last>,
    prose: Option<&str>,
    effective: Option<&Effective>,
) {
    let _ = writeln!(out, "    /// {}", code(value));
    last(out, "    ", retired);
    if let Some(prose) = prose {
        self::prose(out, "    ", prose);
    }
    if let Some(effective) = effective {
        support(out, "    ", effective);
    }
}

/// Of what only older releases have: the last one, and the next.
fn last(out: &mut String, indent: &str, last: Option<&Last>) {
    if let Some(Last { release, next }) = last {
        let (release, next) = (code(release), code(next));
        let _ = writeln!(out, "{indent}///\n{indent}/// In {release}, not in {next}.");
    }
}

/// Apple's text, as a paragraph or more of its own.
fn prose(out: &mut String, indent: &str, text: &str) {
    let lines = markup::paragraphs(text);
    if !lines.is_empty() {
        let _ = writeln!(out, "{indent}///");
    }
    for line in lines {
        let space = if line.is_empty() { "" } else { " " };
        let _ = writeln!(out, "{indent}///{space}{line}");
    }
}

/// The facts of a key beyond name, type, presence and support, a sentence each.
fn facts(key: &Key) -> Vec<String> {
    let mut facts = Vec::new();
    let values = key.rangelist.iter().map(literal).collect::<Vec<_>>().join(", ");
    match &key.range {
        None if values.is_empty() => {}
        None => facts.push(format!("One of {values}.")),
        Some(range) if values.is_empty() => facts.push(format!("Range: {}.", bounds(range))),
        // Either will do: a timer of 0 never fires, and others have bounds.
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

/// A line per OS on which something is available, and one for the others.
fn support(out: &mut String, indent: &str, effective: &Effective) {
    let _ = writeln!(out, "{indent}///");
    let (never, rest): (Vec<Os>, Vec<Os>) =
        Os::ALL.into_iter().partition(|os| effective.on(*os).introduced() == Introduced::Never);
    for os in rest {
        let _ = writeln!(out, "{indent}/// - {os}: {}", text(&effective.on(os).to_string()));
    }
    if !never.is_empty() {
        let names: Vec<_> = never.iter().map(|os| os.name()).collect();
        let _ = writeln!(out, "{indent}/// - not on {}", names.join(", "));
    }
}

fn literal(literal: &Literal) -> String {
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

/// Text of the schema as code in a comment, where a backslash would be shown and escape nothing.
fn code(value: &str) -> String {
    if value.is_empty() {
        "the empty string".to_owned()
    } else if value.contains('`') {
        format!("`` {} ``", line(value))
    } else {
        format!("`{}`", line(value))
    }
}

/// Text of the schema in a comment: no line breaks, nothing that rustdoc would read as markup.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for char in line(value).chars() {
        if matches!(char, '[' | ']' | '<' | '>' | '*' | '_' | '\\') {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

/// Text of the schema without line breaks, as a comment may hold it.
pub(super) fn line(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ").chars().map(markup::shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Children, Content, Dropped};
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
