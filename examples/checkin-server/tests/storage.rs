//! Runs the example of storage.

#![allow(clippy::unwrap_used)]

#[path = "../examples/storage.rs"]
mod storage;

#[test]
fn nothing_is_lost() {
    storage::main().unwrap();
}
