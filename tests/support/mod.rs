//! What tests of emitted code share; those of the generator's fixtures include it too.

pub mod round_trip;
pub mod sample;
