//! `cargo xtask fuzz`: reads damaged input for as long as you like.

use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use apple_device_management::internal::count;
use clap::Parser;
use fuzz::{FuzzTarget, Options, Report, fuzz, guided, replay, targets};

/// Read damaged input with every target; stop at the first input for which something does not hold.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask fuzz", bin_name = "cargo xtask fuzz")]
struct Cli {
    /// Names of targets, or their beginnings; all targets if none is given
    targets: Vec<String>,
    /// The number from which inputs are made: the same number gives the same inputs
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The number of the first input
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// How many inputs for each target, at most
    #[arg(long, default_value_t = u64::MAX, hide_default_value = true)]
    runs: u64,
    /// How long for each target, at most
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Let libFuzzer choose the inputs, by the code that they reach; needs a nightly toolchain and
    /// `cargo install cargo-fuzz`
    #[arg(long, conflicts_with_all = ["seed", "from", "runs", "replay"])]
    guided: bool,
    /// Read this file, and nothing else
    #[arg(long, value_name = "FILE")]
    replay: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<(), Box<dyn Error>> {
    let named = |target: &FuzzTarget| {
        let mut names = cli.targets.iter();
        cli.targets.is_empty() || names.any(|name| target.name().starts_with(name))
    };
    for name in &cli.targets {
        if !targets().iter().any(|target| target.name().starts_with(name)) {
            return Err(format!("no target has a name that begins with `{name}`").into());
        }
    }
    let targets: Vec<_> = targets().into_iter().filter(named).collect();
    let time = Duration::from_secs(cli.seconds);
    let options = Options { seed: cli.seed, from: cli.from, runs: cli.runs, time };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/fuzz");
    if cli.guided {
        let run = |target| guided::guided(target, cli.seconds, &folder.join("guided"));
        return targets.iter().try_for_each(run);
    }
    // `println!` would panic if the reader of the output stops early.
    let mut out = io::stdout().lock();
    writeln!(out, "| target | inputs | read | slowest | memory |\n|---|---:|---:|---:|---:|")?;
    let mut inputs = 0;
    for target in targets {
        let report = match &cli.replay {
            Some(file) => {
                replay(&target, file).map_err(|error| format!("{}: {error}", file.display()))??
            }
            None => fuzz(&target, &options, &folder)??,
        };
        inputs += report.inputs;
        row(&mut out, &target, &report)?;
    }
    Ok(writeln!(out, "\nseed {}: {}", cli.seed, count(inputs, "input", "inputs"))?)
}

fn row(out: &mut impl Write, target: &FuzzTarget, report: &Report) -> io::Result<()> {
    writeln!(
        out,
        "| {} | {} | {} % | {:.0} ms | {} KiB |",
        target.name(),
        report.inputs,
        report.accepted * 100 / report.inputs.max(1),
        report.slowest.as_secs_f64() * 1e3,
        report.peak >> 10,
    )
}
