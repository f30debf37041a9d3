//! Apple's conventions, as data.

use apple_device_management_core::{
    Apply, Combine, Family, OsSupport, Presence, Scope, Scopes, Segment, Subtype,
};

use crate::model::Form;
use crate::raw::{self, RawKey};

/// The key that tells the variants of a union apart.
pub const UNION_TAG: &str = "Item";

/// The key beside whose value the keys of a message stand, for each family that has one.
pub const TAGS: [(Family, &str); 3] = [
    (Family::Checkin, "MessageType"),
    (Family::Commands, "RequestType"),
    (Family::Errors, ERROR_ID),
];

/// The root keys that tell documents apart where a rangelist gives them one string.
///
/// What else has a one-string rangelist (`MediaType`, `ProgramID`, `sanAuthMethod`) is a field: it
/// may take a second value in the next release. `ExtensionIdentifier` has its one string only in
/// the kerberos document, and is what tells that from the other one with the same payload type.
/// `PayloadType` has one in `TopLevel` alone. No release has `RequestType` as a key yet; it is the
/// same kind of thing as `MessageType`.
pub const DISCRIMINATORS: [(Family, &str); 5] = [
    TAGS[0],
    TAGS[1],
    TAGS[2],
    (Family::Profiles, "PayloadType"),
    (Family::Profiles, "ExtensionIdentifier"),
];

/// The key whose one string is the id of a document of `mdm/errors`.
pub const ERROR_ID: &str = "code";

/// In place of the version in which something ends, it says no more than silence does.
pub const NO_VERSION: &str = "n/a";

/// Whether a key stands for any key: `ANY`, `ANY app identifier`, `<app identifier>`.
///
/// The schema has a few more that only prose tells; the overlay gives those a name of this kind.
pub fn is_placeholder(name: &str) -> bool {
    name == "ANY" || name.starts_with("ANY ") || (name.starts_with('<') && name.ends_with('>'))
}

/// Whether what is below a key are items of an array.
pub fn is_array(key: &RawKey) -> bool {
    key.kind.as_ref().is_some_and(|kind| kind.value == "array")
}

/// The steps of a key path to one of the keys of a list: the name of an item means nothing, but
/// that of one of several, which is a variant.
pub fn steps(list: &[RawKey], key: &RawKey, of_array: bool) -> Vec<Segment> {
    let each = of_array || is_placeholder(&key.name);
    let named = !each || of_array && list.len() > 1;
    let name = named.then(|| Segment::Key(key.name.clone()));
    each.then_some(Segment::Each).into_iter().chain(name).collect()
}

/// What the schema has a type for; the other forms are told by what stands below a key.
pub const TYPES: [Form; 9] = [
    Form::Any,
    Form::String,
    Form::Boolean,
    Form::Integer,
    Form::Real,
    Form::Date,
    Form::Data,
    Form::Array,
    Form::Dictionary,
];

/// The form of a type without angle brackets.
pub fn form(text: &str) -> Option<Form> {
    TYPES.into_iter().find(|form| form.word() == text)
}

/// What the word of `presence` says.
pub fn presence(text: &str) -> Option<Presence> {
    let stated = |presence: &Presence| *presence != Presence::Unstated;
    word(&Presence::NAMES, text).filter(stated)
}

/// The value that a word stands for. A word that is not known has been reported by the parser.
pub fn word<T: Copy>(names: &[(T, &'static str)], text: &str) -> Option<T> {
    names.iter().find(|(_, name)| *name == text).map(|(value, _)| *value)
}

/// What a string holds: newer releases say so by `valuetype`, and may keep `subtype` beside it.
pub fn holds(key: &RawKey) -> Option<Subtype> {
    let known = |text: &Option<raw::Spanned<String>>| subtype(&text.as_ref()?.value);
    known(&key.value_type).or_else(|| known(&key.subtype))
}

/// The subtype, written `url` or `<url>`; the parser may have taken the brackets off.
pub fn subtype(text: &str) -> Option<Subtype> {
    word(&Subtype::NAMES, within_brackets(text).unwrap_or(text))
}

/// The word that a text has in angle brackets, if it has any.
pub fn within_brackets(text: &str) -> Option<&str> {
    text.strip_prefix('<')?.strip_suffix('>')
}

/// The way several configurations apply.
pub fn apply(text: &str) -> Option<Apply> {
    word(&Apply::NAMES, text)
}

/// The way values combine.
pub fn combine(text: &str) -> Option<Combine> {
    word(&Combine::NAMES, text)
}

/// The scopes of a list; none are stated if one of its words is not known. What is left of such a
/// list would forbid what the word allows.
pub fn scopes(words: &[String]) -> Option<Scopes> {
    words.iter().map(|word| Scope::from_name(word)).collect()
}

/// Scopes on the key itself hold on every OS, where the OS has none of its own.
pub fn scope_everywhere(stated: &mut crate::model::Stated, scopes: Scopes) {
    for entry in stated {
        let entry = entry.get_or_insert(OsSupport::UNSTATED);
        *entry = entry.or(OsSupport::UNSTATED.with_allowed_scopes(scopes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_of_every_release() {
        for name in ["ANY", "ANY app identifier", "ANY index", "<app identifier>"] {
            assert!(is_placeholder(name), "{name}");
        }
        for name in ["any", "ANYTHING", "Realm", "<", "<a", "Company", ""] {
            assert!(!is_placeholder(name), "{name}");
        }
    }

    #[test]
    fn both_spellings_of_a_subtype() {
        for text in ["hostname", "<hostname>"] {
            assert_eq!(subtype(text), Some(Subtype::Hostname));
        }
        assert_eq!(subtype("<new>"), None);
    }
}
