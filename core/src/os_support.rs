//! What the schema says of one thing on one OS, in a few numbers. Most methods of [`OsSupport`]
//! come from the table of attributes in `attributes.rs`.

use crate::{AccessRights, Enrollments, Introduced, Mode, Scopes, Version};

/// What the schema says of one thing on one OS. `None` means that the schema says nothing.
///
/// A support is made from [`UNSTATED`](Self::UNSTATED) and what is stated:
///
/// ```
/// # use apple_device_management_core::OsSupport;
/// let support = OsSupport::UNSTATED.with_supervised(true).with_user_channel(false);
/// assert_eq!((support.supervised(), support.beta()), (Some(true), None));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct OsSupport {
    pub(crate) introduced: u64,
    pub(crate) deprecated: u64,
    pub(crate) removed: u64,
    /// The numbers of all other attributes, each at its own bits.
    pub(crate) conditions: u64,
    pub(crate) rights_text: Option<&'static str>,
    pub(crate) behavior: Option<&'static str>,
}

/// A value that can be stated, as a number from one on. Zero means that nothing is stated.
pub(crate) trait Numbered: Sized {
    /// How many bits the number takes.
    const BITS: u32;
    fn number(self) -> u64;
    fn numbered(number: u64) -> Self;
}

// How a version is meant, above its three components of 16 bits each. `ALWAYS` and `NEVER` have no
// components.
const SINCE: u64 = 1 << 48;
const ALWAYS: u64 = 2 << 48;
const NEVER: u64 = 3 << 48;

const fn since(Version { major, minor, patch }: Version) -> u64 {
    SINCE | (major as u64) << 32 | (minor as u64) << 16 | patch as u64
}

impl Numbered for Version {
    const BITS: u32 = 49;

    fn number(self) -> u64 {
        since(self)
    }

    fn numbered(number: u64) -> Version {
        Version::new((number >> 32) as u16, (number >> 16) as u16, number as u16)
    }
}

impl Numbered for bool {
    const BITS: u32 = 2;

    fn number(self) -> u64 {
        1 + u64::from(self)
    }

    fn numbered(number: u64) -> bool {
        number == 2
    }
}

impl Numbered for Mode {
    const BITS: u32 = 3;

    fn number(self) -> u64 {
        1 + self as u64
    }

    fn numbered(number: u64) -> Mode {
        match number {
            1 => Mode::Allowed,
            2 => Mode::Required,
            3 => Mode::Forbidden,
            _ => Mode::Ignored,
        }
    }
}

macro_rules! set {
    ($set:ident: $bits:literal) => {
        impl Numbered for $set {
            const BITS: u32 = $bits;

            fn number(self) -> u64 {
                1 + u64::from(self.bits())
            }

            fn numbered(number: u64) -> $set {
                $set::from_bits(number as u8 - 1)
            }
        }
    };
}

set!(Enrollments: 5);
set!(Scopes: 4);

/// The bits of a value that stands at this place, counted from the lowest bit.
pub(crate) const fn mask<T: Numbered>(at: u32) -> u64 {
    u64::MAX >> (64 - T::BITS) << at
}

/// The bits of [`AccessRights::kind`] in `conditions`.
pub(crate) const RIGHTS: u64 = 31;

impl OsSupport {
    /// Nothing is stated.
    pub const UNSTATED: OsSupport = OsSupport {
        introduced: 0,
        deprecated: 0,
        removed: 0,
        conditions: 0,
        rights_text: None,
        behavior: None,
    };

    /// Not supported in any version.
    pub const NEVER: OsSupport = OsSupport::UNSTATED.with_introduced(Introduced::Never);

    /// `introduced`: from when on it works.
    #[inline]
    pub fn introduced(&self) -> Introduced {
        match self.introduced {
            0 => Introduced::Unstated,
            ALWAYS => Introduced::Always,
            NEVER => Introduced::Never,
            version => Introduced::Since(Numbered::numbered(version)),
        }
    }

    /// The same with another [`introduced`](Self::introduced).
    #[must_use]
    pub const fn with_introduced(mut self, introduced: Introduced) -> OsSupport {
        self.introduced = match introduced {
            Introduced::Unstated => 0,
            Introduced::Always => ALWAYS,
            Introduced::Since(version) => since(version),
            Introduced::Never => NEVER,
        };
        self
    }

    /// `accessrights`: the right that the enrollment must have.
    #[inline]
    pub fn access_rights(&self) -> Option<AccessRights> {
        self.rights_text.map(|raw| AccessRights::of_kind(self.conditions & RIGHTS, raw))
    }

    /// The same with another [`access_rights`](Self::access_rights).
    #[must_use]
    pub fn with_access_rights(mut self, stated: impl Into<Option<AccessRights>>) -> OsSupport {
        let stated = stated.into();
        self.conditions = self.conditions & !RIGHTS | stated.map_or(0, AccessRights::kind);
        self.rights_text = stated.map(AccessRights::raw);
        self
    }

    /// `userenrollment.behavior`: how it behaves in a user enrollment, a free text.
    #[inline]
    pub fn user_enrollment_behavior(&self) -> Option<&'static str> {
        self.behavior
    }

    /// The same with another [`user_enrollment_behavior`](Self::user_enrollment_behavior).
    #[must_use]
    pub fn with_user_enrollment_behavior(
        mut self,
        stated: impl Into<Option<&'static str>>,
    ) -> OsSupport {
        self.behavior = stated.into();
        self
    }
}
