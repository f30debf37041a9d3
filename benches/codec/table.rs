//! The tables that a run ends with, in Markdown.

use crate::WHO;
use crate::report::{Measured, time};

/// How many allocations decoding takes, by serde, for our types, derived ones and bare values, from
/// XML, binary and JSON.
pub(crate) struct Allocations {
    pub(crate) sample: &'static str,
    pub(crate) counts: [[u64; 3]; 3],
}

/// A row for each operation, with what ours takes as a share of the others.
pub(crate) fn print_times(measured: &[Measured]) {
    println!(
        "\n| message | | ours | wire | derive | value | ours / derive | wire / derive | ours / value |"
    );
    println!("|---|---|---:|---:|---:|---:|---:|---:|---:|");
    let of = |name: &str, who: &str| {
        let name = format!("{name}/{who}");
        measured.iter().find(|bench| bench.name == name).map(|bench| bench.nanoseconds)
    };
    for bench in measured {
        let Some((name, "ours")) = bench.name.rsplit_once('/') else { continue };
        let [Some(ours), Some(wire), Some(derive), Some(value)] = WHO.map(|who| of(name, who))
        else {
            continue;
        };
        println!(
            "| {} | {} | {} | {} | {} | {:.2} | {:.2} | {:.2} |",
            name.replace('/', " | "),
            time(ours),
            time(wire),
            time(derive),
            time(value),
            ours / derive,
            wire / derive,
            ours / value,
        );
    }
}

pub(crate) fn print_allocations(all: &[Allocations]) {
    println!("\n| allocations to decode | | ours | derive | value |");
    println!("|---|---|---:|---:|---:|");
    for Allocations { sample, counts: [ours, derive, value] } in all {
        for (at, format) in ["xml", "binary", "json"].iter().enumerate() {
            println!("| {sample} | {format} | {} | {} | {} |", ours[at], derive[at], value[at]);
        }
    }
}
