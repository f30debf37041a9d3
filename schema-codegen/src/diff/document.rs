//! The changes of one document.

use std::collections::BTreeMap;

use apple_device_management_core::{Family, KeyPath, Os, Presence, Segment};

use super::Context;
use super::change::{About, Change, describe, describe_support};
use super::facts::{KeyInRelease, facts};
use super::rules::{self, Rule, Rust};
use super::spots::{How, Spots, matched};
use super::support::{self, Known, differences};
use crate::effective::{Covered, Effective, Side};
use crate::emit::{Api, Item};
use crate::model::{Content, Document, Form, Key, Reason};
use crate::naming;

/// A document in its release.
#[derive(Clone, Copy)]
pub(super) struct Edition<'a> {
    document: &'a Document,
    covered: Covered,
    api: Option<&'a Api>,
}

impl<'a> Edition<'a> {
    pub(super) fn of(context: &'a Context<'_>, document: &'a Document) -> Edition<'a> {
        Edition { document, covered: context.covered, api: context.api(document) }
    }

    fn support(&self) -> Effective {
        Effective::covered(self.covered, self.document)
    }

    /// The path of the root type.
    pub(super) fn rust_path(&self) -> String {
        let document = self.document;
        let path = || {
            let name = naming::root_type(document);
            format!("{}::{name}", document.family.module())
        };
        self.api.map_or_else(path, |api| api.root.clone())
    }

    fn content(&self, side: Side) -> Option<&'a Content> {
        match side {
            Side::Payload => Some(&self.document.payload),
            Side::Response => self.document.response.as_ref(),
        }
    }

    fn spots(&self, side: Side) -> Spots<'a> {
        Spots::of(self.covered, self.document, side)
    }

    /// The keys of a side, and what they are in Rust.
    pub(super) fn items(&self, side: Side) -> BTreeMap<KeyPath, (&'a Key, Option<&'a Item>)> {
        let item = |key| self.api.and_then(|api| api.item(key));
        self.spots(side).all.into_iter().map(|it| (it.path, (it.key, item(it.key)))).collect()
    }

    fn side(&self, key: &'a Key) -> KeyInRelease<'a> {
        let item = self.api.and_then(|api| api.item(key));
        KeyInRelease { key, document: self.document, item }
    }
}

/// A document that is gone.
pub(super) fn gone(context: &Context<'_>, document: &Document) -> Change {
    let place = Edition::of(context, document);
    let mut change = blank(&rules::DOCUMENT_REMOVED, document);
    change.old = Some(format!("{}; {}", place.rust_path(), describe_support(&place.support())));
    change
}

/// A document that is new.
pub(super) fn new(context: &Context<'_>, document: &Document) -> Change {
    let place = Edition::of(context, document);
    let mut change = blank(&rules::DOCUMENT_ADDED, document);
    change.new = Some(format!("{}; {}", place.rust_path(), describe_support(&place.support())));
    let sides = [Side::Payload, Side::Response];
    change.with = sides.into_iter().flat_map(|side| all_paths(place, side)).collect();
    change
}

fn all_paths(place: Edition<'_>, side: Side) -> Vec<KeyPath> {
    place.spots(side).all.into_iter().map(|spot| spot.path).collect()
}

fn blank(rule: &'static Rule, document: &Document) -> Change {
    Change {
        rule,
        document: About::of(document),
        side: None,
        path: KeyPath::root(),
        os: Vec::new(),
        what: None,
        old: None,
        new: None,
        with: Vec::new(),
        also: Vec::new(),
    }
}

/// All changes of a document that both releases have.
pub(super) fn changes(known: &Known, old: Edition<'_>, new: Edition<'_>) -> Vec<Change> {
    let mut found = Found { document: new.document, changes: Vec::new(), keys: Vec::new() };
    root(&mut found, known, old, new);
    for side in [Side::Payload, Side::Response] {
        let (was, is) = (old.content(side), new.content(side));
        let root = |place: Edition<'_>| Some(format!("{}Response", place.rust_path()));
        let (rule, place, text) = match (was, is) {
            (Some(_), Some(_)) => {
                keys(&mut found, known, side, old, new);
                continue;
            }
            (None, None) => continue,
            // Every command is answered.
            (None, Some(_)) if new.document.family == Family::Commands => {
                (&rules::ANSWER_TYPED, new, (None, root(new)))
            }
            (None, Some(_)) => (&rules::RESPONSE_ADDED, new, (None, root(new))),
            (Some(_), None) => (&rules::RESPONSE_REMOVED, old, (root(old), None)),
        };
        let change = found.add(rule, text.0, text.1);
        change.with = all_paths(place, side);
    }
    found.folded()
}

/// The changes of a document so far.
struct Found<'a> {
    document: &'a Document,
    changes: Vec<Change>,
    /// The key of each change, if it is that of a key: one key may have several paths.
    keys: Vec<Option<*const Key>>,
}

impl Found<'_> {
    fn add(
        &mut self,
        rule: &'static Rule,
        old: impl Into<Option<String>>,
        new: impl Into<Option<String>>,
    ) -> &mut Change {
        self.keys.push(None);
        self.changes.push(Change {
            old: old.into(),
            new: new.into(),
            ..blank(rule, self.document)
        });
        // Just pushed.
        let last = self.changes.len() - 1;
        &mut self.changes[last]
    }

    fn add_key(
        &mut self,
        rule: &'static Rule,
        key: &Key,
        side: Side,
        path: &KeyPath,
    ) -> &mut Change {
        self.add(rule, None, None);
        let last = self.changes.len() - 1;
        self.keys[last] = Some(std::ptr::from_ref(key));
        let change = &mut self.changes[last];
        (change.side, change.path) = (Some(side), path.clone());
        change
    }

    /// The same change of one key at several paths is one change.
    fn folded(self) -> Vec<Change> {
        let mut folded: Vec<Change> = Vec::new();
        let mut of: Vec<Option<*const Key>> = Vec::new();
        for (change, key) in self.changes.into_iter().zip(self.keys) {
            let same = |at: &usize| {
                let known = &folded[*at];
                of[*at] == key
                    && known.rule.id == change.rule.id
                    && (known.side, &known.os, &known.what)
                        == (change.side, &change.os, &change.what)
                    && (&known.old, &known.new) == (&change.old, &change.new)
            };
            match key.and((0..folded.len()).find(same)) {
                Some(at) => folded[at].also.push(change.path),
                None => {
                    folded.push(change);
                    of.push(key);
                }
            }
        }
        folded
    }
}

fn root(found: &mut Found<'_>, known: &Known, old: Edition<'_>, new: Edition<'_>) {
    let (was, is) = (old.document, new.document);
    let paths = (old.rust_path(), new.rust_path());
    if paths.0 != paths.1 {
        let words = |path: &str, document: &Document| format!("{} ({path})", document.id);
        found.add(&rules::DOCUMENT_RENAMED, words(&paths.0, was), words(&paths.1, is));
    } else if (&was.source, &was.id) != (&is.source, &is.id) {
        let words = |document: &Document| format!("{} in {}", document.id, document.source);
        found.add(&rules::DOCUMENT_RELOCATED, words(was), words(is));
    }
    if was.title != is.title {
        found.add(&rules::TITLE_CHANGED, was.title.clone(), is.title.clone());
    }
    if was.apply != is.apply {
        let name = |document: &Document| document.apply.map(|apply| apply.name().to_owned());
        found.add(&rules::APPLY_CHANGED, name(was), name(is));
    }
    reasons(found, was, is);
    for item in is.related_status_items.iter().filter(|it| !was.related_status_items.contains(it)) {
        found.add(&rules::STATUS_ITEM_RELATED, None, item.clone());
    }
    for item in was.related_status_items.iter().filter(|it| !is.related_status_items.contains(it)) {
        found.add(&rules::STATUS_ITEM_UNRELATED, item.clone(), None);
    }
    let supports = (old.support(), new.support());
    for change in of_support(found.document, known, &supports.0, &supports.1, None) {
        found.keys.push(None);
        found.changes.push(change);
    }
}

fn reasons(found: &mut Found<'_>, old: &Document, new: &Document) {
    let by_code = |document: &'_ Document, code: &str| {
        document.reasons.iter().find(|reason| reason.code == code).cloned()
    };
    let words = |reason: &Reason| {
        let details = reason.details.iter();
        let details: Vec<_> = details
            .map(|detail| {
                let holds = detail.subtype.map(|it| format!(" ({})", it.name()));
                let form = super::change::form_name(detail.form);
                format!("{}: {form}{}", detail.name, holds.unwrap_or_default())
            })
            .collect();
        if details.is_empty() { "none".to_owned() } else { details.join(", ") }
    };
    for reason in &new.reasons {
        match by_code(old, &reason.code) {
            None => {
                found.add(&rules::REASON_ADDED, None, reason.code.clone());
            }
            Some(known) if known != *reason => {
                let change = found.add(&rules::REASON_CHANGED, words(&known), words(reason));
                change.what = Some(reason.code.clone());
            }
            Some(_) => {}
        }
    }
    for reason in old.reasons.iter().filter(|reason| by_code(new, &reason.code).is_none()) {
        found.add(&rules::REASON_REMOVED, reason.code.clone(), None);
    }
}

/// The changes of support on all OSes; what is the same on several is one change.
fn of_support(
    document: &Document,
    known: &Known,
    old: &Effective,
    new: &Effective,
    implied: Option<&Effective>,
) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for os in Os::ALL {
        let implied = implied.map(|implied| implied.on(os));
        for found in differences(known, os, old.on(os), new.on(os), implied) {
            let what = found.what.map(str::to_owned);
            let same = changes.iter_mut().find(|it| {
                it.rule.id == found.rule.id
                    && (&it.what, &it.old, &it.new) == (&what, &found.old, &found.new)
            });
            match same {
                Some(same) => same.os.push(os),
                None => changes.push(Change {
                    os: vec![os],
                    what,
                    old: found.old,
                    new: found.new,
                    ..blank(found.rule, document)
                }),
            }
        }
    }
    changes
}

/// The changes of the keys of one side.
fn keys(found: &mut Found<'_>, known: &Known, side: Side, old: Edition<'_>, new: Edition<'_>) {
    let (before, after) = (old.spots(side), new.spots(side));
    let matched = matched(&before, &after);
    let begin = found.changes.len();
    for (one, other, how) in &matched.pairs {
        let (was, is) = (&before.all[*one], &after.all[*other]);
        let (was_side, is_side) = (old.side(was.key), new.side(is.key));
        if *how != How::Same {
            let rule = match how {
                How::Moved => &rules::KEY_MOVED,
                _ if is_side.item.is_some() && was_side.item == is_side.item => &rules::KEY_RESPELT,
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
        for fact in facts(was_side, is_side) {
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
    // Values that became keys, or ceased to be, have been compared as values.
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
        let items = (old.side(was.key).item, new.side(is.key).item);
        let (Some(was), Some(item)) = items else { continue };
        let same = (&was.value, was.optional) == (&item.value, item.optional);
        // A move is breaking whatever the type; so is what is told of the key or of its items.
        let told = *how != How::Same || breaking(&found.changes[begin..], side, &is.path);
        if !same && !told {
            let change = found.add_key(&rules::RUST_TYPE_CHANGED, is.key, side, &is.path);
            (change.old, change.new) = (Some(was.rust_type()), Some(item.rust_type()));
        }
    }
}

/// Whether anything breaking is known of a key, its items, or their items.
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
