//! The way through a message, along the tables of its document.

use apple_device_management_core::codec::View;
use apple_device_management_core::{
    Document, Key, Last, Literal, RetiredValue, Support, Table, Union, ValueType,
};

use super::Check;
use super::document::{Beside, DECLARATION, Elsewhere, beside, elsewhere, frame, is_json};
use super::event::{Event, Seen, What};
use super::fit::Fit;
use super::payload::{Parts, TYPE};
use super::place::{Place, Step};
use super::profile;
use super::types::Types;
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
    /// The keys that lead to what the document describes.
    pub(super) envelope: &'static [&'static str],
    pub(super) types: Types,
}

impl<'a> Message<'a> {
    /// `None` for a message that the schema does not list.
    pub(super) fn of<T: Check + ?Sized>(message: &'a T) -> Option<Message<'a>> {
        Some(Message {
            document: message.document()?,
            side: message.side(),
            view: message.content(),
            envelope: message.envelope(),
            types: message.types(),
        })
    }
}

type Visit<'v> = &'v mut dyn FnMut(&Place<'_>, Event<'_, '_>);

/// Walks a message once, showing every event to `visit`.
pub(super) fn walk(message: Message<'_>, visit: Visit<'_>) {
    let Message { document, side, view, envelope, types } = message;
    let steps: Vec<_> = envelope.iter().map(|name| Step::Key(name)).collect();
    let content = envelope.iter().try_fold(view, |view, name| view.entry(name));
    let base = steps.len();
    let place = Place { steps, document, base };
    let mut walk = Walk { side, json: is_json(document), types, place, visit };
    if let Some(view) = content {
        walk.root(view);
    }
}

/// Of the keys of a dictionary, those that are looked at.
type Takes<'t> = &'t dyn Fn(&str) -> bool;

struct Walk<'a, 'v> {
    side: Side,
    json: bool,
    types: Types,
    place: Place<'a>,
    visit: Visit<'v>,
}

impl<'a> Walk<'a, '_> {
    fn emit(&mut self, event: Event<'_, '_>) {
        (self.visit)(&self.place, event);
    }

    /// A whole message of the document of this place.
    fn root(&mut self, view: View<'a>) {
        let document = self.place.document;
        if self.types.payloads.is_some()
            && frame().is_some_and(|frame| frame.source == document.source)
        {
            return self.payload(view, None);
        }
        let support = document.support;
        self.emit(Event::Supported { what: What::Document, support, above: None });
        self.retired(document.last);
        self.content(reflect::content(document, self.side), view, support, &|_| true);
        if document.source == DECLARATION && view.is_dictionary() {
            self.declared(view, support);
        }
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
                self.below(Step::Key(name), |walk| walk.unlisted(name, None, value));
                true
            }),
            _ => self.emit(Event::WrongType { expected: "dictionary", found: view.kind() }),
        }
    }

    /// A payload within a profile: each of its documents, for the keys that it has.
    fn payload(&mut self, view: View<'a>, above: Option<Support>) {
        let Some(types) = self.types.payloads else { return };
        let Some(parts) = Parts::of(view, types) else { return };
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
        if let Some(id) = parts.unknown {
            let unknown = Event::UnknownType { what: "payload", id, types };
            self.below(Step::Key(TYPE), |walk| walk.emit(unknown));
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
                None => walk.unlisted(name, Some(table), value),
            });
            true
        });
        self.emit(Event::End { table, seen: &seen, support });
    }

    /// A key that the table does not have.
    fn unlisted(&mut self, name: &str, table: Option<&'static Table>, value: View<'a>) {
        let at_root = self.place.steps.len() == self.place.base + 1;
        let document = self.place.document;
        let found = if at_root { beside(document, self.side, name) } else { Beside::Nothing };
        match found {
            Beside::Nothing => self.emit(Event::UnknownKey { table }),
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
        if !self.fits(&key.value, &view) {
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
            (ValueType::Data, View::Data(data)) if !data.is_empty() => {
                if let Elsewhere::Profile = elsewhere(self.place.document, key.name) {
                    self.profile(data);
                }
            }
            _ => {}
        }
    }

    /// What is declared, by the type that the declaration around it names.
    fn declared(&mut self, declaration: View<'a>, above: Support) {
        let Some(types) = self.types.declarations else { return };
        let Some(View::String(id)) = declaration.entry("Type") else { return };
        let Some(document) = (types.of)(id).first().copied() else {
            let unknown = Event::UnknownType { what: "declaration", id, types };
            return self.below(Step::Key("Type"), |walk| walk.emit(unknown));
        };
        let Some(view) = declaration.entry("Payload").filter(View::is_dictionary) else { return };
        let outer = (self.place.document, self.place.base);
        self.below(Step::Key("Payload"), |walk| {
            (walk.place.document, walk.place.base) = (document, walk.place.steps.len());
            let support = document.support;
            walk.emit(Event::Supported { what: What::Document, support, above: Some(above) });
            walk.retired(document.last);
            walk.content(Some(document.payload), view, support, &|_| true);
        });
        (self.place.document, self.place.base) = outer;
    }

    /// Data that holds a profile, signed or plain.
    fn profile(&mut self, data: &[u8]) {
        let Some(document) = profile::document().filter(|_| self.types.payloads.is_some()) else {
            return;
        };
        match profile::read(data) {
            profile::Content::Sealed => {}
            profile::Content::Broken => self.emit(Event::NoProfile),
            profile::Content::Profile(dictionary) => {
                let (steps, base) = (self.place.steps.clone(), self.place.steps.len());
                let place = Place { steps, document, base };
                let (types, visit) = (self.types, &mut *self.visit);
                let mut inner = Walk { side: Side::Payload, json: false, types, place, visit };
                inner.root(View::Values(&dictionary));
            }
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

    /// Whether a value can be taken for one of this type; tells where it is not quite one.
    fn fits(&mut self, value: &ValueType, view: &View<'_>) -> bool {
        let (expected, found) = (value.name(), view.kind());
        let fit = Fit::of(value, view, self.json);
        match fit {
            Fit::Yes => {}
            Fit::Coerced => self.emit(Event::Coerced { expected, found }),
            Fit::No => self.emit(Event::WrongType { expected, found }),
        }
        fit != Fit::No
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
                if walk.fits(&detail.value, &value)
                    && let Some(subtype) = detail.subtype
                {
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
            self.emit(Event::UnknownVariant { union, tag });
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
