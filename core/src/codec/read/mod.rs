//! What values are read from: a serde format, values held in memory, values shown by another type. A
//! dictionary whose type depends on one of its own keys is read up to that key first.

mod apart;
mod begun;
mod decode;
mod held;
mod shown;

pub use apart::{Apart, Outcome, apart};
pub(super) use begun::Begun;
pub use decode::{Failure, decode, deserialize};
pub(super) use held::Pulled;
pub use held::{from_value, from_value_of, put_value};
pub use shown::{from_shown, put_shown, put_what_fits};
