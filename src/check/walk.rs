//! The way through a message, along the tables of its document.

use apple_device_management_core::codec::View;
use apple_device_management_core::{
    Date, Document, Key, KeyPath, Segment, Support, Table, Union, ValueType, Variant,
};

use super::document::{Beside, beside, is_json, side_of, values_elsewhere};
use crate::reflect::Side;

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
}

impl Place<'_> {
    pub(super) fn path(&self) -> KeyPath {
        let segment = |step: &Step<'_>| match step {
            Step::Key(name) => Segment::Key((*name).to_owned()),
            Step::Index(index) => Segment::Index(*index),
        };
        KeyPath(self.steps.iter().map(segment).collect())
    }

    pub(super) fn is_root(&self) -> bool {
        self.steps.is_empty()
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
    /// A dictionary that is no variant of the union.
    UnknownVariant { union: &'static Union, tagged: bool },
    /// A dictionary ends; `seen` are the places of the keys that it had.
    End { table: &'static Table, seen: &'e [bool], support: &'static Support },
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

/// Walks a message once, showing every event to `visit`.
pub(super) fn walk<'a>(
    document: &'static Document,
    view: View<'a>,
    visit: &mut dyn FnMut(&Place<'a>, Event<'a, '_>),
) -> Side {
    let side = side_of(document, &view);
    let content = match side {
        Side::Payload => Some(document.payload),
        Side::Response => document.response,
    };
    let place = Place { steps: Vec::new() };
    let mut walk = Walk { document, side, json: is_json(document), place, visit };
    let support = document.support;
    walk.emit(Event::Supported { what: What::Document, support, above: None });
    match (content, view) {
        (Some(ValueType::Dictionary(table)), View::Entries(_) | View::Record(_)) => {
            walk.dictionary(table, view, support);
        }
        (Some(ValueType::Map(value)), View::Entries(_) | View::Record(_)) => {
            walk.map(value, view, support);
        }
        _ => walk.emit(Event::WrongType { expected: "dictionary", found: view.kind() }),
    }
    side
}

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
    document: &'static Document,
    side: Side,
    json: bool,
    place: Place<'a>,
    visit: &'v mut dyn FnMut(&Place<'a>, Event<'a, '_>),
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

    fn dictionary(&mut self, table: &'static Table, view: View<'a>, support: &'static Support) {
        let mut seen = vec![false; table.len()];
        view.each(&mut |name, value| {
            self.below(Step::Key(name), |walk| match table.position(name) {
                Some(at) => {
                    if let Some(seen) = seen.get_mut(at) {
                        *seen = true;
                    }
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
        let at_root = self.place.steps.len() == 1;
        let found = if at_root { beside(self.document, self.side, name) } else { Beside::Nothing };
        match found {
            Beside::Nothing => self.emit(Event::UnknownKey),
            Beside::Envelope => {}
            Beside::Common(key) => self.key(&key, value, self.document.support),
        }
    }

    fn map(&mut self, key: &'static Key, view: View<'a>, support: &'static Support) {
        view.each(&mut |name, value| {
            self.below(Step::Key(name), |walk| walk.key(key, value, support));
            true
        });
    }

    fn key(&mut self, key: &Key, view: View<'a>, above: &'static Support) {
        self.emit(Event::Supported { what: What::Key, support: key.support, above: Some(above) });
        if !self.fits(&key.value, &view) {
            self.emit(Event::WrongType { expected: key.value.name(), found: view.kind() });
            return;
        }
        self.emit(Event::Value { key, view });
        match (key.value, view) {
            (ValueType::Array(item), View::Items(items)) => {
                let elsewhere = values_elsewhere(self.document, key.name);
                for index in 0..items.count() {
                    let value = items.item(index);
                    self.below(Step::Index(index), |walk| {
                        walk.key(item, value, key.support);
                        if let Some(table) = elsewhere {
                            let above = key.support;
                            walk.emit(Event::ListedElsewhere { view: value, table, above });
                        }
                    });
                }
            }
            (ValueType::Dictionary(table), _) => self.dictionary(table, view, key.support),
            (ValueType::Map(value), _) => self.map(value, view, key.support),
            (ValueType::Union(union), _) => self.union(union, view, key.support),
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
        self.dictionary(variant.table, view, support);
    }

    /// Whether the value is of the type.
    fn fits(&self, value: &ValueType, view: &View<'_>) -> bool {
        match (value, view) {
            (ValueType::Any, _)
            | (ValueType::String, View::String(_))
            | (ValueType::Boolean, View::Boolean(_))
            | (ValueType::Integer, View::Integer(_) | View::Unsigned(_))
            | (ValueType::Real, View::Real(_) | View::Integer(_) | View::Unsigned(_))
            | (ValueType::Date, View::Date(_))
            | (ValueType::Data, View::Data(_))
            | (ValueType::Array(_), View::Items(_))
            | (
                ValueType::Dictionary(_) | ValueType::Map(_) | ValueType::Union(_),
                View::Entries(_) | View::Record(_),
            ) => true,
            (ValueType::Date, View::String(text)) => self.json && Date::parse(text).is_some(),
            (ValueType::Data, View::String(text)) => self.json && is_base64(text),
            _ => false,
        }
    }
}

fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - digits.len() <= 2
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
}
