//! From Apple's schema to Rust: `discover → parse → overlay → lower → check → emit → write`.

pub mod discover {
    pub mod git;
}
pub mod effective;
pub mod emit;
pub mod intern;
pub mod lower;
pub mod model;
pub mod model_json;
pub mod naming;
pub mod raw;
#[cfg(test)]
mod testing;
pub mod write;

#[cfg(test)]
mod testing;
