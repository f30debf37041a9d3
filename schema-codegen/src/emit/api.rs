//! What callers of the generated crate see of a document: for the comparison of releases.

use std::collections::BTreeMap;

use super::error::EmitError;
use super::plan::{self, Plan};
use super::types::type_text;
use crate::effective::Covered;
use crate::model::{Document, Key};

/// The names and types of a document in the generated crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Api {
    /// The path of the root type: `profiles::WifiManaged`.
    pub root: String,
    items: BTreeMap<*const Key, Item>,
}

/// A field of a struct, or a variant of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub name: String,
    /// The type, without `Option`.
    pub value: String,
    pub optional: bool,
}

impl Api {
    /// The names and types of a document, in a release that covers these OSes.
    ///
    /// # Errors
    /// As for [`emit_model`](super::emit_model).
    pub fn of(covered: Covered, document: &Document) -> Result<Api, EmitError> {
        let plan = plan::plan(covered, document)?;
        let root = format!("{}::{}", document.family.module(), plan.payload.type_name);
        Ok(Api { root, items: items(&plan) })
    }

    /// The field or variant of a key of this document; `None` if it has none, as a constant key and
    /// the item of an array. The key must be the one in the document itself, and not a copy.
    pub fn item(&self, key: &Key) -> Option<&Item> {
        self.items.get(&std::ptr::from_ref(key))
    }
}

impl Item {
    /// The type as it is written in Rust.
    pub fn rust_type(&self) -> String {
        if self.optional { format!("Option<{}>", self.value) } else { self.value.clone() }
    }
}

fn items(plan: &Plan<'_>) -> BTreeMap<*const Key, Item> {
    let mut items = BTreeMap::new();
    for structure in &plan.structs {
        for (at, field) in structure.fields.iter().enumerate() {
            if field.key.constant {
                continue;
            }
            let (name, value) = (field.name.clone(), type_text(&field.value));
            let item = Item { name, value, optional: !structure.always(at) };
            items.insert(std::ptr::from_ref(field.key), item);
        }
    }
    for union in &plan.unions {
        for (key, (name, _, content)) in union.keys.iter().zip(&union.variants) {
            let item = Item { name: name.clone(), value: content.clone(), optional: false };
            items.insert(std::ptr::from_ref(key), item);
        }
    }
    items
}
