//! Reads the real schema, where it is at hand: the submodule, or a folder that
//! `DEVICE_MANAGEMENT_SCHEMA` names.

use std::path::{Path, PathBuf};
use std::time::Instant;

use schema_codegen::discover::{self, Source};
use schema_codegen::error::Error;
use schema_codegen::parse;
use schema_codegen::raw::{Document, Level};

const VARIABLE: &str = "DEVICE_MANAGEMENT_SCHEMA";

/// The folder to read.
fn folder() -> PathBuf {
    std::env::var_os(VARIABLE).map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../vendor/device-management"),
        PathBuf::from,
    )
}

fn read() -> Option<(Source, Vec<Document>)> {
    let folder = folder();
    let source = match discover::directory(&folder) {
        Ok(source) => source,
        Err(Error::NoSchema { .. } | Error::Io { .. }) => {
            println!("skipped: no schema in {}, see {VARIABLE}", folder.display());
            return None;
        }
        Err(error) => panic!("{error}"),
    };
    let start = Instant::now();
    let documents = parse::documents(&source).unwrap_or_else(|errors| panic!("{errors}"));
    println!("{} documents read in {:?}", documents.len(), start.elapsed());
    Some((source, documents))
}

#[test]
fn every_file_is_read_and_every_attribute_is_known() {
    let Some((source, documents)) = read() else { return };
    for skipped in &source.skipped {
        println!("{}: skipped, {}", skipped.path, skipped.reason);
    }
    for document in &documents {
        for unknown in &document.unknown {
            println!("{}:{}: {}: {:?}", document.source, unknown.at, unknown.path, unknown.what);
        }
    }
    let counts = parse::attribute_counts(&documents);
    let keys: usize =
        documents.iter().flat_map(|document| &document.lists).map(|list| list.keys.len()).sum();
    println!("{keys} keys");
    assert_eq!(counts.get(&(Level::Key, "key")), Some(&keys));
    assert_eq!(counts.get(&(Level::Document, "title")), Some(&documents.len()));
    assert_eq!(documents.len(), source.files.len());
}
