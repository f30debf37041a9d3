//! Damaged input for everything that reads input.
//!
//! Each [`FuzzTarget`] reads input in one way: bytes as some message in some encoding, text as a schema
//! document, text as a key path. An input is made from seeds by changing their structure and their
//! bytes. It depends only on the seed number, the target and the number of the input, so whatever
//! is found can be found again. [`engine`] checks what must hold for every input (no panic, no
//! hang, no more memory than the target's limit), and so do the targets (what was read can be
//! written and read again).
//!
//! This runs with the tests, on the stable toolchain, without guidance by coverage. [`guided`] runs
//! the same targets with it.

pub mod engine;
pub mod guided;
pub mod targets;

mod compared;
mod damage;
mod forms;
mod messages;
mod seeds;
mod texts;
mod tokens;

#[path = "../../tests/maker/mod.rs"]
mod maker;

pub use engine::{Failure, Options, Report, fuzz, replay};
pub use targets::{FuzzTarget, targets};
