//! The way through a message, along the tables of its document.

use apple_device_management_core::codec::View;
use apple_device_management_core::{
    Document, Key, Last, Literal, RetiredValue, Support, Table, Union, ValueType,
};

use super::Check;
use super::document::{Beside, Elsewhere, beside, elsewhere, frame, is_json};
use super::event::{Event, Seen, What};
use super::fit::fits;
use super::payload::{Parts, PayloadTypes, TYPE};
use super::place::{Place, Step};
use super::values::equals;
use crate::reflect::{self, Side};

/// How deep the walk goes; what is decoded is never that deep.
const DEPTH: usize = 128;

/// What is walked.
#[derive(Clone, Copy)]
pub(super) struct Message<'a> {
    pub(super) document: &'static Document,
    pub(super) side: Side,
    pub(super) view: View<'a>,
    pub(super) payload_types: Option<PayloadTypes>,
}

impl<'a> Message<'a> {
    pub(super) fn of<T: Check + ?Sized>(message: &'a T) -> Message<'a> {
        Message {
            document: message.document(),
            side: message.side(),
            view: message.content(),
            payload_types: message.payload_types(),
        }
    }
}

type Visit<'a, 'v> = &'v mut dyn FnMut(&Place<'a>, Event<'a, '_>);

/// Walks a message once, showing every event to `visit`.
pub(super) fn walk<'a>(message: Message<'a>, visit: Visit<'a, '_>) {
    let Message { document, side, view, payload_types } = message;
    let place = Place { steps: Vec::new(), document, base: 0 };
    let mut walk = Walk { side, json: is_json(document), payload_types, place, visit };
    if payload_types.is_some() && frame().is_some_and(|frame| frame.source == document.source) {
        return walk.payload(view, None);
    }
    let support = document.support;
    walk.emit(Event::Supported { what: What::Document, support, above: None });
    walk.retired(document.last);
    walk.content(reflect::content(document, side), view, support, &|_| true);
}

/// Of the keys of a dictionary, those that are looked at.
type Takes<'t> = &'t dyn Fn(&str) -> bool;

struct Walk<'a, 'v> {
    side: Side,
    json: bool,
    payload_types: Option<PayloadTypes>,
    place: Place<'a>,
    visit: Visit<'a, 'v>,
}

impl<'a> Walk<'a, '_> {
    fn emit(&mut self, event: Event<'a, '_>) {
        (self.visit)(&self.place, event);
    }

    fn below(&mut self, step: Step<'a>, go: impl FnOnce(&mut Self)) {
        self.place.steps.push(step);
        if self.place.steps.len() > DEPTH {
            self.emit(Event::TooDeep);
        } else {
            go(self);
        }
        self.place.steps.pop();
    }

    /// What stands at the root of a document.
    fn content(
        &mut self,
        content: Option<ValueType>,
        view: View<'a>,
        support: Support,
        takes: Takes<'_>,
    ) {
        match (content, view) {
            (Some(ValueType::Dictionary(table)), view) if view.is_dictionary() => {
                self.dictionary(table, view, support, takes);
            }
            (Some(ValueType::Map(value)), view) if view.is_dictionary() => {
                self.map(value, view, support, takes);
            }
            // Of an answer without keys, there is the envelope alone.
            (None, view) if view.is_dictionary() => view.each(|name, &value| {
                self.below(Step::Key(name), |walk| walk.unlisted(name, value));
                true
            }),
            _ => self.emit(Event::WrongType { expected: "dictionary", found: view.kind() }),
        }
    }

    /// A payload within a profile: each of its documents, for the keys that it has.
    fn payload(&mut self, view: View<'a>, above: Option<Support>) {
        let Some(parts) = self.payload_types.and_then(|types| Parts::of(view, types)) else {
            return;
        };
        let outer = (self.place.document, self.place.base);
        for (at, document) in parts.documents.iter().enumerate() {
            (self.place.document, self.place.base) = (document, self.place.steps.len());
            let support = document.support;
            // The frame is there wherever there are profiles.
            if at > 0 {
                self.emit(Event::Supported { what: What::Document, support, above });
                self.retired(document.last);
            }
            let takes = |name: &str| parts.owner(name) == Some(at);
            self.content(Some(document.payload), view, support, &takes);
        }
        if parts.is_unknown() {
            self.below(Step::Key(TYPE), |walk| walk.emit(Event::UnknownPayload));
        }
        (self.place.document, self.place.base) = outer;
    }

    fn dictionary(
        &mut self,
        table: &'static Table,
        view: View<'a>,
        support: Support,
        takes: Takes<'_>,
    ) {
        let mut seen = Seen::default();
        view.each(|name, &value| {
            if !takes(name) {
                return true;
            }
            self.below(Step::Key(name), |walk| match table.position(name) {
                Some(at) => {
                    seen.insert(at);
                    walk.key(&table.at(at), value, support);
                }
                None => walk.unlisted(name, value),
            });
            true
        });
        self.emit(Event::End { table, seen: &seen, support });
    }

    /// A key that the table does not have.
    fn unlisted(&mut self, name: &str, value: View<'a>) {
        let at_root = self.place.steps.len() == self.place.base + 1;
        let document = self.place.document;
        let found = if at_root { beside(document, self.side, name) } else { Beside::Nothing };
        match found {
            Beside::Nothing => self.emit(Event::UnknownKey),
            Beside::Envelope => {}
            Beside::Common(key) => self.key(&key, value, document.support),
        }
    }

    fn map(&mut self, key: &'static Key, view: View<'a>, support: Support, takes: Takes<'_>) {
        view.each(|name, &value| {
            if !takes(name) {
                return true;
            }
            self.below(Step::Key(name), |walk| walk.key(key, value, support));
            true
        });
    }

    fn key(&mut self, key: &Key, view: View<'a>, above: Support) {
        self.emit(Event::Supported { what: What::Key, support: key.support, above: Some(above) });
        if let Some(retired) = key.constraints.retired {
            self.retired(retired.last);
            self.retired_value(key.value, retired.values, view);
        }
        if !fits(&key.value, &view, self.json) {
            self.emit(Event::WrongType { expected: key.value.name(), found: view.kind() });
            return;
        }
        self.emit(Event::Value { key, view });
        match (key.value, view) {
            (ValueType::Array(item), View::Items(items)) => {
                let elsewhere = elsewhere(self.place.document, key.name);
                for index in 0..items.count() {
                    let value = items.item(index);
                    self.below(Step::Index(index), |walk| {
                        walk.key(item, value, key.support);
                        walk.elsewhere(elsewhere, value, key.support);
                    });
                }
            }
            (ValueType::Dictionary(table), _) => {
                self.dictionary(table, view, key.support, &|_| true);
            }
            (ValueType::Map(value), _) => self.map(value, view, key.support, &|_| true),
            (ValueType::Union(union), _) => self.union(union, view, key.support),
            _ => {}
        }
    }

    fn retired(&mut self, last: Option<Last>) {
        if let Some(last) = last {
            self.emit(Event::Retired { value: None, last });
        }
    }

    /// One of these values, or of the variants that they name.
    fn retired_value(
        &mut self,
        value: ValueType,
        retired: &'static [RetiredValue],
        view: View<'a>,
    ) {
        let said = match value {
            ValueType::Union(union) => view.entry(union.tag),
            _ => Some(view),
        };
        let is = |one: &&RetiredValue| said.is_some_and(|view| equals(&one.value, &view));
        if let Some(&RetiredValue { value, last }) = retired.iter().find(is) {
            self.emit(Event::Retired { value: Some(value), last });
        }
    }

    /// The details of a reason, as the document lists them for its code.
    fn reason(&mut self, view: View<'a>) {
        let (code, details) = (view.entry("code"), view.entry("details"));
        let (Some(View::String(code)), Some(details)) = (code, details) else { return };
        let Some(reason) = self.place.document.reasons.iter().find(|one| one.code == code) else {
            return;
        };
        let walk_detail = |walk: &mut Self, name: &'a str, value: View<'a>| {
            let Some(detail) = reason.details.iter().find(|detail| detail.name == name) else {
                return;
            };
            walk.below(Step::Key(name), |walk| {
                if !fits(&detail.value, &value, walk.json) {
                    let expected = detail.value.name();
                    walk.emit(Event::WrongType { expected, found: value.kind() });
                } else if let Some(subtype) = detail.subtype {
                    walk.emit(Event::Holds { subtype, view: value });
                }
            });
        };
        self.below(Step::Key("details"), |walk| {
            details.each(|name, &value| {
                walk_detail(walk, name, value);
                true
            });
        });
    }

    /// An item of which another document says more.
    fn elsewhere(&mut self, says: Elsewhere, view: View<'a>, above: Support) {
        match (says, view) {
            (Elsewhere::Values(table), _) => {
                self.emit(Event::ListedElsewhere { view, table, above });
                if let View::String(text) = view
                    && let Some(key) = table.key(text)
                    && let Some(last) = key.constraints.retired.and_then(|retired| retired.last)
                {
                    self.emit(Event::Retired { value: Some(Literal::String(key.name)), last });
                }
            }
            (Elsewhere::Payload, view) if view.is_dictionary() => {
                self.payload(view, Some(above));
            }
            (Elsewhere::Reason, view) => self.reason(view),
            _ => {}
        }
    }

    fn union(&mut self, union: &'static Union, view: View<'a>, above: Support) {
        let tag = view.entry(union.tag);
        let variant = match tag {
            Some(View::String(name)) => union.variant(name),
            _ => None,
        };
        let Some(variant) = variant else {
            self.emit(Event::UnknownVariant { union, tagged: tag.is_some() });
            return;
        };
        let (what, support) = (What::Variant(variant), variant.support);
        self.emit(Event::Supported { what, support, above: Some(above) });
        self.dictionary(variant.table, view, support, &|_| true);
    }
}

#[cfg(test)]
mod tests {
    use apple_device_management_core::emitted::*;
    use apple_device_management_core::internal::build_index;

    use super::super::check_dictionary;
    use crate::reflect::Side;

    static SUPPORTS: Supports =
        Supports { rows: &[[0; 5]], per_os: &[(0x0, 0x0, 0x0, 0x0)], texts: &[] };

    static VALUES: [(u16, ValueType); 1] = [(0, ValueType::Array(&ANYTHING))];

    /// A status item with a list of reasons, and what its document says of one.
    fn document() -> &'static Document {
        let table: &Table = Box::leak(Box::new(Table {
            name: "App",
            source: "declarative/status/app.yaml",
            packed: &[("reasons", 0x6f)],
            values: &VALUES,
            constraints: &[],
            supports: &SUPPORTS,
            required: &[0],
            order: &[],
            index: build_index([("reasons", 0)].into_iter()).leak(),
        }));
        let (value, subtype) = (ValueType::String, Some(Subtype::Timestamp));
        let details = [
            ReasonDetail { name: "When", value, subtype },
            ReasonDetail { name: "Often", value: ValueType::Integer, subtype: None },
        ];
        let reason = Reason { code: "Error.Sample", details: Box::leak(Box::new(details)) };
        Box::leak(Box::new(Document {
            family: Family::Status,
            id: "app",
            title: "App",
            source: "declarative/status/app.yaml",
            support: Support(&SUPPORTS, 0),
            payload: ValueType::Dictionary(table),
            response: None,
            apply: None,
            beta: false,
            reasons: Box::leak(Box::new([reason])),
            related_status_items: &[],
            last: None,
        }))
    }

    #[test]
    fn the_details_of_a_reason_are_what_its_document_says() {
        let lines = |json: &str| -> Vec<String> {
            let content: Dictionary = serde_json::from_str(json).unwrap();
            let target = "ios:27.0".parse().unwrap();
            let findings = check_dictionary(document(), Side::Payload, &content, &target);
            let line = |one: &super::super::Finding| format!("{}: {}", one.path, one.problem);
            findings.iter().map(line).filter(|line| line.starts_with("reasons/")).collect()
        };
        let reason = |code: &str, details: &str| {
            lines(&format!(r#"{{"reasons": [{{"code": "{code}", "details": {details}}}]}}"#))
        };
        let none: [&str; 0] = [];
        let right = r#"{"When": "2026-02-28T08:05:09Z", "Often": 2, "Else": true}"#;
        assert_eq!(reason("Error.Sample", right), none);
        assert_eq!(
            reason("Error.Sample", r#"{"When": "yesterday", "Often": "twice"}"#),
            [
                "reasons/0/details/Often: expected integer, found string",
                "reasons/0/details/When: does not have the format timestamp",
            ]
        );
        assert_eq!(reason("Error.Other", r#"{"When": "yesterday"}"#), none);
    }
}
