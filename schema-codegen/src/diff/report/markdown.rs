//! The report for a pull request: by section, then by document.

use std::fmt::Write;

use super::super::{Change, Comparison, Rust, Section};

/// The bytes that a section needs besides its changes: for the heading, and the line about what is
/// left out.
const FRAME: usize = 80;

/// The report, with headings of the given level. If it would be longer than `limit` bytes, changes
/// are left out, and each section says how many: a comment on GitHub may have 65,536 characters.
/// Breaking changes are left out last.
pub fn markdown(comparison: &Comparison, level: usize, limit: Option<usize>) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}\n", super::summary(comparison));
    if comparison.with_effect(Rust::Breaking) > 0 {
        out.push_str("What is **breaking** for Rust callers is marked.\n\n");
    }
    let listed = Section::ALL.iter().map(|(section, _, _)| *section);
    let listed: Vec<Section> = listed.filter(|section| *section != Section::Counted).collect();
    let changes: Vec<&Change> = listed.iter().flat_map(|it| comparison.section(*it)).collect();
    let sections = listed.iter().filter(|it| comparison.section(**it).next().is_some()).count();
    let end = end(comparison, level);
    let taken = out.len() + sections * FRAME + end.len();
    let chosen = chosen(&changes, limit.map(|limit| limit.saturating_sub(taken)));
    let mut rest = changes.iter().zip(&chosen).peekable();
    for section in listed {
        let number = comparison.section(section).count();
        if number > 0 {
            let _ = writeln!(out, "{} {} ({number})\n", "#".repeat(level), section.heading());
        }
        let (mut source, mut left_out) = (None, 0);
        while let Some((change, is_chosen)) = rest.next_if(|(it, _)| it.section() == section) {
            if *is_chosen {
                out.push_str(&item(change, source == Some(&change.document.source)));
                source = Some(&change.document.source);
            } else {
                left_out += 1;
            }
        }
        if source.is_some() {
            out.push('\n');
        }
        if left_out > 0 {
            let is = if left_out == 1 { "is" } else { "are" };
            let _ = writeln!(out, "_{left_out} more {is} left out here._\n");
        }
    }
    out + &end
}

/// Which of the changes there is room for: first the breaking ones, then the others from the top.
fn chosen(changes: &[&Change], room: Option<usize>) -> Vec<bool> {
    let mut chosen = vec![room.is_none(); changes.len()];
    let Some(mut room) = room else { return chosen };
    for breaking in [true, false] {
        for (change, chosen) in changes.iter().zip(&mut chosen) {
            // Counted with the name of its document, which may have to be written above it.
            let size = item(change, false).len();
            if (change.rule.rust == Rust::Breaking) == breaking {
                *chosen = size <= room;
                // After the first that does not fit, all others are left out too.
                room = if *chosen { room - size } else { 0 };
            }
        }
    }
    chosen
}

/// The end of the report: changes that are only counted, and the notes.
fn end(comparison: &Comparison, level: usize) -> String {
    let mut out = String::new();
    let lines = super::counted(comparison);
    if !lines.is_empty() {
        let _ = writeln!(out, "{} {}\n", "#".repeat(level), Section::Counted.heading());
    }
    for line in lines {
        let _ = writeln!(out, "- {}", escaped(&line));
    }
    for note in &comparison.notes {
        let _ = writeln!(out, "- {}", escaped(note));
    }
    out
}

/// A change of a document on one line, or a change of a key below the name of its document.
fn item(change: &Change, same_document: bool) -> String {
    let breaking = if change.rule.rust == Rust::Breaking { "**breaking** " } else { "" };
    let words = escaped(&super::line(change));
    let document = format!("- {} {}", change.document.family, code(&change.document.id));
    let path = super::place(change);
    if path.is_empty() {
        return format!("{document}: {breaking}{words}\n");
    }
    let key = format!("  - {breaking}{}: {words}\n", code(&path));
    if same_document { key } else { format!("{document}\n{key}") }
}

fn code(text: &str) -> String {
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// A text with all that Markdown would read as markup escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\n' | '\r' => out.push(' '),
            '*' | '_' | '`' | '<' | '>' | '[' | ']' | '\\' | '|' | '#' => out.extend(['\\', char]),
            _ => out.push(char),
        }
    }
    out
}
