//! From Apple's schema to Rust: `discover → parse → overlay → lower → check → emit → write`.

pub mod check;
pub mod effective;
pub mod intern;
pub mod lower;
pub mod model;
pub mod model_json;
pub mod overlay;
pub mod raw;

#[cfg(test)]
mod testing;
#[cfg(test)]
