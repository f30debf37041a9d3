//! Shows what was found, as text.

use apple_device_management_core::{Answer, Introduced, Os, OsSupport, Segment, Target, Verdict};
use schema_codegen::effective::Side;
use schema_codegen::model::{Document, Dropped, Key};
use schema_codegen::naming;

use super::find::Found;
use super::marks::Marks;
use crate::entries::{Entry, side_name};
use crate::export::literal;

pub(super) fn show(found: &Found<'_>, target: Option<&Target>) -> String {
    let mut out = head(found.document);
    let Some(first) = found.entries.first() else { return out };
    if !found.path.0.is_empty() {
        out.push_str(&format!("\n{} {}\n", side_name(first.side), first.path));
        out.push_str(&facts(first));
    }
    out.push_str(&full_support(first, target));
    let keys: Vec<&Entry<'_>> = found.entries.iter().filter(|entry| entry.key.is_some()).collect();
    let below = if found.path.0.is_empty() { &keys[..] } else { &keys[keys.len().min(1)..] };
    let marks = Marks::of(below, first);
    for side in [Side::Payload, Side::Response] {
        let of_side: Vec<_> = below.iter().copied().filter(|entry| entry.side == side).collect();
        if !of_side.is_empty() {
            out.push_str(&format!("\n{}\n", side_name(side)));
            out.push_str(&table(&of_side, first, target, &marks));
        }
    }
    if target.is_none() && !below.is_empty() {
        out.push_str(&marks.legend());
    }
    out
}

fn head(document: &Document) -> String {
    let Document { title, id, source, family, .. } = document;
    let name = naming::document_type(source, id);
    let mut head = format!("{title}: {id}\n{source}, in Rust {family}::{name}\n");
    if let Some(apply) = document.apply {
        head.push_str(&format!("several configurations: {}\n", apply.name()));
    }
    if !document.related_status_items.is_empty() {
        head.push_str(&format!("status items: {}\n", document.related_status_items.join(", ")));
    }
    if let Some(last) = &document.last {
        head.push_str(&format!("{last}\n"));
    }
    if !document.reasons.is_empty() {
        let codes: Vec<_> = document.reasons.iter().map(|reason| reason.code.as_str()).collect();
        head.push_str(&format!("reasons: {}\n", codes.join(", ")));
    }
    for example in &document.examples {
        let files = example.files.iter();
        let files =
            files.flat_map(|it| [&it.file, &it.request, &it.response].into_iter().flatten());
        let files: Vec<_> = files.map(String::as_str).collect();
        let title = example.title.as_deref().unwrap_or("example");
        head.push_str(&format!("{title}: {}\n", files.join(", ")));
    }
    head
}

/// Type, presence and constraints of a key, a line each.
fn facts(entry: &Entry<'_>) -> String {
    let Some(key) = &entry.key else { return String::new() };
    let presence = entry.presence();
    let separator = if presence.is_empty() { "" } else { ", " };
    let mut lines = vec![format!("{}{separator}{presence}", entry.kind())];
    lines.extend(key.last.as_ref().map(|last| last.to_string()));
    lines.extend(constraints(key));
    lines.iter().map(|line| format!("  {line}\n")).collect()
}

fn constraints(key: &Key) -> Vec<String> {
    let mut lines = Vec::new();
    let list = |values: &[String]| values.join(", ");
    if !key.rangelist.is_empty() {
        let values: Vec<_> = key.rangelist.iter().map(|one| literal(one).to_string()).collect();
        lines.push(format!("one of {}", values.join(", ")));
    }
    let dropped = |one: &Dropped| format!("{} {}", literal(&one.value), one.last);
    lines.extend(key.dropped.iter().map(dropped));
    if let Some(range) = &key.range {
        lines.push(format!("range {}", bounds(range.min, range.max)));
    }
    if let Some(repetition) = &key.repetition {
        lines.push(format!("items {}", bounds(repetition.min, repetition.max)));
    }
    lines.extend(key.format.as_ref().map(|format| format!("format {format}")));
    lines.extend(key.default.as_ref().map(|value| format!("default {}", literal(value))));
    lines.extend(key.subtype.map(|subtype| format!("holds a {}", subtype.name())));
    lines.extend(key.combine.map(|combine| format!("combines by {}", combine.name())));
    if !key.asset_types.is_empty() {
        lines.push(format!("refers to an asset of type {}", list(&key.asset_types)));
    }
    if !key.asset_content_types.is_empty() {
        lines.push(format!("with content of type {}", list(&key.asset_content_types)));
    }
    lines
}

fn bounds<T: std::fmt::Display>(min: Option<T>, max: Option<T>) -> String {
    let end = |bound: Option<T>| bound.map_or_else(String::new, |bound| bound.to_string());
    format!("{}..{}", end(min), end(max))
}

/// The support in words: on every OS, or for a target with what it means.
fn full_support(entry: &Entry<'_>, target: Option<&Target>) -> String {
    let Some(target) = target else {
        let line = |os: Os| format!("  {:9} {}\n", os.name(), entry.support.on(os));
        return format!("\n{}", Os::ALL.map(line).concat());
    };
    let support = entry.support.on(target.os());
    let verdict = Verdict::of(support, target);
    let mut out = format!("\n{target}: {}\n", answer(&verdict));
    out.push_str(&format!("  {:9} {support}\n", target.os().name()));
    for obstacle in &verdict.obstacles {
        out.push_str(&format!("  - {obstacle}\n"));
    }
    out
}

fn answer(verdict: &Verdict) -> String {
    match verdict.answer() {
        Answer::Yes if verdict.is_ignored() => "ignored".to_owned(),
        answer => answer.to_string(),
    }
}

fn table(
    entries: &[&Entry<'_>],
    above: &Entry<'_>,
    target: Option<&Target>,
    marks: &Marks,
) -> String {
    let depth = entries.iter().map(|entry| entry.path.0.len()).min().unwrap_or_default();
    let mut rows = vec![header(target)];
    for entry in entries {
        let indent = "  ".repeat(entry.path.0.len() - depth);
        let name = entry.path.0.last().map_or_else(String::new, Segment::to_string);
        let mut row = vec![format!("{indent}{name}"), entry.kind().to_owned(), presence(entry)];
        match target {
            Some(target) => row.extend(for_target(entry, above, target)),
            None => row
                .extend(Os::ALL.map(|os| cell(entry.support.on(os), above.support.on(os), marks))),
        }
        rows.push(row);
    }
    aligned(&rows)
}

/// The presence, and whether only older releases have the key.
fn presence(entry: &Entry<'_>) -> String {
    let retired = entry.key.as_ref().is_some_and(|key| key.last.is_some());
    let words = [entry.presence(), if retired { "retired" } else { "" }];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ")
}

fn header(target: Option<&Target>) -> Vec<String> {
    let mut header = vec!["key".to_owned(), "type".to_owned(), "presence".to_owned()];
    match target {
        Some(target) => header.extend([target.os().name().to_owned(), "answer".to_owned()]),
        None => header.extend(Os::ALL.map(|os| os.name().to_owned())),
    }
    header
}

/// The version, and the answer for the target with the reasons that are not those of the entry
/// above.
fn for_target(entry: &Entry<'_>, above: &Entry<'_>, target: &Target) -> [String; 2] {
    let support = entry.support.on(target.os());
    let verdict = Verdict::of(support, target);
    let known = Verdict::of(above.support.on(target.os()), target);
    let new = verdict.obstacles.iter().filter(|one| !known.obstacles.contains(one));
    let reasons: Vec<_> = new.map(|one| one.limit.to_string()).collect();
    let why = match (reasons.is_empty(), verdict.obstacles.is_empty()) {
        (false, _) => format!(": {}", reasons.join("; ")),
        (true, false) => ", as above".to_owned(),
        (true, true) => String::new(),
    };
    [versions(support), format!("{}{why}", answer(&verdict))]
}

/// `12.0`; `12.0-15.0` if it was removed; `-` for never; `?` if nothing is stated.
fn versions(support: &OsSupport) -> String {
    let from = match support.introduced() {
        Introduced::Unstated => "?".to_owned(),
        Introduced::Always => "all".to_owned(),
        Introduced::Never => "-".to_owned(),
        Introduced::Since(version) => version.to_string(),
    };
    match support.removed() {
        Some(removed) => format!("{from}-{removed}"),
        None => from,
    }
}

/// The version, and the marks of conditions that differ from those of the entry above.
fn cell(support: &OsSupport, above: &OsSupport, marks: &Marks) -> String {
    let marks = marks.text(support, above);
    let separator = if marks.is_empty() { "" } else { " " };
    format!("{}{separator}{marks}", versions(support))
}

fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max()
    };
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or_default()).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        format!("  {}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}
