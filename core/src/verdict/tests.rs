use super::*;
use crate::{AccessRights, Enrollment, Introduced, Scope, Version};

const BASE: OsSupport = OsSupport::UNSTATED.with_introduced(Introduced::Always);

fn verdict(support: &OsSupport, target: &str) -> Verdict {
    Verdict::of(support, &target.parse().unwrap())
}

fn answer(support: &OsSupport, target: &str) -> Answer {
    verdict(support, target).answer()
}

/// The obstacle, of which there may be one at most.
fn only(support: &OsSupport, target: &str) -> Option<(Limit, Effect)> {
    let verdict = verdict(support, target);
    assert!(verdict.obstacles.len() <= 1, "{target}: {verdict:?}");
    verdict.obstacles.first().map(|one| (one.limit, one.effect))
}

/// Checks the answers for several targets, each expected as the text of an [`Answer`].
fn table(support: &OsSupport, expected: &[(&str, &str)]) {
    for (target, text) in expected {
        assert_eq!(answer(support, target).to_string(), *text, "{target}");
    }
}

fn v(text: &str) -> Version {
    text.parse().unwrap()
}

#[test]
fn nothing_said_is_a_yes() {
    assert_eq!(answer(&BASE, "ios"), Answer::Yes);
    assert_eq!(answer(&BASE, "macos:15.0,user-channel,unsupervised"), Answer::Yes);
}

#[test]
fn introduced_by_every_component() {
    let support = BASE.with_introduced(Introduced::Since(v("10.13.4")));
    let limit = Limit::NotBefore(v("10.13.4"));
    assert_eq!(only(&support, "macos:10.13"), Some((limit, Effect::Blocks)));
    assert_eq!(only(&support, "macos:10.13.4"), None);
    assert_eq!(only(&support, "macos:10.14"), None);
    assert_eq!(only(&support, "macos"), Some((limit, Effect::DependsOn(Fact::Version))));
}

#[test]
fn never_and_unstated() {
    assert_eq!(only(&OsSupport::NEVER, "ios"), Some((Limit::Unavailable, Effect::Blocks)));
    let unstated = Some((Limit::Unstated, Effect::DependsOn(Fact::Schema)));
    assert_eq!(only(&OsSupport::UNSTATED, "ios:18.0"), unstated);
}

#[test]
fn removed_is_a_no_deprecated_a_warning_beta_a_note() {
    let removed = BASE.with_removed(v("18.0"));
    let limit = Limit::Removed(v("18.0"));
    assert_eq!(only(&removed, "ios:17.7"), None);
    assert_eq!(only(&removed, "ios:18.0"), Some((limit, Effect::Blocks)));
    assert_eq!(only(&removed, "ios"), Some((limit, Effect::DependsOn(Fact::Version))));
    let gone = BASE.with_removed(v("0.0"));
    assert_eq!(answer(&gone, "ios"), Answer::No);

    let deprecated = BASE.with_deprecated(v("16.0"));
    let limit = Limit::Deprecated(v("16.0"));
    assert_eq!(only(&deprecated, "ios:15.0"), None);
    assert_eq!(only(&deprecated, "ios:16.0"), Some((limit, Effect::Warns)));
    assert_eq!(only(&deprecated, "ios"), Some((limit, Effect::Notes)));
    assert_eq!(answer(&deprecated, "ios:16.0"), Answer::Yes);

    let beta = BASE.with_beta(true);
    assert_eq!(only(&beta, "ios:16.0"), Some((Limit::Beta, Effect::Notes)));
    assert_eq!(answer(&beta, "ios:16.0"), Answer::Yes);
}

#[test]
fn conditions() {
    let cases: [(OsSupport, Limit, &str, &str, &str); 4] = [
        (
            BASE.with_supervised(true),
            Limit::Supervised,
            "macos,supervised",
            "macos,unsupervised",
            "supervision",
        ),
        (
            BASE.with_requires_dep(true),
            Limit::AutomatedEnrollment,
            "macos,ade",
            "macos,not-ade",
            "automated enrollment",
        ),
        (
            BASE.with_user_approved_mdm(true),
            Limit::UserApproved,
            "macos,user-approved",
            "macos,not-user-approved",
            "user approval",
        ),
        (
            BASE.with_allow_manual_install(false),
            Limit::NoManualInstall,
            "macos,managed-install",
            "macos,manual-install",
            "whether it is installed by hand",
        ),
    ];
    for (support, limit, met, unmet, fact) in cases {
        assert_eq!(only(&support, met), None);
        assert_eq!(only(&support, unmet), Some((limit, Effect::Blocks)));
        table(&support, &[("macos", &format!("depends on {fact}"))]);
    }
    let usual = BASE
        .with_supervised(false)
        .with_requires_dep(false)
        .with_user_approved_mdm(false)
        .with_allow_manual_install(true);
    assert_eq!(only(&usual, "macos"), None);
}

#[test]
fn modes_of_user_enrollment() {
    let with = |mode: Mode| BASE.with_user_enrollment_mode(mode);
    let (yes, no, open) = ("macos,user-enrollment", "macos,device-enrollment", "macos");
    let depends = "depends on the enrollment";
    table(&with(Mode::Allowed), &[(yes, "yes"), (no, "yes"), (open, "yes")]);
    table(&with(Mode::Required), &[(yes, "yes"), (no, "no"), (open, depends)]);
    table(&with(Mode::Forbidden), &[(yes, "no"), (no, "yes"), (open, depends)]);
    table(&with(Mode::Ignored), &[(yes, "yes"), (no, "yes"), (open, "yes")]);
    assert!(verdict(&with(Mode::Ignored), yes).is_ignored());
    assert!(!verdict(&with(Mode::Ignored), no).is_ignored());
    assert_eq!(only(&with(Mode::Forbidden), "ios,supervised"), None);
    let text = BASE.with_user_enrollment_behavior("words");
    let limit = Limit::UserEnrollmentBehavior("words");
    assert_eq!(only(&text, yes), Some((limit, Effect::Notes)));
    assert_eq!(only(&text, no), None);
}

#[test]
fn modes_of_shared_ipad() {
    let with = |mode: Mode| BASE.with_shared_ipad_mode(mode);
    let (yes, no, open) = ("ios,shared-ipad", "ios,not-shared-ipad", "ios");
    let depends = "depends on whether it is a Shared iPad";
    table(&with(Mode::Required), &[(yes, "yes"), (no, "no"), (open, depends)]);
    table(&with(Mode::Forbidden), &[(yes, "no"), (no, "yes"), (open, depends)]);
    assert!(verdict(&with(Mode::Ignored), yes).is_ignored());
    // Neither a user enrollment nor an unsupervised iPad is a Shared iPad.
    table(&with(Mode::Required), &[("ios,user-enrollment", "no"), ("ios,unsupervised", "no")]);
    table(&with(Mode::Required), &[("ios,user-channel", "yes")]);
}

#[test]
fn channels_of_a_mac() {
    let device = BASE.with_device_channel(true).with_user_channel(false);
    table(
        &device,
        &[
            ("macos,device-channel", "yes"),
            ("macos,user-channel", "no"),
            ("macos", "depends on the channel"),
            ("tvos", "yes"),
        ],
    );
    let user = BASE.with_device_channel(false);
    assert_eq!(
        only(&user, "macos,device-channel"),
        Some((Limit::Channel(Some(Channel::Device)), Effect::Blocks))
    );
    let none = user.with_user_channel(false);
    table(&none, &[("macos", "no")]);
}

#[test]
fn shared_ipad_overrides_the_channels() {
    let shared = |device: bool, user: bool| {
        BASE.with_shared_ipad_device_channel(device).with_shared_ipad_user_channel(user)
    };
    table(
        &shared(true, false),
        &[
            ("ios", "depends on the channel"),
            ("ios,not-shared-ipad", "yes"),
            ("ios,shared-ipad,device-channel", "yes"),
            ("ios,shared-ipad,user-channel", "no"),
            ("ios,shared-ipad", "depends on the channel"),
            ("ios,user-channel", "no"),
            ("ios,user-enrollment", "yes"),
        ],
    );
    table(
        &shared(false, true),
        &[
            ("ios,device-channel", "depends on whether it is a Shared iPad"),
            ("ios,shared-ipad,device-channel", "no"),
            ("ios,user-channel", "yes"),
        ],
    );
}

#[test]
fn no_user_channel_without_shared_ipad() {
    let support = BASE.with_user_channel(false).with_shared_ipad_user_channel(true);
    table(&support, &[("ios", "yes"), ("macos", "depends on the channel")]);
    // Methods can say what excludes each other. Then what was said counts, not what follows.
    let target = Target::new(crate::Os::TvOs).channel(Channel::User);
    assert_eq!(Verdict::of(&support, &target).answer(), Answer::No);
}

#[test]
fn scopes_are_channels_of_declarations() {
    let system = BASE.with_allowed_scopes(Scopes::of(&[Scope::System]));
    table(
        &system,
        &[
            ("macos,system-scope", "yes"),
            ("macos,user-scope", "no"),
            ("macos", "depends on the channel"),
            ("watchos", "yes"),
            ("ios,user-scope", "no"),
        ],
    );
    let shared = |scopes: &[Scope]| system.with_shared_ipad_allowed_scopes(Scopes::of(scopes));
    table(
        &shared(&[Scope::User]),
        &[
            ("ios,user-scope", "yes"),
            ("ios,shared-ipad,system-scope", "no"),
            ("ios,not-shared-ipad", "yes"),
        ],
    );
    table(
        &shared(&[]),
        &[
            ("ios,shared-ipad", "no"),
            ("ios,not-shared-ipad", "yes"),
            // Refused on both channels.
            ("ios", "depends on whether it is a Shared iPad"),
            ("ios,device-channel", "depends on whether it is a Shared iPad"),
        ],
    );
    // The scopes that are named are those that this device allows.
    let named = |target| only(&shared(&[Scope::User]), target).map(|(limit, _)| limit);
    let scopes = |one| Some(Limit::Scopes(Scopes::of(&[one])));
    assert_eq!(named("ios,shared-ipad,system-scope"), scopes(Scope::User));
    assert_eq!(named("macos,user-scope"), scopes(Scope::System));
}

/// It is not known whether the device is a Shared iPad, and a Shared iPad allows other scopes.
#[test]
fn the_scopes_that_are_named_are_those_that_stand_in_the_way() {
    let with = |plain: &[Scope], shared: &[Scope]| {
        BASE.with_allowed_scopes(Scopes::of(plain))
            .with_shared_ipad_allowed_scopes(Scopes::of(shared))
    };
    use Scope::{Local, System, User};
    let cases: [(&[Scope], &[Scope], &str, &str); 6] = [
        (&[User], &[System], "ios", "only in scope system or user"),
        (&[User], &[System], "ios,system-scope", "only in scope user"),
        (&[System], &[User], "ios,system-scope", "only in scope user"),
        (&[System], &[User], "ios", "only in scope user"),
        (&[System], &[], "ios", "in no scope"),
        (&[], &[System], "ios,system-scope", "in no scope"),
    ];
    for (plain, shared, target, text) in cases {
        let said = verdict(&with(plain, shared), target).obstacles;
        let expected = format!("{text} (depends on whether it is a Shared iPad)");
        assert_eq!(said.iter().map(ToString::to_string).collect::<Vec<_>>(), [expected]);
    }
    // Both kinds of devices refuse, so the answer depends on nothing, and names what both lack.
    let neither = only(&with(&[User], &[Local]), "ios,system-scope");
    assert_eq!(neither, Some((Limit::Scopes(Scopes::of(&[User, Local])), Effect::Blocks)));
}

#[test]
fn enrollments_of_declarations() {
    use Enrollment::{Device, Local, Supervised, User};
    let with = |set: &[Enrollment]| BASE.with_allowed_enrollments(Enrollments::of(set));
    let all = with(&[Supervised, Device, User, Local]);
    table(&all, &[("ios", "yes"), ("ios,supervised", "yes")]);

    let supervised = with(&[Supervised]);
    table(
        &supervised,
        &[
            ("ios", "depends on the enrollment"),
            ("ios,supervised", "yes"),
            ("ios,device-enrollment", "depends on supervision"),
            ("ios,device-enrollment,unsupervised", "no"),
            ("ios,user-enrollment", "no"),
            ("ios,local-enrollment", "no"),
        ],
    );
    let unsupervised = "ios,device-enrollment,unsupervised";
    assert_eq!(only(&supervised, unsupervised), Some((Limit::Supervised, Effect::Blocks)));

    let user = with(&[User]);
    let limit = Limit::Enrollments(Enrollments::of(&[User]));
    assert_eq!(only(&user, unsupervised), Some((limit, Effect::Blocks)));

    // As releases before 17.4 word it.
    let device = with(&[Device]);
    table(&device, &[("ios,supervised", "yes"), (unsupervised, "yes")]);

    let not_user = with(&[Supervised, Device, Local]);
    table(
        &not_user,
        &[
            ("ios,user-enrollment", "no"),
            ("ios,device-enrollment", "yes"),
            ("ios,local-enrollment", "yes"),
            ("ios,unsupervised", "depends on the enrollment"),
        ],
    );
}

#[test]
fn rights_are_bits() {
    let (erase, _) = AccessRights::parse("AllowDeviceErase");
    let support = BASE.with_access_rights(erase);
    table(
        &support,
        &[
            ("ios,rights:8191", "yes"),
            ("ios,rights:8", "yes"),
            ("ios,rights:7", "no"),
            ("ios", "depends on the access rights"),
        ],
    );
    let (none, _) = AccessRights::parse("n/a");
    table(&BASE.with_access_rights(none), &[("ios,rights:0", "yes")]);
    let (special, _) = AccessRights::parse("Special Case");
    let special = BASE.with_access_rights(special);
    let noted = Some((Limit::SpecialRights, Effect::Notes));
    for target in ["ios", "ios,rights:0", "ios,rights:4095"] {
        assert_eq!(only(&special, target), noted, "{target}");
    }
    assert_eq!(only(&special, "ios,rights:8191"), None);
}

#[test]
fn what_blocks_comes_first_and_decides() {
    let support = OsSupport::UNSTATED
        .with_introduced(Introduced::Since(v("17.0")))
        .with_supervised(true)
        .with_beta(true);
    let verdict = verdict(&support, "ios,unsupervised");
    let lines: Vec<String> = verdict.obstacles.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "needs supervision",
            "not available before 17.0 (depends on the OS version)",
            "beta, may change"
        ]
    );
    assert_eq!(verdict.answer(), Answer::No);
}
