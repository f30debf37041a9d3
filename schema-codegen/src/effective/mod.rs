//! Effective support: what holds for a document or key once all that stands above it is counted in.
//!
//! The rules, each of which has a test of its own:
//!
//! - What a key does not say, it has from the key above it, and so on up to the payload; member by
//!   member, also within `sharedipad` and `userenrollment`.
//! - The later `introduced` counts, the earlier `deprecated` and `removed`. A key never comes
//!   before what it stands in.
//! - `n/a` and `removed: '0'` mean never, for all that stands below too. Where something is never
//!   available nothing else is said of it: the support is [`OsSupport::NEVER`] and no more.
//! - An OS that a payload does not name cannot use it. That holds only where the release speaks of
//!   that OS at all ([`Covered`]) and the payload of any OS; otherwise nothing is known.
//! - A payload that is beta as a whole is beta on every OS where it is available.

mod walk;

use apple_device_management_core::{
    Introduced, Mode, Os, OsAttribute, OsSupport, OsValue, Presence, Restricts, Version,
};

pub use walk::{MAX_PLACES, MAX_STEPS, Side, Visited, too_far, walk, walk_covered};

use crate::model::{Document, Key, Model, Stated};

/// The OSes that a release speaks of, in the order of `Os::ALL`.
///
/// A release speaks of an OS if at least one in ten of the documents that name any OS name it.
/// Measured over the releases from iOS 15 to 18.3: iOS 57 % and more, macOS 72 %, tvOS 20 %;
/// watchOS 4 % up to 16.4 (nine profiles) and 45 % from 17.0 on; visionOS none up to 17.2. From
/// 17.4 on every document names all five, so that the bound decides nothing any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Covered([bool; 5]);

impl Covered {
    /// Counts who names what.
    pub fn of(model: &Model) -> Covered {
        let own = || model.documents.iter().filter(|document| document.last.is_none());
        let stating = || own().filter(|document| states_any(&document.support));
        let all = stating().count();
        Covered(Os::ALL.map(|os| {
            let naming = stating().filter(|document| document.support[os as usize].is_some());
            naming.count() * 10 >= all && all > 0
        }))
    }

    /// Whether the release speaks of the OS.
    pub fn covers(self, os: Os) -> bool {
        self.0[os as usize]
    }
}

fn states_any(stated: &Stated) -> bool {
    stated.iter().any(Option::is_some)
}

/// The effective support of one thing on every OS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Effective(pub [OsSupport; 5]);

impl Effective {
    /// The support of a document. [`Effective::covered`] is quicker for many.
    pub fn root(model: &Model, document: &Document) -> Effective {
        Effective::covered(Covered::of(model), document)
    }

    /// The support of a document in a release that speaks of these OSes.
    pub fn covered(covered: Covered, document: &Document) -> Effective {
        let silent = !states_any(&document.support);
        Effective(Os::ALL.map(|os| match document.support[os as usize] {
            Some(stated) => settle(with_beta(document, stated)),
            None if silent || !covered.covers(os) => with_beta(document, OsSupport::UNSTATED),
            None => OsSupport::NEVER,
        }))
    }

    /// The support of a key, array item, map value, union variant or gated value below this.
    #[must_use]
    pub fn below(&self, key: &Key) -> Effective {
        self.with(&key.stated)
    }

    /// The support of something below this that states so much.
    #[must_use]
    pub fn with(&self, stated: &Stated) -> Effective {
        Effective(Os::ALL.map(|os| match &stated[os as usize] {
            None => self.0[os as usize],
            Some(own) => settle(merge(&self.0[os as usize], own)),
        }))
    }

    /// The support on one OS.
    pub fn on(&self, os: Os) -> &OsSupport {
        &self.0[os as usize]
    }
}

fn with_beta(document: &Document, stated: OsSupport) -> OsSupport {
    if document.beta { stated.with_beta(true) } else { stated }
}

/// One support if it is never available.
fn settle(support: OsSupport) -> OsSupport {
    let never = support.introduced() == Introduced::Never
        || support.removed().is_some_and(|removed| removed == Version::default());
    if never { OsSupport::NEVER } else { support }
}

fn merge(above: &OsSupport, own: &OsSupport) -> OsSupport {
    own.or(*above)
        // `Introduced` is in this order: unstated, always, by version, never.
        .with_introduced(above.introduced().max(own.introduced()))
        .with_deprecated(earlier(above.deprecated(), own.deprecated()))
        .with_removed(earlier(above.removed(), own.removed()))
}

fn earlier(one: Option<Version>, other: Option<Version>) -> Option<Version> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// Whether a key must be there wherever what holds it is available, on every OS.
///
/// `parent` is the effective support of what holds the key, `key` that of the key. False where the
/// key comes later, goes earlier, or needs anything on some OS that its parent does not.
pub fn required_always(parent: &Effective, key: &Effective, presence: Presence) -> bool {
    presence == Presence::Required
        && Os::ALL.into_iter().all(|os| !is_narrower(parent.on(os), key.on(os)))
}

/// Whether there are devices on which `parent` is available and `key` is not.
fn is_narrower(parent: &OsSupport, key: &OsSupport) -> bool {
    if parent.introduced() == Introduced::Never {
        return false;
    }
    key.introduced() > parent.introduced()
        || key.removed().is_some() && key.removed() != parent.removed()
        || OsAttribute::ALL.iter().any(|it| narrows(it, it.of(parent), it.of(key)))
}

/// Whether a key asks for something that its parent does not ask for.
fn narrows(attribute: &OsAttribute, parent: Option<OsValue>, key: Option<OsValue>) -> bool {
    let Some(own) = key.filter(|_| key != parent) else { return false };
    match (own, parent) {
        (OsValue::Flag(flag), _) => attribute.restricts == Restricts::When(flag),
        // `Ignored` has no effect, so nothing is missed.
        (OsValue::Mode(mode), _) => mode != Mode::Allowed,
        (OsValue::Scopes(own), Some(OsValue::Scopes(above))) => {
            above.iter().any(|it| !own.contains(it))
        }
        (OsValue::Enrollments(own), Some(OsValue::Enrollments(above))) => {
            above.iter().any(|it| !own.contains(it))
        }
        (OsValue::Rights(own), Some(OsValue::Rights(above))) => {
            own.right().is_some() && own.right() != above.right()
        }
        (OsValue::Rights(own), _) => own.right().is_some(),
        (OsValue::Scopes(_) | OsValue::Enrollments(_), _) => true,
        (OsValue::Introduced(_) | OsValue::Version(_) | OsValue::Text(_), _) => false,
    }
}

#[cfg(test)]
mod tests;
