//! Runs `diff`, `history` and `update` as a person does, on a workspace and an upstream repository
//! that the tests make.

#![allow(clippy::unwrap_used, reason = "the helpers are part of the tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A profile with these keys, each a name and its attributes.
fn profile(keys: &[(&str, &str)]) -> String {
    let mut text = String::from(
        "title: Test\npayload:\n  payloadtype: com.example.test\n  supportedOS:\n    iOS:\n      \
         introduced: '15.0'\npayloadkeys:\n",
    );
    for (name, more) in keys {
        text.push_str(&format!("- key: {name}\n  {more}\n"));
    }
    text
}

const STRING: &str = "type: <string>";

/// The list of what is retired at the first release.
fn nothing_retired(commit: &str) -> String {
    format!(
        "{{\n\"releases\":[\n {{\"commit\":\"{commit}\",\"release\":\"R1\"}}\n],\n\"documents\":[],\n\
         \"keys\":[],\n\"values\":[]\n}}\n"
    )
}

/// A workspace with a submodule of three releases, at the first of them.
struct House {
    root: PathBuf,
}

impl House {
    fn new(name: &str) -> House {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("releases").join(name);
        fs::remove_dir_all(&root).ok();
        let house = House { root };
        let upstream = house.root.join("upstream");
        fs::create_dir_all(upstream.join("mdm/profiles")).unwrap();
        git(&upstream, &["init", "--quiet", "--initial-branch=release"]);
        house.release("R1", &[("A", STRING)]);
        let vendor = house.root.join("vendor");
        fs::create_dir_all(&vendor).unwrap();
        git(&vendor, &["clone", "--quiet", "../upstream", "device-management"]);
        git(&house.submodule(), &["checkout", "--quiet", "--detach"]);
        fs::create_dir_all(house.root.join("generated/src")).unwrap();
        fs::write(house.root.join("CHANGELOG.md"), "# Changelog\n\n## R1\n\nFirst.\n").unwrap();
        fs::create_dir_all(house.root.join("schema-codegen")).unwrap();
        let retired = nothing_retired(&git(&upstream, &["rev-parse", "HEAD"]));
        fs::write(house.root.join("schema-codegen/retired.json"), retired).unwrap();
        house.release("R2", &[("A", STRING), ("B", STRING)]);
        house.release("R3", &[("A", "type: <integer>"), ("B", STRING)]);
        house
    }

    /// A release of the upstream repository.
    fn release(&self, name: &str, keys: &[(&str, &str)]) {
        let upstream = self.root.join("upstream");
        fs::write(upstream.join("mdm/profiles/test.yaml"), profile(keys)).unwrap();
        git(&upstream, &["add", "."]);
        git(&upstream, &["commit", "--quiet", "--message", name]);
    }

    fn submodule(&self) -> PathBuf {
        self.root.join("vendor/device-management")
    }

    fn xtask(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        // From this variable the program knows where the workspace is.
        command.env("CARGO_MANIFEST_DIR", self.root.join("xtask")).current_dir(&self.root);
        command.args(args).output().unwrap()
    }

    /// Runs `regen` as for any release that is not pinned, since the overlay is not for this
    /// schema.
    fn regen(&self) -> bool {
        self.xtask(&["regen", "--source", "vendor/device-management"]).status.success()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_default()
    }

    fn head(&self) -> String {
        git(&self.submodule(), &["log", "-1", "--format=%s"])
    }
}

fn git(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(args);
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "Test");
        command.env(format!("GIT_{who}_EMAIL"), "test@example.com");
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_exit_code_tells_the_effect_on_rust() {
    let house = House::new("exit-code");
    git(&house.submodule(), &["fetch", "--quiet"]);
    let release = ["release~2", "release~1", "release"]
        .map(|name| git(&house.root.join("upstream"), &["rev-parse", name]));
    let code = |old: &str, new: &str| house.xtask(&["diff", old, new, "--exit-code"]).status.code();
    assert_eq!(code(&release[0], &release[0]), Some(0));
    assert_eq!(code(&release[0], &release[1]), Some(1));
    assert_eq!(code(&release[1], &release[2]), Some(2));
    assert_eq!(code("no-such-release", &release[2]), Some(3));
    // Where only text has changed it is reported, but the exit code is that of no change.
    house.release("R4", &[("A", "type: <integer>"), ("B", "type: <string>\n  content: Words")]);
    git(&house.submodule(), &["fetch", "--quiet"]);
    let told = house.xtask(&["diff", &release[2], "origin/release", "--exit-code"]);
    assert!(out(&told).contains("prose-changed: 1 place in 1 document"), "{}", out(&told));
    assert_eq!(told.status.code(), Some(0));
    // Without the flag, a difference is no failure. A comparison that is not possible is one.
    assert_eq!(house.xtask(&["diff", &release[0], &release[2]]).status.code(), Some(0));
    let failed = house.xtask(&["diff", "./nowhere"]);
    assert_eq!(failed.status.code(), Some(3));
    assert_eq!(error(&failed), "error: ./nowhere is not a folder or a file with a model\n");
    // Arguments that cannot be parsed do not give the exit code of a comparison.
    for wrong in [&["--exit-code", "a", "b", "c"][..], &["--exit-code", "--format", "xml"]] {
        let failed = house.xtask(&[&["diff"], wrong].concat());
        assert_eq!(failed.status.code(), Some(3), "{wrong:?}");
    }
}

#[test]
fn a_release_is_a_revision_a_folder_or_a_model() {
    let house = House::new("inputs");
    let text = out(&house.xtask(&["diff", "vendor/device-management", "upstream"]));
    assert!(text.starts_with("R1 → R3\n"), "{text}");
    assert!(text.contains("! A  "), "{text}");
    assert!(text.contains("+ B  "), "{text}");
    assert!(!text.contains('\u{1b}'), "colour is for terminals: {text}");
    // Without arguments, the generated model is compared with what is checked out.
    assert!(house.regen());
    git(&house.submodule(), &["fetch", "--quiet"]);
    git(&house.submodule(), &["checkout", "--quiet", "origin/release"]);
    let markdown = out(&house.xtask(&["diff", "--format", "markdown"]));
    assert!(markdown.contains("- **breaking** `A`: type string → integer"), "{markdown}");
    let json = out(&house.xtask(&["diff", "generated/model.json", "--format", "json"]));
    assert!(json.starts_with("{\"format\":1,"), "{json}");
}

#[test]
fn history_lists_every_release() {
    let house = House::new("history");
    git(&house.submodule(), &["fetch", "--quiet"]);
    let found = house.xtask(&["history", "com.example.test/B"]);
    let expected = "mdm/profiles/test.yaml\n  R2, after R1\n    appeared: string; iOS 15.0\n";
    assert_eq!(out(&found), expected, "{}", error(&found));
    let nothing = house.xtask(&["history", "com.example.none"]);
    assert_eq!(nothing.status.code(), Some(1));
    assert!(error(&nothing).contains("no release has `com.example.none`"), "{}", error(&nothing));
}

#[test]
fn update_moves_everything_together() {
    let house = House::new("update");
    assert!(house.regen());
    let done = house.xtask(&["update"]);
    assert!(done.status.success(), "{}", error(&done));
    assert_eq!(house.head(), "R3");
    let changelog = house.read("CHANGELOG.md");
    let commit = git(&house.submodule(), &["rev-parse", "HEAD"]);
    let heading = format!("# Changelog\n\n## R3 ({})\n\n", &commit[..7]);
    assert!(changelog.starts_with(&heading), "{changelog}");
    assert!(changelog.ends_with("## R1\n\nFirst.\n"), "{changelog}");
    assert!(changelog.contains("**breaking** `A`: type string → integer"), "{changelog}");
    assert!(house.read("generated/model.json").contains("\"release\":\"R3\""));
    assert!(house.read("generated/src/profiles/com_example_test.rs").contains("pub b:"));
    assert!(out(&done).starts_with("R1 → R3\n"), "{}", out(&done));
    assert!(house.xtask(&["regen", "--source", "origin/release", "--check"]).status.success());
    let again = house.xtask(&["update"]);
    assert_eq!(out(&again), "R3 is in place already\n", "{}", error(&again));
}

#[test]
fn releases_of_one_name_have_a_section_each() {
    let house = House::new("one-name");
    assert!(house.regen());
    for key in ["C", "D"] {
        house.release("Seed", &[("A", STRING), ("B", STRING), (key, STRING)]);
        assert!(house.xtask(&["update"]).status.success());
    }
    let headings = || house.read("CHANGELOG.md").matches("\n## ").count();
    assert_eq!(headings(), 3, "{}", house.read("CHANGELOG.md"));
    // The same release once more, from the state before it.
    git(&house.submodule(), &["checkout", "--quiet", "HEAD~1"]);
    assert!(house.regen() && house.xtask(&["update"]).status.success());
    assert_eq!(headings(), 3, "{}", house.read("CHANGELOG.md"));
}

#[test]
fn update_keeps_what_a_release_drops() {
    let house = House::new("retired");
    assert!(house.xtask(&["update"]).status.success());
    house.release("R4", &[("A", "type: <integer>")]);
    let done = house.xtask(&["update"]);
    assert!(done.status.success(), "{}", error(&done));
    assert!(out(&done).contains("\n1 change: 0 breaking for Rust callers, "), "{}", out(&done));
    assert!(house.read("schema-codegen/retired.json").contains("\"last\":{\"release\":\"R3\","));
    let module = house.read("generated/src/profiles/com_example_test.rs");
    assert!(module.contains("/// In `R3`, not in `R4`.") && module.contains("pub b:"), "{module}");
    assert!(house.read("CHANGELOG.md").contains("`B`"));
    // It is no change between releases: Apple's release is the same.
    let same = house.xtask(&["diff", "--exit-code"]);
    assert_eq!(same.status.code(), Some(0), "{}", out(&same));
    let explained = out(&house.xtask(&["explain", "com.example.test/B"]));
    assert!(explained.contains("in R3, not in R4"), "{explained}");
    let exported = out(&house.xtask(&["export", "--format", "json"]));
    assert!(exported.contains("\"last\":\"R3\""), "{exported}");
}

#[test]
fn history_must_be_there_to_look_at() {
    let house = House::new("shallow");
    let nothing = house.root.join("vendor/device-management");
    fs::remove_dir_all(&nothing).unwrap();
    let failed = house.xtask(&["regen", "--with-history"]);
    assert!(error(&failed).contains("submodule update --init"), "{}", error(&failed));
    let upstream = format!("file://{}", house.root.join("upstream").display());
    let clone = ["clone", "--quiet", "--depth=1", &upstream, "device-management"];
    git(&house.root.join("vendor"), &clone);
    let failed = house.xtask(&["regen", "--with-history"]);
    assert!(error(&failed).contains("fetch --unshallow"), "{}", error(&failed));
}

/// A check that cannot compare the file with the history uses the file as it is.
#[test]
fn a_history_that_is_not_there_fails_no_check() {
    let house = House::new("not-verified");
    house.release("R4", &[("A", "type: <integer>")]);
    assert!(house.xtask(&["update"]).status.success());
    let retired = house.read("schema-codegen/retired.json");
    let vendor = house.root.join("vendor/device-management");
    let checked = |source: &[&str], note: &str, code: i32| {
        let run = house.xtask(&[&["regen", "--check", "--with-history"], source].concat());
        assert!(error(&run).contains(note), "{note}: {}", error(&run));
        assert_eq!(run.status.code(), Some(code), "{}", error(&run));
        assert_eq!(house.read("schema-codegen/retired.json"), retired);
    };
    assert!(
        retired.contains("\"release\":\"R1\"") && retired.contains("\"key\":\"B\""),
        "{retired}"
    );
    fs::remove_dir_all(&vendor).unwrap();
    checked(&[], "note: vendor/device-management is not checked out, so", 0);
    let upstream = format!("file://{}", house.root.join("upstream").display());
    git(
        &house.root.join("vendor"),
        &["clone", "--quiet", "--depth=1", &upstream, "device-management"],
    );
    let release = ["--source", "origin/release"];
    checked(
        &release,
        "note: vendor/device-management was cloned without the releases before it, so",
        0,
    );
    // The generated files are checked all the same.
    fs::write(house.root.join("generated/src/profiles/com_example_test.rs"), "edited").unwrap();
    checked(&release, "not up to date", 1);
}

#[test]
fn another_history_is_news_and_no_stale_file() {
    let house = House::new("other-history");
    let upstream = house.root.join("upstream");
    // A repository without R2 and R3 knows nothing of `B`.
    git(&upstream, &["checkout", "--quiet", "-b", "gap", "release~2"]);
    house.release("R4", &[("A", "type: <integer>")]);
    git(&upstream, &["checkout", "--quiet", "release"]);
    house.release("R4", &[("A", "type: <integer>")]);
    assert!(house.xtask(&["update", "gap"]).status.success());
    let recorded = house.read("schema-codegen/retired.json");
    assert!(!recorded.contains("\"key\":\"B\""), "{recorded}");
    let checked =
        || house.xtask(&["regen", "--check", "--with-history", "--source", "origin/release"]);
    assert!(house.xtask(&["regen", "--source", "origin/release"]).status.success());
    let run = checked();
    assert!(run.status.success(), "{}", error(&run));
    for note in [
        "from other releases (2 releases, R1 to R4) than are here (4 releases, R1 to R4)",
        "note: with the releases that are here, mdm/profiles/test.yaml B is new, in R3, not in R4",
    ] {
        assert!(error(&run).contains(note), "{note}: {}", error(&run));
    }
    assert_eq!(house.read("schema-codegen/retired.json"), recorded);
    // With the same releases, an entry that they do not give is a mistake.
    assert!(house.xtask(&["update"]).status.success());
    let written = house.read("schema-codegen/retired.json");
    assert!(
        written.contains("\"key\":\"B\"") && written.contains("\"release\":\"R2\""),
        "{written}"
    );
    assert!(checked().status.success());
    let edited = written.replace("\"last\":{\"release\":\"R3\"", "\"last\":{\"release\":\"R2\"");
    fs::write(house.root.join("schema-codegen/retired.json"), edited).unwrap();
    let run = checked();
    assert_eq!(run.status.code(), Some(1));
    assert!(out(&run).contains("stale     schema-codegen/retired.json"), "{}", out(&run));
}

/// Without the older history, the recorded list is continued.
#[test]
fn update_needs_no_history_behind_the_release_it_is_at() {
    let house = House::new("cut-off");
    assert!(house.xtask(&["update"]).status.success());
    let vendor = house.submodule();
    fs::remove_dir_all(&vendor).unwrap();
    let upstream = format!("file://{}", house.root.join("upstream").display());
    git(
        &house.root.join("vendor"),
        &["clone", "--quiet", "--depth=1", &upstream, "device-management"],
    );
    house.release("R4", &[("A", "type: <integer>")]);
    let done = house.xtask(&["update"]);
    assert!(done.status.success(), "{}", error(&done));
    assert!(out(&done).contains("from R3 on: what came in between"), "{}", out(&done));
    let cut_off = house.read("schema-codegen/retired.json");
    assert!(
        house.read("generated/src/profiles/com_example_test.rs").contains("In `R3`, not in `R4`")
    );
    let again = house.xtask(&["update"]);
    assert_eq!(out(&again), "R4 is in place already\n", "{}", error(&again));
    // The result is the same as that of the whole history.
    git(&vendor, &["fetch", "--quiet", "--unshallow"]);
    let checked = ["regen", "--check", "--with-history", "--source", "origin/release"];
    assert!(house.xtask(&checked).status.success());
    assert_eq!(house.read("schema-codegen/retired.json"), cut_off);
    // From a newer release to an older one, what is new would be taken for gone.
    git(&house.root.join("vendor"), &["clone", "--quiet", "--depth=1", &upstream, "other"]);
    let second = git(&house.root.join("upstream"), &["rev-parse", "release~2"]);
    git(&house.root.join("vendor/other"), &["fetch", "--quiet", "--depth=1", "origin", &second]);
    fs::remove_dir_all(&vendor).unwrap();
    fs::rename(house.root.join("vendor/other"), &vendor).unwrap();
    let back = house.xtask(&["update", "--offline", &second]);
    assert!(error(&back).contains("fetch --unshallow"), "{}", error(&back));
}

#[test]
fn update_without_a_network_moves_nothing() {
    let house = House::new("network");
    assert!(house.regen());
    let before = house.read("generated/model.json");
    fs::rename(house.root.join("upstream"), house.root.join("gone")).unwrap();
    let failed = house.xtask(&["update"]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(error(&failed).contains("so nothing was moved: check the network"), "{failed:?}");
    assert_eq!(house.head(), "R1");
    assert_eq!(house.read("generated/model.json"), before);
    assert_eq!(house.read("CHANGELOG.md"), "# Changelog\n\n## R1\n\nFirst.\n");
    // A release that was fetched before can be moved to all the same.
    let offline = house.xtask(&["update", "--offline", "release"]);
    assert_eq!(out(&offline), "R1 is in place already\n", "{}", error(&offline));
}

/// If one of the files cannot be written, none is.
#[test]
fn update_moves_all_or_nothing() {
    let house = House::new("all-or-nothing");
    assert!(house.regen());
    let files = ["generated/model.json", "schema-codegen/retired.json", "CHANGELOG.md"];
    house.release("R4", &[("A", "type: <integer>")]);
    let before = files.map(|path| house.read(path));
    let refused = |expected: &str| {
        let failed = house.xtask(&["update"]);
        assert_eq!(failed.status.code(), Some(1));
        assert!(error(&failed).contains(expected), "{}", error(&failed));
        assert_eq!(house.head(), "R1");
    };
    for (file, words) in [
        (
            "generated/src/profiles/com_example_test.rs",
            "com_example_test.rs is a folder, and in the way",
        ),
        ("schema-codegen/retired.json", "schema-codegen/retired.json is a folder"),
        ("CHANGELOG.md", "cannot read CHANGELOG.md"),
    ] {
        let (path, aside) = (house.root.join(file), house.root.join("aside"));
        fs::rename(&path, &aside).unwrap();
        fs::create_dir(&path).unwrap();
        refused(words);
        fs::remove_dir(&path).unwrap();
        fs::rename(&aside, &path).unwrap();
        assert_eq!(files.map(|path| house.read(path)), before, "{file}");
    }
    let changelog = house.root.join("CHANGELOG.md");
    let writable = fs::metadata(&changelog).unwrap().permissions();
    let mut read_only = writable.clone();
    read_only.set_readonly(true);
    fs::set_permissions(&changelog, read_only).unwrap();
    refused("CHANGELOG.md is read-only");
    fs::set_permissions(&changelog, writable).unwrap();
    assert_eq!(files.map(|path| house.read(path)), before);
    let hidden = |folder: &str| {
        let entries = fs::read_dir(house.root.join(folder)).unwrap();
        entries.map(|it| it.unwrap().file_name()).any(|it| it.to_string_lossy().starts_with('.'))
    };
    assert!(!hidden("") && !hidden("schema-codegen"), "cleared away");
    assert!(house.xtask(&["update"]).status.success());
    assert!(!hidden("") && !hidden("schema-codegen"), "cleared away");
    let after = files.map(|path| house.read(path));
    assert!(after.iter().zip(&before).all(|(after, before)| after != before));
}

#[test]
fn update_moves_to_a_release_with_flaws_and_lists_them() {
    let house = House::new("flaws");
    assert!(house.regen());
    let keys = [("A", "type: <string>\n  default: 1"), ("B b", STRING), ("B-b", STRING)];
    house.release("R4", &keys);
    let update = house.xtask(&["update"]);
    assert!(update.status.success(), "{}", error(&update));
    assert_eq!(house.head(), "R4");
    assert!(house.read("CHANGELOG.md").contains("## R4"));
    let told = out(&update);
    let (_, decide) = told.split_once("to decide before this is committed").unwrap();
    assert!(decide.contains("2 flaws of the schema, read leniently:\n- mdm/profiles/test.yaml"));
    assert!(decide.contains("default value 1 does not fit the type string"), "{decide}");
    assert!(decide.contains("is called `b_b_2`"), "{decide}");
    assert!(
        house.read("generated/src/profiles/com_example_test.rs").contains("pub b_b_2: "),
        "{decide}"
    );
}

#[test]
fn update_moves_nothing_where_work_would_be_lost_or_nothing_can_be_read() {
    let house = House::new("lost");
    assert!(house.regen());
    fs::write(house.root.join("upstream/mdm/profiles/test.yaml"), "title: [\n").unwrap();
    git(&house.root.join("upstream"), &["commit", "--quiet", "--all", "--message", "R4"]);
    let failed = house.xtask(&["update"]);
    assert!(error(&failed).contains("no document can be read"), "{}", error(&failed));
    assert_eq!(house.head(), "R1");
    fs::write(house.submodule().join("mdm/profiles/own.yaml"), "title: Own\n").unwrap();
    let failed = house.xtask(&["update"]);
    assert!(error(&failed).contains("holds changes of its own"), "{}", error(&failed));
    let failed = house.xtask(&["update", "no-such"]);
    assert_eq!(failed.status.code(), Some(1));
}

/// If a name is lost by mistake, the run fails and leaves everything as it was.
#[test]
fn regen_keeps_every_exported_name() {
    let house = House::new("names-kept");
    assert!(house.regen());
    let names = house.read("generated/names.txt");
    assert!(names.contains("\nprofiles::com_example_test::ComExampleTest\nprofiles::com_example_test::ComExampleTest::a\n"), "{names}");
    // Without the submodule the model is read, for which corrections do not matter.
    fs::remove_dir_all(house.submodule()).unwrap();
    assert!(house.xtask(&["regen", "--check"]).status.success());
    let more = format!("{names}profiles::com_example_test::ComExampleTest::gone\n");
    fs::write(house.root.join("generated/names.txt"), &more).unwrap();
    for args in [&["regen"][..], &["regen", "--check"]] {
        let run = house.xtask(args);
        assert_eq!(run.status.code(), Some(1));
        let said = error(&run);
        assert!(said.contains("\nprofiles::com_example_test::ComExampleTest::gone"), "{said}");
        assert!(said.contains("schema-codegen/overlay/removed-names.toml"), "{said}");
    }
    assert_eq!(house.read("generated/names.txt"), more);
    // A new name needs no entry.
    let fewer = names.replace("profiles::com_example_test::ComExampleTest::a\n", "");
    fs::write(house.root.join("generated/names.txt"), fewer).unwrap();
    assert!(house.xtask(&["regen"]).status.success());
    assert_eq!(house.read("generated/names.txt"), names);
}

/// If Apple removes something that cannot be kept, the names that are lost are reported, and the
/// update goes on.
#[test]
fn update_tells_which_names_have_gone() {
    let house = House::new("names-gone");
    house.release("R4", &[("Colour", "type: <string>\n  rangelist: [red, green]")]);
    git(&house.root.join("upstream"), &["tag", "four"]);
    house.release("R5", &[("Colour", "type: <integer>")]);
    assert!(house.xtask(&["update", "four"]).status.success());
    assert!(
        house.read("generated/names.txt").contains("\nprofiles::com_example_test::Colour::Red\n")
    );
    let run = house.xtask(&["update"]);
    assert!(run.status.success(), "{}", error(&run));
    let said = out(&run);
    assert!(
        said.contains("\n- `profiles::com_example_test::Colour` is no longer exported\n"),
        "{said}"
    );
    let names = house.read("generated/names.txt");
    assert!(names.contains("\nprofiles::com_example_test::ComExampleTest::colour\n"), "{names}");
    assert!(!names.contains("profiles::com_example_test::Colour"), "{names}");
    // It is reported once; the next run does not mention it.
    let run = house.xtask(&["regen", "--source", "vendor/device-management"]);
    assert!(run.status.success() && !error(&run).contains("no longer exported"), "{}", error(&run));
}
