//! Apple's own text, by the document and key that it describes; for `--docs apple` and nothing
//! else.
//!
//! The model has no such text, so it is collected from the documents and handed to the emitter
//! beside the model. The emitter puts it into doc comments that are not committed.

use crate::conventions;
use crate::emit::Prose;
use crate::raw::{ListId, RawDocument, RawKey};

/// The text of documents as the overlay has corrected them: only these have the key names of the
/// model.
pub fn collect_prose(documents: &[RawDocument]) -> Prose {
    let mut prose = Prose::new();
    for document in documents {
        let about = [document.description.as_deref(), document.payload.content.as_deref()];
        put(&mut prose, document, "payload".to_owned(), &about);
        let sides = [("payload", document.payload_keys), ("response", document.response_keys)];
        for (side, list) in sides {
            let mut walk = ProseWalk { prose: &mut prose, document, open: Vec::new() };
            walk.list(list, side, false);
        }
    }
    prose
}

fn put(prose: &mut Prose, document: &RawDocument, path: String, texts: &[Option<&str>]) {
    let mut texts: Vec<&str> = texts.iter().copied().flatten().collect();
    // In many documents both texts are the same.
    texts.dedup_by_key(|text| text.trim());
    if !texts.is_empty() {
        prose.insert((document.source.clone(), path), texts.join("\n\n"));
    }
}

struct ProseWalk<'a> {
    prose: &'a mut Prose,
    document: &'a RawDocument,
    /// The lists of keys from the root down to here. A list within itself has no new text.
    open: Vec<ListId>,
}

impl ProseWalk<'_> {
    /// `each`: the one key of the list is an array's item or a map's value, whose name has no
    /// meaning.
    fn list(&mut self, list: Option<ListId>, above: &str, each: bool) {
        let Some(list) = list.filter(|list| !self.open.contains(list)) else { return };
        let Some(keys) = self.document.lists.get(list.0).map(|list| &list.keys) else { return };
        self.open.push(list);
        let each =
            each || matches!(keys.as_slice(), [key] if conventions::is_placeholder(&key.name));
        for key in keys {
            let path = if each { format!("{above}/*") } else { format!("{above}/{}", key.name) };
            self.key(key, path);
        }
        self.open.pop();
    }

    fn key(&mut self, key: &RawKey, path: String) {
        let is_array = key.kind.as_ref().is_some_and(|kind| kind.value == "array");
        let count = key.subkeys.and_then(|list| self.document.lists.get(list.0));
        match count.map_or(0, |list| list.keys.len()) {
            0 => {}
            // Several keys below an array are the variants of a union; the item is above them.
            count if is_array && count > 1 => self.list(key.subkeys, &format!("{path}/*"), false),
            _ => self.list(key.subkeys, &path, is_array),
        }
        put(self.prose, self.document, path, &[key.content.as_deref()]);
    }
}
