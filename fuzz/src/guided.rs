//! Runs the targets with libFuzzer, which looks for inputs that reach new code.
//!
//! The program for this is in the package `guided`, which needs a nightly toolchain and `cargo-fuzz`.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::targets::FuzzTarget;

/// Runs a target for some seconds. Inputs that libFuzzer finds worth keeping stay in `folder`, and
/// the next run begins with them; an input that breaks the target is saved there too.
///
/// # Errors
/// An input broke the target, or `cargo-fuzz` or the toolchain is missing.
pub fn guided(target: &FuzzTarget, seconds: u64, folder: &Path) -> Result<(), Box<dyn Error>> {
    let (corpus, broken) = (folder.join("corpus").join(target.name()), folder.join("broken/"));
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&broken)?;
    for (number, seed) in target.seeds().iter().enumerate() {
        fs::write(corpus.join(format!("seed-{number}")), seed)?;
    }
    let megabytes = (target.memory() >> 20).max(1);
    let status = Command::new("cargo")
        .args(["+nightly", "fuzz", "run", "--fuzz-dir"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("guided"))
        .arg("guided")
        .arg(&corpus)
        .arg("--")
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-malloc_limit_mb={megabytes}"))
        .arg(format!("-artifact_prefix={}{}-", broken.display(), target.name()))
        .args(["-max_len=65536", "-timeout=20", "-print_final_stats=1"])
        .env("FUZZ_TARGET", target.name())
        .status()?;
    match status.success() {
        true => Ok(()),
        false => Err(format!(
            "{}: the run ended with {status}; it needs `rustup toolchain install nightly` and \
             `cargo install cargo-fuzz`; an input that broke it is in {}",
            target.name(),
            broken.display(),
        )
        .into()),
    }
}
