//! How two lists differ that were worked out from different releases.

use std::collections::BTreeMap;
use std::fmt::Debug;

use super::Retired;
use crate::model::Last;

/// An entry: the last release that had the thing, and the whole entry as a text, for comparison.
#[derive(PartialEq)]
struct EntryText {
    last: Option<Last>,
    all: String,
}

impl EntryText {
    fn last(&self) -> String {
        self.last.as_ref().map(ToString::to_string).unwrap_or_default()
    }
}

impl Retired {
    /// How `other` differs, a line for each entry.
    pub fn news(&self, other: &Retired) -> Vec<String> {
        let (mine, others) = (self.by_place(), other.by_place());
        let mut news = Vec::new();
        for (place, said) in &others {
            let last = said.last();
            match mine.get(place) {
                None => news.push(format!("{place} is new, {last}")),
                Some(old) if old.last != said.last => {
                    news.push(format!("{place} is {last}; it was recorded as {}", old.last()));
                }
                Some(old) if old != said => news.push(format!("{place} has other facts")),
                Some(_) => {}
            }
        }
        let gone = mine.keys().filter(|place| !others.contains_key(*place));
        news.extend(gone.map(|place| format!("{place} is no entry")));
        news
    }

    fn by_place(&self) -> BTreeMap<String, EntryText> {
        fn said(last: Option<&Last>, entry: &impl Debug) -> EntryText {
            EntryText { last: last.cloned(), all: format!("{entry:?}") }
        }
        let documents = self.documents.iter();
        let documents = documents.map(|it| (it.source.clone(), said(it.last.as_ref(), it)));
        let keys = self.keys.iter();
        let keys = keys.map(|it| (it.place(), said(it.key.last.as_ref(), it)));
        let values = self.values.iter().map(|it| (it.place(), said(Some(&it.last), it)));
        documents.chain(keys).chain(values).collect()
    }
}
