//! Every problem that a finding can name: a message and a target with the problem, and a target
//! without it.

use apple_device_management::check::{Check, Dispatched, Problem, check_dictionary};
use apple_device_management::commands::{
    AnyCommand, DeviceInformation, DeviceLockResponse, Settings, settings::SettingBluetooth,
};
use apple_device_management::declarations::Declaration;
use apple_device_management::declarations::configurations::{AnyConfiguration, PasscodeSettings};
use apple_device_management::reflect::Side;
use apple_device_management::{Answer, Dictionary, Fact, Family, Value};

use crate::support::{check, command, dictionary, document, lines, profile, serious, target};

const BLUETOOTH: &str = r#"{"Settings": [{"Item": "Bluetooth", "Enabled": true}]}"#;
const GOOD: &str = "ios:18.3,supervised,ade,not-shared-ipad,rights:8191";

/// Checks that a command has these findings for one target, and none for the other.
fn only_to(id: &str, json: &str, to: &str, said: &[&str], not_to: &str) {
    assert_eq!(serious(&command(id, json, to)), said, "{to}");
    assert!(serious(&command(id, json, not_to)).is_empty(), "{not_to}");
}

#[test]
fn unavailable() {
    let wallpaper = r#"{"Settings": [{"Item": "DefaultApplications"}]}"#;
    let findings = command("Settings", wallpaper, "macos:15.3,device-channel,rights:8191");
    let said = ["error: Settings/0: `DefaultApplications`: not available on this OS"];
    assert_eq!(serious(&findings), said);
}

#[test]
fn not_yet() {
    let to = "ios:11.2,supervised,not-shared-ipad,rights:8191";
    let said = ["error: Settings/0: `Bluetooth`: not available before 11.3"];
    only_to("Settings", BLUETOOTH, to, &said, GOOD);
}

#[test]
fn removed_and_deprecated() {
    let logging = r#"{"EnableFirewall": true, "EnableLogging": true}"#;
    let said = |to: &str| serious(&profile("com.apple.security.firewall", logging, to));
    let mac = "supervised,device-channel";
    assert_eq!(
        said(&format!("macos:15.0,{mac}")),
        ["error: EnableLogging: removed in 15.0", "warning: EnableLogging: deprecated since 15.0"]
    );
    assert!(said(&format!("macos:14.7,{mac}")).is_empty());
    let roaming = r#"{"Settings": [{"Item": "VoiceRoaming", "Enabled": true}]}"#;
    let said = ["warning: Settings/0: `VoiceRoaming`: deprecated since 16.0"];
    let old = "ios:15.8,supervised,not-shared-ipad,rights:8191";
    only_to("Settings", roaming, GOOD, &said, old);
}

#[test]
fn beta() {
    let to = "ios:18.3,device-enrollment,unsupervised";
    let document = &crate::fixtures::combined::DOCUMENT;
    let findings = check_dictionary(document, Side::Payload, &dictionary("{}"), &target(to));
    assert!(lines(&findings).contains(&"info: : beta, may change".to_owned()), "{findings}");
}

#[test]
fn supervision() {
    let to = "ios:18.3,unsupervised,rights:8191,device-enrollment";
    let said = ["error: Settings/0: `Bluetooth`: needs supervision"];
    only_to("Settings", BLUETOOTH, to, &said, GOOD);
}

#[test]
fn automated_enrollment() {
    let said = ["error: : needs automated device enrollment"];
    let to = "macos:15.3,not-ade,device-channel,device-enrollment,rights:8191";
    only_to("DeviceConfigured", "{}", to, &said, "macos:15.3,ade,supervised,device-channel");
}

#[test]
fn user_approval() {
    let services = r#"{"Services": {}}"#;
    let id = "com.apple.TCC.configuration-profile-policy";
    let said = |to| serious(&profile(id, services, to));
    let denied = said("macos:15.3,device-enrollment,unsupervised,not-user-approved,device-channel");
    assert_eq!(denied, ["error: : needs a user-approved enrollment"]);
    assert!(said("macos:15.3,supervised,device-channel").is_empty());
}

#[test]
fn manual_install() {
    let id = "com.apple.TCC.configuration-profile-policy";
    let said = |to| serious(&profile(id, r#"{"Services": {}}"#, to));
    let by_hand = said("macos:15.3,user-approved,manual-install,device-enrollment");
    assert_eq!(by_hand, ["error: : cannot be installed by hand"]);
    assert!(said("macos:15.3,user-approved,managed-install,device-enrollment").is_empty());
}

#[test]
fn user_enrollment() {
    let said = [
        "error: Settings/0: `Bluetooth`: needs supervision",
        "error: Settings/0: `Bluetooth`: forbidden in user enrollment",
    ];
    only_to("Settings", BLUETOOTH, "ios:18.3,user-enrollment,rights:8191", &said, GOOD);
    let rights = r#"{"ManagedAppleID": "x"}"#;
    let findings = profile("com.apple.mdm", rights, "ios:17.0,supervised,device-channel");
    assert!(
        lines(&findings).contains(&"error: ManagedAppleID: only in user enrollment".to_owned()),
        "{findings}"
    );
    let id = "com.apple.mobiledevice.passwordpolicy";
    let findings = profile(id, r#"{"allowSimple": true}"#, "ios:18.3,user-enrollment");
    assert_eq!(serious(&findings), ["warning: allowSimple: ignored in user enrollment"]);
    assert_eq!(findings.answer(), Answer::Yes);
}

#[test]
fn shared_ipad() {
    let said = ["error: : only on Shared iPad"];
    let shared = "ios:18.3,shared-ipad,device-channel,rights:8191";
    only_to("LogOutUser", "{}", GOOD, &said, shared);
    let message = r#"{"Message": "lost"}"#;
    let said = ["warning: Message: ignored on Shared iPad"];
    only_to("DeviceLock", message, shared, &said, GOOD);
    let findings = profile("com.apple.osxserver.account", "{}", "ios:11.0,shared-ipad");
    assert!(
        serious(&findings).contains(&"error: : forbidden on Shared iPad".to_owned()),
        "{findings}"
    );
}

#[test]
fn channel_and_scope() {
    let said = ["error: : not on the user channel"];
    let user = "macos:15.3,supervised,ade,user-channel,rights:8191";
    only_to("DeviceLock", "{}", user, &said, "macos:15.3,supervised,device-channel,rights:8191");
    let said = |to| {
        let id = "com.apple.configuration.diskmanagement.settings";
        serious(&check(Family::Configurations, id, "{}", to))
    };
    assert_eq!(said("macos:15.0,supervised,user-scope"), ["error: : only in scope system"]);
    assert!(said("macos:15.0,supervised,system-scope").is_empty());
    let unsupervised = said("macos:15.0,device-enrollment,unsupervised,system-scope");
    assert_eq!(unsupervised, ["error: : needs supervision"]);
}

#[test]
fn access_right() {
    let to = "ios:18.3,supervised,not-shared-ipad,rights:4";
    let said = ["error: : needs the access right AllowDeviceErase"];
    only_to("EraseDevice", "{}", to, &said, "ios:18.3,supervised,not-shared-ipad,rights:8");
}

#[test]
fn missing_only_where_it_is_needed() {
    let said = |json| serious(&command("Settings", json, GOOD));
    assert_eq!(said("{}"), ["error: Settings: required, but missing"]);
    let item = r#"{"Settings": [{"Item": "Bluetooth"}]}"#;
    assert_eq!(said(item), ["error: Settings/0/Enabled: required, but missing"]);
    // A key that exists only on macOS is required only there.
    let authenticate = r#"{"MessageType": "Authenticate", "Topic": "t", "UDID": "u"}"#;
    let missing = |to| lines(&check(Family::Checkin, "Authenticate", authenticate, to));
    assert!(missing("ios:18.3,device-enrollment,device-channel").is_empty());
    let mac = missing("macos:15.3,device-enrollment,device-channel");
    let names = ["DeviceName", "ModelName", "Model"];
    assert_eq!(mac, names.map(|name| format!("error: {name}: required, but missing")));
}

#[test]
fn missing_may_depend() {
    let update = r#"{"MessageType": "TokenUpdate", "Topic": "t", "UDID": "u", "PushMagic": "m"}"#;
    let mut message = dictionary(update);
    message.insert("Token", Value::Data(vec![1].into()));
    let token_update = document(Family::Checkin, "TokenUpdate");
    let findings = check_dictionary(token_update, Side::Payload, &message, &target("macos:15.3"));
    let depends: Vec<_> =
        findings.iter().map(|one| (one.path.to_string(), one.depends_on())).collect();
    assert!(depends.contains(&("NotOnConsole".to_owned(), Some(Fact::Channel))), "{findings}");
    assert_eq!(findings.errors().count(), 0, "{findings}");
}

#[test]
fn unknown_keys() {
    let json =
        r#"{"Settings": [{"Item": "Bluetooth", "Enabled": true, "Colour": "blue"}], "X/Y": 1}"#;
    assert_eq!(
        serious(&command("Settings", json, GOOD)),
        [
            "warning: Settings/0/Colour: the schema does not know this key",
            "warning: X~1Y: the schema does not know this key"
        ]
    );
}

#[test]
fn envelopes_are_known() {
    let json = r#"{"RequestType": "DeviceLock", "RequestRequiresNetworkTether": false}"#;
    assert!(serious(&command("DeviceLock", json, GOOD)).is_empty());
    let payload = r#"{"PayloadType": "com.apple.security.firewall", "PayloadVersion": 1,
        "PayloadIdentifier": "a.b", "PayloadUUID": "5C3B1E0A-0000-4000-8000-000000000000",
        "EnableFirewall": true}"#;
    let said = |json: &str| {
        serious(&profile("com.apple.security.firewall", json, "macos:15.3,device-channel"))
    };
    assert!(said(payload).is_empty(), "{:?}", said(payload));
    let wrong = payload.replace("\"PayloadVersion\": 1", "\"PayloadVersion\": \"1\"");
    assert_eq!(said(&wrong), ["error: PayloadVersion: expected integer, found string"]);
}

#[test]
fn what_is_not_known_of_the_target_is_said() {
    let findings = command("Settings", BLUETOOTH, "ios:18.3,rights:8191");
    assert_eq!(findings.answer(), Answer::DependsOn(Fact::Supervision));
    let line = findings.iter().find(|one| one.depends_on().is_some()).unwrap().to_string();
    assert!(
        line.starts_with("info: Settings Settings/0: `Bluetooth`: needs supervision (depends on supervision); iOS: 11.3"),
        "{line}"
    );
    assert!(line.ends_with("(mdm/commands/settings.yaml)"), "{line}");
}

/// Conditions of the whole document are reported for the document alone.
#[test]
fn a_line_repeats_nothing_of_the_document() {
    let line = |json: &str, to: &str| {
        let findings = command("DeviceLock", json, to);
        findings.iter().map(ToString::to_string).find(|line| line.starts_with("error")).unwrap()
    };
    assert_eq!(
        line("{}", "macos:15.3,supervised,user-channel,rights:8191"),
        "error: DeviceLock: not on the user channel; macOS: 10.7, not on the user channel, right \
         AllowPasscodeRemovalAndLock, user enrollment forbidden (mdm/commands/device.lock.yaml)"
    );
    assert_eq!(
        line(r#"{"PIN": "1"}"#, "macos:10.7,supervised,device-channel,rights:8191"),
        "error: DeviceLock PIN: not available before 10.8; macOS: 10.8 (mdm/commands/device.lock.yaml)"
    );
}

#[test]
fn a_line_is_one_line() {
    let hostile = Dictionary::from([("a\nb\u{1b}[31m".to_owned(), Value::Null)]);
    let lock = document(Family::Commands, "DeviceLock");
    let text = check_dictionary(lock, Side::Payload, &hostile, &target(GOOD)).to_string();
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(!text.contains('\u{1b}'));
}

#[test]
fn what_is_nested_without_end_does_no_harm() {
    let within =
        |key: &str, value: Value| Dictionary::from([(key.to_owned(), Value::Array(vec![value]))]);
    let mut value = Value::Array(Vec::new());
    for _ in 0..5000 {
        value = Value::Dictionary(within("subApps", value));
    }
    let document = document(Family::Profiles, "com.apple.applicationaccess.new");
    let message = within("whiteList", value);
    let findings = check_dictionary(document, Side::Payload, &message, &target("macos:10.13"));
    let deep = findings.iter().filter(|one| one.problem == Problem::TooDeep).count();
    assert_eq!(deep, 1, "{}", findings.len());
    // Dropping such a deep value would overflow the stack of the test; checking it does not.
    std::mem::forget(message);
}

#[test]
fn what_is_inherited_is_said_once() {
    let message = r#"{"Message": "lost", "PIN": "123456"}"#;
    let to = "macos:15.3,supervised,user-channel,rights:8191";
    let said = serious(&command("DeviceLock", message, to));
    assert_eq!(said, ["error: : not on the user channel"]);
    // No key is missing in a payload that is not available.
    let id = "com.apple.TCC.configuration-profile-policy";
    let said = |to| serious(&profile(id, "{}", to));
    assert_eq!(said("ios:18.3"), ["error: : not available on this OS"]);
    let mac = said("macos:15.3,supervised,device-channel");
    assert_eq!(mac, ["error: Services: required, but missing"]);
}

#[test]
fn answers_are_what_devices_send() {
    let mut answer = DeviceLockResponse::default();
    for (key, value) in [("Status", "Acknowledged"), ("UDID", "u"), ("Mood", "good")] {
        answer.extra.insert(key, value);
    }
    answer.message_result = Some("Success".into());
    let findings = answer.check(&target("ios:18.3,supervised,not-shared-ipad,rights:8191"));
    assert_eq!(lines(&findings), ["info: Mood: the schema does not know this key"]);
}

#[test]
fn what_was_dispatched_is_judged_like_its_type() {
    let order = AnyCommand::from(Settings {
        settings: vec![SettingBluetooth { enabled: true, ..Default::default() }.into()],
        ..Settings::default()
    });
    for to in [GOOD, "ios:11.0", "macos:10.12,user-channel"] {
        let expected = lines(&command("Settings", BLUETOOTH, to));
        assert_eq!(lines(&order.check(&target(to))), expected, "{to}");
        let (document, content) = (order.document().unwrap(), order.content());
        let dispatched = Dispatched { document, content };
        assert_eq!(lines(&dispatched.check(&target(to))), expected, "{to}");
    }
    let declaration = Declaration::new("a", AnyConfiguration::from(PasscodeSettings::default()));
    let said = lines(&declaration.payload().check(&target("tvos:18.0,supervised")));
    assert_eq!(said, ["error: : not available on this OS"]);
}

#[test]
fn raw_answers_are_checked_as_answers() {
    let answer = |id: &str, json: &str| {
        let (document, to) = (document(Family::Commands, id), target(GOOD));
        lines(&check_dictionary(document, Side::Response, &dictionary(json), &to))
    };
    let envelope = r#""Status": "Acknowledged", "CommandUUID": "c", "UDID": "u""#;
    let locked = format!(r#"{{{envelope}, "MessageResult": 1, "PIN": "123456"}}"#);
    assert_eq!(
        answer("DeviceLock", &locked),
        [
            "error: MessageResult: expected string, found integer",
            "info: PIN: the schema does not know this key"
        ]
    );
    let nested = format!(r#"{{{envelope}, "QueryResponses": {{"OSVersion": 18}}}}"#);
    let said = "error: QueryResponses/OSVersion: expected string, found integer";
    assert!(answer("DeviceInformation", &nested).contains(&said.to_owned()));
    // If a document does not describe its answer, only keys of the envelope are known.
    let restarted = format!(r#"{{{envelope}, "Mood": 1}}"#);
    let said = ["info: Mood: the schema does not know this key"];
    assert_eq!(answer("RestartDevice", &restarted), said);
}

#[test]
fn typed_and_raw_are_judged_alike() {
    let typed = Settings {
        settings: vec![SettingBluetooth { enabled: true, ..Default::default() }.into()],
        ..Settings::default()
    };
    for to in [GOOD, "ios:11.0", "macos:10.12,user-channel", "tvos:18.0", "ios,user-enrollment"] {
        let raw = command("Settings", BLUETOOTH, to);
        assert_eq!(lines(&typed.check(&target(to))), lines(&raw), "{to}");
    }
    let query = DeviceInformation { queries: vec!["UDID".into()], ..Default::default() };
    assert!(serious(&query.check(&target(GOOD))).is_empty());
}
