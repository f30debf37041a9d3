//! The profile within the InstallProfile command.

use apple_device_management_core::{Dictionary, Document};

use crate::wire::Limits;

/// The command that carries a profile.
const COMMAND: &str = "InstallProfile";

/// The document of the command, and the key whose data is a profile.
pub(in crate::check) const INSTALL: (&str, &str) = ("mdm/commands/profile.install.yaml", "Payload");

/// Whether the command is among these identifiers.
pub(in crate::check) const fn may_be_among(ids: &[&str]) -> bool {
    let mut at = 0;
    while at < ids.len() {
        if same(ids[at].as_bytes(), COMMAND.as_bytes()) {
            return true;
        }
        at += 1;
    }
    false
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// What the data holds.
pub(in crate::check) enum ProfileData {
    Profile(Dictionary),
    /// Something signed, which this program cannot open.
    #[cfg_attr(feature = "signed", allow(dead_code))]
    Sealed,
    /// Nothing that can be read.
    Broken,
}

/// Reads the data, signed or plain. A signature is not verified.
pub(in crate::check) fn read(data: &[u8]) -> ProfileData {
    let limits = Limits::default();
    #[cfg(feature = "signed")]
    let read = crate::signed::open(data, &limits).map(|opened| opened.message).ok();
    #[cfg(not(feature = "signed"))]
    let read = match data.first() {
        // A signed message begins with a sequence in DER or BER.
        Some(0x30) => return ProfileData::Sealed,
        _ => crate::wire::read_property_list(data, &limits).ok(),
    };
    read.map_or(ProfileData::Broken, ProfileData::Profile)
}

/// The document of a whole profile.
#[cfg(feature = "profiles")]
pub(in crate::check) fn document() -> Option<&'static Document> {
    Some(&apple_device_management_generated::profiles::top_level::DOCUMENT)
}

#[cfg(not(feature = "profiles"))]
pub(in crate::check) fn document() -> Option<&'static Document> {
    None
}
