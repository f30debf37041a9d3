//! The results of a run, for tables in Markdown.
//!
//! The time is that of the quickest of criterion's hundred samples. Other programs on the machine
//! can slow down many samples in a row, so a median would say more about the machine than about the
//! code.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use serde_json::Value;
use walkdir::{DirEntry, WalkDir};

/// A benchmark that has run.
pub(crate) struct Measured {
    /// When it ran; results are sorted by this.
    at: SystemTime,
    /// Group, function and parameter, as far as there are any, with `/` between.
    pub(crate) name: String,
    /// The time of one iteration in the quickest sample.
    pub(crate) nanoseconds: f64,
}

/// What was measured since this time; nothing with `-- --test`.
pub(crate) fn since(began: SystemTime) -> Vec<Measured> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("criterion");
    let folders = WalkDir::new(root).into_iter().flatten().map(DirEntry::into_path);
    let benches = folders.filter(|folder| folder.ends_with("new")).filter_map(|it| measured(&it));
    let mut found: Vec<_> = benches.filter(|bench| bench.at >= began).collect();
    found.sort_by_key(|bench| bench.at);
    found
}

fn measured(folder: &Path) -> Option<Measured> {
    let path = folder.join("sample.json");
    let sample = json(&path)?;
    let numbers = |name: &str| Some(sample[name].as_array()?.iter().filter_map(Value::as_f64));
    let each = numbers("times")?.zip(numbers("iters")?).map(|(time, count)| time / count);
    Some(Measured {
        at: fs::metadata(&path).ok()?.modified().ok()?,
        name: json(&folder.join("benchmark.json"))?["full_id"].as_str()?.to_owned(),
        nanoseconds: each.min_by(f64::total_cmp)?,
    })
}

fn json(path: &Path) -> Option<Value> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// A time with the unit that suits it.
pub(crate) fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        small if small < 1e3 => format!("{small:.1} ns"),
        large => format!("{:.2} µs", large / 1e3),
    }
}
