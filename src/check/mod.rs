//! What a device takes of a message, what it ignores, and what it needs. A message may be of a
//! generated type, or a raw dictionary.
//!
//! One walk goes through a message along the tables of its document. Each question has its own
//! answer to what the walk meets. The tables of nested dictionaries come from the document, not
//! from the Rust type, since one structure may stand in two places with different supports.
//!
//! A [`Target`] says what is known of the device. Where the answer depends on something else, a
//! finding of severity [`Severity::Info`] says on what.
//!
//! A message from a device is judged more mildly than one from a server: where device and schema
//! disagree about the support of a key or the range of a value, the device is probably right, and
//! the finding is a warning at most.
//!
//! Sending and storing messages and the envelopes around them belong to other modules.
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
pub use rules::types::Types;

/// What can be checked: every message of the generated crate and the enums over them, with their
/// envelopes or without, whole profiles and declarations, and a [`Raw`] dictionary.
pub trait Check {
    /// The document that describes the message; `None` if the schema does not list it.
    fn document(&self) -> Option<&'static Document>;

    /// The message as it would be written.
    fn content(&self) -> View<'_>;

    /// The keys that lead from the root of the message to what the document describes; none, unless the
    /// message is in an envelope.
    fn envelope(&self) -> &'static [&'static str] {
        &[]
    }

    /// Which side of the document the message is: what is sent, or what is answered.
    fn side(&self) -> Side {
        let document = self.document();
        document
            .map_or(Side::Payload, |document| rules::documents::side_of(document, &self.content()))
    }

    /// How to find the documents of parts that name their type: the payloads of a profile, or the
    /// payload of a declaration. With [`Types::NONE`], these parts are not checked.
    fn types(&self) -> Types {
        Types::NONE
    }

    /// The finding for a message that the schema does not list.
    fn unlisted(&self) -> Finding {
        Finding::unlisted("message", &[], None)
    }

    /// Finds what the target does not take, what it ignores, and what is missing, each with the reason.
    fn check(&self, target: &Target) -> Findings {
        match walk::Walked::of(self) {
            Some(message) => judge::judge(message, target),
            None => Findings(vec![self.unlisted()]),
        }
    }
}

/// A message whose type is known only at run time, such as `Reply::response_to` gives.
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

/// A dictionary, the document that describes it, and the side of the document.
///
/// Beside the keys of the document, the dictionary may have the keys of its envelope
/// (`RequestType`, `PayloadIdentifier`, `Status`, …). The payloads of a whole profile (`TopLevel`)
/// are checked too, and so is the payload of a whole declaration (`any`).
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

/// Checks a dictionary that this side of a document describes; see [`Raw`].
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
/// Where several documents have the same type, each key is checked by a document that has it: one
/// payload of type `com.apple.MCX` may have keys of several of its documents.
#[cfg(feature = "profiles")]
pub fn check_payload(payload: &Dictionary, target: &Target) -> Findings {
    check_dictionary(
        <crate::profiles::CommonPayloadKeys as crate::codec::Message>::DOCUMENT,
        Side::Payload,
        payload,
        target,
    )
}
