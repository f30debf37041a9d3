//! The key paths of a document with what holds there, as `explain` and `export` show them.

use std::collections::BTreeSet;

use apple_device_management_core::{KeyPath, Segment};
use schema_codegen::effective::{Covered, Effective, Side, walk_covered};
use schema_codegen::model::{Document, Form, Key, Model};

/// One key path, or the document itself.
#[derive(Clone)]
pub(crate) struct Place<'a> {
    pub(crate) side: Side,
    /// As in generated code: an item, also of a union, is `*`.
    pub(crate) path: KeyPath,
    /// `None` at the root.
    pub(crate) key: Option<Key>,
    pub(crate) document: &'a Document,
    pub(crate) support: Effective,
}

/// The document itself and all its key paths, each before what is below it.
pub(crate) fn places<'a>(model: &'a Model, document: &'a Document) -> Vec<Place<'a>> {
    let covered = Covered::of(model);
    let support = Effective::covered(covered, document);
    let mut places =
        vec![Place { side: Side::Payload, path: KeyPath::root(), key: None, document, support }];
    // The model has the variants of a union right below the array, on the wire there is an item.
    let mut unions: BTreeSet<(Side, Vec<Segment>)> = BTreeSet::new();
    walk_covered(covered, document, &mut |place| {
        if place.key.form == Form::UnionArray {
            unions.insert((place.side, place.path.0.clone()));
        }
        let mut path = KeyPath::root();
        for (at, segment) in place.path.0.iter().enumerate() {
            path.0.push(segment.clone());
            let is_union = unions.contains(&(place.side, place.path.0[..=at].to_vec()));
            if is_union && at + 1 < place.path.0.len() {
                path.0.push(Segment::Each);
            }
        }
        let (side, key, support) = (place.side, Some(place.key.clone()), *place.support);
        places.push(Place { side, path, key, document, support });
    });
    places
}

impl Place<'_> {
    /// The schema's word for the type; a map and a dictionary without known keys are one there.
    pub(crate) fn kind(&self) -> &'static str {
        match self.key.as_ref().map(|key| key.form) {
            None | Some(Form::Dictionary | Form::Map) => "dictionary",
            Some(Form::Any) => "any",
            Some(Form::String | Form::GatedString) => "string",
            Some(Form::Boolean) => "boolean",
            Some(Form::Integer) => "integer",
            Some(Form::Real) => "real",
            Some(Form::Date) => "date",
            Some(Form::Data) => "data",
            Some(Form::Array | Form::UnionArray) => "array",
        }
    }

    /// `required`, `optional`, or nothing where the schema says nothing.
    pub(crate) fn presence(&self) -> &'static str {
        use apple_device_management_core::Presence;
        match self.key.as_ref().map(|key| key.presence) {
            Some(Presence::Required) => "required",
            Some(Presence::Optional) => "optional",
            Some(Presence::Unstated) | None => "",
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
