//! A place on the way through a document while it is planned.

use crate::model::Key;
use crate::naming;

/// A place on the way: what types below it are called, and the key path for messages.
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

/// What another name goes by: `type payload/Settings/*`.
pub(super) fn named_at(kind: &str, side: &str, path: &str) -> String {
    format!("{kind} {side}/{path}")
}

/// A key path in a message.
pub(super) fn place(path: &str) -> String {
    if path.is_empty() { "the root".to_owned() } else { path.to_owned() }
}

/// The name of a type's n-th table, counted from zero.
pub(super) fn numbered(type_name: &str, count: usize) -> String {
    let name = naming::constant(type_name);
    if count == 0 { name } else { format!("{name}_{}", count + 1) }
}
