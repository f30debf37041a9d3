//! The types that can be read and shown: records, unions and enums of documents, strings with listed
//! values, lists and maps, plain values. Where reading and showing belong together, both are here.

mod beside;
mod coerced;
mod containers;
mod macros;
mod open;
mod parts;
mod record;
mod scalars;
mod union;
mod value;

pub use beside::{PutOthers, put_beside};
pub use coerced::{coerced, stands_for, whole};
pub use open::{Listed, Open};
pub use record::{DebugSlot, Message, Request, debug_record, same_record};
pub use union::{
    AnyDocument, AnyRequest, Content, Described, TaggedUnion, Variants, put_any, put_union,
    rewritten, show_any,
};
