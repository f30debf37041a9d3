//! The pinned release with a flaw of every kind. Each flaw alone must not change what is emitted
//! for other documents; with all at once, what is emitted must compile.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use apple_device_management_core::Family;
use schema_codegen::discover::{self, Class, Skipped, Source, SourceFile};
use schema_codegen::pipeline::{self, Docs, Input, Outcome, PipelineError, Request, Timings};
use schema_codegen::retired::Retired;
use schema_codegen::write::write_files;

/// A way to damage a text.
enum Damage {
    /// Replaces the first of these words by the second.
    Word(&'static str, &'static str),
    /// Inserts these keys before all others.
    Keys(&'static str),
    /// Makes another text of it.
    Text(fn(&str) -> String),
    /// Adds the same text under this path too.
    Twice(&'static str),
    /// Makes it bytes that are no text.
    Bytes,
}

use Damage::{Bytes, Keys, Text, Twice, Word};

/// Every kind of flaw, each in another document, so that a release can have all of them.
const KINDS: &[(&str, &str, Damage)] = &[
    ("a type is missing", "mdm/commands/device.lock.yaml", Word("  type: <string>\n", "")),
    ("a type is not known", "mdm/commands/device.erase.yaml", Word("<boolean>", "<tensor>")),
    ("a type is a list", "mdm/commands/user.list.yaml", Word("type: <array>", "type: []")),
    ("a mode is not known", "mdm/commands/device.restart.yaml", Word("mode: ", "mode: un")),
    (
        "a presence is not known",
        "mdm/profiles/com.apple.wifi.managed.yaml",
        Word("presence: optional", "presence: sometimes"),
    ),
    (
        "an enrollment is not known",
        "declarative/declarations/configurations/passcode.settings.yaml",
        Word("- supervised\n", "- account-driven\n"),
    ),
    (
        "a version is none",
        "mdm/commands/device.configured.yaml",
        Word("introduced: '", "introduced: 'soon "),
    ),
    (
        "a version has no quotes",
        "mdm/commands/certificate.list.yaml",
        Word("introduced: '4.0'", "introduced: 4.0"),
    ),
    (
        "a bound is none",
        "mdm/profiles/com.apple.mobiledevice.passwordpolicy.yaml",
        Word("    min: ", "    min: few"),
    ),
    (
        "a default does not fit",
        "mdm/profiles/com.apple.dock.yaml",
        Word("  default: ", "  default: twelve "),
    ),
    (
        "a listed value does not fit",
        "mdm/commands/media.remove.yaml",
        Word("  rangelist:\n", "  rangelist:\n  - 1\n"),
    ),
    (
        "a key stands twice",
        "mdm/commands/device.lostmode.enable.yaml",
        Keys("- key: Message\n  type: <string>\n"),
    ),
    (
        "an attribute stands twice",
        "mdm/commands/media.install.yaml",
        Text(|text| format!("title: Another\n{text}")),
    ),
    (
        "an attribute is not known",
        "mdm/commands/user.delete.yaml",
        Text(|text| format!("later: 1\n{text}")),
    ),
    ("a title is missing", "mdm/commands/profile.list.yaml", Word("title: ", "titel: ")),
    (
        "an identifier is missing",
        "mdm/commands/mirroring.stop.yaml",
        Word("requesttype", "requestkind"),
    ),
    (
        "an error has no code",
        "mdm/errors/well-known.failed.yaml",
        Word("- key: code", "- key: kode"),
    ),
    ("a variant has no tag", "mdm/commands/settings.yaml", Word("- key: Item\n", "- key: Sort\n")),
    (
        "an array is mixed",
        "mdm/commands/passcode.clear.yaml",
        Keys(
            "- key: Mixed\n  type: <array>\n  subkeys:\n  - key: A\n    type: <string>\n  - key: B\n    \
             type: <integer>\n",
        ),
    ),
    (
        "any key stands beside others",
        "mdm/commands/profile.remove.yaml",
        Keys(
            "- key: Odd\n  type: <dictionary>\n  subkeys:\n  - key: ANY\n    type: <string>\n  - key: \
             Other\n    type: <string>\n",
        ),
    ),
    (
        "a number has keys",
        "mdm/commands/passcode.recovery.set.yaml",
        Keys("- key: Odd\n  type: <integer>\n  subkeys:\n  - key: A\n    type: <string>\n"),
    ),
    (
        "a structure holds itself",
        "mdm/commands/profile.install.yaml",
        Keys(
            "- key: Odd\n  type: <dictionary>\n  subkeys: &odd\n  - key: Odd\n    type: \
             <dictionary>\n    subkeys: *odd\n",
        ),
    ),
    (
        "a repetition is of no array",
        "mdm/commands/passcode.recovery.verify.yaml",
        Keys("- key: Odd\n  type: <string>\n  repetition:\n    min: 1\n"),
    ),
    (
        "two keys have one name in Rust",
        "mdm/commands/mirroring.request.yaml",
        Keys(
            "- key: OddOne\n  type: <string>\n  rangelist: [a b, a-b]\n- key: odd-one\n  type: \
             <string>\n  rangelist: [a]\n",
        ),
    ),
    (
        "a key has no name in Rust",
        "mdm/commands/passcode.firmware.set.yaml",
        Keys("- key: ²\n  type: <string>\n"),
    ),
    (
        "a dictionary has too many keys",
        "mdm/commands/passcode.firmware.verify.yaml",
        Text(many_keys),
    ),
    ("an identifier stands twice", "mdm/checkin/checkout.yaml", Twice("mdm/checkin/later.yaml")),
    ("a folder is not known", "mdm/checkin/gettoken.yaml", Twice("mdm/later/gettoken.yaml")),
    (
        "the YAML is malformed",
        "mdm/profiles/com.apple.webClip.managed.yaml",
        Text(|text| format!("{text}later: [\n")),
    ),
    (
        "a file is cut off",
        "mdm/profiles/com.apple.vpn.managed.yaml",
        Text(|text| text.chars().take(text.len() / 2).collect::<String>().trim_end().to_owned()),
    ),
    ("a file is empty", "mdm/profiles/com.apple.font.yaml", Text(|_| String::new())),
    ("a file is no text", "mdm/profiles/com.apple.domains.yaml", Bytes),
    (
        "a file is nested too deep",
        "mdm/profiles/com.apple.notificationsettings.yaml",
        Text(|text| format!("{text}later: {}{}\n", "[".repeat(300), "]".repeat(300))),
    ),
    ("aliases multiply", "mdm/profiles/com.apple.dnsSettings.managed.yaml", Text(alias_bomb)),
    (
        "a second document begins",
        "declarative/status/device.model.family.yaml",
        Text(|text| format!("{text}---\ntitle: Another\n")),
    ),
    (
        "a tag is not known",
        "declarative/status/device.model.identifier.yaml",
        Word("title: ", "title: !odd "),
    ),
];

fn many_keys(text: &str) -> String {
    let keys: String = (0..600).map(|at| format!("- key: Many{at}\n  type: <string>\n")).collect();
    text.replacen("payloadkeys:\n", &format!("payloadkeys:\n{keys}"), 1)
}

fn alias_bomb(text: &str) -> String {
    let items = "0, ".repeat(20_000);
    let key = |at| format!("- {{key: Bomb{at}, type: <integer>, rangelist: *bomb}}\n");
    let keys: String = (0..100).map(key).collect();
    let keys = format!("later: &bomb [{items}]\npayloadkeys:\n{keys}");
    text.replacen("payloadkeys:\n", &keys, 1)
}

/// Damages a document of a release; gives the paths of documents that may change.
fn damage(source: &mut Source, path: &str, damage: &Damage) -> Vec<String> {
    let at = source.files.iter().position(|file| file.path == path);
    let at = at.unwrap_or_else(|| panic!("the release has no {path}"));
    let text = source.files[at].text.clone();
    let new = match damage {
        Word(old, new) => text.replacen(old, new, 1),
        Keys(keys) => text.replacen("payloadkeys:\n", &format!("payloadkeys:\n{keys}"), 1),
        Text(make) => make(&text),
        Twice(other) => {
            match discover::classify(other) {
                Class::Document(_) => {
                    source.files.push(SourceFile { path: (*other).to_owned(), text });
                    source.files.sort();
                }
                Class::Skipped(reason) => {
                    source
                        .skipped
                        .push(Skipped { path: (*other).to_owned(), reason: reason.into() });
                }
                Class::Beside(_) | Class::Ignored => panic!("{other} would not be looked at"),
            }
            return vec![path.to_owned(), (*other).to_owned()];
        }
        Bytes => {
            source.files.remove(at);
            let reason = "it is not UTF-8 from line 1 on".into();
            source.skipped.push(Skipped { path: path.to_owned(), reason });
            return vec![path.to_owned()];
        }
    };
    assert_ne!(new, text, "{path} is as it was");
    source.files[at].text = new;
    vec![path.to_owned()]
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn regen(source: Source, strict: bool) -> Result<Outcome, PipelineError> {
    let known = Some(root().join("generated/model.json"));
    let input = Input::Folder(PathBuf::new());
    let request = Request { input, docs: Docs::Facts, strict, pinned: false, known };
    let mut timings = Timings::default();
    let reading = pipeline::build_model(source, &request, &mut timings)?;
    pipeline::emit_files(reading, &request, &Retired::committed().unwrap(), timings)
}

/// Apple's pinned release, and what is emitted for it; `None`, with a message, without the
/// submodule.
fn pinned() -> Option<(Source, Outcome)> {
    match discover::read_folder(&root().join("vendor/device-management")) {
        Ok(source) => {
            let outcome = regen(source.clone(), true).unwrap();
            Some((source, outcome))
        }
        Err(error) => {
            // Not printed by `eprintln!`, whose output is not shown for a test that passes.
            let why = format!("SKIPPED: there is no release to damage: {error}\n");
            std::io::stderr().write_all(why.as_bytes()).unwrap();
            None
        }
    }
}

/// Files that name all documents of a family or of the release, or all exported names.
fn is_list(path: &str) -> bool {
    path.ends_with("mod.rs") || ["model.json", "names.txt", "roots.rs"].contains(&path)
}

/// The paths of files that differ, except lists of documents and the modules of these documents.
fn neighbours<'o>(old: &'o Outcome, new: &'o Outcome, documents: &[String]) -> Vec<&'o str> {
    let is_own = |text: &str| {
        documents.iter().any(|source| text.contains(&format!("//! Source: `{source}`.\n")))
    };
    let new_texts: BTreeSet<(&str, &str)> = new.files.iter().collect();
    let differ = old.files.iter().filter(|file| !new_texts.contains(file));
    differ.filter(|(path, text)| !is_list(path) && !is_own(text)).map(|(path, _)| path).collect()
}

#[test]
#[cfg_attr(no_schema, ignore = "the submodule vendor/device-management is not checked out")]
fn one_flaw_of_each_kind() {
    let Some((source, whole)) = pinned() else { return };
    for (kind, path, how) in KINDS {
        let mut damaged = source.clone();
        let documents = damage(&mut damaged, path, how);
        let outcome = regen(damaged, false).unwrap_or_else(|error| panic!("{kind}: {error}"));
        let flaws = &outcome.model.flaws;
        let of_it = |flaw: &String| documents.iter().any(|source| flaw.starts_with(&**source));
        assert!(!flaws.is_empty() && flaws.iter().all(of_it), "{kind}: {flaws:?}");
        assert_eq!(outcome.counts.flaws, flaws.len());
        let touched = neighbours(&whole, &outcome, &documents);
        assert!(touched.is_empty(), "{kind}: {touched:?}");
        let there = outcome.model.documents.iter().any(|document| document.source == *path);
        assert!(there, "{kind}: the document is lost");
    }
}

#[test]
#[cfg_attr(no_schema, ignore = "the submodule vendor/device-management is not checked out")]
fn flaws_of_all_kinds_at_once_compile() {
    let Some((mut source, whole)) = pinned() else { return };
    let paths: BTreeSet<&str> = KINDS.iter().map(|(_, path, _)| *path).collect();
    assert_eq!(paths.len(), KINDS.len(), "each has a document of its own");
    let documents: Vec<String> =
        KINDS.iter().flat_map(|(_, path, how)| damage(&mut source, path, how)).collect();
    let outcome = regen(source.clone(), false).unwrap();
    assert!(outcome.counts.flaws >= KINDS.len());
    match regen(source, true) {
        Err(PipelineError::Flaws(lines)) => assert_eq!(lines, outcome.model.flaws),
        other => panic!("{:?}", other.map(|outcome| outcome.counts)),
    }
    assert!(neighbours(&whole, &outcome, &documents).is_empty());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("damaged-release");
    write_files(&folder, &outcome.files).unwrap();
    compile(&folder);
}

/// Compiles a scratch crate, in which a warning is an error.
fn compile(folder: &Path) {
    let root = root().canonicalize().unwrap();
    fs::copy(root.join("generated/src/lib.rs"), folder.join("src/lib.rs")).unwrap();
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let mut features: Vec<&str> = Family::all().map(Family::feature).collect();
    features.dedup();
    let empty: String = features.iter().map(|feature| format!("{feature} = []\n")).collect();
    let manifest = format!(
        "[package]\nname = \"damaged-release\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [features]\ndefault = {features:?}\n{empty}\n[dependencies]\n\
         apple-device-management-core = {{ path = {:?} }}\n\n[lints.rust]\nwarnings = \"deny\"\n\n\
         [workspace]\n",
        root.join("core")
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    let checked = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--target-dir", "target"])
        .env("CARGO_INCREMENTAL", "0")
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
}
