//! Raw payloads of a profile, by their `PayloadType`.

use apple_device_management_core::{
    Dictionary, Document, Family, Literal, Table, Target, Value, ValueType,
};

use super::{Findings, check_dictionary};
use crate::reflect;

/// Checks a payload of a profile as what its `PayloadType` says it is; `None` if the schema has no
/// such type.
///
/// Where several documents have the type, each of them answers for the keys that it has: those of
/// `com.apple.MCX` may stand in one payload. A document that another key tells apart from the
/// others is asked only where that key says so (`ExtensionIdentifier`).
pub fn check_payload(payload: &Dictionary, target: &Target) -> Option<Findings> {
    let id = payload.get("PayloadType").and_then(Value::as_str)?;
    let documents = documents(id, payload);
    let first = documents.first()?;
    if documents.len() == 1 {
        return Some(check_dictionary(first, payload, target));
    }
    let mut parts: Vec<(&'static Document, Dictionary)> = Vec::new();
    for (name, value) in payload {
        let has = |document: &&&'static Document| {
            table(document).is_some_and(|table| table.position(name).is_some())
        };
        // What none of them has, the first may report.
        let document = *documents.iter().find(has).unwrap_or(first);
        let at = match parts.iter().position(|(one, _)| one.source == document.source) {
            Some(at) => at,
            None => {
                parts.push((document, Dictionary::new()));
                parts.len() - 1
            }
        };
        parts[at].1.insert(name.clone(), value.clone());
    }
    let findings =
        parts.iter().flat_map(|(document, part)| check_dictionary(document, part, target));
    Some(Findings(findings.collect()))
}

/// The documents that a payload may be of.
fn documents(id: &str, payload: &Dictionary) -> Vec<&'static Document> {
    let all = reflect::documents_of(Family::Profiles, id);
    let told_apart: Vec<_> =
        all.iter().copied().filter(|document| says(document, payload) == Some(true)).collect();
    if told_apart.is_empty() {
        all.iter().copied().filter(|document| says(document, payload).is_none()).collect()
    } else {
        told_apart
    }
}

/// Whether the payload has the constants that tell a document from others; `None` without any.
fn says(document: &Document, payload: &Dictionary) -> Option<bool> {
    // The constant keys stand last.
    let keys = table(document)?.keys();
    let mut constants = keys.filter(|key| key.constant && key.name != "PayloadType").peekable();
    constants.peek()?;
    Some(constants.all(|key| {
        let found = payload.get(key.name).and_then(Value::as_str);
        matches!(key.constraints.rangelist, [Literal::String(text), ..] if found == Some(text))
    }))
}

fn table(document: &Document) -> Option<&'static Table> {
    match document.payload {
        ValueType::Dictionary(table) => Some(table),
        _ => None,
    }
}
