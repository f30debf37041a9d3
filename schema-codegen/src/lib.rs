//! From Apple's schema to Rust: `discover → parse → overlay → lower → check → emit → write`.

pub mod model;
pub mod raw;
