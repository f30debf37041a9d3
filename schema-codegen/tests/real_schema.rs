//! Reads the real schema, if it is there: that of the submodule, or of a folder that
//! `DEVICE_MANAGEMENT_SCHEMA` names.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use schema_codegen::discover::SourceError;
use schema_codegen::discover::{self, Source};
use schema_codegen::parse;
use schema_codegen::raw::{KeyList, Level, RawDocument};

const VARIABLE: &str = "DEVICE_MANAGEMENT_SCHEMA";

/// The commit that the submodule is pinned to, and what it holds. Change this together with the
/// pin.
const PINNED: &str = "67045e2fa06f528b196c01edee6a8bf88b844beb";
const DOCUMENTS: usize = 314;
const COUNTS: [(Level, &str, usize); 5] = [
    (Level::Key, "key", 3_628),
    (Level::Key, "type", 3_628),
    (Level::Key, "rangelist", 307),
    (Level::Key, "supportedOS", 1_273),
    (Level::Payload, "supportedOS", 314),
];
/// Lists of keys that more than one place refers to.
const SHARED_LISTS: usize = 29;

/// The folder to read.
fn folder() -> PathBuf {
    std::env::var_os(VARIABLE).map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../vendor/device-management"),
        PathBuf::from,
    )
}

fn skip<T>(folder: &Path) -> Option<T> {
    println!("skipped: no schema in {}, see {VARIABLE}", folder.display());
    None
}

fn read() -> Option<(Source, Vec<RawDocument>)> {
    let folder = folder();
    let source = match discover::read_folder(&folder) {
        Ok(source) => source,
        Err(SourceError::NoSchema { .. }) => return skip(&folder),
        Err(SourceError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
            return skip(&folder);
        }
        Err(error) => panic!("{error}"),
    };
    let start = Instant::now();
    let (documents, broken) = parse::parse_documents(&source);
    assert_eq!(broken, []);
    println!("{} documents read in {:?}", documents.len(), start.elapsed());
    Some((source, documents))
}

/// Whether the folder is the submodule, or a work tree of the same commit.
fn is_pinned(folder: &Path) -> bool {
    let head = || Command::new("git").arg("-C").arg(folder).args(["rev-parse", "HEAD"]).output();
    std::env::var_os(VARIABLE).is_none()
        || head().is_ok_and(|output| output.stdout.starts_with(PINNED.as_bytes()))
}

#[test]
#[cfg_attr(no_schema, ignore = "the submodule vendor/device-management is not checked out")]
fn every_file_is_read_and_what_is_not_known_is_told() {
    let Some((source, documents)) = read() else { return };
    for skipped in &source.skipped {
        println!("{}: skipped, {}", skipped.path, skipped.reason);
    }
    for document in &documents {
        for flaw in &document.flaws {
            println!("{flaw}");
        }
    }
    let counts = parse::attribute_counts(&documents);
    let keys: usize = lists(&documents).map(|list| list.keys.len()).sum();
    println!("{keys} keys");
    assert_eq!(documents.len(), source.files.len());
    assert_eq!(counts.get(&(Level::Document, "title")), Some(&documents.len()));
    assert_eq!(counts.get(&(Level::Key, "key")), Some(&keys));
    let known = parse::known_attributes();
    assert!(counts.keys().all(|attribute| known.contains(attribute)));
}

#[test]
#[cfg_attr(no_schema, ignore = "the submodule vendor/device-management is not checked out")]
fn the_pinned_release_is_known_through_and_through() {
    let Some((source, documents)) = read() else { return };
    if !is_pinned(&folder()) {
        println!("skipped: {} is not the pinned release", folder().display());
        return;
    }
    assert_eq!(source.skipped, []);
    assert_eq!(documents.len(), DOCUMENTS);
    assert!(documents.iter().all(|document| document.flaws.is_empty()));
    let counts = parse::attribute_counts(&documents);
    for (level, attribute, count) in COUNTS {
        assert_eq!(counts.get(&(level, attribute)), Some(&count), "{level} {attribute}");
    }
    assert_eq!(lists(&documents).filter(|list| list.shared).count(), SHARED_LISTS);
}

fn lists(documents: &[RawDocument]) -> impl Iterator<Item = &KeyList> {
    documents.iter().flat_map(|document| &document.lists)
}
