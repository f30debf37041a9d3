//! The keys by which a device tells the payloads of a profile apart.

use std::collections::BTreeMap;

use apple_device_management_core::codec::View;
use apple_device_management_core::{Key, Subtype};

use super::subtype::may_hold;
use crate::check::report::{Problem, Severity};
use crate::check::rules::documents::{TOP_LEVEL, frame};
use crate::check::walk::location::{Location, PathStep};

const UUID: &str = "PayloadUUID";

/// The keys for which each payload of a profile needs a value of its own.
const UNIQUE: [&str; 2] = [UUID, "PayloadIdentifier"];

/// The index of the first payload with each value of each of these keys.
#[derive(Default)]
pub(super) struct Identities(BTreeMap<(&'static str, String), usize>);

impl Identities {
    /// What is wrong with the value of such a key; `None` for any other key.
    pub(super) fn problem(
        &mut self,
        location: &Location<'_>,
        key: &Key,
        view: View<'_>,
    ) -> Option<(Severity, Problem)> {
        let View::String(text) = view else { return None };
        let in_frame = frame().is_some_and(|frame| frame.source == location.document.source);
        if !in_frame && location.document.source != TOP_LEVEL || !UNIQUE.contains(&key.name) {
            return None;
        }
        // The index of the payload; none for the profile itself.
        let payload = match location.steps[..location.base] {
            [.., PathStep::Index(at)] if in_frame => Some(at),
            _ => None,
        };
        if let Some(at) = payload
            && let Some(earlier) = self.note(key.name, text, at)
        {
            return Some((Severity::Error, Problem::Repeated { payload: earlier }));
        }
        let odd = key.name == UUID && !may_hold(Subtype::Uuid, text);
        odd.then_some((Severity::Warning, Problem::NoUuid))
    }

    /// Remembers a value; gives the index of an earlier payload that has the same.
    fn note(&mut self, key: &'static str, text: &str, at: usize) -> Option<usize> {
        let text = if key == UUID { text.to_ascii_lowercase() } else { text.to_owned() };
        match *self.0.entry((key, text)).or_insert(at) {
            first if first == at => None,
            first => Some(first),
        }
    }
}
