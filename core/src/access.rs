/// A right that an MDM enrollment may have: a bit of the key `AccessRights` in the payload
/// `com.apple.mdm`. Each has the name that the schema gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u16)]
#[allow(missing_docs)]
pub enum Right {
    AllowInspection = 1,
    AllowInstallationRemoval = 2,
    AllowPasscodeRemovalAndLock = 4,
    AllowDeviceErase = 8,
    AllowQueryDeviceInformation = 16,
    AllowQueryNetworkInformation = 32,
    AllowProvisioningInspection = 64,
    AllowProvisioningInstallationRemoval = 128,
    AllowQueryApplications = 256,
    AllowQueryRestrictions = 512,
    AllowQuerySecurity = 1024,
    AllowSettings = 2048,
    AllowAppInstallation = 4096,
}

/// Each right, in the order of the bits, with the spellings that the schema uses for it, the usual one
/// first.
const SPELLINGS: &[(Right, &[&str])] = &[
    (Right::AllowInspection, &["AllowInspection"]),
    (Right::AllowInstallationRemoval, &["AllowInstallationRemoval"]),
    (
        Right::AllowPasscodeRemovalAndLock,
        &["AllowPasscodeRemovalAndLock", "DeviceLockAndRemovePasscode"],
    ),
    (Right::AllowDeviceErase, &["AllowDeviceErase"]),
    (
        Right::AllowQueryDeviceInformation,
        &["AllowQueryDeviceInformation", "AllowQueryDeviceInformatio"],
    ),
    (Right::AllowQueryNetworkInformation, &["AllowQueryNetworkInformation"]),
    (Right::AllowProvisioningInspection, &["AllowProvisioningInspection"]),
    (Right::AllowProvisioningInstallationRemoval, &["AllowProvisioningInstallationRemoval"]),
    (Right::AllowQueryApplications, &["AllowQueryApplications", "QueryInstalledApps"]),
    (Right::AllowQueryRestrictions, &["AllowQueryRestrictions"]),
    (Right::AllowQuerySecurity, &["AllowQuerySecurity"]),
    (Right::AllowSettings, &["AllowSettings"]),
    (Right::AllowAppInstallation, &["AllowAppInstallation"]),
];

impl Right {
    /// Every right, in the order of its bit.
    pub fn all() -> impl Iterator<Item = Right> {
        SPELLINGS.iter().map(|(right, _)| *right)
    }

    /// The bit in the `AccessRights` mask.
    pub const fn bit(self) -> u16 {
        self as u16
    }

    /// The schema's usual spelling, such as `AllowDeviceErase`.
    pub fn name(self) -> &'static str {
        SPELLINGS.iter().find(|(right, _)| *right == self).map_or("", |(_, names)| names[0])
    }
}

crate::by_word!(Right, "access right", Right::all().map(|right| (right, right.name())));

/// What the schema says of the access right that a key or command needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccessRights {
    /// No right is needed; the text is `None` or `n/a`.
    None(&'static str),
    /// One right is needed; the text is one of its spellings.
    One(Right, &'static str),
    /// The right depends on what the command asks for (`Special Case`), or the text is not a known one.
    Special(&'static str),
}

impl AccessRights {
    /// Reads the schema's text; gives also whether the text is a known one.
    pub fn parse(raw: &'static str) -> (AccessRights, bool) {
        match raw {
            "None" | "n/a" => (AccessRights::None(raw), true),
            "Special Case" => (AccessRights::Special(raw), true),
            _ => SPELLINGS
                .iter()
                .find(|(_, names)| names.contains(&raw))
                .map_or((AccessRights::Special(raw), false), |(right, _)| {
                    (AccessRights::One(*right, raw), true)
                }),
        }
    }

    /// A number that stands for all but the text: 1 for no right, 2 for a special case, 3 and more
    /// for a right, by its bit.
    pub(crate) fn kind(self) -> u64 {
        match self {
            AccessRights::None(_) => 1,
            AccessRights::Special(_) => 2,
            AccessRights::One(right, _) => 3 + u64::from(right.bit().trailing_zeros()),
        }
    }

    /// The access rights with this [`kind`](Self::kind) and text.
    pub(crate) fn of_kind(kind: u64, raw: &'static str) -> AccessRights {
        match SPELLINGS.get((kind as usize).wrapping_sub(3)) {
            Some((right, _)) => AccessRights::One(*right, raw),
            None if kind == 1 => AccessRights::None(raw),
            None => AccessRights::Special(raw),
        }
    }

    /// The text as the schema has it.
    pub const fn raw(self) -> &'static str {
        match self {
            AccessRights::None(raw) | AccessRights::One(_, raw) | AccessRights::Special(raw) => raw,
        }
    }

    /// The right that is needed, if it is one right.
    pub const fn right(self) -> Option<Right> {
        match self {
            AccessRights::One(right, _) => Some(right),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_normalised_and_kept() {
        let (rights, known) = AccessRights::parse("QueryInstalledApps");
        assert_eq!(rights.right(), Some(Right::AllowQueryApplications));
        assert_eq!((rights.raw(), known), ("QueryInstalledApps", true));
        assert_eq!(AccessRights::parse("n/a"), (AccessRights::None("n/a"), true));
        assert_eq!(AccessRights::parse("Odd"), (AccessRights::Special("Odd"), false));
    }

    #[test]
    fn bits_are_those_of_the_payload() {
        let mask: u16 = Right::all().map(Right::bit).sum();
        assert_eq!(mask, 8191);
        assert_eq!(Right::AllowAppInstallation.bit(), 4096);
    }
}
