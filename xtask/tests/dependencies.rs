//! Checks all dependencies: their licences and sources are such as `deny.toml` allows, and none
//! needs a newer Rust than the workspace's `rust-version`. Also checks that every package of the
//! workspace uses the workspace's lints.
//!
//! All is read from `cargo metadata`, for all platforms.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use spdx::{Expression, LicenseReq, ParseMode};

fn read_toml(path: &Path) -> toml::Table {
    fs::read_to_string(path).unwrap().parse().unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// All packages. Cargo uses the network only for packages that this machine has not downloaded yet.
fn packages() -> Vec<Value> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--locked", "--format-version", "1"]).current_dir(root());
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

fn text<'a>(package: &'a Value, field: &str) -> &'a str {
    package[field].as_str().unwrap_or_default()
}

/// Whether a package is one of the workspace: these come from a folder and not from a registry.
fn is_ours(package: &Value) -> bool {
    package["source"].is_null()
}

fn strings<'a>(deny: &'a toml::Table, table: &str, list: &str) -> Vec<&'a str> {
    deny[table][list].as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect()
}

#[test]
fn licences_and_sources_are_allowed() {
    let deny = read_toml(&root().join("deny.toml"));
    let allowed = strings(&deny, "licenses", "allow");
    let registries = strings(&deny, "sources", "allow-registry");
    let mut faults = Vec::new();
    let mut needed = BTreeSet::new();
    for package in packages() {
        let (name, licence) = (text(&package, "name"), text(&package, "license"));
        let is_allowed = |req: &LicenseReq| allowed.contains(&req.to_string().as_str());
        match Expression::parse_mode(licence, ParseMode::LAX) {
            Ok(expression) if expression.evaluate(is_allowed) => {
                // Without this one, the package could not be used.
                let is_needed = |licence: &&&str| {
                    !expression.evaluate(|req| is_allowed(req) && req.to_string() != **licence)
                };
                needed.extend(allowed.iter().filter(is_needed).copied());
            }
            _ => faults.push(format!("{name}: `{licence}` is not allowed by deny.toml")),
        }
        let source = text(&package, "source").trim_start_matches("registry+");
        if !is_ours(&package) && !registries.contains(&source) {
            faults.push(format!("{name} comes from {source}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let needed: Vec<_> = needed.into_iter().collect();
    assert_eq!(needed, allowed, "deny.toml allows what no package needs");
}

/// This is also a reason for the exception that `deny.toml` makes for `rsa`.
#[test]
fn rsa_comes_with_signed_alone() {
    let manifest = read_toml(&root().join("Cargo.toml"));
    let features = manifest["features"].as_table().unwrap().keys();
    let others = features.filter(|name| !["default", "signed"].contains(&name.as_str()));
    let others = others.cloned().collect::<Vec<_>>().join(",");
    let has_rsa = |features: &str| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["tree", "--locked", "-p", "apple-device-management", "--no-default-features"]);
        cargo.args(["--features", features, "--edges", "normal", "--prefix", "none"]);
        let output = cargo.current_dir(root()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().any(|line| line.starts_with("rsa "))
    };
    assert!(has_rsa("signed"));
    assert!(!has_rsa(&others), "with {others}");
}

/// `1.88.0` and `1.88` as numbers.
fn version(text: &str) -> Vec<u32> {
    let mut parts: Vec<u32> = text.split('.').map(|part| part.parse().unwrap()).collect();
    parts.resize(3, 0);
    parts
}

#[test]
fn nothing_asks_for_a_newer_rust() {
    let manifest = read_toml(&root().join("Cargo.toml"));
    let ours = manifest["workspace"]["package"]["rust-version"].as_str().unwrap();
    let packages = packages();
    let newer: Vec<_> = packages
        .iter()
        .filter(|package| package["rust_version"].is_string())
        .filter(|package| version(text(package, "rust_version")) > version(ours))
        .map(|package| format!("{} needs {}", text(package, "name"), package["rust_version"]))
        .collect();
    assert!(newer.is_empty(), "we promise {ours}, but {}", newer.join(", "));
}

#[test]
fn unsafe_code_is_forbidden_everywhere() {
    let manifest = read_toml(&root().join("Cargo.toml"));
    let lint = &manifest["workspace"]["lints"]["rust"]["unsafe_code"];
    assert_eq!(lint.as_str(), Some("forbid"));
    let packages = packages();
    let ours = packages.iter().filter(|package| is_ours(package));
    let mut count = 0;
    for package in ours {
        let manifest = read_toml(Path::new(text(package, "manifest_path")));
        let inherits = manifest.get("lints").and_then(|lints| lints.get("workspace"));
        let inherits = inherits.and_then(toml::Value::as_bool);
        assert_eq!(inherits, Some(true), "{} has no `[lints] workspace = true`", package["name"]);
        count += 1;
    }
    let members = manifest["workspace"]["members"].as_array().unwrap();
    assert_eq!(count, members.len() + 1);
}
