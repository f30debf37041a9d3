//! Changes a model whose names or sizes the emitter refuses.
//!
//! If two things have one name, the one that the model of the last run has keeps it, and the other
//! gets a number. If both or none of them are in that model, the first keeps it, in the order of
//! sources and keys. The choice is stored in the model ([`Document::names`]), so that the next run
//! chooses the same.

use std::collections::{BTreeMap, BTreeSet};

use super::{LastRun, refused};
use crate::effective::Covered;
use crate::emit::{self, EmitError, Named};
use crate::flaw::Flaw;
use crate::model::{Children, Content, Document, Key, Model, Stated};
use crate::naming::{self, ROOT_TYPE};

/// How often parts of a document are changed before all its keys are given up. There may be a
/// thousand names to change.
const ROUNDS: usize = 2_000;

/// Changes a model until the emitter accepts it.
pub(super) fn settle(model: &mut Model, last_run: &LastRun) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let covered = Covered::of(model);
    for document in &mut model.documents {
        let mut before = None;
        for round in 0.. {
            let Err(error) = emit::try_document(covered, document) else { break };
            let before = before.get_or_insert_with(|| Before::of(last_run, document));
            let assumed = if round < ROUNDS { mend(document, &error, before) } else { None };
            let is_last = assumed.is_none();
            let assumed = assumed.unwrap_or_else(|| {
                empty(document);
                "the document is taken as a dictionary of which no key is known".to_owned()
            });
            flaws.push(refused(&error, &assumed));
            if is_last {
                break;
            }
        }
    }
    for _ in 0..ROUNDS {
        let Err(error) = emit::try_names(model) else { break };
        let Some(flaw) = rename_document(model, &error, last_run) else { break };
        flaws.push(flaw);
    }
    flaws
}

/// What the model of the last run has of a document.
#[derive(Default)]
struct Before {
    /// The things that had a name, each by its place.
    named: BTreeSet<String>,
    chosen: BTreeMap<String, String>,
}

impl Before {
    /// Whether the thing at a place had the name that the schema gives it.
    fn has(&self, place: &str) -> bool {
        self.named.contains(place) && !self.chosen.contains_key(place)
    }

    fn of(last_run: &LastRun, document: &Document) -> Before {
        let Some((model, document)) = last_run.model().zip(last_run.document(&document.source))
        else {
            return Before::default();
        };
        let named = emit::named(Covered::of(model), document).into_keys().collect();
        Before { named, chosen: document.names.clone() }
    }
}

/// Changes one thing in a document, and says what was done; `None` if all its keys must be given
/// up.
fn mend(document: &mut Document, error: &EmitError, before: &Before) -> Option<String> {
    match error {
        EmitError::Collision { name, one, other, .. } => {
            let named = newer(one, other, |place| before.has(place))?;
            let place = named.place.as_ref()?;
            let name = named.called.as_ref().unwrap_or(name);
            Some(rename(document, place, name, before.chosen.get(place)))
        }
        EmitError::NoName { name, place, .. } => {
            let place = place.place.as_ref()?;
            let word = if place.starts_with("field ") { "unnamed" } else { "Unnamed" };
            let name = naming::without_strange_letters(name, word);
            document.names.insert(place.clone(), name.clone());
            Some(format!("called `{name}`"))
        }
        EmitError::TooManyKeys { limit, .. } => {
            truncate(document, *limit);
            Some(format!("only the first {limit} are read"))
        }
        EmitError::WideSupport { .. } => {
            document.support.iter_mut().flatten().for_each(without_texts);
            let stated = |stated: &mut Stated| stated.iter_mut().flatten().for_each(without_texts);
            each_key(document, &mut |key| stated(&mut key.stated));
            Some("behaviors in user enrollments and access rights are left out".to_owned())
        }
        EmitError::TooManySupports { .. } | EmitError::NotRust { .. } => None,
    }
}

/// The one of two things with one name that gets another name, if it can have another.
fn newer<'e>(one: &'e Named, other: &'e Named, is_old: impl Fn(&str) -> bool) -> Option<&'e Named> {
    match (&one.place, &other.place) {
        (Some(first), Some(last)) if is_old(last) && !is_old(first) => Some(one),
        (_, Some(_)) => Some(other),
        (Some(_), None) => Some(one),
        (None, None) => None,
    }
}

fn rename(document: &mut Document, place: &str, name: &str, before: Option<&String>) -> String {
    let name = name.strip_prefix("r#").unwrap_or(name);
    let name = match before {
        Some(before) if !document.names.contains_key(place) => before.clone(),
        _ => {
            let is_free = |name: &String| !document.names.values().any(|taken| taken == name);
            let mut numbered = (2..=u32::MAX).map(|number| numbered(name, number));
            numbered.find(is_free).unwrap_or_else(|| name.to_owned())
        }
    };
    document.names.insert(place.to_owned(), name.clone());
    match place {
        ROOT_TYPE => format!("the type of the document is called `{name}`"),
        place => format!("`{place}` is called `{name}`"),
    }
}

/// The name with a number behind it. An underscore is between them if the name ends in a digit, or
/// is that of a field.
fn numbered(name: &str, number: u32) -> String {
    let apart = name.ends_with(|char: char| char.is_ascii_digit())
        || name.starts_with(|char: char| char.is_ascii_lowercase() || char == '_');
    let gap = if apart { "_" } else { "" };
    format!("{name}{gap}{number}")
}

/// Gives another name to one of two documents that have the same.
fn rename_document(model: &mut Model, error: &EmitError, last_run: &LastRun) -> Option<Flaw> {
    let EmitError::Collision { one, other, .. } = error else { return None };
    let is_old = |source: &str| {
        last_run.document(source).is_some_and(|old| !old.names.contains_key(ROOT_TYPE))
    };
    let [first, last] = if one.text <= other.text { [one, other] } else { [other, one] };
    let source = newer(first, last, is_old)?.place.as_ref()?;
    let document = model.documents.iter_mut().find(|document| document.source == *source)?;
    let before = last_run.document(source).and_then(|old| old.names.get(ROOT_TYPE));
    let name = naming::root_type(document);
    let assumed = rename(document, ROOT_TYPE, &name, before);
    Some(refused(error, &assumed))
}

fn empty(document: &mut Document) {
    let nothing = || Content::Dictionary(Children::Own(Vec::new()));
    document.payload = nothing();
    document.response = document.response.as_ref().map(|_| nothing());
    document.shared.clear();
}

fn without_texts(support: &mut apple_device_management_core::OsSupport) {
    *support = support.with_user_enrollment_behavior(None).with_access_rights(None);
}

fn truncate(document: &mut Document, limit: usize) {
    each_list(document, &mut |keys| keys.truncate(limit));
}

fn each_key(document: &mut Document, change: &mut dyn FnMut(&mut Key)) {
    each_list(document, &mut |keys| keys.iter_mut().for_each(&mut *change));
}

/// Every list of keys of a document, once.
fn each_list(document: &mut Document, change: &mut dyn FnMut(&mut Vec<Key>)) {
    fn below(keys: &mut Vec<Key>, change: &mut dyn FnMut(&mut Vec<Key>)) {
        change(keys);
        for key in keys {
            if let Children::Own(keys) = &mut key.children {
                below(keys, change);
            }
        }
    }
    for content in [Some(&mut document.payload), document.response.as_mut()].into_iter().flatten() {
        let (Content::Dictionary(children) | Content::Map(children)) = content;
        if let Children::Own(keys) = children {
            below(keys, change);
        }
    }
    document.shared.values_mut().for_each(|list| below(&mut list.keys, change));
}
