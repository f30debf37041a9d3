use super::{Effect, Fact, Limit, Obstacle, Verdict};
use crate::{
    AccessRights, Channel, Enrollment, Enrollments, Introduced, Mode, Os, OsSupport, Right, Scopes,
    Target, Version,
};

pub(super) fn verdict(support: &OsSupport, target: &Target) -> Verdict {
    let mut found = Obstacles { obstacles: Vec::new() };
    // Of what is not available at all, the schema states nothing else.
    if support.introduced() == Introduced::Never {
        found.add(Limit::Unavailable, Effect::Blocks);
    } else {
        versions(support, target, &mut found);
        conditions(support, target, &mut found);
        enrollments(support.allowed_enrollments(), target, &mut found);
        channels(support, target, &mut found);
        scopes(support, target, &mut found);
        rights(support, target, &mut found);
        notes(support, target, &mut found);
    }
    found.obstacles.sort_by_key(|obstacle| rank(obstacle.effect));
    Verdict { obstacles: found.obstacles }
}

const fn rank(effect: Effect) -> u8 {
    match effect {
        Effect::Blocks => 0,
        Effect::DependsOn(_) => 1,
        Effect::Ignored => 2,
        Effect::Warns => 3,
        Effect::Notes => 4,
    }
}

struct Obstacles {
    obstacles: Vec<Obstacle>,
}

impl Obstacles {
    fn add(&mut self, limit: Limit, effect: Effect) {
        self.obstacles.push(Obstacle { limit, effect });
    }

    /// Adds an obstacle for a condition that is not met, or not known to be met.
    fn need(&mut self, met: Option<bool>, limit: Limit, fact: Fact) {
        match met {
            Some(true) => {}
            Some(false) => self.add(limit, Effect::Blocks),
            None => self.add(limit, Effect::DependsOn(fact)),
        }
    }
}

fn versions(support: &OsSupport, target: &Target, found: &mut Obstacles) {
    let reached = |version: Version| target.os_version().map(|own| own >= version);
    match support.introduced() {
        Introduced::Unstated => found.add(Limit::Unstated, Effect::DependsOn(Fact::Schema)),
        Introduced::Since(version) => {
            found.need(reached(version), Limit::NotBefore(version), Fact::Version);
        }
        Introduced::Always | Introduced::Never => {}
    }
    if let Some(version) = support.removed() {
        // Removed in version 0 means removed in every version.
        let gone = if version == Version::default() { Some(true) } else { reached(version) };
        found.need(gone.map(|gone| !gone), Limit::Removed(version), Fact::Version);
    }
    match support.deprecated().map(|version| (version, reached(version))) {
        Some((version, Some(true))) => found.add(Limit::Deprecated(version), Effect::Warns),
        Some((version, None)) => found.add(Limit::Deprecated(version), Effect::Notes),
        Some((_, Some(false))) | None => {}
    }
}

/// A flag of the schema, the value with which it sets a condition, whether the target meets the
/// condition, and what to report if not.
type Condition = (Option<bool>, bool, Option<bool>, Limit, Fact);

fn conditions(support: &OsSupport, target: &Target, found: &mut Obstacles) {
    let by_server = target.is_manual_install().map(|manual| !manual);
    let needs: [Condition; 4] = [
        (support.supervised(), true, target.is_supervised(), Limit::Supervised, Fact::Supervision),
        (
            support.requires_dep(),
            true,
            target.is_automated(),
            Limit::AutomatedEnrollment,
            Fact::AutomatedEnrollment,
        ),
        (
            support.user_approved_mdm(),
            true,
            target.is_user_approved(),
            Limit::UserApproved,
            Fact::UserApproval,
        ),
        (
            support.allow_manual_install(),
            false,
            by_server,
            Limit::NoManualInstall,
            Fact::ManualInstall,
        ),
    ];
    for (stated, asks, met, limit, fact) in needs {
        if stated == Some(asks) {
            found.need(met, limit, fact);
        }
    }
    let user = target.is_user_enrollment();
    mode(support.user_enrollment_mode(), user, Limit::UserEnrollment, Fact::Enrollment, found);
    let shared = target.is_shared_ipad();
    mode(support.shared_ipad_mode(), shared, Limit::SharedIpad, Fact::SharedIpad, found);
}

fn mode(
    mode: Option<Mode>,
    holds: Option<bool>,
    limit: fn(Mode) -> Limit,
    fact: Fact,
    found: &mut Obstacles,
) {
    match mode {
        None | Some(Mode::Allowed) => {}
        Some(Mode::Required) => found.need(holds, limit(Mode::Required), fact),
        Some(Mode::Forbidden) => {
            found.need(holds.map(|holds| !holds), limit(Mode::Forbidden), fact);
        }
        // The target takes it in either case, so the answer does not depend on the condition.
        Some(Mode::Ignored) => match holds {
            Some(true) => found.add(limit(Mode::Ignored), Effect::Ignored),
            None => found.add(limit(Mode::Ignored), Effect::Notes),
            Some(false) => {}
        },
    }
}

/// The enrollments that the target may have, as declarative documents tell them apart.
fn possible_enrollments(target: &Target) -> impl Iterator<Item = Enrollment> {
    let (enrolled, supervised) = (target.enrolled(), target.is_supervised());
    Enrollment::ALL.iter().copied().filter(move |one| {
        let (kind, is_supervised) = match one {
            Enrollment::Supervised => (Enrollment::Device, true),
            Enrollment::Device => (Enrollment::Device, false),
            // Supervision tells apart device enrollments only.
            other => return enrolled.is_none_or(|enrolled| enrolled == *other),
        };
        enrolled.is_none_or(|enrolled| enrolled == kind)
            && supervised.is_none_or(|supervised| supervised == is_supervised)
    })
}

fn enrollments(allowed: Option<Enrollments>, target: &Target, found: &mut Obstacles) {
    let Some(allowed) = allowed else { return };
    let accepts = |one: Enrollment| {
        // Releases before 17.4 write `device` for supervised and other device enrollments; later
        // ones never have `device` without `supervised`.
        let either = one == Enrollment::Supervised && allowed.contains(Enrollment::Device);
        either || allowed.contains(one)
    };
    let device = target.enrolled() == Some(Enrollment::Device);
    let fact = if device { Fact::Supervision } else { Fact::Enrollment };
    let supervision = device && allowed.contains(Enrollment::Supervised);
    let limit = if supervision { Limit::Supervised } else { Limit::Enrollments(allowed) };
    found.need(unanimous(possible_enrollments(target).map(accepts)), limit, fact);
}

/// The answer, if all answers are the same.
fn unanimous(answers: impl Iterator<Item = bool>) -> Option<bool> {
    let mut said = None;
    for answer in answers {
        match said {
            Some(said) if said != answer => return None,
            _ => said = Some(answer),
        }
    }
    said
}

/// A way that a message can go: whether to a Shared iPad, and on which channel.
type Way = (bool, Channel);

const WAYS: [Way; 4] = [
    (false, Channel::Device),
    (false, Channel::User),
    (true, Channel::Device),
    (true, Channel::User),
];

fn channels(support: &OsSupport, target: &Target, found: &mut Obstacles) {
    let by_channel = |(on_shared, channel): Way| {
        let (plain, override_) = match channel {
            Channel::Device => (support.device_channel(), support.shared_ipad_device_channel()),
            Channel::User => (support.user_channel(), support.shared_ipad_user_channel()),
        };
        let stated = if on_shared { override_.or(plain) } else { plain };
        stated.unwrap_or(true)
    };
    ways(by_channel, target, || Limit::Channel(target.on_channel()), found);
}

fn scopes(support: &OsSupport, target: &Target, found: &mut Obstacles) {
    // Only declarative documents state scopes.
    if support.allowed_scopes().or(support.shared_ipad_allowed_scopes()).is_none() {
        return;
    }
    let stated = |on_shared: bool| match on_shared {
        true => support.shared_ipad_allowed_scopes().or(support.allowed_scopes()),
        false => support.allowed_scopes(),
    };
    let by_scope = |(on_shared, channel): Way| {
        stated(on_shared).is_none_or(|scopes| scopes.contains(channel.scope()))
    };
    // The scopes that are allowed on the devices that refuse: a Shared iPad, another device, or both.
    let limit = || {
        let refusing = possible_ways(target).filter(|way| !by_scope(*way));
        let shown = refusing.filter_map(|(on_shared, _)| stated(on_shared));
        Limit::Scopes(shown.flat_map(Scopes::iter).collect())
    };
    ways(by_scope, target, limit, found);
}

/// The ways on which a message can reach the target.
fn possible_ways(target: &Target) -> impl Iterator<Item = Way> + Clone {
    let (os, shared, channel) = (target.os(), target.is_shared_ipad(), target.on_channel());
    WAYS.into_iter().filter(move |(on_shared, by)| {
        shared.is_none_or(|shared| shared == *on_shared)
            && match channel {
                Some(channel) => channel == *by,
                // Only macOS and the Shared iPad have a user channel.
                None => *on_shared || *by == Channel::Device || os == Os::MacOs,
            }
    })
}

/// Adds an obstacle if not every way to the target is allowed.
fn ways(
    allows: impl Fn(Way) -> bool,
    target: &Target,
    limit: impl FnOnce() -> Limit,
    found: &mut Obstacles,
) {
    let possible = possible_ways(target);
    let met = unanimous(possible.clone().map(&allows));
    if met == Some(true) {
        return;
    }
    // The answer depends on the channel, if on each channel it is the same for all devices.
    let decides = possible.clone().all(|one| {
        let mut by_it = possible.clone().filter(|other| other.1 == one.1);
        by_it.all(|other| allows(other) == allows(one))
    });
    let fact = if decides { Fact::Channel } else { Fact::SharedIpad };
    found.need(met, limit(), fact);
}

fn rights(support: &OsSupport, target: &Target, found: &mut Obstacles) {
    match support.access_rights() {
        Some(AccessRights::One(right, _)) => {
            found.need(target.has_right(right), Limit::AccessRight(right), Fact::AccessRights);
        }
        // An enrollment with all rights also has those that a special case needs.
        Some(AccessRights::Special(_)) => {
            if Right::all().any(|right| target.has_right(right) != Some(true)) {
                found.add(Limit::SpecialRights, Effect::Notes);
            }
        }
        Some(AccessRights::None(_)) | None => {}
    }
}

fn notes(support: &OsSupport, target: &Target, found: &mut Obstacles) {
    if support.beta() == Some(true) {
        found.add(Limit::Beta, Effect::Notes);
    }
    if let (Some(text), Some(true)) =
        (support.user_enrollment_behavior(), target.is_user_enrollment())
    {
        found.add(Limit::UserEnrollmentBehavior(text), Effect::Notes);
    }
}
