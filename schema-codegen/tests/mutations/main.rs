//! Reads damaged files: whatever is cut off, doubled or left out, the result is a document or an
//! error that names a place in the file, and never a panic. Single characters are damaged here,
//! lines in `lines`, and whole releases in `release`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod lines;
mod mutants;
mod release;

use std::fs;
use std::path::Path;

use schema_codegen::parse;
use schema_codegen::parse::DocumentError;

const FILE: &str = "other/damaged.yaml";

fn inputs() -> Vec<String> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let groups = ["reads", "flaws"].map(|group| fs::read_dir(fixtures.join(group)).unwrap());
    let folders = groups.into_iter().flatten().map(|entry| entry.unwrap().path());
    let mut inputs: Vec<_> =
        folders.map(|path| fs::read_to_string(path.join("input.yaml")).unwrap()).collect();
    inputs.sort();
    // Files with very many aliases take milliseconds each; thousands of variants would show nothing
    // new.
    inputs.retain(|input| input.len() < 2_000);
    inputs
}

/// Reads it and looks at the error, if there is one.
fn read(text: &str) {
    let Err(error) = parse::parse_document(FILE, text) else { return };
    // If a file ends too early, the line is that of its end, which may be one below its last.
    let lines = text.split(['\n', '\r']).count() + 1;
    let DocumentError { at, .. } = error;
    assert!(at.line >= 1 && at.column >= 1 && at.line as usize <= lines, "{error}\nin {text:?}");
    let message = error.to_string();
    assert!(message.starts_with(&format!("{FILE}:{}:{}: ", at.line, at.column)), "{message}");
    assert!(!message.contains('\n'), "{message}");
}

#[test]
fn a_file_that_ends_anywhere() {
    for input in inputs() {
        for (end, _) in input.char_indices() {
            read(&input[..end]);
        }
    }
}

#[test]
fn a_character_that_yaml_gives_a_meaning() {
    let marks = "-:?,[]{}#&*!|>'\"%@` \n\t\r~<\u{0}\u{85}\u{feff}".chars();
    let inputs = inputs();
    // Some characters at some places, in steps that are the same in every run.
    for (step, mark) in marks.enumerate() {
        for input in &inputs {
            for (at, _) in input.char_indices().skip(step).step_by(43) {
                read(&format!("{}{mark}{}", &input[..at], &input[at..]));
            }
        }
    }
}

const HEAD: &str = "title: Sample\npayload: {payloadtype: com.example.sample}\n";

/// Files of some hundred kilobytes that a simple reader would never come to the end of.
#[test]
fn a_hostile_file_is_refused() {
    let deep = 100_000;
    let items: String = (0..20_000).map(|item| format!("item {item},")).collect();
    let keys = |attribute: &str| -> String {
        let key = |at| format!("- {{key: K{at}, type: <string>, {attribute}: *Large}}\n");
        format!("payloadkeys:\n{}", (0..5_000).map(key).collect::<String>())
    };
    let hostile = [
        (format!("{HEAD}later: {}", "[".repeat(deep)), "levels deep"),
        (format!("{HEAD}later: {}", "{a: ".repeat(deep)), "levels deep"),
        (format!("{HEAD}later:\n{}", "- ".repeat(deep)), "levels deep"),
        (format!("{HEAD}later:\n{}", "? ".repeat(deep)), "levels deep"),
        (format!("{HEAD}later: &Large [{items}]\n{}", keys("rangelist")), "aliases"),
        (format!("{HEAD}later: &Large '{items}'\n{}", keys("content")), "aliases"),
        (format!("{HEAD}later: &Large {{iOS: {{}}, {items}}}\n{}", keys("supportedOS")), "aliases"),
    ];
    for (text, expected) in hostile {
        let message = parse::parse_document(FILE, &text).map(|_| ()).unwrap_err().to_string();
        let beginning: String = text.chars().take(120).collect();
        assert!(message.contains(expected), "{message}\nfor {beginning}");
        assert!(message.len() < 1_000, "{message}");
    }
}
