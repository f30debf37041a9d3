//! A fixture for every rule: two small schemas, and all changes that the comparison finds.

mod documents;
mod kept;
mod keys;
mod reports;
mod supports;

use std::collections::BTreeSet;

use super::{Comparison, Release, Rust, compare, rules};
use crate::effective::Side;
use crate::raw::{self, RawDocument};
use crate::testing::{K, document, key, model, oses, spanned};

/// Two schemas and their changes in order, each as `rule path: words`.
struct Case {
    old: Vec<RawDocument>,
    new: Vec<RawDocument>,
    expected: &'static [&'static str],
}

const SOURCE: &str = "mdm/profiles/x.yaml";

/// A profile for iOS with these keys.
fn profile(keys: Vec<K>) -> RawDocument {
    let mut raw = document(SOURCE, keys);
    raw.payload.supported_os = Some(oses(&["iOS 9.0"]));
    raw
}

/// Two releases of a profile with different keys.
fn keys(old: Vec<K>, new: Vec<K>, expected: &'static [&'static str]) -> Case {
    Case { old: vec![profile(old)], new: vec![profile(new)], expected }
}

/// Two releases of a profile with one key, which differs.
fn one(old: K, new: K, expected: &'static [&'static str]) -> Case {
    keys(vec![old], vec![new], expected)
}

/// Two releases of a document, changed by a function.
fn doc(
    base: RawDocument,
    change: impl FnOnce(&mut RawDocument),
    expected: &'static [&'static str],
) -> Case {
    let mut new = base.clone();
    change(&mut new);
    Case { old: vec![base], new: vec![new], expected }
}

/// The same two releases in reverse order.
fn back(case: Case, expected: &'static [&'static str]) -> Case {
    Case { old: case.new, new: case.old, expected }
}

impl Case {
    fn compare(&self) -> Comparison {
        let (old, new) = (model(&self.old), model(&self.new));
        compare(
            Release { model: &old, raw: Some(&self.old) },
            Release { model: &new, raw: Some(&self.new) },
        )
    }
}

fn cases() -> Vec<Case> {
    let mut cases = documents::cases();
    cases.extend(keys::cases());
    cases.extend(keys::values());
    cases.extend(supports::cases());
    cases.extend(supports::restrictions());
    cases
}

fn lines(comparison: &Comparison) -> Vec<String> {
    let line = |change: &super::Change| {
        let mut path = change.path.to_string();
        if let Some(Side::Response) = change.side {
            path.insert_str(0, "response/");
        }
        for (word, paths) in [("with", &change.with), ("also", &change.also)] {
            for other in paths {
                path.push_str(&format!(" {word} {other}"));
            }
        }
        format!("{} {path}: {}", change.rule.id, change.words())
    };
    comparison.changes.iter().map(line).collect()
}

#[test]
fn each_fixture_differs_as_expected() {
    let differ = |case: &Case| lines(&case.compare()) != case.expected;
    for case in cases().iter().filter(|case| differ(case)) {
        println!("{:#?}\nexpected {:#?}", lines(&case.compare()), case.expected);
    }
    assert_eq!(cases().iter().filter(|case| differ(case)).count(), 0);
}

#[test]
fn no_rule_is_without_a_fixture() {
    let exercised: BTreeSet<&str> = cases()
        .iter()
        .flat_map(|case| case.compare().changes)
        .chain(kept::cases().iter().flat_map(|case| case.compare_kept().changes))
        .map(|change| change.rule.id)
        .collect();
    let missing: Vec<&str> =
        rules::ALL.iter().map(|rule| rule.id).filter(|id| !exercised.contains(id)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

/// Errors that are not those of a single document, such as two documents with one name, are
/// reported.
#[test]
fn what_cannot_be_emitted_is_noted() {
    let many = (0..600).map(|at| key(&format!("K{at}"), "string")).collect();
    let notes = keys(vec![], many, &[]).compare().notes;
    assert!(notes[0].contains("cannot be emitted") && notes[0].contains(SOURCE), "{notes:?}");
    assert_eq!(keys(vec![], vec![key("A", "string")], &[]).compare().notes, Vec::<String>::new());
}

/// A value that is missing is not replaced by another in a report, where it would look like a fact.
#[test]
fn what_was_and_what_is_are_told_only_where_they_are() {
    for change in cases().iter().flat_map(|case| case.compare().changes) {
        let told = [&change.old, &change.new].map(Option::as_deref);
        assert!(!told.contains(&Some("")) && !told.contains(&Some("0.0")), "{change:?}");
        let (begins, ends) = (
            [
                "response-added",
                "answer-typed",
                "rangelist-added",
                "literals-listed",
                "constant-fixed",
            ],
            ["response-removed", "rangelist-dropped", "literals-unlisted", "constant-freed"],
        );
        if begins.contains(&change.rule.id) {
            assert!(told[0].is_none() && told[1].is_some(), "{change:?}");
        }
        if ends.contains(&change.rule.id) {
            assert!(told[0].is_some() && told[1].is_none(), "{change:?}");
        }
    }
}

#[test]
fn rules_are_well_formed() {
    let ids: BTreeSet<&str> = rules::ALL.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), rules::ALL.len(), "an id stands for one rule");
    for rule in rules::ALL {
        let plain = |char: char| char.is_ascii_lowercase() || char == '-';
        assert!(rule.id.chars().all(plain), "{}", rule.id);
        assert!(rule.meaning.ends_with('.'), "{}", rule.id);
        let holes = ["{old}", "{new}", "{os}", "{what}"];
        let rest = holes.iter().fold(rule.template.to_owned(), |text, hole| text.replace(hole, ""));
        assert!(!rest.contains(['{', '}']), "{}", rule.id);
    }
}

#[test]
fn a_schema_does_not_differ_from_itself() {
    for case in cases() {
        let same = Case { old: case.new.clone(), new: case.new, expected: &[] };
        let comparison = same.compare();
        assert_eq!(lines(&comparison), Vec::<String>::new());
        assert_eq!(comparison.rust(), Rust::None);
    }
}

#[test]
fn whatever_differs_is_told() {
    for case in cases() {
        assert_ne!(lines(&case.compare()), Vec::<String>::new());
        let back = Case { old: case.new, new: case.old, expected: &[] };
        assert_ne!(lines(&back.compare()), Vec::<String>::new());
    }
}

/// A list of keys that two unions share has the tags of both.
fn tagged(name: &str) -> K {
    key(name, "dictionary").sub(vec![key("Item", "string").required().values(&[name])])
}

fn text(value: &str) -> Option<raw::Spanned<String>> {
    Some(spanned(value.to_owned()))
}
