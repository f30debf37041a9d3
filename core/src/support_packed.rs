//! Supports in numbers, as generated modules have them.
//!
//! Written out as structs, they cost a tenth more of a check of the generated crate: the compiler
//! is far quicker at working out a constant than at reading one. A program has them as structs all
//! the same, and nothing is unpacked when it runs.

use crate::access::SPELLINGS;
use crate::{AccessRights, Enrollments, Introduced, Mode, OsSupport, Scopes, Version};

/// An [`OsSupport`] in numbers: introduced, deprecated, removed, and all else.
///
/// A version has a byte a component, below a byte that tells how it is meant: 1 for a version, 2
/// for every version, 3 for none. All else stands at its place in the last number, counted from one
/// on; zero stands for what is not stated.
pub type PackedOs = (u32, u32, u32, u64);

const SINCE: u32 = 1;
const ALWAYS: u32 = 2;
const NEVER: u32 = 3;

/// Where each part stands, counted from the lowest bit.
mod at {
    pub(super) const RIGHTS: u32 = 0;
    pub(super) const RIGHTS_TEXT: u32 = 5;
    pub(super) const SUPERVISED: u32 = 13;
    pub(super) const REQUIRES_DEP: u32 = 15;
    pub(super) const USER_APPROVED_MDM: u32 = 17;
    pub(super) const ALLOW_MANUAL_INSTALL: u32 = 19;
    pub(super) const DEVICE_CHANNEL: u32 = 21;
    pub(super) const USER_CHANNEL: u32 = 23;
    pub(super) const MULTIPLE: u32 = 25;
    pub(super) const ALWAYS_SKIPPABLE: u32 = 27;
    pub(super) const BETA: u32 = 29;
    pub(super) const ENROLLMENTS: u32 = 31;
    pub(super) const SCOPES: u32 = 36;
    pub(super) const SHARED_MODE: u32 = 40;
    pub(super) const SHARED_DEVICE_CHANNEL: u32 = 43;
    pub(super) const SHARED_USER_CHANNEL: u32 = 45;
    pub(super) const SHARED_SCOPES: u32 = 47;
    pub(super) const USER_MODE: u32 = 51;
    pub(super) const USER_BEHAVIOR: u32 = 54;
}

/// Packs a support; the generator calls this. A text is packed as the number that `number` has for
/// it, counted from one.
///
/// `None` where there is no room: for a component of a version above 255, or a text without number.
pub fn pack_os(
    support: &OsSupport,
    mut number: impl FnMut(&'static str) -> Option<u8>,
) -> Option<PackedOs> {
    let introduced = match support.introduced {
        Introduced::Unstated => 0,
        Introduced::Since(version) => pack_version(version)?,
        Introduced::Always => ALWAYS << 24,
        Introduced::Never => NEVER << 24,
    };
    let optional = |version: Option<Version>| version.map_or(Some(0), pack_version);
    let mut text = |text: Option<&'static str>| text.map_or(Some(0), &mut number);
    let shared = &support.shared_ipad;
    let user = &support.user_enrollment;
    let right = |rights| match rights {
        AccessRights::None(_) => 0,
        AccessRights::Special(_) => 1,
        AccessRights::One(right, _) => 2 + right.bit().trailing_zeros() as u8,
    };
    let flag = |flag: Option<bool>| flag.map(u8::from);
    let mode = |mode: Option<Mode>| mode.map(|mode| mode as u8);
    let stated = [
        (at::RIGHTS, support.access_rights.map(right)),
        (at::SUPERVISED, flag(support.supervised)),
        (at::REQUIRES_DEP, flag(support.requires_dep)),
        (at::USER_APPROVED_MDM, flag(support.user_approved_mdm)),
        (at::ALLOW_MANUAL_INSTALL, flag(support.allow_manual_install)),
        (at::DEVICE_CHANNEL, flag(support.device_channel)),
        (at::USER_CHANNEL, flag(support.user_channel)),
        (at::MULTIPLE, flag(support.multiple)),
        (at::ALWAYS_SKIPPABLE, flag(support.always_skippable)),
        (at::BETA, flag(support.beta)),
        (at::ENROLLMENTS, support.allowed_enrollments.map(Enrollments::bits)),
        (at::SCOPES, support.allowed_scopes.map(Scopes::bits)),
        (at::SHARED_MODE, mode(shared.mode)),
        (at::SHARED_DEVICE_CHANNEL, flag(shared.device_channel)),
        (at::SHARED_USER_CHANNEL, flag(shared.user_channel)),
        (at::SHARED_SCOPES, shared.allowed_scopes.map(Scopes::bits)),
        (at::USER_MODE, mode(user.mode)),
    ];
    let texts = [
        (at::RIGHTS_TEXT, text(support.access_rights.map(AccessRights::raw))?),
        (at::USER_BEHAVIOR, text(user.behavior)?),
    ];
    let stated = stated.map(|(at, part)| (at, part.map_or(0, |part| part + 1)));
    let others = stated.into_iter().chain(texts).map(|(at, part)| u64::from(part) << at);
    Some((introduced, optional(support.deprecated)?, optional(support.removed)?, others.sum()))
}

fn pack_version(version: Version) -> Option<u32> {
    let byte = |component: u16| u8::try_from(component).ok();
    let Version { major, minor, patch } = version;
    Some(u32::from_be_bytes([SINCE as u8, byte(major)?, byte(minor)?, byte(patch)?]))
}

/// What [`pack_os`] has packed, with the texts that it has numbered.
///
/// Generated code calls this for constants, and the compiler takes its time over every step of that:
/// so neighbours that differ in versions alone are unpacked together, and tables and macros stand
/// below where functions would read as well.
pub const fn unpack_os<const N: usize>(
    packed: [PackedOs; N],
    texts: &[&'static str],
) -> [OsSupport; N] {
    /// The version in a number.
    macro_rules! version {
        ($packed:expr) => {
            Version {
                major: ($packed >> 16 & 255) as u16,
                minor: ($packed >> 8 & 255) as u16,
                patch: ($packed & 255) as u16,
            }
        };
    }
    let mut all = [OsSupport::UNSTATED; N];
    let (mut conditions, mut known) = (OsSupport::UNSTATED, 0);
    let mut index = 0;
    while index < N {
        let (introduced, deprecated, removed, others) = packed[index];
        if others != known {
            conditions = unpack(others, texts);
            known = others;
        }
        if others != 0 {
            all[index] = conditions;
        }
        if introduced >> 24 == SINCE {
            all[index].introduced = Introduced::Since(version!(introduced));
        } else if introduced >> 24 == ALWAYS {
            all[index].introduced = Introduced::Always;
        } else if introduced >> 24 == NEVER {
            all[index].introduced = Introduced::Never;
        }
        if deprecated != 0 {
            all[index].deprecated = Some(version!(deprecated));
        }
        if removed != 0 {
            all[index].removed = Some(version!(removed));
        }
        index += 1;
    }
    all
}

const FLAGS: &[Option<bool>; 4] = &[None, Some(false), Some(true), None];
const MODES: &[Option<Mode>; 8] = &{
    let mut all = [None; 8];
    let mut index = 0;
    while index < Mode::NAMES.len() {
        all[index + 1] = Some(Mode::NAMES[index].0);
        index += 1;
    }
    all
};

macro_rules! sets {
    ($name:ident: [$set:ident; $size:literal]) => {
        const $name: &[Option<$set>; $size] = &{
            let mut all = [None; $size];
            let mut bits = 1;
            while bits < $size {
                all[bits] = Some($set::from_bits(bits as u8 - 1));
                bits += 1;
            }
            all
        };
    };
}

sets!(SCOPES: [Scopes; 16]);
sets!(ENROLLMENTS: [Enrollments; 32]);

/// All but the versions.
const fn unpack(others: u64, texts: &[&'static str]) -> OsSupport {
    macro_rules! part {
        ($table:ident[$mask:literal] at $at:ident) => {
            $table[(others >> at::$at) as usize & $mask]
        };
    }
    macro_rules! text {
        ($at:ident) => {
            match others >> at::$at & 255 {
                0 => None,
                number => Some(texts[number as usize - 1]),
            }
        };
    }
    macro_rules! any {
        ($from:ident to $to:ident) => {
            others >> at::$from & ((1 << (at::$to - at::$from)) - 1) != 0
        };
    }
    let mut all = OsSupport::UNSTATED;
    if any!(RIGHTS to SUPERVISED) {
        all.access_rights = match (others >> at::RIGHTS & 31, text!(RIGHTS_TEXT)) {
            (1, Some(raw)) => Some(AccessRights::None(raw)),
            (2, Some(raw)) => Some(AccessRights::Special(raw)),
            (right @ 3.., Some(raw)) => {
                Some(AccessRights::One(SPELLINGS[right as usize - 3].0, raw))
            }
            _ => None,
        };
    }
    if any!(SUPERVISED to DEVICE_CHANNEL) {
        all.supervised = part!(FLAGS[3] at SUPERVISED);
        all.requires_dep = part!(FLAGS[3] at REQUIRES_DEP);
        all.user_approved_mdm = part!(FLAGS[3] at USER_APPROVED_MDM);
        all.allow_manual_install = part!(FLAGS[3] at ALLOW_MANUAL_INSTALL);
    }
    if any!(DEVICE_CHANNEL to MULTIPLE) {
        all.device_channel = part!(FLAGS[3] at DEVICE_CHANNEL);
        all.user_channel = part!(FLAGS[3] at USER_CHANNEL);
    }
    if any!(MULTIPLE to ENROLLMENTS) {
        all.multiple = part!(FLAGS[3] at MULTIPLE);
        all.always_skippable = part!(FLAGS[3] at ALWAYS_SKIPPABLE);
        all.beta = part!(FLAGS[3] at BETA);
    }
    if any!(ENROLLMENTS to SHARED_MODE) {
        all.allowed_enrollments = part!(ENROLLMENTS[31] at ENROLLMENTS);
        all.allowed_scopes = part!(SCOPES[15] at SCOPES);
    }
    if any!(SHARED_MODE to USER_MODE) {
        all.shared_ipad.mode = part!(MODES[7] at SHARED_MODE);
        all.shared_ipad.device_channel = part!(FLAGS[3] at SHARED_DEVICE_CHANNEL);
        all.shared_ipad.user_channel = part!(FLAGS[3] at SHARED_USER_CHANNEL);
        all.shared_ipad.allowed_scopes = part!(SCOPES[15] at SHARED_SCOPES);
    }
    if others >> at::USER_MODE != 0 {
        all.user_enrollment.mode = part!(MODES[7] at USER_MODE);
        all.user_enrollment.behavior = text!(USER_BEHAVIOR);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Enrollment, Right, Scope, SharedIpad, UserEnrollment};

    fn packed(support: &OsSupport, texts: &mut Vec<&'static str>) -> Option<PackedOs> {
        pack_os(support, |text| {
            let at = texts.iter().position(|known| *known == text).unwrap_or(texts.len());
            texts.extend((at == texts.len()).then_some(text));
            u8::try_from(at + 1).ok()
        })
    }

    fn comes_back(support: OsSupport) {
        let mut texts = vec![];
        let packed = packed(&support, &mut texts).unwrap();
        assert_eq!(unpack_os([packed], texts.leak()), [support]);
    }

    /// Each field with each of its values, alone and beside all others.
    #[test]
    fn what_is_packed_comes_back() {
        let flags = [None, Some(false), Some(true)];
        let modes = [None].into_iter().chain(Mode::NAMES.map(|(mode, _)| Some(mode)));
        let scopes = [&[][..], &[Scope::User], Scope::ALL].map(Scopes::of).map(Some);
        let scopes = [None].into_iter().chain(scopes);
        let enrollments = [&[][..], &[Enrollment::User], Enrollment::ALL].map(Enrollments::of);
        let version = Version::new(255, 1, 0);
        let mut rights = vec!["None", "n/a", "Special Case", "unheard of"];
        rights.extend(Right::all().map(Right::name));
        let introduced = [Introduced::Always, Introduced::Never, Introduced::Since(version)];
        let full = OsSupport {
            introduced: Introduced::Since(Version::new(10, 13, 4)),
            deprecated: Some(Version::new(14, 0, 0)),
            removed: Some(Version::new(26, 4, 1)),
            access_rights: Some(AccessRights::parse("Odd").0),
            supervised: Some(true),
            requires_dep: Some(false),
            user_approved_mdm: Some(true),
            allow_manual_install: Some(false),
            device_channel: Some(true),
            user_channel: Some(false),
            multiple: Some(true),
            always_skippable: Some(false),
            beta: Some(true),
            allowed_enrollments: Some(Enrollments::of(&[Enrollment::Local])),
            allowed_scopes: Some(Scopes::of(&[Scope::System])),
            shared_ipad: SharedIpad {
                mode: Some(Mode::Ignored),
                device_channel: Some(false),
                user_channel: Some(true),
                allowed_scopes: Some(Scopes::of(&[Scope::User])),
            },
            user_enrollment: UserEnrollment { mode: Some(Mode::Required), behavior: Some("x") },
        };
        for base in [OsSupport::UNSTATED, full] {
            let with = |change: &dyn Fn(&mut OsSupport)| {
                let mut support = base;
                change(&mut support);
                comes_back(support);
            };
            for flag in flags {
                with(&|to| to.supervised = flag);
                with(&|to| to.requires_dep = flag);
                with(&|to| to.user_approved_mdm = flag);
                with(&|to| to.allow_manual_install = flag);
                with(&|to| to.device_channel = flag);
                with(&|to| to.user_channel = flag);
                with(&|to| to.multiple = flag);
                with(&|to| to.always_skippable = flag);
                with(&|to| to.beta = flag);
                with(&|to| to.shared_ipad.device_channel = flag);
                with(&|to| to.shared_ipad.user_channel = flag);
            }
            for mode in modes.clone() {
                with(&|to| to.shared_ipad.mode = mode);
                with(&|to| to.user_enrollment.mode = mode);
            }
            for set in scopes.clone() {
                with(&|to| to.allowed_scopes = set);
                with(&|to| to.shared_ipad.allowed_scopes = set);
            }
            for set in enrollments {
                with(&|to| to.allowed_enrollments = Some(set));
            }
            for raw in &rights {
                with(&|to| to.access_rights = Some(AccessRights::parse(raw).0));
            }
            for stated in introduced {
                with(&|to| to.introduced = stated);
            }
            for stated in [None, Some(version), Some(Version::default())] {
                with(&|to| to.deprecated = stated);
                with(&|to| to.removed = stated);
            }
            with(&|to| to.user_enrollment.behavior = None);
        }
    }

    #[test]
    fn what_has_no_room_is_not_cut() {
        let wide = Introduced::Since(Version::new(10, 256, 0));
        let wide = OsSupport { introduced: wide, ..OsSupport::UNSTATED };
        assert_eq!(packed(&wide, &mut vec![]), None);
        let text = OsSupport {
            user_enrollment: UserEnrollment { mode: None, behavior: Some("x") },
            ..OsSupport::UNSTATED
        };
        assert_eq!(packed(&text, &mut vec!["other"; 255]), None);
    }
}
