//! Changes of the effective support of a document or key.
//!
//! A key that states nothing has the support of the thing that holds it, so a change is reported
//! for that thing only. For this there is `implied`: the support that the key would have in the
//! newer release if it stated what it stated in the older.

use apple_device_management_core::{Enrollment, Introduced, Os, OsSupport, Version};

use super::restrictions::{Weight, attributes, stated, weigh, words};
use super::rules::{self, Rule};
use crate::effective::Effective;
use crate::model::{Children, Content, Key, Model, Stated};

/// What the older release knew, which tells a new version from a correction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// The newest version of each OS in which it introduces anything.
    newest: [Option<Version>; 5],
    /// The version of each OS that it says it describes; where there is one, it counts more.
    named: [Option<Version>; 5],
    /// Whether it does not have the word `supervised` for an enrollment yet.
    supervised_is_device: bool,
}

/// A change of a support on one OS.
#[derive(Debug)]
pub(super) struct SupportChange {
    pub rule: &'static Rule,
    pub what: Option<&'static str>,
    pub old: Option<String>,
    pub new: Option<String>,
}

impl Known {
    pub(super) fn of(model: &Model) -> Known {
        let named = model.upstream.versions;
        let mut known = Known { newest: [None; 5], named, supervised_is_device: true };
        for document in &model.documents {
            known.see(&document.support);
            for content in std::iter::once(&document.payload).chain(&document.response) {
                let (Content::Dictionary(children) | Content::Map(children)) = content;
                known.see_children(children);
            }
            for shared in document.shared.values() {
                shared.keys.iter().for_each(|key| known.see_key(key));
            }
        }
        known
    }

    fn see_children(&mut self, children: &Children) {
        if let Children::Own(keys) = children {
            keys.iter().for_each(|key| self.see_key(key));
        }
    }

    fn see_key(&mut self, key: &Key) {
        self.see(&key.stated);
        self.see_children(&key.children);
    }

    fn see(&mut self, stated: &Stated) {
        let to_come = stated.iter().zip(&self.named).any(|(support, named)| {
            let introduced = support.map_or(Introduced::Unstated, |support| support.introduced());
            matches!((introduced, named), (Introduced::Since(version), Some(named)) if version > *named)
        });
        // The overlay adds things of later releases, which the older release did not know.
        if to_come {
            return;
        }
        for (newest, support) in self.newest.iter_mut().zip(stated) {
            let Some(support) = support else { continue };
            if let Introduced::Since(version) = support.introduced() {
                *newest = (*newest).max(Some(version));
            }
            if support.allowed_enrollments().is_some_and(|set| set.contains(Enrollment::Supervised))
            {
                self.supervised_is_device = false;
            }
        }
    }

    /// Whether the release is older than this version of the OS.
    fn is_before(&self, os: Os, introduced: Introduced) -> bool {
        match introduced {
            Introduced::Since(version) => {
                let newest = self.named[os as usize].or(self.newest[os as usize]);
                newest.is_none_or(|newest| version > newest)
            }
            _ => false,
        }
    }
}

/// The changes on one OS; `implied` is described at the top of this file.
pub(super) fn differences(
    known: &Known,
    os: Os,
    old: &OsSupport,
    new: &OsSupport,
    implied: Option<&OsSupport>,
) -> Vec<SupportChange> {
    let mut found = Vec::new();
    let follows = implied.is_some_and(|implied| implied.introduced() == new.introduced());
    if old.introduced() == new.introduced() {
        if !follows && implied.is_some() {
            let new = Some(new.to_string());
            found.push(SupportChange {
                rule: &rules::SUPPORT_WITHHELD,
                what: None,
                old: None,
                new,
            });
        }
    } else if !follows {
        let rule = availability(known, os, old.introduced(), new.introduced());
        let both = available(old) && available(new);
        // If it is available in both releases, only the version has changed here.
        let text = |support: &OsSupport| {
            let version = OsSupport::UNSTATED.with_introduced(support.introduced());
            Some(if both { version } else { *support }.to_string())
        };
        found.push(SupportChange { rule, what: None, old: text(old), new: text(new) });
    }
    // If it became available, or ceased to be, that change has named all conditions.
    if available(old) == available(new) {
        found.extend(ends(old, new, implied));
        found.extend(restrictions(known, old, new, implied));
    }
    found
}

fn available(support: &OsSupport) -> bool {
    !matches!(support.introduced(), Introduced::Never | Introduced::Unstated)
}

fn availability(known: &Known, os: Os, old: Introduced, new: Introduced) -> &'static Rule {
    match (old, new) {
        (_, Introduced::Unstated) => &rules::SUPPORT_UNSTATED,
        (Introduced::Unstated, Introduced::Never) => &rules::SUPPORT_DENIED,
        (_, Introduced::Never) => &rules::SUPPORT_WITHDRAWN,
        // If nothing was stated before, this is no correction.
        (Introduced::Unstated, _) => &rules::SUPPORT_INTRODUCED,
        (Introduced::Never, new) if known.is_before(os, new) => &rules::SUPPORT_INTRODUCED,
        (Introduced::Always | Introduced::Since(_), new) if new > old => &rules::SUPPORT_NARROWED,
        _ => &rules::SUPPORT_CORRECTED,
    }
}

/// A way in which a support ends or will end, and the rules for its changes.
struct End {
    read: fn(&OsSupport) -> Option<Version>,
    rule: fn(Option<Version>, Option<Version>) -> &'static Rule,
    /// Whether the version is stated in the schema, and so is reported.
    dated: bool,
}

const ENDS: [End; 3] = [
    End {
        read: |on| on.deprecated(),
        rule: |old, new| match (old, new) {
            (_, None) => &rules::DEPRECATION_DROPPED,
            (None, _) => &rules::SUPPORT_DEPRECATED,
            _ => &rules::DEPRECATION_MOVED,
        },
        dated: true,
    },
    End {
        read: |on| on.removed(),
        rule: |old, new| match (old, new) {
            (Some(_), None) => &rules::SUPPORT_WIDENED,
            (Some(old), Some(new)) if new > old => &rules::SUPPORT_WIDENED,
            _ => &rules::SUPPORT_REMOVED,
        },
        dated: true,
    },
    End {
        // Beta has no version; any version stands for yes.
        read: |on| (on.beta() == Some(true)).then(Version::default),
        rule: |_, new| if new.is_some() { &rules::BETA_BEGUN } else { &rules::BETA_ENDED },
        dated: false,
    },
];

fn ends(old: &OsSupport, new: &OsSupport, implied: Option<&OsSupport>) -> Vec<SupportChange> {
    let changed = ENDS.into_iter().filter(|End { read, .. }| {
        read(old) != read(new) && implied.is_none_or(|implied| read(implied) != read(new))
    });
    let tell = changed.map(|End { read, rule, dated }| {
        let (old, new) = (read(old), read(new));
        let text = |version: Option<Version>| version.filter(|_| dated).map(|it| it.to_string());
        SupportChange { rule: rule(old, new), what: None, old: text(old), new: text(new) }
    });
    tell.collect()
}

fn restrictions(
    known: &Known,
    old: &OsSupport,
    new: &OsSupport,
    implied: Option<&OsSupport>,
) -> Vec<SupportChange> {
    let mut found = Vec::new();
    for attribute in attributes() {
        let (was, is) = (stated(attribute, old), stated(attribute, new));
        if was == is || implied.is_some_and(|implied| stated(attribute, implied) == is) {
            continue;
        }
        let rule = match weigh(attribute, was, is, known.supervised_is_device) {
            Weight::Tightened => &rules::RESTRICTION_TIGHTENED,
            Weight::Loosened => &rules::RESTRICTION_LOOSENED,
            Weight::Stated => &rules::RESTRICTION_STATED,
        };
        let (old, new) = (Some(words(was)), Some(words(is)));
        found.push(SupportChange { rule, what: Some(attribute.word), old, new });
    }
    found
}

/// The support that a key would have in the newer release if it stated what it stated in the older.
pub(super) fn implied(parent: &Effective, old: &Key) -> Effective {
    parent.with(&old.stated)
}
