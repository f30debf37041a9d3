//! For a pull request: by section, then by document.

use std::fmt::Write;

use super::super::{Change, Comparison, Rust, Section};

/// The report, below headings of the given level. Beyond `limit` bytes, if there is one, it ends
/// with the number of lines that are left out: a comment on GitHub holds 65,536 characters.
pub fn markdown(comparison: &Comparison, level: usize, limit: Option<usize>) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}\n", super::summary(comparison));
    if comparison.with_effect(Rust::Breaking) > 0 {
        out.push_str("What is **breaking** for Rust callers is marked.\n\n");
    }
    let (mut left_out, listed) = (0, Section::ALL.iter().map(|(section, _, _)| *section));
    for section in listed.filter(|section| *section != Section::Counted) {
        let mut source = None;
        for change in comparison.section(section) {
            let mut lines = String::new();
            if source.is_none() {
                let number = comparison.section(section).count();
                let heading = section.heading();
                let _ = writeln!(lines, "{} {heading} ({number})\n", "#".repeat(level));
            }
            lines.push_str(&item(change, source == Some(&change.document.source)));
            if limit.is_some_and(|limit| out.len() + lines.len() > limit) {
                left_out += 1;
            } else {
                out.push_str(&lines);
                source = Some(&change.document.source);
            }
        }
        if source.is_some() {
            out.push('\n');
        }
    }
    if left_out > 0 {
        let _ = writeln!(out, "_{left_out} more changes are left out here._\n");
    }
    end(&mut out, comparison, level);
    out
}

fn end(out: &mut String, comparison: &Comparison, level: usize) {
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
