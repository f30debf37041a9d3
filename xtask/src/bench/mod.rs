//! `cargo xtask bench`: measures how long the generated crate takes to build, compared with the
//! same types with serde derive and without serde; and how long generating it takes.

mod crates;
mod measure;
mod regen;

use std::error::Error;
use std::fs;

use apple_device_management_core::Family;
use clap::Subcommand;
use schema_codegen::model_json;

use crate::output::Output;
use crate::workspace::Workspace;
use measure::{Bench, Profile};

/// Measure how long building and generating takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Build the generated crate, the same types with serde derive and without serde, and programs
    /// that use them, in `target/bench`; print medians and ratios as Markdown tables.
    Build {
        /// How often each build is timed
        #[arg(long, default_value_t = 3)]
        runs: usize,
        /// What to build
        #[arg(
            value_enum,
            default_values_t = [Part::Crates, Part::Users, Part::Families, Part::Peer],
        )]
        parts: Vec<Part>,
    },
    /// Time each stage of a generation, on one, two, four and eight copies of the schema; print
    /// medians as a Markdown table. Needs the submodule.
    Regen {
        /// How often each is timed
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
    /// `k8s-openapi`, another crate of generated types that does without serde derive.
    Peer,
}

pub(crate) fn run(args: &Args, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let workspace = Workspace::find();
    match &args.what {
        What::Build { runs, parts } => build(&workspace, *runs, parts, out),
        What::Regen { runs } => regen::run(&workspace.submodule(), *runs, out),
    }
}

fn build(
    workspace: &Workspace,
    runs: usize,
    parts: &[Part],
    out: &mut Output,
) -> Result<(), Box<dyn Error>> {
    let model = model_json::read(&fs::read_to_string(workspace.model())?)?;
    let folder = workspace.bench();
    crates::write(&folder, &workspace.root(), &model)?;
    let target = folder.join("target");
    // Built in this workspace, since cargo chooses features only for members of a workspace.
    let own = Bench::new(workspace.root(), target.clone(), runs);
    // A workspace of its own, so that it is downloaded only if it is asked for.
    let peer = Bench::new(crates::write_peer(&folder, &workspace.root())?, target.clone(), runs);
    let scratch = Bench::new(folder, target, runs);
    parts.iter().try_for_each(|part| match part {
        Part::Crates => print_crates(&scratch, out),
        Part::Users => print_users(&scratch, out),
        Part::Families => print_families(&own, out),
        Part::Peer => print_peer(&peer, out),
    })
}

/// Prints a table of what building the crates takes.
fn print_crates(bench: &Bench, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let packages = ["derive", "floor", crates::OURS];
    let times = timed(bench, packages, [Profile::Check, Profile::Dev, Profile::Release], &[])?;
    writeln!(out, "| crate | check | dev build | release build | rlib, release |");
    writeln!(out, "|---|---:|---:|---:|---:|");
    let names = ["serde derive", "no serde at all", "this crate"];
    print_rows(
        names,
        times,
        [bench.rlib("derive")?, bench.rlib("floor")?, bench.rlib(crates::OURS)?],
        out,
    );
    Ok(())
}

/// Prints a table of what another crate of generated types takes.
fn print_peer(bench: &Bench, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let packages = [crates::PEER, crates::OURS];
    let times = timed(bench, packages, [Profile::Check, Profile::Dev, Profile::Release], &[])?;
    writeln!(out, "\n| crate | check | dev build | release build | rlib, release |");
    writeln!(out, "|---|---:|---:|---:|---:|");
    let sizes = [bench.rlib(crates::PEER)?, bench.rlib(crates::OURS)?];
    print_rows([crates::PEER, "this crate"], times, sizes, out);
    Ok(())
}

/// Prints a table of what a program takes that decodes and encodes every root type.
fn print_users(bench: &Bench, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let packages = ["user-derive", "user-ours"];
    let times = timed(bench, packages, [Profile::Dev, Profile::Release], &[])?;
    writeln!(
        out,
        "\n| user of every root type | dev rebuild | release rebuild | binary, stripped |"
    );
    writeln!(out, "|---|---:|---:|---:|");
    let sizes = [bench.binary("user-derive")?, bench.binary("user-ours")?];
    print_rows(["serde derive", "this crate"], times, sizes, out);
    bench.packages(["one-type", "no-type"], Profile::Release, &[])?;
    let (one, none) = (bench.binary("one-type")?, bench.binary("no-type")?);
    writeln!(
        out,
        "\nA program that reads one `Authenticate`: {} KB more than one that reads a `plist::Value`.",
        (one.saturating_sub(none)) / 1024
    );
    Ok(())
}

fn print_families(bench: &Bench, out: &mut Output) -> Result<(), Box<dyn Error>> {
    writeln!(out, "\n| family alone | check | dev build | release build |");
    writeln!(out, "|---|---:|---:|---:|");
    let mut features: Vec<&str> = Family::all().map(Family::feature).collect();
    features.dedup();
    for feature in features {
        let options = ["--no-default-features", "--features", feature];
        let profiles = [Profile::Check, Profile::Dev, Profile::Release];
        let [times] = timed(bench, [crates::OURS], profiles, &options)?;
        writeln!(out, "| {feature} | {} |", seconds(&times));
    }
    Ok(())
}

/// For each package, how long it takes in each profile.
fn timed<const N: usize, const P: usize>(
    bench: &Bench,
    packages: [&str; N],
    profiles: [Profile; P],
    options: &[&str],
) -> Result<[[f64; P]; N], Box<dyn Error>> {
    let mut times = [[0.0; P]; N];
    for (at, profile) in profiles.into_iter().enumerate() {
        let medians = bench.packages(packages, profile, options)?;
        for (times, median) in times.iter_mut().zip(medians) {
            times[at] = median;
        }
    }
    Ok(times)
}

/// Prints a row for each package, and rows that compare the last with each other package.
fn print_rows<const N: usize, const P: usize>(
    names: [&str; N],
    times: [[f64; P]; N],
    sizes: [u64; N],
    out: &mut Output,
) {
    for ((name, times), size) in names.iter().zip(&times).zip(sizes) {
        writeln!(out, "| {name} | {} | {} |", seconds(times), megabytes(size));
    }
    let ([others @ .., ours], [other_sizes @ .., size]) = (&times[..], &sizes[..]) else { return };
    for ((name, other), other_size) in names.iter().zip(others).zip(other_sizes) {
        let ratio = *size as f64 / *other_size as f64;
        writeln!(out, "| this crate / {name} | {} | {ratio:.2} |", ratios(ours, other));
    }
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
