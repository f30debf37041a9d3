//! The key paths of a document with key and effective support, as `explain` and `export` show them.

use apple_device_management_core::KeyPath;
use schema_codegen::effective::{Covered, Effective, Side, walk_covered};
use schema_codegen::model::{Document, Form, Key, Model};

/// A key path of a document, or the document itself.
#[derive(Clone)]
pub(crate) struct Entry<'a> {
    pub(crate) side: Side,
    pub(crate) path: KeyPath,
    /// `None` for the document itself.
    pub(crate) key: Option<Key>,
    pub(crate) document: &'a Document,
    pub(crate) support: Effective,
}

/// The document itself and all its key paths, each before those below it.
pub(crate) fn entries<'a>(model: &'a Model, document: &'a Document) -> Vec<Entry<'a>> {
    let covered = Covered::of(model);
    let support = Effective::covered(covered, document);
    let mut entries =
        vec![Entry { side: Side::Payload, path: KeyPath::root(), key: None, document, support }];
    walk_covered(covered, document, &mut |visited| {
        let (side, path) = (visited.side, visited.path.clone());
        let (key, support) = (Some(visited.key.clone()), *visited.support);
        entries.push(Entry { side, path, key, document, support });
    });
    entries
}

impl Entry<'_> {
    /// The schema's word for the type. It has one word for all dictionaries.
    pub(crate) fn kind(&self) -> &'static str {
        self.key.as_ref().map_or(Form::Dictionary, |key| key.form).word()
    }

    /// `required`, `optional`, or an empty text where the schema says nothing.
    pub(crate) fn presence(&self) -> &'static str {
        use apple_device_management_core::Presence;
        match self.key.as_ref().map(|key| key.presence) {
            Some(Presence::Unstated) | None => "",
            Some(stated) => stated.name(),
        }
    }
}

/// `payload` or `response`.
pub(crate) fn side_name(side: Side) -> &'static str {
    match side {
        Side::Payload => "payload",
        Side::Response => "response",
    }
}
