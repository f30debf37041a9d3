//! The table of all attributes that an OS entry of the schema may have.
//!
//! Each attribute is a row: its word in the schema, its methods of [`OsSupport`], the type of its
//! value, where its bits stand, which values exclude something, its words for people, and its
//! letters in `cargo xtask explain`. The reader of the schema, the model, its file, the checks and
//! all reports loop over the rows ([`OsAttribute::ALL`]). For an attribute that Apple adds, add a
//! row here.

use std::fmt;

use crate::os_attribute::{AttributeValue, OsAttribute, Restricts, Says};
use crate::os_support::{Numbered, mask};
use crate::{AccessRights, Enrollments, Introduced, Mode, OsSupport, Scopes, Version};

impl OsAttribute {
    /// All attributes, in the order in which conditions are told. Attributes within one word of the
    /// schema, such as `sharedipad.mode` and `sharedipad.userchannel`, follow one after the other.
    pub const ALL: &'static [OsAttribute] = ATTRIBUTES;
}

/// Makes of its rows the table [`OsAttribute::ALL`], the methods of [`OsSupport`], `OsSupport::or` and
/// `Debug`.
///
/// The methods of an attribute with `elsewhere below` are written by hand, in `os_support.rs`.
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

            /// This support, with what only the other one states added.
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

        /// All attributes, in the order in which conditions are told.
        const ATTRIBUTES: &[OsAttribute] = &[
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

        /// The bits of each attribute, with its word and the number in which they stand.
        #[cfg(test)]
        const PLACES: &[BitPlace] = &[
            $($(($word, stringify!($field), mask::<$type>($at)),)?)+
        ];

        impl fmt::Debug for OsSupport {
            /// Shows what is stated, and leaves out the rest.
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
                number => Some(Numbered::numbered(number)),
            }
        }

        #[doc = concat!(
            "The same with another [`", stringify!($get), "`](Self::", stringify!($get), ")."
        )]
        #[must_use]
        pub fn $with(mut self, stated: impl Into<Option<$type>>) -> OsSupport {
            let number = stated.into().map_or(0, Numbered::number);
            self.$field = self.$field & !mask::<$type>($at) | number << $at;
            self
        }
    };
    ($(#[$doc:meta])+ $get:ident, $with:ident: $type:ty, elsewhere below) => {};
}

use Restricts::{ByValue, IfStated, Never, When};
use Says::{Apart, Flag, Named};

// `in conditions at 13`: from bit 13 of the number `conditions` on, counted from the lowest. Bits
// of `conditions` that no attribute has are taken by access rights and by the texts of a packed
// support; the test below checks that no bit is used twice.
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

/// A word, the number in which its bits stand, and these bits.
#[cfg(test)]
type BitPlace = (&'static str, &'static str, u64);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::os_support::RIGHTS;
    use crate::support_packed::TEXTS;

    /// The words whose bits are those of another one too.
    fn overlaps(places: &[BitPlace]) -> Vec<(&'static str, &'static str)> {
        let mut found = Vec::new();
        for (at, (word, number, bits)) in places.iter().enumerate() {
            let others = places[at + 1..].iter();
            let same = others.filter(|other| other.1 == *number && other.2 & bits != 0);
            found.extend(same.map(|other| (*word, other.0)));
        }
        found
    }

    /// Access rights and the two texts of a packed support share a number with the conditions.
    #[test]
    fn no_two_attributes_have_the_same_bits() {
        let [rights_text, behavior] = TEXTS;
        let others = [
            ("accessrights", "conditions", RIGHTS),
            ("the text of accessrights", "conditions", rights_text),
            ("userenrollment.behavior", "conditions", behavior),
        ];
        let all = [PLACES, &others].concat();
        assert_eq!(overlaps(&all), []);
        // `introduced` has a number of its own; the other two without a row above are in `others`.
        assert_eq!(PLACES.len() + 3, OsAttribute::ALL.len());

        let twice = [all[2], all[3], ("new", all[3].1, all[3].2 << 1)];
        assert_eq!(overlaps(&twice), [(all[3].0, "new")]);
    }
}
