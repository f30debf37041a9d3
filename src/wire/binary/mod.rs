//! Binary property lists: objects, a table of their offsets, and a trailer that says where the
//! table is.

mod objects;
mod read;
mod seek;
mod write;

pub(super) use read::read;
pub(super) use write::write;

/// What a binary property list begins with.
pub(super) const MAGIC: &[u8] = b"bplist00";

/// The size of the trailer in bytes.
const TRAILER: usize = 32;
