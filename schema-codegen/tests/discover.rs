//! Reads schemas from folders on disk, and parses their documents.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::fs;
use std::path::{Path, PathBuf};

use schema_codegen::discover::SourceError;
use schema_codegen::discover::{self, Skipped, Source, SourceFile};
use schema_codegen::parse;

const SAMPLE: &str = "title: Sample\npayload:\n  payloadtype: com.example.sample\n";

/// An empty folder of this name, filled with these files.
fn folder(name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("discover").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    for (path, content) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

#[test]
fn documents_are_sorted_and_nothing_is_skipped_silently() {
    let sample = SAMPLE.as_bytes();
    let root = folder(
        "mixed",
        &[
            ("other/b.yaml", sample),
            ("mdm/profiles/z (one).yaml", sample),
            ("mdm/profiles/a.yaml", sample),
            ("declarative/declarations/assets/credentials/c.yaml", sample),
            ("mdm/later/new.yaml", sample),
            ("mdm/profiles/notes.md", b"text"),
            ("watch/new.yaml", sample),
            ("docs/schema.yaml", sample),
            (".git/config.yaml", sample),
            ("mdm/.hidden/a.yaml", sample),
            ("README.md", b"text"),
        ],
    );
    let source = discover::read_folder(&root).unwrap();
    let paths: Vec<&str> = source.files.iter().map(|file| &*file.path).collect();
    assert_eq!(
        paths,
        [
            "declarative/declarations/assets/credentials/c.yaml",
            "mdm/profiles/a.yaml",
            "mdm/profiles/z (one).yaml",
            "other/b.yaml",
        ]
    );
    assert!(source.files.iter().all(|file| file.text == SAMPLE));
    let skipped: Vec<(&str, &str)> =
        source.skipped.iter().map(|Skipped { path, reason }| (&**path, &**reason)).collect();
    assert_eq!(
        skipped,
        [
            ("mdm/later/new.yaml", "its folder belongs to no family"),
            ("mdm/profiles/notes.md", "its name does not end in .yaml"),
            ("watch/new.yaml", "it is not under mdm, declarative or other"),
        ]
    );
}

#[test]
fn a_folder_without_schema_is_an_error_that_tells_how_to_fill_it() {
    let root = folder("empty", &[("docs/schema.yaml", b""), ("mdm/new/a.yaml", b"")]);
    let error = discover::read_folder(&root).unwrap_err();
    assert!(matches!(error, SourceError::NoSchema { .. }));
    let message = error.to_string();
    assert!(message.contains("discover/empty holds no schema"), "{message}");
    assert!(message.contains("git submodule update --init --checkout"), "{message}");
}

#[test]
fn a_folder_that_is_not_there_is_an_error_with_its_cause() {
    let root = folder("parent", &[]).join("missing");
    let error = discover::read_folder(&root).unwrap_err();
    assert!(matches!(error, SourceError::Io { .. }));
    assert_eq!(error.to_string(), format!("cannot read {}", root.display()));
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn a_file_that_is_not_utf_8_is_skipped_with_the_line() {
    let latin: &[u8] = b"title: Sample\ndescription: caf\xe9\n";
    let root = folder("latin", &[("other/a.yaml", latin), ("other/b.yaml", SAMPLE.as_bytes())]);
    let source = discover::read_folder(&root).unwrap();
    assert_eq!(source.files.len(), 1);
    assert_eq!(source.skipped[0].path, "other/a.yaml");
    assert_eq!(source.skipped[0].reason, "it is not UTF-8 from line 2 on");
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_is_reported_and_one_to_a_file_is_read() {
    use std::os::unix::fs::symlink;
    let root = folder("links", &[("other/a.yaml", SAMPLE.as_bytes())]);
    symlink(&root, root.join("other/loop")).unwrap();
    symlink(root.join("other/a.yaml"), root.join("other/b.yaml")).unwrap();
    let source = discover::read_folder(&root).unwrap();
    assert_eq!(source.files.len(), 2);
    assert_eq!(source.skipped.len(), 1);
    assert_eq!(source.skipped[0].path, "other/loop");
}

#[test]
fn every_file_that_fails_is_named_in_the_order_of_paths() {
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), text: text.to_owned() };
    let mut files: Vec<_> = (0..40).map(|n| file(&format!("other/{n:02}.yaml"), SAMPLE)).collect();
    let documents = parse::parse_documents(&Source { files: files.clone(), ..Source::default() });
    let sources: Vec<String> = documents.0.into_iter().map(|document| document.source).collect();
    assert!(sources.is_sorted() && sources.len() == 40);

    files[31].text = "- title\n".to_owned();
    files[7].text = "title: [\n".to_owned();
    let (documents, errors) = parse::parse_documents(&Source { files, ..Source::default() });
    assert_eq!(documents.len(), 38);
    assert_eq!(
        errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        "other/07.yaml:2:1: title: malformed YAML: while parsing a node, did not find expected \
         node content; the file may be cut off, take it anew from upstream\n\
         other/31.yaml:1:1: expected a mapping, found a list; correct it"
    );
    assert!(parse::parse_documents(&Source::default()).0.is_empty());
}
