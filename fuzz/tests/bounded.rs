//! Runs every target on the same inputs each time, and shows that a fault would be found.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fuzz::{Failure, FuzzTarget, Options, fuzz, replay, targets};

/// How many inputs each target reads after its seeds: more for short texts, which take microseconds.
const MESSAGES: u64 = 500;
const TEXTS: u64 = 3_000;

fn options(runs: u64) -> Options {
    Options { seed: 1, from: 0, runs, time: Duration::MAX }
}

fn folder(test: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(test)
}

/// Inputs that once broke a target, by the name of the target.
fn found() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("found")
}

fn run(more: u64, is_one: impl Fn(&str) -> bool) {
    for target in targets().iter().filter(|target| is_one(target.name())) {
        let runs = target.seeds().len() as u64 + more;
        let report = fuzz(target, &options(runs), &folder("fuzz")).unwrap();
        let report = report.unwrap_or_else(|failure| panic!("{failure}"));
        assert_eq!(report.inputs, runs);
        assert!(report.accepted > 0, "no input of {} gets anywhere", target.name());
        for entry in fs::read_dir(found().join(target.name())).into_iter().flatten() {
            let failure = replay(target, &entry.unwrap().path()).unwrap().err();
            assert!(failure.is_none(), "{}", failure.unwrap());
        }
    }
}

#[test]
fn xml() {
    run(MESSAGES, |name| name.ends_with("-xml"));
}

#[test]
fn binary() {
    run(MESSAGES, |name| name.ends_with("-binary"));
}

#[test]
fn json() {
    run(MESSAGES, |name| name.ends_with("-json"));
}

#[test]
fn text_and_signed_bytes() {
    let encodings = ["-xml", "-binary", "-json"];
    run(TEXTS, |name| !encodings.iter().any(|encoding| name.ends_with(encoding)));
}

#[test]
fn what_was_found_belongs_to_a_target() {
    let names: Vec<_> = targets().iter().map(|target| target.name().to_owned()).collect();
    for entry in fs::read_dir(found()).into_iter().flatten() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(names.contains(&name), "no target is called {name}");
    }
}

#[test]
fn the_same_seed_gives_the_same_inputs() {
    for (one, again) in targets().iter().zip(&targets()) {
        let inputs = |target: &FuzzTarget, seed| -> Vec<_> {
            let first = target.seeds().len() as u64;
            (first..first + 30).map(|number| target.input(seed, number)).collect()
        };
        assert_eq!(inputs(one, 5), inputs(again, 5));
        assert_ne!(inputs(one, 5), inputs(one, 6));
    }
}

/// Runs until something is found, and runs the saved input again.
fn fails(name: &str, run: fn(&[u8]) -> bool) -> Failure {
    let target = FuzzTarget::new(name, run, 1 << 20, vec![b"some text to be damaged".to_vec()]);
    let failure = fuzz(&target, &options(10_000), &folder("fails")).unwrap().unwrap_err();
    assert_eq!(fs::read(&failure.saved).unwrap(), target.input(1, failure.input.unwrap()));
    assert_eq!(replay(&target, &failure.saved).unwrap().unwrap_err().what, failure.what);
    failure
}

#[test]
fn a_fault_is_found_and_saved() {
    let panics = fails("panics", |bytes| {
        assert!(!bytes.contains(&0xff), "as it must");
        true
    });
    assert!(panics.what.contains("panicked"), "{panics}");
    assert!(panics.to_string().contains("seed 1, input "), "{panics}");
    let hogs = fails("hogs", |bytes| {
        let room = if bytes.contains(&b'{') { 2 << 20 } else { 10 };
        std::hint::black_box(Vec::<u8>::with_capacity(room)).is_empty()
    });
    assert_eq!(hogs.what, "2097152 bytes of memory, 1048576 allowed");
}
