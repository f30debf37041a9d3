//! How the facts of a key are packed into a number, and how a table finds its keys.

use crate::index::lookup;
use crate::key::Packed;
use crate::{Constraints, Key, Literal, Presence, Support, Table, Union, ValueType, Variant};

/// The types that a number tells completely, in the order of their numbers.
const SCALARS: [ValueType; 7] = [
    ValueType::Any,
    ValueType::String,
    ValueType::Boolean,
    ValueType::Integer,
    ValueType::Real,
    ValueType::Date,
    ValueType::Data,
];

/// The number for any other type, which stands in [`Table::values`].
const COMPOUND: u32 = 15;
const PRESENCES: [Presence; 3] = [Presence::Unstated, Presence::Optional, Presence::Required];
const ALWAYS: u32 = 1 << 6;
const CONSTANT: u32 = 1 << 7;
const SECRET: u32 = 1 << 10;
/// The constraints that a number tells completely, in the order of their numbers; see [`ConstraintKind`].
const SHARED: [&Constraints; 3] =
    [&Constraints::NONE, &Constraints::default_flag(false), &Constraints::default_flag(true)];

/// Which constraints a key has. More than half of the keys with constraints have a boolean default and
/// nothing else, so these have numbers of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    /// None at all.
    None,
    /// This default value, and nothing else.
    Default(bool),
    /// Others, which stand in [`Table::constraints`].
    Listed,
}

/// Packs the facts of a key; the generator calls this.
pub fn pack(
    scalar: Option<ValueType>,
    presence: Presence,
    always: bool,
    constant: bool,
    secret: bool,
    limits: ConstraintKind,
    support: u16,
) -> Packed {
    let kind = scalar
        .and_then(|value| SCALARS.iter().position(|one| one.name() == value.name()))
        .map_or(COMPOUND, |at| at as u32);
    let presence = match presence {
        Presence::Unstated => 0,
        Presence::Optional => 1 << 4,
        Presence::Required => 2 << 4,
    };
    let limits = match limits {
        ConstraintKind::None => 0,
        ConstraintKind::Default(flag) => 1 + u32::from(flag),
        ConstraintKind::Listed => 3,
    };
    let flag = |holds: bool, bit: u32| if holds { bit } else { 0 };
    kind | presence
        | flag(always, ALWAYS)
        | flag(constant, CONSTANT)
        | flag(secret, SECRET)
        | limits << 8
        | u32::from(support) << 16
}

impl Table {
    /// How many keys there are.
    pub const fn len(&self) -> usize {
        self.packed.len()
    }

    /// Whether there are no keys.
    pub const fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// All keys: the optional strings, then the optional booleans, the optional integers, all
    /// others, and the constant ones. Each of these groups is in the order of the schema.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = Key> + use<> {
        let table = *self;
        (0..table.len()).map(move |at| table.at(at))
    }

    /// All keys, in the order of the schema.
    pub fn keys_as_listed(&self) -> impl ExactSizeIterator<Item = Key> + use<> {
        let table = *self;
        (0..table.len())
            .map(move |at| table.at(table.order.get(at).map_or(at, |at| usize::from(*at))))
    }

    /// Whether the value of the key with this name is a secret, which `Debug` does not show.
    pub fn is_secret(&self, name: &str) -> bool {
        self.position(name).is_some_and(|at| self.packed[at].1 & SECRET != 0)
    }

    /// The key with this name on the wire, in constant time.
    pub fn key(&self, name: &str) -> Option<Key> {
        self.position(name).map(|at| self.at(at))
    }

    /// Where the key with this name is available, in constant time.
    #[inline]
    pub fn support(&self, name: &str) -> Option<Support> {
        self.position(name).map(|at| self.support_at(at))
    }

    /// The place of the key with this name, in constant time.
    #[inline]
    pub fn position(&self, name: impl AsRef<[u8]>) -> Option<usize> {
        lookup(self.index, name, |at| Some(self.packed.get(at)?.0))
    }

    /// The key at this place.
    ///
    /// # Panics
    /// There are fewer keys.
    pub fn at(&self, at: usize) -> Key {
        let (name, packed) = self.packed[at];
        let kind = (packed & 15) as usize;
        Key {
            name,
            presence: PRESENCES[(packed >> 4 & 3) as usize % 3],
            always: packed & ALWAYS != 0,
            constant: packed & CONSTANT != 0,
            value: match SCALARS.get(kind) {
                Some(scalar) => *scalar,
                None => find(self.values, at).map_or(ValueType::Any, |value| *value),
            },
            support: self.support_at(at),
            constraints: self.constraints_at(at),
        }
    }

    /// The constraints of the key at this place, without unpacking its other facts.
    #[inline]
    pub(crate) fn constraints_at(&self, at: usize) -> &'static Constraints {
        match SHARED.get((self.packed[at].1 >> 8 & 3) as usize) {
            Some(shared) => shared,
            None => find(self.constraints, at).unwrap_or(&Constraints::NONE),
        }
    }

    /// The value of the key at this place, if it is a constant; empty for any other.
    pub(crate) fn constant_at(&self, at: usize) -> &'static str {
        match self.constraints_at(at).rangelist {
            [Literal::String(text), ..] => text,
            _ => "",
        }
    }

    /// The places of the keys that the schema calls required, without a look at the other keys.
    pub fn required(&self) -> impl Iterator<Item = usize> + use<> {
        self.required.iter().map(|at| usize::from(*at))
    }

    #[inline]
    fn support_at(&self, at: usize) -> Support {
        Support(self.supports, (self.packed[at].1 >> 16) as u16)
    }

    pub(crate) fn name_at(&self, at: usize) -> &'static str {
        self.packed[at].0
    }

    pub(crate) fn is_always(&self, at: usize) -> bool {
        self.packed[at].1 & ALWAYS != 0
    }
}

/// What a list beside the keys has for the key at this place.
fn find<T>(list: &'static [(u16, T)], at: usize) -> Option<&'static T> {
    let found = list.binary_search_by_key(&at, |(place, _)| usize::from(*place)).ok()?;
    Some(&list[found].1)
}

impl Union {
    /// The variant with this value of the tag, in constant time.
    pub fn variant(&self, name: &str) -> Option<&'static Variant> {
        lookup(self.index, name, |at| Some(self.variants.get(at)?.name))
            .map(|at| &self.variants[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::build_index;
    use crate::support::Supports;

    #[test]
    fn what_is_packed_is_shown_whole() {
        static SUPPORTS: Supports = Supports {
            rows: &[[0; 5], [1; 5]],
            per_os: &[(0, 0, 0, 0), (3 << 48, 0, 0, 0)],
            texts: &[],
        };
        static VALUES: [(u16, ValueType); 1] = [(1, ValueType::Array(&ITEM))];
        static ITEM: Key = Key {
            name: "Item",
            presence: Presence::Unstated,
            always: false,
            constant: false,
            value: ValueType::Data,
            support: Support(&SUPPORTS, 0),
            constraints: &Constraints::NONE,
        };
        static FORMAT: [(u16, Constraints); 1] =
            [(0, Constraints { format: Some("x"), ..Constraints::NONE })];
        let packed = [
            (
                "A",
                pack(
                    Some(ValueType::Real),
                    Presence::Required,
                    true,
                    false,
                    true,
                    ConstraintKind::Listed,
                    1,
                ),
            ),
            ("B", pack(None, Presence::Optional, false, false, false, ConstraintKind::None, 0)),
            (
                "C",
                pack(
                    Some(ValueType::String),
                    Presence::Unstated,
                    false,
                    true,
                    false,
                    ConstraintKind::Default(true),
                    0,
                ),
            ),
        ];
        let table = Table {
            name: "T",
            source: "t.yaml",
            packed: Vec::from(packed).leak(),
            values: &VALUES,
            constraints: &FORMAT,
            supports: &SUPPORTS,
            required: &[0],
            order: &[2, 0, 1],
            index: build_index(packed.iter().enumerate().map(|(at, (name, _))| (*name, at as u16)))
                .leak(),
        };
        let (a, b, c) = (table.at(0), table.at(1), table.at(2));
        assert_eq!((a.presence, a.always, a.constant), (Presence::Required, true, false));
        assert!(matches!(a.value, ValueType::Real) && a.support == Support(&SUPPORTS, 1));
        assert_eq!(a.constraints.format, Some("x"));
        assert!(matches!(b.value, ValueType::Array(item) if item.name == "Item"));
        assert_eq!((b.presence, b.always), (Presence::Optional, false));
        assert!(c.constant && matches!(c.value, ValueType::String));
        let defaults = [a, b, c].map(|key| key.constraints.default);
        assert_eq!(defaults, [None, None, Some(Literal::Boolean(true))]);
        assert_eq!(table.required().collect::<Vec<_>>(), [0]);
        let supports = [table.support("A"), table.support("B"), table.support("D")];
        assert_eq!(supports, [Some(Support(&SUPPORTS, 1)), Some(Support(&SUPPORTS, 0)), None]);
        assert_eq!(c.presence, Presence::Unstated);
        assert_eq!(
            ["A", "B", "C", "D"].map(|name| table.is_secret(name)),
            [true, false, false, false]
        );
        assert_eq!(table.keys_as_listed().map(|key| key.name).collect::<Vec<_>>(), ["C", "A", "B"]);
    }
}
