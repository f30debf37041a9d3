//! Doc comments made of facts.
//!
//! The root types of a document say where it works. What stands below says what differs from that: a
//! type from its document, and a field or variant from its type.

use std::collections::BTreeSet;

use apple_device_management_core::{Introduced, Os, OsSupport, Presence, internal};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::plan::Plan;
use super::{links, markup};
use crate::effective::{Effective, Side};
use crate::model::{Bounds, Key, Last, Literal};

/// The lines of a doc comment, and the other names of what it is about.
#[derive(Default)]
pub(super) struct Comment {
    lines: Vec<String>,
    aliases: Vec<String>,
}

impl Comment {
    fn of(line: String) -> Comment {
        Comment { lines: vec![line], aliases: Vec::new() }
    }

    /// Adds lines as a paragraph of their own.
    fn paragraph(mut self, lines: impl IntoIterator<Item = String>) -> Comment {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_some() {
            self.lines.push(String::new());
            self.lines.extend(lines);
        }
        self
    }

    /// The comment of a module, which stands inside it.
    pub(super) fn inner(&self) -> TokenStream {
        let lines = self.lines.iter().map(|line| spaced(line));
        quote!(#(#![doc = #lines])*)
    }
}

impl ToTokens for Comment {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let lines = self.lines.iter().map(|line| spaced(line));
        let aliases = &self.aliases;
        tokens.extend(quote!(#(#[doc = #lines])* #(#[doc(alias = #aliases)])*));
    }
}

/// A line as it stands behind `///`.
fn spaced(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

/// The comment of a module.
pub(super) fn module(plan: &Plan<'_>) -> Comment {
    let document = plan.document;
    Comment::of(format!("{} ({}).", text(&document.title), code(&document.id)))
        .paragraph([source(plan)])
}

/// The comment of a root type.
pub(super) fn root(plan: &Plan<'_>, side: Side, prose: Option<&str>) -> Comment {
    let document = plan.document;
    let what = match side {
        Side::Payload => "",
        Side::Response => ": the answer",
    };
    let page = links::page(document, side);
    let mut comment =
        Comment::of(format!("{} ({}){what}.", text(&document.title), code(&document.id)))
            .paragraph([source(plan)])
            .paragraph(page.map(|page| format!("[Apple's page about it]({page}).")))
            .paragraph(last(document.last.as_ref()))
            .paragraph(prose.map(markup::paragraphs).unwrap_or_default())
            .paragraph(support(&plan.support));
    if side == Side::Payload {
        comment.aliases = aliases(plan);
    }
    comment
}

/// The names by which people look for a document, where the type has another one.
fn aliases(plan: &Plan<'_>) -> Vec<String> {
    let names = BTreeSet::from([&plan.document.id, &plan.document.title]);
    let others = names.into_iter().filter(|name| **name != plan.payload.type_name);
    // As rustdoc takes them.
    let taken = |name: &&String| {
        !name.is_empty() && name.trim() == *name && !name.contains(['"', '\'', '\\'])
    };
    others.filter(taken).cloned().collect()
}

/// The comment of a nested type; with the support of a dictionary.
pub(super) fn nested(plan: &Plan<'_>, path: &str, support: Option<&Effective>) -> Comment {
    Comment::of(format!("{} of [`{}`].", code(path), plan.payload.type_name))
        .paragraph([source(plan)])
        .paragraph(support.map(|own| differing(own, &plan.support)).unwrap_or_default())
}

fn source(plan: &Plan<'_>) -> String {
    format!("Source: {}.", code(&plan.document.source))
}

/// The comment of a field, in a type of another support.
pub(super) fn field(
    key: &Key,
    effective: &Effective,
    above: &Effective,
    prose: Option<&str>,
) -> Comment {
    let hidden = key.secret.then(|| "A secret: `Debug` does not show it.".to_owned());
    let facts = facts(key).into_iter().chain(hidden);
    facts
        .fold(Comment::of(format!("{}: {}.", code(&key.name), kind(key))), |comment, fact| {
            comment.paragraph([fact])
        })
        .paragraph(last(key.last.as_ref()))
        .paragraph(prose.map(markup::paragraphs).unwrap_or_default())
        .paragraph(differing(effective, above))
}

/// Type and presence in words: `string, required`.
fn kind(key: &Key) -> String {
    let presence = match key.presence {
        Presence::Required => ", required",
        Presence::Optional => ", optional",
        Presence::Unstated => "",
    };
    format!("{}{presence}", key.form.word())
}

/// The comment of a variant; with its support and the one of its type.
pub(super) fn variant(
    value: &str,
    retired: Option<&Last>,
    prose: Option<&str>,
    supports: Option<(&Effective, &Effective)>,
) -> Comment {
    Comment::of(code(value))
        .paragraph(last(retired))
        .paragraph(prose.map(markup::paragraphs).unwrap_or_default())
        .paragraph(supports.map(|(own, above)| differing(own, above)).unwrap_or_default())
}

/// Of what only older releases have: the last one, and the next.
fn last(last: Option<&Last>) -> Option<String> {
    let Last { release, next } = last?;
    Some(format!("In {}, not in {}.", code(release), code(next)))
}

/// What a row of a table says of a key, in a dictionary of another support: `string, optional; macOS
/// 10.8; not on iOS`.
pub(super) fn key_row(key: &Key, effective: &Effective, above: &Effective) -> String {
    let secret = if key.secret { ", secret" } else { "" };
    match differing_row(effective, above).as_str() {
        "" => format!("{}{secret}", kind(key)),
        differing => format!("{}{secret}; {differing}", kind(key)),
    }
}

/// What a row says of the limits of a key.
pub(super) fn limits_row(key: &Key) -> String {
    let facts = Vec::from_iter(facts(key).into_iter().chain(last(key.last.as_ref())));
    format!("{}: {}", key.name, facts.join(" "))
}

/// A support on one line, OSes of which the same holds together: `iOS 7.0, macOS 10.9, supervised`.
pub(super) fn support_row(effective: &Effective) -> String {
    let (never, rest) = by_availability(effective);
    if never.len() == Os::ALL.len() {
        return "not available".to_owned();
    }
    joined(rest.into_iter().map(|os| {
        let text = effective.on(os).to_string();
        let (since, conditions) = text.split_once(", ").unwrap_or((&text, ""));
        (format!("{os} {since}"), conditions.to_owned())
    }))
}

/// What differs from the support above, on one line; empty if nothing does.
pub(super) fn differing_row(effective: &Effective, above: &Effective) -> String {
    let row = joined(differences(effective, above).into_iter().map(|(os, differs)| {
        let since = differs.since.map(|since| format!("{os} {since}"));
        (since.unwrap_or_else(|| os.to_string()), differs.conditions.join(", "))
    }));
    let parts = [row, not_on(&lost(effective, above)).unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// OSes, each perhaps with a version, and their conditions: OSes of the same conditions together.
fn joined(all: impl Iterator<Item = (String, String)>) -> String {
    let mut parts: Vec<(String, Vec<String>)> = Vec::new();
    for (os, conditions) in all {
        match parts.iter_mut().find(|(known, _)| *known == conditions) {
            Some((_, all)) => all.push(os),
            None => parts.push((conditions, vec![os])),
        }
    }
    let parts = parts.into_iter().map(|(conditions, all)| match conditions.as_str() {
        "" => all.join(", "),
        _ => format!("{}, {conditions}", all.join(", ")),
    });
    Vec::from_iter(parts).join("; ")
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
fn support(effective: &Effective) -> Vec<String> {
    let (never, rest) = by_availability(effective);
    let lines = rest.iter().map(|os| format!("- {os}: {}", text(&effective.on(*os).to_string())));
    lines.chain(not_on(&never).map(|line| format!("- {line}"))).collect()
}

/// A line per OS on which something differs from the support above, and one for those on which it
/// is not available although what it stands in is.
fn differing(effective: &Effective, above: &Effective) -> Vec<String> {
    let lines = differences(effective, above).into_iter().map(|(os, differs)| {
        let words = differs.since.into_iter().chain(differs.conditions);
        format!("- {os}: {}", text(&words.collect::<Vec<_>>().join(", ")))
    });
    lines.chain(not_on(&lost(effective, above)).map(|line| format!("- {line}"))).collect()
}

/// The OSes on which something never was, and the others.
fn by_availability(effective: &Effective) -> (Vec<Os>, Vec<Os>) {
    Os::ALL.into_iter().partition(|os| effective.on(*os).introduced() == Introduced::Never)
}

/// The OSes on which something is not available although what it stands in is.
fn lost(effective: &Effective, above: &Effective) -> Vec<Os> {
    let (never, _) = by_availability(effective);
    let (_, there) = by_availability(above);
    never.into_iter().filter(|os| there.contains(os)).collect()
}

fn not_on(never: &[Os]) -> Option<String> {
    let names: Vec<_> = never.iter().map(|os| os.name()).collect();
    (!names.is_empty()).then(|| format!("not on {}", names.join(", ")))
}

/// How a support differs from the one above on one OS.
struct Differs {
    /// The version, if it is another.
    since: Option<String>,
    conditions: Vec<String>,
}

/// The OSes on which something is available in another way than what it stands in.
fn differences(effective: &Effective, above: &Effective) -> Vec<(Os, Differs)> {
    let (_, there) = by_availability(effective);
    let differs = there.into_iter().map(|os| (os, differs(effective.on(os), above.on(os))));
    differs.filter(|(_, it)| it.since.is_some() || !it.conditions.is_empty()).collect()
}

fn differs(own: &OsSupport, above: &OsSupport) -> Differs {
    let nothing = OsSupport::UNSTATED;
    // Whoever reads that something is not available reads no conditions.
    let above = if above.introduced() == Introduced::Never { &nothing } else { above };
    let since = own.versions().into_iter().next();
    let words = |support: &OsSupport| {
        let versions = support.versions().into_iter().skip(1);
        versions.chain(support.conditions()).collect::<Vec<_>>()
    };
    let (mut conditions, lifted) = internal::differences(words(own), words(above));
    if !lifted.is_empty() {
        conditions.push(format!("does not apply: {}", lifted.join(", ")));
    }
    Differs { since: since.filter(|_| own.introduced() != above.introduced()), conditions }
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
    use apple_device_management_core::Version;

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

    /// A support in the order of `Os::ALL`, by what holds on the first two; the others have none.
    fn on(first: OsSupport, second: OsSupport) -> Effective {
        let mut all = Effective([OsSupport::NEVER; 5]);
        (all.0[0], all.0[1]) = (first, second);
        all
    }

    #[test]
    fn what_a_field_shares_with_its_type_is_not_said_again() {
        let since = |major| {
            OsSupport::UNSTATED.with_introduced(Introduced::Since(Version::new(major, 0, 0)))
        };
        let (a, b) = (Os::ALL[0], Os::ALL[1]);
        let above = on(since(4).with_supervised(true), since(10));
        let cases = [
            (above, vec![], String::new()),
            (
                on(since(7).with_supervised(true), since(10).with_user_channel(false)),
                vec![format!("- {a}: 7.0"), format!("- {b}: not on the user channel")],
                format!("{a} 7.0; {b}, not on the user channel"),
            ),
            (
                on(since(4), OsSupport::NEVER),
                vec![format!("- {a}: does not apply: supervised"), format!("- not on {b}")],
                format!("{a}, does not apply: supervised; not on {b}"),
            ),
            (
                on(
                    since(4).with_supervised(true).with_deprecated(Version::new(9, 0, 0)),
                    since(12),
                ),
                vec![format!("- {a}: deprecated 9.0"), format!("- {b}: 12.0")],
                format!("{a}, deprecated 9.0; {b} 12.0"),
            ),
        ];
        for (own, lines, row) in cases {
            assert_eq!((differing(&own, &above), differing_row(&own, &above)), (lines, row));
        }
        // On an OS that the type does not have, all is said.
        let narrow = on(OsSupport::NEVER.with_supervised(true), since(10));
        let said = differing(&above, &narrow);
        assert_eq!(said, [format!("- {a}: 4.0, supervised")]);
    }
}
