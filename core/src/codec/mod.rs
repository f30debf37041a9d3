//! How generated types move to and from serde formats.
//!
//! A type is a [`Record`]: a key table and access to its fields by index. A field is a [`Slot`]: it
//! takes one [`Token`] and shows a [`View`]. Everything between the two and a serde format is in
//! [`decode`](self::deserialize) and [`encode`](self::serialize), generic over the format alone;
//! so a generated type costs its user no code of its own.
//!
//! What a message carries beyond its type is kept: unknown keys, and values of an unexpected type,
//! go to the record's extra dictionary and are written again from there.

mod apart;
mod begun;
mod beside;
mod coerced;
mod containers;
mod decode;
mod encode;
mod error;
mod macros;
mod open;
mod parts;
mod pulled;
mod record;
mod scalars;
mod shown;
mod source;
mod token;
mod union;
mod view;
mod viewer;

pub use apart::{Apart, Outcome, apart};
pub use beside::{PutOthers, put_beside};
pub use coerced::{coerced, stands_for, whole};
pub use decode::{Failure, decode, deserialize, from_value, from_value_of, put_value};
pub use encode::{serialize, to_value};
pub use error::{DecodeError, DecodeErrorKind, Place};
pub use open::{Listed, Open};
pub use parts::{Parts, PartsMut};
pub use record::{DebugSlot, MAX_KEYS, Message, Record, Request, debug_record, same_record};
pub use shown::{from_shown, put_shown, put_what_fits};
pub use source::{Fields, MapSource, Names, NextKey, Odd, Seen, Sequence};
pub use token::{AnySlot, Bounds, Context, Format, Slot, Stop, Token, refuse};
pub use union::{
    AnyDocument, AnyRequest, Content, Described, TaggedUnion, Variants, put_any, put_union,
    rewritten, show_any,
};
pub use view::{Entries, Items, View, same_view};
pub use viewer::{ByView, Viewer, Without};
