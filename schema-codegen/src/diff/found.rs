//! The changes of one document while they are collected.

use apple_device_management_core::{KeyPath, Os};

use super::change::Change;
use super::rules::Rule;
use super::support::{Known, differences};
use crate::effective::{Effective, Side};
use crate::model::{Document, Key};

/// The changes of a document that have been found so far.
pub(super) struct Found<'a> {
    pub(super) document: &'a Document,
    pub(super) changes: Vec<Change>,
    /// For each change, the key that has changed, if it is one. A key may have several paths.
    pub(super) keys: Vec<Option<*const Key>>,
}

impl Found<'_> {
    pub(super) fn add(
        &mut self,
        rule: &'static Rule,
        old: impl Into<Option<String>>,
        new: impl Into<Option<String>>,
    ) -> &mut Change {
        self.keys.push(None);
        self.changes.push(Change {
            old: old.into(),
            new: new.into(),
            ..Change::of_document(rule, self.document)
        });
        let last = self.changes.len() - 1;
        &mut self.changes[last]
    }

    pub(super) fn add_key(
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

    /// Makes one change of those that are the same, of one key at several paths.
    pub(super) fn folded(self) -> Vec<Change> {
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

/// The changes of a support on all OSes; those that are the same on several OSes are one.
pub(super) fn of_support(
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
                    ..Change::of_document(found.rule, document)
                }),
            }
        }
    }
    changes
}
