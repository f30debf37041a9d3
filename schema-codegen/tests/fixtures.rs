//! Small schema files in `fixtures/`, each with what must be read from it beside it.
//!
//! `UPDATE_FIXTURES=1 cargo test -p schema-codegen --test fixtures` writes what is read from them
//! now; look at the difference before you commit it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use schema_codegen::parse;
use schema_codegen::raw::RawDocument;

fn fixtures(group: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(group);
    let mut fixtures: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    fixtures.sort();
    assert!(!fixtures.is_empty());
    fixtures
}

fn input(fixture: &Path) -> String {
    fs::read_to_string(fixture.join("input.yaml")).unwrap()
}

/// Compares with the `expected.txt` beside each input, and reports all that differ at once.
fn compare(group: &str, render: impl Fn(&str) -> String) {
    let update = std::env::var_os("UPDATE_FIXTURES").is_some();
    let mut different = String::new();
    for fixture in fixtures(group) {
        let actual = render(&input(&fixture));
        let file = fixture.join("expected.txt");
        if update {
            fs::write(&file, &actual).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if expected != actual {
            let name = file.display();
            writeln!(different, "{name}\nexpected:\n{expected}\nactual:\n{actual}").unwrap();
        }
    }
    assert!(different.is_empty(), "{different}");
}

#[test]
fn a_construct_is_read_in_full() {
    compare("reads", |text| match parse::parse_document("other/input.yaml", text) {
        Ok(document) => render(&document),
        Err(error) => panic!("{error}"),
    });
}

/// The flaws, each with place, key, remedy and how it was read, and what was read; or the error of
/// a file that is broken.
#[test]
fn what_is_wrong_is_told_and_read_all_the_same() {
    compare("flaws", |text| match parse::parse_document("other/input.yaml", text) {
        Ok(document) => render(&document),
        Err(error) => format!("{error}\n"),
    });
}

/// Everything that a document holds, without fields that are empty.
fn render(document: &RawDocument) -> String {
    let RawDocument { title, description, payload, payload_keys, response_keys, .. } = document;
    let mut text = format!("title {title:?}\n");
    if let Some(description) = description {
        writeln!(text, "description {description:?}").unwrap();
    }
    writeln!(text, "{payload:?}").unwrap();
    for (name, list) in [("payloadkeys", payload_keys), ("responsekeys", response_keys)] {
        if let Some(list) = list {
            writeln!(text, "{name} {list:?}").unwrap();
        }
    }
    for (id, list) in document.lists.iter().enumerate() {
        let shared = if list.shared { ", shared" } else { "" };
        writeln!(text, "list {id} at {}{shared}", list.at).unwrap();
        for key in &list.keys {
            writeln!(text, "  {key:?}").unwrap();
        }
    }
    lines(&mut text, &document.reasons);
    lines(&mut text, &document.related_status_items);
    lines(&mut text, &document.notes);
    lines(&mut text, &document.examples);
    for flaw in &document.flaws {
        writeln!(text, "{flaw}").unwrap();
    }
    for ((level, attribute), count) in &document.attributes {
        writeln!(text, "read {level}.{attribute} {count}").unwrap();
    }
    without_absent(&text)
}

fn lines<T: std::fmt::Debug>(text: &mut String, items: &[T]) {
    for item in items {
        writeln!(text, "{item:?}").unwrap();
    }
}

/// Removes every `field: None`.
fn without_absent(text: &str) -> String {
    const ABSENT: &str = ": None";
    let mut kept = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(ABSENT) {
        let (before, after) = (&rest[..at], &rest[at + ABSENT.len()..]);
        let field =
            before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |end| end + 1);
        kept.push_str(&before[..field]);
        rest = after.strip_prefix(", ").unwrap_or(after);
    }
    kept.push_str(rest);
    kept.replace(",  }", " }").replace("{  }", "{}")
}
