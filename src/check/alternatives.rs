//! Keys of which one stands for another.
//!
//! The schema marks them all as required, and leaves it to the reader that a check-in message has
//! one identity: the device's or the enrollment's, and on the user channel the user's in either
//! form; and that an encrypted profile has its content in another key.

use apple_device_management_core::Document;

/// Keys that stand for each other at the root of messages.
pub(super) struct Alternatives {
    /// The document, or the folder of the documents.
    source: &'static str,
    pub(super) keys: &'static [&'static str],
    /// Whether one of them must be there, and no more than one.
    pub(super) exactly_one: bool,
}

const ALTERNATIVES: [Alternatives; 3] = [
    Alternatives { source: "mdm/checkin/", keys: &["UDID", "EnrollmentID"], exactly_one: true },
    Alternatives {
        source: "mdm/checkin/",
        keys: &["UserLongName", "EnrollmentUserID"],
        exactly_one: false,
    },
    Alternatives {
        source: "mdm/profiles/TopLevel.yaml",
        keys: &["PayloadContent", "EncryptedPayloadContent"],
        exactly_one: false,
    },
];

/// The alternatives at the root of messages of a document.
pub(super) fn of(document: &Document) -> impl Iterator<Item = &'static Alternatives> {
    ALTERNATIVES.iter().filter(|one| document.source.starts_with(one.source))
}
