//! Apple's conventions: which words the schema uses, and which key names have a meaning of their
//! own.

use apple_device_management_core::{
    Apply, Combine, Family, OsSupport, Presence, Scope, Scopes, Segment, Subtype,
};

use crate::model::Form;
use crate::raw::{self, RawKey};

/// The name of the key that tells the variants of a union apart.
pub const UNION_TAG: &str = "Item";

/// The key of a message that names its type, for each family where the keys of that type stand
/// beside it.
pub const TAGS: [(Family, &str); 3] = [
    (Family::Checkin, "MessageType"),
    (Family::Commands, "RequestType"),
    (Family::Errors, ERROR_ID),
];

/// The keys at the root that tell documents apart if their rangelist has one string.
///
/// Any other key whose rangelist has one string (`MediaType`, `ProgramID`, `sanAuthMethod`) is a
/// field, since the next release may add a second one. `ExtensionIdentifier` has one string in the
/// kerberos document only, and tells it from the other document with the same payload type.
/// `PayloadType` has one in `TopLevel` only. No release has `RequestType` as a key yet; it would be
/// used like `MessageType`.
pub const DISCRIMINATORS: [(Family, &str); 5] = [
    TAGS[0],
    TAGS[1],
    TAGS[2],
    (Family::Profiles, "PayloadType"),
    (Family::Profiles, "ExtensionIdentifier"),
];

/// The key whose one string is the id of a document of `mdm/errors`.
pub const ERROR_ID: &str = "code";

/// In place of the version in which something ends, it means the same as saying nothing.
pub const NO_VERSION: &str = "n/a";

/// Whether a key stands for any key: `ANY`, `ANY app identifier`, `<app identifier>`.
///
/// A few more keys are meant that way, as only Apple's text says; the overlay gives them such a
/// name.
pub fn is_placeholder(name: &str) -> bool {
    name == "ANY" || name.starts_with("ANY ") || (name.starts_with('<') && name.ends_with('>'))
}

/// Whether a key is an array, so that its subkeys describe items.
pub fn is_array(key: &RawKey) -> bool {
    key.kind.as_ref().is_some_and(|kind| kind.value == "array")
}

/// The steps of a key path from a list of keys to one of them. Below an array (`of_array`) a single
/// key is the item, whose name has no meaning; of several keys each is a variant of a union, which
/// has its name.
pub fn steps(list: &[RawKey], key: &RawKey, of_array: bool) -> Vec<Segment> {
    let each = of_array || is_placeholder(&key.name);
    let named = !each || of_array && list.len() > 1;
    let name = named.then(|| Segment::Key(key.name.clone()));
    each.then_some(Segment::Each).into_iter().chain(name).collect()
}

/// The forms that the schema has a word for. Which of the other forms a key has, its subkeys tell.
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

/// The form that a type without angle brackets stands for.
pub fn form(text: &str) -> Option<Form> {
    TYPES.into_iter().find(|form| form.word() == text)
}

/// The meaning of a word of `presence`.
pub fn presence(text: &str) -> Option<Presence> {
    let stated = |presence: &Presence| *presence != Presence::Unstated;
    word(&Presence::NAMES, text).filter(stated)
}

/// The value that a word stands for. The parser reports words that are not known.
pub fn word<T: Copy>(names: &[(T, &'static str)], text: &str) -> Option<T> {
    names.iter().find(|(_, name)| *name == text).map(|(value, _)| *value)
}

/// What kind of text a string holds. Newer releases say so by `valuetype`, older ones by `subtype`,
/// and some by both.
pub fn holds(key: &RawKey) -> Option<Subtype> {
    let known = |text: &Option<raw::Spanned<String>>| subtype(&text.as_ref()?.value);
    known(&key.value_type).or_else(|| known(&key.subtype))
}

/// The subtype that a word stands for; it may be in angle brackets.
pub fn subtype(text: &str) -> Option<Subtype> {
    word(&Subtype::NAMES, within_brackets(text).unwrap_or(text))
}

/// The word that a text has in angle brackets, if it has any.
pub fn within_brackets(text: &str) -> Option<&str> {
    text.strip_prefix('<')?.strip_suffix('>')
}

/// The meaning of a word of `apply`.
pub fn apply(text: &str) -> Option<Apply> {
    word(&Apply::NAMES, text)
}

/// The meaning of a word of `combinetype`.
pub fn combine(text: &str) -> Option<Combine> {
    word(&Combine::NAMES, text)
}

/// The scopes that a list names; `None` if one of its words is not known. The other words alone
/// would forbid what that word allows.
pub fn scopes(words: &[String]) -> Option<Scopes> {
    words.iter().map(|word| Scope::from_name(word)).collect()
}

/// Applies scopes that are stated for all OSes: on each that has no scopes of its own.
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
