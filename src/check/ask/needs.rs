//! What a message needs of any target: a minimum version, access rights.

use apple_device_management_core::codec::View;
use apple_device_management_core::{
    AccessRights, Introduced, KeyPath, Os, Right, Support, Version,
};

use crate::check::Check;
use crate::check::walk::event::{Event, What};
use crate::check::walk::location::Location;
use crate::check::walk::{Walked, walk};

/// The versions of an OS that take a message as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MinimumVersion {
    /// Every version.
    Every,
    /// This version and later ones.
    Since(Version),
    /// From the first version on, but before the second.
    Between(Version, Version),
    /// No version, because of what stands at this path.
    Never(KeyPath),
    /// Not known: the schema says nothing of what stands at this path.
    Unknown(KeyPath),
}

/// The versions of the OS that take the message as it is, with all keys and values that it has.
///
/// This is about versions alone. Conditions (supervision, an enrollment, a channel, a right) and
/// mistakes in the message do not depend on the version: ask [`check`](Check::check) about these,
/// with a target of this version.
pub fn minimum_version(message: &dyn Check, os: Os) -> MinimumVersion {
    let (mut lowest, mut end) = (None, None::<Version>);
    let (mut never, mut unknown) = (None, None);
    let Some(message) = Walked::of(message) else {
        return MinimumVersion::Unknown(KeyPath::root());
    };
    each_support(message, &mut |location, support| {
        let support = support.on(os);
        match support.introduced() {
            Introduced::Always => {}
            Introduced::Since(version) => lowest = lowest.max(Some(version)),
            Introduced::Never => drop(never.get_or_insert_with(|| location.path())),
            Introduced::Unstated => drop(unknown.get_or_insert_with(|| location.path())),
        }
        if let Some(removed) = support.removed() {
            end = Some(end.map_or(removed, |end| end.min(removed)));
            if lowest.unwrap_or_default() >= removed {
                never.get_or_insert_with(|| location.path());
            }
        }
    });
    // One key of the message may have been introduced after another one was removed.
    if never.is_none() && end.is_some_and(|end| lowest.unwrap_or_default() >= end) {
        never = Some(KeyPath::root());
    }
    match (never, unknown, lowest, end) {
        (Some(path), ..) => MinimumVersion::Never(path),
        (None, Some(path), ..) => MinimumVersion::Unknown(path),
        (None, None, lowest, Some(end)) => MinimumVersion::Between(lowest.unwrap_or_default(), end),
        (None, None, Some(version), None) => MinimumVersion::Since(version),
        (None, None, None, None) => MinimumVersion::Every,
    }
}

/// An access right that a message needs and a mask does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingRight {
    /// The right; `None` where it depends on what the command asks for and the schema does not say
    /// how, so that only a mask of all rights is surely enough.
    pub right: Option<Right>,
    /// The OSes on which the right is needed.
    pub on: Vec<Os>,
    /// The first place in the message that needs it.
    pub path: KeyPath,
}

/// The access rights that the message needs on some OS and that the mask does not have.
///
/// Each right is there once; a right that is not known is last. What the schema calls a special
/// case counts only where nothing within it names a right: `DeviceInformation` is a special case,
/// but most of its queries name one.
pub fn missing_rights(message: &dyn Check, mask: u16) -> Vec<MissingRight> {
    let mut missing: Vec<MissingRight> = Vec::new();
    let mut special: Vec<MissingRight> = Vec::new();
    let has_all = Right::all().all(|right| mask & right.bit() != 0);
    let Some(message) = Walked::of(message) else {
        let unknown = MissingRight { right: None, on: Os::ALL.to_vec(), path: KeyPath::root() };
        return if has_all { missing } else { vec![unknown] };
    };
    each_support(message, &mut |location, support| {
        if !special.is_empty() {
            // Something within the special case, or its value, has a support of its own.
            let path = location.path();
            special.retain(|one| !path.0.starts_with(&one.path.0));
        }
        for os in Os::ALL {
            match support.on(os).access_rights() {
                Some(AccessRights::One(right, _)) if mask & right.bit() == 0 => {
                    note(&mut missing, Some(right), os, location);
                }
                Some(AccessRights::Special(_)) if !has_all => {
                    note(&mut special, None, os, location)
                }
                _ => {}
            }
        }
    });
    missing.sort_by_key(|one| one.right);
    missing.extend(special);
    for one in &mut missing {
        one.on.sort_unstable();
    }
    missing
}

fn note(missing: &mut Vec<MissingRight>, right: Option<Right>, os: Os, location: &Location<'_>) {
    match missing.iter_mut().find(|one| one.right == right) {
        Some(one) if one.on.contains(&os) => {}
        Some(one) => one.on.push(os),
        None => missing.push(MissingRight { right, on: vec![os], path: location.path() }),
    }
}

/// Shows every support that counts for a message: of the document, of keys, of variants, and of
/// values that have one.
fn each_support(message: Walked<'_>, show: &mut dyn FnMut(&Location<'_>, Support)) {
    walk(message, &mut |location, event| match event {
        Event::Supported {
            what: What::Document | What::Key | What::Variant(_), support, ..
        } => {
            show(location, support);
        }
        Event::Value { key, view: View::String(text) } => {
            if let Some(value) = key.constraints.gated.value(text) {
                show(location, value.support);
            }
        }
        Event::ListedElsewhere { view: View::String(text), table, .. } => {
            if let Some(key) = table.key(text) {
                show(location, key.support);
            }
        }
        _ => {}
    });
}
