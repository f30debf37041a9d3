//! What `wire` does with bodies that no well-meaning device sends.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod broken;
mod compared;
mod hostile;
mod odd;
mod tagged;

use apple_device_management::Value;
use apple_device_management::wire::{Body, Limits, ReadError, read};

fn plist(inner: &str) -> Vec<u8> {
    format!("<?xml version=\"1.0\"?><plist version=\"1.0\">{inner}</plist>").into_bytes()
}

fn value(bytes: &[u8]) -> Result<Value, ReadError> {
    read(bytes, &Limits::default())
}

fn text(inner: &str) -> Result<String, ReadError> {
    String::from_plist(&plist(&format!("<string>{inner}</string>")))
}

/// A binary property list of these objects. The first is the root.
fn binary(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut body = b"bplist00".to_vec();
    let mut offsets = Vec::new();
    for object in objects {
        offsets.push(body.len() as u32);
        body.extend(object);
    }
    finish(body, &offsets)
}

/// Adds the table of offsets, of four bytes each, and the trailer; references have one byte.
fn finish(mut body: Vec<u8>, offsets: &[u32]) -> Vec<u8> {
    let table = body.len() as u64;
    offsets.iter().for_each(|offset| body.extend(offset.to_be_bytes()));
    body.extend([0, 0, 0, 0, 0, 0, 4, 1]);
    for number in [offsets.len() as u64, 0, table] {
        body.extend(number.to_be_bytes());
    }
    body
}
