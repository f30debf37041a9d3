//! Apple's own text, by the place that it is about; for `--docs apple` and nothing else.
//!
//! The model has no prose, so it is taken from the documents themselves and handed to the emitter
//! beside the model. It goes into the doc comments of a person's own checkout.

use crate::conventions;
use crate::emit::Prose;
use crate::raw::{ListId, RawDocument, RawKey};

/// The prose of documents that the overlay has been laid over: only they have the model's names.
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
    // Many a description is the content once more.
    texts.dedup_by_key(|text| text.trim());
    if !texts.is_empty() {
        prose.insert((document.source.clone(), path), texts.join("\n\n"));
    }
}

struct ProseWalk<'a> {
    prose: &'a mut Prose,
    document: &'a RawDocument,
    /// The lists that the walk is inside of; recursion says nothing new.
    open: Vec<ListId>,
}

impl ProseWalk<'_> {
    /// `each` says that the list's one key is an item or a value, whose name has no meaning.
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
            // The variants of a union stand below the item.
            count if is_array && count > 1 => self.list(key.subkeys, &format!("{path}/*"), false),
            _ => self.list(key.subkeys, &path, is_array),
        }
        put(self.prose, self.document, path, &[key.content.as_deref()]);
    }
}
