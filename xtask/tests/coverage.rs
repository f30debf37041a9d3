//! Runs `cargo xtask coverage` as a person does.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn what_is_not_known_is_named_with_its_place() {
    let schema = Path::new(env!("CARGO_TARGET_TMPDIR")).join("coverage");
    fs::remove_dir_all(&schema).ok();
    fs::create_dir_all(schema.join("mdm/commands")).unwrap();
    let text = "title: Test\npayload:\n  requesttype: Test\n  colour: blue\n";
    fs::write(schema.join("mdm/commands/test.yaml"), text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.arg("coverage").arg("--source").arg(&schema).output().unwrap();
    let (out, err) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    let warning = "warning: mdm/commands/test.yaml:4:3: payload: attribute `colour` is not known \
                   (taken as not there)";
    assert!(err.lines().any(|line| line == warning), "{err}");
    assert!(out.contains("not known"), "{out}");
    assert_eq!(output.status.code(), Some(0), "{err}");
}
