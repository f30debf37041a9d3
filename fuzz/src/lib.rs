//! Damaged input for everything that reads input.
//!
//! Each [`Target`] is a way in: bytes as some message in some encoding, text as a schema document,
//! text as a key path. An input is made of a seed corpus by mutation, of its structure and of its
//! bytes; it follows from the seed, the target and its number alone, so whatever is found can be
//! found again. What must hold of every input is in [`engine`] (no panic, no hang, no memory
//! beyond the target's limit) and in the targets (what was read can be written and read again).
//!
//! This runs with the tests, on the stable toolchain, and so without guidance by coverage; [`guided`]
//! runs the same targets with it.

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
pub use targets::{Target, targets};
