//! The findings of a check, the problems that they can name, and their words.

mod finding;
mod problem;

pub use finding::{Finding, Findings, Severity, Stated};
pub use problem::{Problem, Subject};
