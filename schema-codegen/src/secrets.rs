//! Which keys hold secrets: a reviewed list of names, in `schema-codegen/overlay/secrets.toml`.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::model::{Children, Content, Key, Model};

/// The list, as it was when this was built.
const LIST: &str = include_str!("../overlay/secrets.toml");

/// The keys whose values `Debug` hides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secrets {
    /// Names of keys.
    pub secret: BTreeSet<String>,
    /// Those that look secret and are not.
    #[serde(default, rename = "exception")]
    pub exceptions: Vec<Exception>,
}

/// A key that looks secret by its name and is not.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The name.
    pub name: String,
    /// Why anybody may read its value.
    pub reason: String,
}

/// The list cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("schema-codegen/overlay/secrets.toml is not as it should be: {0}")]
pub struct SecretsError(String);

impl Secrets {
    /// The list of `schema-codegen/overlay/secrets.toml`.
    ///
    /// # Errors
    /// If it is not in the format of that file.
    pub fn reviewed() -> Result<Secrets, SecretsError> {
        toml::from_str(LIST).map_err(|error| SecretsError(error.to_string()))
    }

    /// Marks the keys of a model.
    pub fn mark(&self, model: &mut Model) {
        for document in &mut model.documents {
            let roots = std::iter::once(&mut document.payload).chain(&mut document.response);
            for Content::Dictionary(children) | Content::Map(children) in roots {
                self.mark_below(children);
            }
            document.shared.values_mut().for_each(|list| self.mark_keys(&mut list.keys));
        }
    }

    fn mark_keys(&self, keys: &mut [Key]) {
        for key in keys {
            key.secret = self.secret.contains(&key.name);
            self.mark_below(&mut key.children);
        }
    }

    fn mark_below(&self, children: &mut Children) {
        match children {
            Children::Own(keys) => self.mark_keys(keys),
            // Marked where it is held.
            Children::Shared(_) => {}
        }
    }
}
