//! Where the planner is in a document, and how names and messages refer to that place.

use crate::model::Key;
use crate::naming;

/// A place in a document: what the names of types below it begin with, and the key path for
/// messages.
#[derive(Clone)]
pub(super) struct Way {
    pub prefix: String,
    pub path: String,
}

impl Way {
    pub(super) fn below(&self, key: &Key) -> Way {
        let prefix = format!("{}{}", self.prefix, naming::type_part(&key.name));
        Way { prefix, path: self.to(&key.name) }
    }

    /// The path of a key below.
    pub(super) fn to(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}/{key}", self.path) }
    }

    pub(super) fn suffixed(self, suffix: &str) -> Way {
        Way { prefix: self.prefix + suffix, ..self }
    }

    pub(super) fn each(&self, suffix: &str) -> Way {
        Way { prefix: naming::item_type(&self.prefix, suffix), path: format!("{}/*", self.path) }
    }
}

/// The entry of `Document::names` for another name: `type payload/Settings/*`.
pub(super) fn named_at(kind: &str, side: &str, path: &str) -> String {
    format!("{kind} {side}/{path}")
}

/// A key path as messages show it.
pub(super) fn place(path: &str) -> String {
    if path.is_empty() { "the root".to_owned() } else { path.to_owned() }
}

/// The name of a type's n-th table, counted from zero.
pub(super) fn numbered(type_name: &str, count: usize) -> String {
    let name = naming::constant(type_name);
    if count == 0 { name } else { format!("{name}_{}", count + 1) }
}
