//! After a run that was killed, the folder is as it was before, or as it is after a full run.
//!
//! `REGEN_KILLS=2000 cargo test -p xtask --test regen -- --nocapture killed` kills more runs.

use std::env;
use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use super::{Scratch, run};

const SCHEMAS: [&str; 2] = ["schema", "other"];

#[test]
fn killed_at_any_moment() {
    if !cfg!(any(target_os = "linux", target_os = "macos")) {
        println!("skipped: the guarantee is for systems that exchange two folders in one step");
        return;
    }
    let kills = env::var("REGEN_KILLS").map_or(60, |kills| kills.parse().unwrap());
    let scratch = Scratch::new("killed").with_other_schema();
    let mut took = Duration::ZERO;
    let whole = SCHEMAS.map(|schema| {
        let begin = Instant::now();
        assert_eq!(run(&mut scratch.command(schema)).code, Some(0));
        took = begin.elapsed();
        scratch.content()
    });
    assert_ne!(whole[0], whole[1]);
    let (mut replaced, mut left) = (0, 0);
    let mut now = 1;
    for round in 0..kills {
        let next = 1 - now;
        let mut command = scratch.command(SCHEMAS[next]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(moment(round, took));
        child.kill().unwrap();
        child.wait().unwrap();
        let content = scratch.content();
        assert!(whole.contains(&content), "a mixture, left by round {round}");
        if content == whole[next] {
            replaced += 1;
            now = next;
        }
        left += u32::from(scratch.leftover());
    }
    println!("{kills} kills: {replaced} folders replaced, {left} times something left beside them");
    assert!(replaced > 0 && replaced < kills && left > 0, "the moments are badly chosen");
    // The next run removes what is left, even if it has nothing to write.
    fs::create_dir_all(scratch.0.join(".out.regen/new/src")).unwrap();
    assert_eq!(run(&mut scratch.command(SCHEMAS[now])).code, Some(0));
    assert_eq!(scratch.content(), whole[now]);
    assert!(!scratch.leftover());
}

/// Moments spread over a run and a little longer, in steps of the golden ratio, so that no two are
/// the same.
fn moment(round: u32, took: Duration) -> Duration {
    took.mul_f64((f64::from(round) * 0.618_034).fract() * 1.2)
}
