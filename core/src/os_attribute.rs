//! What an OS entry of the schema may say: a list of attributes, each with all that is known of it.

use std::fmt;
use std::str::FromStr;

use crate::{
    AccessRights, Enrollment, Enrollments, Introduced, Mode, OsSupport, Scope, Scopes, Version,
};

/// One thing that an OS entry of the schema may say.
#[derive(Debug)]
pub struct OsAttribute {
    /// The schema's word; of a word within another, both with a dot between: `sharedipad.mode`.
    pub word: &'static str,
    /// What its value may be.
    pub takes: Takes,
    /// Which of its values leave something out.
    pub restricts: Restricts,
    /// How a person is told.
    pub says: Says,
    /// The letters that stand for it in a table; of a [`Mode`] those for required, forbidden and
    /// ignored.
    pub marks: &'static str,
    pub(crate) get: fn(&OsSupport) -> Option<OsValue>,
    pub(crate) set: fn(OsSupport, OsValue) -> Option<OsSupport>,
}

/// What the value of an attribute may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A version, `n/a` or `all`.
    Introduced,
    /// A version; `n/a` says no more than silence.
    Version,
    /// `true` or `false`.
    Flag,
    /// A word of [`Mode`].
    Mode,
    /// A list of words of [`Enrollment`].
    Enrollments,
    /// A list of words of [`Scope`].
    Scopes,
    /// A text that names a right.
    Rights,
    /// Any text.
    Text,
}

/// Which values leave devices, users or messages out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restricts {
    /// None.
    Never,
    /// The flag when it is this; a flag that is not stated is the other.
    When(bool),
    /// The same, but nothing is known of a flag that is not stated.
    IfStated(bool),
    /// It depends on the value: a mode, a set, a right.
    ByValue,
}

/// How a person is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// With the versions, before all conditions.
    Apart,
    /// By this text, where the flag has this value.
    Flag(bool, &'static str),
    /// By this text and the value behind it.
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

    /// What a support says of it.
    pub fn of(&self, support: &OsSupport) -> Option<OsValue> {
        (self.get)(support)
    }

    /// The support with this value instead; as it was, if the value is none that the attribute takes.
    #[must_use]
    pub fn set(&self, support: OsSupport, stated: OsValue) -> OsSupport {
        (self.set)(support, stated).unwrap_or(support)
    }

    /// The condition in words; none for what is usual, and for versions.
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
    /// The words that a value, or an item of it, may be; empty where it is no such word.
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Takes::Mode => Mode::NAMES.iter().map(|(_, word)| *word).collect(),
            Takes::Enrollments => Enrollment::ALL.iter().map(|one| one.name()).collect(),
            Takes::Scopes => Scope::ALL.iter().map(|one| one.name()).collect(),
            _ => Vec::new(),
        }
    }

    /// The value that was written. `keep` makes a text last as long as the program.
    ///
    /// `None` for what the attribute does not take, an unknown word among others, and for `n/a` as
    /// the end of a support, which states nothing.
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
    /// As a file has it.
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
    /// For a person: `yes`, `16.4`, `user/device`, `none`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.written() {
            Written::Flag(flag) => f.write_str(if flag { "yes" } else { "no" }),
            Written::Text(text) => f.write_str(&text),
            Written::List(words) if words.is_empty() => f.write_str("none"),
            Written::List(words) => f.write_str(&words.join("/")),
        }
    }
}

/// What may be the value of an attribute.
pub(crate) trait AttributeValue: Sized {
    const TAKES: Takes;
    /// Nothing, for a value that stands for nothing.
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
