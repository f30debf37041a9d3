//! Writes the scratch crates that are built.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use schema_codegen::emit::{Baseline, RootType, emit_baseline, root_types};
use schema_codegen::model::Model;

/// The package that is measured.
pub(super) const OURS: &str = "apple-device-management-generated";

/// Another crate of generated types, to compare with.
pub(super) const PEER: &str = "k8s-openapi";

const PLIST: &str = "plist = \"1.10\"\nserde = { version = \"1\", features = [\"derive\"] }\n";

/// Writes a workspace of scratch crates.
pub(super) fn write(folder: &Path, root: &Path, model: &Model) -> Result<(), Box<dyn Error>> {
    let ours = format!("{OURS} = {{ path = {:?} }}\n", root.join("generated"));
    let core = format!("apple-device-management-core = {{ path = {:?} }}\n", root.join("core"));
    let members = ["derive", "floor", "user-derive", "user-ours", "one-type", "no-type"];
    // Without the names of functions, which would only make the programs larger.
    let profile = "[profile.release]\nstrip = true\n";
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n{profile}");
    put(folder, "Cargo.toml", &workspace)?;
    // The same versions as in the workspace.
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    for (name, baseline) in [("derive", Baseline::Derive), ("floor", Baseline::Floor)] {
        manifest(folder, name, &format!("{PLIST}serde_bytes = \"0.11\"\n"))?;
        for (path, text) in emit_baseline(model, baseline)? {
            put(folder, &format!("{name}/{path}"), &text)?;
        }
    }
    let types = root_types(model)?;
    let user = |prefix: &str, flat: bool| {
        let paths = types.iter().map(|RootType { family, module, name, .. }| {
            let family = if flat { family.replace("::", "_") } else { family.clone() };
            format!("{prefix}::{family}::{module}::{name}")
        });
        program(&paths.collect::<Vec<_>>())
    };
    manifest(folder, "user-derive", &format!("{PLIST}derive = {{ path = \"../derive\" }}\n"))?;
    put(folder, "user-derive/src/main.rs", &user("derive", true))?;
    manifest(folder, "user-ours", &format!("{PLIST}{ours}"))?;
    put(folder, "user-ours/src/main.rs", &user("apple_device_management_generated", false))?;
    manifest(folder, "one-type", &format!("{PLIST}{ours}"))?;
    let one = "apple_device_management_generated::checkin::Authenticate".to_owned();
    put(folder, "one-type/src/main.rs", &program(&[one]))?;
    manifest(folder, "no-type", &format!("{PLIST}{core}"))?;
    put(folder, "no-type/src/main.rs", &program(&["plist::Value".to_owned()]))
}

/// Writes a package that depends on the other crate and on ours, and gives its folder.
pub(super) fn write_peer(folder: &Path, root: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let ours = format!("{OURS} = {{ path = {:?} }}\n", root.join("generated"));
    let peer = format!("{PEER} = {{ version = \"0.29\", features = [\"latest\"] }}\n");
    manifest(folder, "peer", &format!("{ours}{peer}\n[workspace]\nresolver = \"3\"\n"))?;
    put(folder, "peer/src/lib.rs", "")?;
    Ok(folder.join("peer"))
}

/// A program that decodes and encodes every one of the types.
fn program(types: &[String]) -> String {
    let list: String = types.iter().map(|name| format!("    run::<{name}>,\n")).collect();
    format!(
        "use serde::{{Serialize, de::DeserializeOwned}};

fn run<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> usize {{
    let Ok(value) = plist::from_bytes::<T>(bytes) else {{ return 0 }};
    let mut out = Vec::new();
    plist::to_writer_xml(&mut out, &value).map_or(0, |()| out.len())
}}

const ALL: &[fn(&[u8]) -> usize] = &[
{list}];

fn main() {{
    let bytes = std::env::args().nth(1).map(|path| std::fs::read(path).unwrap()).unwrap_or_default();
    println!(\"{{}}\", ALL.iter().map(|run| run(&bytes)).sum::<usize>());
}}
"
    )
}

fn manifest(folder: &Path, name: &str, dependencies: &str) -> Result<(), Box<dyn Error>> {
    let text = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{dependencies}"
    );
    put(folder, &format!("{name}/Cargo.toml"), &text)
}

fn put(folder: &Path, path: &str, text: &str) -> Result<(), Box<dyn Error>> {
    let path = folder.join(path);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    Ok(fs::write(path, text)?)
}
