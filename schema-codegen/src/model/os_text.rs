use std::fmt;

use apple_device_management_core::{OsAttribute, OsSupport, OsValue, Takes, Written};
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::intern::intern;

/// An OS entry as `model.json` has it: an object with a member for each attribute of
/// [`OsAttribute::ALL`] that is stated. Where the word of an attribute has a dot, as in
/// `sharedipad.mode`, it is the member `mode` of an object `sharedipad`.
pub(super) struct OsText(OsSupport);

impl From<OsSupport> for OsText {
    fn from(support: OsSupport) -> OsText {
        OsText(support)
    }
}

impl From<OsText> for OsSupport {
    fn from(OsText(support): OsText) -> OsSupport {
        support
    }
}

impl Serialize for OsText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        StatedText { support: &self.0, within: "" }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for OsText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<OsText, D::Error> {
        Within("").deserialize(deserializer).map(OsText)
    }
}

/// Writes the attributes whose words begin with `within`.
struct StatedText<'s> {
    support: &'s OsSupport,
    within: &'static str,
}

impl Serialize for StatedText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        let mut begun = "";
        for attribute in OsAttribute::ALL {
            let Some(value) = attribute.of(self.support) else { continue };
            let Some(member) = Member::of(attribute, self.within) else { continue };
            match member {
                Member::Value(word) => members.serialize_entry(word, &Value(value))?,
                Member::Object(_, within) if within == begun => {}
                Member::Object(word, within) => {
                    begun = within;
                    members.serialize_entry(word, &StatedText { support: self.support, within })?;
                }
            }
        }
        members.end()
    }
}

/// The member of an object that holds an attribute.
enum Member {
    /// The value of the attribute, under this word.
    Value(&'static str),
    /// Another object, under the first word; the words of all its attributes begin with the second.
    Object(&'static str, &'static str),
}

impl Member {
    fn of(attribute: &OsAttribute, within: &str) -> Option<Member> {
        let word = attribute.word.strip_prefix(within)?;
        let Some((object, rest)) = word.split_once('.') else { return Some(Member::Value(word)) };
        let begin = attribute.word.strip_suffix(rest)?;
        Some(Member::Object(object, begin))
    }
}

struct Value(OsValue);

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.written() {
            Written::Flag(flag) => flag.serialize(serializer),
            Written::Text(text) => text.serialize(serializer),
            Written::List(words) => words.serialize(serializer),
        }
    }
}

/// Reads the attributes whose words begin like this.
struct Within(&'static str);

impl<'de> DeserializeSeed<'de> for Within {
    type Value = OsSupport;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<OsSupport, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Within {
    type Value = OsSupport;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with what is stated for the OS")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<OsSupport, A::Error> {
        let mut support = OsSupport::UNSTATED;
        while let Some((attribute, member)) = members.next_key_seed(Word { within: self.0 })? {
            support = match member {
                Member::Value(_) => {
                    attribute.set(support, members.next_value_seed(Taken(attribute.takes))?)
                }
                Member::Object(_, within) => support.or(members.next_value_seed(Within(within))?),
            };
        }
        Ok(support)
    }
}

/// Reads the name of a member. If it names another object, any attribute of that object stands for
/// it.
struct Word {
    within: &'static str,
}

impl<'de> DeserializeSeed<'de> for Word {
    type Value = (&'static OsAttribute, Member);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Word {
    type Value = (&'static OsAttribute, Member);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the word of an attribute")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let is_it = |attribute: &&OsAttribute| {
            let word = attribute.word.strip_prefix(self.within).filter(|it| it.starts_with(text));
            word.is_some_and(|word| word.split('.').next() == Some(text))
        };
        let named = OsAttribute::ALL.iter().find(is_it);
        let named = named.and_then(|it| Some((it, Member::of(it, self.within)?)));
        named.ok_or_else(|| E::custom(format_args!("unknown attribute `{text}`")))
    }
}

/// Reads the value of an attribute that takes such values.
struct Taken(Takes);

impl Taken {
    fn read<E: Error>(&self, written: &Written<&str>, found: Unexpected<'_>) -> Result<OsValue, E> {
        self.0.read(written, intern).ok_or_else(|| E::invalid_value(found, self))
    }
}

impl<'de> DeserializeSeed<'de> for Taken {
    type Value = OsValue;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<OsValue, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Taken {
    type Value = OsValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.0.words().join(", ");
        match self.0 {
            Takes::Introduced => f.write_str("a version, `n/a` or `all`"),
            Takes::Version => f.write_str("a version"),
            Takes::Flag => f.write_str("true or false"),
            Takes::Mode => write!(f, "one of {words}"),
            Takes::Enrollments | Takes::Scopes => write!(f, "an array of {words}"),
            Takes::Rights | Takes::Text => f.write_str("a string"),
        }
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<OsValue, E> {
        self.read(&Written::Flag(flag), Unexpected::Bool(flag))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<OsValue, E> {
        self.read(&Written::Text(text), Unexpected::Str(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<OsValue, A::Error> {
        let mut words = Vec::<String>::new();
        while let Some(word) = items.next_element()? {
            words.push(word);
        }
        let written = Written::List(words.iter().map(String::as_str).collect());
        self.read(&written, Unexpected::Other(&words.join(", ")))
    }
}
