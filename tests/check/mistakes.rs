//! Mistakes that people make: a mistyped name, a copied identifier, a field left empty.

use apple_device_management::Family;
use apple_device_management::check::{Check, check_dictionary};
use apple_device_management::commands::{DeviceInformation, Settings};
use apple_device_management::profiles::{Dock, Payload, Profile, VpnManaged, WifiManaged};
use apple_device_management::reflect::Side;

use crate::support::{command, dictionary, document, lines, profile, serious, target};

const GOOD: &str = "ios:18.3,supervised,ade,not-shared-ipad,rights:8191";
const MAC: &str = "macos:15.3,supervised,device-channel";
const UUIDS: [&str; 3] = [
    "3E9B5C71-8A2D-4F06-B4E8-1C7D9A0F6253",
    "C4D81F2E-6B93-4A57-9D0C-E85A7B3F1264",
    "95A7E3B0-2C4F-4D81-A6B9-70F2C8D1E345",
];

#[test]
fn a_key_that_is_nearly_known() {
    let said = |json| serious(&command("DeviceInformation", json, GOOD));
    let key = "the schema does not know this key";
    assert_eq!(
        said(r#"{"queries": [], "Queries": ["UDID"]}"#),
        [format!("warning: queries: {key}; did you mean `Queries`?")]
    );
    assert_eq!(
        said(r#"{"RequestTyp": "DeviceInformation", "Queries": ["UDID"]}"#),
        [format!("warning: RequestTyp: {key}; did you mean `RequestType`?")]
    );
    assert_eq!(said(r#"{"Colour": 1, "Queries": ["UDID"]}"#), [format!("warning: Colour: {key}")]);
    // Also for keys below the root, and for the keys that every payload has.
    let wifi = r#"{"SSID_STR": "a", "AutoJion": true, "Proxy": 1, "payloadVersion": 1}"#;
    let said = serious(&profile("com.apple.wifi.managed", wifi, MAC));
    let has = |line: String| assert!(said.contains(&line), "{line}: {said:?}");
    has(format!("warning: AutoJion: {key}; did you mean `AutoJoin`?"));
    has(format!("warning: payloadVersion: {key}; did you mean `PayloadVersion`?"));
}

#[test]
fn a_value_that_is_nearly_listed() {
    let value = "the schema does not list this value";
    let said = |json| serious(&command("DeviceInformation", json, GOOD));
    assert_eq!(
        said(r#"{"Queries": ["OsVersion", "ANewerOne"]}"#),
        [
            format!("warning: Queries/0: {value}; did you mean `OSVersion`?"),
            format!("warning: Queries/1: {value}")
        ]
    );
    let settings = r#"{"Settings": [{"Item": "bluetooth"}]}"#;
    assert_eq!(
        serious(&command("Settings", settings, GOOD)),
        [format!("error: Settings/0: {value}; did you mean `Bluetooth`?")]
    );
    // Releases add names of items. Other lists are complete.
    let items = r#"{"Items": ["Name", "Flavour"]}"#;
    let said = serious(&command("InstalledApplicationList", items, GOOD));
    assert_eq!(said, [format!("warning: Items/1: {value}")]);
    let modes = r#"{"SSID_STR": "a", "SetupModes": ["Sytem"]}"#;
    let said = serious(&profile("com.apple.wifi.managed", modes, MAC));
    let one = "error: SetupModes/0: not an allowed value; allowed is `System`, `Loginwindow`";
    assert_eq!(said, [one]);
}

fn two(first: Payload, second: Payload) -> Vec<String> {
    let profile = Profile::new("com.example", UUIDS[2], vec![first, second]);
    serious(&profile.check(&target(MAC)))
}

#[test]
fn payloads_that_cannot_be_told_apart() {
    let wifi = |ssid: &str| WifiManaged { ssid_str: Some(ssid.to_owned()), ..Default::default() };
    let at = |identifier: &str, uuid: &str, ssid| Payload::new(identifier, uuid, wifi(ssid));
    assert!(two(at("a.1", UUIDS[0], "x"), at("a.2", UUIDS[1], "y")).is_empty());
    let same = "payload 0 of the profile has the same value; each needs its own";
    assert_eq!(
        two(at("a.1", UUIDS[0], "x"), at("a.2", &UUIDS[0].to_lowercase(), "y")),
        [format!("error: PayloadContent/1/PayloadUUID: {same}")]
    );
    assert_eq!(
        two(at("a.1", UUIDS[0], "x"), at("a.1", UUIDS[1], "y")),
        [format!("error: PayloadContent/1/PayloadIdentifier: {same}")]
    );
    // The profile itself may have the same identifier as a payload.
    assert!(two(at("com.example", UUIDS[0], "x"), at("a.2", UUIDS[1], "y")).is_empty());
    let odd = two(at("a.1", "first", "x"), at("a.2", &UUIDS[1].replace('-', ""), "y"));
    let said = "is no UUID, such as 8F1A3C52-0B7D-4E6A-9C21-5D3E7F908B14";
    assert_eq!(
        odd,
        ["0", "1"].map(|at| format!("warning: PayloadContent/{at}/PayloadUUID: {said}"))
    );
    let profile = Profile::new("com.example", "U", Vec::new());
    let found = serious(&profile.check(&target(MAC)));
    assert!(found.contains(&format!("warning: PayloadUUID: {said}")), "{found:?}");
}

#[test]
fn required_fields_that_were_left_at_their_default() {
    let empty = |findings| {
        let lines = serious(&findings);
        lines.into_iter().filter(|line| line.ends_with(": required, but empty")).collect::<Vec<_>>()
    };
    let to = target(GOOD);
    let queries = empty(DeviceInformation::default().check(&to));
    assert_eq!(queries, ["warning: Queries: required, but empty"]);
    assert_eq!(empty(Settings::default().check(&to)), ["warning: Settings: required, but empty"]);
    let vpn = Payload::new("", "", VpnManaged::default()).check(&target(MAC));
    let found = empty(vpn);
    for key in ["PayloadIdentifier", "PayloadUUID"] {
        let line = format!("warning: {key}: required, but empty");
        assert!(found.contains(&line), "{found:?}");
    }
    // An optional value may be empty, and an empty recovery password removes the password.
    let dock = Dock { orientation: Some("".into()), ..Default::default() };
    assert!(empty(dock.check(&target(MAC))).is_empty());
    let unlock = r#"{"NewPassword": ""}"#;
    assert!(
        serious(&command(
            "SetRecoveryLock",
            unlock,
            "macos:15.3,supervised,device-channel,rights:8191"
        ))
        .is_empty()
    );
    // A device may send an empty value.
    let hello = r#"{"MessageType": "Authenticate", "Topic": "", "UDID": "u"}"#;
    let checkin = document(Family::Checkin, "Authenticate");
    let found = check_dictionary(checkin, Side::Payload, &dictionary(hello), &to);
    assert!(lines(&found).contains(&"info: Topic: required, but empty".to_owned()), "{found}");
    // An integer outside its list is reported, too.
    let found = command("Settings", r#"{"Settings": [{"Item": "Wallpaper", "Where": 0}]}"#, GOOD);
    let said = "error: Settings/0/Where: not an allowed value; allowed is 1, 2, 3";
    assert!(lines(&found).contains(&said.to_owned()), "{found}");
}

/// Names are compared only in messages of servers, and only so many of them.
#[test]
fn devices_make_no_typing_mistakes() {
    let hello = r#"{"MessageType": "Authenticate", "Topic": "t", "UDID": "u", "Challenges": 1}"#;
    let checkin = document(Family::Checkin, "Authenticate");
    let found = check_dictionary(checkin, Side::Payload, &dictionary(hello), &target(GOOD));
    assert!(found.to_string().contains("the schema does not know this key ("), "{found}");
    let queries: Vec<String> = (0..100).map(|_| "\"OsVersion\"".to_owned()).collect();
    let json = format!(r#"{{"Queries": [{}]}}"#, queries.join(","));
    let found = serious(&command("DeviceInformation", &json, GOOD));
    let near = found.iter().filter(|line| line.contains("did you mean `OSVersion`")).count();
    assert_eq!((found.len(), near), (100, 64));
}
