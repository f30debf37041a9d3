//! Small schemas with the Rust that must become of them, or the error.
//!
//! `emission/` is a schema in Apple's folders; beside each document stands the module emitted for
//! it, and in each folder the `mod.rs` of its family. `refused/` holds a schema per error, with the
//! message in `expected.txt`.
//!
//! `UPDATE_FIXTURES=1 cargo test -p schema-codegen --test emission` writes what does become of
//! them; look at the difference before you commit it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use apple_device_management_core::Family;
use schema_codegen::model::{Model, Upstream};
use schema_codegen::{discover, emit, lower, parse};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// All stages but the overlay, whose documents are none of these.
fn run(folder: &Path) -> Result<(Model, emit::Emitted), Box<dyn std::error::Error>> {
    let read = parse::documents(&discover::directory(folder)?)?;
    let model = lower::lower(&read, Upstream::default())?;
    let emitted = emit::emit(&model, &emit::Prose::new())?;
    Ok((model, emitted))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// Where an emitted file stands among the fixtures; `None` for that of a family without any.
fn beside(path: &str, documents: &[String]) -> Option<String> {
    let path = path.strip_prefix("src/").unwrap_or(path);
    let Some((module, file)) = path.rsplit_once('/') else { return Some(path.to_owned()) };
    let module = module.replace('/', "::");
    let family = Family::all().find(|family| family.module() == module).unwrap();
    let any = documents.iter().any(|source| Family::of_path(source) == Some(family));
    any.then(|| format!("{}/{file}", family.folder()))
}

#[test]
fn a_construct_becomes_the_code_beside_it() {
    let folder = folder("emission");
    let (model, emitted) = run(&folder).unwrap_or_else(|error| panic!("{error}"));
    let sources: Vec<_> = model.documents.into_iter().map(|document| document.source).collect();
    let expected: BTreeMap<String, String> = emitted
        .files
        .into_iter()
        .filter_map(|(path, text)| Some((beside(&path, &sources)?, text)))
        .collect();
    for source in &sources {
        let rust = source.replace(".yaml", ".rs");
        assert!(expected.contains_key(&rust), "the module of {source} is not called {rust}");
    }
    compare(&folder, &expected);
}

/// Compares all and tells what differs at once.
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
fn what_cannot_be_emitted_is_an_error_that_names_both_places() {
    let update = std::env::var_os("UPDATE_FIXTURES").is_some();
    let mut different = Vec::new();
    for entry in fs::read_dir(folder("refused")).unwrap() {
        let case = entry.unwrap().path();
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let actual = match run(&case) {
            Ok(_) => "no error\n".to_owned(),
            Err(error) => format!("{error}\n").replace(&*case.to_string_lossy(), "FOLDER"),
        };
        let file = case.join("expected.txt");
        if update {
            fs::write(&file, &actual).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if expected != actual {
            different.push(format!("{name}\nexpected: {expected}actual: {actual}"));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn a_dictionary_of_too_many_keys_is_refused() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("emission/too-many");
    fs::create_dir_all(folder.join("mdm/commands")).unwrap();
    let write = |count: usize| {
        let keys: String =
            (0..count).map(|at| format!("- key: Key{at}\n  type: <string>\n")).collect();
        let text = format!("title: T\npayload:\n  requesttype: Huge\npayloadkeys:\n{keys}");
        fs::write(folder.join("mdm/commands/huge.yaml"), text).unwrap();
    };
    write(512);
    run(&folder).unwrap_or_else(|error| panic!("{error}"));
    write(513);
    assert_eq!(
        run(&folder).unwrap_err().to_string(),
        "mdm/commands/huge.yaml: the root has 513 keys; the codec takes 512 \
         (core/src/codec/record.rs)"
    );
}
