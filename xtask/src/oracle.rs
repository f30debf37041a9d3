//! `cargo xtask oracle`: compares the codec with serde's own derive, on messages made from the
//! tables.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use schema_codegen::effective::Side;
use schema_codegen::emit::{Baseline, RootType, emit_baseline, root_types};
use schema_codegen::model::Model;
use schema_codegen::model_json;

use crate::output::Output;
use crate::workspace::Workspace;

/// Decode and encode messages with the generated crate and with serde derive; fail if the results
/// differ.
///
/// Builds both in target/oracle.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

const PROGRAM: &str = include_str!("oracle/program.rs");

pub(crate) fn run(_: &Args, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let workspace = Workspace::find();
    let model = model_json::read(&fs::read_to_string(workspace.model())?)?;
    let root = workspace.root().canonicalize()?;
    let folder = root.join("target/oracle");
    write(&folder, &root, &model)?;
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--package", "oracle", "--target-dir", "target"])
        .current_dir(&folder)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()?;
    write!(out, "{}", String::from_utf8_lossy(&output.stdout));
    if output.status.success() {
        Ok(())
    } else {
        Err("the codec and serde derive do not agree".into())
    }
}

fn write(folder: &Path, root: &Path, model: &Model) -> Result<(), Box<dyn Error>> {
    let members = "[workspace]\nresolver = \"3\"\nmembers = [\"derive\", \"oracle\"]\n\n\
                   [profile.dev]\ndebug = false\nincremental = false\n";
    put(folder, "Cargo.toml", members)?;
    // The same versions as in the workspace.
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let serde = "plist = \"1.10\"\nserde = { version = \"1\", features = [\"derive\"] }\n";
    manifest(folder, "derive", &format!("{serde}serde_bytes = \"0.11\"\n"))?;
    for (path, text) in emit_baseline(model, Baseline::Derive)? {
        put(folder, &format!("derive/{path}"), &text)?;
    }
    let ours = format!(
        "{serde}derive = {{ path = \"../derive\" }}\n\
         apple-device-management-core = {{ path = {:?} }}\n\
         apple-device-management-generated = {{ path = {:?} }}\n",
        root.join("core"),
        root.join("generated"),
    );
    manifest(folder, "oracle", &ours)?;
    let sample = root.join("tests/support/sample.rs");
    let list: String = root_types(model)?.iter().map(pair).collect();
    let program =
        PROGRAM.replace("SAMPLE_PATH", &sample.to_string_lossy()).replace("/* PAIRS */", &list);
    put(folder, "oracle/src/main.rs", &program)
}

/// The code for a root type, which both crates have.
fn pair(RootType { family, module, name, side, .. }: &RootType) -> String {
    let response = *side == Side::Response;
    let flat = family.replace("::", "_");
    format!(
        "    Pair::of::<apple_device_management_generated::{family}::{module}::{name}, \
         derive::{flat}::{module}::{name}>({response}),\n"
    )
}

fn manifest(folder: &Path, name: &str, dependencies: &str) -> Result<(), Box<dyn Error>> {
    let text = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{dependencies}"
    );
    put(folder, &format!("{name}/Cargo.toml"), &text)
}

/// Writes a file, unless it has this text already: cargo would build it again.
fn put(folder: &Path, path: &str, text: &str) -> Result<(), Box<dyn Error>> {
    let path = folder.join(path);
    if fs::read_to_string(&path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    Ok(fs::write(path, text)?)
}
