//! One program for all targets, since a program for each would compile the whole crate again. The
//! environment variable `FUZZ_TARGET` names the target. `cargo xtask fuzz -- --guided` sets it, and
//! writes the seeds.

#![no_main]

use std::sync::LazyLock;

use fuzz::{FuzzTarget, targets};
use libfuzzer_sys::fuzz_target;

static TARGET: LazyLock<FuzzTarget> = LazyLock::new(|| {
    let name = std::env::var("FUZZ_TARGET").unwrap_or_default();
    let found = targets().into_iter().find(|target| target.name() == name);
    found.unwrap_or_else(|| panic!("FUZZ_TARGET names no target: `{name}`"))
});

fuzz_target!(
    // The target is made before the first input, since the memory limit is for reading inputs only.
    init: {
        LazyLock::force(&TARGET);
    },
    |input: &[u8]| {
        TARGET.run(input);
    }
);
