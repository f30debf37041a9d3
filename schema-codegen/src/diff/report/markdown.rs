//! For a pull request: by section, then by document.

use std::fmt::Write;

use super::super::{Change, Comparison, Rust, Section};

/// What a section takes beside its changes: the heading, and the line about what is left out.
const FRAME: usize = 80;

/// The report, below headings of the given level. Beyond `limit` bytes, if there is one, its
/// sections say how many lines are left out: a comment on GitHub holds 65,536 characters. What is
/// breaking is the last to be left out, whatever its section.
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

/// For which of the changes there is room: first for what is breaking, then from the top.
fn chosen(changes: &[&Change], room: Option<usize>) -> Vec<bool> {
    let mut chosen = vec![room.is_none(); changes.len()];
    let Some(mut room) = room else { return chosen };
    for breaking in [true, false] {
        for (change, chosen) in changes.iter().zip(&mut chosen) {
            // With its document's name, which it may stand below.
            let size = item(change, false).len();
            if (change.rule.rust == Rust::Breaking) == breaking {
                *chosen = size <= room;
                // What comes after the first that does not fit is left out too.
                room = if *chosen { room - size } else { 0 };
            }
        }
    }
    chosen
}

/// What is counted alone, and the notes.
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

/// A change of a document on one line; changes of its keys below the document's name.
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

/// Without anything that Markdown reads as markup.
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
