//! Goes through a message once, along the tables of its document, and tells what it meets as
//! events. What an event means for a target or a question is decided elsewhere.

pub(super) mod event;
pub(super) mod fit;
pub(super) mod location;
mod within;

use apple_device_management_core::codec::{Seen, View};
use apple_device_management_core::{
    Document, Key, Last, RetiredValue, Support, Table, Union, ValueType,
};

use super::Check;
use super::rules::documents::{Beside, DECLARATION, Elsewhere, beside, elsewhere, frame, is_json};
use super::rules::types::Types;
use crate::reflect::Side;
use event::{Event, What};
use fit::{Fit, equals};
use location::{Location, PathStep};

/// How deep the walk goes. Messages that were read nest less deep, unless limits were set higher.
const DEPTH: usize = 128;

/// A message to be walked through.
#[derive(Clone, Copy)]
pub(super) struct Walked<'a> {
    pub(super) document: &'static Document,
    pub(super) side: Side,
    pub(super) view: View<'a>,
    /// The keys that lead to what the document describes.
    pub(super) envelope: &'static [&'static str],
    pub(super) types: Types,
}

impl<'a> Walked<'a> {
    /// The message; `None` if the schema does not list it.
    pub(super) fn of<T: Check + ?Sized>(message: &'a T) -> Option<Walked<'a>> {
        Some(Walked {
            document: message.document()?,
            side: message.side(),
            view: message.content(),
            envelope: message.envelope(),
            types: message.types(),
        })
    }
}

type Visit<'v> = &'v mut dyn FnMut(&Location<'_>, Event<'_, '_>);

/// Walks through a message once, and gives each event to `visit`.
pub(super) fn walk(message: Walked<'_>, visit: Visit<'_>) {
    let Walked { document, side, view, envelope, types } = message;
    let steps: Vec<_> = envelope.iter().map(|name| PathStep::Key(name)).collect();
    let content = envelope.iter().try_fold(view, |view, name| view.entry(name));
    let base = steps.len();
    let location = Location { steps, document, base };
    let mut walk = Walk { side, json: is_json(document), types, location, visit };
    if let Some(view) = content {
        walk.root(view);
    }
}

/// Gives whether a key of a dictionary is looked at.
type KeyFilter<'t> = &'t dyn Fn(&str) -> bool;

struct Walk<'a, 'v> {
    side: Side,
    json: bool,
    types: Types,
    location: Location<'a>,
    visit: Visit<'v>,
}

impl<'a> Walk<'a, '_> {
    fn emit(&mut self, event: Event<'_, '_>) {
        (self.visit)(&self.location, event);
    }

    /// Walks through a whole message, of the document at this location.
    fn root(&mut self, view: View<'a>) {
        let document = self.location.document;
        if self.types.payloads.is_some()
            && frame().is_some_and(|frame| frame.source == document.source)
        {
            return self.payload(view, None);
        }
        let support = document.support;
        self.emit(Event::Supported { what: What::Document, support, above: None });
        self.retired(document.last);
        self.content(document.content(self.side), view, support, &|_| true);
        if document.source == DECLARATION && view.is_dictionary() {
            self.declared(view, support);
        }
    }

    fn below(&mut self, step: PathStep<'a>, go: impl FnOnce(&mut Self)) {
        self.location.steps.push(step);
        if self.location.steps.len() > DEPTH {
            self.emit(Event::TooDeep);
        } else {
            go(self);
        }
        self.location.steps.pop();
    }

    /// Walks through what stands at the root of a document.
    fn content(
        &mut self,
        content: Option<ValueType>,
        view: View<'a>,
        support: Support,
        takes: KeyFilter<'_>,
    ) {
        match (content, view) {
            (Some(ValueType::Dictionary(table)), view) if view.is_dictionary() => {
                self.dictionary(table, view, support, takes);
            }
            (Some(ValueType::Map(value)), view) if view.is_dictionary() => {
                self.map(value, view, support, takes);
            }
            // The document does not describe the answer, so only keys of the envelope are known.
            (None, view) if view.is_dictionary() => view.each(|name, &value| {
                self.below(PathStep::Key(name), |walk| walk.unlisted(name, None, value));
                true
            }),
            _ => self.emit(Event::WrongType { expected: "dictionary", found: view.kind() }),
        }
    }

    fn dictionary(
        &mut self,
        table: &'static Table,
        view: View<'a>,
        support: Support,
        takes: KeyFilter<'_>,
    ) {
        let mut seen = Seen::default();
        view.each(|name, &value| {
            if !takes(name) {
                return true;
            }
            self.below(PathStep::Key(name), |walk| match table.position(name) {
                Some(at) => {
                    seen.mark(at);
                    walk.key(&table.at(at), value, support);
                }
                None => walk.unlisted(name, Some(table), value),
            });
            true
        });
        self.emit(Event::End { table, seen: &seen, support });
    }

    /// Walks into a key that the table does not have.
    fn unlisted(&mut self, name: &str, table: Option<&'static Table>, value: View<'a>) {
        let at_root = self.location.steps.len() == self.location.base + 1;
        let document = self.location.document;
        let found = if at_root { beside(document, self.side, name) } else { Beside::Nothing };
        match found {
            Beside::Nothing => self.emit(Event::UnknownKey { table }),
            Beside::Envelope => {}
            Beside::Common(key) => self.key(&key, value, document.support),
        }
    }

    fn map(&mut self, key: &'static Key, view: View<'a>, support: Support, takes: KeyFilter<'_>) {
        view.each(|name, &value| {
            if !takes(name) {
                return true;
            }
            self.below(PathStep::Key(name), |walk| walk.key(key, value, support));
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
                let elsewhere = elsewhere(self.location.document, key.name);
                for index in 0..items.count() {
                    let value = items.item(index);
                    self.below(PathStep::Index(index), |walk| {
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
                if let Elsewhere::Profile = elsewhere(self.location.document, key.name) {
                    self.profile(data);
                }
            }
            _ => {}
        }
    }

    fn retired(&mut self, last: Option<Last>) {
        if let Some(last) = last {
            self.emit(Event::Retired { value: None, last });
        }
    }

    /// Tells if the value, or the variant of the union, is a retired one.
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

    /// Whether a value is of this type, or is taken for it. Tells where it is not exactly of the type.
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
