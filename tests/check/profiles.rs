//! Whole profiles, and their payloads.

use apple_device_management::check::{
    Check, Findings, MinimumVersion, check_dictionary, check_payload, minimum_version,
    missing_rights, retain_supported,
};
use apple_device_management::codec::from_value;
use apple_device_management::profiles::{
    AirPlay, AnyPayload, ApplicationAccess, Payload, Profile, WifiManaged,
};
use apple_device_management::reflect::Side;
use apple_device_management::{Answer, Family, Os, Value, Version};

use crate::support::{dictionary, document, lines, serious, target};

const MAC: &str = "macos:15.3,supervised,device-channel";

/// A profile with these payloads, each given by its type and by keys beside those of every payload.
fn profile(keys: &str, payloads: &[(&str, &str)]) -> String {
    let payload = |(at, (id, keys)): (usize, &(&str, &str))| {
        format!(
            r#"{{"PayloadType": "{id}", "PayloadVersion": 1, "PayloadIdentifier": "a.{at}",
                "PayloadUUID": "8F1A3C52-0B7D-4E6A-9C21-00000000000{at}"{keys}}}"#
        )
    };
    let payloads: Vec<_> = payloads.iter().enumerate().map(payload).collect();
    format!(
        r#"{{"PayloadType": "Configuration", "PayloadVersion": 1, "PayloadIdentifier": "a",
            "PayloadUUID": "8F1A3C52-0B7D-4E6A-9C21-5D3E7F908B14"{keys}, "PayloadContent": [{}]}}"#,
        payloads.join(",")
    )
}

fn check(json: &str, to: &str) -> Findings {
    let top = document(Family::Profiles, "TopLevel");
    check_dictionary(top, Side::Payload, &dictionary(json), &target(to))
}

fn typed(json: &str) -> Profile {
    from_value(Value::Dictionary(dictionary(json))).unwrap()
}

#[test]
fn payloads_are_checked_where_they_stand() {
    let wifi = r#", "SSID_STR": 1, "Colour": "blue", "PayloadDisplayName": 2"#;
    let dock = r#", "tilesize": 99999"#;
    let json = profile("", &[("com.apple.wifi.managed", wifi), ("com.apple.dock", dock)]);
    let findings = check(&json, MAC);
    let said = serious(&findings);
    let has = |line: &str| assert!(said.iter().any(|one| one == line), "{line}: {said:?}");
    has("error: PayloadContent/0/SSID_STR: expected string, found integer");
    has("warning: PayloadContent/0/Colour: the schema does not know this key");
    has("error: PayloadContent/0/PayloadDisplayName: expected string, found integer");
    assert!(said.iter().any(|line| line.starts_with("error: PayloadContent/1/tilesize: out of")));
    // Each finding names the document of its key.
    let source = |path: &str| {
        findings.iter().find(|one| one.path.to_string() == path).map(|one| one.source).unwrap()
    };
    assert_eq!(source("PayloadContent/0/SSID_STR"), "mdm/profiles/com.apple.wifi.managed.yaml");
    assert_eq!(
        source("PayloadContent/0/PayloadDisplayName"),
        "mdm/profiles/CommonPayloadKeys.yaml"
    );
    let phone = serious(&check(&json, "ios:18.3,supervised,not-shared-ipad,device-channel"));
    assert!(phone.contains(&"error: PayloadContent/1: not available on this OS".to_owned()));
}

#[test]
fn a_payload_has_the_keys_that_all_have() {
    let json = profile("", &[]).replace("[]", r#"[{"PayloadType": "com.apple.dock"}, {}, 1]"#);
    let missing = |path: &str| format!("error: PayloadContent/{path}: required, but missing");
    let mut expected: Vec<String> =
        ["0/PayloadIdentifier", "0/PayloadUUID", "0/PayloadVersion"].map(missing).into();
    expected.extend(
        ["1/PayloadIdentifier", "1/PayloadUUID", "1/PayloadType", "1/PayloadVersion"].map(missing),
    );
    expected.push("error: PayloadContent/2: expected dictionary, found integer".to_owned());
    assert_eq!(serious(&check(&json, MAC)), expected);
}

#[test]
fn a_type_that_nobody_knows_is_said_alone() {
    for id in ["com.example", "TopLevel", "CommonPayloadKeys", "Configuration"] {
        let json = profile("", &[(id, r#", "Colour": "blue""#)]);
        let said =
            ["warning: PayloadContent/0/PayloadType: the schema has no payload of this type"];
        assert_eq!(lines(&check(&json, MAC)), said, "{id}");
    }
}

#[test]
fn only_one_of_some_types() {
    let (dock, wifi) = (("com.apple.dock", ""), ("com.apple.wifi.managed", r#", "SSID_STR": "a""#));
    let said = |payloads: &[(&str, &str)]| serious(&check(&profile("", payloads), MAC));
    assert!(said(&[dock, wifi, wifi]).is_empty(), "{:?}", said(&[dock, wifi, wifi]));
    let only = "error: PayloadContent/2: only one payload of this type can be installed";
    assert_eq!(said(&[dock, wifi, dock]), [only]);
    // Payloads of one type, but described by different documents.
    let vault = ("com.apple.MCX", r#", "DisableGuestAccount": true"#);
    let time = ("com.apple.MCX", r#", "timeServer": "time.example.com""#);
    assert!(said(&[vault, time]).is_empty(), "{:?}", said(&[vault, time]));
    assert_eq!(said(&[vault, time, time]), [only]);
}

#[test]
fn an_encrypted_profile_has_its_content_elsewhere() {
    let json = profile("", &[]);
    let without = json.replace(r#", "PayloadContent": []"#, "");
    assert_eq!(serious(&check(&without, MAC)), ["error: PayloadContent: required, but missing"]);
    let mut encrypted = dictionary(&without);
    encrypted.insert("EncryptedPayloadContent", Value::Data(vec![1].into()));
    let top = document(Family::Profiles, "TopLevel");
    let findings = check_dictionary(top, Side::Payload, &encrypted, &target(MAC));
    assert!(serious(&findings).is_empty(), "{findings}");
}

#[test]
fn the_scope_of_a_profile_is_its_channel() {
    let user = r#", "PayloadScope": "User""#;
    let vault = [("com.apple.TCC.configuration-profile-policy", r#", "Services": {}"#)];
    let said = |keys: &str, to: &str| serious(&check(&profile(keys, &vault), to));
    let other = "warning: PayloadScope: is for the user scope, but goes on the other channel";
    assert_eq!(said(user, MAC), [other]);
    // If the channel of the target is not known, the scope of the profile tells it.
    let open = "macos:15.3,supervised";
    assert!(said("", open).is_empty(), "{:?}", said("", open));
    assert_eq!(said(user, open), ["error: PayloadContent/0: not on the user channel"]);
    assert!(said(r#", "PayloadScope": "System""#, open).is_empty());
    // The scope does not tell whether a person installs the profile by hand.
    let findings = check(&profile(r#", "PayloadScope": "System""#, &vault), open);
    assert!(matches!(findings.answer(), Answer::DependsOn(_)), "{findings}");
    // Only macOS reads the scope.
    let wifi = [("com.apple.wifi.managed", r#", "SSID_STR": "a""#)];
    let phone = check(&profile(user, &wifi), "ios:18.3,supervised,device-channel");
    assert!(serious(&phone).is_empty(), "{phone}");
}

#[test]
fn typed_profiles_are_judged_like_raw_ones() {
    let json = profile(
        r#", "PayloadScope": "User", "Mood": 1"#,
        &[
            ("com.apple.dock", r#", "tilesize": 99999, "Colour": "blue""#),
            ("com.apple.dock", ""),
            ("com.apple.MCX", r#", "timeServer": "a", "DestroyFVKeyOnStandby": true"#),
            ("com.example", r#", "Colour": "blue""#),
        ],
    );
    for to in [MAC, "macos:10.8", "ios:18.3", "tvos:18.0", "macos:15.3,user-channel"] {
        let sorted = |findings: Findings| {
            let mut lines = lines(&findings);
            lines.sort();
            lines
        };
        assert_eq!(sorted(typed(&json).check(&target(to))), sorted(check(&json, to)), "{to}");
    }
}

#[test]
fn what_is_asked_of_messages_is_asked_of_profiles() {
    let wifi = WifiManaged { ssid_str: Some("a".to_owned()), ..Default::default() };
    let mut profile = Profile::new(
        "a",
        "U",
        vec![Payload::new("a.0", "U0", AirPlay::default()), Payload::new("a.1", "U1", wifi)],
    );
    let never = MinimumVersion::Never("PayloadContent/0".parse().unwrap());
    assert_eq!(minimum_version(&profile, Os::WatchOs), never);
    let since = MinimumVersion::Since(Version::new(10, 10, 0));
    assert_eq!(minimum_version(&profile, Os::MacOs), since);
    assert!(missing_rights(&profile, 0).is_empty());
    let removals = retain_supported(&mut profile, &target("watchos:11.0")).unwrap();
    let paths: Vec<_> =
        removals.removals().unwrap().iter().map(|one| one.path.to_string()).collect();
    assert_eq!(paths, ["PayloadContent/0"]);
    assert_eq!(profile.payloads.unwrap().len(), 1);
}

#[test]
fn a_key_of_a_payload_goes_alone() {
    let [first, second] = [Some(true), Some(false)].map(|allow_camera| {
        let own = ApplicationAccess {
            allow_camera,
            allow_untrusted_tls_prompt: Some(true),
            ..Default::default()
        };
        Payload::new("a", "U", own)
    });
    let mut profile = Profile::new("a", "U", vec![first, second]);
    // This OS has the key for the prompt since 1.1, and the key for the camera since 2.0.
    let removals = retain_supported(&mut profile, &target("visionos:1.1,supervised")).unwrap();
    let paths: Vec<_> =
        removals.removals().unwrap().iter().map(|one| one.path.to_string()).collect();
    assert_eq!(paths, ["PayloadContent/0/allowCamera", "PayloadContent/1/allowCamera"]);
    for payload in profile.payloads.unwrap() {
        let AnyPayload::ApplicationAccess(own) = payload.content else { panic!() };
        assert_eq!((own.allow_camera, own.allow_untrusted_tls_prompt), (None, Some(true)));
    }
}

#[test]
fn payload_types_of_several_documents() {
    let said = |json: &str| {
        let to = target("macos:15.3,supervised,device-channel");
        serious(&check_payload(&dictionary(json), &to))
    };
    // One payload has keys of three of the six documents with this type.
    let mcx = r#"{"PayloadType": "com.apple.MCX", "DisableGuestAccount": true,
        "timeServer": 1, "com.apple.EnergySaver.desktop.ACPower": {"Sleep Timer": 3}, "Mood": 1}"#;
    let mcx = said(mcx);
    assert!(
        mcx.contains(&"error: timeServer: expected string, found integer".to_owned()),
        "{mcx:?}"
    );
    let unknown = "the schema does not know this key";
    let of = |key: &str| mcx.iter().filter(|line| line.contains(key)).count();
    assert_eq!(mcx.iter().filter(|line| line.contains(unknown)).count(), 2, "{mcx:?}");
    assert_eq!((of("Mood"), of("Sleep Timer"), of("DisableGuestAccount")), (1, 1, 0));
    // One of the two documents is only for its own `ExtensionIdentifier`.
    let sso = |extension: &str| {
        let json = format!(
            r#"{{"PayloadType": "com.apple.extensiblesso", "Type": "Credential",
                "ExtensionIdentifier": "{extension}", "PlatformSSO": {{}}}}"#
        );
        said(&json).iter().any(|line| line.contains("PlatformSSO: the schema does not know"))
    };
    assert!(sso("com.apple.AppSSOKerberos.KerberosExtension"));
    assert!(!sso("com.example.sso"));
}

#[test]
fn one_payload_alone() {
    let json = r#"{"PayloadType": "com.apple.dock", "PayloadVersion": 1,
        "PayloadUUID": "8F1A3C52-0B7D-4E6A-9C21-5D3E7F908B14",
        "PayloadIdentifier": "a", "tilesize": "a"}"#;
    let findings = check_payload(&dictionary(json), &target(MAC));
    assert_eq!(serious(&findings), ["error: tilesize: expected integer, found string"]);
}
