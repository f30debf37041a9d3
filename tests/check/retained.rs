//! What is left of a message once the unsupported parts are removed, and when nothing is.

use apple_device_management::check::{Retained, retain_supported, retain_supported_keys};
use apple_device_management::codec::from_value;
use apple_device_management::commands::settings::{SettingBluetooth, SettingVoiceRoaming};
use apple_device_management::commands::{
    AnyCommand, Command, DeviceInformation, InstallProfile, Settings,
};
use apple_device_management::declarations::Declaration;
use apple_device_management::declarations::configurations::{AnyConfiguration, PasscodeSettings};
use apple_device_management::profiles::{Dock, Payload, Profile, WifiManaged};
use apple_device_management::reflect::Side;
use apple_device_management::wire::Body;
use apple_device_management::{Data, Dictionary, Family, Value};

use crate::support::{dictionary, document, target};

const MAC: &str = "macos:15.3,supervised,device-channel,rights:8191";

fn paths(retained: &Retained) -> Vec<String> {
    let removals = retained.removals().unwrap_or_else(|| panic!("{retained:?}"));
    removals.iter().map(|one| one.path.to_string()).collect()
}

fn reasons(retained: &Retained) -> Vec<String> {
    let Retained::Refused(reasons) = retained else { panic!("{retained:?}") };
    reasons.iter().map(|one| one.path.to_string()).collect()
}

#[test]
fn commands_are_cut_in_their_envelope() {
    let roaming = SettingVoiceRoaming { enabled: true, ..Default::default() };
    let bluetooth = SettingBluetooth { enabled: true, ..Default::default() };
    let both = vec![roaming.clone().into(), bluetooth.into()];
    let settings = Settings { settings: both, ..Default::default() };
    let mut command = Command::new("c", settings);
    let retained = retain_supported(&mut command, &target(MAC)).unwrap();
    assert_eq!(paths(&retained), ["Command/Settings/0"]);
    let AnyCommand::Settings(left) = &command.command.request else { panic!() };
    assert_eq!((left.settings.len(), command.command_uuid.as_str()), (1, "c"));
    // The command needs at least one setting, and the last one would be removed.
    let settings = Settings { settings: vec![roaming.into()], ..Default::default() };
    let mut command = Command::new("c", settings);
    let before = command.clone();
    let retained = retain_supported(&mut command, &target(MAC)).unwrap();
    assert_eq!(reasons(&retained), ["Command/Settings/0"]);
    assert_eq!(command, before);
    // The same if the device does not take the command at all.
    let user = target("macos:15.3,supervised,user-channel,rights:8191");
    let mut lock = Command::new("c", apple_device_management::commands::DeviceLock::default());
    assert_eq!(reasons(&retain_supported(&mut lock, &user).unwrap()), ["Command"]);
}

#[test]
fn a_list_that_is_emptied_goes() {
    let queries = vec!["IsAppleSilicon".into()];
    let mut message = DeviceInformation { queries, ..Default::default() };
    let phone = target("ios:18.3,supervised,not-shared-ipad,rights:8191");
    assert_eq!(reasons(&retain_supported(&mut message, &phone).unwrap()), ["Queries/0"]);
    // An optional list that is left empty is removed, with the reasons of its items.
    let id = "com.apple.SetupAssistant.managed";
    let mut setup = dictionary(r#"{"SkipSetupItems": ["Android"], "SkipCloudSetup": true}"#);
    let document = document(Family::Profiles, id);
    let retained = retain_supported_keys(document, Side::Payload, &mut setup, &target(MAC));
    assert_eq!(paths(&retained), ["SkipSetupItems"]);
    let reason = &retained.removals().unwrap()[0].reasons[0];
    assert_eq!(reason.path.to_string(), "SkipSetupItems/0");
    let left: Dictionary = [("SkipCloudSetup".to_owned(), Value::Boolean(true))].into();
    assert_eq!(setup, left);
}

#[test]
fn a_profile_without_a_payload_is_not_sent() {
    let uuid = "7C5A1E93-D4B2-4068-A7F1-83E6C90D2B5A";
    let other = "E0B3D6F9-1A2C-4E5D-8B7F-69C4A2071D38";
    let dock = Payload::new("a.1", uuid, Dock::default());
    let wifi = WifiManaged { ssid_str: Some("Hall".to_owned()), ..Default::default() };
    let wifi = Payload::new("a.2", other, wifi);
    let phone = target("ios:18.3,supervised,not-shared-ipad,device-channel,rights:8191");
    let mut profile = Profile::new("a", uuid, vec![dock.clone(), wifi.clone()]);
    assert_eq!(paths(&retain_supported(&mut profile, &phone).unwrap()), ["PayloadContent/0"]);
    assert_eq!(profile.payloads, Some(vec![wifi]));
    let mut profile = Profile::new("a", uuid, vec![dock]);
    let retained = retain_supported(&mut profile, &phone).unwrap();
    assert_eq!(reasons(&retained), ["PayloadContent/0"]);
    // The profile that a command carries as data is not changed; `check` says what is wrong with it.
    let payload = Data(profile.to_xml().unwrap());
    let mut install = InstallProfile { payload, ..Default::default() };
    let before = install.clone();
    let retained = retain_supported(&mut install, &phone).unwrap();
    assert_eq!((paths(&retained), install), (Vec::new(), before));
}

#[test]
fn declarations_are_cut_too() {
    let passcode = PasscodeSettings {
        minimum_length: Some(8),
        custom_regex: Some(Default::default()),
        ..Default::default()
    };
    let mut declaration = Declaration::new("a", AnyConfiguration::from(passcode));
    let phone = target("ios:18.3,supervised,not-shared-ipad,device-channel");
    let retained = retain_supported(&mut declaration, &phone).unwrap();
    assert_eq!(paths(&retained), ["Payload/CustomRegex"]);
    let tv = target("tvos:18.0,supervised");
    assert_eq!(reasons(&retain_supported(&mut declaration, &tv).unwrap()), ["Payload"]);
    let read: Declaration = from_value(Value::Dictionary(dictionary(
        r#"{"Type": "com.example.mood", "Identifier": "a", "ServerToken": "t", "Payload": {}}"#,
    )))
    .unwrap();
    let mut unknown = read.clone();
    assert!(paths(&retain_supported(&mut unknown, &tv).unwrap()).is_empty());
    assert_eq!(unknown, read);
}
