//! The conditions under which something can be used, and whether a change of one makes it stricter.

use apple_device_management_core::{
    AccessRights, Enrollment, Enrollments, Mode, OsAttribute, OsSupport, OsValue, Restricts, Says,
    Takes,
};

/// What a change of a condition amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Tightened,
    Loosened,
    /// It means the same, or it was not known before.
    Stated,
}

/// The conditions; versions have other rules.
pub(super) fn attributes() -> impl Iterator<Item = &'static OsAttribute> {
    OsAttribute::ALL.iter().filter(|attribute| attribute.says != Says::Apart)
}

/// The value of a condition, if it is stated. That something is beta has other rules.
pub(super) fn stated(attribute: &OsAttribute, on: &OsSupport) -> Option<OsValue> {
    let is_beta = on.beta() == Some(true) && attribute.word == "beta";
    attribute.of(on).filter(|_| !is_beta)
}

/// The value of a condition in words.
pub(super) fn words(stated: Option<OsValue>) -> String {
    stated.map_or_else(|| "not stated".to_owned(), |stated| stated.to_string())
}

/// What the change of a condition from `old` to `new` amounts to.
///
/// `supervised_is_device`: the older release does not have the word `supervised` for an enrollment
/// yet; `device` includes it there.
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

/// Decides by whether the new set has all of the old one, and the old one all of the new.
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
        // Another condition is one that was not required before.
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
