//! What can be known of one attribute of an OS entry of the schema: its word, its values, what they
//! mean.

use std::fmt;
use std::str::FromStr;

use crate::{
    AccessRights, Enrollment, Enrollments, Introduced, Mode, OsSupport, Scope, Scopes, Version,
};

/// One attribute that an OS entry of the schema may have.
#[derive(Debug)]
pub struct OsAttribute {
    /// The schema's word; for an attribute within another one, both words with a dot between:
    /// `sharedipad.mode`.
    pub word: &'static str,
    /// Which values it may have.
    pub takes: Takes,
    /// Which of its values exclude devices, users or messages.
    pub restricts: Restricts,
    /// How it is put in words.
    pub says: Says,
    /// The letter that stands for it in the tables of `cargo xtask explain`; for a [`Mode`], three
    /// letters: for required, forbidden and ignored.
    pub marks: &'static str,
    pub(crate) get: fn(&OsSupport) -> Option<OsValue>,
    pub(crate) set: fn(OsSupport, OsValue) -> Option<OsSupport>,
}

/// Which values an attribute may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A version, `n/a` or `all`.
    Introduced,
    /// A version. `n/a` means the same as no value.
    Version,
    /// `true` or `false`.
    Flag,
    /// A word of [`Mode`].
    Mode,
    /// A list of words of [`Enrollment`].
    Enrollments,
    /// A list of words of [`Scope`].
    Scopes,
    /// A text that names an access right.
    Rights,
    /// Any text.
    Text,
}

/// Which values of an attribute exclude devices, users or messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restricts {
    /// None.
    Never,
    /// This value of the flag. A flag that is not stated counts as the other value.
    When(bool),
    /// This value of the flag. Nothing is known where the flag is not stated.
    IfStated(bool),
    /// It depends on the value: a mode, a set, a right.
    ByValue,
}

/// How an attribute is put in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Together with the versions, not as a condition.
    Apart,
    /// This text, where the flag has this value.
    Flag(bool, &'static str),
    /// This text, followed by the value.
    Named(&'static str),
}

/// The value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OsValue {
    /// For [`Takes::Introduced`]; never `Unstated`.
    Introduced(Introduced),
    /// For [`Takes::Version`].
    Version(Version),
    /// For [`Takes::Flag`].
    Flag(bool),
    /// For [`Takes::Mode`].
    Mode(Mode),
    /// For [`Takes::Enrollments`].
    Enrollments(Enrollments),
    /// For [`Takes::Scopes`].
    Scopes(Scopes),
    /// For [`Takes::Rights`].
    Rights(AccessRights),
    /// For [`Takes::Text`].
    Text(&'static str),
}

/// A value as a file has it, in YAML and in JSON alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written<T> {
    /// `true` or `false`.
    Flag(bool),
    /// A text.
    Text(T),
    /// A list of texts.
    List(Vec<T>),
}

impl From<bool> for Written<String> {
    fn from(flag: bool) -> Self {
        Written::Flag(flag)
    }
}

impl From<String> for Written<String> {
    fn from(text: String) -> Self {
        Written::Text(text)
    }
}

impl From<&str> for Written<String> {
    fn from(text: &str) -> Self {
        Written::Text(text.to_owned())
    }
}

impl From<Vec<String>> for Written<String> {
    fn from(list: Vec<String>) -> Self {
        Written::List(list)
    }
}

impl From<&[&str]> for Written<String> {
    fn from(list: &[&str]) -> Self {
        Written::List(list.iter().map(|text| (*text).to_owned()).collect())
    }
}

impl OsAttribute {
    /// The attribute of this word.
    pub fn named(word: &str) -> Option<&'static OsAttribute> {
        Self::ALL.iter().find(|attribute| attribute.word == word)
    }

    /// The value that a support has for this attribute.
    pub fn of(&self, support: &OsSupport) -> Option<OsValue> {
        (self.get)(support)
    }

    /// The support with this value; unchanged, if the attribute cannot have such a value.
    #[must_use]
    pub fn set(&self, support: OsSupport, stated: OsValue) -> OsSupport {
        (self.set)(support, stated).unwrap_or(support)
    }

    /// The condition in words; `None` for versions, and where the value is the usual one.
    pub fn condition(&self, support: &OsSupport) -> Option<String> {
        let stated = self.of(support)?;
        match (self.says, stated) {
            (Says::Flag(when, text), OsValue::Flag(flag)) => {
                (flag == when).then(|| text.to_owned())
            }
            (Says::Named(_), OsValue::Mode(Mode::Allowed)) => None,
            (Says::Named(name), OsValue::Rights(rights)) => {
                rights.right().map(|right| format!("{name} {right}"))
            }
            (Says::Named(name), stated) => Some(format!("{name} {stated}")),
            _ => None,
        }
    }
}

impl Takes {
    /// The words that a value, or each item of a list, may be; empty for values that are not words.
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Takes::Mode => Mode::NAMES.iter().map(|(_, word)| *word).collect(),
            Takes::Enrollments => Enrollment::ALL.iter().map(|one| one.name()).collect(),
            Takes::Scopes => Scope::ALL.iter().map(|one| one.name()).collect(),
            _ => Vec::new(),
        }
    }

    /// Reads a value as a file has it. `keep` makes a text last as long as the program.
    ///
    /// `None` for a value that the attribute cannot have, such as an unknown word, and for `n/a`
    /// where a [`Takes::Version`] is expected, since that states nothing.
    pub fn read<T: AsRef<str>>(
        self,
        written: &Written<T>,
        keep: impl FnOnce(&str) -> &'static str,
    ) -> Option<OsValue> {
        let version = |text: &str| Version::from_str(text).ok();
        match (self, written) {
            (Takes::Flag, Written::Flag(flag)) => Some(OsValue::Flag(*flag)),
            (Takes::Introduced, Written::Text(text)) => match text.as_ref() {
                "n/a" => Some(OsValue::Introduced(Introduced::Never)),
                "all" => Some(OsValue::Introduced(Introduced::Always)),
                text => {
                    version(text).map(|version| OsValue::Introduced(Introduced::Since(version)))
                }
            },
            (Takes::Version, Written::Text(text)) => version(text.as_ref()).map(OsValue::Version),
            (Takes::Mode, Written::Text(text)) => {
                let mut names = Mode::NAMES.iter();
                let found = names.find(|(_, name)| *name == text.as_ref());
                found.map(|(mode, _)| OsValue::Mode(*mode))
            }
            (Takes::Enrollments, Written::List(words)) => {
                let words = words.iter().map(|word| Enrollment::from_name(word.as_ref()));
                words.collect::<Option<_>>().map(OsValue::Enrollments)
            }
            (Takes::Scopes, Written::List(words)) => {
                let words = words.iter().map(|word| Scope::from_name(word.as_ref()));
                words.collect::<Option<_>>().map(OsValue::Scopes)
            }
            (Takes::Rights, Written::Text(text)) => {
                Some(OsValue::Rights(AccessRights::parse(keep(text.as_ref())).0))
            }
            (Takes::Text, Written::Text(text)) => Some(OsValue::Text(keep(text.as_ref()))),
            _ => None,
        }
    }
}

impl OsValue {
    /// The value as a file has it.
    pub fn written(self) -> Written<String> {
        let words = |words: &mut dyn Iterator<Item = &'static str>| {
            Written::List(words.map(str::to_owned).collect())
        };
        match self {
            OsValue::Introduced(Introduced::Never) => Written::Text("n/a".to_owned()),
            OsValue::Introduced(Introduced::Since(version)) | OsValue::Version(version) => {
                Written::Text(version.to_string())
            }
            OsValue::Introduced(_) => Written::Text("all".to_owned()),
            OsValue::Flag(flag) => Written::Flag(flag),
            OsValue::Mode(mode) => Written::Text(mode.name().to_owned()),
            OsValue::Enrollments(set) => words(&mut set.iter().map(|one| one.name())),
            OsValue::Scopes(set) => words(&mut set.iter().map(|one| one.name())),
            OsValue::Rights(rights) => Written::Text(rights.raw().to_owned()),
            OsValue::Text(text) => Written::Text(text.to_owned()),
        }
    }
}

impl fmt::Display for OsValue {
    /// In words for people: `yes`, `16.4`, `user/device`, `none`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.written() {
            Written::Flag(flag) => f.write_str(if flag { "yes" } else { "no" }),
            Written::Text(text) => f.write_str(&text),
            Written::List(words) if words.is_empty() => f.write_str("none"),
            Written::List(words) => f.write_str(&words.join("/")),
        }
    }
}

/// A Rust type for the values of an attribute.
pub(crate) trait AttributeValue: Sized {
    const TAKES: Takes;
    /// The value; `None` for [`Introduced::Unstated`].
    fn stated(self) -> Option<OsValue>;
    fn of(stated: OsValue) -> Option<Self>;
}

macro_rules! values {
    ($($type:ty = $variant:ident of $takes:ident;)+) => {$(
        impl AttributeValue for $type {
            const TAKES: Takes = Takes::$takes;

            fn stated(self) -> Option<OsValue> {
                Some(OsValue::$variant(self)).filter(|it| *it != OsValue::Introduced(Introduced::Unstated))
            }

            fn of(stated: OsValue) -> Option<$type> {
                match stated {
                    OsValue::$variant(value) => Some(value),
                    _ => None,
                }
            }
        }
    )+};
}

values! {
    Introduced = Introduced of Introduced;
    Version = Version of Version;
    bool = Flag of Flag;
    Mode = Mode of Mode;
    Enrollments = Enrollments of Enrollments;
    Scopes = Scopes of Scopes;
    AccessRights = Rights of Rights;
    &'static str = Text of Text;
}
