//! The report for a program. `docs/diff.md` says what each member means; members stay as they are.

use std::collections::BTreeMap;

use apple_device_management_core::Os;
use serde::Serialize;

use super::super::{Change, Comparison};
use crate::effective::Side;
use crate::model::Upstream;

/// The number of the format. It must grow if a member changes its meaning or is removed, and need
/// not for a new one.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct ReportJson<'a> {
    format: u32,
    old: ReleaseJson<'a>,
    new: ReleaseJson<'a>,
    rust: &'static str,
    summary: Vec<CountJson>,
    notes: &'a [String],
    changes: Vec<ChangeJson<'a>>,
}

#[derive(Serialize)]
struct ReleaseJson<'a> {
    commit: Option<&'a str>,
    release: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    versions: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct CountJson {
    rule: &'static str,
    devices: &'static str,
    rust: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    rule: &'static str,
    section: &'static str,
    devices: &'static str,
    rust: &'static str,
    family: &'static str,
    document: &'a str,
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    side: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    os: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    with: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<String>,
    text: String,
}

/// The report, each change on a line.
///
/// # Errors
/// If the JSON writer fails; no report is known for which it does.
pub fn json(comparison: &Comparison) -> Result<String, serde_json::Error> {
    let counts = comparison.counts().into_iter().map(|(rule, count)| CountJson {
        rule: rule.id,
        devices: rule.devices.name(),
        rust: rule.rust.name(),
        count,
    });
    let whole = ReportJson {
        format: FORMAT,
        old: release(&comparison.old),
        new: release(&comparison.new),
        rust: comparison.rust().name(),
        summary: counts.collect(),
        notes: &comparison.notes,
        changes: Vec::new(),
    };
    let mut text = serde_json::to_string(&whole)?;
    // The list of changes is the last member, and still empty.
    text.truncate(text.len() - "]}".len());
    for (index, change) in comparison.changes.iter().enumerate() {
        text.push_str(if index > 0 { ",\n" } else { "\n" });
        text.push_str(&serde_json::to_string(&item(change))?);
    }
    text.push_str("\n]}\n");
    Ok(text)
}

fn release(upstream: &Upstream) -> ReleaseJson<'_> {
    let versions = Os::ALL.into_iter().zip(upstream.versions);
    let versions = versions.filter_map(|(os, version)| Some((os.name(), version?.to_string())));
    ReleaseJson {
        commit: upstream.commit.as_deref(),
        release: upstream.release.as_deref(),
        versions: versions.collect(),
    }
}

fn item(change: &Change) -> ChangeJson<'_> {
    let paths = |paths: &[apple_device_management_core::KeyPath]| {
        paths.iter().map(ToString::to_string).collect()
    };
    ChangeJson {
        rule: change.rule.id,
        section: change.section().name(),
        devices: change.rule.devices.name(),
        rust: change.rule.rust.name(),
        family: change.document.family.module(),
        document: &change.document.id,
        source: &change.document.source,
        side: change.side.map(|side| match side {
            Side::Payload => "payload",
            Side::Response => "response",
        }),
        path: change.side.map(|_| change.path.to_string()),
        os: change.os.iter().map(|os| os.name()).collect(),
        what: change.what.as_deref(),
        old: change.old.as_deref(),
        new: change.new.as_deref(),
        with: paths(&change.with),
        also: paths(&change.also),
        text: change.words(),
    }
}
