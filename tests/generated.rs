//! Generated code beside the codec: constructors, conversions, `Debug`, and the order in which
//! `reflect` lists keys.

#![allow(clippy::unwrap_used)]

use apple_device_management::checkin::{AnyCheckin, TokenUpdate};
use apple_device_management::commands::{AnyCommand, DeviceLock, InstallProfile, RemoveProfile};
use apple_device_management::{Family, reflect};

#[test]
fn a_constructor_takes_what_is_required() {
    let install = InstallProfile::new(b"profile".to_vec());
    assert_eq!(&*install.payload, b"profile");
    assert_eq!(RemoveProfile::new("com.example").identifier, "com.example");
    assert_eq!(DeviceLock::new(), DeviceLock::default());
}

#[test]
fn a_box_becomes_a_variant_as_it_is() {
    let lock = Box::new(DeviceLock { message: Some("Lost".to_owned()), ..DeviceLock::new() });
    let address = std::ptr::from_ref(&*lock);
    match AnyCommand::from(lock) {
        AnyCommand::DeviceLock(lock) => assert_eq!(std::ptr::from_ref(&*lock), address),
        other => panic!("{other:?}"),
    }
}

/// The test is that this compiles: one catch-all arm is enough.
#[test]
fn one_arm_takes_all_that_is_not_named() {
    let message = AnyCheckin::from(TokenUpdate::default());
    let topic = match &message {
        AnyCheckin::TokenUpdate(update) => update.topic.as_str(),
        AnyCheckin::Authenticate(hello) => hello.topic.as_str(),
        AnyCheckin::Unknown(..)
        | AnyCheckin::CheckOut(_)
        | AnyCheckin::DeclarativeManagementCheckin(_)
        | AnyCheckin::GetBootstrapToken(_)
        | AnyCheckin::GetToken(_)
        | AnyCheckin::ReturnToService(_)
        | AnyCheckin::SetBootstrapToken(_)
        | AnyCheckin::UserAuthenticate(_) => "none",
    };
    assert_eq!(topic, "");
}

#[test]
fn debug_hides_secrets() {
    let mut lock = DeviceLock { pin: Some("123456".to_owned()), ..DeviceLock::new() };
    assert_eq!(format!("{lock:?}"), "DeviceLock { PIN: secret }");
    // A value of another type is kept in `extra` under the name of its key.
    lock.pin = None;
    lock.extra.insert("PIN", 123_456_i64);
    assert_eq!(format!("{:?}", AnyCommand::from(lock)), "DeviceLock(DeviceLock { PIN: secret })");
    let update = TokenUpdate {
        push_magic: "magic".to_owned(),
        token: b"token".to_vec().into(),
        unlock_token: Some(b"unlock".to_vec().into()),
        topic: "com.example".to_owned(),
        ..Default::default()
    };
    let text = format!("{update:?}");
    for shown in ["PushMagic: secret", "Token: secret", "UnlockToken: secret", "com.example"] {
        assert!(text.contains(shown), "{text}");
    }
}

#[test]
fn keys_are_listed_as_the_schema_has_them() {
    let [document] = reflect::documents_of(Family::Profiles, "com.apple.wifi.managed") else {
        panic!("one document")
    };
    let names: Vec<_> =
        reflect::children(&document.payload).iter().map(|node| node.name).take(4).collect();
    assert_eq!(names, ["AutoJoin", "SSID_STR", "HIDDEN_NETWORK", "ProxyType"]);
}
