//! `cargo xtask releases`: generates and compiles crates for other releases, to see that it works.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use apple_device_management_core::Family;
use apple_device_management_core::internal::count;
use schema_codegen::discover::{self, git};
use schema_codegen::pipeline::{self, Docs, Input, Outcome, Request};
use schema_codegen::write;

use crate::output::Output;
use crate::workspace::Workspace;

/// Generate and compile crates for other releases of the schema, in target/releases.
///
/// Needs the submodule and its history; without it there is nothing to try.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Commits or branches of the submodule's repository [default: every release and seed]
    #[arg(value_name = "REV")]
    revisions: Vec<String>,
    /// Also generate a crate for the submodule's schema with the documents of this folder added, or
    /// put in place of its own
    #[arg(long, value_name = "DIR")]
    over: Option<PathBuf>,
    /// Generate, but do not compile
    #[arg(long)]
    no_compile: bool,
}

/// A schema to try, and the name of its scratch crate.
struct Trial {
    name: String,
    input: Input,
}

pub(crate) fn run(args: &Args, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let workspace = Workspace::find();
    let Some(submodule) = workspace.filled_submodule() else {
        writeln!(out, "{} is not checked out: nothing to try", workspace.submodule().display());
        return Ok(());
    };
    let folder = workspace.root().join("target/releases");
    let trials = trials(args, &submodule, &folder)?;
    for Trial { name, input } in &trials {
        emit(&folder.join(name), input, name, &workspace, out)?;
    }
    manifest(&folder, &trials, &workspace)?;
    if args.no_compile {
        return Ok(());
    }
    let begin = Instant::now();
    compile(&folder)?;
    let crates = count(trials.len(), "crate", "crates");
    writeln!(out, "{crates} compiled in {:.0} s", begin.elapsed().as_secs_f64());
    Ok(())
}

fn trials(args: &Args, submodule: &Path, folder: &Path) -> Result<Vec<Trial>, Box<dyn Error>> {
    let revisions = match args.revisions.is_empty() {
        true => git::history(submodule)?,
        false => args.revisions.clone(),
    };
    let mut trials: Vec<Trial> = revisions
        .into_iter()
        .map(|revision| {
            let name = revision.to_ascii_lowercase();
            let name = name.replace(|char: char| !char.is_ascii_alphanumeric(), "-");
            // The beginning of a hash is enough.
            let is_hash = name.len() == 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
            let name = format!("release-{}", if is_hash { &name[..12] } else { &name });
            let repository = submodule.to_owned();
            Trial { name, input: Input::Revision { repository, revision } }
        })
        .collect();
    if let Some(over) = &args.over {
        let laid = folder.join("laid-over-schema");
        lay(submodule, over, &laid)?;
        trials.push(Trial { name: "laid-over".to_owned(), input: Input::Folder(laid) });
    }
    Ok(trials)
}

/// Makes a folder with the documents of one folder, and over them those of another.
fn lay(under: &Path, over: &Path, laid: &Path) -> Result<(), Box<dyn Error>> {
    let mut texts = BTreeMap::new();
    for folder in [under, over] {
        let source = discover::read_folder(folder)?;
        texts.extend(source.files.into_iter().map(|file| (file.path, file.text)));
    }
    if laid.exists() {
        fs::remove_dir_all(laid)?;
    }
    for (path, text) in texts {
        put(&laid.join(path), &text)?;
    }
    Ok(())
}

/// Writes the crate for a schema, and prints a line about it.
fn emit(
    folder: &Path,
    input: &Input,
    name: &str,
    workspace: &Workspace,
    out: &mut Output,
) -> Result<(), Box<dyn Error>> {
    let request = Request {
        input: input.clone(),
        docs: Docs::Facts,
        strict: false,
        pinned: false,
        known: Some(workspace.model()),
    };
    let Outcome { model, files, counts, warnings, timings, .. } =
        pipeline::generate(&request).map_err(|error| format!("{name}: {error}"))?;
    write::write_files(folder, &files)?;
    fs::copy(workspace.root().join("generated/src/lib.rs"), folder.join("src/lib.rs"))?;
    writeln!(
        out,
        "{name:22} {:28} {counts}, {}, {:.0} ms",
        model.upstream.release.as_deref().unwrap_or("of no commit"),
        count(warnings.len() - counts.flaws, "other warning", "other warnings"),
        timings.total().as_secs_f64() * 1000.0,
    );
    Ok(())
}

/// Writes the manifests of the crates and their workspace. A warning of the compiler is an error in
/// them.
fn manifest(folder: &Path, trials: &[Trial], workspace: &Workspace) -> Result<(), Box<dyn Error>> {
    let core = workspace.root().canonicalize()?.join("core");
    let mut features: Vec<&str> = Family::all().map(Family::feature).collect();
    features.dedup();
    let empty: String = features.iter().map(|feature| format!("{feature} = []\n")).collect();
    for Trial { name, .. } in trials {
        let text = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [features]\ndefault = {features:?}\n{empty}\n\
             [dependencies]\napple-device-management-core = {{ path = {core:?} }}\n\n\
             [lints.rust]\nwarnings = \"deny\"\n"
        );
        put(&folder.join(name).join("Cargo.toml"), &text)?;
    }
    let members: Vec<&str> = trials.iter().map(|trial| trial.name.as_str()).collect();
    let text = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
    put(&folder.join("Cargo.toml"), &text)?;
    // The same versions as in the workspace.
    fs::copy(workspace.root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(())
}

fn compile(folder: &Path) -> Result<(), Box<dyn Error>> {
    let status = Command::new("cargo")
        .args(["check", "--workspace", "--quiet", "--target-dir", "target"])
        .current_dir(folder)
        .env("CARGO_INCREMENTAL", "0")
        .stdin(Stdio::null())
        .status()?;
    if status.success() { Ok(()) } else { Err("a crate does not compile; see above".into()) }
}

/// Writes a file, unless it has this text already: cargo would build it again.
fn put(path: &Path, text: &str) -> Result<(), Box<dyn Error>> {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    Ok(fs::write(path, text)?)
}
