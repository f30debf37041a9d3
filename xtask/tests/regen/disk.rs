//! If the disk is full or read-only, or something is in the way, there is a clear error and the
//! folder is as it was.

use std::fs;
use std::process::Command;

use super::{Run, Scratch, run, xtask};

/// The folder has the code for one schema; writing that for another must fail with this message.
fn refused(scratch: &Scratch, run: &Run, expected: &str) {
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    let says = |line: &str| line.starts_with("error: ") && line.contains(expected);
    assert!(run.err.lines().any(says) && !run.err.contains("panicked"), "{}", run.err);
    assert!(!scratch.leftover(), "cleared away");
}

fn with_one_schema(name: &str) -> Scratch {
    let scratch = Scratch::new(name).with_other_schema();
    assert_eq!(scratch.regen(&[]).code, Some(0));
    scratch
}

/// Runs `command` in a shell, after `before`.
#[cfg(unix)]
fn after(before: &str, command: &Command) -> Command {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("{before}; exec \"$@\"")).arg("sh");
    shell.arg(command.get_program()).args(command.get_args());
    shell
}

/// A limit on the size of files: once reported as an error, once as the signal that it is by
/// default.
#[cfg(unix)]
#[test]
fn a_write_that_fails() {
    let scratch = with_one_schema("write-fails");
    let before = scratch.out();
    let failed = run(&mut after("trap '' XFSZ; ulimit -f 1", &scratch.command("other")));
    refused(&scratch, &failed, "cannot write ");
    assert_eq!(scratch.out(), before);
    let killed = run(&mut after("ulimit -c 0; ulimit -f 1", &scratch.command("other")));
    assert_eq!(killed.code, None, "{}", killed.err);
    assert!(scratch.leftover());
    assert_eq!(scratch.out(), before);
    assert_eq!(run(&mut scratch.command("other")).code, Some(0));
    assert!(!scratch.leftover());
    assert_ne!(scratch.out(), before);
}

/// Runs a script with a small file system mounted on `out/..`, in a separate name space. Where
/// mounting is not allowed, the test says so and passes.
#[cfg(target_os = "linux")]
fn on_a_small_disk(name: &str, script: &str) -> Option<Run> {
    let scratch = Scratch::new(name).with_other_schema();
    let mount = "mkdir disk && mount -t tmpfs -o size=4m none disk";
    let in_a_name_space = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["-rm", "sh", "-ec", script, "sh", env!("CARGO_BIN_EXE_xtask")]);
        command.current_dir(&scratch.0).env_remove("RUST_BACKTRACE").output()
    };
    if !in_a_name_space(mount).is_ok_and(|output| output.status.success()) {
        println!("skipped: this system lets nobody mount a file system of their own");
        return None;
    }
    fs::remove_dir(scratch.0.join("disk")).unwrap();
    let output = in_a_name_space(&format!(
        "{mount}; regen() {{ \"$bin\" regen --source \"$1\" --out disk/out; }}; bin=$1
         regen schema; cp -a disk/out before; {script}"
    ));
    let output = output.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Some(Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) })
}

/// For the script: checks that the run failed and that the folder is as it was.
#[cfg(target_os = "linux")]
const REFUSED: &str = "if regen other; then exit 7; fi; diff -r before disk/out";

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full() {
    let fill = "dd if=/dev/zero of=disk/ballast 2>/dev/null || true";
    let and_then =
        "test ! -e disk/.out.regen; rm disk/ballast; regen other; diff -r before disk/out";
    let script = format!("{fill}; {REFUSED}; {and_then} > /dev/null && exit 8; exit 0");
    let Some(run) = on_a_small_disk("full", &script) else { return };
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(run.err.contains("no space left: free some and run again"), "{}", run.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_read_only() {
    let script = format!("mount -o remount,ro disk; {REFUSED}");
    let Some(run) = on_a_small_disk("read-only", &script) else { return };
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(run.err.contains("make the place writable for you and run again"), "{}", run.err);
}

/// A read-only folder, and a folder in a read-only one. The permissions of the first are checked,
/// so it fails for the administrator too; the second fails only for other users.
#[cfg(unix)]
#[test]
fn a_folder_that_is_read_only() {
    use std::os::unix::fs::PermissionsExt;

    let scratch = with_one_schema("read-only-folder");
    let before = scratch.out();
    for (folder, expected) in [("out", " is read-only: make it writable"), ("", "cannot create ")] {
        let folder = scratch.0.join(folder);
        let mode = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
        mode(0o555);
        if folder == scratch.0 && fs::write(folder.join("probe"), "").is_ok() {
            println!("skipped: permissions do not bind the administrator");
        } else {
            refused(&scratch, &run(&mut scratch.command("other")), expected);
        }
        mode(0o755);
        assert_eq!(scratch.out(), before);
    }
}

#[test]
fn things_in_the_way() {
    let scratch = with_one_schema("in-the-way");
    let before = scratch.out();
    for (path, expected) in [
        (".out.regen", ".out.regen is a file, and in the way: move it elsewhere"),
        ("out/src/commands/own1.rs/x", "own1.rs is a folder, and in the way: move it"),
    ] {
        scratch.put(path, "");
        let run = run(&mut scratch.command("other"));
        assert!(run.code == Some(1) && run.err.contains(expected), "{}", run.err);
        fs::remove_file(scratch.0.join(path)).unwrap();
        assert_eq!(scratch.out(), before);
        fs::remove_dir(scratch.0.join("out/src/commands/own1.rs")).ok();
    }
    let file = scratch.0.join("schema/mdm/commands/test.yaml");
    let mut command = xtask();
    command.arg("regen").arg("--source").arg(scratch.0.join("schema")).arg("--out").arg(&file);
    let run = run(&mut command);
    refused(&scratch, &run, "test.yaml is a file, and in the way: move it elsewhere");
}
