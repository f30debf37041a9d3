//! In which releases a document, key or value appeared, changed and was removed.

use std::str::FromStr;

use apple_device_management_core::{KeyPath, ParseKeyPathError, Segment};

use super::change::{Change, describe, describe_support};
use super::pairing::pair;
use super::spots::{Spots, matched};
use super::{Release, compare_where, report};
use crate::effective::{Covered, Effective, Side};
use crate::model::{Document, Key, Literal, Model};

/// What a person asks about: `com.apple.wifi.managed`, `com.apple.wifi.managed/EncryptionType`,
/// `com.apple.wifi.managed/EncryptionType/WPA3`, or a file's path in place of the identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// An identifier, or a path in the schema repository.
    pub document: String,
    /// The key path. The last step may be a value of a rangelist, and the first `response`.
    pub path: KeyPath,
}

/// What happened in one release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub release: String,
    /// The release before it, of those that are known. The event may have happened in between.
    pub after: Option<String>,
    /// What happened, one line each.
    pub lines: Vec<String>,
}

/// What happened to one document, or to a key or value of it, from the oldest release on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The path of the document; if the key is one of the answer, with a note that says so.
    pub place: String,
    pub events: Vec<Event>,
}

impl FromStr for Subject {
    type Err = ParseKeyPathError;

    fn from_str(text: &str) -> Result<Subject, ParseKeyPathError> {
        // The path of a file has slashes too; it ends after `.yaml`.
        let file = text.find(".yaml").map(|at| at + ".yaml".len());
        let end = file.or_else(|| text.find('/')).unwrap_or(text.len());
        let (document, rest) = text.split_at(end);
        let path = rest.strip_prefix('/').unwrap_or(rest).parse()?;
        Ok(Subject { document: document.to_owned(), path })
    }
}

impl Subject {
    fn is_of(&self, document: &Document) -> bool {
        document.id == self.document || document.source == self.document
    }

    /// The sides and key paths that may be meant: in the payload, in the answer, and in the answer
    /// if the path begins with `response`.
    fn places(&self) -> Vec<(Side, KeyPath)> {
        let mut places = vec![(Side::Payload, self.path.clone())];
        if !self.path.0.is_empty() {
            places.push((Side::Response, self.path.clone()));
        }
        if let [Segment::Key(first), rest @ ..] = &self.path.0[..]
            && first == "response"
            && !rest.is_empty()
        {
            places.push((Side::Response, KeyPath(rest.to_vec())));
        }
        places
    }
}

/// What happened in these releases, the oldest first: a history for each document that has the
/// identifier. There is none if no release has what was asked for.
pub fn history(releases: &[Model], subject: &Subject) -> Vec<History> {
    let mut sources: Vec<&str> = Vec::new();
    for document in releases.iter().flat_map(|model| &model.documents) {
        if subject.is_of(document) && !sources.contains(&document.source.as_str()) {
            sources.push(&document.source);
        }
    }
    sources.sort_unstable();
    let of = |source: &&str| {
        let places = subject.places().into_iter();
        places.map(|(side, path)| one(releases, source, side, &path)).collect::<Vec<_>>()
    };
    let all = sources.iter().flat_map(of);
    all.filter(|history| !history.events.is_empty()).collect()
}

fn one(releases: &[Model], source: &str, side: Side, path: &KeyPath) -> History {
    let mut events = Vec::new();
    let mut before: Option<(&Model, Option<String>)> = None;
    for model in releases {
        let state = state(model, source, side, path);
        let lines = match (&before, &state) {
            (None, Some(state)) => vec![format!("there already: {state}")],
            (Some((old, None)), Some(state)) => {
                let from = elsewhere(model, old, source, side, path);
                vec![from.map_or_else(
                    || format!("appeared: {state}"),
                    |from| format!("was at {from}: {state}"),
                )]
            }
            (Some((old, Some(_))), None) => {
                let to = elsewhere(old, model, source, side, path);
                vec![to.map_or_else(|| "removed".to_owned(), |to| format!("now at {to}"))]
            }
            (Some((old, Some(_))), Some(_)) => changed(old, model, source, side, path),
            (_, None) => Vec::new(),
        };
        if !lines.is_empty() {
            let after = before.as_ref().map(|(model, _)| report::name(&model.upstream));
            events.push(Event { release: report::long_name(&model.upstream), after, lines });
        }
        before = Some((model, state));
    }
    let answer = if side == Side::Response { " (the answer)" } else { "" };
    History { place: format!("{source}{answer}"), events }
}

/// A description of the thing in a release; `None` if the release does not have it.
fn state(model: &Model, source: &str, side: Side, path: &KeyPath) -> Option<String> {
    let document = model.documents.iter().find(|document| document.source == source)?;
    let covered = Covered::of(model);
    let Some((last, above)) = path.0.split_last() else {
        return Some(describe_support(&Effective::covered(covered, document)));
    };
    let spots = Spots::of(covered, document, side).all;
    if let Some(spot) = spots.iter().find(|spot| spot.path == *path) {
        return Some(describe(spot.key, &spot.support));
    }
    let holder = spots.iter().find(|spot| spot.path.0 == above)?;
    lists(holder.key, last).then(|| format!("a value of {}", holder.key.name))
}

/// Whether the rangelist of a key has this value.
fn lists(key: &Key, value: &Segment) -> bool {
    let text = value_text(value);
    key.rangelist.iter().any(|literal| match literal {
        Literal::String(value) => *value == text,
        Literal::Integer(value) => value.to_string() == text,
        Literal::Boolean(value) => value.to_string() == text,
        Literal::Real(value) => value.to_string() == text,
    })
}

/// Where the release `other` has what the release `here` has at this place, if the comparison finds
/// it: a key path, with the file before it if that is another one.
fn elsewhere(
    here: &Model,
    other: &Model,
    source: &str,
    side: Side,
    path: &KeyPath,
) -> Option<String> {
    let pairs = pair(here, other).pairs;
    let (document, twin) = pairs.into_iter().find(|(document, _)| document.source == source)?;
    let mut place = path.clone();
    if let Some((last, above)) = path.0.split_last() {
        let spots = Spots::of(Covered::of(here), document, side);
        let twins = Spots::of(Covered::of(other), twin, side);
        let pairs = matched(&spots, &twins).pairs;
        let of = |path: &[Segment]| {
            let pair = pairs.iter().find(|(at, _, _)| spots.all[*at].path.0 == path);
            pair.map(|(_, at, _)| &twins.all[*at])
        };
        place = match of(&path.0) {
            Some(twin) => twin.path.clone(),
            // It may be a value, which moves with its key.
            None => {
                let twin = of(above).filter(|twin| lists(twin.key, last))?;
                KeyPath([&twin.path.0[..], std::slice::from_ref(last)].concat())
            }
        };
    }
    match (twin.source == source, place.0.is_empty()) {
        (true, _) => (place != *path).then(|| place.to_string()),
        (false, true) => Some(twin.source.clone()),
        (false, false) => Some(format!("{}/{place}", twin.source)),
    }
}

fn value_text(segment: &Segment) -> String {
    match segment {
        Segment::Key(name) => name.clone(),
        Segment::Index(index) => index.to_string(),
        Segment::Each => "*".to_owned(),
    }
}

/// The changes of the thing, of what is in it, and of the support that it inherits.
fn changed(old: &Model, new: &Model, source: &str, side: Side, path: &KeyPath) -> Vec<String> {
    let release = |model| Release { model, raw: None };
    let found = compare_where(release(old), release(new), &|document| document.source == source);
    let of_document = found.changes.iter().filter(|it| it.document.source == source);
    of_document.filter_map(|change| told(change, side, path)).collect()
}

fn told(change: &Change, side: Side, path: &KeyPath) -> Option<String> {
    let whole = path.0.is_empty();
    let support = change.rule.template.contains("{os}");
    let concerns =
        |place: &KeyPath| place.0.starts_with(&path.0) || support && path.0.starts_with(&place.0);
    let here = match change.side {
        None => whole || support,
        Some(of) => {
            (whole || of == side) && (concerns(&change.path) || change.also.iter().any(concerns))
        }
    };
    here.then(|| match (change.side, change.path == *path) {
        (None, _) if !whole => format!("the document: {}", change.words()),
        (None, _) | (_, true) => change.words(),
        _ => format!("{}: {}", change.path, change.words()),
    })
}
