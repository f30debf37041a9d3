//! What a message needs, without a target.

use apple_device_management_core::codec::View;
use apple_device_management_core::{Introduced, Key, KeyPath, Os, Right, Support, Table, Version};

use super::Check;
use super::walk::{Event, Message, Place, What, walk};

/// The lowest version of an OS that takes a message as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MinimumVersion {
    /// Every version takes it.
    Every,
    /// This one and later ones.
    Since(Version),
    /// This one and later ones, up to but without the second.
    Between(Version, Version),
    /// No version does, because of what stands here.
    Never(KeyPath),
    /// The schema does not say, of what stands here.
    Unknown(KeyPath),
}

/// The lowest version of the OS that takes the message as it is, by all that it holds.
///
/// What else a device must be (supervised, enrolled in some way) is not asked.
pub fn minimum_version(message: &dyn Check, os: Os) -> MinimumVersion {
    let (mut lowest, mut end) = (None, None::<Version>);
    let (mut never, mut unknown) = (None, None);
    each_support(message, &mut |place, support| {
        let support = support.on(os);
        match support.introduced {
            Introduced::Always => {}
            Introduced::Since(version) => lowest = lowest.max(Some(version)),
            Introduced::Never => drop(never.get_or_insert_with(|| place.path())),
            Introduced::Unstated => drop(unknown.get_or_insert_with(|| place.path())),
        }
        if let Some(removed) = support.removed {
            end = Some(end.map_or(removed, |end| end.min(removed)));
            if lowest.unwrap_or_default() >= removed {
                never.get_or_insert_with(|| place.path());
            }
        }
    });
    // A key may come to an OS after another one of the message has gone.
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

/// An access right that a message needs and a mask lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingRight {
    /// The right.
    pub right: Right,
    /// The OSes that ask for it, of those that have what stands here.
    pub on: Vec<Os>,
    /// What needs it, the first place in the message.
    pub path: KeyPath,
}

/// The access rights that the message needs on any OS, and that the mask does not have.
///
/// Each right once. What the schema calls a special case is not counted.
pub fn missing_rights(message: &dyn Check, mask: u16) -> Vec<MissingRight> {
    let mut missing: Vec<MissingRight> = Vec::new();
    each_support(message, &mut |place, support| {
        for os in Os::ALL {
            let right = support.on(os).access_rights.and_then(|rights| rights.right());
            let Some(right) = right.filter(|right| mask & right.bit() == 0) else { continue };
            match missing.iter_mut().find(|one| one.right == right) {
                Some(one) if one.on.contains(&os) => {}
                Some(one) => one.on.push(os),
                None => missing.push(MissingRight { right, on: vec![os], path: place.path() }),
            }
        }
    });
    for one in &mut missing {
        one.on.sort_unstable();
    }
    missing.sort_by_key(|one| one.right);
    missing
}

/// Shows every support that a message refers to: the document's, those of the keys, of variants,
/// and of values that have one.
fn each_support<'a>(message: &'a dyn Check, show: &mut dyn FnMut(&Place<'a>, &'static Support)) {
    walk(Message::of(message), &mut |place, event| match event {
        Event::Supported {
            what: What::Document | What::Key | What::Variant(_), support, ..
        } => {
            show(place, support);
        }
        Event::Value { key, view: View::String(text) } => {
            if let Some(support) = gated(key, text) {
                show(place, support);
            }
        }
        Event::ListedElsewhere { view: View::String(text), table, .. } => {
            if let Some(support) = support_of(table, text) {
                show(place, support);
            }
        }
        _ => {}
    });
}

fn gated(key: &Key, text: &str) -> Option<&'static Support> {
    key.constraints.gated.iter().find(|value| value.name == text).map(|value| value.support)
}

fn support_of(table: &'static Table, text: &str) -> Option<&'static Support> {
    table.key(text).map(|key| key.support)
}
