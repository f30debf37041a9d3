//! What the tests of this package share; those of the generator's fixtures include part of it too.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

pub mod round_trip;
pub mod sample;
