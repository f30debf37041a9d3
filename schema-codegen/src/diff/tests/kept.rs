//! The rules for what is removed and kept in the newer crate.

use super::{Case, keys, lines, profile, tagged};
use crate::diff::{Comparison, Release, Rust, compare};
use crate::model::Upstream;
use crate::raw::RawDocument;
use crate::retired::compute;
use crate::testing::{answer, key, model, spanned};

pub(super) fn cases() -> Vec<Case> {
    let a = || key("A", "string");
    let union = |names: &[&str]| {
        let variants = names.iter().map(|name| tagged(name)).collect();
        vec![key("Settings", "array").sub(variants), a()]
    };
    let values = |values: &[&str]| {
        let values = values.iter().map(|value| key(value, "string")).collect();
        vec![key("Queries", "array").sub(vec![a().sub(values)])]
    };
    vec![
        keys(
            vec![a(), key("B", "dictionary").sub(vec![a()])],
            vec![a()],
            &["key-retired B with B/A: kept for older devices, was dictionary; iOS 9.0"],
        ),
        // The field is kept, but as an `Option`.
        keys(
            vec![a(), key("B", "string").required()],
            vec![a()],
            &["key-removed B: was string, required; iOS 9.0"],
        ),
        keys(
            vec![a().values(&["x", "y"])],
            vec![a().values(&["y"])],
            &["value-retired A: no longer \"x\", kept for older devices"],
        ),
        keys(
            union(&["C", "D", "E"]),
            union(&["C", "D"]),
            &["variant-retired Settings/*/E with Settings/*/E/Item: \
               variant kept for older devices, was dictionary; iOS 9.0"],
        ),
        keys(
            values(&["E", "F"]),
            values(&["E"]),
            &["gated-value-retired Queries/*/F: value kept for older devices, was string; iOS 9.0"],
        ),
        Case {
            old: vec![gone(), profile(vec![a()])],
            new: vec![profile(vec![a()])],
            expected: &[
                "document-retired : removed, kept for older devices: commands::Gone; iOS 9.0",
            ],
        },
    ]
}

/// A command with an answer.
fn gone() -> RawDocument {
    let mut gone = profile(vec![key("K", "string").required()]);
    gone.source = "mdm/commands/gone.yaml".to_owned();
    gone.payload.id = Some(("requesttype", spanned("Gone".to_owned())));
    answer(&mut gone, vec![key("Answer", "string")]);
    gone
}

impl Case {
    /// The rules of the changes if the newer crate keeps what it can.
    pub(super) fn compare_kept(&self) -> Comparison {
        let (old, mut new) = (model(&self.old), model(&self.new));
        let first =
            Upstream { commit: None, release: Some("R1".to_owned()), ..Upstream::default() };
        let releases = [crate::model::Model { upstream: first, ..old.clone() }, new.clone()];
        let stale = compute(&releases).retired.apply(&mut new);
        assert_eq!(stale, []);
        compare(Release { model: &old, raw: None }, Release { model: &new, raw: None })
    }
}

#[test]
fn what_the_crate_keeps_breaks_no_caller() {
    for case in cases() {
        let kept = case.compare_kept();
        assert_eq!(lines(&kept), case.expected);
        let is_required = lines(&kept)[0].contains("required");
        assert_eq!(kept.rust(), if is_required { Rust::Breaking } else { Rust::None });
        assert_eq!(case.compare().rust(), Rust::Breaking, "where it is not kept");
    }
}
