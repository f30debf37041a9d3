//! Files as people and devices write them.

use super::{folder, run};

/// The exit code of lint for a file with this content, and what it prints.
fn lint(name: &str, content: &str, more: &[&str]) -> (i32, String) {
    let file = folder("real").join(name);
    std::fs::write(&file, content).unwrap();
    let mut arguments = vec![file.to_str().unwrap()];
    arguments.extend(more);
    let (code, text) = run(&arguments);
    (code, text.split_once(&format!("{name}: ")).unwrap().1.to_owned())
}

fn profile(payload: &str) -> String {
    format!(
        r#"{{"PayloadType": "Configuration", "PayloadVersion": 1, "PayloadIdentifier": "com.example",
            "PayloadUUID": "6D1F8C2B-47A9-4E35-8B60-D2C5E9F1A734", "PayloadContent": [
            {{"PayloadVersion": 1, "PayloadIdentifier": "com.example.one",
            "PayloadUUID": "F3A80E5D-1C67-4B92-A4D8-06E7B9C2315F", {payload}}}]}}"#
    )
}

#[test]
fn the_os_is_the_one_that_refuses_the_least() {
    let macs = [
        ("com.apple.screensaver", r#""loginWindowIdleTime": 300, "idleTime": "soon""#),
        ("com.apple.system.logging", r#""Subsystems": {}, "Mood": 1"#),
        ("com.apple.configurationprofile.identification", r#""PayloadIdentification": {}"#),
        // This OS refuses some keys; others refuse the whole payload.
        ("com.apple.dock", r#""tilesize": 999999, "autohide": "yes", "largesize": 999999"#),
    ];
    for (id, keys) in macs {
        let (_, text) =
            lint("mac.json", &profile(&format!(r#""PayloadType": "{id}", {keys}"#)), &[]);
        assert!(text.starts_with("profile Configuration, checked for macOS: "), "{id}: {text}");
        assert!(!text.contains("error: PayloadContent/0: not available"), "{id}: {text}");
    }
    let declaration = r#"{"Type": "com.apple.configuration.passcode.settings", "Identifier": "a",
        "Payload": {"MinimumLength": "8", "RequirePasscode": "yes"}}"#;
    let (code, text) = lint("declaration.json", declaration, &[]);
    assert!(code == 1 && text.contains(", checked for iOS: 2 errors"), "{text}");
    let tv = r#"{"RequestType": "LogOutUser"}"#;
    assert!(lint("tv.json", tv, &[]).1.contains(", checked for iOS: 0 errors"));
}

#[test]
fn a_reply_may_repeat_what_it_answers() {
    let reply = |status: &str| {
        format!(
            r#"{{"RequestType": "DeviceInformation", "Status": "{status}", "CommandUUID": "c",
                "UDID": "u", "QueryResponses": {{"OSVersion": 15}}}}"#
        )
    };
    let (code, text) = lint("reply.json", &reply("Acknowledged"), &["--target", "macos:15.3"]);
    assert!(text.starts_with("reply Acknowledged, checked for macOS: "), "{text}");
    let said = "error: QueryResponses/OSVersion: expected string, found integer";
    assert!(code == 1 && text.contains(said), "{text}");
    // A reply to a command that failed has no response.
    let (code, text) = lint("reply.json", &reply("Error"), &["--target", "macos:15.3"]);
    assert!(code == 0 && text.starts_with("reply Error, "), "{text}");
}

#[test]
fn a_declaration_of_a_type_that_nobody_knows_is_one() {
    let said = "warning: Type: the schema has no declaration of this type; did you mean \
                `com.apple.configuration.passcode.settings`? (any)";
    let id = "com.apple.configuration.passcode.setings";
    for rest in [r#", "Identifier": "a", "Payload": {}"#, r#", "Identifier": "a""#, ""] {
        let (_, text) = lint("unknown.json", &format!(r#"{{"Type": "{id}"{rest}}}"#), &[]);
        assert!(text.starts_with(&format!("declaration {id}, ")), "{text}");
        assert!(text.contains(said), "{text}");
        assert!(!text.contains("ServerToken"), "{text}");
    }
    // Unknown types of other messages are reported in the same way.
    let (_, text) = lint("command.json", r#"{"RequestType": "DeviceLok"}"#, &[]);
    let said = "RequestType: the schema has none of this type; did you mean `DeviceLock`?";
    assert!(text.contains(said), "{text}");
}

#[test]
fn status_items_may_stand_alone() {
    let item = r#"{"device": {"model": {"family": "iPhone", "number": 5}}}"#;
    let (code, text) = lint("status.json", item, &[]);
    assert!(text.starts_with("status items device.model.family, device.model.number, "), "{text}");
    let said = "device.model.number: expected a string, found integer";
    assert!(code == 1 && text.contains(said), "{text}");
    // A file without any known item is not recognized.
    let (_, text) = lint("none.json", r#"{"device": {"mood": "good"}}"#, &[]);
    assert!(text.starts_with("unknown: 1 error"), "{text}");
}

#[test]
fn what_devices_coerce_is_a_warning() {
    let keys = r#""PayloadType": "com.apple.mobiledevice.passwordpolicy", "maxPINAgeInDays": 90.0,
        "forcePIN": 1"#;
    let json = profile(keys).replacen("\"PayloadVersion\": 1", "\"PayloadVersion\": 1.0", 1);
    let (code, text) = lint("coerced.json", &json, &["--target", "ios:18.3"]);
    assert!(code == 0 && text.contains(": 0 errors"), "{text}");
    for said in [
        "warning: PayloadVersion: found real for integer: devices take it, Apple Business Manager",
        "warning: PayloadContent/0/maxPINAgeInDays: found real for integer: ",
        "warning: PayloadContent/0/forcePIN: found integer for boolean: ",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn the_profile_in_a_command_is_looked_into() {
    let inner = r#"<plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string>
        <key>PayloadVersion</key><integer>1</integer><key>PayloadIdentifier</key><string>a</string>
        <key>PayloadUUID</key><string>none</string><key>PayloadContent</key><array/></dict></plist>"#;
    let data = base64(inner.as_bytes());
    let command = format!(r#"{{"RequestType": "InstallProfile", "Payload": "{data}"}}"#);
    let (code, text) = lint("install.json", &command, &["--target", "ios:18.3"]);
    assert!(code == 0 && text.contains("warning: Payload/PayloadUUID: is no UUID"), "{text}");
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
