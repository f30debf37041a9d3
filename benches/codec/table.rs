//! The tables that a run ends with, in Markdown.

use crate::report::{Measured, time};
use crate::{WHAT, WHO};

/// How many allocations decoding takes, by [`wire`](crate::wire) for our types, by serde for derived
/// ones and for bare values, from XML, binary and JSON.
pub(crate) struct Allocations {
    pub(crate) sample: &'static str,
    pub(crate) counts: [[u64; 3]; 3],
}

/// The most that `wire` should take as a share of what derived structs take, for each of [`WHAT`].
const AIMS: [f64; WHAT.len()] = [0.6, 0.5, 1.1, 0.7, 0.7, 1.1];
/// The most that `wire` should take as a share of the bare pass.
const AIM_OF_FLOOR: f64 = 1.5;
/// The most allocations as a share of those of derived structs.
const AIM_OF_ALLOCATIONS: f64 = 0.7;

/// A row for each operation, with what `wire` takes as a share of the others.
pub(crate) fn print_times(measured: &[Measured]) {
    println!(
        "\n| message | | wire | serde | derive | value | floor | wire / derive | wire / floor | serde / derive |"
    );
    println!("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for bench in measured {
        let Some((name, "wire")) = bench.name.rsplit_once('/') else { continue };
        let times = WHO.map(|who| {
            let name = format!("{name}/{who}");
            measured.iter().find(|bench| bench.name == name).map(|bench| bench.nanoseconds)
        });
        let cells = times.map(|nanoseconds| nanoseconds.map_or_else(String::new, time));
        let aim = WHAT.iter().position(|what| name.ends_with(what)).map(|at| AIMS[at]);
        let [wire, serde, derive, _, floor] = times;
        println!(
            "| {} | {} | {} | {} | {} |",
            name.replace('/', " | "),
            cells.join(" | "),
            share(wire, derive, aim),
            share(wire, floor, Some(AIM_OF_FLOOR)),
            share(serde, derive, None),
        );
    }
}

pub(crate) fn print_allocations(all: &[Allocations]) {
    println!("\n| allocations to decode | | wire | derive | value | wire / derive |");
    println!("|---|---|---:|---:|---:|---:|");
    for Allocations { sample, counts: [wire, derive, value] } in all {
        for (at, format) in ["xml", "binary", "json"].iter().enumerate() {
            let share =
                share(Some(wire[at] as f64), Some(derive[at] as f64), Some(AIM_OF_ALLOCATIONS));
            println!(
                "| {sample} | {format} | {} | {} | {} | {share} |",
                wire[at], derive[at], value[at]
            );
        }
    }
}

/// The share; in bold where it is above the aim.
fn share(part: Option<f64>, whole: Option<f64>, aim: Option<f64>) -> String {
    let Some((part, whole)) = part.zip(whole) else { return String::new() };
    match part / whole {
        share if aim.is_some_and(|aim| share > aim) => format!("**{share:.2}**"),
        share => format!("{share:.2}"),
    }
}
