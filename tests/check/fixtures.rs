//! Documents from the fixtures of the generator, for constructs that the pinned release does not use.

#![allow(unreachable_pub, dead_code, unused_imports, reason = "as generated")]

#[rustfmt::skip]
#[path = "../../schema-codegen/tests/emission/declarative/declarations/configurations/combined.rs"]
pub mod combined;
#[rustfmt::skip]
#[path = "../../schema-codegen/tests/emission/mdm/commands/limits.rs"]
pub mod limits;
