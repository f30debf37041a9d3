//! A schema document as Apple wrote it: every attribute, with its position in the file.
//!
//! The attributes have their types, and what they mean does not matter here. A list of keys that
//! several aliases refer to is held once and referred to by [`ListId`], so a recursive document is
//! finite.

use std::collections::BTreeMap;
use std::fmt;

use apple_device_management_core::{OsAttribute, Written};

use crate::flaw::Flaw;
use crate::location::Position;

/// A value and its position in the file.
#[derive(Clone, Default, PartialEq)]
pub struct Spanned<T> {
    pub value: T,
    pub at: Position,
}

impl<T: fmt::Debug> fmt::Debug for Spanned<T> {
    /// Short, since most of a raw document consists of these: the value, ` @ ` and the position.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)?;
        write!(f, " @ {}", self.at)
    }
}

/// A scalar as YAML 1.2's core schema reads it.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    Null,
    Boolean(bool),
    Integer(i64),
    Real(f64),
    String(String),
}

/// One file of the schema.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawDocument {
    /// The path in the schema repository, with forward slashes.
    pub source: String,
    pub title: Spanned<String>,
    pub description: Option<String>,
    pub payload: Payload,
    pub payload_keys: Option<ListId>,
    pub response_keys: Option<ListId>,
    pub reasons: Vec<RawReason>,
    pub related_status_items: Vec<RelatedStatusItems>,
    pub notes: Vec<Note>,
    pub examples: Vec<RawExample>,
    /// Every list of keys in the file, each once; those of `payloadkeys` and `responsekeys` too.
    pub lists: Vec<KeyList>,
    /// What is not known, or was not read as it is written.
    pub flaws: Vec<Flaw>,
    /// How often each attribute was read. An attribute that is reached through aliases counts each
    /// time, since its value is held each time; but a list of keys is read once, however many
    /// places refer to it.
    pub attributes: AttributeCounts,
}

/// The name of a file without its folder and ending.
pub(crate) fn stem(source: &str) -> &str {
    let name = source.rsplit('/').next().unwrap_or(source);
    name.strip_suffix(".yaml").unwrap_or(name)
}

/// How often each attribute was read, by level and name.
pub type AttributeCounts = BTreeMap<(Level, &'static str), usize>;

impl RawDocument {
    /// Empties the lists of keys that nothing refers to, so that their keys do not count.
    pub(crate) fn forget_unreachable(&mut self) {
        let mut reached = vec![false; self.lists.len()];
        let mut open: Vec<ListId> =
            self.payload_keys.into_iter().chain(self.response_keys).collect();
        while let Some(id) = open.pop() {
            if reached.get_mut(id.0).is_some_and(|reached| !std::mem::replace(reached, true)) {
                open.extend(self.lists[id.0].keys.iter().filter_map(|key| key.subkeys));
            }
        }
        for (list, _) in self.lists.iter_mut().zip(reached).filter(|(_, reached)| !reached) {
            list.keys.clear();
        }
    }
}

/// A kind of mapping in a schema file; each has attributes of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Document,
    Payload,
    SupportedOs,
    Os,
    SharedIpad,
    UserEnrollment,
    Key,
    Range,
    Repetition,
    Reason,
    ReasonDetail,
    RelatedStatusItems,
    Note,
    Example,
    ExampleFile,
}

impl Level {
    /// The attributes of an OS entry that hold others. Each is a level of its own.
    pub(crate) const WITHIN_OS: [Level; 2] = [Level::SharedIpad, Level::UserEnrollment];

    /// The level of an attribute of an OS entry, and its name there: `mode` at the level
    /// `sharedipad`.
    pub(crate) fn of_os(attribute: &OsAttribute) -> (Level, &'static str) {
        let within = attribute.word.split_once('.').and_then(|(holder, name)| {
            let level = Level::WITHIN_OS.into_iter().find(|level| level.name() == holder)?;
            Some((level, name))
        });
        within.unwrap_or((Level::Os, attribute.word))
    }

    /// The name in messages: that of the attribute that holds such a mapping, or else a word for
    /// it.
    pub const fn name(self) -> &'static str {
        match self {
            Level::Document => "document",
            Level::Payload => "payload",
            Level::SupportedOs => "supportedOS",
            Level::Os => "OS entry",
            Level::SharedIpad => "sharedipad",
            Level::UserEnrollment => "userenrollment",
            Level::Key => "key",
            Level::Range => "range",
            Level::Repetition => "repetition",
            Level::Reason => "reason",
            Level::ReasonDetail => "reason detail",
            Level::RelatedStatusItems => "related-status-items entry",
            Level::Note => "note",
            Level::Example => "example",
            Level::ExampleFile => "example file",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// An index into [`RawDocument::lists`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListId(pub usize);

/// One list of keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeyList {
    pub keys: Vec<RawKey>,
    /// Whether more than one place refers to it, through an anchor and aliases.
    pub shared: bool,
    pub at: Position,
}

/// The `payload` part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Payload {
    /// The identifier, with the name of the attribute that gives it: `payloadtype`, `requesttype`,
    /// ….
    pub id: Option<(&'static str, Spanned<String>)>,
    pub supported_os: Option<SupportedOs>,
    pub apply: Option<Spanned<String>>,
    pub beta: Option<Spanned<bool>>,
    pub content: Option<String>,
    pub at: Position,
}

/// One key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawKey {
    pub name: String,
    pub at: Position,
    pub title: Option<String>,
    pub content: Option<String>,
    pub supported_os: Option<SupportedOs>,
    /// Without the angle brackets.
    pub kind: Option<Spanned<String>>,
    /// Without the angle brackets.
    pub subtype: Option<Spanned<String>>,
    /// Without the angle brackets; newer releases have `valuetype` in place of `subtype`.
    pub value_type: Option<Spanned<String>>,
    pub presence: Option<Spanned<String>>,
    pub rangelist: Option<Spanned<Vec<Scalar>>>,
    pub range: Option<Spanned<RawBounds>>,
    pub default: Option<Spanned<Scalar>>,
    pub format: Option<Spanned<String>>,
    pub repetition: Option<Spanned<RawBounds>>,
    pub combine_type: Option<Spanned<String>>,
    pub asset_types: Option<Spanned<Vec<String>>>,
    pub asset_content_types: Option<Spanned<Vec<String>>>,
    /// The scopes that newer releases state for the key on all OSes.
    pub allowed_scopes: Option<Spanned<Vec<String>>>,
    pub subkey_type: Option<String>,
    pub subkeys: Option<ListId>,
    /// Where `devpubs-override` stands, which old releases have and which concerns Apple's web
    /// pages.
    pub devpubs_override: Option<Position>,
}

impl RawKey {
    /// Makes the type `any`, so that nothing is known of the value.
    pub(crate) fn take_as_any(&mut self) {
        let at = self.kind.as_ref().map_or(self.at, |kind| kind.at);
        self.kind = Some(Spanned { value: "any".to_owned(), at });
        self.subkeys = None;
        self.subkey_type = None;
    }
}

/// `min` and `max`; each is an integer or a real.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawBounds {
    pub min: Option<Scalar>,
    pub max: Option<Scalar>,
}

/// `supportedOS`: an entry for each OS, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SupportedOs {
    pub entries: Vec<OsEntry>,
    pub at: Position,
}

/// An entry of `supportedOS`: what is stated for one OS.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OsEntry {
    /// The name as written: `iOS`, ….
    pub os: String,
    pub at: Position,
    /// What is stated, by the word of the attribute in [`OsAttribute::ALL`]: `supervised`,
    /// `sharedipad.mode`, ….
    pub stated: BTreeMap<&'static str, Spanned<Written<String>>>,
}

impl OsEntry {
    /// An entry that states nothing for its OS.
    pub fn silent(os: &str, at: Position) -> OsEntry {
        OsEntry { os: os.to_owned(), at, stated: BTreeMap::new() }
    }

    /// States a value of an attribute, in place of one that is stated already.
    pub fn state(&mut self, word: &'static str, value: impl Into<Written<String>>, at: Position) {
        self.stated.insert(word, Spanned { value: value.into(), at });
    }

    /// The value of an attribute, if it is stated and a text.
    pub fn text(&self, word: &str) -> Option<&str> {
        match &self.stated.get(word)?.value {
            Written::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value of an attribute, if it is stated and `true` or `false`.
    pub fn flag(&self, word: &str) -> Option<bool> {
        match self.stated.get(word)?.value {
            Written::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// The value of an attribute, if it is stated and a list.
    pub fn list(&self, word: &str) -> Option<&[String]> {
        match &self.stated.get(word)?.value {
            Written::List(list) => Some(list),
            _ => None,
        }
    }
}

/// An entry of `reasons`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawReason {
    pub value: Spanned<String>,
    pub description: Option<String>,
    pub details: Vec<RawReasonDetail>,
}

/// A key of a reason's details.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawReasonDetail {
    pub key: Spanned<String>,
    /// Without the angle brackets.
    pub kind: Option<Spanned<String>>,
    /// Without the angle brackets.
    pub value_type: Option<Spanned<String>>,
    pub description: Option<String>,
}

/// An entry of `related-status-items`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RelatedStatusItems {
    pub items: Vec<String>,
    pub note: Option<String>,
    pub at: Position,
}

/// An entry of `notes`: prose.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Note {
    pub title: Option<String>,
    pub content: Option<String>,
}

/// An entry of `examples`: files of Apple's repository that show a message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawExample {
    pub title: Option<String>,
    pub files: Vec<RawExampleFile>,
}

/// One message of an example, or a request and its answer; as paths in the schema repository.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawExampleFile {
    pub file: Option<String>,
    pub request: Option<String>,
    pub response: Option<String>,
    /// The heading of the file on Apple's web pages.
    pub tab: Option<String>,
    pub description: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_attributes_of_an_os_is_a_level() {
        for attribute in OsAttribute::ALL {
            let (level, name) = Level::of_os(attribute);
            let whole = attribute.word == name;
            assert_eq!(whole, level == Level::Os, "{}", attribute.word);
            assert!(!name.contains('.'), "`Level::WITHIN_OS` lacks what holds {name}");
        }
    }
}
