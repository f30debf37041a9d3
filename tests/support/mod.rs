//! Code that the tests of this package share. The tests of the generator's fixtures use it too.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

pub mod round_trip;
pub mod sample;
