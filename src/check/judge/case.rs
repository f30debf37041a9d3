//! What is judged, and what has been found so far.

use std::collections::BTreeSet;

use apple_device_management_core::{Document, KeyPath, Obstacle, OsSupport, Support, Target};

use crate::check::report::{Finding, Problem, Severity, Stated};
use crate::check::rules::documents::is_from_device;
use crate::check::walk::Walked;
use crate::check::walk::location::Location;
use crate::reflect::Side;

/// A message and a target, with the findings so far.
pub(super) struct Case {
    /// The document that describes the place where the walk is.
    pub(super) document: &'static Document,
    pub(super) side: Side,
    pub(super) target: Target,
    /// Whether a device sends the message.
    pub(super) from_device: bool,
    /// The keys that are there and must be, if someone asks for them.
    pub(super) needed: Option<BTreeSet<KeyPath>>,
    pub(super) findings: Vec<Finding>,
}

/// The obstacles of a support that the support above it does not have: those have been reported there.
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

impl Case {
    pub(super) fn new(
        message: &Walked<'_>,
        target: &Target,
        needed: Option<BTreeSet<KeyPath>>,
    ) -> Case {
        let Walked { document, side, .. } = *message;
        let from_device = is_from_device(document, side);
        Case { document, side, target: *target, from_device, needed, findings: Vec::new() }
    }

    /// `severity`; or `from_device`, where a device sends the message.
    pub(super) fn milder(&self, severity: Severity, from_device: Severity) -> Severity {
        if self.from_device { from_device } else { severity }
    }

    pub(super) fn stated(&self, location: &Location<'_>, support: Support) -> Stated {
        let os = self.target.os();
        let document = match location.is_root() {
            true => OsSupport::UNSTATED,
            false => location.document.support.on(os),
        };
        Stated { os, support: support.on(os), document }
    }

    pub(super) fn add(&mut self, location: &Location<'_>, severity: Severity, problem: Problem) {
        self.add_at(location.path(), severity, problem, None);
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
}
