//! Every fact of the model is in the compiled tables, at every key path.
//!
//! This compares the two ends of the generator, the model as a file and the compiled code, and
//! knows nothing of what happens in between. Effective supports are worked out a second time in
//! `schema-codegen/tests/support_by_hand.rs`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::collections::BTreeMap;

use apple_device_management::reflect;
use apple_device_management_core::{
    Constraints, Document, Gated, GatedValue, Key, Literal, Os, Presence, Segment, Support, Table,
    ValueType, Variant,
};
use schema_codegen::effective::{Covered, Effective, Side, Visited, required_always, walk_covered};
use schema_codegen::model::{self, Form, Model};
use schema_codegen::model_json;

/// What the tables have at a key path.
enum Found {
    Key(Key),
    Gated(&'static GatedValue),
    Variant(&'static Variant),
}

fn model() -> Model {
    let text = concat!(env!("CARGO_MANIFEST_DIR"), "/generated/model.json");
    model_json::read(&std::fs::read_to_string(text).unwrap()).unwrap()
}

fn compiled(source: &str) -> &'static Document {
    let families = apple_device_management_generated::FAMILIES;
    let mut all = families.iter().flat_map(|(documents, _)| documents.iter());
    all.find(|document| document.source == source).unwrap_or_else(|| panic!("no {source}"))
}

#[test]
fn every_document_is_as_the_model_has_it() {
    let model = model();
    let schema = reflect::SCHEMA;
    assert_eq!(schema.release, model.upstream.release.as_deref());
    assert_eq!(schema.versions, model.upstream.versions);
    assert_eq!(schema.commit, model.upstream.commit.as_deref());
    let families = apple_device_management_generated::FAMILIES;
    let count: usize = families.iter().map(|(documents, _)| documents.len()).sum();
    assert_eq!(count, model.documents.len());
    let covered = Covered::of(&model);
    for expected in &model.documents {
        let document = compiled(&expected.source);
        assert_eq!(document.family, expected.family, "{}", expected.source);
        assert_eq!(document.id, expected.id);
        assert_eq!(document.title, expected.title);
        assert_eq!(document.apply, expected.apply, "{}", expected.source);
        assert_eq!(document.beta, expected.beta, "{}", expected.source);
        assert_eq!(document.related_status_items, expected.related_status_items);
        assert_eq!(document.response.is_some(), expected.response.is_some());
        let reasons: Vec<_> = document.reasons.iter().map(|reason| reason.code).collect();
        let codes: Vec<_> = expected.reasons.iter().map(|reason| &reason.code).collect();
        assert_eq!(reasons, codes);
        for (reason, expected) in document.reasons.iter().zip(&expected.reasons) {
            let details: Vec<_> = reason
                .details
                .iter()
                .map(|one| (one.name, one.value.name(), one.subtype))
                .collect();
            let words: Vec<_> = expected
                .details
                .iter()
                .map(|one| (one.name.as_str(), one.form.word(), one.subtype))
                .collect();
            assert_eq!(details, words);
        }
        for content in [Some(document.payload), document.response].into_iter().flatten() {
            if let ValueType::Dictionary(table) = content {
                required_are_listed(table);
            }
        }
        same_support(document.support, &Effective::covered(covered, expected), &expected.source);
    }
}

#[test]
fn every_key_is_as_the_model_has_it() {
    let model = model();
    let covered = Covered::of(&model);
    let (mut paths, mut keys) = (0, std::collections::BTreeSet::new());
    for document in &model.documents {
        let tables = compiled(&document.source);
        walk_covered(covered, document, &mut |place| {
            paths += 1;
            keys.insert(std::ptr::from_ref(place.key));
            let at = format!("{} {:?} {}", document.source, place.side, place.path);
            match find(tables, &place) {
                None => panic!("{at}: not in the tables"),
                Some(Found::Key(key)) => same_key(&key, document, &place, &at),
                Some(Found::Gated(value)) => same_support(value.support, place.support, &at),
                Some(Found::Variant(variant)) => same_support(variant.support, place.support, &at),
            }
        });
    }
    println!("{} keys at {paths} key paths", keys.len());
    assert!(keys.len() > 3_000);
}

/// A status report names a removed member of a list by its identifier alone.
#[test]
fn a_member_that_is_removed_needs_no_more_than_its_identifier() {
    let model = model();
    let mut lists = 0;
    for document in &model.documents {
        let mut members: BTreeMap<Vec<Segment>, Vec<&str>> = BTreeMap::new();
        let mut removable = Vec::new();
        walk_covered(Covered::of(&model), document, &mut |place| {
            let (_, above) = place.path.0.split_last().unwrap();
            if place.key.name == "_removed" {
                removable.push(above.to_vec());
            }
            if place.key.presence == Presence::Required {
                members.entry(above.to_vec()).or_default().push(&place.key.name);
            }
        });
        for member in removable {
            assert_eq!(members[&member], ["identifier"], "{} {member:?}", document.source);
            lists += 1;
        }
    }
    assert!(lists > 10, "{lists}");
}

/// The model and the compiled tables have the same key paths, so that every tool takes a path that
/// another one shows.
#[test]
fn paths_are_those_of_reflection() {
    let model = model();
    for document in &model.documents {
        let tables = compiled(&document.source);
        walk_covered(Covered::of(&model), document, &mut |place| {
            let side = match place.side {
                Side::Payload => reflect::Side::Payload,
                Side::Response => reflect::Side::Response,
            };
            let at = format!("{} {}", document.source, place.path);
            let node = reflect::node(tables, side, place.path).unwrap_or_else(|| panic!("{at}"));
            assert_eq!(node.name, place.key.name, "{at}");
            assert_eq!(place.path.0.last(), Some(&node.segment()), "{at}");
            assert_eq!(place.path.to_string().parse().as_ref(), Ok(place.path), "{at}");
        });
    }
}

/// Follows a key path through the tables.
fn find(document: &Document, place: &Visited<'_, '_>) -> Option<Found> {
    let mut value = match place.side {
        Side::Payload => document.payload,
        Side::Response => document.response?,
    };
    let mut gated = Gated::NONE;
    let mut found = None;
    for segment in &place.path.0 {
        let (key, step) = match (value, segment) {
            (ValueType::Dictionary(table), Segment::Key(name)) => (table.key(name), None),
            (ValueType::Array(item) | ValueType::Map(item), Segment::Each) => (Some(*item), None),
            (ValueType::Union(union), Segment::Key(name)) => {
                (None, Some(Found::Variant(union.variant(name)?)))
            }
            (ValueType::String, Segment::Key(name)) => {
                (None, Some(Found::Gated(gated.value(name)?)))
            }
            _ => return None,
        };
        let step = match step {
            Some(step) => step,
            None => Found::Key(key?),
        };
        (value, gated) = match &step {
            Found::Key(key) => (key.value, key.constraints.gated),
            Found::Variant(variant) => (ValueType::Dictionary(variant.table), Gated::NONE),
            Found::Gated(_) => (ValueType::Any, Gated::NONE),
        };
        found = Some(step);
    }
    found
}

fn same_key(key: &Key, document: &model::Document, place: &Visited<'_, '_>, at: &str) {
    let expected = place.key;
    // The names of items and map values have no meaning, but are the same too.
    assert_eq!(key.name, expected.name, "{at}");
    assert_eq!(key.presence, expected.presence, "{at}");
    assert_eq!(key.constant, expected.constant, "{at}");
    assert_eq!(key.value.name(), expected.form.word(), "{at}");
    let children = !expected.children.keys(document).is_empty();
    assert_eq!(
        matches!(key.value, ValueType::Dictionary(_)),
        expected.form == Form::Dictionary && children,
        "{at}"
    );
    if let ValueType::Dictionary(table) = key.value {
        required_are_listed(table);
    }
    if key.always {
        // A struct may stand in several places: a key is `always` only if that is right in all of them.
        assert!(required_always(place.parent, place.support, expected.presence), "{at}");
    }
    same_support(key.support, place.support, at);
    same_constraints(key.constraints, expected, at);
    if expected.form == Form::GatedString {
        let values: Vec<_> = key.constraints.gated.values.iter().map(|value| value.name).collect();
        let names: Vec<_> =
            expected.children.keys(document).iter().map(|value| &value.name).collect();
        assert_eq!(values, names, "{at}");
    }
}

/// A table has a list of its required keys, so that not all keys have to be looked at. It has to be
/// right.
fn required_are_listed(table: &Table) {
    let is_required = |at: &usize| table.at(*at).presence == Presence::Required;
    assert!(table.required().eq((0..table.len()).filter(is_required)), "{}", table.name);
}

fn same_constraints(found: &Constraints, key: &model::Key, at: &str) {
    let rangelist: Vec<_> = found.rangelist.iter().map(literal).collect();
    assert_eq!(rangelist, key.rangelist, "{at}");
    assert_eq!(found.default.as_ref().map(literal), key.default, "{at}");
    let range = found.range.map(|range| model::Bounds { min: range.min, max: range.max });
    assert_eq!(range, key.range, "{at}");
    assert_eq!(found.format, key.format.as_deref(), "{at}");
    assert_eq!(found.repetition, key.repetition, "{at}");
    assert_eq!(found.subtype, key.subtype, "{at}");
    assert_eq!(found.combine, key.combine, "{at}");
    assert_eq!(found.asset_types, key.asset_types, "{at}");
    assert_eq!(found.asset_content_types, key.asset_content_types, "{at}");
}

fn same_support(found: Support, expected: &Effective, at: &str) {
    assert_eq!(Os::ALL.map(|os| found.on(os)), expected.0, "{at}");
}

fn literal(value: &Literal) -> model::Literal {
    match value {
        Literal::String(text) => model::Literal::String((*text).to_owned()),
        Literal::Boolean(value) => model::Literal::Boolean(*value),
        Literal::Integer(value) => model::Literal::Integer(*value),
        Literal::Real(value) => model::Literal::Real(*value),
    }
}
