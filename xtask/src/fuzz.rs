//! `cargo xtask fuzz`: builds the package `fuzz`, quick and with all checks, and runs it.

use std::error::Error;
use std::process::Command;

use crate::workspace::Workspace;

/// Read damaged input in every way there is; `cargo xtask fuzz -- --help` says more
// By a process of its own, since the generator must run where the generated code does not compile.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Targets, and `--seed`, `--seconds`, `--runs`, `--from`, `--replay`, `--guided`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let status = Command::new("cargo")
        .args(["run", "--quiet", "--profile", "fuzz", "--package", "fuzz", "--manifest-path"])
        .arg(Workspace::find().root().join("Cargo.toml"))
        .arg("--")
        .args(&args.arguments)
        .status()?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("the run ended with {status}").into()),
    }
}
