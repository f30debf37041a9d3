//! The parts of a message that other tables describe: payloads of profiles, payloads of declarations,
//! profiles in data, details of reasons, values that are keys of another document.

use apple_device_management_core::codec::View;
use apple_device_management_core::{Literal, Support};

use super::Walk;
use super::event::{Event, What};
use super::location::{Location, PathStep};
use crate::check::rules::documents::Elsewhere;
use crate::check::rules::payload::{PayloadDocuments, TYPE};
use crate::check::rules::profile;
use crate::reflect::Side;

impl<'a> Walk<'a, '_> {
    /// Walks through a payload of a profile, once for each of its documents, with the keys that the
    /// document has.
    pub(super) fn payload(&mut self, view: View<'a>, above: Option<Support>) {
        let Some(types) = self.types.payloads else { return };
        let Some(parts) = PayloadDocuments::of(view, types) else { return };
        let outer = (self.location.document, self.location.base);
        for (at, document) in parts.documents.iter().enumerate() {
            (self.location.document, self.location.base) = (document, self.location.steps.len());
            let support = document.support;
            // The first document describes the keys that all payloads have: its support says
            // nothing new.
            if at > 0 {
                self.emit(Event::Supported { what: What::Document, support, above });
                self.retired(document.last);
            }
            let takes = |name: &str| parts.owner(name) == Some(at);
            self.content(Some(document.payload), view, support, &takes);
        }
        if let Some(id) = parts.unknown {
            let unknown = Event::UnknownType { what: "payload", id, types };
            self.below(PathStep::Key(TYPE), |walk| walk.emit(unknown));
        }
        (self.location.document, self.location.base) = outer;
    }

    /// Walks through the payload of a declaration, by the type that the declaration names.
    pub(super) fn declared(&mut self, declaration: View<'a>, above: Support) {
        let Some(types) = self.types.declarations else { return };
        let Some(View::String(id)) = declaration.entry("Type") else { return };
        let Some(document) = (types.of)(id).first().copied() else {
            let unknown = Event::UnknownType { what: "declaration", id, types };
            return self.below(PathStep::Key("Type"), |walk| walk.emit(unknown));
        };
        let Some(view) = declaration.entry("Payload").filter(View::is_dictionary) else { return };
        let outer = (self.location.document, self.location.base);
        self.below(PathStep::Key("Payload"), |walk| {
            (walk.location.document, walk.location.base) = (document, walk.location.steps.len());
            let support = document.support;
            walk.emit(Event::Supported { what: What::Document, support, above: Some(above) });
            walk.retired(document.last);
            walk.content(Some(document.payload), view, support, &|_| true);
        });
        (self.location.document, self.location.base) = outer;
    }

    /// Walks through the profile in data, signed or plain.
    pub(super) fn profile(&mut self, data: &[u8]) {
        let Some(document) = profile::document().filter(|_| self.types.payloads.is_some()) else {
            return;
        };
        match profile::read(data) {
            profile::ProfileData::Sealed => {}
            profile::ProfileData::Broken => self.emit(Event::NoProfile),
            profile::ProfileData::Profile(dictionary) => {
                let (steps, base) = (self.location.steps.clone(), self.location.steps.len());
                let location = Location { steps, document, base };
                let (types, visit) = (self.types, &mut *self.visit);
                let mut inner = Walk { side: Side::Payload, json: false, types, location, visit };
                inner.root(View::Values(&dictionary));
            }
        }
    }

    /// Walks through the details of a reason, which the document lists by the reason's code.
    pub(super) fn reason(&mut self, view: View<'a>) {
        let (code, details) = (view.entry("code"), view.entry("details"));
        let (Some(View::String(code)), Some(details)) = (code, details) else { return };
        let Some(reason) = self.location.document.reasons.iter().find(|one| one.code == code)
        else {
            return;
        };
        let walk_detail = |walk: &mut Self, name: &'a str, value: View<'a>| {
            let Some(detail) = reason.details.iter().find(|detail| detail.name == name) else {
                return;
            };
            walk.below(PathStep::Key(name), |walk| {
                if walk.fits(&detail.value, &value)
                    && let Some(subtype) = detail.subtype
                {
                    walk.emit(Event::Holds { subtype, view: value });
                }
            });
        };
        self.below(PathStep::Key("details"), |walk| {
            details.each(|name, &value| {
                walk_detail(walk, name, value);
                true
            });
        });
    }

    /// Walks through an item of which another table says more.
    pub(super) fn elsewhere(&mut self, says: Elsewhere, view: View<'a>, above: Support) {
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
}

#[cfg(test)]
mod tests {
    use apple_device_management_core::emitted::*;
    use apple_device_management_core::internal::build_index;

    use crate::check::check_dictionary;
    use crate::reflect::Side;

    static SUPPORTS: Supports =
        Supports { rows: &[[0; 5]], per_os: &[(0x0, 0x0, 0x0, 0x0)], texts: &[] };

    static VALUES: [(u16, ValueType); 1] = [(0, ValueType::Array(&ANYTHING))];

    /// The document of a status item with a list of reasons. It describes one reason.
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
            let line = |one: &crate::check::Finding| format!("{}: {}", one.path, one.problem);
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
