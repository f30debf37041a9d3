//! Which traits each public type has, of the core crate and of this one.
//!
//! A row with a trait that its type does not have does not compile; a public type without a row, or
//! a row without a type, fails the test. `Copy` means `Clone` too, `Eq` means `PartialEq`, `Ord`
//! means `Eq` and `PartialOrd`, and `Error` means `Display`.
//!
//! A type with a text form has `Display` and `FromStr`, and serde writes it as that string. A
//! message is a `Slot`. Types that only refer to the schema, or exist only while a message is read,
//! are not data to be stored, and have no serde implementations.

#![allow(clippy::unwrap_used, elided_lifetimes_in_paths)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use apple_device_management::*;
use walkdir::WalkDir;

/// A function for each trait, named after it, which takes only types with the trait.
#[allow(non_snake_case)]
mod has {
    macro_rules! functions {
        ($($name:ident: $bound:path),+ $(,)?) => {
            $(pub(crate) fn $name<T: $bound>() {})+
        };
    }

    functions! {
        Clone: Clone,
        Copy: Copy,
        Debug: std::fmt::Debug,
        Default: Default,
        PartialEq: PartialEq,
        Eq: Eq,
        Ord: Ord,
        Hash: std::hash::Hash,
        Display: std::fmt::Display,
        FromStr: std::str::FromStr,
        Error: std::error::Error,
        Serialize: serde::Serialize,
        Deserialize: serde::de::DeserializeOwned,
        Slot: apple_device_management::Slot,
        Send: Send,
        Sync: Sync,
    }
}

macro_rules! types {
    ($($file:literal $type:ty: $($has:ident)*;)+) => {
        /// The file and the name of each type.
        const ROWS: &[(&str, &str)] = &[$(($file, stringify!($type))),+];

        #[allow(dead_code)]
        fn types_have_the_traits_of_their_rows() {
            $($(has::$has::<$type>();)*)+
        }
    };
}

types! {
    "core/src/access.rs" AccessRights: Copy Debug Eq Hash Send Sync;
    "core/src/access.rs" Right: Copy Debug Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "core/src/codec/read/apart.rs" codec::Apart:;
    "core/src/codec/read/apart.rs" codec::Outcome: Debug;
    "core/src/codec/read/decode.rs" codec::Failure<serde_json::Error>: Debug Error;
    "core/src/codec/error.rs" codec::DecodeError: Clone Debug PartialEq Error Send Sync;
    "core/src/codec/error.rs" codec::DecodeErrorKind: Clone Debug PartialEq Error Send Sync;
    "core/src/codec/error.rs" codec::Position: Copy Debug Eq Display Send Sync;
    "core/src/codec/types/open.rs" codec::Open<commands::Status>: Clone Debug Default Ord Hash Display FromStr Serialize Deserialize Slot Send Sync;
    "core/src/codec/slot.rs" codec::Parts: Copy;
    "core/src/codec/slot.rs" codec::PartsMut:;
    "core/src/codec/types/record.rs" codec::DebugSlot: Debug;
    "core/src/codec/slot.rs" codec::Fields:;
    "core/src/codec/names.rs" codec::Names:;
    "core/src/codec/names.rs" codec::NextKey: Copy;
    "core/src/codec/slot.rs" codec::Odd:;
    "core/src/codec/names.rs" codec::Seen: Copy Default;
    "core/src/codec/context.rs" codec::Bounds: Copy Debug Default Eq;
    "core/src/codec/context.rs" codec::Context: Debug;
    "core/src/codec/format.rs" codec::Format: Copy Debug Eq Hash Display FromStr Serialize Deserialize;
    "core/src/codec/context.rs" codec::Stop: Debug;
    "core/src/codec/slot.rs" codec::Token:;
    "core/src/codec/slot.rs" codec::View: Copy;
    "core/src/codec/write/viewer.rs" codec::ByView<fn()>:;
    "core/src/codec/write/viewer.rs" codec::Without<fn(&str) -> bool>:;
    "core/src/data.rs" Data: Clone Debug Default Ord Hash Serialize Deserialize Slot Send Sync;
    "core/src/map.rs" Map<i64>: Clone Debug Default Eq Serialize Deserialize Slot Send Sync;
    "core/src/data.rs" ParseDataError: Copy Debug Eq Error Send Sync;
    "core/src/date.rs" Date: Clone Debug Default Ord Hash Display FromStr Serialize Deserialize Slot Send Sync;
    "core/src/date.rs" DateRangeError: Copy Debug Eq Error Send Sync;
    "core/src/date.rs" ParseDateError: Clone Debug Eq Error Send Sync;
    "core/src/document.rs" Apply: Copy Debug Eq Hash Display FromStr Serialize Deserialize Send Sync;
    "core/src/document.rs" Document: Copy Debug Send Sync;
    "core/src/document.rs" Family: Copy Debug Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "core/src/document.rs" Reason: Copy Debug Send Sync;
    "core/src/document.rs" ReasonDetail: Copy Debug Send Sync;
    "core/src/document.rs" Schema: Copy Debug Eq Hash Send Sync;
    "core/src/constraints.rs" Combine: Copy Debug Eq Hash Display FromStr Serialize Deserialize Send Sync;
    "core/src/constraints.rs" Constraints: Copy Debug Send Sync;
    "core/src/constraints.rs" Gated: Copy Debug Send Sync;
    "core/src/constraints.rs" GatedValue: Copy Debug Send Sync;
    "core/src/key.rs" Key: Copy Debug Send Sync;
    "core/src/constraints.rs" Last: Copy Debug Eq Hash Display Send Sync;
    "core/src/constraints.rs" Literal: Copy Debug PartialEq Display Send Sync;
    "core/src/key.rs" Presence: Copy Debug Default Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "core/src/constraints.rs" Range: Copy Debug PartialEq Send Sync;
    "core/src/constraints.rs" Repetition: Copy Debug Eq Send Sync;
    "core/src/constraints.rs" Retired: Copy Debug PartialEq Send Sync;
    "core/src/constraints.rs" RetiredValue: Copy Debug PartialEq Send Sync;
    "core/src/constraints.rs" Subtype: Copy Debug Eq Hash Display FromStr Serialize Deserialize Send Sync;
    "core/src/key.rs" ValueType: Copy Debug Send Sync;
    "core/src/os.rs" Os: Copy Debug Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "core/src/os.rs" ParseOsError: Clone Debug Eq Error Send Sync;
    "core/src/os_support.rs" OsSupport: Copy Debug Default Eq Hash Display Send Sync;
    "core/src/os_attribute.rs" OsAttribute: Debug Send Sync;
    "core/src/os_attribute.rs" OsValue: Copy Debug Eq Display Send Sync;
    "core/src/os_attribute.rs" Restricts: Copy Debug Eq Send Sync;
    "core/src/os_attribute.rs" Says: Copy Debug Eq Send Sync;
    "core/src/os_attribute.rs" Takes: Copy Debug Eq Send Sync;
    "core/src/os_attribute.rs" Written<String>: Clone Debug Eq Send Sync;
    "core/src/path.rs" KeyPath: Clone Debug Default Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "core/src/path.rs" ParseKeyPathError: Clone Debug Eq Error Send Sync;
    "core/src/path.rs" Segment: Clone Debug Ord Hash Display Send Sync;
    "core/src/real.rs" Real: Copy Debug Default PartialEq Display FromStr Serialize Deserialize Slot Send Sync;
    "core/src/os_words.rs" Introduced: Copy Debug Default Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "core/src/os_words.rs" Mode: Copy Debug Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "core/src/support.rs" Support: Copy Debug Eq Send Sync;
    "core/src/support.rs" internal::Supports: Debug Send Sync;
    "core/src/table.rs" internal::ConstraintKind: Copy Debug Eq Send Sync;
    "core/src/key.rs" Table: Copy Debug Send Sync;
    "core/src/key.rs" Union: Copy Debug Send Sync;
    "core/src/key.rs" Variant: Copy Debug Send Sync;
    "core/src/target/mod.rs" Channel: Copy Debug Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "core/src/target/mod.rs" Target: Copy Debug Eq Display FromStr Serialize Deserialize Send Sync;
    "core/src/target/text.rs" ParseTargetError: Clone Debug Eq Error Send Sync;
    "core/src/value.rs" Value: Clone Debug Default PartialEq Serialize Deserialize Slot Send Sync;
    "core/src/value_from.rs" ConvertError: Clone Debug Eq Error Send Sync;
    "core/src/value_from.rs" ConvertErrorKind: Copy Debug Eq Error Send Sync;
    "core/src/verdict/mod.rs" Answer: Copy Debug Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "core/src/verdict/mod.rs" Effect: Copy Debug Eq Hash Send Sync;
    "core/src/verdict/mod.rs" Fact: Copy Debug Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "core/src/verdict/mod.rs" Limit: Copy Debug Eq Hash Display Send Sync;
    "core/src/verdict/mod.rs" Obstacle: Copy Debug Eq Hash Display Serialize Send Sync;
    "core/src/verdict/mod.rs" Verdict: Clone Debug Default Eq Serialize Send Sync;
    "core/src/version.rs" ParseVersionError: Clone Debug Eq Error Send Sync;
    "core/src/version.rs" Version: Copy Debug Default Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "core/src/words.rs" ParseWordError: Clone Debug Eq Error Send Sync;
    "src/check/ask/needs.rs" check::MinimumVersion: Clone Debug Eq Send Sync;
    "src/check/ask/needs.rs" check::MissingRight: Clone Debug Eq Send Sync;
    "src/check/ask/asset.rs" check::Asset: Copy Debug Eq Send Sync;
    "src/check/ask/deliver.rs" check::Delivery: Clone Debug Send Sync;
    "src/check/ask/deliver.rs" check::Parcel: Clone Debug Send Sync;
    "src/check/report/finding.rs" check::Finding: Clone Debug PartialEq Display Serialize Send Sync;
    "src/check/report/finding.rs" check::Findings: Clone Debug Default PartialEq Display Serialize Send Sync;
    "src/check/report/finding.rs" check::Severity: Copy Debug Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "src/check/report/finding.rs" check::Stated: Copy Debug PartialEq Display Send Sync;
    "src/check/mod.rs" check::Dispatched: Copy;
    "src/check/mod.rs" check::Raw: Copy Debug Send Sync;
    "src/check/ask/offer.rs" check::Offer: Clone Debug PartialEq Send Sync;
    "src/check/report/problem.rs" check::Problem: Copy Debug PartialEq Display Send Sync;
    "src/check/report/problem.rs" check::Subject: Copy Debug Eq Hash Send Sync;
    "src/check/ask/retain.rs" check::Retained: Clone Debug PartialEq Send Sync;
    "src/check/rules/types.rs" check::Types: Copy Debug Send Sync;
    "src/check/ask/retain.rs" check::Removal: Clone Debug PartialEq Display Serialize Send Sync;
    "src/checkin/endpoint.rs" checkin::Endpoint: Clone Debug Eq Hash Display FromStr Serialize Deserialize Send Sync;
    "src/checkin/endpoint.rs" checkin::ParseEndpointError: Clone Debug Eq Error Send Sync;
    "src/checkin/handshake.rs" checkin::Challenge: Clone Debug Eq Send Sync;
    "src/checkin/handshake.rs" checkin::Handshake: Clone Debug Default Eq Serialize Deserialize Slot Send Sync;
    "src/checkin/handshake.rs" checkin::HandshakeAnswer: Clone Debug PartialEq Send Sync;
    "src/checkin/handshake.rs" checkin::HandshakeError: Clone Debug Eq Error Send Sync;
    "src/checkin/handshake.rs" checkin::HandshakeStep: Clone Debug Eq Send Sync;
    "src/checkin/handshake.rs" checkin::Judgement: Clone Debug Eq Send Sync;
    "src/commands/command.rs" commands::Command: Clone Debug Default PartialEq Serialize Deserialize Slot Send Sync;
    "src/commands/command.rs" commands::Order: Clone Debug Default PartialEq Serialize Deserialize Slot Send Sync;
    "src/commands/reply.rs" commands::AnyResponse: Debug Slot Send Sync;
    "src/commands/reply.rs" commands::ErrorChainItem: Clone Debug Default PartialEq Serialize Deserialize Slot Send Sync;
    "src/commands/reply.rs" commands::Reply: Clone Debug Default PartialEq Serialize Deserialize Slot Send Sync;
    "src/commands/reply.rs" commands::Status: Copy Debug Eq Hash Send Sync;
    "src/declarations/any.rs" declarations::AnyDeclaration: Clone Debug PartialEq Send Sync;
    "src/declarations/declaration.rs" declarations::Declaration: Clone Debug Default PartialEq Serialize Deserialize Slot Send Sync;
    "src/describe.rs" describe::DescribeError: Clone Debug Eq Error Send Sync;
    "src/errors.rs" errors::Refusal: Clone Debug Eq Send Sync;
    "src/identity.rs" Identity: Clone Debug Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "src/identity.rs" IdentityError: Clone Debug Eq Error Send Sync;
    "src/identity.rs" ParseIdentityError: Clone Debug Eq Error Send Sync;
    "src/declaration_kind.rs" declarations::DeclarationKind: Copy Debug Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "src/profiles/payload.rs" profiles::Payload: Clone Debug Default PartialEq Serialize Deserialize Slot Send Sync;
    "src/profiles/profile.rs" profiles::Profile: Clone Debug Default PartialEq Serialize Deserialize Slot Send Sync;
    "src/reflect.rs" reflect::NodeKind: Copy Debug Eq Hash Display FromStr Serialize Deserialize Send Sync;
    "src/reflect.rs" reflect::Node: Copy Debug Send Sync;
    "core/src/document.rs" Side: Copy Debug Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "src/signed/error.rs" signed::OpenError: Debug Error Send Sync;
    "src/signed/mod.rs" signed::Opened<profiles::Profile>: Clone Debug PartialEq Send Sync;
    "src/signed/mod.rs" signed::Signed: Clone Debug Eq Send Sync;
    "src/signed/error.rs" signed::SignError: Clone Debug Eq Error Send Sync;
    "src/signed/sign.rs" signed::Signer: Debug Send Sync;
    "src/signed/verify.rs" signed::Trust: Clone Debug Send Sync;
    "src/signed/verify.rs" signed::Verified: Clone Debug Eq Send Sync;
    "src/signed/error.rs" signed::VerifyError: Clone Debug Eq Error Send Sync;
    "src/wire/error.rs" wire::ReadError: Debug Error Send Sync;
    "src/wire/limits.rs" wire::Limits: Copy Debug Default Eq Send Sync;
    "src/wire/mod.rs" wire::Encoding: Copy Debug Eq Hash Display FromStr Serialize Deserialize Send Sync;
    "src/wire/write.rs" wire::WriteError: Clone Debug Eq Error Send Sync;
    "src/wire/write.rs" wire::WriteErrorKind: Clone Debug Eq Error Send Sync;
    // A macro declares these, so they are not found in a file.
    "" Enrollment: Copy Debug Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "" Enrollments: Copy Debug Default Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "" Scope: Copy Debug Ord Hash Display FromStr Serialize Deserialize Send Sync;
    "" Scopes: Copy Debug Default Ord Hash Display FromStr Serialize Deserialize Send Sync;
}

/// The file and the name of each public type that is found in the sources.
fn declared() -> BTreeSet<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["src", "core/src"].map(|folder| WalkDir::new(root.join(folder)));
    let entries = folders.into_iter().flatten().map(Result::unwrap);
    let mut found = BTreeSet::new();
    for entry in entries.filter(|entry| entry.file_type().is_file()) {
        let path = entry.path();
        let file = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        for line in fs::read_to_string(path).unwrap().lines() {
            let rest = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "));
            let name = rest.and_then(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
            found.extend(name.map(|name| (file.clone(), name.to_owned())));
        }
    }
    found
}

#[test]
fn each_public_type_has_a_row() {
    let name = |text: &str| {
        let path = text.split('<').next().unwrap_or_default();
        path.rsplit("::").next().unwrap_or_default().trim().to_owned()
    };
    let rows = ROWS.iter().filter(|(file, _)| !file.is_empty());
    let rows: BTreeSet<_> = rows.map(|(file, path)| ((*file).to_owned(), name(path))).collect();
    let declared = declared();
    let missing: Vec<_> = declared.difference(&rows).collect();
    assert!(missing.is_empty(), "add a row to tests/public_types.rs for each of {missing:#?}");
    let gone: Vec<_> = rows.difference(&declared).collect();
    assert!(gone.is_empty(), "these rows of tests/public_types.rs have no type: {gone:#?}");
}
