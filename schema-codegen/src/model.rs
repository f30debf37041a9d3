//! The model: what the schema says, with Apple's conventions understood, and no prose.
//!
//! A key holds only what was stated about it; what it inherits is worked out by
//! [`effective`](crate::effective).
//!
//! `generated/model.json` is this model as a file: a field is written under its name here, or under
//! the one in its `rename`, and only where something is stated.

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

/// Whether a field has nothing to write to `model.json`.
fn unstated<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The schema of one release.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a model")]
pub struct Model {
    pub upstream: Upstream,
    /// What is wrong with the schema, and how it was read all the same: the text of a
    /// [`Flaw`](crate::flaw::Flaw) each.
    #[serde(default, skip_serializing_if = "unstated")]
    pub flaws: Vec<String>,
    /// Sorted by source.
    pub documents: Vec<Document>,
}

/// Which release of the schema a model is of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a release")]
pub struct Upstream {
    /// The full hash of the commit, if the schema was read from a repository.
    #[serde(default, skip_serializing_if = "unstated")]
    pub commit: Option<String>,
    /// The name of the release, such as `26.4`: the version of iOS, which stands for all OSes.
    #[serde(default, skip_serializing_if = "unstated")]
    pub release: Option<String>,
    /// The version of each OS that the release describes, in the order of `Os::ALL`.
    #[serde(default, with = "ByOs::<Version>", skip_serializing_if = "unstated")]
    pub versions: Versions,
}

/// A version for each OS in the order of `Os::ALL`; `None` where none is stated.
pub type Versions = [Option<Version>; Os::ALL.len()];

impl Upstream {
    /// Whether both are the same release. They are if the commit is the same, or else the name: a
    /// copy of Apple's repository may hold the same release under another commit.
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
    /// The lists of keys that more than one place refers to, by the place that comes first:
    /// `payload` or `response`, then the key path (`payload/Services/Calendar`). Each list that is
    /// recursive is among them.
    pub shared: BTreeMap<String, SharedList>,
    /// The last release that had the document, if the newest does not have it; see
    /// [`retired`](crate::retired).
    pub last: Option<Last>,
    /// Names in Rust that were chosen where the name that the schema gives is taken or is no name,
    /// by the thing that has them (`type payload/Settings`); see [`mend`](crate::mend).
    pub names: BTreeMap<String, String>,
}

/// A list of keys that more than one place refers to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a list of keys that is shared")]
pub struct SharedList {
    /// The name that the schema gives the dictionary, if it gives one.
    #[serde(default, rename = "subkeytype", skip_serializing_if = "unstated")]
    pub hint: Option<String>,
    pub keys: Vec<Key>,
}

/// The dictionary at the root of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A dictionary with the keys that are listed; there may be none.
    Dictionary(Children),
    /// A dictionary in which any key may stand; the one child describes the values.
    Map(Children),
}

/// What is stated for each OS, in the order of `Os::ALL`; `None` where an OS is not named.
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
    /// Whether the one string of the rangelist tells documents or variants apart, so that the key
    /// is no field. Which keys do is in
    /// [`conventions::DISCRIMINATORS`](crate::conventions::DISCRIMINATORS).
    #[serde(default, skip_serializing_if = "unstated")]
    pub constant: bool,
    /// Whether logs must not show the value; see [`secrets`](crate::secrets).
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
    /// How many items an array may have. The schema writes it on the item.
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
    /// The last release that had the key, if the newest does not have it; see
    /// [`retired`](crate::retired).
    #[serde(default, skip_serializing_if = "unstated")]
    pub last: Option<Last>,
    /// The values of the rangelist that the newest release does not have.
    #[serde(default, skip_serializing_if = "unstated")]
    pub dropped: Vec<Dropped>,
}

/// The last release that had something, and the next one that is known. There may be releases in
/// between that are not known here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a last release")]
pub struct Last {
    /// The last one that had it.
    pub release: String,
    /// The next one that is known, which does not have it.
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
    /// The one child describes the items; without a child they may be of any type.
    Array,
    /// An array of dictionaries of several kinds, told apart by a tag; the children are the kinds.
    UnionArray,
    /// The children are its keys; without children it is a dictionary of anything.
    Dictionary,
    /// A dictionary in which any key may stand; the one child describes the values.
    Map,
    /// A string whose allowed values are the children, since each has a support of its own.
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

/// A value that the schema states.
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
    /// The name of a list in [`Document::shared`].
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

/// Files of Apple's repository that show a message. The model does not hold their texts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an example")]
pub struct Example {
    #[serde(default, skip_serializing_if = "unstated")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "unstated")]
    pub files: Vec<ExampleFile>,
}

/// One message of an example, or a request and its answer; as paths in the schema repository.
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
