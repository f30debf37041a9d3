//! From Apple's schema to Rust: `discover → parse → overlay → lower → check → emit → write`.

pub mod discover;
pub mod error;
pub mod model;
pub mod parse;
pub mod raw;
