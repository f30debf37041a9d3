//! What the newer release does not have any more and the crate keeps for older devices
//! ([`crate::retired`]), so that Rust callers lose nothing.

use super::Context;
use super::change::{Change, literal};
use super::edition::Edition;
use super::rules::{self, Rule};
use crate::effective::Side;
use crate::model::{Document, Model};

/// Rules for what is removed, each with the rule for the same where the crate keeps it.
static KEPT: [(&Rule, &Rule); 5] = [
    (&rules::DOCUMENT_REMOVED, &rules::DOCUMENT_RETIRED),
    (&rules::KEY_REMOVED, &rules::KEY_RETIRED),
    (&rules::VARIANT_REMOVED, &rules::VARIANT_RETIRED),
    (&rules::GATED_VALUE_REMOVED, &rules::GATED_VALUE_RETIRED),
    (&rules::VALUE_REMOVED, &rules::VALUE_RETIRED),
];

/// Gives changes the rule for what the crate keeps. `old` is the older release; `new` is the newer
/// one with what is retired in it.
pub(super) fn tell(changes: &mut [Change], old: &Model, before: &Context<'_>, new: &Model) {
    let rule = |change: &Change| KEPT.iter().find(|(removed, _)| removed.id == change.rule.id);
    if !changes.iter().any(|change| rule(change).is_some()) {
        return;
    }
    // Collisions of names have been reported already, where the model was emitted.
    let after = Context::of(new, &|_| true, &mut Vec::new());
    for change in changes {
        let Some((_, kept)) = rule(change) else { continue };
        let source = &change.document.source;
        let (Some(was), Some(is)) = (find(old, source), find(new, source)) else { continue };
        if is_kept(change, Edition::of(before, was), Edition::of(&after, is)) {
            change.rule = kept;
        }
    }
}

fn find<'m>(model: &'m Model, source: &str) -> Option<&'m Document> {
    model.documents.iter().find(|document| document.source == source)
}

/// Whether all that a change removes is still in the crate as it was.
fn is_kept(change: &Change, was: Edition<'_>, is: Edition<'_>) -> bool {
    let Some(side) = change.side else {
        let sides = [Side::Payload, Side::Response];
        return was.rust_path() == is.rust_path()
            && sides.into_iter().all(|side| was.items(side) == is.items(side));
    };
    let (was, is) = (was.items(side), is.items(side));
    if change.rule.id == rules::VALUE_REMOVED.id {
        let dropped = is.get(&change.path).map(|(key, _)| &key.dropped);
        let is_it = |value| Some(literal(value)) == change.old;
        return dropped.is_some_and(|dropped| dropped.iter().any(|one| is_it(&one.value)));
    }
    let mut paths = change.with.iter().chain([&change.path]);
    paths.all(|path| {
        let items = (was.get(path), is.get(path));
        matches!(items, (Some((_, was)), Some((_, is))) if was == is)
    })
}
