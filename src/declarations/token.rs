//! Tokens over the content of declarations.

use std::fmt::Write;

use apple_device_management_core::{Slot, Value};
use sha2::{Digest, Sha256};

/// The SHA-256 of a dictionary without these keys, as JSON with sorted keys.
#[cfg_attr(not(feature = "protocol"), allow(dead_code, reason = "for lists of declarations"))]
pub(super) fn of(message: &dyn Slot, without: &[&str]) -> String {
    let mut value = crate::codec::to_value(message.view());
    if let Value::Dictionary(entries) = &mut value {
        entries.retain(|name, _| !without.contains(&name));
    }
    of_value(&value)
}

/// The SHA-256 of a value, as JSON with sorted keys.
pub(super) fn of_value(value: &Value) -> String {
    let mut text = String::new();
    canonical(value, &mut text);
    Sha256::digest(text).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Writes JSON with sorted keys. A whole real keeps its decimal point. Values that JSON does not
/// have (a number that is not finite, a reference) are written as strings, so that a token can
/// always be made.
fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                canonical(item, out);
            }
            out.push(']');
        }
        Value::Dictionary(entries) => {
            out.push('{');
            for (at, (name, value)) in entries.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                string(name, out);
                out.push(':');
                canonical(value, out);
            }
            out.push('}');
        }
        Value::String(text) => string(text, out),
        other => match serde_json::to_string(other) {
            Ok(text) => out.push_str(&text),
            Err(_) => string(&format!("{other:?}"), out),
        },
    }
}

fn string(text: &str, out: &mut String) {
    // Quotes, backslashes and control characters: the minimal escapes of serde_json.
    out.push_str(&serde_json::Value::from(text).to_string());
}
