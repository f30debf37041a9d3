//! The way through a message, along the tables of its document.

use apple_device_management_core::codec::{MAX_KEYS, View};
use apple_device_management_core::{
    Document, Key, KeyPath, Literal, RetiredValue, Segment, Support, Table, Union, ValueType,
    Variant,
};

use super::Check;
use super::document::{Beside, Elsewhere, beside, elsewhere, frame, is_json};
use super::fit::fits;
use super::payload::{Parts, PayloadTypes, TYPE};
use super::values::equals;
use crate::reflect::{self, Side};

/// How deep the walk goes; what is decoded is never that deep.
const DEPTH: usize = 128;

/// One step, borrowed: a path is built only where there is something to say.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// Where the walk is.
pub(super) struct Place<'a> {
    steps: Vec<Step<'a>>,
    /// The document that describes what is here: within a profile, that of the payload.
    pub(super) document: &'static Document,
    /// How many of the steps lead to the document's root.
    base: usize,
}

impl Place<'_> {
    pub(super) fn path(&self) -> KeyPath {
        let segment = |step: &Step<'_>| match step {
            Step::Key(name) => Segment::Key((*name).to_owned()),
            Step::Index(index) => Segment::Index(*index),
        };
        KeyPath(self.steps.iter().map(segment).collect())
    }

    /// Whether it is within another document.
    pub(super) fn is_within(&self) -> bool {
        self.base > 0
    }

    /// Whether this is the root of the document that describes it.
    pub(super) fn is_root(&self) -> bool {
        self.steps.len() == self.base
    }
}

/// The places of the keys that a dictionary has: what it costs does not depend on how many it may
/// have.
#[derive(Default)]
pub(super) struct Seen([u64; MAX_KEYS / 64]);

impl Seen {
    fn insert(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    pub(super) fn contains(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }
}

/// What happens at a place.
pub(super) enum Event<'a, 'e> {
    /// Something with a support is there; `above` is the support of what holds it.
    Supported { what: What, support: &'static Support, above: Option<&'static Support> },
    /// A value of the right type is there.
    Value { key: &'e Key, view: View<'a> },
    /// A string is there, of a list whose values are the keys of this table.
    ListedElsewhere { view: View<'a>, table: &'static Table, above: &'static Support },
    /// A value of another type is there.
    WrongType { expected: &'static str, found: &'static str },
    /// A key that nobody knows.
    UnknownKey,
    /// A type of payload that nobody knows.
    UnknownPayload,
    /// A dictionary that is no variant of the union.
    UnknownVariant { union: &'static Union, tagged: bool },
    /// A dictionary ends; `seen` are the places of the keys that it had.
    End { table: &'static Table, seen: &'e Seen, support: &'static Support },
    /// Something is there that only older releases of the schema have: a document or key, or this
    /// value.
    Retired { value: Option<Literal>, last: &'static str },
    /// The walk goes no deeper here.
    TooDeep,
}

/// What it is that has a support.
#[derive(Clone, Copy)]
pub(super) enum What {
    Document,
    Key,
    Variant(&'static Variant),
}

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

/// The entry of this name.
pub(super) fn entry<'a>(view: View<'a>, name: &str) -> Option<View<'a>> {
    let mut found = None;
    view.each(&mut |key, value| {
        if key == name {
            found = Some(value);
        }
        found.is_none()
    });
    found
}

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
        support: &'static Support,
        takes: Takes<'_>,
    ) {
        match (content, view) {
            (Some(ValueType::Dictionary(table)), View::Entries(_) | View::Record(_)) => {
                self.dictionary(table, view, support, takes);
            }
            (Some(ValueType::Map(value)), View::Entries(_) | View::Record(_)) => {
                self.map(value, view, support, takes);
            }
            // Of an answer without keys, there is the envelope alone.
            (None, View::Entries(_) | View::Record(_)) => view.each(&mut |name, value| {
                self.below(Step::Key(name), |walk| walk.unlisted(name, value));
                true
            }),
            _ => self.emit(Event::WrongType { expected: "dictionary", found: view.kind() }),
        }
    }

    /// A payload within a profile: each of its documents, for the keys that it has.
    fn payload(&mut self, view: View<'a>, above: Option<&'static Support>) {
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
        support: &'static Support,
        takes: Takes<'_>,
    ) {
        let mut seen = Seen::default();
        view.each(&mut |name, value| {
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

    fn map(
        &mut self,
        key: &'static Key,
        view: View<'a>,
        support: &'static Support,
        takes: Takes<'_>,
    ) {
        view.each(&mut |name, value| {
            if !takes(name) {
                return true;
            }
            self.below(Step::Key(name), |walk| walk.key(key, value, support));
            true
        });
    }

    fn key(&mut self, key: &Key, view: View<'a>, above: &'static Support) {
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

    fn retired(&mut self, last: Option<&'static str>) {
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
            ValueType::Union(union) => entry(view, union.tag),
            _ => Some(view),
        };
        let is = |one: &&RetiredValue| said.is_some_and(|view| equals(&one.value, &view));
        if let Some(RetiredValue { value, last }) = retired.iter().find(is) {
            self.emit(Event::Retired { value: Some(*value), last });
        }
    }

    /// An item of which another document says more.
    fn elsewhere(&mut self, says: Elsewhere, view: View<'a>, above: &'static Support) {
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
            (Elsewhere::Payload, View::Entries(_) | View::Record(_)) => {
                self.payload(view, Some(above));
            }
            _ => {}
        }
    }

    fn union(&mut self, union: &'static Union, view: View<'a>, above: &'static Support) {
        let tag = entry(view, union.tag);
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
