//! Runs a target on one input after the other, and checks what must hold for every run.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Seek, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::targets::FuzzTarget;

/// An input that takes longer than this hangs. Inputs have 64 KiB at most, and take milliseconds.
pub const HANG: Duration = Duration::from_secs(20);

/// How many inputs to run, and which.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub seed: u64,
    /// The number of the first input.
    pub from: u64,
    /// How many inputs at most.
    pub runs: u64,
    /// For how long at most.
    pub time: Duration,
}

/// The result of a run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub inputs: u64,
    /// How many of them could be read.
    pub accepted: u64,
    pub slowest: Duration,
    /// The most bytes that were allocated at one time for one input.
    pub peak: u64,
}

/// An input for which something did not hold.
#[derive(Debug)]
pub struct Failure {
    pub target: String,
    pub input: Option<u64>,
    pub seed: u64,
    pub what: String,
    /// Where the input was saved.
    pub saved: PathBuf,
}

impl std::error::Error for Failure {}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { target, input, seed, what, saved } = self;
        write!(f, "{target}: {what}; ")?;
        if let Some(input) = input {
            write!(f, "seed {seed}, input {input}, ")?;
        }
        let saved = saved.display();
        write!(f, "again with `cargo xtask fuzz {target} --replay {saved}`")
    }
}

/// Runs a target. The current input is saved in `folder`, and stays there if it fails, even if it
/// ends the process (by a stack overflow, or because memory runs out).
pub fn fuzz(
    target: &FuzzTarget,
    options: &Options,
    folder: &Path,
) -> io::Result<Result<Report, Failure>> {
    fs::create_dir_all(folder)?;
    let saved = folder.join(target.name());
    let mut file = File::create(&saved)?;
    let watch = Watch::start(saved.clone());
    let (mut report, begin) = (Report::default(), Instant::now());
    for number in options.from..options.from.saturating_add(options.runs) {
        if begin.elapsed() >= options.time {
            break;
        }
        let input = target.input(options.seed, number);
        file.rewind()?;
        file.set_len(0)?;
        file.write_all(&input)?;
        watch.tick();
        if let Err(what) = one(target, &input, &mut report) {
            let (target, seed) = (target.name().to_owned(), options.seed);
            return Ok(Err(Failure { target, input: Some(number), seed, what, saved }));
        }
    }
    drop(file);
    fs::remove_file(&saved)?;
    Ok(Ok(report))
}

/// Runs a target on one input that was saved.
pub fn replay(target: &FuzzTarget, saved: &Path) -> io::Result<Result<Report, Failure>> {
    let input = fs::read(saved)?;
    let _watch = Watch::start(saved.to_owned());
    let mut report = Report::default();
    Ok(one(target, &input, &mut report).map(|()| report).map_err(|what| {
        let (target, saved) = (target.name().to_owned(), saved.to_owned());
        Failure { target, input: None, seed: 0, what, saved }
    }))
}

fn one(target: &FuzzTarget, input: &[u8], report: &mut Report) -> Result<(), String> {
    let begin = Instant::now();
    let mut result = Ok(false);
    // Values that a panic leaves behind are not used afterwards.
    let run = AssertUnwindSafe(|| target.run(input));
    let memory = allocation_counter::measure(|| result = catch_unwind(run));
    report.inputs += 1;
    report.slowest = report.slowest.max(begin.elapsed());
    report.peak = report.peak.max(memory.bytes_max);
    report.accepted += u64::from(result.map_err(|_| "it panicked, as said above".to_owned())?);
    match memory.bytes_max > target.memory() {
        true => Err(format!("{} bytes of memory, {} allowed", memory.bytes_max, target.memory())),
        false => Ok(()),
    }
}

/// Ends the process when an input takes too long. It has to be the process, since a thread cannot
/// be ended.
struct Watch(&'static (AtomicU64, AtomicBool));

impl Watch {
    fn start(saved: PathBuf) -> Watch {
        let state: &'static (AtomicU64, AtomicBool) = Box::leak(Box::default());
        thread::spawn(move || {
            loop {
                let before = state.0.load(Ordering::Relaxed);
                thread::sleep(HANG);
                if state.1.load(Ordering::Relaxed) {
                    return;
                }
                if before == state.0.load(Ordering::Relaxed) {
                    eprintln!("no end after {HANG:?}: the input is {}", saved.display());
                    std::process::abort();
                }
            }
        });
        Watch(state)
    }

    fn tick(&self) {
        self.0.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.1.store(true, Ordering::Relaxed);
    }
}
