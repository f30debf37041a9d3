//! Small schemas, with the Rust that must be emitted for them.
//!
//! `emission/` is a schema in folders like Apple's. Beside each document is the module that is
//! emitted for it, and each folder has the `mod.rs` of its family. `mended/` is such a schema with
//! every kind of mistake; its `flaws.txt` has the warnings. `emitted.rs` compiles the modules of
//! both.
//!
//! `UPDATE_FIXTURES=1 cargo test -p schema-codegen --test emission` writes what is emitted now;
//! look at the difference before you commit it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use apple_device_management_core::Family;
use schema_codegen::mend::{self, LastRun};
use schema_codegen::model::{Model, Upstream};
use schema_codegen::secrets::Secrets;
use schema_codegen::{check, discover, emit, parse};
use walkdir::{DirEntry, WalkDir};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// All stages except the overlay, which does not correct these documents.
fn run(folder: &Path) -> (Model, emit::Emitted) {
    let source = discover::read_folder(folder).unwrap();
    let (read, broken) = parse::parse_documents(&source);
    let (mut laid, known) = (read.clone(), LastRun::default());
    let mut model = mend::lower_leniently(&mut laid, &Upstream::default(), &known);
    Secrets::reviewed().unwrap().mark(&mut model);
    assert_eq!(check::count_facts(&read, &laid, &model).mismatches, []);
    model.flaws.extend(broken.iter().map(ToString::to_string));
    let emitted = mend::emit_leniently(&mut model, &emit::Prose::new(), &known).unwrap();
    (model, emitted)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    entries.filter(|entry| entry.file_type().is_file()).map(DirEntry::into_path).collect()
}

/// The path of an emitted file among the fixtures; `None` for the file of a family that has none
/// here.
fn beside(path: &str, documents: &[String]) -> Option<String> {
    let path = path.strip_prefix("src/").unwrap_or(path);
    let Some((module, file)) = path.rsplit_once('/') else { return Some(path.to_owned()) };
    let module = module.replace('/', "::");
    let family = Family::all().find(|family| family.module() == module).unwrap();
    let any = documents.iter().any(|source| Family::of_path(source) == Some(family));
    any.then(|| format!("{}/{file}", family.folder()))
}

/// The code of a folder of fixtures by path, and its flaws.
fn code(folder: &Path) -> (BTreeMap<String, String>, Vec<String>) {
    let (model, emitted) = run(folder);
    let sources: Vec<_> = model.documents.into_iter().map(|document| document.source).collect();
    let code = emitted
        .files
        .into_iter()
        .filter_map(|(path, text)| Some((beside(&path, &sources)?, text)))
        .collect();
    (code, model.flaws)
}

#[test]
fn a_construct_becomes_the_code_beside_it() {
    let folder = folder("emission");
    let (expected, flaws) = code(&folder);
    assert_eq!(flaws, [""; 0]);
    for source in
        files(&folder).iter().filter(|path| path.extension().is_some_and(|end| end == "yaml"))
    {
        let rust = source.strip_prefix(&folder).unwrap().with_extension("rs");
        let rust = rust.to_string_lossy().replace('\\', "/");
        assert!(
            expected.contains_key(&rust),
            "the module of {} is not called {rust}",
            source.display()
        );
    }
    compare(&folder, &expected);
}

/// Every kind of flaw at once: none makes another document fail, and each is reported with how it
/// was read.
#[test]
fn what_is_wrong_becomes_the_code_beside_it_with_a_warning() {
    let folder = folder("mended");
    let (mut expected, flaws) = code(&folder);
    expected.insert("flaws.txt".to_owned(), flaws.join("\n") + "\n");
    compare(&folder, &expected);
}

/// Compares all files, and reports all that differ at once.
fn compare(folder: &Path, expected: &BTreeMap<String, String>) {
    let update = std::env::var_os("UPDATE_FIXTURES").is_some();
    let mut different = Vec::new();
    for path in files(folder).iter().filter(|path| path.extension().is_some_and(|end| end == "rs"))
    {
        let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        if !expected.contains_key(&name) {
            different.push(format!("{name} is of no document"));
        }
    }
    for (name, text) in expected {
        let file = folder.join(name);
        if update {
            fs::write(&file, text).unwrap();
        }
        let there = fs::read_to_string(&file).unwrap_or_default();
        let line = there.lines().zip(text.lines()).position(|(one, other)| one != other);
        if there != *text {
            different.push(format!("{name} differs from line {} on", line.unwrap_or_default() + 1));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn a_document_called_like_a_family_is_called_otherwise() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("emission/like-a-family");
    fs::create_dir_all(folder.join("declarative/declarations")).unwrap();
    let text = "title: A\npayload:\n  declarationtype: assets\n";
    fs::write(folder.join("declarative/declarations/a.yaml"), text).unwrap();
    let flaws = run(&folder).0.flaws;
    assert!(flaws[0].ends_with("(the type of the document is called `Assets2`)"), "{flaws:?}");
}

#[test]
fn of_too_many_keys_the_first_are_taken() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("emission/too-many");
    fs::create_dir_all(folder.join("mdm/commands")).unwrap();
    let write = |count: usize| {
        let keys: String =
            (0..count).map(|at| format!("- key: Key{at}\n  type: <string>\n")).collect();
        let text = format!("title: T\npayload:\n  requesttype: Huge\npayloadkeys:\n{keys}");
        fs::write(folder.join("mdm/commands/huge.yaml"), text).unwrap();
    };
    write(512);
    assert_eq!(run(&folder).0.flaws, [""; 0]);
    write(513);
    assert_eq!(
        run(&folder).0.flaws,
        ["mdm/commands/huge.yaml: the root has 513 keys; the codec allows 512 \
          (core/src/codec/names.rs) (only the first 512 are read)"]
    );
}
