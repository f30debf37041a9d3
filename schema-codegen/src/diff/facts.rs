//! Changes of a key, apart from its support.

use std::collections::BTreeSet;

use apple_device_management_core::{Presence, Repetition};

use super::change::{bounds, form_name, literal, literals, presence_name};
use super::rules::{self, Rule};
use crate::emit::Item;
use crate::model::{Bounds, Document, Form, Key, Literal};

/// A key in a release, with what it is in Rust.
#[derive(Clone, Copy)]
pub(super) struct KeyInRelease<'a> {
    pub key: &'a Key,
    pub document: &'a Document,
    /// `None` if it is no field or variant, or the document cannot be emitted.
    pub item: Option<&'a Item>,
}

/// One change of a key.
#[derive(Debug)]
pub(super) struct Fact {
    pub rule: &'static Rule,
    pub what: Option<&'static str>,
    pub old: Option<String>,
    pub new: Option<String>,
}

impl Fact {
    fn new(rule: &'static Rule, old: impl Into<String>, new: impl Into<String>) -> Fact {
        Fact { rule, what: None, old: Some(old.into()), new: Some(new.into()) }
    }

    /// A change where there was nothing before.
    fn begun(rule: &'static Rule, new: impl Into<String>) -> Fact {
        Fact { old: None, ..Fact::new(rule, "", new) }
    }

    /// A change where there is nothing any more.
    fn ended(rule: &'static Rule, old: impl Into<String>) -> Fact {
        Fact { new: None, ..Fact::new(rule, old, "") }
    }
}

/// All changes of a key.
pub(super) fn facts(old: KeyInRelease<'_>, new: KeyInRelease<'_>) -> Vec<Fact> {
    let mut found = Vec::new();
    found.extend(constant(old, new));
    found.extend(form(old, new));
    found.extend(presence(old, new));
    found.extend(values(old, new));
    found.extend(numbers(old.key, new.key));
    found.extend(texts(old.key, new.key));
    found.extend(assets(old.key, new.key));
    found
}

fn constant(old: KeyInRelease<'_>, new: KeyInRelease<'_>) -> Option<Fact> {
    match (old.key.constant, new.key.constant) {
        (true, false) => Some(Fact::ended(&rules::CONSTANT_FREED, literals(&old.key.rangelist))),
        (false, true) => Some(Fact::begun(&rules::CONSTANT_FIXED, literals(&new.key.rangelist))),
        _ => None,
    }
}

/// Pairs of types of which the second accepts all that the first does.
const WIDER: [(Form, Form); 1] = [(Form::Integer, Form::Real)];

fn form(old: KeyInRelease<'_>, new: KeyInRelease<'_>) -> Option<Fact> {
    let (was, is) = (old.key.form, new.key.form);
    if was == is {
        return None;
    }
    let wider = is == Form::Any || WIDER.contains(&(was, is));
    let string = |form: Form| matches!(form, Form::String | Form::GatedString);
    let same = same_in_rust(old, new);
    if !same && string(was) && string(is) {
        // The change of its values tells this.
        return None;
    }
    let rule = match same {
        // In messages both look the same; only the schema says more or less about it.
        true => &rules::TYPE_RESTATED,
        false if wider => &rules::TYPE_WIDENED,
        false => &rules::TYPE_CHANGED,
    };
    Some(Fact::new(rule, form_name(was), form_name(is)))
}

/// Whether a key has the same type in Rust in both releases. If it is no field, its form tells.
fn same_in_rust(old: KeyInRelease<'_>, new: KeyInRelease<'_>) -> bool {
    match (old.item, new.item) {
        (Some(old), Some(new)) => old.value == new.value,
        _ => {
            let enums = enum_values(old).is_some() && enum_values(new).is_some();
            let free = |side: KeyInRelease<'_>| {
                let keys = side.key.children.keys(side.document);
                let any = |key: &Key| key.form == Form::Any;
                match side.key.form {
                    Form::Dictionary => keys.is_empty(),
                    Form::Map => keys.iter().all(any),
                    _ => false,
                }
            };
            enums || free(old) && free(new)
        }
    }
}

fn presence(old: KeyInRelease<'_>, new: KeyInRelease<'_>) -> Option<Fact> {
    let (was, is) = (old.key.presence, new.key.presence);
    let optional = |side: KeyInRelease<'_>| side.item.is_none_or(|item| item.optional);
    let words = (presence_name(was), presence_name(is));
    let rule = match (was, is) {
        _ if was == is => return None,
        (_, Presence::Required) if optional(new) => &rules::PRESENCE_TIGHTENED,
        (_, Presence::Required) => &rules::BECAME_REQUIRED,
        (Presence::Required, _) if optional(old) => &rules::PRESENCE_LOOSENED,
        (Presence::Required, _) => &rules::BECAME_OPTIONAL,
        _ => &rules::PRESENCE_STATED,
    };
    Some(Fact::new(rule, words.0, words.1))
}

/// The values of a key whose type in Rust is an enum; `None` for other keys.
fn enum_values(side: KeyInRelease<'_>) -> Option<Vec<Literal>> {
    let key = side.key;
    let string = |literal: &Literal| matches!(literal, Literal::String(_));
    match key.form {
        Form::GatedString => {
            let values = key.children.keys(side.document).iter();
            Some(values.map(|value| Literal::String(value.name.clone())).collect())
        }
        Form::String if !key.constant && !key.rangelist.is_empty() => {
            key.rangelist.iter().all(string).then(|| key.rangelist.clone())
        }
        _ => None,
    }
}

fn values(old: KeyInRelease<'_>, new: KeyInRelease<'_>) -> Vec<Fact> {
    if old.key.constant != new.key.constant {
        return Vec::new();
    }
    // The values of gated strings are keys, and are compared as keys.
    if old.key.form == Form::GatedString && new.key.form == Form::GatedString {
        return Vec::new();
    }
    match (enum_values(old), enum_values(new)) {
        (Some(was), Some(is)) => listed(&was, &is, &rules::VALUE_ADDED, &rules::VALUE_REMOVED),
        (None, Some(is)) => vec![Fact::begun(&rules::RANGELIST_ADDED, literals(&is))],
        (Some(was), None) => vec![Fact::ended(&rules::RANGELIST_DROPPED, literals(&was))],
        (None, None) => {
            let (was, is) = (&old.key.rangelist, &new.key.rangelist);
            match (was.is_empty(), is.is_empty()) {
                (true, false) => vec![Fact::begun(&rules::LITERALS_LISTED, literals(is))],
                (false, true) => vec![Fact::ended(&rules::LITERALS_UNLISTED, literals(was))],
                _ => listed(was, is, &rules::LITERAL_ADDED, &rules::LITERAL_REMOVED),
            }
        }
    }
}

fn listed(
    was: &[Literal],
    is: &[Literal],
    added: &'static Rule,
    removed: &'static Rule,
) -> Vec<Fact> {
    let news = is.iter().filter(|value| !was.contains(value));
    let mut found: Vec<Fact> = news.map(|value| Fact::begun(added, literal(value))).collect();
    let gone = was.iter().filter(|value| !is.contains(value));
    found.extend(gone.map(|value| Fact::ended(removed, literal(value))));
    if found.is_empty() && was != is {
        found.push(Fact::new(&rules::VALUES_REORDERED, literals(was), literals(is)));
    }
    found
}

fn numbers(old: &Key, new: &Key) -> Vec<Fact> {
    let of_items = |items: Option<Repetition>| {
        items.map(|it| Bounds { min: it.min.map(f64::from), max: it.max.map(f64::from) })
    };
    let rows = [
        (old.range.clone(), new.range.clone(), &rules::RANGE_WIDENED, &rules::RANGE_NARROWED),
        (
            of_items(old.repetition),
            of_items(new.repetition),
            &rules::REPETITION_WIDENED,
            &rules::REPETITION_NARROWED,
        ),
    ];
    let changed = rows.into_iter().filter(|(was, is, _, _)| was != is);
    let tell = changed.map(|(was, is, widened, narrowed)| {
        let rule = if covers(is.as_ref(), was.as_ref()) { widened } else { narrowed };
        Fact::new(rule, bounds(was.as_ref()), bounds(is.as_ref()))
    });
    tell.collect()
}

/// Whether the first bounds allow all that the others allow.
fn covers(bounds: Option<&Bounds>, other: Option<&Bounds>) -> bool {
    let min = |bounds: Option<&Bounds>| bounds.and_then(|it| it.min).unwrap_or(f64::NEG_INFINITY);
    let max = |bounds: Option<&Bounds>| bounds.and_then(|it| it.max).unwrap_or(f64::INFINITY);
    min(bounds) <= min(other) && max(bounds) >= max(other)
}

fn texts(old: &Key, new: &Key) -> Vec<Fact> {
    let default = |key: &Key| key.default.as_ref().map(literal);
    let subtype = |key: &Key| key.subtype.map(|subtype| subtype.name().to_owned());
    let combine = |key: &Key| key.combine.map(|combine| combine.name().to_owned());
    let format = match (&old.format, &new.format) {
        (None, Some(_)) => &rules::FORMAT_STATED,
        (Some(_), None) => &rules::FORMAT_DROPPED,
        _ => &rules::FORMAT_CHANGED,
    };
    let rows = [
        (format, old.format.clone(), new.format.clone()),
        (&rules::DEFAULT_CHANGED, default(old), default(new)),
        (&rules::SUBTYPE_CHANGED, subtype(old), subtype(new)),
        (&rules::COMBINE_CHANGED, combine(old), combine(new)),
    ];
    let changed = rows.into_iter().filter(|(_, was, is)| was != is);
    changed.map(|(rule, old, new)| Fact { rule, what: None, old, new }).collect()
}

fn assets(old: &Key, new: &Key) -> Vec<Fact> {
    let rows = [
        ("asset types", &old.asset_types, &new.asset_types),
        ("content types", &old.asset_content_types, &new.asset_content_types),
    ];
    let set = |list: &[String]| list.iter().cloned().collect::<BTreeSet<String>>();
    let changed = rows.into_iter().filter(|(_, was, is)| set(was) != set(is));
    let words = |list: &[String]| if list.is_empty() { "any".to_owned() } else { list.join(", ") };
    let tell = changed.map(|(what, was, is)| {
        let wider = is.is_empty() || !was.is_empty() && set(is).is_superset(&set(was));
        let rule = if wider { &rules::ASSET_TYPES_WIDENED } else { &rules::ASSET_TYPES_NARROWED };
        Fact { what: Some(what), ..Fact::new(rule, words(was), words(is)) }
    });
    tell.collect()
}
