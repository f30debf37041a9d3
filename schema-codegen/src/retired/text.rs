//! Entries as `schema-codegen/retired.json` has them: the members of the place are those of the
//! entry.

use apple_device_management_core::KeyPath;
use serde::{Deserialize, Serialize};

use super::{KeyPlace, RetiredKey, RetiredValue};
use crate::effective::Side;
use crate::model::{Key, Last, Literal};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a key that is retired")]
pub(super) struct KeyText {
    source: String,
    side: Side,
    path: KeyPath,
    key: Key,
}

impl From<RetiredKey> for KeyText {
    fn from(RetiredKey { holder: KeyPlace { source, side, path }, key }: RetiredKey) -> KeyText {
        KeyText { source, side, path, key }
    }
}

impl From<KeyText> for RetiredKey {
    fn from(KeyText { source, side, path, key }: KeyText) -> RetiredKey {
        RetiredKey { holder: KeyPlace { source, side, path }, key }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a value that is retired")]
pub(super) struct ValueText {
    source: String,
    side: Side,
    path: KeyPath,
    value: Literal,
    last: Last,
}

impl From<RetiredValue> for ValueText {
    fn from(entry: RetiredValue) -> ValueText {
        let RetiredValue { at: KeyPlace { source, side, path }, value, last } = entry;
        ValueText { source, side, path, value, last }
    }
}

impl From<ValueText> for RetiredValue {
    fn from(ValueText { source, side, path, value, last }: ValueText) -> RetiredValue {
        RetiredValue { at: KeyPlace { source, side, path }, value, last }
    }
}
