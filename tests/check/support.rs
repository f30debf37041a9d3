//! Functions that the tests of `check` share.

use apple_device_management::check::{Findings, Severity, check_dictionary};
use apple_device_management::reflect::{self, Side};
use apple_device_management::{Dictionary, Document, Family, Target, Value};

pub(crate) fn target(text: &str) -> Target {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A dictionary from JSON; for data and dates, see [`data`].
pub(crate) fn dictionary(json: &str) -> Dictionary {
    serde_json::from_str::<Value>(json).unwrap().as_dictionary().unwrap().clone()
}

pub(crate) fn document(family: Family, id: &str) -> &'static Document {
    reflect::documents_of(family, id).first().unwrap_or_else(|| panic!("no document {id}"))
}

pub(crate) fn check(family: Family, id: &str, json: &str, to: &str) -> Findings {
    check_dictionary(document(family, id), Side::Payload, &dictionary(json), &target(to))
}

pub(crate) fn command(id: &str, json: &str, to: &str) -> Findings {
    check(Family::Commands, id, json, to)
}

pub(crate) fn profile(id: &str, json: &str, to: &str) -> Findings {
    check(Family::Profiles, id, json, to)
}

/// `severity: path: problem` of each finding.
pub(crate) fn lines(findings: &Findings) -> Vec<String> {
    let line = |finding: &apple_device_management::check::Finding| {
        format!("{}: {}: {}", finding.severity, finding.path, finding.problem)
    };
    findings.iter().map(line).collect()
}

/// The same, without findings of [`Severity::Info`].
pub(crate) fn serious(findings: &Findings) -> Vec<String> {
    let findings = findings.iter().filter(|finding| finding.severity > Severity::Info);
    lines(&Findings(findings.cloned().collect()))
}
