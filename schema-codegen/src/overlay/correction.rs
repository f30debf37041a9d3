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
    /// Where one can see that.
    pub source: String,
}

/// What a correction does.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Edit {
    /// A file of the overlay is a whole document.
    AddDocument(String),
    /// A file of the overlay is a document whose keys are added.
    AddKeys(String),
    /// A file of the overlay has the key, at the top of the same side, as it is on the wire.
    ReplaceKey(String),
    /// What `presence` should be.
    Presence(String),
    /// What the key should be called.
    Rename(String),
    /// A string that the key may be too.
    AddValue(String),
    /// The key is not there on the wire: its subkeys take its place.
    Unwrap(bool),
    /// When the key came to an OS.
    Introduced { os: String, version: String },
}
