//! Runs the example `lint` as a person would.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod broken;
mod real;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use apple_device_management::Value;
use apple_device_management::wire::Body;

/// The program as `cargo test --workspace` has built it. Building the example for its package alone
/// would choose other features of shared dependencies, and build all of them again.
static LINT: LazyLock<PathBuf> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--workspace", "--example", "lint", "--message-format", "json"])
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(built.status.success(), "the example does not build");
    String::from_utf8(built.stdout)
        .unwrap()
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "lint")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .expect("cargo names the executable")
});

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(LINT.as_path());
    command.args(arguments).current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"));
    command
}

fn run(arguments: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } = command(arguments).output().unwrap();
    let text = String::from_utf8(stdout).unwrap() + &String::from_utf8_lossy(&stderr);
    (status.code().unwrap(), text)
}

/// A folder with this name, for one test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lint").join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn kinds_are_told_and_clean_files_pass() {
    let cases = [
        ("samples/profile/wifi.plist", "profile Configuration"),
        ("samples/declaration/configuration.json", "declaration com.apple.configuration"),
        ("samples/command/device-lock.plist", "command DeviceLock"),
        ("samples/checkin/check-out.plist", "check-in message CheckOut"),
        ("samples/status/report.json", "status report"),
        ("samples/reply/idle.plist", "reply Idle"),
        ("samples/error/unrecognized-device.json", "error com.apple.unrecognized.device"),
        ("samples/machine-info/machine-info.plist", "machine information"),
        ("samples/tokens/tokens.json", "synchronization tokens"),
        ("samples/declaration-items/items.json", "declaration items"),
        ("samples/manifest/manifest.plist", "app manifest"),
        ("samples/password-hash/password-hash.plist", "password hash"),
        ("samples/esso/esso.plist", "enrollment by single sign-on"),
        ("fixtures/signed-profile.der", "profile Configuration"),
    ];
    for (file, kind) in cases {
        let (code, text) = run(&[file]);
        assert!(text.starts_with(&format!("{file}: {kind}")), "{text}");
        assert_eq!(code, 0, "{text}");
    }
}

#[test]
fn errors_have_key_paths_and_an_exit_code() {
    let (code, text) = run(&["samples/checkin/return-to-service.plist", "--target", "macos:15.0"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("error"), "{text}");
    let (code, text) =
        run(&["--format", "json", "samples/skip-keys/skip-keys.json", "no/such.file"]);
    let reports: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, reports[0]["kind"].as_str()), (1, Some("unknown")));
    assert_eq!(reports[1]["kind"].as_str(), Some("unreadable"));
}

/// JSON has neither data nor dates. Messages that are property lists on the wire may have strings
/// for them.
#[test]
fn a_property_list_may_be_written_in_json() {
    let folder = folder("json");
    let check = |name: &str, json: &[u8]| {
        let file = folder.join(name);
        std::fs::write(&file, json).unwrap();
        run(&[file.to_str().unwrap()])
    };
    let profile = include_bytes!("../samples/profile/certificates.plist");
    let profile = Value::from_plist(profile).unwrap().to_json().unwrap();
    let install =
        br#"{"RequestType": "SetAutoAdminPassword", "GUID": "g", "passwordHash": "AAEC"}"#;
    let command = [&br#"{"CommandUUID": "1", "Command": "#[..], install, b"}"].concat();
    let single_sign_on = br#"{"iTunesStoreID": 1, "ConfigurationProfile": "AAEC"}"#;
    for json in [&profile[..], install, &command, single_sign_on] {
        let (code, text) = check("right", json);
        assert_eq!(code, 0, "{text}");
    }
    // The type comes from the key that belongs to the kind, whatever other keys there are.
    let payload = br#"{"PayloadType": "com.apple.extensiblesso", "Type": "Redirect"}"#;
    let (_, text) = check("payload", payload);
    assert!(text.contains("payload: payload com.apple.extensiblesso, "), "{text}");
    let (code, text) = check("wrong", br#"{"RequestType": "InstallProfile", "Payload": "A"}"#);
    assert!(code == 1 && text.contains("Payload: expected data, found string"), "{text}");
}

/// Envelopes, which the schema does not describe, are checked too: a server could not read these.
#[test]
fn the_frame_around_a_message_is_checked() {
    let folder = folder("frame");
    let file = folder.join("message");
    let cases = [
        (r#"{"MessageType": 5}"#, "MessageType: expected string, found integer"),
        (r#"{"Command": {"RequestType": "ProfileList"}}"#, "CommandUUID: required, but missing"),
        (r#"{"Command": 5, "CommandUUID": "1"}"#, "Command: expected dictionary, found integer"),
        (r#"{"Command": {}, "CommandUUID": "1"}"#, "Command/RequestType: required, but missing"),
        (
            r#"{"RequestType": "ProfileList", "RequestRequiresNetworkTether": "no"}"#,
            "RequestRequiresNetworkTether: expected boolean, found string",
        ),
        (r#"{"Status": "NotNow", "UDID": "U"}"#, "CommandUUID: required, but missing"),
        (
            r#"{"Status": "Idle", "UDID": "U", "ErrorChain": [{}, {"ErrorCode": "1"}]}"#,
            "ErrorChain/1/ErrorCode: expected integer, found string",
        ),
        (
            r#"{"StatusItems": {"device": {"identifier": {"udid": 5}}}, "Errors": []}"#,
            "StatusItems/device.identifier.udid: expected a string, found integer",
        ),
    ];
    for (json, said) in cases {
        std::fs::write(&file, json).unwrap();
        let (code, text) = run(&[file.to_str().unwrap()]);
        assert!(code == 1 && text.contains(&format!("  error: {said}")), "{json}: {text}");
    }
}

#[test]
fn what_cannot_be_read_is_named_with_the_reason() {
    let folder = folder("unreadable");
    let broken = folder.join("broken");
    std::fs::write(&broken, "<plist>\n<integer>x</integer>\n</plist>").unwrap();
    let broken = broken.to_str().unwrap();
    let (code, text) = run(&["no/such.file", "samples", "fixtures/detached.der", broken]);
    let said = [
        "error: the body is no property list: an integer is no whole number of up to 64 bits (line 2, column 1)",
        "no/such.file: unreadable: 1 error\n  error: No such file",
        "samples: unreadable: 1 error\n  error: Is a directory",
        "fixtures/detached.der: unreadable: 1 error\n  error: the signed message has no content",
    ];
    assert!(said.iter().all(|said| text.contains(said)), "{text}");
    assert_eq!(code, 1);
}

#[test]
fn it_is_called_as_its_usage_says() {
    let wrong: [&[&str]; 5] =
        [&[], &["x", "--target", "nonsense"], &["x", "--target"], &["--format", "yaml"], &["--x"]];
    for arguments in wrong {
        let (code, text) = run(arguments);
        assert!(code == 2 && text.contains("usage: lint FILE"), "{arguments:?}: {text}");
    }
    // An argument that begins with a dash is an option, or after `--` a file.
    let (code, text) = run(&["-x", "samples/reply/idle.plist"]);
    assert!(code == 2 && text.contains("what is -x?") && text.contains("-- -x"), "{text}");
    let (code, text) = run(&["--format", "text", "--", "-x", "--help"]);
    assert!(code == 1 && text.contains("-x: unreadable") && text.contains("--help: un"), "{text}");
    let (code, text) = run(&["--"]);
    assert!(code == 2 && text.contains("no file to look at"), "{text}");
    let (code, text) = run(&["--help"]);
    assert!(code == 0 && text.starts_with("usage: lint FILE"), "{text}");
}

/// The name of a file need not be Unicode, and the reader of the output may stop early.
#[cfg(unix)]
#[test]
fn it_does_not_panic() {
    use std::os::unix::ffi::OsStrExt;
    let mut command = command(&[]);
    command.arg(std::ffi::OsStr::from_bytes(b"\xff")).args(vec!["no/such.file"; 5000]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let Output { status, stderr, .. } = child.wait_with_output().unwrap();
    assert_eq!((status.code(), &*String::from_utf8_lossy(&stderr)), (Some(1), ""));
}
