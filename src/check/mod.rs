//! What a device takes, what it ignores, what it needs: asked of a message, or of a raw dictionary.
//!
//! One walk along the tables of a document serves typed messages and raw dictionaries alike; what
//! is asked is what happens at each place on the way. The tables of what is nested come from the
//! document, never from the Rust type: one structure may stand in two places with two supports.
//!
//! A [`Target`] says about which device one asks. What it leaves unsaid is unknown, and then a
//! finding of severity [`Severity::Info`] says what the answer depends on.
//!
//! What a device has sent is judged more mildly than what a server is about to send: where device
//! and schema disagree about the support of a key or the range of a value, the device is the better
//! witness, and the finding is a warning at most.
//!
//! Sending, storing and the envelopes around messages are no business of this module.
//!
//! | files | what is in them |
//! |---|---|
//! | `walk` | the way through a message, and the events on it |
//! | `judge` | `check`: what the events mean for a target |
//! | `ask` | the other questions: minimum version, missing rights, references, what is left, offers |
//! | `report` | findings and problems, and their words |
//! | `rules` | what the tables of the schema cannot say, as data |
//! | `messages` | what can be checked of the types of this crate |

mod ask;
mod judge;
mod messages;
mod report;
mod rules;
mod walk;

use apple_device_management_core::codec::View;
use apple_device_management_core::{Dictionary, Document, Slot, Target};

use crate::reflect::Side;

#[cfg(feature = "other")]
pub use ask::skip_keys_for;
pub use ask::{
    Asset, Delivery, MinimumVersion, MissingRight, Offer, Parcel, Removal, Retain, Retained,
    check_references, deliverable, minimum_version, missing_rights, offers, retain_supported,
    retain_supported_keys,
};
#[cfg(feature = "commands")]
pub use ask::{queries_for, reduced_security_for, settings_for};
pub use report::{Finding, Findings, Problem, Severity, Stated, Subject};
#[cfg(feature = "commands")]
pub(crate) use rules::documents::REPLY_KEYS;
pub use rules::types::Types;

/// What can be checked: every message of the generated crate and the enums over them, with their
/// envelopes or without, whole profiles and declarations, and a [`Raw`] dictionary.
pub trait Check {
    /// The document that describes it; `None` for a message that the schema does not list.
    fn document(&self) -> Option<&'static Document>;

    /// What would be written.
    fn content(&self) -> View<'_>;

    /// The keys that lead from there to what the document describes: none, but for envelopes.
    fn envelope(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether it is what is sent, or what is answered.
    fn side(&self) -> Side {
        let document = self.document();
        document
            .map_or(Side::Payload, |document| rules::documents::side_of(document, &self.content()))
    }

    /// How to find what describes parts of it that name their type: the payloads of a profile, or
    /// what is declared. Without it, they are any dictionaries.
    fn types(&self) -> Types {
        Types::NONE
    }

    /// What is said of a message that the schema does not list.
    fn unlisted(&self) -> Finding {
        Finding::unlisted("message", &[], None)
    }

    /// Says what the target does not take, what it ignores, what is missing, and why.
    fn check(&self, target: &Target) -> Findings {
        match walk::Walked::of(self) {
            Some(message) => judge::judge(message, target),
            None => Findings(vec![self.unlisted()]),
        }
    }
}

/// A message whose type is known only at run time: what `Reply::response_to` gives.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub struct Dispatched<'a> {
    pub document: &'static Document,
    pub content: &'a dyn Slot,
}

impl Check for Dispatched<'_> {
    fn document(&self) -> Option<&'static Document> {
        Some(self.document)
    }

    fn content(&self) -> View<'_> {
        self.content.view()
    }
}

/// A dictionary, the document that describes it, and which side of it.
///
/// Its keys are those of the document; the keys of the envelope (`RequestType`,
/// `PayloadIdentifier`, `Status`, …) may stand beside them. Of a whole profile (`TopLevel`), the
/// payloads are checked too, and of a whole declaration (`any`), what is declared.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Raw<'a> {
    pub document: &'static Document,
    pub side: Side,
    pub dictionary: &'a Dictionary,
}

impl Check for Raw<'_> {
    fn document(&self) -> Option<&'static Document> {
        Some(self.document)
    }

    fn content(&self) -> View<'_> {
        View::Values(self.dictionary)
    }

    fn side(&self) -> Side {
        self.side
    }

    fn types(&self) -> Types {
        Types::ALL
    }
}

/// Checks a dictionary as what is sent, or answered, by this document; see [`Raw`].
pub fn check_dictionary(
    document: &'static Document,
    side: Side,
    dictionary: &Dictionary,
    target: &Target,
) -> Findings {
    Raw { document, side, dictionary }.check(target)
}

/// Checks one payload of a profile, as what its `PayloadType` says it is.
///
/// Where several documents have the type, each of them answers for the keys that it has: those of
/// `com.apple.MCX` may stand in one payload.
#[cfg(feature = "profiles")]
pub fn check_payload(payload: &Dictionary, target: &Target) -> Findings {
    check_dictionary(
        <crate::profiles::CommonPayloadKeys as crate::codec::Message>::DOCUMENT,
        Side::Payload,
        payload,
        target,
    )
}
