//! Which keys of a model are in the emitted code: for the counts of facts (`cargo xtask coverage`).

use std::collections::BTreeSet;

use super::error::EmitError;
use super::plan::{self, KeyPlan, Plan, Shape};
use crate::effective::Covered;
use crate::model::{Document, Form, Key, Model};

/// Keys of a model, told apart by where they are in memory: two keys may state the same.
#[derive(Clone, Debug, Default)]
pub struct Census(BTreeSet<*const Key>);

impl Census {
    /// Collects the keys that a table, union or rangelist of the emitted code is made from.
    ///
    /// # Errors
    /// As for [`emit_model`](super::emit_model).
    pub fn of(model: &Model) -> Result<Census, EmitError> {
        let covered = Covered::of(model);
        let mut census = Census::default();
        for document in &model.documents {
            census.document(document, &plan::plan(covered, document)?);
        }
        Ok(census)
    }

    /// Whether this very key is emitted.
    pub fn holds(&self, key: &Key) -> bool {
        self.0.contains(&std::ptr::from_ref(key))
    }

    fn document(&mut self, document: &Document, plan: &Plan<'_>) {
        for item in &plan.structs {
            let keys = item.tables.first().map_or(&[][..], |table| &table.keys);
            for (field, place) in item.fields.iter().zip(keys) {
                self.key(document, field.key, place);
            }
        }
        for union in &plan.unions {
            self.0.extend(union.keys.iter().map(std::ptr::from_ref));
        }
        for root in std::iter::once(&plan.payload).chain(&plan.response) {
            self.0.extend(root.map.iter().map(|(key, _)| std::ptr::from_ref(*key)));
        }
    }

    /// Adds a key, and the keys below that are emitted as a part of it.
    fn key(&mut self, document: &Document, key: &Key, place: &KeyPlan) {
        self.0.insert(std::ptr::from_ref(key));
        let children = key.children.keys(document);
        match (&place.shape, children.first()) {
            (Shape::Array(Some(item)) | Shape::Map(item), Some(child))
                if key.form != Form::UnionArray =>
            {
                self.key(document, child, item);
            }
            (Shape::Gated(supports), _) => {
                let emitted = children.iter().zip(supports);
                self.0.extend(emitted.map(|(value, _)| std::ptr::from_ref(value)));
            }
            _ => {}
        }
    }
}
