//! By what a device tells the payloads of a profile apart.

use std::collections::BTreeMap;

use apple_device_management_core::Key;
use apple_device_management_core::codec::View;

use super::document::{TOP_LEVEL, frame};
use super::finding::Severity;
use super::place::{Place, Step};
use super::problem::Problem;

const UUID: &str = "PayloadUUID";

/// The keys of which each payload of a profile needs a value of its own.
const UNIQUE: [&str; 2] = [UUID, "PayloadIdentifier"];

/// The payloads so far, by the value of each of these keys.
#[derive(Default)]
pub(super) struct Identities(BTreeMap<(&'static str, String), usize>);

impl Identities {
    /// What is wrong with a value, if it is one by which payloads are told apart.
    pub(super) fn problem(
        &mut self,
        place: &Place<'_>,
        key: &Key,
        view: View<'_>,
    ) -> Option<(Severity, Problem)> {
        let View::String(text) = view else { return None };
        let in_frame = frame().is_some_and(|frame| frame.source == place.document.source);
        if !in_frame && place.document.source != TOP_LEVEL || !UNIQUE.contains(&key.name) {
            return None;
        }
        // The payload that this is; the profile itself has an identity of its own.
        let payload = match place.steps[..place.base] {
            [.., Step::Index(at)] if in_frame => Some(at),
            _ => None,
        };
        if let Some(at) = payload
            && let Some(earlier) = self.note(key.name, text, at)
        {
            return Some((Severity::Error, Problem::Repeated { payload: earlier }));
        }
        let odd = key.name == UUID && !text.is_empty() && !is_uuid(text);
        odd.then_some((Severity::Warning, Problem::NoUuid))
    }

    /// Remembers a value, or tells which payload had it before.
    fn note(&mut self, key: &'static str, text: &str, at: usize) -> Option<usize> {
        let text = if key == UUID { text.to_ascii_lowercase() } else { text.to_owned() };
        match *self.0.entry((key, text)).or_insert(at) {
            first if first == at => None,
            first => Some(first),
        }
    }
}

/// Whether the text has the form of a UUID: hexadecimal digits in five groups.
fn is_uuid(text: &str) -> bool {
    let groups = text.split('-').map(str::len);
    groups.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}
