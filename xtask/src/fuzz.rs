//! `cargo xtask fuzz`: builds the package `fuzz`, optimised and with all checks, and runs it.

use std::error::Error;
use std::process::Command;

use crate::workspace::Workspace;

/// Read damaged input in every way there is; `cargo xtask fuzz -- --help` says more
// Run as another process: this program must not depend on the generated code, so that it can be
// built where that does not compile.
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
