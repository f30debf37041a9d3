use std::fmt;

use apple_device_management_core::{
    Answer, Channel, Effect, Fact, KeyPath, Last, Limit, Literal, Obstacle, Os, OsSupport, Range,
    Repetition, Segment, Subtype, internal::count,
};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing, or: it depends on what is not known of the target.
    Info,
    /// Works, though not as one may think; or is odd.
    Warning,
    /// The target does not take it.
    Error,
}

impl Severity {
    /// All of them with a word for each, the least first.
    pub const NAMES: [(Severity, &'static str); 3] =
        [(Severity::Info, "info"), (Severity::Warning, "warning"), (Severity::Error, "error")];

    /// The word.
    pub const fn name(self) -> &'static str {
        Severity::NAMES[self as usize].1
    }
}

apple_device_management_core::by_word!(Severity, "severity", Severity::NAMES);

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

/// What is the matter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Problem {
    /// The support stands in the way, or is worth a word.
    Support(Subject, Obstacle),
    /// The key must be there; where it depends, on what.
    Missing(Option<Fact>),
    /// One of these keys must be there.
    MissingOneOf(&'static [&'static str]),
    /// The key that tells which variant of a union the dictionary is.
    MissingTag(&'static str),
    /// Only one of these keys can be there.
    Exclusive(&'static [&'static str]),
    /// The value has another type, in the schema's words.
    #[allow(missing_docs)]
    WrongType { expected: &'static str, found: &'static str },
    /// The value has another type than these words of the schema say, and devices take it all the same;
    /// Apple Business Manager does not.
    #[allow(missing_docs)]
    Coerced { expected: &'static str, found: &'static str },
    /// The key must be there, and holds nothing.
    Empty,
    /// The value is none of the list, nor within the range beside it.
    #[allow(missing_docs)]
    NotListed { allowed: &'static [Literal], range: Option<Range> },
    /// The value is none that the schema lists, nor a variant of the union. It may be a mistake for
    /// this one, or newer than the schema.
    #[allow(missing_docs)]
    Unlisted { near: Option<&'static str> },
    /// The schema has nothing of this type: no message, payload or declaration, as the word says. It may
    /// be a mistake for another type, or newer than the schema.
    #[allow(missing_docs)]
    UnknownType { what: &'static str, near: Option<&'static str> },
    /// The number is too low or too high.
    OutOfRange(Range),
    /// The array has too few or too many items.
    #[allow(missing_docs)]
    Repetition { allowed: Repetition, found: usize },
    /// The profile has another payload of this kind already, and only one can be installed.
    NotMultiple,
    /// An earlier payload of the profile, at this place in the list, has the same value, by which a
    /// device tells payloads apart.
    #[allow(missing_docs)]
    Repeated { payload: usize },
    /// The string does not have the form of a UUID.
    NoUuid,
    /// The data holds no profile that can be read.
    NoProfile,
    /// The profile is for the scope of this channel, but goes by the other one.
    OtherScope(Channel),
    /// The string does not match this regular expression.
    Format(&'static str),
    /// The string cannot be what it should hold. Nothing that may be one is found fault with.
    Subtype(Subtype),
    /// The schema does not know the key. It may be a mistake for this one.
    #[allow(missing_docs)]
    UnknownKey { near: Option<&'static str> },
    /// The newest release of the schema does not have it, or this value: this one was the last.
    #[allow(missing_docs)]
    Retired { value: Option<Literal>, last: Last },
    /// The asset that is referred to does not exist.
    NoSuchAsset,
    /// The asset that is referred to is of another type than these.
    AssetType(&'static [&'static str]),
    /// The content of the asset is of another media type than these.
    AssetContentType(&'static [&'static str]),
    /// Nested so deep that it was not looked at.
    TooDeep,
}

/// What the schema states of a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stated {
    /// The OS.
    pub os: Os,
    /// The effective support there.
    pub support: OsSupport,
    /// What holds for the document as a whole; unstated where the place is that.
    pub document: OsSupport,
}

impl fmt::Display for Stated {
    /// Without the conditions that hold for the whole document: these are said of that.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = self.document.conditions();
        let mut parts = self.support.versions();
        parts.extend(self.support.conditions().into_iter().filter(|one| !known.contains(one)));
        write!(f, "{}: {}", self.os, parts.join(", "))
    }
}

/// One thing to know about a message and a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Where; the root for the message as a whole.
    pub path: KeyPath,
    /// Where else the same holds: what depends on something that is not known of the target is said
    /// once for each cause.
    pub also: Vec<KeyPath>,
    /// How much it matters.
    pub severity: Severity,
    /// What it is.
    pub problem: Problem,
    /// The statement of the schema behind it.
    pub support: Option<Stated>,
    /// The identifier of the document; empty where the schema lists none.
    pub id: &'static str,
    /// The document, as a path in Apple's repository; empty where there is none.
    pub source: &'static str,
}

impl Finding {
    /// Of a message whose type, named at the end of these keys, the schema does not list.
    pub(super) fn unlisted(
        what: &'static str,
        keys: &[&str],
        near: Option<&'static str>,
    ) -> Finding {
        Finding {
            path: KeyPath(keys.iter().map(|key| Segment::Key((*key).to_owned())).collect()),
            also: Vec::new(),
            severity: Severity::Warning,
            problem: Problem::UnknownType { what, near },
            support: None,
            id: "",
            source: "",
        }
    }

    /// What the finding depends on, if it does.
    pub fn depends_on(&self) -> Option<Fact> {
        match self.problem {
            Problem::Support(_, Obstacle { effect: Effect::DependsOn(fact), .. }) => Some(fact),
            Problem::Missing(fact) => fact,
            _ => None,
        }
    }

    /// The limit, if the finding is about support.
    pub fn limit(&self) -> Option<Limit> {
        match self.problem {
            Problem::Support(_, obstacle) => Some(obstacle.limit),
            _ => None,
        }
    }
}

impl Problem {
    /// A stable word for what is the matter, for programs that show or store findings.
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

/// How many other places a line names.
const SHOWN: usize = 3;

impl Finding {
    /// The problem, the other places that have it, and the statement behind it.
    fn write_what(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.problem)?;
        if !self.also.is_empty() {
            let shown = self.also.iter().take(SHOWN);
            let shown: Vec<_> =
                shown.map(|path| path.to_string().escape_debug().to_string()).collect();
            write!(f, "; also {}", shown.join(", "))?;
            let more = self.also.len() - shown.len();
            if more > 0 {
                write!(f, " and {}", count(more, "other place", "other places"))?;
            }
        }
        match self.support {
            Some(stated) => write!(f, "; {stated}"),
            None => Ok(()),
        }
    }
}

impl Serialize for Finding {
    /// For people and for reports: `severity`, `id`, `source`, `path`, `code`, `message`, and where
    /// there is one, `depends_on`, `also`, `os` and `support`. There is no way back: a finding refers to the
    /// schema.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("severity", &self.severity)?;
        map.serialize_entry("id", self.id)?;
        map.serialize_entry("source", self.source)?;
        map.serialize_entry("path", &self.path)?;
        map.serialize_entry("code", self.problem.code())?;
        map.serialize_entry("message", &self.problem.to_string())?;
        if let Some(fact) = self.depends_on() {
            map.serialize_entry("depends_on", &fact)?;
        }
        if !self.also.is_empty() {
            map.serialize_entry("also", &self.also)?;
        }
        if let Some(Stated { os, support, .. }) = self.support {
            map.serialize_entry("os", &os)?;
            map.serialize_entry("support", &support.to_string())?;
        }
        map.end()
    }
}

impl Serialize for Findings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.0)
    }
}

impl fmt::Display for Finding {
    /// One line: `error: Settings Settings/0: …; macOS: 10.13.4 (mdm/commands/settings.yaml)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.severity)?;
        // A key of a hostile dictionary may hold anything; a finding is one line all the same.
        let path = self.path.to_string().escape_debug().to_string();
        let place = [self.id, &path].into_iter().filter(|part| !part.is_empty());
        let place: Vec<_> = place.collect();
        if !place.is_empty() {
            write!(f, "{}: ", place.join(" "))?;
        }
        self.write_what(f)?;
        match self.source {
            "" => Ok(()),
            source => write!(f, " ({source})"),
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
                write!(f, "payload {payload} of the profile has the same; each needs its own")
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
                    "is for the {} scope, but goes by the other channel",
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

/// All that was found, in the order of the message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    /// What makes the target refuse the message, or part of it.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter().filter(|finding| finding.severity == Severity::Error)
    }

    /// Yes without an error, no with one; otherwise what it depends on.
    pub fn answer(&self) -> Answer {
        if self.errors().next().is_some() {
            return Answer::No;
        }
        self.0.iter().find_map(Finding::depends_on).map_or(Answer::Yes, Answer::DependsOn)
    }
}

impl std::ops::Deref for Findings {
    type Target = [Finding];

    fn deref(&self) -> &[Finding] {
        &self.0
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl fmt::Display for Findings {
    /// A line each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|finding| writeln!(f, "{finding}"))
    }
}
