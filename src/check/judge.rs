//! `check`: each event of the walk, judged for a target.

use std::collections::BTreeSet;

use apple_device_management_core::codec::View;
use apple_device_management_core::{
    Document, Effect, Key, KeyPath, Obstacle, Os, OsSupport, Support, Table, Target,
};

use super::asset;
use super::document::is_from_device;
use super::event::{Event, What};
use super::finding::{Finding, Findings, Problem, Severity, Subject};
use super::place::Place;
use super::presence;
use super::scope;
use super::subtype::may_hold;
use super::values;
use super::walk::{Message, walk};
use crate::reflect::Side;

/// What a judge knows, and what it has found.
pub(super) struct Judge {
    /// That of the place.
    pub(super) document: &'static Document,
    pub(super) side: Side,
    pub(super) target: Target,
    from_device: bool,
    /// The documents of the payloads so far.
    payloads: BTreeSet<&'static str>,
    findings: Vec<Finding>,
}

pub(super) fn judge(message: Message<'_>, target: &Target) -> Findings {
    let Message { document, side, .. } = message;
    let mut judge = Judge {
        document,
        side,
        target: *target,
        from_device: is_from_device(document, side),
        payloads: BTreeSet::new(),
        findings: Vec::new(),
    };
    if let Some(scope) = scope::of(&message, target) {
        judge.target = target.in_scope(scope);
        judge.findings.extend(scope::other(&message, scope, target));
    }
    walk(message, &mut |place, event| judge.event(place, event));
    Findings(judge.findings)
}

/// The obstacles that a support has beyond those of what holds it: these have been reported there.
pub(super) fn own_obstacles(
    support: Support,
    above: Option<Support>,
    target: &Target,
) -> Vec<Obstacle> {
    if above.is_some_and(|above| above.same_entry(support, target.os())) {
        return Vec::new();
    }
    let mut obstacles = support.verdict(target).obstacles;
    if let Some(above) = above
        && !obstacles.is_empty()
    {
        let known = above.verdict(target).obstacles;
        obstacles.retain(|obstacle| !known.contains(obstacle));
    }
    obstacles
}

impl Judge {
    fn event(&mut self, place: &Place<'_>, event: Event<'_, '_>) {
        self.document = place.document;
        match event {
            Event::Supported { what, support, above } => {
                self.supported(place, what, support, above)
            }
            Event::Value { key, view } => self.value(place, key, view),
            Event::ListedElsewhere { view, table, above } => {
                self.listed_elsewhere(place, view, table, above);
            }
            Event::WrongType { expected, found } => {
                self.add(place, Severity::Error, Problem::WrongType { expected, found });
            }
            Event::UnknownKey => {
                // Devices are newer than the schema: what they add is no news.
                let severity = self.milder(Severity::Warning, Severity::Info);
                self.add(place, severity, Problem::UnknownKey);
            }
            Event::UnknownPayload => self.add(place, Severity::Warning, Problem::Unlisted),
            Event::UnknownVariant { union, tagged } => {
                let problem =
                    if tagged { Problem::Unlisted } else { Problem::MissingTag(union.tag) };
                self.add(place, self.milder(Severity::Error, Severity::Warning), problem);
            }
            Event::Holds { subtype, view } => {
                if let View::String(text) = view
                    && !may_hold(subtype, text)
                {
                    let severity = self.milder(Severity::Warning, Severity::Info);
                    self.add(place, severity, Problem::Subtype(subtype));
                }
            }
            Event::End { table, seen, support } => {
                presence::missing(self, place, table, seen, support);
            }
            // A device of that time may well send it.
            Event::Retired { value, last } => {
                let severity = self.milder(Severity::Warning, Severity::Info);
                self.add(place, severity, Problem::Retired { value, last });
            }
            Event::TooDeep => self.add(place, Severity::Warning, Problem::TooDeep),
        }
    }

    fn milder(&self, severity: Severity, from_device: Severity) -> Severity {
        if self.from_device { from_device } else { severity }
    }

    fn supported(
        &mut self,
        place: &Place<'_>,
        what: What,
        support: Support,
        above: Option<Support>,
    ) {
        let subject = match what {
            What::Document => Subject::Document,
            What::Key => Subject::Key,
            What::Variant(variant) => Subject::Variant(variant.name),
        };
        self.obstacles(place, subject, support, above);
        if matches!(what, What::Document) && place.is_within() {
            self.one_more(place, support);
        }
    }

    /// A payload more: of some types, only one can be installed.
    fn one_more(&mut self, place: &Place<'_>, support: Support) {
        let (is_first, stated) = (self.payloads.insert(self.document.source), self.stated(support));
        if !is_first && stated.1.multiple() == Some(false) {
            self.add_at(place.path(), Severity::Error, Problem::NotMultiple, Some(stated));
        }
    }

    fn obstacles(
        &mut self,
        place: &Place<'_>,
        subject: Subject,
        support: Support,
        above: Option<Support>,
    ) {
        for obstacle in own_obstacles(support, above, &self.target) {
            let severity = match obstacle.effect {
                // That a device sends a message at all where it cannot is worth an error.
                Effect::Blocks if place.is_root() => Severity::Error,
                Effect::Blocks => self.milder(Severity::Error, Severity::Warning),
                Effect::Ignored | Effect::Warns => self.milder(Severity::Warning, Severity::Info),
                Effect::DependsOn(_) | Effect::Notes => Severity::Info,
            };
            let stated = self.stated(support);
            let problem = Problem::Support(subject, obstacle);
            self.add_at(place.path(), severity, problem, Some(stated));
        }
    }

    fn value(&mut self, place: &Place<'_>, key: &Key, view: View<'_>) {
        let gated = &key.constraints.gated;
        if !gated.values.is_empty() {
            if let View::String(text) = view {
                match gated.value(text) {
                    Some(value) => {
                        let subject = Subject::Value(value.name);
                        self.obstacles(place, subject, value.support, Some(key.support));
                    }
                    None => self.unlisted(place),
                }
            }
        } else if let Some(problem) = values::problem(key, view) {
            let severity = match problem {
                // It is for the device to say what it can read.
                Problem::Subtype(_) => self.milder(Severity::Warning, Severity::Info),
                // Enums of the protocol are open: a device may have a value that is newer.
                _ => self.milder(Severity::Error, Severity::Warning),
            };
            self.add(place, severity, problem);
        }
        if let Some(problem) = asset::own_content_type(key, view) {
            self.add(place, Severity::Error, problem);
        }
    }

    fn listed_elsewhere(
        &mut self,
        place: &Place<'_>,
        view: View<'_>,
        table: &'static Table,
        above: Support,
    ) {
        let View::String(text) = view else { return };
        match table.key(text) {
            Some(key) => {
                self.obstacles(place, Subject::Value(key.name), key.support, Some(above));
            }
            None => self.unlisted(place),
        }
    }

    fn unlisted(&mut self, place: &Place<'_>) {
        self.add(place, self.milder(Severity::Error, Severity::Warning), Problem::Unlisted);
    }

    pub(super) fn stated(&self, support: Support) -> (Os, OsSupport) {
        (self.target.os(), support.on(self.target.os()))
    }

    pub(super) fn add(&mut self, place: &Place<'_>, severity: Severity, problem: Problem) {
        self.add_at(place.path(), severity, problem, None);
    }

    pub(super) fn add_at(
        &mut self,
        path: KeyPath,
        severity: Severity,
        problem: Problem,
        support: Option<(Os, OsSupport)>,
    ) {
        let (id, source) = (self.document.id, self.document.source);
        self.findings.push(Finding { path, severity, problem, support, id, source });
    }
}
