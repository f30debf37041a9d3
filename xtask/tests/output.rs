//! What a command does if nobody reads what it prints, or if it cannot be written.

#![allow(clippy::unwrap_used, reason = "the helpers are part of the tests")]

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A document with an unknown attribute, so that there is a warning.
const DOCUMENT: &str = "title: Test\npayload:\n  requesttype: Test\n  colour: ";

/// Two folders with a schema, without a difference that breaks callers.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("output").join(name);
    fs::remove_dir_all(&folder).ok();
    for (schema, keys) in [("old", ""), ("new", "payloadkeys:\n- {key: Key, type: <string>}\n")] {
        let commands = folder.join(schema).join("mdm/commands");
        fs::create_dir_all(&commands).unwrap();
        fs::write(commands.join("test.yaml"), format!("{DOCUMENT}blue\n{keys}")).unwrap();
    }
    folder
}

/// Commands, each with its exit codes: if the output is read, and if it cannot be written.
const COMMANDS: [(&[&str], i32, i32); 9] = [
    (&["--help"], 0, 1),
    (&["coverage", "--source", "new"], 0, 1),
    (&["regen", "--source", "new", "--out", "out"], 0, 1),
    (&["regen", "--source", "new", "--out", "nowhere", "--check"], 1, 1),
    (&["diff", "old", "new"], 0, 3),
    (&["diff", "old", "new", "--exit-code"], 1, 3),
    (&["explain", "Test", "--source", "new"], 0, 1),
    (&["export", "--format", "csv", "--source", "new"], 0, 1),
    (&["export", "--format", "json", "--source", "new"], 0, 1),
];

/// Runs a command with these outputs for results and for warnings; gives the exit code and the
/// warnings.
fn run(folder: &Path, arguments: &[&str], out: Stdio, err: Stdio) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).current_dir(folder).stdout(out).stderr(err);
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn closed() -> Stdio {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    writer.into()
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let folder = scratch("closed");
    let read =
        COMMANDS.map(|(arguments, ..)| run(&folder, arguments, Stdio::null(), Stdio::piped()));
    fs::remove_dir_all(folder.join("out")).unwrap();
    for ((arguments, code, _), read) in COMMANDS.into_iter().zip(read) {
        assert_eq!(read.0, Some(code), "{arguments:?}: {}", read.1);
        assert_eq!(run(&folder, arguments, closed(), Stdio::piped()), read, "{arguments:?}");
    }
    assert!(folder.join("out/model.json").exists(), "the work is done all the same");
}

#[test]
fn warnings_that_nobody_reads_change_nothing() {
    let folder = scratch("warnings");
    for (arguments, code, _) in COMMANDS {
        let (unread, _) = run(&folder, arguments, Stdio::null(), closed());
        assert_eq!(unread, Some(code), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_cannot_be_written_are_an_error() {
    let full = || File::options().write(true).open("/dev/full").unwrap();
    let folder = scratch("full");
    for (arguments, _, code) in COMMANDS {
        let (failed, err) = run(&folder, arguments, full().into(), Stdio::piped());
        assert_eq!(failed, Some(code), "{arguments:?}: {err}");
        assert!(err.contains("error: ") && !err.contains("panicked"), "{arguments:?}: {err}");
        // If the command itself fails, only that error is reported.
        let says = err.contains("cannot write the result to the standard output");
        assert_eq!(says, !err.contains("is not up to date"), "{arguments:?}: {err}");
        assert_eq!(run(&folder, arguments, full().into(), full().into()).0, Some(code));
    }
    assert!(folder.join("out/model.json").exists(), "the work is done all the same");
}
