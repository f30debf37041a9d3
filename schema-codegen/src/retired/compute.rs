//! Works out what is retired from the releases of a history.
//!
//! Each release is compared with the next one: what the older has, with all that was retired before
//! it, and the newer does not have, is retired. The comparison is that of [`diff`](crate::diff), so
//! that something that was moved or renamed is not taken for gone; its guesses are surest between
//! releases that follow each other.

use apple_device_management_core::{Introduced, Os, OsSupport, Presence, Segment};

use super::apply::has_names;
use super::{KeyPlace, Retired, RetiredKey, RetiredValue};
use crate::diff::pairing::pair;
use crate::diff::report;
use crate::diff::spots::{Matched, Spot, Spots, is_content_same, matched};
use crate::effective::{Covered, Effective, Side};
use crate::model::{Children, Content, Document, Form, Key, Last, Literal, Model};

/// What is retired, as it was worked out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Computed {
    pub retired: Retired,
    /// What is gone and cannot be kept, one line each.
    pub notes: Vec<String>,
}

/// What is retired in the last of these releases; the oldest comes first.
pub fn compute<'m>(releases: impl IntoIterator<Item = &'m Model>) -> Computed {
    let mut computed = Computed::default();
    let mut before: Option<Model> = None;
    for release in releases {
        before = Some(computed.step(before.as_ref(), release));
    }
    computed
}

/// What is retired after one more release, worked out from the release before it and from what was
/// retired until then.
pub fn extend(retired: &Retired, before: &Model, after: &Model) -> Computed {
    let mut computed = Computed { retired: retired.clone(), notes: Vec::new() };
    if computed.retired.releases.is_empty() {
        computed.retired.releases.push(before.upstream.clone());
    }
    let mut before = before.without_retired();
    let stale = retired.apply(&mut before);
    computed.notes.extend(stale.iter().map(ToString::to_string));
    computed.step(Some(&before), after);
    computed
}

impl Computed {
    /// Works out what is retired in the next release, and gives that release with it.
    fn step(&mut self, before: Option<&Model>, release: &Model) -> Model {
        let mut after = release.without_retired();
        let mut releases = std::mem::take(&mut self.retired.releases);
        releases.push(release.upstream.clone());
        if let Some(before) = before {
            let (retired, stale) = gone(before, &after, &mut self.notes).fit(&mut after);
            self.retired = retired;
            self.notes.extend(stale.iter().map(ToString::to_string));
            self.notes.sort();
            self.notes.dedup();
        }
        self.retired.releases = releases;
        after
    }
}

/// What one release has and the next one does not have.
fn gone(before: &Model, after: &Model, notes: &mut Vec<String>) -> Retired {
    let last =
        Last { release: report::name(&before.upstream), next: report::name(&after.upstream) };
    let pairing = pair(before, after);
    let mut retired = Retired::default();
    for document in pairing.removed {
        let last = document.last.clone().or_else(|| Some(last.clone()));
        retired.documents.push(Document { last, ..document.clone() });
    }
    let covered = (Covered::of(before), Covered::of(after));
    for (old, new) in pairing.pairs {
        for side in [Side::Payload, Side::Response] {
            let mut step = ReleaseStep::of(covered, (old, new), side, &last);
            step.keys();
            step.values();
            retired.keys.append(&mut step.retired.keys);
            retired.values.append(&mut step.retired.values);
            notes.append(&mut step.notes);
        }
    }
    retired.documents.sort_by(|one, other| one.source.cmp(&other.source));
    retired.keys.sort_by(|one, other| one.holder.cmp(&other.holder));
    retired.values.sort_by(|one, other| one.at.cmp(&other.at));
    retired
}

/// One side of a document in a release and in the next one.
struct ReleaseStep<'a> {
    /// The OSes that the older release covers.
    covered: Covered,
    side: Side,
    last: &'a Last,
    old: &'a Document,
    new: &'a Document,
    before: Spots<'a>,
    after: Spots<'a>,
    matched: Matched,
    /// The support of the newer document.
    root: Effective,
    retired: Retired,
    notes: Vec<String>,
}

impl<'a> ReleaseStep<'a> {
    fn of(
        (covered, covered_after): (Covered, Covered),
        (old, new): (&'a Document, &'a Document),
        side: Side,
        last: &'a Last,
    ) -> ReleaseStep<'a> {
        let before = Spots::of(covered, old, side);
        let after = Spots::of(covered_after, new, side);
        let matched = matched(&before, &after);
        let root = Effective::covered(covered_after, new);
        let (retired, notes) = (Retired::default(), Vec::new());
        ReleaseStep { covered, side, last, old, new, before, after, matched, root, retired, notes }
    }

    fn at(&self, holder: Option<usize>) -> KeyPlace {
        let path = holder.map(|holder| self.after.all[holder].path.clone()).unwrap_or_default();
        KeyPlace { source: self.new.source.clone(), side: self.side, path }
    }

    /// Finds the keys that are gone; each takes along the keys below it.
    fn keys(&mut self) {
        for at in self.matched.removed.iter().map(|(top, _)| *top).collect::<Vec<_>>() {
            let spot = self.before.all[at].clone();
            let Some(holder) = self.holder(&spot).filter(|_| !self.is_item_now(at)) else {
                continue;
            };
            let entry = RetiredKey { holder: self.at(holder), key: spot.key.clone() };
            let known = |known: &RetiredKey| {
                let same = known.key.name == entry.key.name;
                same && self.keys_at(&known.holder) == self.keys_at(&entry.holder)
            };
            if self.retired.keys.iter().any(known) {
                continue;
            }
            let lost =
                |why: &str| format!("{} {} cannot be kept: {why}", self.new.source, spot.path);
            if !self.is_right_everywhere(holder, &spot.key.name) {
                let why = "what held it is now in places that never had it";
                self.notes.push(lost(why));
                continue;
            }
            let Some(key) = owned(spot.key, self.old, &mut Vec::new()) else {
                self.notes.push(lost("it holds itself"));
                continue;
            };
            let key = self.marked(key, &spot, holder);
            self.retired.keys.push(RetiredKey { key, ..entry });
        }
    }

    /// The key of the newer release that can hold a key of the older: the one that held it, if that
    /// is still of the same form. For the root it is `Some(None)`.
    fn holder(&self, spot: &Spot<'_>) -> Option<Option<usize>> {
        let form = |document: &Document| match content(document, self.side)? {
            Content::Dictionary(_) => Some(Form::Dictionary),
            Content::Map(_) => Some(Form::Map),
        };
        let (holder, was, is) = match spot.holder {
            None => (None, form(self.old)?, form(self.new)?),
            Some(holder) => {
                let partner = self.partner_of_old(holder)?;
                let is = self.after.all[partner].key;
                // A dictionary of anything accepts the key without an entry.
                let free = is.form == Form::Dictionary && is.children.keys(self.new).is_empty();
                (
                    Some(partner),
                    self.before.all[holder].key.form,
                    if free { Form::Map } else { is.form },
                )
            }
        };
        (was == is && has_names(is) && !spot.key.constant).then_some(holder)
    }

    /// Whether a key of the older release is the item of an array or the value of a map in the
    /// newer: its name then stood for any key.
    fn is_item_now(&self, at: usize) -> bool {
        let form = self.before.all[at].key.form;
        let all = self.after.all.iter().enumerate();
        all.filter(|(_, spot)| spot.path.0.last() == Some(&Segment::Each) && spot.key.form == form)
            .filter(|(other, _)| self.partner_of_new(*other).is_none())
            .any(|(other, _)| is_content_same(&self.before, at, &self.after, other))
    }

    fn partner_of_old(&self, at: usize) -> Option<usize> {
        self.matched.pairs.iter().find(|(old, ..)| *old == at).map(|(_, new, _)| *new)
    }

    fn partner_of_new(&self, at: usize) -> Option<&Spot<'a>> {
        let (old, ..) = self.matched.pairs.iter().find(|(_, new, _)| *new == at)?;
        Some(&self.before.all[*old])
    }

    /// Tells the list of keys below a place of the newer release. It is the same for all places
    /// that share the list.
    fn keys_at(&self, at: &KeyPlace) -> *const Key {
        let spot = self.after.all.iter().find(|spot| spot.path == at.path);
        self.keys_of(spot.map(|spot| spot.key))
    }

    fn keys_of(&self, holder: Option<&'a Key>) -> *const Key {
        let (Content::Dictionary(root) | Content::Map(root)) =
            content(self.new, self.side).unwrap_or(&self.new.payload);
        holder.map_or(root, |key| &key.children).keys(self.new).as_ptr()
    }

    /// Whether a key was at every place that now shares its list.
    fn is_right_everywhere(&self, holder: Option<usize>, name: &str) -> bool {
        let list = self.keys_of(holder.map(|at| self.after.all[at].key));
        let all = self.after.all.iter().enumerate();
        all.filter(|(_, spot)| self.keys_of(Some(spot.key)) == list).all(|(at, spot)| {
            let had =
                |old: &Spot<'_>| old.key.children.keys(self.old).iter().any(|key| key.name == name);
            spot.key.children.keys(self.new).is_empty() || self.partner_of_new(at).is_some_and(had)
        })
    }

    /// Marks a key with the last release that had it. It must not inherit an OS that came later:
    /// where it was not available on an OS, it is stated as never available there.
    fn marked(&self, mut key: Key, spot: &Spot<'_>, holder: Option<usize>) -> Key {
        let above = holder.map_or(&self.root, |holder| &self.after.all[holder].support);
        for os in Os::ALL {
            let is_new = match spot.support.on(os).introduced() {
                Introduced::Never => true,
                Introduced::Unstated => !self.covered.covers(os),
                Introduced::Always | Introduced::Since(_) => false,
            };
            let there =
                !matches!(above.on(os).introduced(), Introduced::Never | Introduced::Unstated);
            if is_new && there && key.stated[os as usize].is_none() {
                key.stated[os as usize] = Some(OsSupport::NEVER);
            }
        }
        key.last.get_or_insert_with(|| self.last.clone());
        if key.presence == Presence::Required {
            key.presence = Presence::Optional;
        }
        key
    }

    /// Finds the values that are gone from rangelists that are still there.
    fn values(&mut self) {
        for (one, other, _) in &self.matched.pairs {
            let (was, is) = (self.before.all[*one].key, self.after.all[*other].key);
            if was.constant || is.constant || is.rangelist.is_empty() {
                continue;
            }
            for value in was.rangelist.iter().filter(|value| !is.rangelist.contains(value)) {
                let twins = || self.retired.values.iter().filter(|known| known.value == *value);
                let same = |known: &RetiredValue| {
                    let all = &self.after.all;
                    all.iter().any(|spot| spot.path == known.at.path && std::ptr::eq(spot.key, is))
                };
                if twins().any(same) || !self.had_everywhere(is, value) {
                    continue;
                }
                let last = was.dropped.iter().find(|dropped| dropped.value == *value);
                let last = last.map_or(self.last, |dropped| &dropped.last).clone();
                let at = self.at(Some(*other));
                self.retired.values.push(RetiredValue { at, value: value.clone(), last });
            }
        }
    }

    /// Whether a value was allowed at every place where the key is now.
    fn had_everywhere(&self, key: &Key, value: &Literal) -> bool {
        let all = self.after.all.iter().enumerate();
        all.filter(|(_, spot)| std::ptr::eq(spot.key, key)).all(|(at, _)| {
            self.partner_of_new(at).is_some_and(|old| old.key.rangelist.contains(value))
        })
    }
}

fn content(document: &Document, side: Side) -> Option<&Content> {
    match side {
        Side::Payload => Some(&document.payload),
        Side::Response => document.response.as_ref(),
    }
}

/// The key with all keys below it and without shared lists; `None` if it is below itself.
fn owned<'d>(key: &'d Key, document: &'d Document, open: &mut Vec<&'d str>) -> Option<Key> {
    let name = match &key.children {
        Children::Shared(name) if open.contains(&name.as_str()) => return None,
        Children::Shared(name) => Some(name.as_str()),
        Children::Own(_) => None,
    };
    open.extend(name);
    let below = key.children.keys(document).iter();
    let below = below.map(|child| owned(child, document, open)).collect::<Option<_>>();
    open.truncate(open.len() - usize::from(name.is_some()));
    Some(Key { children: Children::Own(below?), ..key.clone() })
}
