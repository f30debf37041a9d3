//! Binary property lists: objects, a table of their offsets, and a trailer that says where that is.

mod read;
mod seek;
mod write;

pub(super) use read::read;
pub(super) use write::write;

/// What a binary property list begins with.
pub(super) const MAGIC: &[u8] = b"bplist00";

/// The bytes at the end that say where the table is.
const TRAILER: usize = 32;
