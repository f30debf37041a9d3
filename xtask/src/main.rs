//! The command line: `cargo xtask <command>`. Each command has its own file. The work itself is
//! done in `schema-codegen`.

#![warn(clippy::print_stdout, clippy::print_stderr)]

mod bench;
mod coverage;
mod diff;
mod entries;
mod explain;
mod export;
mod fuzz;
mod history;
mod names;
mod oracle;
mod output;
mod regen;
mod release;
mod releases;
mod retired;
mod update;
mod workspace;

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::output::Output;

/// Commands for maintainers of apple-device-management.
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
    let mut out = output::stdout();
    // Not taken from the parsed arguments: if they cannot be parsed, the exit code must not look
    // like a result of `diff` either.
    let is_diff = std::env::args_os().nth(1).is_some_and(|name| name == "diff");
    let failed = if is_diff { diff::FAILED } else { 1 };
    let result = match Cli::try_parse() {
        Ok(Cli { command }) => run(&command, &mut out),
        Err(error) if error.use_stderr() => {
            write!(output::stderr(), "{}", error.render());
            return ExitCode::from(failed);
        }
        // A request for help is no error, although the parser reports it as one.
        Err(help) => {
            write!(out, "{}", help.render());
            Ok(0)
        }
    };
    match result.and_then(|code| Ok(out.finish().map(|()| code)?)) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            write!(output::stderr(), "{}", chain(error.as_ref()));
            ExitCode::from(failed)
        }
    }
}

/// Runs a command and returns the exit code.
fn run(command: &Command, out: &mut Output) -> Result<u8, Box<dyn Error>> {
    match command {
        Command::Diff(args) => return diff::run(args, out),
        Command::Bench(args) => bench::run(args, out),
        Command::Coverage(args) => coverage::run(args, out),
        Command::Oracle(args) => oracle::run(args, out),
        Command::Regen(args) => regen::run(args, out),
        Command::Releases(args) => releases::run(args, out),
        Command::History(args) => history::run(args, out),
        Command::Update(args) => update::run(args, out),
        Command::Explain(args) => explain::run(args, out),
        Command::Export(args) => export::run(args, out),
        Command::Fuzz(args) => fuzz::run(args),
    }?;
    Ok(0)
}

/// An error and its causes, a line each.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = format!("error: {error}\n");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!("  caused by: {error}\n"));
        cause = error.source();
    }
    text
}
