//! From Apple's schema to Rust:
//! `discover → parse → overlay → lower → check → retired → emit → write`.
//!
//! | module | what is in it |
//! |---|---|
//! | [`pipeline`] | the stages in their order, and what becomes of flaws |
//! | [`discover`] | the files of a folder or of a commit; what a release is called |
//! | [`parse`], [`raw`], [`location`] | from text to what Apple wrote, with the position of each attribute |
//! | [`overlay`] | reviewed corrections |
//! | [`conventions`], [`lower`], [`model`] | Apple's conventions, and what a document means by them |
//! | [`effective`] | the support of a key, with all that it inherits from the keys above it |
//! | [`check`] | whether the model has everything that was read; contradictions |
//! | [`mend`], [`flaw`] | how a schema with mistakes is read all the same |
//! | [`retired`] | what older releases had and the newest does not have |
//! | [`emit`], [`naming`], [`exported_names`], [`secrets`] | Rust, the names of things, the list of exported names, and which keys are secret |
//! | [`write`](mod@write) | puts files in place, all or none of them |
//! | [`model_json`] | the model as a file |
//! | [`diff`] | what changed between two releases |
//! | [`prose`] | Apple's text, for documentation that is not committed |

pub mod check;
pub mod conventions;
pub mod diff;
pub mod discover;
pub mod effective;
pub mod emit;
pub mod exported_names;
pub mod flaw;
mod folder;
pub mod intern;
pub mod location;
pub mod lower;
pub mod mend;
pub mod model;
pub mod model_json;
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
