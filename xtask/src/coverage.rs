//! `cargo xtask coverage`: how many facts were read from the schema, are in the model and are
//! emitted.

use std::collections::BTreeMap;
use std::error::Error;

use apple_device_management_core::internal::count;
use schema_codegen::check::{self, SKIPPED, Tally};
use schema_codegen::emit::Census;
use schema_codegen::pipeline::{self, Docs, Request, Timings};
use schema_codegen::retired::Retired;

use crate::output::{self, Output};
use crate::release;
use crate::workspace::Workspace;

/// Count every fact of the schema; fail if one was read and is not in the model, or is not emitted.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A folder with the schema, or a commit or branch of the submodule's repository
    /// [default: the submodule]
    #[arg(long, value_name = "DIR|REV")]
    source: Option<String>,
}

#[derive(Debug, thiserror::Error)]
enum CoverageError {
    #[error("the facts are counted in the schema itself: name a folder or revision, not a model")]
    NoSchema,
    #[error("not in the model, or not emitted: {}", count(*.0, "fact", "facts"))]
    Open(usize),
}

pub(crate) fn run(args: &Args, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let workspace = Workspace::find();
    let input = match &args.source {
        Some(source) => release::input(source, &workspace)?,
        None => release::submodule(&workspace)?,
    };
    let pinned = args.source.is_none();
    let known = Some(workspace.model());
    let request = Request { input, docs: Docs::Facts, strict: false, pinned, known };
    let reading = pipeline::read_schema(&request, &mut Timings::default())?;
    let (Some(raw), Some(laid)) = (&reading.raw, &reading.laid) else {
        return Err(CoverageError::NoSchema.into());
    };
    for warning in reading.model.flaws.iter().chain(&reading.notes) {
        writeln!(output::stderr(), "warning: {warning}");
    }
    let mut coverage = check::count_facts(raw, laid, &reading.model);
    let emitted = Census::of(&reading.model)?;
    coverage.count_emitted(&reading.model, &|key| emitted.holds(key));
    for (family, tallies) in &coverage.families {
        print(&family.to_string(), tallies, out);
    }
    print("all families", &coverage.total(), out);
    writeln!(out, "\nskipped, and why");
    for (fact, reason) in SKIPPED {
        writeln!(out, "  {fact:40} {reason}");
    }
    writeln!(
        out,
        "  {:40} of older releases, so not counted here (schema-codegen/retired.json)",
        format!("{} retired", Retired::committed()?.len())
    );
    let mut open: Vec<String> = coverage.mismatches.iter().map(ToString::to_string).collect();
    open.extend(coverage.not_emitted());
    for line in &open {
        writeln!(output::stderr(), "{line}");
    }
    if open.is_empty() { Ok(()) } else { Err(CoverageError::Open(open.len()).into()) }
}

fn print(family: &str, tallies: &BTreeMap<&'static str, Tally>, out: &mut Output) {
    writeln!(
        out,
        "\n{family:42} {:>7} {:>8} {:>8} {:>8} {:>8}",
        "read", "overlay", "skipped", "carried", "emitted"
    );
    for (fact, tally) in tallies {
        let Tally { read, overlay, skipped, carried, emitted } = tally;
        let overlay = if *overlay == 0 { String::new() } else { format!("{overlay:+}") };
        let skipped = if *skipped == 0 { String::new() } else { skipped.to_string() };
        let emitted = emitted.unwrap_or(0);
        writeln!(out, "  {fact:40} {read:>7} {overlay:>8} {skipped:>8} {carried:>8} {emitted:>8}");
    }
}
