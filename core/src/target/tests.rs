use super::*;

fn target(text: &str) -> Target {
    text.parse().unwrap()
}

fn error(text: &str) -> String {
    text.parse::<Target>().unwrap_err().to_string()
}

#[test]
fn text_and_builder_agree() {
    let built = Target::new(Os::Ios)
        .version(Version::new(17, 4, 0))
        .enrollment(Enrollment::Supervised)
        .automated(true)
        .user_approved(true)
        .channel(Channel::User)
        .shared_ipad(true)
        .manual_install(false)
        .access_rights(8191);
    let text = "ios:17.4,supervised,device-enrollment,ade,user-approved,user-channel,\
                shared-ipad,managed-install,rights:8191";
    assert_eq!(target(text), built);
    assert_eq!(built.to_string(), text);
    assert_eq!(target(" iPadOS:17.4 , Supervised "), target("ios:17.4,supervised"));
}

#[test]
fn every_word_reads_back() {
    for text in [
        "macos",
        "tvos:18.0",
        "macos:15.0,unsupervised",
        "macos,user-enrollment,user-channel",
        "macos,local-enrollment",
        "macos,not-ade,not-user-approved,manual-install",
        "ios,not-shared-ipad",
    ] {
        assert_eq!(target(text).to_string(), text);
    }
    assert_eq!(target("macos,user-scope"), target("macos,user-channel"));
    assert_eq!(target("macos,system-scope"), target("macos,device-channel"));
}

#[test]
fn what_is_unsaid_is_unknown() {
    let any = target("macos");
    assert_eq!((any.os_version(), any.is_supervised(), any.enrolled()), (None, None, None));
    assert_eq!((any.on_channel(), any.is_manual_install(), any.rights()), (None, None, None));
    assert_eq!((any.is_automated(), any.is_user_approved()), (None, None));
    assert_eq!(target("ios").is_shared_ipad(), None);
    assert_eq!(any.has_right(Right::AllowDeviceErase), None);
}

#[test]
fn some_facts_follow() {
    assert_eq!(target("macos").is_shared_ipad(), Some(false));
    assert_eq!(target("tvos").on_channel(), Some(Channel::Device));
    assert_eq!(target("macos").on_channel(), None);
    assert_eq!(target("ios,user-channel").is_supervised(), Some(true));
    assert_eq!(target("ios,not-shared-ipad").on_channel(), Some(Channel::Device));
    assert_eq!(target("ios,supervised").enrolled(), Some(Enrollment::Device));
    assert_eq!(target("ios,user-enrollment").on_channel(), Some(Channel::Device));
    assert_eq!(target("macos,ade").is_user_approved(), Some(true));
    assert_eq!(target("macos,user-channel").is_manual_install(), Some(false));
    for by_hand in ["tvos,manual-install", "ios,not-shared-ipad,manual-install"] {
        assert_eq!(target(by_hand).is_manual_install(), Some(true));
    }
    assert_eq!(target("tvos").is_manual_install(), None);
    assert_eq!(target("macos,rights:24").has_right(Right::AllowDeviceErase), Some(true));
    assert_eq!(target("macos,rights:24").has_right(Right::AllowSettings), Some(false));
}

#[test]
fn errors_list_what_is_allowed() {
    let words = error("macos:15.0,supervized");
    assert!(words.contains("`supervized`"), "{words}");
    for word in ["supervised", "unsupervised", "user-enrollment", "ade", "rights:<mask>"] {
        assert!(words.contains(word), "{words}");
    }
    assert!(matches!("".parse::<Target>(), Err(ParseTargetError::Os(_))));
    assert!(matches!("macos:x".parse::<Target>(), Err(ParseTargetError::Version(_))));
    assert!(error("macos,rights:all").contains("rights:8191"));
    // The text of the error has this, since a command line does not show causes.
    for os in ["", "iSO:18.0", "supervised"] {
        assert!(error(os).contains("allowed are iOS (iPadOS), macOS, tvOS"), "{}", error(os));
    }
    assert!(error("macos:x").contains("15.2 or 10.13.4"), "{}", error("macos:x"));
}

#[test]
fn what_is_said_in_code_can_be_asked_for_contradictions() {
    let user = Target::new(Os::Ios).enrollment(Enrollment::User);
    assert!(!user.is_contradictory() && user.supervised(true).is_contradictory());
    assert!(!user.supervised(false).is_contradictory());
    assert!(Target::new(Os::TvOs).channel(Channel::User).is_contradictory());
    assert!(!Target::new(Os::MacOs).channel(Channel::User).is_contradictory());
}

#[test]
fn contradictions_are_errors() {
    for text in [
        "macos,supervised,unsupervised",
        "macos,user-enrollment,supervised",
        "macos,supervised,user-enrollment",
        "macos,shared-ipad",
        "tvos,user-channel",
        "ios,not-shared-ipad,user-channel",
        "ios,unsupervised,shared-ipad",
        "ios,device-channel,manual-install",
        "macos,rights:1,rights:8191",
    ] {
        assert!(
            matches!(text.parse::<Target>(), Err(ParseTargetError::Contradiction(_))),
            "{text}"
        );
    }
}
