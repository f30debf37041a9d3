//! Compares the changes from each release to the next with a survey of the same releases that was
//! made by other means, from the YAML alone. Where the numbers differ, a row says why.
//!
//! Changes of support are left out: the survey counts what files state, and the comparison counts
//! changes of effective support, each once, where it comes from. Text is left out too: the survey
//! also counts the text of keys around which something else has changed.

#[allow(dead_code, reason = "what other tests need of it")]
mod releases;

use std::collections::BTreeSet;

use releases::{RELEASES, SEED, between, read};
use schema_codegen::diff::{Change, Comparison, Rule, Rust, rules::*};

/// What the survey counts: its name, and the rules that mean the same.
type Kind = (&'static str, fn(&Comparison) -> usize);

static ADDED: [&Rule; 6] = [
    &KEY_ADDED,
    &REQUIRED_KEY_ADDED,
    &CONSTANT_ADDED,
    &VARIANT_ADDED,
    &GATED_VALUE_ADDED,
    &ITEMS_DESCRIBED,
];
static REMOVED: [&Rule; 5] =
    [&KEY_REMOVED, &CONSTANT_REMOVED, &VARIANT_REMOVED, &GATED_VALUE_REMOVED, &ITEMS_UNDESCRIBED];
/// For the survey, a key that was moved or renamed is one that is gone and one that is new.
static ELSEWHERE: [&Rule; 3] = [&KEY_MOVED, &KEY_RENAMED, &KEY_RESPELT];
static TYPE: [&Rule; 3] = [&TYPE_CHANGED, &TYPE_WIDENED, &TYPE_RESTATED];
static PRESENCE: [&Rule; 5] =
    [&BECAME_REQUIRED, &BECAME_OPTIONAL, &PRESENCE_TIGHTENED, &PRESENCE_LOOSENED, &PRESENCE_STATED];
static RANGELIST: [&Rule; 9] = [
    &RANGELIST_ADDED,
    &RANGELIST_DROPPED,
    &VALUE_ADDED,
    &VALUE_REMOVED,
    &LITERALS_LISTED,
    &LITERALS_UNLISTED,
    &LITERAL_ADDED,
    &LITERAL_REMOVED,
    &VALUES_REORDERED,
];
static ASSETS: [&Rule; 2] = [&ASSET_TYPES_WIDENED, &ASSET_TYPES_NARROWED];
static REASONS: [&Rule; 3] = [&REASON_ADDED, &REASON_REMOVED, &REASON_CHANGED];
static RELATED: [&Rule; 2] = [&STATUS_ITEM_RELATED, &STATUS_ITEM_UNRELATED];

fn of<'a>(comparison: &'a Comparison, rules: &'a [&Rule]) -> impl Iterator<Item = &'a Change> {
    comparison.changes.iter().filter(|change| rules.iter().any(|rule| rule.id == change.rule.id))
}

/// The key paths of a change: its own, those below, and the other places of a shared key.
fn paths(comparison: &Comparison, rules: &[&Rule]) -> usize {
    of(comparison, rules).map(|change| (1 + change.with.len()) * (1 + change.also.len())).sum()
}

/// The number of key paths with a change of these rules, each counted once.
fn places(comparison: &Comparison, rules: &[&Rule]) -> usize {
    let all = of(comparison, rules).flat_map(|change| {
        let paths = std::iter::once(&change.path).chain(&change.also);
        paths.map(|path| (&change.document.source, change.side, path))
    });
    all.collect::<BTreeSet<_>>().len()
}

/// The number of keys whose kinds of assets, or media types of assets, have changed.
fn assets(comparison: &Comparison, what: &str) -> usize {
    of(comparison, &ASSETS).filter(|change| change.what.as_deref() == Some(what)).count()
}

const KINDS: [Kind; 18] = [
    ("documents added", |all| of(all, &[&DOCUMENT_ADDED]).count()),
    ("documents removed", |all| of(all, &[&DOCUMENT_REMOVED]).count()),
    ("documents renamed", |all| of(all, &[&DOCUMENT_RENAMED, &DOCUMENT_RELOCATED]).count()),
    ("keys added", |all| paths(all, &ADDED) + paths(all, &ELSEWHERE)),
    ("keys in new documents", |all| {
        paths(all, &[&DOCUMENT_ADDED]) - places(all, &[&DOCUMENT_ADDED])
    }),
    ("keys removed", |all| paths(all, &REMOVED) + paths(all, &ELSEWHERE)),
    ("type", |all| places(all, &TYPE)),
    ("presence", |all| places(all, &PRESENCE)),
    ("rangelist", |all| places(all, &RANGELIST)),
    ("range", |all| places(all, &[&RANGE_WIDENED, &RANGE_NARROWED])),
    ("default", |all| places(all, &[&DEFAULT_CHANGED])),
    ("format", |all| places(all, &[&FORMAT_STATED, &FORMAT_DROPPED, &FORMAT_CHANGED])),
    ("combine", |all| places(all, &[&COMBINE_CHANGED])),
    ("asset types", |all| assets(all, "asset types")),
    ("content types", |all| assets(all, "content types")),
    ("apply", |all| places(all, &[&APPLY_CHANGED])),
    ("reasons", |all| places(all, &REASONS)),
    ("related status items", |all| places(all, &RELATED)),
];

/// The survey, a column for each of [`KINDS`].
const SURVEY: [[usize; 18]; 13] = [
    [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 9, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [23, 0, 0, 65, 124, 0, 0, 0, 1, 0, 3, 0, 0, 0, 0, 0, 0, 0],
    [7, 0, 0, 4, 83, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 48, 0, 3, 3, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 21, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [33, 0, 0, 125, 197, 9, 2, 5, 11, 1, 3, 0, 0, 10, 0, 0, 1, 0],
    [1, 0, 0, 2, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [2, 0, 0, 4, 35, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [1, 0, 0, 66, 3, 21, 5, 1, 4, 0, 0, 0, 13, 0, 0, 22, 0, 0],
    [1, 0, 0, 17, 3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 13],
    [7, 0, 0, 57, 59, 9, 0, 90, 1, 0, 0, 0, 0, 0, 6, 0, 0, 0],
    [0, 0, 0, 14, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
];

/// Where the comparison has another number: older release, kind, number, reason.
const OTHERWISE: [(&str, &str, usize, &str); 3] = [
    (
        "16.4",
        "type",
        3,
        "the key below AlertsForPeerFilterRanges is ANY now: free keys, a new type",
    ),
    ("17.1", "type", 1, "the key below AuthorizationGroups is ANY now: free keys, a new type"),
    ("17.5", "presence", 92, "two keys that moved into PayloadContent/* are not required there"),
];

#[test]
#[cfg_attr(no_schema, ignore = "the submodule vendor/device-management is not checked out")]
fn totals_agree_with_the_survey() {
    let Some(releases) = read(&RELEASES) else { return };
    let mut wrong = Vec::new();
    for (at, row) in SURVEY.iter().enumerate() {
        let (old, new) = (&releases[at], &releases[at + 1]);
        let comparison = between(old, new);
        for ((kind, count), surveyed) in KINDS.iter().zip(row) {
            let otherwise = OTHERWISE.iter().find(|it| (it.0, it.1) == (old.name, *kind));
            let expected = otherwise.map_or(*surveyed, |it| it.2);
            let found = count(&comparison);
            if found != expected {
                wrong.push(format!("{} → {}: {kind}: {found}, not {expected}", old.name, new.name));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
#[cfg_attr(no_schema, ignore = "the submodule vendor/device-management is not checked out")]
fn every_pair_of_releases_is_compared() {
    let Some(releases) = read(&RELEASES) else { return };
    // The seed is on a branch of its own, which upstream may delete.
    let seed = read(&[SEED]);
    let mut pairs: Vec<_> = releases.iter().zip(&releases[1..]).collect();
    pairs.extend(seed.iter().flatten().map(|seed| (&releases[13], seed)));
    for (old, new) in pairs {
        let found = between(old, new);
        println!(
            "{} → {}: {} changes, {} breaking, {} additive",
            old.name,
            new.name,
            found.changes.len(),
            found.with_effect(Rust::Breaking),
            found.with_effect(Rust::Additive)
        );
        assert_eq!(found.notes, Vec::<String>::new());
        assert_ne!(found.changes, []);
        assert_eq!(between(new, new).changes, [], "{}", new.name);
    }
}
