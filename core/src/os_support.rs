//! What the schema says of one thing on one OS.
//!
//! Each attribute is a row of one table: its word in the schema, its methods, its type, where its bits
//! stand, when it restricts, how a person is told, and the letters of `cargo xtask explain`. The
//! reader of the schema, the model, its file, the checks and all reports go through the rows
//! ([`OsAttribute::ALL`]). An attribute that Apple adds is a row here.

use std::fmt;

use crate::os_attribute::{AttributeValue, OsAttribute, Restricts, Says};
use crate::{AccessRights, Enrollments, Introduced, Mode, Scopes, Version};

/// What the schema says of one thing on one OS; a `None` means that it says nothing.
///
/// One is made from [`UNSTATED`](Self::UNSTATED) by what is stated:
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
    /// All else that is a [`Part`], each at its place.
    pub(crate) conditions: u64,
    pub(crate) rights_text: Option<&'static str>,
    pub(crate) behavior: Option<&'static str>,
}

/// What can be said, as a number from one on; zero stands for what is not stated.
trait Part: Sized {
    /// How many bits the numbers have.
    const BITS: u32;
    fn number(self) -> u64;
    fn numbered(number: u64) -> Self;
}

/// Above the components of a version, which have 16 bits each; the others have none.
const SINCE: u64 = 1 << 48;
const ALWAYS: u64 = 2 << 48;
const NEVER: u64 = 3 << 48;

const fn since(Version { major, minor, patch }: Version) -> u64 {
    SINCE | (major as u64) << 32 | (minor as u64) << 16 | patch as u64
}

impl Part for Version {
    const BITS: u32 = 49;

    fn number(self) -> u64 {
        since(self)
    }

    fn numbered(number: u64) -> Version {
        Version::new((number >> 32) as u16, (number >> 16) as u16, number as u16)
    }
}

impl Part for bool {
    const BITS: u32 = 2;

    fn number(self) -> u64 {
        1 + u64::from(self)
    }

    fn numbered(number: u64) -> bool {
        number == 2
    }
}

impl Part for Mode {
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
        impl Part for $set {
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

/// The bits of a part that stands at this place.
const fn mask<T: Part>(at: u32) -> u64 {
    u64::MAX >> (64 - T::BITS) << at
}

/// The bits of the kind of access rights, see [`AccessRights::kind`].
const RIGHTS: u64 = 31;

/// The rows of [`OsAttribute::ALL`], the methods of [`OsSupport`], and what is done with all parts.
///
/// A part without a place (`elsewhere`) is kept, asked for and set by code of its own below.
macro_rules! attributes {
    ($(
        $(#[$doc:meta])+
        $word:literal => $get:ident, $with:ident: $type:ty, $(in $field:ident at $at:literal)?
            $(elsewhere $own:ident)?, $restricts:expr, $says:expr, marks $marks:literal;
    )+) => {
        impl OsSupport {
            $(method! {
                $(#[$doc])+
                $get, $with: $type $(, in $field at $at)? $(, elsewhere $own)?
            })+

            /// What is stated here, and of all else what the other states.
            #[must_use]
            pub fn or(mut self, other: OsSupport) -> OsSupport {
                $($(
                    if self.$field & mask::<$type>($at) == 0 {
                        self.$field |= other.$field & mask::<$type>($at);
                    }
                )?)+
                if self.introduced == 0 {
                    self.introduced = other.introduced;
                }
                if self.rights_text.is_none() {
                    self = self.with_access_rights(other.access_rights());
                }
                self.behavior = self.behavior.or(other.behavior);
                self
            }
        }

        /// In the order in which conditions are told.
        pub(crate) const ATTRIBUTES: &[OsAttribute] = &[
            $(OsAttribute {
                word: $word,
                takes: <$type as AttributeValue>::TAKES,
                restricts: $restricts,
                says: $says,
                marks: $marks,
                get: |support| Option::<$type>::from(support.$get()).and_then(AttributeValue::stated),
                set: |support, stated| <$type as AttributeValue>::of(stated).map(|it| support.$with(it)),
            },)+
        ];

        impl fmt::Debug for OsSupport {
            /// What is stated, and no more.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut f = f.debug_struct("OsSupport");
                $(
                    if let Some(stated) = Option::<$type>::from(self.$get()) {
                        f.field(stringify!($get), &stated);
                    }
                )+
                f.finish()
            }
        }
    };
}

macro_rules! method {
    ($(#[$doc:meta])+ $get:ident, $with:ident: $type:ty, in $field:ident at $at:literal) => {
        $(#[$doc])+
        #[inline]
        pub fn $get(&self) -> Option<$type> {
            match (self.$field & mask::<$type>($at)) >> $at {
                0 => None,
                number => Some(Part::numbered(number)),
            }
        }

        #[doc = concat!(
            "The same with another [`", stringify!($get), "`](Self::", stringify!($get), ")."
        )]
        #[must_use]
        pub fn $with(mut self, stated: impl Into<Option<$type>>) -> OsSupport {
            let number = stated.into().map_or(0, Part::number);
            self.$field = self.$field & !mask::<$type>($at) | number << $at;
            self
        }
    };
    ($(#[$doc:meta])+ $get:ident, $with:ident: $type:ty, elsewhere below) => {};
}

use Restricts::{ByValue, IfStated, Never, When};
use Says::{Apart, Flag, Named};

// Places are counted from the lowest bit. Free are those from 50 on beside `deprecated` and `removed`;
// what is free in `conditions` is for the texts of a packed support.
attributes! {
    /// `introduced`: from when on it works.
    "introduced" => introduced, with_introduced: Introduced, elsewhere below, Never, Apart, marks "";
    /// `deprecated`: from this version on, still works.
    "deprecated" => deprecated, with_deprecated: Version, in deprecated at 0, Never, Apart, marks "!";
    /// `removed`: from this version on, no longer works.
    "removed" => removed, with_removed: Version, in removed at 0, Never, Apart, marks "";
    /// `beta`: may still change in an incompatible way.
    "beta" => beta, with_beta: bool, in conditions at 29, Never, Flag(true, "beta"), marks "b";
    /// `supervised`: works on supervised devices only.
    "supervised" => supervised, with_supervised: bool, in conditions at 13,
        When(true), Flag(true, "supervised"), marks "s";
    /// `requiresdep`: works only where enrolled by Automated Device Enrollment.
    "requiresdep" => requires_dep, with_requires_dep: bool, in conditions at 15,
        When(true), Flag(true, "automated enrollment"), marks "a";
    /// `userapprovedmdm`: works only where a user approved the enrollment.
    "userapprovedmdm" => user_approved_mdm, with_user_approved_mdm: bool, in conditions at 17,
        When(true), Flag(true, "user-approved"), marks "p";
    /// `allowmanualinstall`: a person may install the profile by hand.
    "allowmanualinstall" => allow_manual_install, with_allow_manual_install: bool,
        in conditions at 19, When(false), Flag(false, "no manual install"), marks "m";
    /// `devicechannel`: works on the device channel.
    "devicechannel" => device_channel, with_device_channel: bool, in conditions at 21,
        When(false), Flag(false, "not on the device channel"), marks "u";
    /// `userchannel`: works on the user channel.
    "userchannel" => user_channel, with_user_channel: bool, in conditions at 23,
        When(false), Flag(false, "not on the user channel"), marks "d";
    /// `multiple`: more than one payload of this type may be installed.
    "multiple" => multiple, with_multiple: bool, in conditions at 25,
        IfStated(false), Flag(true, "may be installed more than once"), marks "";
    /// `always-skippable`: the Setup Assistant pane of a skip key is always skipped.
    "always-skippable" => always_skippable, with_always_skippable: bool, in conditions at 27,
        Never, Flag(true, "always skippable"), marks "";
    /// `accessrights`: the right that the enrollment must have.
    "accessrights" => access_rights, with_access_rights: AccessRights, elsewhere below,
        ByValue, Named("right"), marks "";
    /// `allowed-enrollments`: works in these enrollments only.
    "allowed-enrollments" => allowed_enrollments, with_allowed_enrollments: Enrollments,
        in conditions at 31, ByValue, Named("enrollments"), marks "";
    /// `allowed-scopes`: works in these scopes only.
    "allowed-scopes" => allowed_scopes, with_allowed_scopes: Scopes, in conditions at 36,
        ByValue, Named("scopes"), marks "";
    /// `userenrollment.mode`: whether it works in a user enrollment.
    "userenrollment.mode" => user_enrollment_mode, with_user_enrollment_mode: Mode,
        in conditions at 51, ByValue, Named("user enrollment"), marks "exi";
    /// `userenrollment.behavior`: how it behaves in a user enrollment, a free text.
    "userenrollment.behavior" => user_enrollment_behavior, with_user_enrollment_behavior: &'static str,
        elsewhere below, Never, Named("in user enrollment:"), marks "";
    /// `sharedipad.mode`: whether it works on a Shared iPad.
    "sharedipad.mode" => shared_ipad_mode, with_shared_ipad_mode: Mode, in conditions at 40,
        ByValue, Named("Shared iPad"), marks "SNI";
    /// `sharedipad.devicechannel`: works on the device channel of a Shared iPad.
    "sharedipad.devicechannel" => shared_ipad_device_channel, with_shared_ipad_device_channel: bool,
        in conditions at 43, When(false), Flag(false, "Shared iPad: not on the device channel"),
        marks "U";
    /// `sharedipad.userchannel`: works on the user channel of a Shared iPad.
    "sharedipad.userchannel" => shared_ipad_user_channel, with_shared_ipad_user_channel: bool,
        in conditions at 45, When(false), Flag(false, "Shared iPad: not on the user channel"),
        marks "D";
    /// `sharedipad.allowed-scopes`: works in these scopes only, on a Shared iPad.
    "sharedipad.allowed-scopes" => shared_ipad_allowed_scopes, with_shared_ipad_allowed_scopes: Scopes,
        in conditions at 47, ByValue, Named("Shared iPad scopes"), marks "";
}

impl OsSupport {
    /// Nothing is said.
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
            version => Introduced::Since(Part::numbered(version)),
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
