//! What a check says: findings, what each is about, and how it is put in words.

mod finding;
mod problem;

pub use finding::{Finding, Findings, Severity, Stated};
pub use problem::{Problem, Subject};
