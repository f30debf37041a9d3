//! Applies corrections to documents.

use std::collections::BTreeMap;

use apple_device_management_core::{Family, KeyPath, Segment};

use super::{Correction, Edit, NotApplied, Overlay, OverlayError, StaleCorrection};
use crate::conventions::{is_array, is_placeholder, steps};
use crate::parse;
use crate::raw::{KeyList, ListId, OsEntry, RawDocument, RawKey, Scalar, Spanned};

/// Whether a change was made, and if not, why.
type Applied = Result<(), NotApplied>;

pub(super) fn apply(
    overlay: &Overlay,
    documents: &mut Vec<RawDocument>,
) -> Result<Vec<StaleCorrection>, OverlayError> {
    let mut stale = Vec::new();
    for correction in &overlay.corrections {
        let mut report = |key: &str, outcome: Applied| {
            if let Err(why) = outcome {
                stale.push(StaleCorrection {
                    file: correction.file.clone(),
                    key: key.to_owned(),
                    why,
                });
            }
        };
        match &correction.change {
            Edit::AddDocument(file) => {
                let added = file_of(overlay, file, &correction.file)?;
                report("", add_document(documents, added));
            }
            Edit::AddKeys(file) => {
                let added = file_of(overlay, file, &correction.file)?;
                for (key, outcome) in add_keys(documents, correction, &added) {
                    report(&key, outcome);
                }
            }
            Edit::ReplaceKey(file) => {
                let from = file_of(overlay, file, &correction.file)?;
                for text in &correction.keys {
                    let path = key_path(text)?;
                    report(text, replace_key(documents, &correction.file, &path, &from));
                }
            }
            change => {
                for text in &correction.keys {
                    let path = key_path(text)?;
                    report(text, change_key(documents, &correction.file, &path, change));
                }
            }
        }
    }
    documents.sort_by(|a, b| a.source.cmp(&b.source));
    Ok(stale)
}

fn file_of(overlay: &Overlay, name: &str, source: &str) -> Result<RawDocument, OverlayError> {
    let found = overlay.files.iter().find(|(known, _)| known == name);
    let (_, text) = found.ok_or_else(|| OverlayError::NoSuchFile(name.to_owned()))?;
    let document = parse::parse_document(source, text).map_err(|source| {
        OverlayError::Document { file: name.to_owned(), source: Box::new(source) }
    })?;
    // Flaws are for Apple's files; in a file of our own each is a mistake to correct.
    match document.flaws.first() {
        None => Ok(document),
        Some(flaw) => Err(OverlayError::Flaw { file: name.to_owned(), flaw: flaw.to_string() }),
    }
}

/// Adds a document, unless there is one with the same path, or with the same family and id.
fn add_document(documents: &mut Vec<RawDocument>, added: RawDocument) -> Applied {
    let id = |document: &RawDocument| document.payload.id.as_ref().map(|(_, id)| id.value.clone());
    let same = |known: &RawDocument| {
        known.source == added.source
            || Family::of_path(&known.source) == Family::of_path(&added.source)
                && id(known) == id(&added)
    };
    if documents.iter().any(same) {
        return Err(NotApplied::NoOp);
    }
    documents.push(added);
    Ok(())
}

fn find<'a>(documents: &'a mut [RawDocument], file: &str) -> Option<&'a mut RawDocument> {
    documents.iter_mut().find(|document| document.source == file)
}

/// Adds each key that the document does not have, with all that is below it. Where it has the key,
/// the same is done with the keys below it.
fn add_keys(
    documents: &mut [RawDocument],
    correction: &Correction,
    added: &RawDocument,
) -> Vec<(String, Applied)> {
    let Some(document) = find(documents, &correction.file) else {
        return vec![(String::new(), Err(NotApplied::NoTarget))];
    };
    let mut outcomes = Vec::new();
    let mut graft = Graft { from: added, lists: BTreeMap::new() };
    for side in ROOT_LISTS {
        let Some(from) = (side.list)(added) else { continue };
        let list = side.list_or_new(document);
        graft.merge(document, list, from, side.name, &mut outcomes);
    }
    outcomes
}

/// Replaces a key by the one of the same name at the top of the same side of another document.
fn replace_key(
    documents: &mut [RawDocument],
    file: &str,
    way: &Address,
    from: &RawDocument,
) -> Applied {
    let document = find(documents, file).ok_or(NotApplied::NoTarget)?;
    let (list, at) = locate(document, way).ok_or(NotApplied::NoTarget)?;
    let old = key_at(document, list, at).ok_or(NotApplied::NoTarget)?.clone();
    let top =
        (way.side.list)(from).and_then(|list| from.lists.get(list.0)).ok_or(NotApplied::NoFit)?;
    let new = top.keys.iter().find(|key| key.name == old.name).ok_or(NotApplied::NoFit)?;
    if same_key((&*document, &old), (from, new)) {
        return Err(NotApplied::NoOp);
    }
    // The keys below the old one must not count any more.
    clear(document, old.subkeys);
    let new = Graft { from, lists: BTreeMap::new() }.key(document, new);
    let keys = &mut document.lists.get_mut(list.0).ok_or(NotApplied::NoTarget)?.keys;
    *keys.get_mut(at).ok_or(NotApplied::NoTarget)? =
        RawKey { title: old.title, content: old.content, ..new };
    Ok(())
}

/// Whether two keys have the same name, type and presence, and the same is true of all keys below
/// them.
fn same_key(
    (one_in, one): (&RawDocument, &RawKey),
    (other_in, other): (&RawDocument, &RawKey),
) -> bool {
    let text = |word: &Option<Spanned<String>>| word.as_ref().map(|word| word.value.clone());
    let facts = |key: &RawKey| (key.name.clone(), text(&key.kind), text(&key.presence));
    let below = |document: &'_ RawDocument, key: &RawKey| {
        let list = key.subkeys.and_then(|list| document.lists.get(list.0));
        list.map(|list| list.keys.clone()).unwrap_or_default()
    };
    let (one_below, other_below) = (below(one_in, one), below(other_in, other));
    facts(one) == facts(other)
        && one_below.len() == other_below.len()
        && one_below
            .iter()
            .zip(&other_below)
            .all(|(one, other)| same_key((one_in, one), (other_in, other)))
}

/// Empties a list of keys and the lists below it, except lists that stand elsewhere too.
fn clear(document: &mut RawDocument, list: Option<ListId>) {
    let Some(list) = list.and_then(|list| document.lists.get_mut(list.0)) else { return };
    if !list.shared {
        for key in std::mem::take(&mut list.keys) {
            clear(document, key.subkeys);
        }
    }
}

fn push(document: &mut RawDocument, list: ListId, key: RawKey) -> Applied {
    document.lists.get_mut(list.0).ok_or(NotApplied::NoTarget)?.keys.push(key);
    Ok(())
}

/// Copies keys of another document with the lists below them. Each list is copied once, so that
/// what is shared there is shared here.
struct Graft<'a> {
    from: &'a RawDocument,
    lists: BTreeMap<ListId, ListId>,
}

impl Graft<'_> {
    /// Adds the keys of the list `from` to the list `into`, and says what became of each.
    fn merge(
        &mut self,
        document: &mut RawDocument,
        into: ListId,
        from: ListId,
        path: &str,
        outcomes: &mut Vec<(String, Applied)>,
    ) {
        let from = self.from.lists.get(from.0).map_or(&[][..], |list| &list.keys);
        for key in from {
            let path = format!("{path}/{}", key.name);
            let list = document.lists.get(into.0);
            let known = list.and_then(|list| list.keys.iter().find(|known| known.name == key.name));
            match known.map(|known| known.subkeys.zip(key.subkeys)) {
                Some(Some((into, from))) => self.merge(document, into, from, &path, outcomes),
                Some(None) => outcomes.push((path, Err(NotApplied::NoOp))),
                None => {
                    let key = self.key(document, key);
                    outcomes.push((path, push(document, into, key)));
                }
            }
        }
    }

    fn key(&mut self, document: &mut RawDocument, key: &RawKey) -> RawKey {
        let subkeys = key.subkeys.map(|list| self.list(document, list));
        RawKey { subkeys, ..key.clone() }
    }

    fn list(&mut self, document: &mut RawDocument, list: ListId) -> ListId {
        if let Some(copied) = self.lists.get(&list) {
            return *copied;
        }
        let copied = ListId(document.lists.len());
        self.lists.insert(list, copied);
        document.lists.push(KeyList::default());
        if let Some(list) = self.from.lists.get(list.0) {
            let keys = list.keys.iter().map(|key| self.key(document, key)).collect();
            if let Some(place) = document.lists.get_mut(copied.0) {
                *place = KeyList { keys, ..list.clone() };
            }
        }
        copied
    }
}

/// `payloadkeys` or `responsekeys`.
struct RootList {
    name: &'static str,
    list: fn(&RawDocument) -> Option<ListId>,
    set: fn(&mut RawDocument, ListId),
}

const ROOT_LISTS: [RootList; 2] = [
    RootList {
        name: "payloadkeys",
        list: |document| document.payload_keys,
        set: |document, list| document.payload_keys = Some(list),
    },
    RootList {
        name: "responsekeys",
        list: |document| document.response_keys,
        set: |document, list| document.response_keys = Some(list),
    },
];

impl RootList {
    fn list_or_new(&self, document: &mut RawDocument) -> ListId {
        (self.list)(document).unwrap_or_else(|| {
            document.lists.push(KeyList::default());
            let list = ListId(document.lists.len() - 1);
            (self.set)(document, list);
            list
        })
    }
}

/// A path such as `payloadkeys/DNS`: the list at the root, and the steps below it.
struct Address {
    side: &'static RootList,
    steps: Vec<Segment>,
}

fn key_path(text: &str) -> Result<Address, OverlayError> {
    let error = |problem| OverlayError::Path { text: text.to_owned(), problem };
    let path: KeyPath = text.parse().map_err(|_| error("it is no key path"))?;
    let named = |side: &&RootList, first: &Segment| matches!(first, Segment::Key(name) if name == side.name);
    let side = path.0.first().and_then(|first| ROOT_LISTS.iter().find(|side| named(side, first)));
    let side = side.ok_or_else(|| error("it starts with payloadkeys or responsekeys"))?;
    let steps = path.0[1..].to_vec();
    match steps.last() {
        None => Err(error("it names no key")),
        Some(_) if steps.iter().any(|step| matches!(step, Segment::Index(_))) => {
            Err(error("an item is `*` here, whatever its index in a message"))
        }
        Some(_) => Ok(Address { side, steps }),
    }
}

/// The list that holds the key at this address, and the key's index in it.
fn locate(document: &RawDocument, way: &Address) -> Option<(ListId, usize)> {
    let (mut list, mut of_array) = ((way.side.list)(document)?, false);
    let mut rest = &way.steps[..];
    loop {
        let keys = &document.lists.get(list.0)?.keys;
        let (at, key, left) = keys.iter().enumerate().find_map(|(at, key)| {
            let left = rest.strip_prefix(&steps(keys, key, of_array)[..])?;
            Some((at, key, left))
        })?;
        if left.is_empty() {
            return Some((list, at));
        }
        (list, of_array, rest) = (key.subkeys?, is_array(key), left);
    }
}

fn key_at(document: &RawDocument, list: ListId, at: usize) -> Option<&RawKey> {
    document.lists.get(list.0)?.keys.get(at)
}

fn change_key(documents: &mut [RawDocument], file: &str, way: &Address, change: &Edit) -> Applied {
    let document = find(documents, file).ok_or(NotApplied::NoTarget)?;
    if let Edit::Rename(name) = change {
        let renamed = Address { side: way.side, steps: renamed(&way.steps, name) };
        if locate(document, &renamed).is_some() {
            return Err(NotApplied::NoOp);
        }
    }
    let (list, at) = locate(document, way).ok_or(NotApplied::NoTarget)?;
    if matches!(change, Edit::Unwrap(_)) {
        return unwrap(document, list, at);
    }
    let keys = &mut document.lists.get_mut(list.0).ok_or(NotApplied::NoTarget)?.keys;
    let alone = keys.len() == 1;
    let key = keys.get_mut(at).ok_or(NotApplied::NoTarget)?;
    match change {
        Edit::Presence(presence) => set(&mut key.presence, presence, key.at),
        // A key that stands for any key cannot have other keys beside it.
        Edit::Rename(name) if is_placeholder(name) && !alone => Err(NotApplied::NoFit),
        Edit::Rename(name) => {
            key.name.clone_from(name);
            Ok(())
        }
        Edit::AddValue(value) => add_value(key, value),
        Edit::Introduced { os, version } => introduced(key, os, version),
        Edit::AddDocument(_) | Edit::AddKeys(_) | Edit::ReplaceKey(_) | Edit::Unwrap(_) => {
            Err(NotApplied::NoFit)
        }
    }
}

fn renamed(steps: &[Segment], name: &str) -> Vec<Segment> {
    let above = steps.iter().take(steps.len().saturating_sub(1)).cloned();
    let last = if is_placeholder(name) { Segment::Each } else { Segment::Key(name.to_owned()) };
    above.chain([last]).collect()
}

fn set(slot: &mut Option<Spanned<String>>, text: &str, at: crate::location::Position) -> Applied {
    if slot.as_ref().is_some_and(|known| known.value == text) {
        return Err(NotApplied::NoOp);
    }
    *slot = Some(Spanned { value: text.to_owned(), at });
    Ok(())
}

/// Adds a value to those that are allowed, if only some are.
fn add_value(key: &mut RawKey, value: &str) -> Applied {
    let values = &mut key.rangelist.as_mut().ok_or(NotApplied::NoFit)?.value;
    let value = Scalar::String(value.to_owned());
    if values.contains(&value) {
        return Err(NotApplied::NoOp);
    }
    values.push(value);
    Ok(())
}

fn introduced(key: &mut RawKey, os: &str, version: &str) -> Applied {
    let at = key.at;
    let entries = &mut key.supported_os.get_or_insert_default().entries;
    let index = entries.iter().position(|entry| entry.os == os).unwrap_or_else(|| {
        entries.push(OsEntry::silent(os, at));
        entries.len().saturating_sub(1)
    });
    let entry = entries.get_mut(index).ok_or(NotApplied::NoTarget)?;
    if entry.text("introduced") == Some(version) {
        return Err(NotApplied::NoOp);
    }
    entry.state("introduced", version, at);
    Ok(())
}

/// Puts the subkeys of a key in its place, if it is the only key of its list.
fn unwrap(document: &mut RawDocument, list: ListId, at: usize) -> Applied {
    let subkeys =
        key_at(document, list, at).and_then(|key| key.subkeys).ok_or(NotApplied::NoFit)?;
    let is_fit = |list: ListId| document.lists.get(list.0).is_some_and(|list| !list.shared);
    let alone = document.lists.get(list.0).is_some_and(|list| list.keys.len() == 1);
    if !alone || !is_fit(list) || !is_fit(subkeys) || list == subkeys {
        return Err(NotApplied::NoFit);
    }
    let keys = document.lists.get_mut(subkeys.0).map(|list| std::mem::take(&mut list.keys));
    let holder = document.lists.get_mut(list.0).ok_or(NotApplied::NoTarget)?;
    holder.keys = keys.unwrap_or_default();
    Ok(())
}
