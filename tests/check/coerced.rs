//! Values that come in another type and are understood all the same: they are read, written as they
//! came, and reported.

use apple_device_management::check::{Check, check_dictionary};
use apple_device_management::codec::to_value;
use apple_device_management::commands::Command;
use apple_device_management::profiles::{Payload, SecurityFirewall, WifiManaged};
use apple_device_management::reflect::Side;
use apple_device_management::wire::Body;
use apple_device_management::{Family, Slot, Value};

use crate::support::{document, lines, serious, target};

const MAC: &str = "macos:15.3,supervised,device-channel";
const COERCED: &str = "devices take it, Apple Business Manager refuses it";

fn payload(keys: &str) -> String {
    format!(
        "<plist version=\"1.0\"><dict><key>PayloadType</key><string>com.apple.security.firewall\
         </string><key>PayloadIdentifier</key><string>com.example.wall</string>\
         <key>PayloadUUID</key><string>6B0C9E57-33A8-4F10-8D2E-9A4B1C7D5E60</string>{keys}\
         </dict></plist>"
    )
}

#[test]
fn a_whole_real_is_read_as_the_integer_and_written_as_it_came() {
    let body = payload(
        "<key>PayloadVersion</key><real>1</real><key>EnableFirewall</key><integer>1</integer>",
    );
    let read = Payload::from_plist(body.as_bytes()).unwrap();
    assert_eq!(read.common.payload_version, 1);
    let apple_device_management::profiles::AnyPayload::SecurityFirewall(own) = &read.content else {
        panic!()
    };
    assert!(own.enable_firewall);
    for encoded in [read.to_xml().unwrap(), read.to_binary().unwrap()] {
        let Value::Dictionary(again) = Value::from_plist(&encoded).unwrap() else { panic!() };
        assert_eq!(again["PayloadVersion"], Value::Real(1.0));
        assert_eq!(again["EnableFirewall"], Value::Integer(1));
    }
    // A field that is set afterwards is written with its new value.
    let mut changed = read.clone();
    changed.common.payload_version = 2;
    let Value::Dictionary(again) = to_value(changed.view()) else { panic!() };
    assert_eq!(again["PayloadVersion"], Value::Integer(2));
    // A real with a fraction is not understood as an integer.
    let broken = body.replace("<real>1</real>", "<real>1.5</real>");
    assert!(Payload::from_plist(broken.as_bytes()).is_err());
}

#[test]
fn so_is_one_in_a_list_or_an_envelope() {
    let wifi = r#"{"EAPClientConfiguration": {"AcceptEAPTypes": [13, 25.0]}}"#;
    let read = WifiManaged::from_json(wifi.as_bytes()).unwrap();
    let types = &read.eap_client_configuration.as_ref().unwrap().accept_eap_types;
    assert_eq!(types, &[13, 25]);
    let written = String::from_utf8(read.to_json().unwrap()).unwrap();
    assert!(written.contains("[13,25.0]"), "{written}");
    let command = r#"{"CommandUUID": "c", "Command": {"RequestType": "ProfileList",
        "RequestRequiresNetworkTether": 1}}"#;
    let read = Command::from_json(command.as_bytes()).unwrap();
    assert_eq!(read.command.request_requires_network_tether, Some(true));
    let written = String::from_utf8(read.to_json().unwrap()).unwrap();
    assert!(written.contains("\"RequestRequiresNetworkTether\":1"), "{written}");
}

#[test]
fn typed_and_raw_are_told_alike() {
    let body = payload(
        "<key>PayloadVersion</key><real>1</real><key>EnableFirewall</key><integer>1</integer>",
    );
    let expected = [
        format!("warning: EnableFirewall: found integer for boolean: {COERCED}"),
        format!("warning: PayloadVersion: found real for integer: {COERCED}"),
    ];
    let typed = Payload::from_plist(body.as_bytes()).unwrap();
    let mut said = serious(&typed.check(&target(MAC)));
    said.sort();
    assert_eq!(said, expected);
    let Value::Dictionary(raw) = Value::from_plist(body.as_bytes()).unwrap() else { panic!() };
    let frame = document(Family::Profiles, "CommonPayloadKeys");
    let mut said = serious(&check_dictionary(frame, Side::Payload, &raw, &target(MAC)));
    said.sort();
    assert_eq!(said, expected);
    // A field that is set afterwards is written as a boolean.
    let wall = SecurityFirewall { enable_firewall: true, ..Default::default() };
    assert!(serious(&wall.check(&target(MAC))).is_empty());
}

#[test]
fn a_number_in_a_list_is_held_to_its_range_too() {
    let json = r#"{"maxPINAgeInDays": 90.0, "pinHistory": 99.0}"#;
    let raw = crate::support::dictionary(json);
    let policy = document(Family::Profiles, "com.apple.mobiledevice.passwordpolicy");
    let said = lines(&check_dictionary(policy, Side::Payload, &raw, &target(MAC)));
    let has = |line: &str| assert!(said.iter().any(|one| one == line), "{line}: {said:?}");
    has(&format!("warning: maxPINAgeInDays: found real for integer: {COERCED}"));
    has(&format!("warning: pinHistory: found real for integer: {COERCED}"));
    has("error: pinHistory: out of range; allowed is 1 to 50");
}

#[test]
fn whole_reals_in_a_list_of_integers_are_told_alike() {
    let at = |index| format!("EAPClientConfiguration/AcceptEAPTypes/{index}");
    let coerced = format!("warning: {}: found real for integer: {COERCED}", at(1));
    let broken = format!("error: {}: expected integer, found real", at(2));
    let wifi = document(Family::Profiles, "com.apple.wifi.managed");
    let cases = [("13, 25.0", vec![&coerced]), ("13, 25.0, 43.5", vec![&coerced, &broken])];
    for (items, expected) in cases {
        let json = format!(r#"{{"EAPClientConfiguration": {{"AcceptEAPTypes": [{items}]}}}}"#);
        let raw = crate::support::dictionary(&json);
        let raw = check_dictionary(wifi, Side::Payload, &raw, &target(MAC));
        // A list with an item that is not an integer is kept in `extra` as it came.
        let typed = WifiManaged::from_json(json.as_bytes()).unwrap().check(&target(MAC));
        for found in [raw, typed] {
            let said = lines(&found);
            let of_list = said.iter().filter(|line| line.contains("AcceptEAPTypes"));
            assert_eq!(of_list.collect::<Vec<_>>(), expected, "{said:?}");
        }
    }
}
