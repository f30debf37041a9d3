//! The problems that a message can have, and their words.

use std::fmt;

use apple_device_management_core::{
    Channel, Fact, Last, Literal, Obstacle, Range, Repetition, Subtype, internal::count,
};

/// What a finding about support is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The document as a whole.
    Document,
    /// The key, or array item, at the path.
    Key,
    /// This value, which has a support of its own.
    Value(&'static str),
    /// This variant of a union.
    Variant(&'static str),
}

/// A problem of a message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Problem {
    /// A support stands in the way, or is worth knowing.
    Support(Subject, Obstacle),
    /// The key must be there, but is missing. With a fact: whether it must be there depends on that.
    Missing(Option<Fact>),
    /// One of these keys must be there, but all are missing.
    MissingOneOf(&'static [&'static str]),
    /// The key that tells which variant of a union the dictionary is, is missing.
    MissingTag(&'static str),
    /// Only one of these keys may be there, but several are.
    Exclusive(&'static [&'static str]),
    /// The value has another type. Both types are in the schema's words.
    #[allow(missing_docs)]
    WrongType { expected: &'static str, found: &'static str },
    /// The value has another type, which devices take all the same; Apple Business Manager does
    /// not. Both types are in the schema's words.
    #[allow(missing_docs)]
    Coerced { expected: &'static str, found: &'static str },
    /// The key must be there, and is, but its value is empty.
    Empty,
    /// The value is neither in the list nor within the range beside it.
    #[allow(missing_docs)]
    NotListed { allowed: &'static [Literal], range: Option<Range> },
    /// The schema does not list the value, or the variant of the union. It may be newer than the
    /// schema, or a mistake for `near`.
    #[allow(missing_docs)]
    Unlisted { near: Option<&'static str> },
    /// The schema has nothing of this type. `what` says of what: message, command, payload or
    /// declaration. The type may be newer than the schema, or a mistake for `near`.
    #[allow(missing_docs)]
    UnknownType { what: &'static str, near: Option<&'static str> },
    /// The number is too low or too high.
    OutOfRange(Range),
    /// The array has too few or too many items.
    #[allow(missing_docs)]
    Repetition { allowed: Repetition, found: usize },
    /// The profile has another payload of this kind already, and only one can be installed.
    NotMultiple,
    /// The payload with this index has the same value of a key by which a device tells payloads apart.
    #[allow(missing_docs)]
    Repeated { payload: usize },
    /// The string does not have the form of a UUID.
    NoUuid,
    /// The data holds no profile that can be read.
    NoProfile,
    /// The profile is for the scope of this channel, but goes on the other channel.
    OtherScope(Channel),
    /// The string does not match this regular expression.
    Format(&'static str),
    /// The string cannot be what the key expects, such as a URL. What might be one is not a problem.
    Subtype(Subtype),
    /// The schema does not know the key. It may be a mistake for `near`.
    #[allow(missing_docs)]
    UnknownKey { near: Option<&'static str> },
    /// The newest release of the schema does not have the document, key or value; `last` is the
    /// last one that has.
    #[allow(missing_docs)]
    Retired { value: Option<Literal>, last: Last },
    /// The value refers to an asset that does not exist.
    NoSuchAsset,
    /// The value refers to an asset that is not of one of these types.
    AssetType(&'static [&'static str]),
    /// The content of the asset is not of one of these media types.
    AssetContentType(&'static [&'static str]),
    /// Nested so deep that it was not checked.
    TooDeep,
}

impl Problem {
    /// A stable word for the problem, for programs that show or store findings.
    pub const fn code(&self) -> &'static str {
        match self {
            Problem::Support(..) => "support",
            Problem::Missing(_) => "missing",
            Problem::MissingOneOf(_) => "missing-one-of",
            Problem::MissingTag(_) => "missing-tag",
            Problem::Exclusive(_) => "exclusive",
            Problem::WrongType { .. } => "wrong-type",
            Problem::NotListed { .. } => "not-listed",
            Problem::Unlisted { .. } => "unlisted",
            Problem::UnknownType { .. } => "unknown-type",
            Problem::Coerced { .. } => "coerced",
            Problem::Empty => "empty",
            Problem::Repeated { .. } => "repeated",
            Problem::NoUuid => "no-uuid",
            Problem::NoProfile => "no-profile",
            Problem::OutOfRange(_) => "out-of-range",
            Problem::Repetition { .. } => "repetition",
            Problem::NotMultiple => "not-multiple",
            Problem::OtherScope(_) => "other-scope",
            Problem::Format(_) => "format",
            Problem::Subtype(_) => "subtype",
            Problem::UnknownKey { .. } => "unknown-key",
            Problem::Retired { .. } => "retired",
            Problem::NoSuchAsset => "no-such-asset",
            Problem::AssetType(_) => "asset-type",
            Problem::AssetContentType(_) => "asset-content-type",
            Problem::TooDeep => "too-deep",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Support(Subject::Document | Subject::Key, obstacle) => obstacle.fmt(f),
            Problem::Support(Subject::Value(name) | Subject::Variant(name), obstacle) => {
                write!(f, "`{name}`: {obstacle}")
            }
            Problem::Missing(None) => f.write_str("required, but missing"),
            Problem::Missing(Some(fact)) => {
                write!(f, "missing; whether it is required depends on {fact}")
            }
            Problem::MissingOneOf(names) => {
                write!(f, "one of {} is required, but missing", names.join(", "))
            }
            Problem::MissingTag(name) => {
                write!(f, "{name} is required, but missing: it tells which variant this is")
            }
            Problem::Exclusive(names) => write!(f, "{} exclude each other", names.join(" and ")),
            Problem::WrongType { expected, found } => {
                write!(f, "expected {expected}, found {found}")
            }
            Problem::NotListed { allowed, range } => not_listed(allowed, *range, f),
            Problem::Unlisted { near } => {
                f.write_str("the schema does not list this value")?;
                did_you_mean(*near, f)
            }
            Problem::UnknownType { what, near } => {
                write!(f, "the schema has no {what} of this type")?;
                did_you_mean(*near, f)
            }
            Problem::Coerced { expected, found } => {
                write!(
                    f,
                    "found {found} for {expected}: devices take it, Apple Business Manager refuses it"
                )
            }
            Problem::Empty => f.write_str("required, but empty"),
            Problem::Repeated { payload } => {
                write!(f, "payload {payload} of the profile has the same value; each needs its own")
            }
            Problem::NoUuid => {
                f.write_str("is no UUID, such as 8F1A3C52-0B7D-4E6A-9C21-5D3E7F908B14")
            }
            Problem::NoProfile => f.write_str("the data holds no profile that can be read"),
            Problem::OutOfRange(range) => {
                f.write_str("out of range; allowed is ")?;
                bounds(range.min, range.max, f)
            }
            Problem::Repetition { allowed, found } => {
                write!(f, "{}; allowed is ", count(*found, "item", "items"))?;
                bounds(allowed.min, allowed.max, f)
            }
            Problem::NotMultiple => f.write_str("only one payload of this type can be installed"),
            Problem::OtherScope(channel) => {
                write!(
                    f,
                    "is for the {} scope, but goes on the other channel",
                    channel.scope().name()
                )
            }
            Problem::Format(format) => write!(f, "does not have the format {format}"),
            Problem::Subtype(subtype) => {
                write!(f, "does not have the format {}", subtype.name())
            }
            Problem::UnknownKey { near } => {
                f.write_str("the schema does not know this key")?;
                did_you_mean(*near, f)
            }
            Problem::Retired { value, last } => {
                if let Some(value) = value {
                    write!(f, "{}: ", word(value))?;
                }
                write!(f, "the newest schema does not have it any more: {last}")
            }
            Problem::NoSuchAsset => f.write_str("there is no asset of this identifier"),
            Problem::AssetType(types) => {
                write!(f, "refers to an asset of another type than {}", types.join(", "))
            }
            Problem::AssetContentType(types) => {
                write!(f, "the content of the asset is of another type than {}", types.join(", "))
            }
            Problem::TooDeep => f.write_str("nested too deep to be checked"),
        }
    }
}

fn did_you_mean(near: Option<&str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match near {
        Some(name) => write!(f, "; did you mean `{name}`?"),
        None => Ok(()),
    }
}

fn not_listed(
    allowed: &[Literal],
    range: Option<Range>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let words: Vec<String> = allowed.iter().map(word).collect();
    write!(f, "not an allowed value; allowed is {}", words.join(", "))?;
    match range {
        None => Ok(()),
        Some(range) => {
            f.write_str(", or ")?;
            bounds(range.min, range.max, f)
        }
    }
}

fn word(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => format!("`{text}`"),
        Literal::Boolean(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Real(value) => value.to_string(),
    }
}

fn bounds<T: fmt::Display>(
    min: Option<T>,
    max: Option<T>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match (min, max) {
        (Some(min), Some(max)) => write!(f, "{min} to {max}"),
        (Some(min), None) => write!(f, "{min} or more"),
        (None, Some(max)) => write!(f, "{max} or less"),
        (None, None) => f.write_str("anything"),
    }
}
