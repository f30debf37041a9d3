//! Apple device management, typed and gated by OS.

#![warn(missing_docs)]

/// Compiles and runs the code in the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
