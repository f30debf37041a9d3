//! The tables in Markdown with which a run ends.

use crate::report::{Measured, time};
use crate::{WHAT, WHO};

/// How many allocations reading takes: by [`wire`](crate::wire) for types of this crate, by serde
/// for derived structs and for dynamic values; each from XML, binary and JSON.
pub(crate) struct Allocations {
    pub(crate) sample: &'static str,
    pub(crate) counts: [[u64; 3]; 3],
}

/// The aim for the time of `wire` divided by the time of derived structs, for each of [`WHAT`].
const AIMS: [f64; WHAT.len()] = [0.6, 0.5, 1.1, 0.7, 0.7, 1.1];
/// The aim for the time of `wire` divided by the time of the mere pass over the events.
const AIM_OF_FLOOR: f64 = 1.5;
/// The aim for the allocations of `wire` divided by those of derived structs.
const AIM_OF_ALLOCATIONS: f64 = 0.7;

/// Prints a row for each operation, with the times and their ratios.
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

/// The ratio, in bold if it is above the aim.
fn share(part: Option<f64>, whole: Option<f64>, aim: Option<f64>) -> String {
    let Some((part, whole)) = part.zip(whole) else { return String::new() };
    match part / whole {
        share if aim.is_some_and(|aim| share > aim) => format!("**{share:.2}**"),
        share => format!("{share:.2}"),
    }
}
