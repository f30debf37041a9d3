//! `cargo xtask bench regen`: measures the time of each stage, and how it grows with the schema.

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use schema_codegen::discover::{self, Source, SourceFile};
use schema_codegen::emit::Prose;
use schema_codegen::mend::{self, LastRun};
use schema_codegen::{check, model_json, parse};

use crate::output::Output;

/// How many copies of the schema are read, in each row.
const FACTORS: [usize; 4] = [1, 2, 4, 8];

/// The attributes that give a document its identifier, which is another one in a copy.
const IDS: [&str; 5] =
    ["payloadtype: ", "requesttype: ", "declarationtype: ", "statusitemtype: ", "credentialtype: "];

/// Prints a table: a row per number of copies, a column per stage, medians in milliseconds.
pub(super) fn run(schema: &Path, runs: usize, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let source = discover::read_folder(schema)?;
    writeln!(out, "| copies | documents | parse | lower | check | emit | model |");
    writeln!(out, "|---:|---:|---:|---:|---:|---:|---:|");
    for factor in FACTORS {
        let source = copies(&source, factor);
        let mut times = Vec::new();
        for _ in 0..runs.max(1) {
            times.push(stages(&source)?);
        }
        let medians: Vec<String> = (0..5).map(|stage| median(&times, stage)).collect();
        writeln!(out, "| {factor} | {} | {} |", source.files.len(), medians.join(" | "));
    }
    Ok(())
}

fn median(times: &[[f64; 5]], stage: usize) -> String {
    let mut times: Vec<f64> = times.iter().map(|run| run[stage]).collect();
    times.sort_by(f64::total_cmp);
    format!("{:.0} ms", times[times.len() / 2])
}

fn stages(source: &Source) -> Result<[f64; 5], Box<dyn Error>> {
    let mut begin = Instant::now();
    let mut lap = || {
        let time = begin.elapsed().as_secs_f64() * 1e3;
        begin = Instant::now();
        time
    };
    let (read, _) = parse::parse_documents(source);
    let parse = lap();
    let (mut laid, known) = (read.clone(), LastRun::default());
    let mut model = mend::lower_leniently(&mut laid, &source.upstream, &known);
    let lower = lap();
    check::count_facts(&read, &laid, &model);
    let check = lap();
    mend::emit_leniently(&mut model, &Prose::default(), &known)?;
    let emit = lap();
    model_json::write(&model)?;
    Ok([parse, lower, check, emit, lap()])
}

/// The schema several times, with other identifiers in each copy. There is one copy of the errors,
/// since their identifiers are values deep inside.
fn copies(source: &Source, factor: usize) -> Source {
    let mut all = source.clone();
    for copy in 1..factor {
        let files = source.files.iter().filter(|file| !file.path.starts_with("mdm/errors"));
        all.files.extend(files.enumerate().map(|(number, file)| copied(file, copy, number)));
    }
    all.files.sort();
    all
}

fn copied(file: &SourceFile, copy: usize, number: usize) -> SourceFile {
    let path = match file.path.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/copy{copy}.{name}"),
        None => file.path.clone(),
    };
    let lines = file.text.lines().map(|line| {
        let id = IDS.iter().find(|id| line.trim_start().starts_with(**id));
        id.map_or_else(|| line.to_owned(), |id| format!("  {id}copy{copy}of{number}"))
    });
    SourceFile { path, text: lines.collect::<Vec<_>>().join("\n") + "\n" }
}
