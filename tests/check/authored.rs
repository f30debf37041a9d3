//! Messages that an author writes and a server completes: declarations, and profiles within commands.

use apple_device_management::check::MinimumVersion;
use apple_device_management::check::{Check, check_dictionary, minimum_version};
use apple_device_management::commands::{AnyCommand, Command, InstallProfile};
use apple_device_management::declarations::{Declaration, declaration_items};
use apple_device_management::profiles::{Dock, Payload, Profile, WifiManaged};
use apple_device_management::reflect::Side;
use apple_device_management::wire::Body;
use apple_device_management::{Data, Family, Os};

use crate::support::{dictionary, document, lines, serious, target};

const AUTHORED: &str = r#"{"Type": "com.apple.configuration.passcode.settings",
    "Identifier": "com.example.passcode", "Payload": {"MinimumLength": 8}}"#;
const PHONE: &str = "ios:18.3,supervised,not-shared-ipad,device-channel";

#[test]
fn a_declaration_gets_its_token_from_the_server() {
    let read = Declaration::from_json(AUTHORED.as_bytes()).unwrap();
    assert_eq!(read.stated_token(), None);
    assert!(serious(&read.check(&target(PHONE))).is_empty(), "{}", read.check(&target(PHONE)));
    let base = document(Family::Declarations, "any");
    let raw = dictionary(AUTHORED);
    assert!(serious(&check_dictionary(base, Side::Payload, &raw, &target(PHONE))).is_empty());
    // The declaration that is sent has a token, and the list has the same one.
    let listed = declaration_items([&read]).declarations.configurations.remove(0).server_token;
    let sent = dictionary(std::str::from_utf8(&read.to_json().unwrap()).unwrap());
    assert_eq!(sent["ServerToken"], listed.into());
    // All other keys are required.
    for key in ["Type", "Identifier", "Payload"] {
        let mut raw = raw.clone();
        raw.remove(key);
        let said = serious(&check_dictionary(base, Side::Payload, &raw, &target(PHONE)));
        assert_eq!(said, [format!("error: {key}: required, but missing")]);
    }
}

#[test]
fn a_declaration_is_checked_with_what_it_declares() {
    let wrong = AUTHORED.replace("8", "\"8\"");
    let base = document(Family::Declarations, "any");
    let said = |json: &str, to: &str| {
        serious(&check_dictionary(base, Side::Payload, &dictionary(json), &target(to)))
    };
    assert_eq!(
        said(&wrong, PHONE),
        ["error: Payload/MinimumLength: expected integer, found string"]
    );
    assert_eq!(said(AUTHORED, "tvos:18.0"), ["error: Payload: not available on this OS"]);
    let unknown =
        |id: &str| said(&AUTHORED.replace("com.apple.configuration.passcode.settings", id), PHONE);
    assert_eq!(
        unknown("com.apple.configuration.passcode.setting"),
        ["warning: Type: the schema has no declaration of this type; did you mean \
          `com.apple.configuration.passcode.settings`?"]
    );
    let said = ["warning: Type: the schema has no declaration of this type"];
    assert_eq!(unknown("com.example.mood"), said);
    // Typed messages give the same, also for `minimum_version`.
    let typed = Declaration::from_json(AUTHORED.as_bytes()).unwrap();
    let never = minimum_version(&typed, Os::TvOs);
    assert_eq!(never, MinimumVersion::Never("Payload".parse().unwrap()));
}

fn profile() -> Profile {
    let dock = Payload::new(
        "com.example.dock",
        "0D2A6F8E-1B4C-4D7A-9E35-6C8F01A2B3D4",
        Dock { tile_size: Some(99_999), ..Default::default() },
    );
    let wifi = WifiManaged { ssid_str: Some("Hall".to_owned()), ..Default::default() };
    let wifi = Payload::new("com.example.wifi", "A7E1C3D5-92B4-4860-8F13-2D4E6A8C0B17", wifi);
    Profile::new("com.example", "51C9B7A3-0E2D-4F68-B1A5-7D9C3E5F8024", vec![dock, wifi])
}

#[test]
fn the_profile_of_a_command_is_checked_where_it_stands() {
    let payload = Data(profile().to_xml().unwrap());
    let install = InstallProfile { payload, ..Default::default() };
    let phone = "ios:18.3,supervised,not-shared-ipad,device-channel,rights:8191";
    let said = |at: &str| format!("error: {at}Payload/PayloadContent/0: not available on this OS");
    assert_eq!(serious(&install.check(&target(phone)))[0], said(""));
    let mac = "macos:15.3,supervised,device-channel,rights:8191";
    let found = serious(&install.check(&target(mac)));
    let range = "error: Payload/PayloadContent/0/tilesize: out of range; allowed is 16 to 128";
    assert_eq!(found, [range]);
    // The same in an envelope, dispatched, and read from a binary property list.
    let command = Command::new("c", install.clone());
    assert_eq!(serious(&command.check(&target(phone)))[0], said("Command/"));
    let binary = Data(profile().to_binary().unwrap());
    let any = AnyCommand::from(InstallProfile { payload: binary, ..Default::default() });
    assert_eq!(serious(&any.check(&target(phone)))[0], said(""));
    // A minimum version takes the profile within into account.
    assert_eq!(
        minimum_version(&install, Os::Ios),
        MinimumVersion::Never("Payload/PayloadContent/0".parse().unwrap())
    );
}

#[test]
fn a_signed_profile_is_opened_and_what_is_none_is_told() {
    let to = "ios:18.3,supervised,not-shared-ipad,device-channel,rights:8191";
    let said = |payload: Data| {
        let install = InstallProfile { payload, ..Default::default() };
        lines(&install.check(&target(to)))
    };
    let signed = Data(include_bytes!("../fixtures/signed-profile.der").to_vec());
    let found = said(signed);
    assert!(found.iter().any(|line| line.contains(": Payload/")), "{found:?}");
    assert!(!found.iter().any(|line| line.contains("holds no profile")), "{found:?}");
    let broken = ["error: Payload: the data holds no profile that can be read"];
    assert_eq!(said(Data(b"no profile".to_vec())), broken);
    let detached = Data(include_bytes!("../fixtures/detached.der").to_vec());
    assert_eq!(said(detached), broken);
    assert_eq!(said(Data::default()), ["warning: Payload: required, but empty"]);
}
