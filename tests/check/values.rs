//! The constraints of values: lists, ranges, numbers of items, formats, types.

use apple_device_management::check::{Check, check_dictionary};
use apple_device_management::codec::Message;
use apple_device_management::profiles::{ExtensibleSso, SecurityFirewall};
use apple_device_management::reflect::{self, Side};
use apple_device_management::{Dictionary, Family};

use crate::support::{check, command, dictionary, lines, profile, serious, target};

const GOOD: &str = "ios:18.3,supervised,ade,not-shared-ipad,rights:8191";

#[test]
fn a_union_without_its_tag() {
    let said = |json| serious(&command("Settings", json, GOOD));
    let untagged = r#"{"Settings": [{"Enabled": true}]}"#;
    assert_eq!(
        said(untagged),
        ["error: Settings/0: Item is required, but missing: it tells which variant this is"]
    );
    let unknown = r#"{"Settings": [{"Item": "Teleport"}]}"#;
    assert_eq!(said(unknown), ["error: Settings/0: the schema does not list this value"]);
}

#[test]
fn values_that_are_not_listed() {
    let wallpaper = r#"{"Settings": [{"Item": "Wallpaper", "Image": "", "Where": 7}]}"#;
    let findings = command("Settings", wallpaper, GOOD);
    assert!(
        lines(&findings).contains(
            &"error: Settings/0/Where: not an allowed value; allowed is 1, 2, 3".to_owned()
        ),
        "{findings}"
    );
}

#[test]
fn values_that_are_not_available_yet() {
    let queries = r#"{"Queries": ["UDID", "IsAppleSilicon", "Mood"]}"#;
    let said = |to: &str| serious(&command("DeviceInformation", queries, to));
    let mac = |version| format!("macos:{version},supervised,device-channel,rights:8191");
    assert_eq!(
        said(&mac("11.0")),
        [
            "error: Queries/1: `IsAppleSilicon`: not available before 12.0",
            "warning: Queries/2: the schema does not list this value"
        ]
    );
    assert_eq!(said(&mac("12.0")), ["warning: Queries/2: the schema does not list this value"]);
}

#[test]
fn skip_keys_are_listed_elsewhere() {
    let id = "com.apple.SetupAssistant.managed";
    let items = r#"{"SkipSetupItems": ["Android", "Appearance", "Mood"]}"#;
    let said = |to| serious(&profile(id, items, to));
    assert_eq!(
        said("macos:15.3,supervised,device-channel"),
        [
            "error: SkipSetupItems/0: `Android`: not available on this OS",
            "warning: SkipSetupItems/2: the schema does not list this value"
        ]
    );
}

#[test]
fn ranges() {
    let with = |frequency: i64| {
        let json = format!(r#"{{"PlatformSSO": {{"LoginFrequency": {frequency}}}}}"#);
        let document = ExtensibleSso::DOCUMENT;
        let to = target("macos:15.3,supervised,device-channel");
        let findings = check_dictionary(document, Side::Payload, &dictionary(&json), &to);
        lines(&findings)
            .into_iter()
            .filter(|line| line.contains("LoginFrequency"))
            .collect::<Vec<_>>()
    };
    // A range with a bound on one side only.
    let said = "error: PlatformSSO/LoginFrequency: out of range; allowed is 3600 or more";
    assert_eq!(with(3599), [said]);
    assert!(with(3600).is_empty() && with(i64::MAX).is_empty());
}

#[test]
fn a_range_beside_a_list_is_a_union() {
    let document = &crate::fixtures::limits::DOCUMENT;
    let with = |minutes: i64| {
        let dictionary = Dictionary::from([("Never or Minutes", minutes)]);
        serious(&check_dictionary(document, Side::Payload, &dictionary, &target("macos:15.3")))
    };
    for good in [0, 1, 180] {
        assert!(with(good).is_empty(), "{good}");
    }
    for bad in [-1, 181] {
        let said = "not an allowed value; allowed is 0, or 1 to 180";
        assert_eq!(with(bad), [format!("error: Never or Minutes: {said}")]);
    }
}

#[test]
fn repetition() {
    let with = |subject: &str| {
        let json = format!(r#"{{"PayloadContent": {{"URL": "u", "Subject": {subject}}}}}"#);
        serious(&profile("com.apple.security.scep", &json, "ios:18.3,supervised"))
    };
    assert!(with(r#"[[["CN", "x"]]]"#).is_empty());
    assert_eq!(
        with(r#"[[["CN"]]]"#),
        ["error: PayloadContent/Subject/0/0: 1 item; allowed is 2 to 2"]
    );
    assert_eq!(
        with(r#"[[["CN", "x", "y"]]]"#),
        ["error: PayloadContent/Subject/0/0: 3 items; allowed is 2 to 2"]
    );
}

#[test]
fn format() {
    let with = |url: &str| {
        let json = format!(r#"{{"ServerURL": "{url}"}}"#);
        let findings = profile("com.apple.mdm", &json, "ios:18.3,supervised,device-channel");
        lines(&findings).into_iter().filter(|line| line.contains("ServerURL:")).collect::<Vec<_>>()
    };
    assert!(with("https://mdm.example.com/").is_empty());
    let said = "error: ServerURL: does not have the format ^https://.*$";
    assert_eq!(with("http://mdm.example.com/"), [said]);
}

#[test]
fn every_format_of_the_schema_can_be_asked() {
    let mut formats = 0;
    for document in reflect::documents() {
        for side in [reflect::Side::Payload, reflect::Side::Response] {
            for (path, node) in reflect::nodes(document, side) {
                if let Some(format) = node.constraints.format {
                    formats += 1;
                    let good = regex_lite::Regex::new(format);
                    assert!(good.is_ok(), "{} {path}: {format}", document.source);
                }
            }
        }
    }
    assert!(formats > 10, "{formats}");
}

#[test]
fn wrong_types_also_of_what_a_type_keeps_aside() {
    let json = r#"{"EnableFirewall": "yes"}"#;
    let said = ["error: EnableFirewall: expected boolean, found string"];
    let to = "macos:14.0,supervised,device-channel";
    assert_eq!(serious(&profile("com.apple.security.firewall", json, to)), said);
    // A typed message cannot have a string in this field; it keeps it in `extra`.
    let mut typed = SecurityFirewall::default();
    typed.extra.insert("EnableStealthMode", "yes");
    let lines = serious(&typed.check(&target(to)));
    assert!(
        lines.contains(&"error: EnableStealthMode: expected boolean, found string".to_owned()),
        "{lines:?}"
    );
}

#[test]
fn one_and_zero_are_booleans() {
    let to = "macos:14.0,supervised,device-channel";
    let said = |value| {
        let json = format!(r#"{{"EnableFirewall": {value}}}"#);
        serious(&profile("com.apple.security.firewall", &json, to))
    };
    let coerced = "warning: EnableFirewall: found integer for boolean: devices take it, Apple \
                   Business Manager refuses it";
    assert_eq!([said("1"), said("0"), said("true")], [vec![coerced], vec![coerced], vec![]]);
    assert_eq!(said("2"), ["error: EnableFirewall: expected boolean, found integer"]);
}

#[test]
fn data_and_dates_are_strings_in_json_alone() {
    let id = "com.apple.configuration.softwareupdate.enforcement.specific";
    let declaration =
        r#"{"TargetOSVersion": "15.3", "TargetLocalDateTime": "2025-01-01T00:00:00"}"#;
    let to = "macos:15.3,supervised,system-scope";
    assert!(serious(&check(Family::Configurations, id, declaration, to)).is_empty());
    let wallpaper = r#"{"Settings": [{"Item": "Wallpaper", "Image": "AAEC", "Where": 1}]}"#;
    let findings = command("Settings", wallpaper, GOOD);
    assert_eq!(serious(&findings), ["error: Settings/0/Image: expected data, found string"]);
}

#[test]
fn a_date_is_no_string_in_a_property_list() {
    let removal = r#"{"RemovalDate": "2025-01-01T00:00:00Z"}"#;
    let findings = profile("TopLevel", removal, "ios:18.3,supervised");
    let said = "error: RemovalDate: expected date, found string";
    assert!(lines(&findings).contains(&said.to_owned()), "{findings}");
}

#[test]
fn strings_that_cannot_hold_what_they_should() {
    let said = |id: &str, json: &str| {
        let to = "ios:18.3,supervised,not-shared-ipad,device-channel";
        lines(&profile(id, json, to)).into_iter().filter(|line| line.contains("format")).collect()
    };
    let clip = |url: &str| -> Vec<String> {
        said("com.apple.webClip.managed", &format!(r#"{{"Label": "a", "URL": "{url}"}}"#))
    };
    assert!(clip("https://example.com").is_empty() && clip("").is_empty());
    assert_eq!(clip("example.com"), ["warning: URL: does not have the format url"]);
    let proxy = |host: &str| -> Vec<String> {
        let json = format!(r#"{{"ProxyType": "Manual", "ProxyServer": "{host}"}}"#);
        said("com.apple.proxy.http.global", &json)
    };
    assert!(proxy("proxy.example.com").is_empty());
    let line = "warning: ProxyServer: does not have the format hostname";
    assert_eq!(proxy("http://proxy.example.com"), [line]);
}
