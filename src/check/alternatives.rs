//! Keys of check-in messages of which one stands for another.
//!
//! The schema marks them all as required, and leaves it to the reader that a message has one
//! identity: the device's or the enrollment's, and on the user channel the user's in either form.

use apple_device_management_core::Family;

/// Keys that stand for each other at the root of a family's messages.
pub(super) struct Alternatives {
    family: Family,
    pub(super) keys: &'static [&'static str],
    /// Whether one of them must be there, and no more than one.
    pub(super) exactly_one: bool,
}

const ALTERNATIVES: [Alternatives; 2] = [
    Alternatives { family: Family::Checkin, keys: &["UDID", "EnrollmentID"], exactly_one: true },
    Alternatives {
        family: Family::Checkin,
        keys: &["UserLongName", "EnrollmentUserID"],
        exactly_one: false,
    },
];

/// The alternatives at the root of messages of a family.
pub(super) fn of(family: Family) -> impl Iterator<Item = &'static Alternatives> {
    ALTERNATIVES.iter().filter(move |one| one.family == family)
}
