//! Payloads of a profile, by their `PayloadType`.

use apple_device_management_core::codec::View;
use apple_device_management_core::{Document, Literal, Table};

use super::documents::{frame, table};
use super::types::Lookup;

pub(in crate::check) const TYPE: &str = "PayloadType";

/// The documents that together describe a payload: that of the keys of all payloads, and those of
/// its type.
///
/// Each answers for the keys that it has. Where several documents have the type, each is asked of
/// which a key is there: those of `com.apple.MCX` may stand in one payload. A document that another
/// key tells apart from the others is asked only where that key says so (`ExtensionIdentifier`).
pub(in crate::check) struct PayloadDocuments<'a> {
    common: &'static Table,
    /// That of the keys of all payloads first.
    pub(in crate::check) documents: Vec<&'static Document>,
    /// The type that nobody knows, if it says one.
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

    /// Which of the documents answers for a key: for one that none has, the first of the type.
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

/// Of the documents of its type, those that a payload is of.
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

/// The keys, but for the type, whose one value tells a document apart.
fn constants(document: &Document) -> impl Iterator<Item = (&'static str, &'static [Literal])> {
    let keys = table(document).into_iter().flat_map(|table| table.keys());
    keys.filter(|key| key.constant && key.name != TYPE)
        .map(|key| (key.name, key.constraints.rangelist))
}

/// Whether the payload has the constants that tell the document from others.
fn says(document: &Document, view: View<'_>) -> bool {
    constants(document).all(|(name, values)| match (values, view.entry(name)) {
        ([Literal::String(text), ..], Some(View::String(found))) => *text == found,
        _ => false,
    })
}
