//! The conditions on which something can be used, one by one, and which of two is the tighter.

use apple_device_management_core::{
    AccessRights, Enrollment, Enrollments, Mode, OsSupport, Scopes,
};

/// One condition: the schema's name for it, and what a support says of it.
pub(super) type Restriction = (&'static str, fn(&OsSupport) -> Limit);

/// What is said of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// A flag that is tight when it has this value; not stated, it has the other.
    Flag {
        tight: bool,
        value: Option<bool>,
    },
    /// A flag of which nothing is known while it is not stated.
    Open {
        tight: bool,
        value: Option<bool>,
    },
    Mode(Option<Mode>),
    Enrollments(Option<Enrollments>),
    Scopes(Option<Scopes>),
    Right(Option<AccessRights>),
    /// Neither tight nor loose.
    Text(Option<&'static str>),
}

/// What a change of a condition amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Tightened,
    Loosened,
    /// In other words the same, or not known before.
    Stated,
}

/// All conditions.
pub(super) const RESTRICTIONS: [Restriction; 17] = [
    ("supervised", |on| flag(true, on.supervised())),
    ("requiresdep", |on| flag(true, on.requires_dep())),
    ("userapprovedmdm", |on| flag(true, on.user_approved_mdm())),
    ("allowmanualinstall", |on| flag(false, on.allow_manual_install())),
    ("devicechannel", |on| flag(false, on.device_channel())),
    ("userchannel", |on| flag(false, on.user_channel())),
    ("multiple", |on| Limit::Open { tight: false, value: on.multiple() }),
    ("always-skippable", |on| Limit::Text(on.always_skippable().map(yes_no))),
    // That it is one is told apart.
    ("beta", |on| Limit::Text(on.beta().filter(|beta| !beta).map(yes_no))),
    ("accessrights", |on| Limit::Right(on.access_rights())),
    ("allowed-enrollments", |on| Limit::Enrollments(on.allowed_enrollments())),
    ("allowed-scopes", |on| Limit::Scopes(on.allowed_scopes())),
    ("sharedipad.mode", |on| Limit::Mode(on.shared_ipad_mode())),
    ("sharedipad.devicechannel", |on| flag(false, on.shared_ipad_device_channel())),
    ("sharedipad.userchannel", |on| flag(false, on.shared_ipad_user_channel())),
    ("sharedipad.allowed-scopes", |on| Limit::Scopes(on.shared_ipad_allowed_scopes())),
    ("userenrollment.mode", |on| Limit::Mode(on.user_enrollment_mode())),
];

/// The condition that is a free text.
pub(super) const BEHAVIOR: Restriction =
    ("userenrollment.behavior", |on| Limit::Text(on.user_enrollment_behavior()));

fn flag(tight: bool, value: Option<bool>) -> Limit {
    Limit::Flag { tight, value }
}

fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

impl Limit {
    /// In words.
    pub(super) fn words(self) -> String {
        let list = |names: Vec<&str>| {
            if names.is_empty() { "none".to_owned() } else { names.join("/") }
        };
        let words = match self {
            Limit::Flag { value, .. } | Limit::Open { value, .. } => {
                value.map(|value| yes_no(value).to_owned())
            }
            Limit::Mode(mode) => mode.map(|mode| mode.name().to_owned()),
            Limit::Enrollments(set) => {
                set.map(|set| list(set.iter().map(|it| it.name()).collect()))
            }
            Limit::Scopes(set) => set.map(|set| list(set.iter().map(|it| it.name()).collect())),
            Limit::Right(rights) => rights.map(|rights| rights.raw().to_owned()),
            Limit::Text(text) => text.map(str::to_owned),
        };
        words.unwrap_or_else(|| "not stated".to_owned())
    }
}

/// What it amounts to that `old` became `new`; both are of the same condition.
///
/// `supervised_is_device`: the older release is from before the enrollment `supervised` had a name
/// of its own, when `device` included it.
pub(super) fn weigh(old: Limit, new: Limit, supervised_is_device: bool) -> Weight {
    match (old, new) {
        (Limit::Flag { tight, value: old }, Limit::Flag { value: new, .. }) => {
            by_rank(old == Some(tight), new == Some(tight))
        }
        (Limit::Open { tight, value: Some(old) }, Limit::Open { value: Some(new), .. }) => {
            by_rank(old == tight, new == tight)
        }
        (Limit::Mode(old), Limit::Mode(new)) => by_mode(old, new),
        (Limit::Enrollments(Some(old)), Limit::Enrollments(Some(new))) => {
            let old = if supervised_is_device { with_supervised(old) } else { old };
            let has =
                |set: Enrollments, other: Enrollments| other.iter().all(|it| set.contains(it));
            by_cover(has(new, old), has(old, new))
        }
        (Limit::Scopes(Some(old)), Limit::Scopes(Some(new))) => {
            let has = |set: Scopes, other: Scopes| other.iter().all(|it| set.contains(it));
            by_cover(has(new, old), has(old, new))
        }
        (Limit::Right(old), Limit::Right(new)) => by_right(old, new),
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

fn by_mode(old: Option<Mode>, new: Option<Mode>) -> Weight {
    let condition = |mode: Option<Mode>| mode.filter(|mode| *mode != Mode::Allowed);
    match (condition(old), condition(new)) {
        (old, new) if old == new => Weight::Stated,
        (Some(_), None) => Weight::Loosened,
        // Another condition is a condition that did not hold before.
        _ => Weight::Tightened,
    }
}

fn by_right(old: Option<AccessRights>, new: Option<AccessRights>) -> Weight {
    let special = |rights| matches!(rights, Some(AccessRights::Special(_)));
    let right = |rights: Option<AccessRights>| rights.and_then(AccessRights::right);
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
