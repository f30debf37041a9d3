use serde::Deserialize;

/// The file of corrections.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) correction: Vec<Correction>,
}

/// One reviewed correction of the schema.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The document, as a path in the schema repository.
    pub file: String,
    /// The keys to change, from `payloadkeys` or `responsekeys` down; none for a whole document.
    #[serde(default)]
    pub keys: Vec<String>,
    pub change: Edit,
    /// Why the schema is wrong.
    pub reason: String,
    /// The proof: where one can see that it is wrong.
    pub source: String,
}

/// What a correction does.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Edit {
    /// Adds this file of the overlay as a document.
    AddDocument(String),
    /// Adds the keys of this file of the overlay.
    AddKeys(String),
    /// Replaces the key by the one of the same name in this file of the overlay, where it stands at
    /// the top of the same side.
    ReplaceKey(String),
    /// Sets `presence` to this.
    Presence(String),
    /// Gives the key this name.
    Rename(String),
    /// Adds this string to the rangelist.
    AddValue(String),
    /// Puts the subkeys of the key in its place: in a message the key is not there.
    Unwrap(bool),
    /// Sets the version in which an OS got the key.
    Introduced { os: String, version: String },
}
