//! The questions other than `check`.

use apple_device_management::check::{
    Check, MinimumVersion, Raw, Removal, Retained, deliverable, minimum_version, missing_rights,
    offers, queries_for, reduced_security_for, retain_supported, retain_supported_keys,
    settings_for, skip_keys_for,
};
use apple_device_management::codec::to_value;
use apple_device_management::commands::settings::{
    SettingBluetooth, SettingDefaultApplications, SettingVoiceRoaming,
};
use apple_device_management::commands::{DeviceInformation, DeviceLock, EraseDevice, Settings};
use apple_device_management::profiles::{AirPlay, MobileDevicePasswordPolicy};
use apple_device_management::reflect::{self, Side};
use apple_device_management::{
    Answer, Dictionary, Family, KeyPath, Limit, Os, Right, Slot, Target, Value, Version,
};

use crate::support::{dictionary, document, target};

fn path(text: &str) -> KeyPath {
    text.parse().unwrap()
}

fn kept(retained: Retained) -> Vec<Removal> {
    match retained {
        Retained::Kept(removals) => removals,
        Retained::Refused(reasons) => panic!("{reasons:?}"),
    }
}

fn settings() -> Settings {
    Settings {
        settings: vec![
            SettingVoiceRoaming { enabled: true, ..Default::default() }.into(),
            SettingDefaultApplications::default().into(),
            SettingBluetooth { enabled: true, ..Default::default() }.into(),
        ],
        ..Settings::default()
    }
}

fn information(queries: &[&str]) -> DeviceInformation {
    DeviceInformation {
        queries: queries.iter().map(|query| (*query).into()).collect(),
        ..Default::default()
    }
}

#[test]
fn minimum_versions() {
    let mut message = settings();
    assert_eq!(minimum_version(&message, Os::Ios), MinimumVersion::Since(Version::new(18, 2, 0)));
    assert_eq!(minimum_version(&message, Os::MacOs), MinimumVersion::Never(path("Settings/0")));
    message.settings.remove(1);
    assert_eq!(minimum_version(&message, Os::Ios), MinimumVersion::Since(Version::new(11, 3, 0)));
    message.settings.remove(0);
    let mac = MinimumVersion::Since(Version::new(10, 13, 4));
    assert_eq!(minimum_version(&message, Os::MacOs), mac);
    // Values with a support of their own count too.
    let silicon = information(&["UDID", "IsAppleSilicon"]);
    assert_eq!(minimum_version(&silicon, Os::MacOs), MinimumVersion::Since(Version::new(12, 0, 0)));
    assert_eq!(minimum_version(&silicon, Os::Ios), MinimumVersion::Never(path("Queries/1")));
}

#[test]
fn minimum_versions_may_end_or_be_unknown() {
    let raw = |id: &str, json: &str, os: Os| {
        let (document, dictionary) = (document(Family::Profiles, id), dictionary(json));
        minimum_version(&Raw { document, side: Side::Payload, dictionary: &dictionary }, os)
    };
    let firewall = raw("com.apple.security.firewall", r#"{"EnableLogging": true}"#, Os::MacOs);
    let (from, to) = (Version::new(12, 0, 0), Version::new(15, 0, 0));
    assert_eq!(firewall, MinimumVersion::Between(from, to));
    let identity = raw("com.apple.security.wapi-identity", "{}", Os::MacOs);
    assert_eq!(identity, MinimumVersion::Unknown(KeyPath::root()));
}

#[test]
fn rights() {
    let lock = DeviceLock::default();
    let missing = missing_rights(&lock, Right::AllowDeviceErase.bit());
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].right, Some(Right::AllowPasscodeRemovalAndLock));
    assert_eq!(missing[0].path, KeyPath::root());
    assert!(missing[0].on.contains(&Os::Ios) && missing[0].on.contains(&Os::MacOs));
    assert!(missing_rights(&lock, Right::AllowPasscodeRemovalAndLock.bit()).is_empty());
    let missing = missing_rights(&EraseDevice::default(), 0);
    assert_eq!(
        missing.iter().map(|one| one.right).collect::<Vec<_>>(),
        [Some(Right::AllowDeviceErase)]
    );
    // The right depends on the query.
    let right = |query: &str| {
        let missing = missing_rights(&information(&[query]), 0);
        missing.iter().map(|one| one.right).collect::<Vec<_>>()
    };
    assert_eq!(right("BluetoothMAC"), [Some(Right::AllowQueryNetworkInformation)]);
    assert_eq!(right("OSVersion"), [Some(Right::AllowQueryDeviceInformation)]);
}

#[test]
fn rights_that_depend_on_the_use() {
    // The document is a special case. The first query names a right; the second is a special case
    // itself.
    let message = information(&["OSVersion", "AccessibilitySettings", "SoftwareUpdateDeviceID"]);
    let missing = |mask: u16| -> Vec<(Option<Right>, String)> {
        let missing = missing_rights(&message, mask).into_iter();
        missing.map(|one| (one.right, one.path.to_string())).collect()
    };
    let query = Right::AllowQueryDeviceInformation;
    let special = (None, "Queries/1".to_owned());
    assert_eq!(missing(0), [(Some(query), "Queries/0".to_owned()), special.clone()]);
    assert_eq!(missing(query.bit()), [special]);
    assert!(missing(8191).is_empty());
    // If nothing within the document names a right, the special case counts.
    let missing = missing_rights(&information(&[]), 0);
    assert_eq!(missing.iter().map(|one| one.right).collect::<Vec<_>>(), [None]);
}

#[test]
fn a_minimum_version_is_where_versions_begin_to_do() {
    let about_versions = |limit| matches!(limit, Some(Limit::NotBefore(_) | Limit::Unavailable));
    let empty = Dictionary::new();
    let (mut since, mut never) = (0, 0);
    for document in reflect::documents() {
        let message = Raw { document, side: Side::Payload, dictionary: &empty };
        for os in Os::ALL {
            let blocked = |target: &Target| {
                message.check(target).errors().any(|one| about_versions(one.limit()))
            };
            match minimum_version(&message, os) {
                MinimumVersion::Since(version) => {
                    since += 1;
                    assert!(!blocked(&Target::new(os).version(version)), "{} {os}", document.id);
                    let before = Target::new(os).version(Version::default());
                    assert!(blocked(&before), "{} {os}", document.id);
                }
                MinimumVersion::Never(_) => {
                    never += 1;
                    assert!(blocked(&Target::new(os)), "{} {os}", document.id);
                }
                _ => {}
            }
        }
    }
    assert!(since > 400 && never > 400, "{since} {never}");
}

#[test]
fn a_minimum_version_asks_for_no_condition() {
    let bluetooth = SettingBluetooth { enabled: true, ..Default::default() };
    let message = Settings { settings: vec![bluetooth.into()], ..Settings::default() };
    assert_eq!(minimum_version(&message, Os::Ios), MinimumVersion::Since(Version::new(11, 3, 0)));
    let to = |more: &str| target(&format!("ios:11.3,not-shared-ipad,rights:8191,{more}"));
    assert_eq!(message.check(&to("supervised")).answer(), Answer::Yes);
    assert_eq!(message.check(&to("unsupervised")).answer(), Answer::No);
}

#[test]
fn only_what_is_supported_stays() {
    let mut message = settings();
    let mac = target("macos:15.3,supervised,device-channel,rights:8191");
    let removals = kept(retain_supported(&mut message, &mac).unwrap());
    let removed: Vec<_> = removals.iter().map(ToString::to_string).collect();
    assert_eq!(removed.len(), 2, "{removed:?}");
    assert_eq!(removals[0].path, path("Settings/0"));
    assert_eq!(removals[1].path, path("Settings/1"));
    assert!(removed[0].contains("`VoiceRoaming`: not available on this OS"), "{removed:?}");
    let bluetooth = SettingBluetooth { enabled: true, ..Default::default() };
    assert_eq!(message.settings, [bluetooth.into()]);
    assert_eq!(message.check(&mac).answer(), Answer::Yes);
    // The second time, nothing is left to remove.
    assert!(kept(retain_supported(&mut message, &mac).unwrap()).is_empty());
}

#[test]
fn keys_and_values_go_too() {
    let mut policy = MobileDevicePasswordPolicy {
        allow_simple: Some(false),
        custom_regex: Some(Default::default()),
        ..Default::default()
    };
    let phone = target("ios:18.3,supervised,not-shared-ipad");
    let removals = kept(retain_supported(&mut policy, &phone).unwrap());
    assert_eq!(removals.len(), 1, "{removals:?}");
    assert_eq!(removals[0].path, path("customRegex"));
    assert_eq!((policy.custom_regex, policy.allow_simple), (None, Some(false)));
    let mut message = information(&["IsAppleSilicon", "UDID", "Mood"]);
    message.extra.insert("Colour", "blue");
    retain_supported(&mut message, &phone).unwrap();
    // What the schema does not know stays, since the device may know it.
    assert_eq!(message.queries, ["UDID", "Mood"]);
    assert!(message.extra.contains_key("Colour"));
}

#[test]
fn a_dictionary_is_cut_like_its_type() {
    let settings_of = document(Family::Commands, "Settings");
    let mac = target("macos:15.3,supervised,device-channel,rights:8191");
    let Value::Dictionary(mut raw) = to_value(settings().view()) else { panic!() };
    // A value that no type could hold stays where it is.
    raw.insert("RequestType", 1);
    let removals = kept(retain_supported_keys(settings_of, Side::Payload, &mut raw, &mac));
    let paths: Vec<_> = removals.iter().map(|removal| removal.path.to_string()).collect();
    assert_eq!(paths, ["Settings/0", "Settings/1"]);
    let Some(Value::Array(left)) = raw.get("Settings") else { panic!("{raw:?}") };
    let [Value::Dictionary(bluetooth)] = &left[..] else { panic!("{left:?}") };
    assert_eq!(bluetooth.get("Item"), Some(&"Bluetooth".into()));
    assert_eq!(raw.get("RequestType"), Some(&1.into()));
    // For a device that does not take the message at all, nothing is changed.
    let before = raw.clone();
    let user = target("macos:15.3,user-channel");
    let lock = document(Family::Commands, "DeviceLock");
    let retained = retain_supported_keys(lock, Side::Payload, &mut raw, &user);
    assert!(matches!(&retained, Retained::Refused(reasons) if reasons.len() == 1), "{retained:?}");
    assert_eq!(raw, before);
}

#[test]
fn what_goes_with_another_is_not_named() {
    let list = r#"{"AllowList": [{"DeviceName": "Hall"}]}"#;
    let mut airplay: AirPlay = serde_json::from_str(list).unwrap();
    let old = target("ios:14.0,supervised,not-shared-ipad,manual-install");
    assert_eq!(airplay.check(&old).errors().count(), 2);
    let removals = kept(retain_supported(&mut airplay, &old).unwrap());
    let paths: Vec<_> = removals.iter().map(|removal| removal.path.to_string()).collect();
    assert_eq!(paths, ["AllowList"]);
    assert_eq!(airplay, AirPlay::default());
}

#[test]
fn offers_end() {
    let mac = target("macos:15.3");
    let all = reflect::documents().map(|document| offers(document, &mac).len());
    assert!(all.sum::<usize>() > 150);
}

#[test]
fn what_depends_stays() {
    let mut message = settings();
    message.settings.remove(1);
    let before = message.clone();
    assert!(kept(retain_supported(&mut message, &target("ios")).unwrap()).is_empty());
    assert_eq!(message, before);
}

#[test]
fn what_cannot_be_sent_at_all_is_not_changed() {
    let mut lock = DeviceLock { pin: Some("123456".to_owned()), ..Default::default() };
    let before = lock.clone();
    let user = target("macos:15.3,user-channel,supervised");
    let Retained::Refused(reasons) = retain_supported(&mut lock, &user).unwrap() else { panic!() };
    assert_eq!(reasons.iter().map(|one| one.path.clone()).collect::<Vec<_>>(), [KeyPath::root()]);
    assert_eq!(lock, before);
}

#[test]
fn several_messages_for_several_targets() {
    let (lock, settings) = (DeviceLock::default(), settings());
    let targets = [
        target("ios:18.3,supervised,not-shared-ipad,rights:8191"),
        target("macos:15.3,supervised,device-channel,rights:8191"),
        target("ios:18.3"),
    ];
    let deliveries = deliverable(&[&lock, &settings], &targets);
    let can: Vec<Vec<usize>> = deliveries.iter().map(|one| one.deliverable().collect()).collect();
    assert_eq!(can, [vec![0, 1], vec![0], vec![]]);
    assert_eq!(deliveries[1].target, targets[1]);
    assert_eq!(deliveries[1].parcels[1].answer, Answer::No);
    assert_eq!(deliveries[1].parcels[1].findings.errors().count(), 2);
    assert!(matches!(deliveries[2].parcels[0].answer, Answer::DependsOn(_)));
}

#[test]
fn queries() {
    let mac = target("macos:11.0,supervised,ade,device-channel,rights:8191");
    let names: Vec<_> = queries_for(&mac).iter().map(|offer| offer.name).collect();
    assert!(names.contains(&"UDID") && names.contains(&"OSVersion"), "{names:?}");
    assert!(!names.contains(&"IsAppleSilicon") && !names.contains(&"BatteryLevel"), "{names:?}");
    assert_eq!(queries_for(&mac).iter().filter(|one| one.answer() != Answer::Yes).count(), 0);
    let phone = target("ios:18.3,unsupervised,device-enrollment");
    let open = queries_for(&phone);
    let open: Vec<_> = open.iter().filter(|one| one.answer() != Answer::Yes).collect();
    assert!(!open.is_empty(), "the rights are not known");
    // What is offered is exactly what `check` lets pass.
    let all = information(&names);
    assert_eq!(all.check(&mac).answer(), Answer::Yes);
}

#[test]
fn other_lists() {
    let names = |offers: Vec<apple_device_management::check::Offer>| -> Vec<&'static str> {
        offers.iter().map(|offer| offer.name).collect()
    };
    let mac = target("macos:15.3,supervised,device-channel,rights:8191");
    let phone = target("ios:18.3,supervised,not-shared-ipad,rights:8191");
    assert!(names(settings_for(&mac)).contains(&"Bluetooth"));
    assert!(!names(settings_for(&mac)).contains(&"VoiceRoaming"));
    assert!(names(settings_for(&phone)).contains(&"VoiceRoaming"));
    assert_eq!(names(reduced_security_for(&mac)).len(), 3);
    assert!(names(reduced_security_for(&phone)).is_empty());
    assert!(names(skip_keys_for(&mac)).contains(&"Appearance"));
    assert!(!names(skip_keys_for(&mac)).contains(&"Android"));
    assert!(names(skip_keys_for(&phone)).contains(&"Android"));
    let setup = document(Family::Profiles, "com.apple.SetupAssistant.managed");
    let offers = apple_device_management::check::offers(setup, &mac);
    let android = offers.iter().find(|offer| offer.name == "Android").unwrap();
    assert_eq!(
        (android.path.to_string(), android.answer()),
        ("SkipSetupItems/*".to_owned(), Answer::No)
    );
}
