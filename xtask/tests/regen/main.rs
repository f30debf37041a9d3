//! Runs `cargo xtask regen` as a person does, and looks at its output, its files and its exit code.
//! Runs that are killed are in `killed`, runs with a full or read-only disk in `disk`.

#![allow(clippy::unwrap_used, reason = "the helpers are part of the tests")]

mod disk;
mod killed;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use walkdir::{DirEntry, WalkDir};

const COMMAND: &str = "\
title: Test
payload:
  requesttype: Test
payloadkeys:
- key: Colour
  type: <string>
  presence: required
  rangelist:
  - red
  - green
";

/// The exit code and the output of a run.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

/// A folder for one test, with a schema in `schema/`.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("regen").join(name);
        fs::remove_dir_all(&folder).ok();
        let scratch = Scratch(folder);
        scratch.put("schema/mdm/commands/test.yaml", COMMAND);
        scratch.put("schema/mdm/commands/other.yaml", COMMAND.replace("Test", "Other"));
        scratch
    }

    fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs with the schema and the output folder in here; `also` are more arguments.
    fn regen(&self, also: &[&str]) -> Run {
        run(self.command("schema").args(also))
    }

    /// Runs with another schema in here.
    fn command(&self, schema: &str) -> Command {
        let mut command = xtask();
        command.arg("regen").arg("--source").arg(self.0.join(schema));
        command.arg("--out").arg(self.0.join("out"));
        command
    }

    /// Makes a second schema, `other/`. A third of the documents is the same in both, a third
    /// differs, and a third is in one of them only.
    fn with_other_schema(self) -> Scratch {
        let command = |name: &str| COMMAND.replace("Test", name);
        for number in 0..60 {
            let (same, name) = (number % 3 == 0, format!("Test{number}"));
            self.put(&format!("schema/mdm/commands/{name}.yaml"), command(&name));
            let name = if number % 3 == 1 { format!("Own{number}") } else { name };
            let green = if same { "green".to_owned() } else { "green".repeat(100) };
            let text = command(&name).replace("green", &green);
            self.put(&format!("other/mdm/commands/{name}.yaml"), text);
        }
        self
    }

    /// The content of the output folder, without time stamps.
    fn content(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        self.out().into_iter().map(|(path, (text, _))| (path, text)).collect()
    }

    /// What is beside the output folder, apart from the schemas.
    fn leftover(&self) -> bool {
        self.0.join(".out.regen").exists()
    }

    fn out(&self) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
        let folder = self.0.join("out");
        if !folder.exists() {
            return BTreeMap::new();
        }
        let entries = WalkDir::new(folder).into_iter().map(Result::unwrap);
        let files = entries.filter(|entry| !entry.path().is_dir());
        let read = |entry: DirEntry| {
            let modified = entry.metadata().unwrap().modified().unwrap();
            (entry.path().to_owned(), (fs::read(entry.path()).unwrap(), modified))
        };
        files.map(read).collect()
    }
}

fn xtask() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    // Without backtraces, and without the variables that are set if a git hook runs the tests.
    for name in ["RUST_BACKTRACE", "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        command.env_remove(name);
    }
    command
}

fn run(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

#[test]
fn two_runs_give_the_same_bytes_whatever_the_order_of_files() {
    let (one, other) = (Scratch::new("order-one"), Scratch::new("order-other"));
    // The files of the second were written in reverse order, with other files in between.
    fs::remove_dir_all(other.0.join("schema")).unwrap();
    other.put("schema/zzz/ignored.txt", "");
    other.put("schema/mdm/commands/other.yaml", COMMAND.replace("Test", "Other"));
    other.put("schema/mdm/commands/test.yaml", COMMAND);
    for scratch in [&one, &other] {
        assert_eq!(scratch.regen(&[]).code, Some(0));
    }
    let contents = |scratch: &Scratch| -> Vec<_> {
        let relative = |path: PathBuf| path.strip_prefix(&scratch.0).unwrap().to_owned();
        scratch.out().into_iter().map(|(path, (text, _))| (relative(path), text)).collect()
    };
    assert_eq!(contents(&one), contents(&other));
    assert!(contents(&one).len() > 15);

    let before = one.out();
    assert_eq!(one.regen(&[]).code, Some(0));
    assert_eq!(one.out(), before, "what is unchanged keeps its time");
}

#[test]
fn the_summary_says_what_there_is_and_how_long_it_took() {
    let run = Scratch::new("summary").regen(&[]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(lines.iter().any(|line| line.starts_with("schema ")), "{}", run.out);
    assert!(lines.iter().any(|line| line.contains(" documents, ")
        && line.contains(" keys, ")
        && line.contains(" types, ")
        && line.contains(" enums, ")
        && line.ends_with(" warnings")));
    assert!(lines.iter().any(|line| line.starts_with("time ") && line.contains("parse ")));
}

/// Other files of a release, of which newer ones have thousands, are counted and not read.
#[test]
fn folders_beside_the_schema_are_counted() {
    let scratch = Scratch::new("beside");
    for file in ["examples/mdm/commands/a.plist", "examples/other/b.yaml", "openapi/c/d.json"] {
        scratch.put(&format!("schema/{file}"), "anything");
    }
    let run = scratch.regen(&["--strict"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let line = "\nbeside   examples/ (2 files), openapi/ (1 file): no documents, not read\n";
    assert!(run.out.contains(line), "{}", run.out);
    // In an unknown folder, a file that may be a document is a warning.
    scratch.put("schema/later/e.txt", "anything");
    assert!(scratch.regen(&["--strict"]).out.contains("later/ (1 file)"));
    scratch.put("schema/later/f.yaml", "title: F\n");
    let run = scratch.regen(&["--strict"]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("later/f.yaml: not read"), "{}", run.err);
}

#[test]
fn check_lists_what_differs_and_writes_nothing() {
    let scratch = Scratch::new("check");
    let missing = scratch.regen(&["--check"]);
    assert_eq!(missing.code, Some(1));
    assert!(!scratch.0.join("out").exists());

    assert_eq!(scratch.regen(&[]).code, Some(0));
    let current = scratch.regen(&["--check"]);
    assert_eq!((current.code, current.err.contains("not up to date")), (Some(0), false));

    scratch.put("out/src/commands/test.rs", "edited");
    scratch.put("out/src/commands/old.rs", "no longer produced");
    scratch.put("out/src/lib.rs", "written by hand");
    fs::remove_file(scratch.0.join("out/src/commands/other.rs")).unwrap();
    let before = scratch.out();
    let run = scratch.regen(&["--check"]);
    assert_eq!(run.code, Some(1));
    for (kind, file) in [("stale", "test.rs"), ("missing", "other.rs"), ("orphaned", "old.rs")] {
        let line = |line: &str| line.starts_with(kind) && line.ends_with(file);
        assert!(run.out.lines().any(line), "{kind}: {}", run.out);
    }
    assert!(!run.out.contains("lib.rs"), "{}", run.out);
    let command = format!("run `cargo xtask regen --source {}", scratch.0.join("schema").display());
    assert!(run.err.contains(&command), "{}", run.err);
    assert_eq!(scratch.out(), before);

    assert_eq!(scratch.regen(&[]).code, Some(0));
    assert!(!scratch.0.join("out/src/commands/old.rs").exists());
    assert_eq!(scratch.regen(&["--check"]).code, Some(0));
}

#[test]
fn what_is_removed_is_named() {
    let scratch = Scratch::new("removed");
    assert_eq!(scratch.regen(&[]).code, Some(0));
    let removed = |count: usize| {
        for number in 0..count {
            scratch.put(&format!("out/src/commands/old{number:02}.rs"), "no longer produced");
        }
        let run = scratch.regen(&[]);
        let lines = run.out.lines().take_while(|line| !line.starts_with("schema "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let line = |number: usize| {
        let path = scratch.0.join(format!("out/src/commands/old{number:02}.rs"));
        format!("removed   {}", path.display())
    };
    assert_eq!(removed(0), [""; 0]);
    assert_eq!(removed(2), [line(0), line(1)]);
    assert_eq!(removed(10), (0..10).map(line).collect::<Vec<_>>());
    let many = removed(12);
    assert_eq!(many[..10], (0..10).map(line).collect::<Vec<_>>());
    assert_eq!(many[10..], ["          and 2 more"]);
}

#[cfg(unix)]
#[test]
fn the_command_that_a_check_names_can_be_pasted() {
    let scratch = Scratch::new("a blank and an apostrophe's");
    let run = scratch.regen(&["--check"]);
    assert_eq!(run.code, Some(1));
    let arguments = run.err.split('`').nth(1).unwrap().strip_prefix("cargo xtask ").unwrap();
    let program = env!("CARGO_BIN_EXE_xtask");
    let pasted = Command::new("sh").arg("-c").arg(format!("'{program}' {arguments}")).status();
    assert!(pasted.unwrap().success(), "{}", run.err);
    assert_eq!(scratch.regen(&["--check"]).code, Some(0));
}

#[test]
fn what_is_not_known_is_a_warning_and_with_strict_an_error() {
    let scratch = Scratch::new("strict");
    scratch.put("schema/mdm/commands/test.yaml", format!("{COMMAND}  colour: blue\n"));
    let place = "mdm/commands/test.yaml:11:3: payloadkeys.Colour";
    let run = scratch.regen(&[]);
    assert_eq!(run.code, Some(0));
    assert!(run.err.lines().any(|line| line.starts_with("warning: ") && line.contains(place)));
    let model = fs::read_to_string(scratch.0.join("out/model.json")).unwrap();
    assert!(model.contains(place), "the model's report has it too");

    let before = scratch.out();
    let run = scratch.regen(&["--strict"]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.starts_with("error: ") && run.err.contains(place), "{}", run.err);
    assert_eq!(scratch.out(), before);
}

#[test]
fn what_cannot_be_meant_is_a_warning_and_with_strict_an_error() {
    let scratch = Scratch::new("impossible");
    let keys = "\
- key: Count
  type: <integer>
  range: {min: 5, max: 2}
- key: Names
  type: <array>
  subkeys:
  - key: Name
    type: <string>
    format: '[a-z'
    repetition: {min: 3, max: 1}
";
    scratch.put("schema/mdm/commands/test.yaml", format!("{COMMAND}{keys}"));
    let places = [
        ":13:10: payloadkeys.Count.range: ",
        ":19:13: payloadkeys.Names.Name.format: ",
        ":20:17: payloadkeys.Names.Name.repetition: ",
    ];
    let run = scratch.regen(&[]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let model = fs::read_to_string(scratch.0.join("out/model.json")).unwrap();
    for place in places {
        let place = format!("mdm/commands/test.yaml{place}");
        let warns = |line: &str| line.starts_with("warning: ") && line.contains(&place);
        assert_eq!(run.err.lines().filter(|line| warns(line)).count(), 1, "{}", run.err);
        assert!(model.contains(&place), "the model's report has it too");
    }
    let run = scratch.regen(&["--strict"]);
    assert_eq!(run.code, Some(1));
    assert!(places.iter().all(|place| run.err.contains(place)), "{}", run.err);
}

/// Dictionaries of ten dictionaries each, all by alias the same: ten thousand million key paths.
fn bomb() -> String {
    let mut text = COMMAND.to_owned();
    let mut kind = "type: <string>".to_owned();
    for level in 0..10 {
        text.push_str(&format!("- key: L{level}\n  type: <dictionary>\n  subkeys: &L{level}\n"));
        for key in 0..10 {
            text.push_str(&format!("  - {{key: K{key}, {kind}}}\n"));
        }
        kind = format!("type: <dictionary>, subkeys: *L{level}");
    }
    text
}

#[test]
fn a_bad_input_is_named_by_its_place_and_with_strict_nothing_is_written() {
    let cases = [
        ("truncated", format!("{COMMAND}- key: Cut\n  type: '<str"), ":12:9: "),
        (
            "list-not-closed",
            COMMAND.replace("requesttype: Test", "requesttype: [Test"),
            ":4:12: payload.requesttype: malformed YAML",
        ),
        ("wrong-type", COMMAND.replace("title: Test", "title: [1]"), ":1:8: title"),
        ("no-title", COMMAND.replace("title: Test\n", ""), ":1:1: "),
        ("duplicate-key", format!("{COMMAND}- key: Colour\n  type: <string>\n"), ":11:3: "),
        ("duplicate-attribute", format!("{COMMAND}  type: <data>\n"), ":11:3: "),
        ("alias-bomb", bomb(), ":23:5: payloadkeys.L5."),
    ];
    for (name, text, place) in cases {
        let scratch = Scratch::new(name);
        assert_eq!(scratch.regen(&[]).code, Some(0));
        scratch.put("schema/mdm/commands/test.yaml", text);
        let before = scratch.out();
        let run = scratch.regen(&["--strict"]);
        let start = format!("mdm/commands/test.yaml{place}");
        assert_eq!(run.code, Some(1), "{name}");
        assert!(run.err.starts_with("error: ") && run.err.contains(&start), "{name}: {}", run.err);
        assert!(run.err.len() < 2_000 && !run.err.contains("panicked"), "{name}: {}", run.err);
        assert_eq!(scratch.out(), before, "{name}");
        let run = scratch.regen(&[]);
        assert_eq!(run.code, Some(0), "{name}: {}", run.err);
        let warning = format!("warning: {start}");
        assert!(run.err.lines().any(|line| line.starts_with(&warning)), "{name}: {}", run.err);
        assert!(run.out.contains(" read leniently, "), "{name}: {}", run.out);
    }
}

#[test]
fn an_input_that_is_no_schema_is_refused() {
    let scratch = Scratch::new("no-schema");
    scratch.put("empty/README", "");
    let try_source = |source: &str, expected: &str| {
        let mut command = xtask();
        command.arg("regen").arg("--source").arg(source);
        let run = run(command.arg("--out").arg(scratch.0.join("out")));
        assert_eq!(run.code, Some(1), "{source}");
        assert!(run.err.starts_with("error: ") && run.err.contains(expected), "{}", run.err);
        assert!(!scratch.0.join("out").exists());
    };
    let path = |name: &str| scratch.0.join(name).to_string_lossy().into_owned();
    try_source(&path("empty"), "holds no schema");
    try_source(&path("not-there"), "there is no folder");
    try_source(&path("empty/README"), "is a file");
    try_source("no-such-revision", "`no-such-revision`");
}

#[test]
fn wrong_arguments_fail_and_help_does_not() {
    for (arguments, code) in [
        (&["regen", "--nonsense"][..], 1),
        (&["regen", "--docs", "poems"], 1),
        (&["nothing"], 1),
        (&[], 1),
        (&["regen", "--help"], 0),
        (&["--help"], 0),
    ] {
        assert_eq!(run(xtask().args(arguments)).code, Some(code), "{arguments:?}");
    }
}

/// A workspace like a clone without the submodule: it has the model, and no schema.
#[test]
fn without_the_submodule_the_model_is_read() {
    let scratch = Scratch::new("no-submodule");
    assert_eq!(scratch.regen(&[]).code, Some(0));
    fs::rename(scratch.0.join("out"), scratch.0.join("generated")).unwrap();
    fs::create_dir_all(scratch.0.join("vendor/device-management")).unwrap();
    let regen = |also: &[&str]| {
        // Cargo sets this to the folder of the package that it runs.
        let mut command = xtask();
        command.env("CARGO_MANIFEST_DIR", scratch.0.join("xtask"));
        run(command.arg("regen").args(also))
    };
    let model = scratch.0.join("generated/model.json");
    let before = fs::read(&model).unwrap();
    let run = regen(&[]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let says = |line: &&str| line.contains("is not checked out: reading");
    assert_eq!(run.out.lines().filter(says).count(), 1, "{}", run.out);
    assert_eq!(regen(&["--check"]).code, Some(0));
    assert_eq!(fs::read(&model).unwrap(), before);

    let prose = regen(&["--docs", "apple"]);
    assert_eq!(prose.code, Some(1));
    assert!(prose.err.contains("no text of Apple's"), "{}", prose.err);

    fs::remove_file(&model).unwrap();
    let nothing = regen(&[]);
    assert_eq!(nothing.code, Some(1));
    assert!(nothing.err.contains("git submodule update --init"), "{}", nothing.err);
}
