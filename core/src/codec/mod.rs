//! How generated types move to and from serde formats.
//!
//! A generated struct is a [`Record`]: a key table and access to its fields by index. A field is a
//! [`Slot`]: it is read from one [`Token`] and shows itself as a [`View`]. Only [`deserialize`] and
//! [`serialize`] are generic over a serde format, so a generated type adds next to no compiled code of
//! its own.
//!
//! What a message carries beyond its type is kept: unknown keys, and values of an unexpected type,
//! go to the record's extra dictionary and are written again from there.
//!
//! | files | what is in them |
//! |---|---|
//! | `slot` | the traits and types through which values are read and shown; they refer to each other |
//! | `format`, `error`, `context`, `names` | what these refer to: formats, errors, the state of a reading, key names |
//! | `read` | what values are read from |
//! | `write` | what values are shown to |
//! | `types` | the types that can be read and shown: records, unions, open strings, lists, plain values |

mod context;
mod error;
mod format;
mod names;
mod read;
mod slot;
mod types;
mod write;

pub use context::{Bounds, Context, Stop};
pub use error::{DecodeError, DecodeErrorKind, Position};
pub use format::Format;
pub use names::{MAX_KEYS, Names, NextKey, Seen};
pub use read::{
    Apart, Failure, Outcome, apart, decode, deserialize, from_shown, from_value, from_value_of,
    put_shown, put_value, put_what_fits,
};
pub use slot::{
    AnySlot, Entries, Fields, Items, MapSource, Odd, Parts, PartsMut, Record, Sequence, Slot,
    TakeParts, TakePartsMut, Token, View, Viewer, refuse,
};
pub use types::{
    AnyDocument, AnyRequest, Content, DebugSlot, Described, Listed, Message, Open, PutOthers,
    Request, TaggedUnion, Variants, coerced, debug_record, put_any, put_beside, put_union,
    rewritten, same_record, show_any, stands_for, whole,
};
pub use write::{ByView, Without, same_view, serialize, to_value};
