//! The command line: `cargo xtask <command>`. Each command is a file of its own; what they have in
//! common is here and in `workspace`. The work itself is done in `schema-codegen`.

mod bench;
mod coverage;
mod diff;
mod explain;
mod export;
mod fuzz;
mod history;
mod oracle;
mod places;
mod regen;
mod release;
mod releases;
mod retired;
mod update;
mod workspace;

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Looks after the machine-owned part of apple-device-management.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Bench(bench::Args),
    Coverage(coverage::Args),
    Oracle(oracle::Args),
    Regen(regen::Args),
    Diff(diff::Args),
    Releases(releases::Args),
    History(history::Args),
    Update(update::Args),
    Explain(explain::Args),
    Export(export::Args),
    Fuzz(fuzz::Args),
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let printed = error.print();
            // A request for help is no error, and comes this way too.
            return ExitCode::from(u8::from(error.use_stderr() || printed.is_err()));
        }
    };
    let result = match &cli.command {
        Command::Bench(args) => bench::run(args),
        Command::Coverage(args) => coverage::run(args),
        Command::Oracle(args) => oracle::run(args),
        Command::Regen(args) => regen::run(args),
        Command::Diff(args) => return diff::run(args),
        Command::Releases(args) => releases::run(args),
        Command::History(args) => history::run(args),
        Command::Update(args) => update::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Export(args) => export::run(args),
        Command::Fuzz(args) => fuzz::run(args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprint!("{}", chain(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

/// An error and what is behind it, a line each.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = format!("error: {error}\n");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!("  caused by: {error}\n"));
        cause = error.source();
    }
    text
}
