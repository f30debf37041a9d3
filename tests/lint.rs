//! `examples/lint.rs`, run as a person would.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;
use std::process::{Command, Output};

fn run(arguments: &[&str]) -> (i32, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Output { status, stdout, stderr } = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--example", "lint", "--manifest-path"])
        .arg(root.join("Cargo.toml"))
        .arg("--")
        .args(arguments)
        .current_dir(root.join("tests"))
        .output()
        .unwrap();
    let text = String::from_utf8(stdout).unwrap() + &String::from_utf8_lossy(&stderr);
    (status.code().unwrap(), text)
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
    assert_eq!(run(&[]).0, 2);
    assert_eq!(run(&["x", "--target", "nonsense"]).0, 2);
}
