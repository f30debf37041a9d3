//! What the schema says of a value beside its type and its support.

use std::fmt;

use crate::Support;
use crate::index::lookup;

/// A constant of the schema: a value of a rangelist, a bound, a default.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Literal {
    String(&'static str),
    Boolean(bool),
    Integer(i64),
    Real(f64),
}

impl fmt::Display for Literal {
    /// The value, a string without quotes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Literal::String(text) => f.pad(text),
            Literal::Boolean(value) => f.pad(&value.to_string()),
            Literal::Integer(value) => f.pad(&value.to_string()),
            Literal::Real(value) => f.pad(&value.to_string()),
        }
    }
}

/// Bounds of a number, both inclusive; `None` means no bound.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Range {
    pub min: Option<f64>,
    pub max: Option<f64>,
}

/// How many items an array may have, both bounds inclusive; `None` means no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Repetition {
    pub min: Option<u32>,
    pub max: Option<u32>,
}

/// What a string holds: the schema's `valuetype`, or `subtype` in older releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Subtype {
    /// A URL.
    Url,
    /// A host's name, an IPv4 address, or an IPv6 address in brackets.
    Hostname,
    /// A mail address.
    Email,
    /// A domain's name.
    Domain,
    /// A domain's name, or `*.` and a domain's name, which means its subdomains without the domain
    /// itself.
    DomainPrefix,
    /// A date and a time of day in no time zone, as in RFC 3339 without offset and fraction.
    Localtime,
    /// A regular expression.
    Regex,
    /// A moment, as in RFC 3339 with an offset and without a fraction.
    Timestamp,
    /// A UUID.
    Uuid,
}

impl Subtype {
    /// All subtypes with the schema's word for each.
    pub const NAMES: [(Subtype, &'static str); 9] = [
        (Subtype::Url, "url"),
        (Subtype::Hostname, "hostname"),
        (Subtype::Email, "email"),
        (Subtype::Domain, "domain"),
        (Subtype::DomainPrefix, "domain-prefix"),
        (Subtype::Localtime, "localtime"),
        (Subtype::Regex, "regex"),
        (Subtype::Timestamp, "timestamp"),
        (Subtype::Uuid, "uuid"),
    ];

    /// The schema's word, without angle brackets.
    pub const fn name(self) -> &'static str {
        Subtype::NAMES[self as usize].1
    }
}

crate::by_word!(Subtype, "subtype", Subtype::NAMES);

/// How a device combines the values of several configurations of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Combine {
    BooleanOr,
    BooleanAnd,
    NumberMin,
    NumberMax,
    EnumFirst,
    EnumLast,
    First,
    ArrayAppend,
    SetUnion,
    SetIntersection,
}

impl Combine {
    /// All ways with the schema's word for each.
    pub const NAMES: [(Combine, &'static str); 10] = [
        (Combine::BooleanOr, "boolean-or"),
        (Combine::BooleanAnd, "boolean-and"),
        (Combine::NumberMin, "number-min"),
        (Combine::NumberMax, "number-max"),
        (Combine::EnumFirst, "enum-first"),
        (Combine::EnumLast, "enum-last"),
        (Combine::First, "first"),
        (Combine::ArrayAppend, "array-append"),
        (Combine::SetUnion, "set-union"),
        (Combine::SetIntersection, "set-intersection"),
    ];

    /// The schema's word.
    pub const fn name(self) -> &'static str {
        Combine::NAMES[self as usize].1
    }
}

crate::by_word!(Combine, "way to combine", Combine::NAMES);

/// A value that has a support of its own, such as one query of `DeviceInformation`.
#[derive(Clone, Copy, Debug)]
pub struct GatedValue {
    /// The value.
    pub name: &'static str,
    /// Where it is available.
    pub support: Support,
}

/// The values of a string that have a support of their own; most strings have none.
#[derive(Clone, Copy, Debug)]
pub struct Gated {
    /// In the order of the schema.
    pub values: &'static [GatedValue],
    /// A hash table over the names; see [`build_index`](crate::internal::build_index).
    #[doc(hidden)]
    pub index: &'static [u8],
}

impl Gated {
    /// No value at all.
    pub const NONE: Gated = Gated { values: &[], index: &[] };

    /// The value of this name, in constant time.
    pub fn value(&self, name: &str) -> Option<&'static GatedValue> {
        lookup(self.index, name, |at| Some(self.values.get(at)?.name)).map(|at| &self.values[at])
    }
}

/// What a value must keep to, and what else the schema says of it. For most keys, that is nothing.
#[derive(Clone, Copy, Debug)]
pub struct Constraints {
    /// The values that are allowed; empty means that there is no list.
    pub rangelist: &'static [Literal],
    /// Bounds of a number. Beside a rangelist, a value has to be in the list or within the bounds.
    pub range: Option<Range>,
    /// A regular expression that a string must match.
    pub format: Option<&'static str>,
    /// How many items an array takes.
    pub repetition: Option<Repetition>,
    /// The value that counts where the key is absent.
    pub default: Option<Literal>,
    /// What a string holds.
    pub subtype: Option<Subtype>,
    /// How values of several configurations combine.
    pub combine: Option<Combine>,
    /// The declaration types of assets that a reference may name.
    pub asset_types: &'static [&'static str],
    /// The media types that the referenced asset may have.
    pub asset_content_types: &'static [&'static str],
    /// The values with a support of their own.
    pub gated: Gated,
    /// What only older releases of the schema have of this key.
    pub retired: Option<&'static Retired>,
}

/// What only older releases of the schema have. It is kept for devices of that time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retired {
    /// The last release that had the key, if the newest one does not have it.
    pub last: Option<Last>,
    /// The values or variants that the newest release does not have.
    pub values: &'static [RetiredValue],
}

/// A value that only older releases of the schema have; for a variant, the value of its tag.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetiredValue {
    /// The value.
    pub value: Literal,
    /// The last release that had it.
    pub last: Last,
}

/// The last known release of the schema that had something. There may be releases between this one
/// and the next known one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Last {
    /// The release that had it.
    pub release: &'static str,
    /// The next known release, which does not have it.
    pub next: &'static str,
}

impl fmt::Display for Last {
    /// `in 18.3, not in 26.4`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "in {}, not in {}", self.release, self.next)
    }
}

impl Constraints {
    /// No constraint at all.
    pub const NONE: Constraints = Constraints {
        rangelist: &[],
        range: None,
        format: None,
        repetition: None,
        default: None,
        subtype: None,
        combine: None,
        asset_types: &[],
        asset_content_types: &[],
        gated: Gated::NONE,
        retired: None,
    };

    /// A boolean default, and nothing else.
    pub(crate) const fn default_flag(flag: bool) -> Constraints {
        Constraints { default: Some(Literal::Boolean(flag)), ..Constraints::NONE }
    }
}
