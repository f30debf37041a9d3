//! Apple device management, typed and gated by OS.

#![warn(missing_docs)]
