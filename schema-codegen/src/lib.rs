//! From Apple's schema to Rust: `discover → parse → overlay → lower → check → emit → write`.

pub mod check;
pub mod discover;
pub mod effective;
pub mod error;
pub mod intern;
pub mod lower;
pub mod model;
pub mod model_json;
pub mod overlay;
pub mod parse;
pub mod raw;

#[cfg(test)]
mod testing;
