//! Apple's device-management protocol for servers: a type for every message, chosen by the message
//! itself, and nothing lost on the way.
//!
//! There is a module for each family of documents, behind a cargo feature of the same name; all are
//! on by default: [`checkin`], [`commands`], [`errors`], [`profiles`], [`declarations`],
//! [`status`], [`protocol`], [`other`]. Each has the types that are generated from Apple's schema,
//! and what the protocol puts around them: envelopes, dispatch, identity. [`wire`] reads and writes
//! bodies; `signed` (a feature too) opens signed ones. [`check`] says what a device takes of a
//! message, [`reflect`] what the schema says.
//!
//! The documentation of a message says on which OSes it works, since when and under which
//! conditions. A nested type says only what differs from its message, and a field or variant what
//! differs from its type; where it says nothing, the same holds.
//!
//! What was read is written again as it was: unknown keys, values of unexpected types, unknown enum
//! values and whole unknown messages are kept. A required key that is missing is an error that
//! names the key path and the type. No input causes a panic, and [`wire::Limits`] bound what it may
//! cost.
//!
//! To store a message in a database, use [`Body::to_stored`] and [`Body::from_stored`]
//! ([`wire::store`], [`wire::restore`]), or the bytes as they came: nothing is lost. **Plain JSON
//! does not tell data and dates from strings**, so they become strings wherever no type says what
//! they are: in unknown keys, in messages of newer releases, in free-form dictionaries. This holds
//! for `serde_json` too. Types that are not messages (an [`Identity`], a [`Target`], a [`Version`],
//! …) are stable strings, with serde and with `Display`.
//!
//! A server's part in one request:
//!
//! ```
//! use apple_device_management::checkin::{AnyCheckin, Identity};
//! use apple_device_management::commands::device_information::Query;
//! use apple_device_management::commands::{Command, DeviceInformation, Reply, Status};
//! use apple_device_management::wire::Body;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // A device checks in: an XML or binary property list, of any message type.
//! let body = br#"<plist version="1.0"><dict><key>MessageType</key><string>Authenticate</string>
//!     <key>Topic</key><string>com.example.push</string><key>UDID</key><string>U1</string>
//!     <key>NewKey</key><integer>1</integer></dict></plist>"#;
//! let message = AnyCheckin::from_plist(body)?;
//! assert_eq!(Identity::of(&message)?, Identity::Device { udid: "U1".into() });
//! let AnyCheckin::Authenticate(hello) = message else { return Ok(()) };
//! assert_eq!((hello.topic.as_str(), hello.extra.len()), ("com.example.push", 1));
//!
//! // A command for it, and the typed response in its reply.
//! // A listed value is an enum; any other string will do as well.
//! let queries = vec![Query::OsVersion.into(), "ANewerOne".into()];
//! let ask = DeviceInformation { queries, ..Default::default() };
//! let _to_send: Vec<u8> = Command::new("C1", ask).to_xml()?;
//! let reply = Reply::from_plist(br#"<plist version="1.0"><dict><key>Status</key>
//!     <string>Acknowledged</string><key>CommandUUID</key><string>C1</string><key>UDID</key>
//!     <string>U1</string><key>QueryResponses</key><dict><key>OSVersion</key><string>18.3</string>
//!     </dict></dict></plist>"#)?;
//! assert!(reply.status == Status::Acknowledged);
//! let answer = reply.response::<DeviceInformation>();
//! assert_eq!(answer.query_responses.os_version.as_deref(), Some("18.3"));
//! # Ok(())
//! # }
//! ```

#![warn(missing_docs)]

pub mod check;
#[cfg(any(feature = "checkin", feature = "declarations"))]
mod declaration_kind;
pub mod describe;
#[cfg(feature = "commands")]
mod envelope;
#[cfg(any(feature = "checkin", feature = "commands"))]
mod identity;
pub mod reflect;
mod reply_keys;
pub mod wire;

#[cfg(feature = "signed")]
mod ber;
#[cfg(feature = "signed")]
pub mod signed;

#[cfg(feature = "checkin")]
pub mod checkin;
#[cfg(feature = "commands")]
pub mod commands;
#[cfg(feature = "declarations")]
pub mod declarations;
#[cfg(feature = "errors")]
pub mod errors;
#[cfg(feature = "other")]
pub mod other;
#[cfg(feature = "profiles")]
pub mod profiles;
#[cfg(feature = "status")]
pub mod status;

/// The traits whose methods a server calls, and the types that it names most.
///
/// ```
/// use apple_device_management::prelude::*;
/// ```
pub mod prelude {
    pub use crate::check::Check;
    #[cfg(feature = "checkin")]
    pub use crate::checkin::DeclarativeRequest;
    pub use crate::codec::{Content, Listed, Message, Request};
    pub use crate::describe::Describe;
    #[cfg(any(feature = "checkin", feature = "commands"))]
    pub use crate::identity::{Identity, Sender};
    pub use crate::wire::Body;
    pub use crate::{Date, Dictionary, Target, Value};
}

/// The messages of declarative management around declarations and status: lists, tokens, reports.
#[cfg(feature = "protocol")]
pub mod protocol {
    pub use apple_device_management_generated::protocol::*;
}

// The types of the core crate, under the name of this crate.
#[doc(inline)]
pub use apple_device_management_core::*;

pub use apple_device_management_core::codec::{Content, Message, Request};
pub use check::Check;
pub use describe::Describe;
#[cfg(any(feature = "checkin", feature = "commands"))]
pub use identity::{Identity, IdentityError, ParseIdentityError, Sender};
pub use wire::Body;

/// Compiles and runs the code in the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
