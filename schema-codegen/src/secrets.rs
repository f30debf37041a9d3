//! Which keys hold secrets: a reviewed list of names, in `schema-codegen/overlay/secrets.toml`.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::model::{Children, Content, Key, Model};

/// The list, as it was when this program was built.
const LIST: &str = include_str!("../overlay/secrets.toml");

/// Which keys are secret, so that `Debug` hides their values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secrets {
    /// The names of the secret keys.
    pub secret: BTreeSet<String>,
    /// The keys whose names look secret, and that are not.
    #[serde(default, rename = "exception")]
    pub exceptions: Vec<Exception>,
}

/// A key whose name looks secret, and that is not.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The name of the key.
    pub name: String,
    /// Why a log may show its value.
    pub reason: String,
}

/// Why the list cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("schema-codegen/overlay/secrets.toml cannot be read: {0}")]
pub struct SecretsError(String);

impl Secrets {
    /// The list of `schema-codegen/overlay/secrets.toml`.
    ///
    /// # Errors
    /// If it is not in the format of that file.
    pub fn reviewed() -> Result<Secrets, SecretsError> {
        toml::from_str(LIST).map_err(|error| SecretsError(error.to_string()))
    }

    /// Marks the secret keys of a model, and unmarks all others.
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
            // The keys of a shared list are marked where the list is held.
            Children::Shared(_) => {}
        }
    }
}
