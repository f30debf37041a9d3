//! The conditions on which something can be used, one by one, and which of two is the tighter.

use apple_device_management_core::{
    AccessRights, Enrollment, Enrollments, Mode, OsAttribute, OsSupport, OsValue, Restricts, Says,
    Takes,
};

/// What a change of a condition amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Tightened,
    Loosened,
    /// In other words the same, or not known before.
    Stated,
}

/// The conditions whose changes are told one by one; versions have rules of their own.
pub(super) fn attributes() -> impl Iterator<Item = &'static OsAttribute> {
    OsAttribute::ALL.iter().filter(|attribute| attribute.says != Says::Apart)
}

/// What is said of a condition. That something is beta has a rule of its own.
pub(super) fn stated(attribute: &OsAttribute, on: &OsSupport) -> Option<OsValue> {
    let is_beta = on.beta() == Some(true) && attribute.word == "beta";
    attribute.of(on).filter(|_| !is_beta)
}

/// In words.
pub(super) fn words(stated: Option<OsValue>) -> String {
    stated.map_or_else(|| "not stated".to_owned(), |stated| stated.to_string())
}

/// What it amounts to that `old` became `new`.
///
/// `supervised_is_device`: the older release is from before the enrollment `supervised` had a name
/// of its own, when `device` included it.
pub(super) fn weigh(
    attribute: &OsAttribute,
    old: Option<OsValue>,
    new: Option<OsValue>,
    supervised_is_device: bool,
) -> Weight {
    use OsValue::{Enrollments, Flag, Scopes};
    match (attribute.restricts, old, new) {
        (Restricts::Never, ..) => Weight::Stated,
        (Restricts::When(tight), old, new) => {
            by_rank(old == Some(Flag(tight)), new == Some(Flag(tight)))
        }
        (Restricts::IfStated(tight), Some(old), Some(new)) => {
            by_rank(old == Flag(tight), new == Flag(tight))
        }
        (Restricts::ByValue, Some(Enrollments(old)), Some(Enrollments(new))) => {
            let old = if supervised_is_device { with_supervised(old) } else { old };
            by_cover(old.iter().all(|it| new.contains(it)), new.iter().all(|it| old.contains(it)))
        }
        (Restricts::ByValue, Some(Scopes(old)), Some(Scopes(new))) => {
            by_cover(old.iter().all(|it| new.contains(it)), new.iter().all(|it| old.contains(it)))
        }
        (Restricts::ByValue, old, new) if attribute.takes == Takes::Mode => by_mode(old, new),
        (Restricts::ByValue, old, new) if attribute.takes == Takes::Rights => by_right(old, new),
        _ => Weight::Stated,
    }
}

fn by_rank(old: bool, new: bool) -> Weight {
    match (old, new) {
        (false, true) => Weight::Tightened,
        (true, false) => Weight::Loosened,
        _ => Weight::Stated,
    }
}

/// By whether the new set has all of the old one, and the other way round.
fn by_cover(new_has_old: bool, old_has_new: bool) -> Weight {
    match (new_has_old, old_has_new) {
        (true, true) => Weight::Stated,
        (true, false) => Weight::Loosened,
        (false, _) => Weight::Tightened,
    }
}

fn by_mode(old: Option<OsValue>, new: Option<OsValue>) -> Weight {
    let condition =
        |mode: Option<OsValue>| mode.filter(|mode| *mode != OsValue::Mode(Mode::Allowed));
    match (condition(old), condition(new)) {
        (old, new) if old == new => Weight::Stated,
        (Some(_), None) => Weight::Loosened,
        // Another condition is a condition that did not hold before.
        _ => Weight::Tightened,
    }
}

fn by_right(old: Option<OsValue>, new: Option<OsValue>) -> Weight {
    let special = |stated| matches!(stated, Some(OsValue::Rights(AccessRights::Special(_))));
    let right = |stated| match stated {
        Some(OsValue::Rights(rights)) => rights.right(),
        _ => None,
    };
    match (right(old), right(new)) {
        _ if special(old) || special(new) => Weight::Stated,
        (old, new) if old == new => Weight::Stated,
        (Some(_), None) => Weight::Loosened,
        _ => Weight::Tightened,
    }
}

fn with_supervised(set: Enrollments) -> Enrollments {
    if set.contains(Enrollment::Device) {
        set.iter().chain([Enrollment::Supervised]).collect()
    } else {
        set
    }
}
