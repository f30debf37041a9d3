//! Apple device management, typed and gated by OS.

#![warn(missing_docs)]

pub mod check;
pub mod reflect;

pub use apple_device_management_core as core;
#[doc(inline)]
pub use apple_device_management_generated::*;

/// Compiles and runs the code in the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
