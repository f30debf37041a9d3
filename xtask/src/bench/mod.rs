//! `cargo xtask bench`: what the generated crate costs to build, beside the same model with serde
//! derive and without serde; and what generating it costs.

mod crates;
mod measure;
mod regen;

use std::error::Error;
use std::fs;

use apple_device_management_core::Family;
use clap::Subcommand;
use schema_codegen::model_json;

use crate::workspace::Workspace;
use measure::{Bench, Profile};

/// Measures.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Builds the generated crate, the same types with serde derive, and without serde, and a user
    /// of each, in `target/bench`; prints medians and ratios as Markdown tables.
    Build {
        /// How often each build is timed.
        #[arg(long, default_value_t = 3)]
        runs: usize,
        /// What to build.
        #[arg(value_enum, default_values_t = [Part::Crates, Part::Users, Part::Families])]
        parts: Vec<Part>,
    },
    /// Times each stage of a generation, on one, two, four and eight copies of the schema; prints
    /// medians as a Markdown table. Needs the submodule.
    Regen {
        /// How often each is timed.
        #[arg(long, default_value_t = 5)]
        runs: usize,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// The generated crate, and the same model with serde derive and without serde.
    Crates,
    /// A program that decodes and encodes every root type; this takes by far the longest.
    Users,
    /// Each family of the generated crate alone.
    Families,
}

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let workspace = Workspace::find();
    match &args.what {
        What::Build { runs, parts } => build(&workspace, *runs, parts),
        What::Regen { runs } => regen::run(&workspace.submodule(), *runs),
    }
}

fn build(workspace: &Workspace, runs: usize, parts: &[Part]) -> Result<(), Box<dyn Error>> {
    let model = model_json::read(&fs::read_to_string(workspace.model())?)?;
    let folder = workspace.bench();
    crates::write(&folder, &workspace.root(), &model)?;
    let bench = Bench::new(folder, runs);
    parts.iter().try_for_each(|part| match part {
        Part::Crates => print_crates(&bench),
        Part::Users => print_users(&bench),
        Part::Families => print_families(&bench),
    })
}

/// A table of what building the crate alone takes.
fn print_crates(bench: &Bench) -> Result<(), Box<dyn Error>> {
    println!("| crate | check | dev build | release build | rlib, release |");
    println!("|---|---|---|---|---|");
    let mut derive: Option<([f64; 3], u64)> = None;
    for (what, package) in
        [("no serde at all", "floor"), ("serde derive", "derive"), ("this crate", crates::OURS)]
    {
        let times = [Profile::Check, Profile::Dev, Profile::Release]
            .map(|profile| bench.package(package, profile, &[]));
        let [check, dev, release] = times;
        let times = [check?, dev?, release?];
        let size = bench.rlib(package)?;
        println!("| {what} | {} | {} |", seconds(&times), megabytes(size));
        if package == "derive" {
            derive = Some((times, size));
        } else if let Some((base, base_size)) = derive {
            let ratio = size as f64 / base_size as f64;
            println!("| share of derive | {} | {ratio:.2} |", ratios(&times, &base));
        }
    }
    Ok(())
}

/// A table of what a user pays who decodes and encodes every root type.
fn print_users(bench: &Bench) -> Result<(), Box<dyn Error>> {
    println!("\n| user of every root type | dev rebuild | release rebuild | binary, release |");
    println!("|---|---|---|---|");
    let mut derive: Option<([f64; 2], u64)> = None;
    for (what, package) in [("serde derive", "user-derive"), ("this crate", "user-ours")] {
        let times = [
            bench.package(package, Profile::Dev, &[])?,
            bench.package(package, Profile::Release, &[])?,
        ];
        let size = bench.binary(package)?;
        println!("| {what} | {} | {} |", seconds(&times), megabytes(size));
        if let Some((base, base_size)) = derive {
            let ratio = size as f64 / base_size as f64;
            println!("| share of derive | {} | {ratio:.2} |", ratios(&times, &base));
        }
        derive.get_or_insert((times, size));
    }
    bench.package("one-type", Profile::Release, &[])?;
    bench.package("no-type", Profile::Release, &[])?;
    let (one, none) = (bench.binary("one-type")?, bench.binary("no-type")?);
    println!(
        "\nA program that reads one `Authenticate`: {} KB more than one that reads a `plist::Value`.",
        (one.saturating_sub(none)) / 1024
    );
    Ok(())
}

fn print_families(bench: &Bench) -> Result<(), Box<dyn Error>> {
    println!("\n| family alone | check | dev build | release build |");
    println!("|---|---|---|---|");
    let mut features: Vec<&str> = Family::all().map(Family::feature).collect();
    features.dedup();
    for feature in features {
        let options = ["--no-default-features", "--features", feature];
        let times = [Profile::Check, Profile::Dev, Profile::Release]
            .map(|profile| bench.package(crates::OURS, profile, &options));
        let [check, dev, release] = times;
        println!("| {feature} | {} |", seconds(&[check?, dev?, release?]));
    }
    Ok(())
}

fn seconds(times: &[f64]) -> String {
    times.iter().map(|time| format!("{time:.1} s")).collect::<Vec<_>>().join(" | ")
}

fn ratios(times: &[f64], base: &[f64]) -> String {
    let ratios = times.iter().zip(base).map(|(time, base)| format!("{:.2}", time / base));
    ratios.collect::<Vec<_>>().join(" | ")
}

fn megabytes(bytes: u64) -> String {
    format!("{:.2} MB", bytes as f64 / 1e6)
}
