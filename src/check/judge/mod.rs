//! `check`: judges each event of the walk for a target. Questions that take more than a few lines
//! to decide have files of their own.

mod case;
mod merge;
mod payload_identity;
mod presence;
mod scope;
mod subtype;
mod values;

use std::collections::BTreeSet;

use apple_device_management_core::codec::View;
use apple_device_management_core::{
    Effect, Key, KeyPath, Presence, Support, Table, Target, internal::nearest,
};

use super::report::{Finding, Findings, Problem, Severity, Subject};
use super::rules::documents::{means_something_when_empty, names_beside};
use super::rules::open::is_open;
use super::walk::event::{Event, What};
use super::walk::location::{Location, PathStep};
use super::walk::{Walked, walk};
use case::{Case, own_obstacles};
use merge::merged;
use payload_identity::Identities;
use subtype::may_hold;

/// Judges the events of one walk.
struct Judge {
    case: Case,
    /// The documents of the payloads so far.
    payloads: BTreeSet<&'static str>,
    identities: Identities,
    /// How many names have come that the schema does not know.
    unknown: usize,
}

/// For so many names that the schema does not know, a known name is looked for that may be meant: what
/// a check costs must not grow with the number of names that a message could have.
const LOOKED_AT: usize = 64;

/// All findings, those of one cause merged.
pub(super) fn judge(message: Walked<'_>, target: &Target) -> Findings {
    Findings(merged(judged(message, target, None).findings))
}

/// All findings, not merged, and the key paths that are there and that the target needs.
pub(super) fn judge_and_need(
    message: Walked<'_>,
    target: &Target,
) -> (Vec<Finding>, BTreeSet<KeyPath>) {
    let case = judged(message, target, Some(BTreeSet::new()));
    (case.findings, case.needed.unwrap_or_default())
}

fn judged(message: Walked<'_>, target: &Target, needed: Option<BTreeSet<KeyPath>>) -> Case {
    let mut case = Case::new(&message, target, needed);
    if let Some(scope) = scope::of(&message, target) {
        case.target = target.in_scope(scope);
        case.findings.extend(scope::other(&message, scope, target));
    }
    let mut judge =
        Judge { case, payloads: BTreeSet::new(), identities: Identities::default(), unknown: 0 };
    walk(message, &mut |location, event| judge.event(location, event));
    judge.case
}

impl Judge {
    fn event(&mut self, location: &Location<'_>, event: Event<'_, '_>) {
        self.case.document = location.document;
        match event {
            Event::Supported { what, support, above } => {
                self.supported(location, what, support, above)
            }
            Event::Value { key, view } => self.value(location, key, view),
            Event::ListedElsewhere { view, table, above } => {
                self.listed_elsewhere(location, view, table, above);
            }
            Event::WrongType { expected, found } => {
                self.case.add(location, Severity::Error, Problem::WrongType { expected, found });
            }
            Event::Coerced { expected, found } => {
                let severity = self.case.milder(Severity::Warning, Severity::Info);
                self.case.add(location, severity, Problem::Coerced { expected, found });
            }
            Event::NoProfile => self.case.add(location, Severity::Error, Problem::NoProfile),
            Event::UnknownKey { table } => self.unknown_key(location, table),
            Event::UnknownType { what, id, types } => {
                let near = self.looks_near().then(|| types.near(id)).flatten();
                self.case.add(location, Severity::Warning, Problem::UnknownType { what, near });
            }
            Event::UnknownVariant { union, tag } => {
                let names = union.variants.iter().map(|variant| variant.name);
                let problem = match tag {
                    Some(View::String(text)) => Problem::Unlisted { near: self.near(text, names) },
                    Some(_) => Problem::Unlisted { near: None },
                    None => Problem::MissingTag(union.tag),
                };
                self.case.add(
                    location,
                    self.case.milder(Severity::Error, Severity::Warning),
                    problem,
                );
            }
            Event::Holds { subtype, view } => {
                if let View::String(text) = view
                    && !may_hold(subtype, text)
                {
                    let severity = self.case.milder(Severity::Warning, Severity::Info);
                    self.case.add(location, severity, Problem::Subtype(subtype));
                }
            }
            Event::End { table, seen, support } => {
                presence::missing(&mut self.case, location, table, seen, support);
            }
            // A device with an OS of that time may well send it.
            Event::Retired { value, last } => {
                let severity = self.case.milder(Severity::Warning, Severity::Info);
                self.case.add(location, severity, Problem::Retired { value, last });
            }
            Event::TooDeep => self.case.add(location, Severity::Warning, Problem::TooDeep),
        }
    }

    fn supported(
        &mut self,
        location: &Location<'_>,
        what: What,
        support: Support,
        above: Option<Support>,
    ) {
        let subject = match what {
            What::Document => Subject::Document,
            What::Key => Subject::Key,
            What::Variant(variant) => Subject::Variant(variant.name),
        };
        self.obstacles(location, subject, support, above);
        if matches!(what, What::Document) && location.is_within() {
            self.one_more(location, support);
        }
    }

    /// Notes one more payload. Of some types, only one can be installed.
    fn one_more(&mut self, location: &Location<'_>, support: Support) {
        let (is_first, stated) =
            (self.payloads.insert(self.case.document.source), self.case.stated(location, support));
        if !is_first && stated.support.multiple() == Some(false) {
            self.case.add_at(location.path(), Severity::Error, Problem::NotMultiple, Some(stated));
        }
    }

    fn obstacles(
        &mut self,
        location: &Location<'_>,
        subject: Subject,
        support: Support,
        above: Option<Support>,
    ) {
        for obstacle in own_obstacles(support, above, &self.case.target) {
            let severity = match obstacle.effect {
                // Also an error if a device sends a message that its OS should not have.
                Effect::Blocks if location.is_root() => Severity::Error,
                Effect::Blocks => self.case.milder(Severity::Error, Severity::Warning),
                Effect::Ignored | Effect::Warns => {
                    self.case.milder(Severity::Warning, Severity::Info)
                }
                Effect::DependsOn(_) | Effect::Notes => Severity::Info,
            };
            let stated = self.case.stated(location, support);
            let problem = Problem::Support(subject, obstacle);
            self.case.add_at(location.path(), severity, problem, Some(stated));
        }
    }

    fn value(&mut self, location: &Location<'_>, key: &Key, view: View<'_>) {
        let gated = &key.constraints.gated;
        if !gated.values.is_empty() {
            if let View::String(text) = view {
                match gated.value(text) {
                    Some(value) => {
                        let subject = Subject::Value(value.name);
                        self.obstacles(location, subject, value.support, Some(key.support));
                    }
                    None => self.unlisted(location, text, gated.values.iter().map(|one| one.name)),
                }
            }
        } else if let Some(problem) = values::problem(key, view) {
            self.odd_value(location, problem, view);
        } else if key.presence == Presence::Required
            && values::is_empty(view)
            && !means_something_when_empty(location.document, key.name)
        {
            self.case.add(
                location,
                self.case.milder(Severity::Warning, Severity::Info),
                Problem::Empty,
            );
        }
        if let Some(problem) = values::own_content_type(key, view) {
            self.case.add(location, Severity::Error, problem);
        }
        if let Some((severity, problem)) = self.identities.problem(location, key, view) {
            self.case.add(location, severity, problem);
        }
    }

    fn odd_value(&mut self, location: &Location<'_>, problem: Problem, view: View<'_>) {
        let severity = match problem {
            Problem::NotListed { allowed, .. } if is_in_open_list(location) => {
                let View::String(text) = view else { return };
                return self.unlisted(location, text, values::strings(allowed));
            }
            // Only the device knows what it can read.
            Problem::Subtype(_) => self.case.milder(Severity::Warning, Severity::Info),
            // A device may send a value that is newer than the schema.
            _ => self.case.milder(Severity::Error, Severity::Warning),
        };
        self.case.add(location, severity, problem);
    }

    fn unknown_key(&mut self, location: &Location<'_>, table: Option<&'static Table>) {
        let Some(PathStep::Key(name)) = location.steps.last() else { return };
        let own = table.into_iter().flat_map(|table| table.keys()).map(|key| key.name);
        let at_root = location.steps.len() == location.base + 1;
        let beside = match at_root {
            true => names_beside(location.document, self.case.side),
            false => Vec::new(),
        };
        let near = self.near(name, own.chain(beside));
        // Devices may be newer than the schema, and add keys.
        let severity = self.case.milder(Severity::Warning, Severity::Info);
        self.case.add(location, severity, Problem::UnknownKey { near });
    }

    fn listed_elsewhere(
        &mut self,
        location: &Location<'_>,
        view: View<'_>,
        table: &'static Table,
        above: Support,
    ) {
        let View::String(text) = view else { return };
        match table.key(text) {
            Some(key) => {
                self.obstacles(location, Subject::Value(key.name), key.support, Some(above));
            }
            None => self.unlisted(location, text, table.keys().map(|key| key.name)),
        }
    }

    /// A value that its list does not have, where the list may have grown since the schema was
    /// released.
    fn unlisted(
        &mut self,
        location: &Location<'_>,
        text: &str,
        names: impl Iterator<Item = &'static str>,
    ) {
        let problem = Problem::Unlisted { near: self.near(text, names) };
        self.case.add(location, self.case.milder(Severity::Warning, Severity::Info), problem);
    }

    /// The known name that this one may be a mistake for.
    fn near(
        &mut self,
        name: &str,
        names: impl Iterator<Item = &'static str>,
    ) -> Option<&'static str> {
        self.looks_near().then(|| nearest(name, names).first().copied()).flatten()
    }

    /// Whether to look for a name that may be meant. A device does not mistype names: it may be newer.
    fn looks_near(&mut self) -> bool {
        self.unknown += 1;
        !self.case.from_device && self.unknown <= LOOKED_AT
    }
}

/// Whether the location is an item of a list to which releases of an OS may add.
fn is_in_open_list(location: &Location<'_>) -> bool {
    match location.steps[..] {
        [.., PathStep::Key(list), PathStep::Index(_)] => is_open(location.document, list),
        _ => false,
    }
}
