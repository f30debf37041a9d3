//! From Apple's schema to Rust: `discover → parse → overlay → lower → check → emit → write`.

pub mod check;
pub mod diff;
pub mod discover;
pub mod effective;
pub mod emit;
pub mod error;
pub mod flaw;
pub mod intern;
pub mod lower;
pub mod mend;
pub mod model;
pub mod model_json;
pub mod names;
pub mod naming;
pub mod overlay;
mod parallel;
pub mod parse;
pub mod pipeline;
pub mod prose;
pub mod raw;
pub mod retired;
pub mod secrets;
pub mod write;

#[cfg(test)]
mod testing;
