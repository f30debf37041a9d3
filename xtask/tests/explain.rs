//! Runs `cargo xtask explain` and `cargo xtask export` as a person does.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::collections::BTreeSet;
use std::process::Command;

use apple_device_management_core::KeyPath;

/// Runs a command; gives what it prints, or its error.
fn xtask(args: &[&str]) -> Result<String, String> {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(args).output().unwrap();
    let (out, error) = (String::from_utf8(output.stdout), String::from_utf8(output.stderr));
    if output.status.success() { Ok(out.unwrap()) } else { Err(error.unwrap()) }
}

fn explain(args: &[&str]) -> String {
    xtask(&[&["explain"], args].concat()).unwrap()
}

fn error(args: &[&str]) -> String {
    xtask(&[&["explain"], args].concat()).unwrap_err()
}

#[test]
fn a_document_is_a_table() {
    let text = explain(&["DeviceLock"]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "Device Lock Command: DeviceLock");
    assert!(lines[1].contains("mdm/commands/device.lock.yaml"));
    let row = lines.iter().find(|line| line.trim_start().starts_with("PIN ")).unwrap();
    let cells: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(cells, ["PIN", "string", "optional", "-", "10.8", "-", "-", "-"]);
}

/// Only conditions that differ from those of the document have marks, and every mark is explained.
#[test]
fn marks_tell_the_conditions_of_a_key() {
    let cells = |text: &str, key: &str| -> Vec<String> {
        let row = text.lines().find(|line| line.split_whitespace().next() == Some(key)).unwrap();
        row.split_whitespace().skip(3).map(str::to_owned).collect()
    };
    let text = explain(&["DeviceLock"]);
    assert_eq!(cells(&text, "Message"), ["7.0", "I", "10.14", "-", "-", "10.0"]);
    assert!(text.ends_with(":\n  I  Shared iPad ignored\n"), "{text}");
    let text = explain(&["Settings"]);
    assert_eq!(cells(&text, "PersonalHotspot")[..2], ["5.0", "1xD"]);
    for line in [
        "  1  right AllowQueryNetworkInformation\n",
        "  D  Shared iPad: not on the user channel\n",
        "  x  user enrollment forbidden\n",
    ] {
        assert!(text.contains(line), "{text}");
    }
    let text = explain(&["com.apple.wifi.managed/EAPClientConfiguration"]);
    assert!(text.contains("What is said above applies to each key too"), "{text}");
}

#[test]
fn a_key_goes_by_many_names() {
    let path = "Settings/*/Wallpaper/Where";
    for name in ["Settings", "commands::Settings", "settings", "mdm/commands/settings.yaml"] {
        let text = explain(&[&format!("{name}/{path}")]);
        assert!(text.contains(&format!("payload {path}")), "{name}: {text}");
        assert!(text.contains("one of 1, 2, 3"), "{name}: {text}");
    }
    assert!(explain(&["Settings/Settings/Wallpaper/Where"]).contains(path));
    assert!(explain(&["SettingsResponse"]).contains("response"));
    // Six documents have this name, and one of them has the key.
    let timer = "com.apple.MCX/com.apple.EnergySaver.desktop.ACPower/Display Sleep Timer";
    let text = explain(&[timer]);
    assert!(text.contains("range 0..180"), "{text}");
}

#[test]
fn a_target_gets_an_answer_with_its_reasons() {
    let asked = |target| explain(&["Settings/Settings/Bluetooth", "--target", target]);
    let no = asked("ios:18.0,unsupervised");
    assert!(no.contains("ios:18.0,unsupervised: no"), "{no}");
    assert!(no.contains("- needs supervision"), "{no}");
    let yes = asked("ios:18.0,supervised,not-shared-ipad,rights:8191");
    assert!(yes.contains(": yes"), "{yes}");
    assert!(asked("ios:18.0").contains("depends on"), "{}", asked("ios:18.0"));
    let table = explain(&["Settings", "--target", "tvos:18.0,rights:8191"]);
    assert!(table.contains("no: not available on this OS"), "{table}");
}

#[test]
fn errors_suggest() {
    assert!(error(&["DeviceLok"]).contains("did you mean DeviceLock"));
    assert!(error(&["Settings/Wallpaper"]).contains("Settings/Settings/*/Wallpaper"));
    assert!(error(&["DeviceLock/Pinn"]).contains("DeviceLock/PIN"));
    // If no name is similar, the part of the path that exists is suggested.
    let deep = "`PIN/x`: `PIN` has no keys below; did you mean DeviceLock/PIN?\n";
    assert!(error(&["DeviceLock/PIN/x"]).ends_with(deep), "{}", error(&["DeviceLock/PIN/x"]));
    let deep = error(&["DeviceLock/PIN/x/Message"]);
    assert!(deep.contains("`PIN` has no keys below; did you mean DeviceLock/Message"), "{deep}");
    let deep = error(&["Settings/Settings/0/Wallpaper/zzz"]);
    assert!(deep.ends_with("did you mean Settings/Settings/*/Wallpaper?\n"), "{deep}");
    assert!(error(&["DeviceLock/zzz"]).ends_with("has no key `zzz`\n"));
    assert!(error(&["DeviceLock/~9"]).contains("not a key path"));
    assert!(error(&["DeviceLock", "--target", "beos"]).contains("target"));
}

#[test]
fn the_export_is_one_row_for_each_path_and_os() {
    let csv = xtask(&["export", "--format", "csv"]).unwrap();
    let json = xtask(&["export", "--format", "json"]).unwrap();
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    // No cell has a line break, so each line is a row.
    assert_eq!(csv.lines().count(), rows.len() + 1);
    let mut seen = BTreeSet::new();
    for row in &rows {
        let cell = |name: &str| row[name].as_str().unwrap().to_owned();
        let path: KeyPath = cell("path").parse().unwrap();
        assert_eq!(path.to_string(), cell("path"));
        assert!(seen.insert((cell("source"), cell("side"), cell("path"), cell("os"))), "{row}");
    }
    assert_eq!(rows.len() % 5, 0);
    assert!(rows.len() > 20_000, "{}", rows.len());
    assert_eq!(xtask(&["export", "--format", "csv"]).unwrap(), csv);
}

#[test]
fn the_export_has_the_facts() {
    let json = xtask(&["export", "--format", "json"]).unwrap();
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let row = |source: &str, path: &str, os: &str| {
        let found = |row: &&serde_json::Value| {
            row["source"] == source && row["path"] == path && row["os"] == os
        };
        rows.iter().find(found).unwrap().clone()
    };
    let image = row("mdm/commands/settings.yaml", "Settings/*/Wallpaper/Where", "iOS");
    assert_eq!(image["introduced"], "8.0");
    assert_eq!(image["supervised"], true);
    assert_eq!(image["userenrollment.mode"], "forbidden");
    assert_eq!(image["accessrights"], "AllowSettings");
    assert_eq!(image["accessrights-bit"], 2048);
    assert_eq!(image["sharedipad.userchannel"], false);
    assert_eq!(image["rangelist"], serde_json::json!([1, 2, 3]));
    assert_eq!(row("mdm/commands/settings.yaml", "", "macOS")["introduced"], "10.9");
    let never = row("mdm/commands/settings.yaml", "Settings/*/Wallpaper/Where", "tvOS");
    assert_eq!(never["introduced"], "n/a");
}
