//! Small raw documents for tests, built in the way they would be written in YAML.

use std::collections::BTreeMap;

use apple_device_management_core::{Introduced, Os, OsSupport, Version, Written};

use crate::location::Position;
use crate::model::{Document, Key, Model, Upstream};
use crate::raw::{KeyList, ListId, OsEntry, RawDocument, RawKey, Scalar, Spanned, SupportedOs};

pub(crate) fn spanned<T>(value: T) -> Spanned<T> {
    Spanned { value, at: Position { line: 7, column: 3 } }
}

/// `supportedOS` from lines such as `iOS 15.0`, `tvOS n/a`, `macOS -` (an entry that states
/// nothing).
pub(crate) fn oses(lines: &[&str]) -> SupportedOs {
    let entry = |line: &&str| {
        let (os, introduced) = line.split_once(' ').unwrap();
        let mut entry = OsEntry::silent(os, Position::default());
        if introduced != "-" {
            says("introduced", introduced)(&mut entry);
        }
        entry
    };
    SupportedOs { entries: lines.iter().map(entry).collect(), at: Position::default() }
}

/// States an attribute of an OS entry, for [`K::os`].
pub(crate) fn says(
    word: &'static str,
    value: impl Into<Written<String>>,
) -> impl FnOnce(&mut OsEntry) {
    let Spanned { value, at } = spanned(value.into());
    move |os| os.state(word, value, at)
}

pub(crate) fn since(text: &str) -> Introduced {
    Introduced::Since(text.parse::<Version>().unwrap())
}

/// A key and what stands below it.
#[derive(Clone)]
pub(crate) struct K {
    pub(crate) raw: RawKey,
    below: Option<Below>,
}

#[derive(Clone)]
enum Below {
    Own(Vec<K>),
    Anchor(&'static str, Vec<K>),
    Alias(&'static str),
}

pub(crate) fn key(name: &str, kind: &str) -> K {
    let raw = RawKey {
        name: name.to_owned(),
        kind: Some(spanned(kind.to_owned())),
        at: Position { line: 5, column: 3 },
        ..RawKey::default()
    };
    K { raw, below: None }
}

impl K {
    pub(crate) fn with(mut self, change: impl FnOnce(&mut RawKey)) -> K {
        change(&mut self.raw);
        self
    }

    pub(crate) fn required(self) -> K {
        self.with(|key| key.presence = Some(spanned("required".to_owned())))
    }

    pub(crate) fn values(self, values: &[&str]) -> K {
        let values = values.iter().map(|text| Scalar::String((*text).to_owned())).collect();
        self.with(|key| key.rangelist = Some(spanned(values)))
    }

    pub(crate) fn on(self, lines: &[&str]) -> K {
        self.with(|key| key.supported_os = Some(oses(lines)))
    }

    /// Changes the entry of one OS, which is added if it is not there.
    pub(crate) fn os(self, os: &str, change: impl FnOnce(&mut OsEntry)) -> K {
        self.with(|key| {
            let entries = &mut key.supported_os.get_or_insert_default().entries;
            if !entries.iter().any(|entry| entry.os == os) {
                entries.push(OsEntry::silent(os, Position::default()));
            }
            change(entries.iter_mut().find(|entry| entry.os == os).unwrap());
        })
    }

    pub(crate) fn sub(mut self, keys: Vec<K>) -> K {
        self.below = Some(Below::Own(keys));
        self
    }

    pub(crate) fn anchor(mut self, name: &'static str, keys: Vec<K>) -> K {
        self.below = Some(Below::Anchor(name, keys));
        self
    }

    pub(crate) fn alias(mut self, name: &'static str) -> K {
        self.below = Some(Below::Alias(name));
        self
    }
}

/// A document with these payload keys.
pub(crate) fn document(source: &str, keys: Vec<K>) -> RawDocument {
    let mut document = RawDocument {
        source: source.to_owned(),
        title: spanned("A title".to_owned()),
        ..RawDocument::default()
    };
    document.payload.id = Some(("payloadtype", spanned("com.example.id".to_owned())));
    document.payload_keys = Some(add(&mut document, keys, &mut BTreeMap::new()));
    document
}

/// Adds response keys.
pub(crate) fn answer(document: &mut RawDocument, keys: Vec<K>) {
    document.response_keys = Some(add(document, keys, &mut BTreeMap::new()));
}

fn add(
    document: &mut RawDocument,
    keys: Vec<K>,
    anchors: &mut BTreeMap<&'static str, ListId>,
) -> ListId {
    let id = ListId(document.lists.len());
    document.lists.push(KeyList::default());
    fill(document, id, keys, anchors);
    id
}

fn fill(
    document: &mut RawDocument,
    id: ListId,
    keys: Vec<K>,
    anchors: &mut BTreeMap<&'static str, ListId>,
) {
    for key in keys {
        let mut raw = key.raw;
        raw.subkeys = key.below.map(|below| match below {
            Below::Own(keys) => add(document, keys, anchors),
            Below::Anchor(name, keys) => {
                let list = ListId(document.lists.len());
                document.lists.push(KeyList { shared: true, ..KeyList::default() });
                anchors.insert(name, list);
                fill(document, list, keys, anchors);
                list
            }
            Below::Alias(name) => anchors[name],
        });
        document.lists[id.0].keys.push(raw);
    }
}

/// The model of these documents.
pub(crate) fn model(documents: &[RawDocument]) -> Model {
    crate::lower::lower_documents(documents, Upstream::default()).unwrap()
}

/// The payload keys of a document.
pub(crate) fn payload(document: &Document) -> &[Key] {
    match &document.payload {
        crate::model::Content::Dictionary(children) | crate::model::Content::Map(children) => {
            children.keys(document)
        }
    }
}

/// What is stated for one OS.
pub(crate) fn stated(key: &Key, os: Os) -> OsSupport {
    key.stated[os as usize].unwrap()
}
