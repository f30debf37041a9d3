//! The changes of one document.

use apple_device_management_core::Family;

use super::Context;
use super::change::{Change, describe_support, form_name};
use super::edition::Edition;
use super::found::{Found, of_support};
use super::keys::keys;
use super::rules;
use super::support::Known;
use crate::effective::Side;
use crate::model::{Document, Reason};

/// The change that a document is gone.
pub(super) fn gone(context: &Context<'_>, document: &Document) -> Change {
    let edition = Edition::of(context, document);
    let mut change = Change::of_document(&rules::DOCUMENT_REMOVED, document);
    change.old = Some(format!("{}; {}", edition.rust_path(), describe_support(&edition.support())));
    change
}

/// The change that a document is new.
pub(super) fn new(context: &Context<'_>, document: &Document) -> Change {
    let edition = Edition::of(context, document);
    let mut change = Change::of_document(&rules::DOCUMENT_ADDED, document);
    change.new = Some(format!("{}; {}", edition.rust_path(), describe_support(&edition.support())));
    let sides = [Side::Payload, Side::Response];
    change.with = sides.into_iter().flat_map(|side| edition.paths(side)).collect();
    change
}

/// All changes of a document that both releases have.
pub(super) fn changes(known: &Known, old: Edition<'_>, new: Edition<'_>) -> Vec<Change> {
    let mut found = Found { document: new.document, changes: Vec::new(), keys: Vec::new() };
    root(&mut found, known, old, new);
    for side in [Side::Payload, Side::Response] {
        let (was, is) = (old.content(side), new.content(side));
        let root = |edition: Edition<'_>| Some(format!("{}Response", edition.rust_path()));
        let (rule, edition, text) = match (was, is) {
            (Some(_), Some(_)) => {
                keys(&mut found, known, side, old, new);
                continue;
            }
            (None, None) => continue,
            // Every command has an answer; without response keys its type is `Dictionary`.
            (None, Some(_)) if new.document.family == Family::Commands => {
                (&rules::ANSWER_TYPED, new, (None, root(new)))
            }
            (None, Some(_)) => (&rules::RESPONSE_ADDED, new, (None, root(new))),
            (Some(_), None) => (&rules::RESPONSE_REMOVED, old, (root(old), None)),
        };
        let change = found.add(rule, text.0, text.1);
        change.with = edition.paths(side);
    }
    found.folded()
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
                let form = form_name(detail.form);
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
