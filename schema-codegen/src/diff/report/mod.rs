//! A comparison as a report: for a terminal, for a pull request, or for a program.

mod changelog;
mod json;
mod markdown;
mod text;

pub use changelog::{changelog, heading};
pub use json::json;
pub use markdown::markdown;
pub use text::text;

use apple_device_management_core::Os;
use apple_device_management_core::internal::count;

use super::{Change, Comparison};
use crate::effective::Side;
use crate::model::Upstream;

/// The name of a release: what it is called, or else the beginning of its commit's hash.
pub fn name(upstream: &Upstream) -> String {
    let commit = || upstream.commit.as_deref().map(short);
    upstream.release.clone().or_else(commit).unwrap_or_else(|| "unnamed".to_owned())
}

/// The name with the versions of OSes that differ from it: `18.3 (macOS 15.3, visionOS 2.3)`.
pub fn long_name(upstream: &Upstream) -> String {
    let name = name(upstream);
    let versions = Os::ALL.into_iter().zip(upstream.versions);
    let others: Vec<_> = versions
        .filter_map(|(os, version)| Some((os, version?.to_string())))
        .filter(|(_, version)| *version != name)
        .map(|(os, version)| format!("{os} {version}"))
        .collect();
    if others.is_empty() { name } else { format!("{name} ({})", others.join(", ")) }
}

fn short(commit: &str) -> String {
    commit.chars().take(7).collect()
}

/// The key path; in an answer with `response/` before it.
fn place(change: &Change) -> String {
    match change.side {
        None => String::new(),
        Some(Side::Payload) => change.path.to_string(),
        Some(Side::Response) => format!("response/{}", change.path),
    }
}

/// The words for a change, with how many other keys and places it concerns.
fn line(change: &Change) -> String {
    let mut line = change.words();
    if !change.with.is_empty() {
        line.push_str(&format!("; {}", count(change.with.len(), "key below", "keys below")));
    }
    if !change.also.is_empty() {
        line.push_str(&format!("; also at {}", count(change.also.len(), "place", "places")));
    }
    line
}

/// One line about all changes.
pub fn summary(comparison: &Comparison) -> String {
    use super::Rust;
    if comparison.changes.is_empty() {
        return "Nothing changed.".to_owned();
    }
    format!(
        "{}: {} breaking for Rust callers, {} additive, {} without effect on them.",
        count(comparison.changes.len(), "change", "changes"),
        comparison.with_effect(Rust::Breaking),
        comparison.with_effect(Rust::Additive),
        comparison.with_effect(Rust::None),
    )
}

/// A line for each rule whose changes are only counted, and one about text if that was not
/// compared.
fn counted(comparison: &Comparison) -> Vec<String> {
    use super::{Section, rules};
    let mut lines = Vec::new();
    for (rule, number) in comparison.counts() {
        if rule.section != Section::Counted {
            continue;
        }
        if rule.id == rules::PROSE_CHANGED.id {
            let changes = comparison.changes.iter().filter(|it| it.rule.id == rule.id);
            let places: usize =
                changes.filter_map(|it| it.new.as_ref()?.parse::<usize>().ok()).sum();
            let places = count(places, "place", "places");
            let documents = count(number, "document", "documents");
            lines.push(format!("{}: {places} in {documents}", rule.id));
        } else {
            lines.push(format!("{}: {number} ({})", rule.id, rule.meaning.trim_end_matches('.')));
        }
    }
    if !comparison.with_prose {
        lines.push(format!("{}: not compared, one side has no text", rules::PROSE_CHANGED.id));
    }
    lines
}
