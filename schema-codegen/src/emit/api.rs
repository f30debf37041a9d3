//! What callers of the generated crate see of a document, for those who compare releases.

use std::collections::BTreeMap;

use super::error::EmitError;
use super::plan::{self, Plan};
use super::types::type_text;
use crate::effective::Covered;
use crate::model::{Document, Key};

/// The names and types that a document is emitted under.
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
    /// Without `Option`.
    pub value: String,
    pub optional: bool,
}

impl Api {
    /// What a document is emitted as, in a release that speaks of these OSes.
    ///
    /// # Errors
    /// Those of [`emit_model`](super::emit_model).
    pub fn of(covered: Covered, document: &Document) -> Result<Api, EmitError> {
        let plan = plan::plan(covered, document)?;
        let root = format!("{}::{}", document.family.module(), plan.payload.type_name);
        Ok(Api { root, items: items(&plan) })
    }

    /// What a key of that very document is, if it is a field or variant: neither a constant nor
    /// the item of an array is.
    pub fn item(&self, key: &Key) -> Option<&Item> {
        self.items.get(&std::ptr::from_ref(key))
    }
}

impl Item {
    /// The type as it is written.
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
