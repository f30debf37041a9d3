//! Counts the facts of a raw document, and of a document of the model.

use std::collections::BTreeSet;

use apple_device_management_core::Os;

use super::FactCounts;
use super::tables::{
    DOCUMENT, KEY, OS, OS_ENTRIES, SILENT_END, SKIPPED_IN_DOCUMENT, SKIPPED_IN_KEY, Said, said,
    written_out,
};
use crate::model::{Children, Content, Document, Key};
use crate::raw::{OsEntry, RawDocument};

/// The facts of a raw document.
#[derive(Default)]
pub(super) struct Raw {
    /// All facts.
    pub(super) stated: FactCounts,
    /// The facts that are left out of the model.
    pub(super) skipped: FactCounts,
}

fn add(counts: &mut FactCounts, fact: &'static str, count: usize) {
    if count > 0 {
        *counts.entry(fact).or_default() += count;
    }
}

impl Raw {
    fn skip(&mut self, fact: &'static str, count: usize) {
        add(&mut self.stated, fact, count);
        add(&mut self.skipped, fact, count);
    }
}

pub(super) fn of_raw(document: &RawDocument) -> Raw {
    let mut raw = Raw::default();
    for (fact, count, _) in DOCUMENT {
        add(&mut raw.stated, fact, count(document));
    }
    for (fact, count) in SKIPPED_IN_DOCUMENT {
        raw.skip(fact, count(document));
    }
    let payload: Vec<_> = document.payload.supported_os.iter().flat_map(|os| &os.entries).collect();
    count_oses(&mut raw, payload.iter().copied());
    for key in document.lists.iter().flat_map(|list| &list.keys) {
        for (fact, count, _) in KEY {
            add(&mut raw.stated, fact, count(document, key));
        }
        for (fact, count) in SKIPPED_IN_KEY {
            raw.skip(fact, count(document, key));
        }
        count_oses(&mut raw, written_out(key).iter());
    }
    let named = document.lists.iter().flat_map(|list| &list.keys);
    let named = named.filter(|key| key.subkey_type.is_some()).count();
    let kept = named_shared_lists(document);
    add(&mut raw.stated, "keys.subkeytype", named);
    add(&mut raw.skipped, "keys.subkeytype", named.saturating_sub(kept));
    raw
}

/// The facts of a document of the model. Those of a key count only if `keep` says so.
pub(super) fn of_model(document: &Document, keep: &dyn Fn(&Key) -> bool) -> FactCounts {
    let mut counts = FactCounts::new();
    for (fact, _, count) in DOCUMENT {
        add(&mut counts, fact, count(document));
    }
    count_stated(&mut counts, &document.support);
    let contents = [Some(&document.payload), document.response.as_ref()].into_iter().flatten();
    let mut open: Vec<&[Key]> = document.shared.values().map(|list| &*list.keys).collect();
    open.extend(contents.filter_map(|content| {
        own(match content {
            Content::Dictionary(children) | Content::Map(children) => children,
        })
    }));
    while let Some(keys) = open.pop() {
        for key in keys {
            if keep(key) {
                for (fact, _, count) in KEY {
                    add(&mut counts, fact, count(document, key));
                }
                count_stated(&mut counts, &key.stated);
            }
            open.extend(own(&key.children));
        }
    }
    let hints = document.shared.values().filter(|list| list.hint.is_some()).count();
    add(&mut counts, "keys.subkeytype", hints);
    counts
}

/// The keys that are held here; the keys of a shared list are counted where the list is held.
fn own(children: &Children) -> Option<&[Key]> {
    match children {
        Children::Own(keys) => Some(keys),
        Children::Shared(_) => None,
    }
}

fn count_oses<'a>(raw: &mut Raw, entries: impl Iterator<Item = &'a OsEntry>) {
    for entry in entries {
        if Os::ALL.iter().any(|os| os.name() == entry.os) {
            add(&mut raw.stated, OS_ENTRIES, 1);
            for (fact, attribute) in OS.iter() {
                match said(entry, attribute) {
                    Some(Said::Something) => add(&mut raw.stated, fact, 1),
                    Some(Said::NoEnd) => raw.skip(SILENT_END, 1),
                    None => {}
                }
            }
        }
    }
}

fn count_stated(counts: &mut FactCounts, stated: &crate::model::Stated) {
    for support in stated.iter().flatten() {
        add(counts, OS_ENTRIES, 1);
        for (fact, attribute) in OS.iter() {
            add(counts, fact, usize::from(attribute.of(support).is_some()));
        }
    }
}

/// How many shared lists have a name, given by `subkeytype` at some place.
fn named_shared_lists(document: &RawDocument) -> usize {
    let keys = document.lists.iter().flat_map(|list| &list.keys);
    let named = keys.filter(|key| key.subkey_type.is_some()).filter_map(|key| key.subkeys);
    let shared = named.filter(|list| document.lists.get(list.0).is_some_and(|list| list.shared));
    shared.collect::<BTreeSet<_>>().len()
}
