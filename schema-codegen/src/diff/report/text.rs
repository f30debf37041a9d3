//! The report for a terminal: by family and document, a line for each change.

use std::fmt::Write;

use super::super::{Change, Comparison, Rust, Section};

/// The width of the column of key paths. After a longer one, the words are further to the right.
const COLUMN: usize = 44;

/// The mark and colour of a line, by the effect of the change on callers.
const MARKS: [(Rust, char, &str); 3] = [
    (Rust::Breaking, '!', "\u{1b}[31m"),
    (Rust::Additive, '+', "\u{1b}[32m"),
    (Rust::None, ' ', ""),
];

const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

/// The report; `colour` is only for terminals.
pub fn text(comparison: &Comparison, colour: bool) -> String {
    let mut out = String::new();
    let names = (super::long_name(&comparison.old), super::long_name(&comparison.new));
    let bold = |text: &str| if colour { format!("{BOLD}{text}{PLAIN}") } else { text.to_owned() };
    let _ = writeln!(out, "{} → {}", names.0, names.1);
    let (mut family, mut source) = (None, None);
    for change in comparison.changes.iter().filter(|it| it.section() != Section::Counted) {
        let document = &change.document;
        if family != Some(document.family) {
            let _ = writeln!(out, "\n{}", bold(&document.family.to_string()));
            family = Some(document.family);
        }
        if source != Some(&document.source) {
            let _ = writeln!(out, "  {}  {}", bold(&document.id), document.source);
            source = Some(&document.source);
        }
        let _ = writeln!(out, "{}", item(change, colour));
    }
    out.push('\n');
    for line in super::counted(comparison) {
        let _ = writeln!(out, "not listed: {line}");
    }
    for note in &comparison.notes {
        let _ = writeln!(out, "note: {note}");
    }
    for (rule, number) in comparison.counts() {
        if rule.section != Section::Counted {
            let _ = writeln!(out, "{number:6}  {:24} {}", rule.id, rule.rust.name());
        }
    }
    let _ = writeln!(out, "{}", bold(&super::summary(comparison)));
    out
}

fn item(change: &Change, colour: bool) -> String {
    let mark = MARKS.iter().find(|(rust, _, _)| *rust == change.rule.rust);
    let (sign, paint) = mark.map_or((' ', ""), |(_, sign, paint)| (*sign, *paint));
    let (path, words) = (super::place(change), super::line(change));
    let line = if path.is_empty() {
        format!("    {sign} {words}")
    } else {
        format!("    {sign} {path:COLUMN$}  {words}")
    };
    if colour && !paint.is_empty() { format!("{paint}{line}{PLAIN}") } else { line }
}
