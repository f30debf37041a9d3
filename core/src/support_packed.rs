//! Supports as numbers, as generated modules have them: a compiler reads these far more quickly than
//! structs.

use crate::OsSupport;

/// The numbers of an [`OsSupport`]: introduced, deprecated, removed, and all conditions.
///
/// Each component of a version has 16 bits. The bits above them tell how it is meant: 1 for this
/// version, 2 for every version, 3 for no version, 0 for nothing stated. Two bytes of the
/// conditions are the numbers of texts, counted from one.
pub type PackedOs = (u64, u64, u64, u64);

/// The lowest bit of the number of the text of the access rights.
const RIGHTS_TEXT: u32 = 5;
/// The lowest bit of the number of the text of the behavior in user enrollment.
const BEHAVIOR: u32 = 54;
/// The bits of both numbers.
pub(crate) const TEXTS: [u64; 2] = [255 << RIGHTS_TEXT, 255 << BEHAVIOR];

/// Packs a support; the generator calls this. A text is packed as the number that `number` gives
/// for it, counted from one.
///
/// `None` where `number` has no number for a text.
pub fn pack_os(
    support: &OsSupport,
    mut number: impl FnMut(&'static str) -> Option<u8>,
) -> Option<PackedOs> {
    let mut text = |text: Option<&'static str>| text.map_or(Some(0), &mut number).map(u64::from);
    let texts = text(support.rights_text)? << RIGHTS_TEXT | text(support.behavior)? << BEHAVIOR;
    let OsSupport { introduced, deprecated, removed, conditions, .. } = *support;
    Some((introduced, deprecated, removed, conditions | texts))
}

/// Unpacks what [`pack_os`] has packed. `texts` are the texts in the order of their numbers.
#[inline]
pub(crate) fn unpack_os(packed: PackedOs, texts: &[&'static str]) -> OsSupport {
    let (introduced, deprecated, removed, conditions) = packed;
    // Zero means no text: subtracting one wraps around to a place that does not exist.
    let text = |at: u32| texts.get((conditions >> at & 255).wrapping_sub(1) as usize).copied();
    OsSupport {
        introduced,
        deprecated,
        removed,
        conditions: conditions & !(TEXTS[0] | TEXTS[1]),
        rights_text: text(RIGHTS_TEXT),
        behavior: text(BEHAVIOR),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        AccessRights, Enrollment, Enrollments, Introduced, Mode, Right, Scope, Scopes, Version,
    };

    fn packed(support: &OsSupport, texts: &mut Vec<&'static str>) -> Option<PackedOs> {
        pack_os(support, |text| {
            let at = texts.iter().position(|known| *known == text).unwrap_or(texts.len());
            texts.extend((at == texts.len()).then_some(text));
            u8::try_from(at + 1).ok()
        })
    }

    /// A support that states every attribute.
    fn full() -> OsSupport {
        OsSupport::UNSTATED
            .with_introduced(Introduced::Since(Version::new(10, 13, 4)))
            .with_deprecated(Version::new(14, 0, 0))
            .with_removed(Version::new(26, 4, 1))
            .with_access_rights(AccessRights::parse("Odd").0)
            .with_supervised(true)
            .with_requires_dep(false)
            .with_user_approved_mdm(true)
            .with_allow_manual_install(false)
            .with_device_channel(true)
            .with_user_channel(false)
            .with_multiple(true)
            .with_always_skippable(false)
            .with_beta(true)
            .with_allowed_enrollments(Enrollments::of(&[Enrollment::Local]))
            .with_allowed_scopes(Scopes::of(&[Scope::System]))
            .with_shared_ipad_mode(Mode::Ignored)
            .with_shared_ipad_device_channel(false)
            .with_shared_ipad_user_channel(true)
            .with_shared_ipad_allowed_scopes(Scopes::of(&[Scope::User]))
            .with_user_enrollment_mode(Mode::Required)
            .with_user_enrollment_behavior("x")
    }

    fn comes_back(support: OsSupport) {
        let mut texts = vec![];
        let packed = packed(&support, &mut texts).unwrap();
        assert_eq!(unpack_os(packed, &texts), support);
    }

    /// Each attribute with each of its values, alone and beside all others: what is set is read
    /// back, the other attributes stay as they were, and packing loses nothing.
    #[test]
    fn what_is_set_and_packed_comes_back() {
        macro_rules! try_all {
            ($($get:ident, $with:ident: $values:expr;)+) => {$(
                for value in $values {
                    for base in [OsSupport::UNSTATED, full()] {
                        let support = base.$with(value);
                        assert_eq!(support.$get(), value);
                        assert_eq!(support.$with(base.$get()), base);
                        comes_back(support);
                    }
                    let alone = OsSupport::UNSTATED.$with(value);
                    assert_eq!(alone.or(full()), full().$with(value.or(full().$get())));
                }
            )+};
        }
        let flags = [None, Some(false), Some(true)];
        let modes = || [None].into_iter().chain(Mode::NAMES.map(|(mode, _)| Some(mode)));
        let scopes = [&[][..], &[Scope::User], Scope::ALL].map(|set| Some(Scopes::of(set)));
        let enrollments = [&[][..], &[Enrollment::User], Enrollment::ALL];
        let versions = [None, Some(Version::new(u16::MAX, 1, 0)), Some(Version::default())];
        let rights = ["None", "n/a", "Special Case", "unheard of"].into_iter();
        let rights = rights.chain(Right::all().map(Right::name)).map(AccessRights::parse);
        try_all! {
            deprecated, with_deprecated: versions;
            removed, with_removed: versions;
            access_rights, with_access_rights: [None].into_iter().chain(rights.map(|it| Some(it.0)));
            supervised, with_supervised: flags;
            requires_dep, with_requires_dep: flags;
            user_approved_mdm, with_user_approved_mdm: flags;
            allow_manual_install, with_allow_manual_install: flags;
            device_channel, with_device_channel: flags;
            user_channel, with_user_channel: flags;
            multiple, with_multiple: flags;
            always_skippable, with_always_skippable: flags;
            beta, with_beta: flags;
            allowed_enrollments, with_allowed_enrollments:
                enrollments.map(|set| Some(Enrollments::of(set)));
            allowed_scopes, with_allowed_scopes: scopes;
            shared_ipad_mode, with_shared_ipad_mode: modes();
            shared_ipad_device_channel, with_shared_ipad_device_channel: flags;
            shared_ipad_user_channel, with_shared_ipad_user_channel: flags;
            shared_ipad_allowed_scopes, with_shared_ipad_allowed_scopes: scopes;
            user_enrollment_mode, with_user_enrollment_mode: modes();
            user_enrollment_behavior, with_user_enrollment_behavior: [None, Some("y")];
        }
        let since = Introduced::Since(Version::new(u16::MAX, 1, 0));
        for stated in [Introduced::Unstated, Introduced::Always, Introduced::Never, since] {
            let support = full().with_introduced(stated);
            assert_eq!(support.introduced(), stated);
            comes_back(support);
            comes_back(OsSupport::UNSTATED.with_introduced(stated));
        }
    }

    #[test]
    fn what_is_stated_is_shown() {
        let support = OsSupport::NEVER.with_supervised(false).with_user_enrollment_behavior("x");
        assert_eq!(
            format!("{support:?}"),
            "OsSupport { introduced: Never, supervised: false, user_enrollment_behavior: \"x\" }"
        );
    }

    #[test]
    fn what_has_no_room_is_not_cut() {
        let text = OsSupport::UNSTATED.with_user_enrollment_behavior("x");
        assert_eq!(packed(&text, &mut vec!["other"; 255]), None);
    }
}
