//! The model: what the schema says, with Apple's conventions understood, and no prose.
//!
//! A key holds what was stated about it and no more; what it inherits is worked out by
//! [`effective`](crate::effective).
//!
//! `generated/model.json` is this model, word for word: a field is written under its name here or
//! under the one in its `rename`, and only where something is stated.

mod by_os;
mod children;
mod document_text;
mod numbers;
mod os_text;
mod own_release;

use std::collections::BTreeMap;
use std::fmt;

use apple_device_management_core::{
    Apply, Combine, Family, Os, OsSupport, Presence, Repetition, Subtype, Version,
};
use serde::{Deserialize, Serialize};

use by_os::ByOs;
use document_text::DocumentText;
use os_text::OsText;

/// Whether there is nothing to write.
fn unstated<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The schema of one release.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a model")]
pub struct Model {
    pub upstream: Upstream,
    /// What is not known, cannot be meant or contradicts itself, and how it was read: a line each,
    /// from a [`Flaw`](crate::flaw::Flaw).
    #[serde(default, skip_serializing_if = "unstated")]
    pub flaws: Vec<String>,
    /// Sorted by source.
    pub documents: Vec<Document>,
}

/// Where the schema came from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a release")]
pub struct Upstream {
    /// The full hash of the commit, if it came from a repository.
    #[serde(default, skip_serializing_if = "unstated")]
    pub commit: Option<String>,
    /// What the release is called, such as `26.4`: by the version of iOS, which stands for all.
    #[serde(default, skip_serializing_if = "unstated")]
    pub release: Option<String>,
    /// The version of each OS that the release describes, by `Os::ALL`.
    #[serde(default, with = "ByOs::<Version>", skip_serializing_if = "unstated")]
    pub versions: Versions,
}

/// A version for each of `Os::ALL`, where one is stated.
pub type Versions = [Option<Version>; Os::ALL.len()];

impl Upstream {
    /// Whether both are one release. Its commit may have been made anew, in a repository that was put
    /// together from parts; then the name decides.
    pub fn is_same(&self, other: &Upstream) -> bool {
        let same = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
        same(&self.commit, &other.commit) || same(&self.release, &other.release)
    }
}

/// One document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "DocumentText", into = "DocumentText")]
pub struct Document {
    pub family: Family,
    /// The path in the schema repository.
    pub source: String,
    /// The identifier on the wire; for `mdm/errors` the value of `code`.
    pub id: String,
    pub title: String,
    pub support: Stated,
    pub apply: Option<Apply>,
    pub beta: bool,
    /// What is sent.
    pub payload: Content,
    /// What is answered; `None` where the document has no response keys.
    pub response: Option<Content>,
    pub reasons: Vec<Reason>,
    pub related_status_items: Vec<String>,
    pub examples: Vec<Example>,
    /// The lists of keys that more than one place refers to, by their first place: `payload` or
    /// `response`, then the key path (`payload/Services/Calendar`); recursion goes through here.
    pub shared: BTreeMap<String, SharedList>,
    /// Of a document that only older releases have: the last one; see [`retired`](crate::retired).
    pub last: Option<Last>,
    /// Names in Rust that were chosen since those derived from the schema are taken or are none, by
    /// what they are of; see [`mend`](crate::mend).
    pub names: BTreeMap<String, String>,
}

/// A list of keys that more than one place refers to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a list of keys that is shared")]
pub struct SharedList {
    /// The schema's name for the structure, if it has one.
    #[serde(default, rename = "subkeytype", skip_serializing_if = "unstated")]
    pub hint: Option<String>,
    pub keys: Vec<Key>,
}

/// What stands at the root of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A dictionary of known keys; empty where a command has none.
    Dictionary(Children),
    /// A dictionary of free keys; the one child describes a value.
    Map(Children),
}

/// What is stated per OS, in the order of `Os::ALL`; `None` where an OS is not named.
pub type Stated = [Option<OsSupport>; 5];

/// One key, array item, map value or union variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a key")]
pub struct Key {
    #[serde(rename = "key")]
    pub name: String,
    #[serde(rename = "type")]
    pub form: Form,
    #[serde(default, skip_serializing_if = "unstated")]
    pub presence: Presence,
    /// The one string of the rangelist tells documents or variants apart: never a field. Which keys
    /// do is in [`conventions::DISCRIMINATORS`](crate::conventions::DISCRIMINATORS).
    #[serde(default, skip_serializing_if = "unstated")]
    pub constant: bool,
    /// The value is not for logs; see [`secrets`](crate::secrets).
    #[serde(default, skip_serializing_if = "unstated")]
    pub secret: bool,
    #[serde(
        default,
        rename = "supportedOS",
        with = "ByOs::<OsText>",
        skip_serializing_if = "unstated"
    )]
    pub stated: Stated,
    #[serde(default, skip_serializing_if = "unstated")]
    pub rangelist: Vec<Literal>,
    #[serde(default, skip_serializing_if = "unstated")]
    pub range: Option<Bounds>,
    #[serde(default, skip_serializing_if = "unstated")]
    pub format: Option<String>,
    /// On the array, though the schema writes it on the item.
    #[serde(default, with = "numbers::repetition", skip_serializing_if = "unstated")]
    pub repetition: Option<Repetition>,
    #[serde(default, skip_serializing_if = "unstated")]
    pub default: Option<Literal>,
    #[serde(default, skip_serializing_if = "unstated")]
    pub subtype: Option<Subtype>,
    #[serde(default, rename = "combinetype", skip_serializing_if = "unstated")]
    pub combine: Option<Combine>,
    #[serde(default, rename = "assettypes", skip_serializing_if = "unstated")]
    pub asset_types: Vec<String>,
    #[serde(default, rename = "asset-content-types", skip_serializing_if = "unstated")]
    pub asset_content_types: Vec<String>,
    #[serde(default, rename = "subkeys", skip_serializing_if = "unstated")]
    pub children: Children,
    /// Of a key that only older releases have: the last one; see [`retired`](crate::retired).
    #[serde(default, skip_serializing_if = "unstated")]
    pub last: Option<Last>,
    /// The values of the rangelist that only older releases have.
    #[serde(default, skip_serializing_if = "unstated")]
    pub dropped: Vec<Dropped>,
}

/// The last release that had something. Releases between it and the next may not be known: what is
/// certain is what these two have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a last release")]
pub struct Last {
    /// The release that had it.
    pub release: String,
    /// The next one that is known, which has it no more.
    pub next: String,
}

impl fmt::Display for Last {
    /// `in 18.3, not in 26.4`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "in {}, not in {}", self.release, self.next)
    }
}

/// A value that only older releases have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a value that was dropped")]
pub struct Dropped {
    pub value: Literal,
    pub last: Last,
}

/// What a key's value is made of, and so what its children mean.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    #[default]
    Any,
    String,
    Boolean,
    Integer,
    Real,
    Date,
    Data,
    /// One child: the item. None: items of any type.
    Array,
    /// An array whose items are dictionaries told apart by a tag: the children are the variants.
    UnionArray,
    /// The children are its keys. None: a dictionary of anything.
    Dictionary,
    /// A dictionary of free keys: the one child describes a value.
    Map,
    /// A string whose allowed values, the children, have a support of their own.
    GatedString,
}

impl Form {
    /// The schema's word for the type.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Form::Any => "any",
            Form::String | Form::GatedString => "string",
            Form::Boolean => "boolean",
            Form::Integer => "integer",
            Form::Real => "real",
            Form::Date => "date",
            Form::Data => "data",
            Form::Array | Form::UnionArray => "array",
            Form::Dictionary | Form::Map => "dictionary",
        }
    }
}

/// A literal of the schema.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, expecting = "expected a string, a boolean or a number")]
pub enum Literal {
    String(String),
    Boolean(bool),
    Integer(i64),
    Real(f64),
}

/// Bounds of a number, inclusive.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "bounds")]
pub struct Bounds {
    #[serde(default, with = "numbers::bound", skip_serializing_if = "unstated")]
    pub min: Option<f64>,
    #[serde(default, with = "numbers::bound", skip_serializing_if = "unstated")]
    pub max: Option<f64>,
}

/// The keys below a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Children {
    /// The keys themselves; empty where there are none.
    Own(Vec<Key>),
    /// A name in [`Document::shared`].
    Shared(String),
}

/// A reason code that a status report may carry for a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a reason")]
pub struct Reason {
    #[serde(rename = "value")]
    pub code: String,
    #[serde(default, skip_serializing_if = "unstated")]
    pub details: Vec<ReasonDetail>,
}

/// A key of a reason's details.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a key of the details")]
pub struct ReasonDetail {
    #[serde(rename = "key")]
    pub name: String,
    #[serde(rename = "type")]
    pub form: Form,
    #[serde(default, skip_serializing_if = "unstated")]
    pub subtype: Option<Subtype>,
}

/// Files beside the schema that show a message; of their texts, the model holds nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an example")]
pub struct Example {
    #[serde(default, skip_serializing_if = "unstated")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "unstated")]
    pub files: Vec<ExampleFile>,
}

/// A file of an example, or a request and its answer; as paths in the schema repository.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a file of an example")]
pub struct ExampleFile {
    #[serde(default, skip_serializing_if = "unstated")]
    pub file: Option<String>,
    #[serde(default, rename = "request-file", skip_serializing_if = "unstated")]
    pub request: Option<String>,
    #[serde(default, rename = "response-file", skip_serializing_if = "unstated")]
    pub response: Option<String>,
}

impl Children {
    /// The keys, wherever they are held.
    pub fn keys<'a>(&'a self, document: &'a Document) -> &'a [Key] {
        match self {
            Children::Own(keys) => keys,
            Children::Shared(name) => document.shared.get(name).map_or(&[], |shared| &shared.keys),
        }
    }
}
