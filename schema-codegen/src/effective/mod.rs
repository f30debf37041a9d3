//! Effective support: that of a document or key with all that it inherits from above.
//!
//! The rules, each with a test:
//!
//! - An attribute that a key does not state has the value that it has for the key above, and so on
//!   up to the payload. That is so for each attribute, also within `sharedipad` and
//!   `userenrollment`.
//! - Of two versions in `introduced` the later holds, in `deprecated` and `removed` the earlier. A
//!   key is never available before the thing that holds it.
//! - `n/a` and `removed: '0'` mean never, for everything below too. Of something that is never
//!   available nothing else is known: its support is [`OsSupport::NEVER`].
//! - An OS that a payload does not name cannot use it, if the release covers that OS ([`Covered`])
//!   and the payload names any OS. Otherwise nothing is known.
//! - A payload that is beta as a whole is beta on every OS where it is available.

mod walk;

use apple_device_management_core::{
    Introduced, Mode, Os, OsAttribute, OsSupport, OsValue, Presence, Restricts, Version,
};

pub use walk::{MAX_PLACES, MAX_STEPS, Side, Visited, too_far, walk, walk_covered};

use crate::model::{Document, Key, Model, Stated};

/// Whether a release covers each OS, in the order of `Os::ALL`.
///
/// A release covers an OS if at least one in ten of the documents that name any OS name it. In the
/// releases from iOS 15 to 18.3, iOS is named by 57 % and more, macOS by 72 %, tvOS by 20 %,
/// watchOS by 4 % up to 16.4 (nine profiles) and by 45 % from 17.0 on, and visionOS by none up to
/// 17.2. From 17.4 on every document names all five.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Covered([bool; 5]);

impl Covered {
    /// Counts how many documents of a release name each OS.
    pub fn of(model: &Model) -> Covered {
        let own = || model.documents.iter().filter(|document| document.last.is_none());
        let stating = || own().filter(|document| states_any(&document.support));
        let all = stating().count();
        Covered(Os::ALL.map(|os| {
            let naming = stating().filter(|document| document.support[os as usize].is_some());
            naming.count() * 10 >= all && all > 0
        }))
    }

    /// Whether the release covers an OS.
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
    /// The support of a document. For many documents, [`Effective::covered`] is quicker.
    pub fn root(model: &Model, document: &Document) -> Effective {
        Effective::covered(Covered::of(model), document)
    }

    /// The support of a document in a release that covers these OSes.
    pub fn covered(covered: Covered, document: &Document) -> Effective {
        let silent = !states_any(&document.support);
        Effective(Os::ALL.map(|os| match document.support[os as usize] {
            Some(stated) => settle(with_beta(document, stated)),
            None if silent || !covered.covers(os) => with_beta(document, OsSupport::UNSTATED),
            None => OsSupport::NEVER,
        }))
    }

    /// The support of a key, array item, map value, union variant or gated value directly below.
    #[must_use]
    pub fn below(&self, key: &Key) -> Effective {
        self.with(&key.stated)
    }

    /// The support of something directly below for which this is stated.
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

/// [`OsSupport::NEVER`] for every support that is never available.
fn settle(support: OsSupport) -> OsSupport {
    let never = support.introduced() == Introduced::Never
        || support.removed().is_some_and(|removed| removed == Version::default());
    if never { OsSupport::NEVER } else { support }
}

fn merge(above: &OsSupport, own: &OsSupport) -> OsSupport {
    own.or(*above)
        // The order of `Introduced` is: unstated, always, by version, never.
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

/// Whether a key is required wherever the thing that holds it is available, on every OS.
///
/// `parent` is the effective support of the thing that holds the key, `key` that of the key. It is
/// not so if on some OS the key is introduced later, removed earlier, or has a condition that its
/// parent does not have.
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

/// Whether an attribute is a condition of a key that its parent does not have.
fn narrows(attribute: &OsAttribute, parent: Option<OsValue>, key: Option<OsValue>) -> bool {
    let Some(own) = key.filter(|_| key != parent) else { return false };
    match (own, parent) {
        (OsValue::Flag(flag), _) => attribute.restricts == Restricts::When(flag),
        // What is `Ignored` has no effect on such a device, as if it were not available there.
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
