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
