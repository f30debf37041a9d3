//! Which documents describe a payload of a profile.

use apple_device_management_core::codec::View;
use apple_device_management_core::{Document, Literal, Table};

use super::documents::{frame, table};
use super::types::Lookup;

pub(in crate::check) const TYPE: &str = "PayloadType";

/// The documents that together describe a payload: the document of the keys that all payloads have,
/// and the documents of the payload's type.
///
/// Each document describes the keys that it has. Where several documents have the same type, those
/// count of which the payload has a key: one payload of type `com.apple.MCX` may have keys of
/// several of them. A document with a constant key of its own (`ExtensionIdentifier`) counts only
/// where the payload has that value.
pub(in crate::check) struct PayloadDocuments<'a> {
    common: &'static Table,
    /// The document of the keys that all payloads have, then those of the type.
    pub(in crate::check) documents: Vec<&'static Document>,
    /// The type, if the payload names one that is unknown.
    pub(in crate::check) unknown: Option<&'a str>,
}

impl<'a> PayloadDocuments<'a> {
    pub(in crate::check) fn of(view: View<'a>, types: Lookup) -> Option<PayloadDocuments<'a>> {
        let frame = frame()?;
        let (mut documents, mut unknown) = (vec![frame], None);
        if let Some(View::String(id)) = view.entry(TYPE) {
            documents.extend(of_type((types.of)(id), view));
            if documents.len() == 1 {
                unknown = Some(id);
            }
        }
        Some(PayloadDocuments { common: table(frame)?, documents, unknown })
    }

    /// The place of the document that describes a key. A key that no document has belongs to the first
    /// document of the type.
    pub(in crate::check) fn owner(&self, name: &str) -> Option<usize> {
        if self.common.position(name).is_some() {
            return Some(0);
        }
        let own = self.documents.get(1..).filter(|own| !own.is_empty())?;
        Some(1 + own.iter().position(|document| has(document, name)).unwrap_or(0))
    }
}

fn has(document: &Document, name: &str) -> bool {
    table(document).is_some_and(|table| table.position(name).is_some())
}

/// Of the documents of a type, those that describe this payload.
fn of_type(all: &[&'static Document], view: View<'_>) -> Vec<&'static Document> {
    let [_, _, ..] = all else { return all.to_vec() };
    let (told_apart, open): (Vec<&'static Document>, Vec<&'static Document>) =
        all.iter().copied().partition(|document| constants(document).next().is_some());
    if let Some(exact) = told_apart.into_iter().find(|document| says(document, view)) {
        return vec![exact];
    }
    let mut present: Vec<_> = open.iter().map(|_| false).collect();
    view.each(|name, _| {
        if let Some(at) = open.iter().position(|document| has(document, name)) {
            present[at] = true;
        }
        true
    });
    let asked = open.iter().zip(&present).filter(|(_, present)| **present);
    let asked: Vec<_> = asked.map(|(document, _)| *document).collect();
    if asked.is_empty() { open.into_iter().take(1).collect() } else { asked }
}

/// The constant keys of a document with their values, without the type.
fn constants(document: &Document) -> impl Iterator<Item = (&'static str, &'static [Literal])> {
    let keys = table(document).into_iter().flat_map(|table| table.keys());
    keys.filter(|key| key.constant && key.name != TYPE)
        .map(|key| (key.name, key.constraints.rangelist))
}

/// Whether the payload has all constants of the document.
fn says(document: &Document, view: View<'_>) -> bool {
    constants(document).all(|(name, values)| match (values, view.entry(name)) {
        ([Literal::String(text), ..], Some(View::String(found))) => *text == found,
        _ => false,
    })
}
