//! The changes of the keys of one side of a document.

use apple_device_management_core::{KeyPath, Presence, Segment};

use super::change::{Change, describe};
use super::edition::Edition;
use super::facts::facts;
use super::found::{Found, of_support};
use super::rules::{self, Rule, Rust};
use super::spots::{How, Spots, matched};
use super::support::{self, Known};
use crate::effective::Side;
use crate::model::{Form, Key};

/// The changes of the keys of one side.
pub(super) fn keys(
    found: &mut Found<'_>,
    known: &Known,
    side: Side,
    old: Edition<'_>,
    new: Edition<'_>,
) {
    let (before, after) = (old.spots(side), new.spots(side));
    let matched = matched(&before, &after);
    let begin = found.changes.len();
    for (one, other, how) in &matched.pairs {
        let (was, is) = (&before.all[*one], &after.all[*other]);
        let (was_key, is_key) = (old.key(was.key), new.key(is.key));
        if *how != How::Same {
            let rule = match how {
                How::Moved => &rules::KEY_MOVED,
                _ if is_key.item.is_some() && was_key.item == is_key.item => &rules::KEY_RESPELT,
                _ => &rules::KEY_RENAMED,
            };
            let along = matched.pairs.iter().map(|(_, at, _)| &after.all[*at].path);
            let along = along.filter(|path| path.0.starts_with(&is.path.0) && **path != is.path);
            let change = found.add_key(rule, is.key, side, &is.path);
            change.with = along.cloned().collect();
            change.old = Some(match how {
                How::Moved => was.path.to_string(),
                _ => was.key.name.clone(),
            });
        }
        for fact in facts(was_key, is_key) {
            let change = found.add_key(fact.rule, is.key, side, &is.path);
            (change.old, change.new) = (fact.old, fact.new);
            change.what = fact.what.map(str::to_owned);
        }
        let implied = support::implied(&is.parent, was.key);
        let supports = (&was.support, &is.support, Some(&implied));
        for change in of_support(found.document, known, supports.0, supports.1, supports.2) {
            found.keys.push(Some(std::ptr::from_ref(is.key)));
            found.changes.push(Change { side: Some(side), path: is.path.clone(), ..change });
        }
    }
    // Where one release has values as keys with a support, and the other in a rangelist, they have
    // been compared as values.
    let as_values = |spots: &Spots<'_>, holder: Option<usize>, other: &Spots<'_>| {
        let holder = holder.map(|holder| &spots.all[holder]);
        holder.is_some_and(|holder| {
            holder.key.form == Form::GatedString
                && other.all.iter().any(|it| it.path == holder.path && it.key.form == Form::String)
        })
    };
    for (top, below) in &matched.added {
        let spot = &after.all[*top];
        if as_values(&after, spot.holder, &before) {
            continue;
        }
        let rule = added(spot.key, &spot.path, after.holder_form(*top));
        let change = found.add_key(rule, spot.key, side, &spot.path);
        change.new = Some(describe(spot.key, &spot.support));
        change.with = below.iter().map(|at| after.all[*at].path.clone()).collect();
    }
    for (top, below) in &matched.removed {
        let spot = &before.all[*top];
        if as_values(&before, spot.holder, &after) {
            continue;
        }
        let rule = removed(spot.key, &spot.path, before.holder_form(*top));
        let change = found.add_key(rule, spot.key, side, &spot.path);
        change.old = Some(describe(spot.key, &spot.support));
        change.with = below.iter().map(|at| before.all[*at].path.clone()).collect();
    }
    for (one, other, how) in &matched.pairs {
        let (was, is) = (&before.all[*one], &after.all[*other]);
        let items = (old.key(was.key).item, new.key(is.key).item);
        let (Some(was), Some(item)) = items else { continue };
        let same = (&was.value, was.optional) == (&item.value, item.optional);
        // If the key was moved or renamed, or a breaking change of it or its items is reported,
        // callers are warned already.
        let told = *how != How::Same || breaking(&found.changes[begin..], side, &is.path);
        if !same && !told {
            let change = found.add_key(&rules::RUST_TYPE_CHANGED, is.key, side, &is.path);
            (change.old, change.new) = (Some(was.rust_type()), Some(item.rust_type()));
        }
    }
}

/// Whether a breaking change is reported of a key, of its items, or of their items.
fn breaking(changes: &[Change], side: Side, path: &KeyPath) -> bool {
    changes.iter().any(|change| {
        let below = change.path.0.strip_prefix(&path.0[..]);
        change.rule.rust == Rust::Breaking
            && change.side == Some(side)
            && below.is_some_and(|below| below.iter().all(|segment| *segment == Segment::Each))
    })
}

fn added(key: &Key, path: &KeyPath, holder: Form) -> &'static Rule {
    match holder {
        _ if path.0.last() == Some(&Segment::Each) => &rules::ITEMS_DESCRIBED,
        Form::UnionArray => &rules::VARIANT_ADDED,
        Form::GatedString => &rules::GATED_VALUE_ADDED,
        _ if key.constant => &rules::CONSTANT_ADDED,
        _ if key.presence == Presence::Required => &rules::REQUIRED_KEY_ADDED,
        _ => &rules::KEY_ADDED,
    }
}

fn removed(key: &Key, path: &KeyPath, holder: Form) -> &'static Rule {
    match holder {
        _ if path.0.last() == Some(&Segment::Each) => &rules::ITEMS_UNDESCRIBED,
        Form::UnionArray => &rules::VARIANT_REMOVED,
        Form::GatedString => &rules::GATED_VALUE_REMOVED,
        _ if key.constant => &rules::CONSTANT_REMOVED,
        _ => &rules::KEY_REMOVED,
    }
}
