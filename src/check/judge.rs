//! `check`: each event of the walk, judged for a target.

use std::collections::BTreeSet;

use apple_device_management_core::codec::View;
use apple_device_management_core::{
    Document, Effect, Key, KeyPath, Obstacle, OsSupport, Presence, Support, Table, Target,
    internal::nearest,
};

use super::asset;
use super::document::{is_from_device, means_something_when_empty, names_beside};
use super::event::{Event, What};
use super::finding::{Finding, Findings, Severity, Stated};
use super::identity::Identities;
use super::merge::merged;
use super::open::is_open;
use super::place::{Place, Step};
use super::presence;
use super::problem::{Problem, Subject};
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
    identities: Identities,
    /// The keys that are there and must be, if they are asked for.
    pub(super) needed: Option<BTreeSet<KeyPath>>,
    /// How many names there were that nobody knows.
    unknown: usize,
    findings: Vec<Finding>,
}

/// For how many names that nobody knows it is worth to look what they may be a mistake for: what a
/// check costs must not grow with what a message could have held.
const LOOKED_AT: usize = 64;

pub(super) fn judge(message: Message<'_>, target: &Target) -> Findings {
    Findings(merged(judged(message, target, None).findings))
}

/// All that is found, and the keys of the message that the target needs.
pub(super) fn judge_and_need(
    message: Message<'_>,
    target: &Target,
) -> (Vec<Finding>, BTreeSet<KeyPath>) {
    let judge = judged(message, target, Some(BTreeSet::new()));
    (judge.findings, judge.needed.unwrap_or_default())
}

fn judged(message: Message<'_>, target: &Target, needed: Option<BTreeSet<KeyPath>>) -> Judge {
    let Message { document, side, .. } = message;
    let mut judge = Judge {
        document,
        side,
        target: *target,
        from_device: is_from_device(document, side),
        payloads: BTreeSet::new(),
        identities: Identities::default(),
        needed,
        unknown: 0,
        findings: Vec::new(),
    };
    if let Some(scope) = scope::of(&message, target) {
        judge.target = target.in_scope(scope);
        judge.findings.extend(scope::other(&message, scope, target));
    }
    walk(message, &mut |place, event| judge.event(place, event));
    judge
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
            Event::Coerced { expected, found } => {
                let severity = self.milder(Severity::Warning, Severity::Info);
                self.add(place, severity, Problem::Coerced { expected, found });
            }
            Event::NoProfile => self.add(place, Severity::Error, Problem::NoProfile),
            Event::UnknownKey { table } => self.unknown_key(place, table),
            Event::UnknownType { what, id, types } => {
                let near = self.looks_near().then(|| types.near(id)).flatten();
                self.add(place, Severity::Warning, Problem::UnknownType { what, near });
            }
            Event::UnknownVariant { union, tag } => {
                let names = union.variants.iter().map(|variant| variant.name);
                let problem = match tag {
                    Some(View::String(text)) => Problem::Unlisted { near: self.near(text, names) },
                    Some(_) => Problem::Unlisted { near: None },
                    None => Problem::MissingTag(union.tag),
                };
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
        let (is_first, stated) =
            (self.payloads.insert(self.document.source), self.stated(place, support));
        if !is_first && stated.support.multiple() == Some(false) {
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
            let stated = self.stated(place, support);
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
                    None => self.unlisted(place, text, gated.values.iter().map(|one| one.name)),
                }
            }
        } else if let Some(problem) = values::problem(key, view) {
            self.odd_value(place, problem, view);
        } else if key.presence == Presence::Required
            && values::is_empty(view)
            && !means_something_when_empty(place.document, key.name)
        {
            self.add(place, self.milder(Severity::Warning, Severity::Info), Problem::Empty);
        }
        if let Some(problem) = asset::own_content_type(key, view) {
            self.add(place, Severity::Error, problem);
        }
        if let Some((severity, problem)) = self.identities.problem(place, key, view) {
            self.add(place, severity, problem);
        }
    }

    fn odd_value(&mut self, place: &Place<'_>, problem: Problem, view: View<'_>) {
        let severity = match problem {
            Problem::NotListed { allowed, .. } if is_open(place) => {
                let View::String(text) = view else { return };
                return self.unlisted(place, text, values::strings(allowed));
            }
            // It is for the device to say what it can read.
            Problem::Subtype(_) => self.milder(Severity::Warning, Severity::Info),
            // Enums of the protocol are open: a device may have a value that is newer.
            _ => self.milder(Severity::Error, Severity::Warning),
        };
        self.add(place, severity, problem);
    }

    fn unknown_key(&mut self, place: &Place<'_>, table: Option<&'static Table>) {
        let Some(Step::Key(name)) = place.steps.last() else { return };
        let own = table.into_iter().flat_map(|table| table.keys()).map(|key| key.name);
        let at_root = place.steps.len() == place.base + 1;
        let beside = match at_root {
            true => names_beside(place.document, self.side),
            false => Vec::new(),
        };
        let near = self.near(name, own.chain(beside));
        // Devices are newer than the schema: what they add is no news.
        let severity = self.milder(Severity::Warning, Severity::Info);
        self.add(place, severity, Problem::UnknownKey { near });
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
            None => self.unlisted(place, text, table.keys().map(|key| key.name)),
        }
    }

    /// A value of a list that is open by nature: it may be newer than the schema.
    fn unlisted(
        &mut self,
        place: &Place<'_>,
        text: &str,
        names: impl Iterator<Item = &'static str>,
    ) {
        let problem = Problem::Unlisted { near: self.near(text, names) };
        self.add(place, self.milder(Severity::Warning, Severity::Info), problem);
    }

    pub(super) fn stated(&self, place: &Place<'_>, support: Support) -> Stated {
        let os = self.target.os();
        let document = match place.is_root() {
            true => OsSupport::UNSTATED,
            false => place.document.support.on(os),
        };
        Stated { os, support: support.on(os), document }
    }

    pub(super) fn add(&mut self, place: &Place<'_>, severity: Severity, problem: Problem) {
        self.add_at(place.path(), severity, problem, None);
    }

    pub(super) fn add_at(
        &mut self,
        path: KeyPath,
        severity: Severity,
        problem: Problem,
        support: Option<Stated>,
    ) {
        let (id, source) = (self.document.id, self.document.source);
        let also = Vec::new();
        self.findings.push(Finding { path, also, severity, problem, support, id, source });
    }

    /// The name that another one may be a mistake for.
    fn near(
        &mut self,
        name: &str,
        names: impl Iterator<Item = &'static str>,
    ) -> Option<&'static str> {
        self.looks_near().then(|| nearest(name, names).first().copied()).flatten()
    }

    /// Whether to look for a name that is near. A device makes no mistakes of this kind: it is newer.
    fn looks_near(&mut self) -> bool {
        self.unknown += 1;
        !self.from_device && self.unknown <= LOOKED_AT
    }
}
