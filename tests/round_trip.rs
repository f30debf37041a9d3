//! Reads and writes every root type of the generated crate, with values made from its own tables.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test that cannot go on may panic")]

use std::collections::BTreeSet;

use apple_device_management_core::Side;
use support::round_trip::Root;

mod support;

macro_rules! root {
    ($side:ident $($path:ident)::+) => {
        Root::of::<apple_device_management_generated::$($path)::+>(Side::$side)
    };
}

fn roots() -> Vec<Root> {
    include!("../generated/roots.rs").into()
}

#[test]
fn every_root_type_is_read_and_written_in_every_format() {
    let count: usize = roots().iter().map(Root::round_trips).sum();
    println!("{} root types, {count} messages, each in three formats", roots().len());
    assert!(count > 0);
}

#[test]
fn no_root_type_is_left_out() {
    let listed: BTreeSet<(&str, bool)> =
        roots().iter().map(|root| (root.document.source, root.side == Side::Response)).collect();
    assert_eq!(listed.len(), roots().len(), "each once");
    let families = apple_device_management_generated::FAMILIES;
    let documents = families.iter().flat_map(|(documents, _)| documents.iter());
    let all: BTreeSet<(&str, bool)> = documents
        .flat_map(|document| {
            let response = document.response.map(|_| (document.source, true));
            std::iter::once((document.source, false)).chain(response)
        })
        .collect();
    assert_eq!(listed, all);
}
