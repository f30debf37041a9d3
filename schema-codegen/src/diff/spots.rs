//! The key paths of a document as a list, and which key of an older release is which of a newer
//! one.
//!
//! A key with another path counts as moved if its name is the same, and as renamed if it is in the
//! same dictionary. Both are guesses, so they need evidence: the type and what is in the key must
//! agree, and where two keys could be meant, none is chosen.

use std::collections::BTreeMap;

use apple_device_management_core::{KeyPath, Segment};

use crate::effective::{Covered, Effective, Side, walk_covered};
use crate::model::{Document, Form, Key};
use crate::naming;

/// How similar two names must be for a scalar to count as renamed.
const ALIKE_NAMES: f64 = 0.8;
/// The share of keys below that must be the same for a dictionary to count as renamed or moved.
const ALIKE_CONTENT: f64 = 0.6;

/// A key path of a document, and the key there.
#[derive(Clone, Debug)]
pub(crate) struct Spot<'m> {
    pub path: KeyPath,
    pub key: &'m Key,
    pub support: Effective,
    /// The support of the thing that holds the key.
    pub parent: Effective,
    /// The index of the key that holds it; `None` at the root.
    pub holder: Option<usize>,
}

/// The key paths of one side of a document, each after that of the key that holds it.
#[derive(Debug)]
pub(crate) struct Spots<'m> {
    pub all: Vec<Spot<'m>>,
    index: BTreeMap<KeyPath, usize>,
}

/// How it is known that a key of the newer release is one of the older.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Same,
    Moved,
    Renamed,
}

/// Which key of the older release is which of the newer, as indices into the spots of both.
#[derive(Debug, Default)]
pub(crate) struct Matched {
    pub pairs: Vec<(usize, usize, How)>,
    /// The keys that are gone, each with those below it.
    pub removed: Vec<(usize, Vec<usize>)>,
    /// The keys that are new, each with those below it.
    pub added: Vec<(usize, Vec<usize>)>,
}

impl<'m> Spots<'m> {
    pub(crate) fn of(covered: Covered, document: &'m Document, side: Side) -> Spots<'m> {
        let mut all: Vec<Spot<'m>> = Vec::new();
        let mut index: BTreeMap<KeyPath, usize> = BTreeMap::new();
        walk_covered(covered, document, &mut |place| {
            if place.side == side {
                let path = place.path.clone();
                let holder = holder(&index, &path);
                index.insert(path.clone(), all.len());
                let (key, support, parent) = (place.key, *place.support, *place.parent);
                all.push(Spot { path, key, support, parent, holder });
            }
        });
        Spots { all, index }
    }

    /// The form of the key that holds a spot; the root is a dictionary.
    pub(super) fn holder_form(&self, at: usize) -> Form {
        self.all[at].holder.map_or(Form::Dictionary, |holder| self.all[holder].key.form)
    }

    /// Whether a spot repeats one that is further up in a recursive structure. How often such a
    /// structure is repeated depends on the support, and may differ between releases.
    fn repeats(&self, at: usize) -> bool {
        let mut holder = self.all[at].holder;
        while let Some(above) = holder {
            holder = self.all[above].holder;
            let twin = self.within(holder, self.steps(at));
            if twin.is_some_and(|twin| std::ptr::eq(self.all[twin].key, self.all[at].key)) {
                return true;
            }
        }
        false
    }

    fn path_of(&self, at: Option<usize>) -> &[Segment] {
        at.map_or(&[], |at| &self.all[at].path.0)
    }

    /// The steps to a spot from the key that holds it.
    fn steps(&self, at: usize) -> &[Segment] {
        &self.all[at].path.0[self.path_of(self.all[at].holder).len()..]
    }

    /// The spot at these steps below another one, or below the root.
    fn within(&self, holder: Option<usize>, steps: &[Segment]) -> Option<usize> {
        self.index.get(&KeyPath([self.path_of(holder), steps].concat())).copied()
    }

    /// The paths of the spots directly below a spot.
    fn content(&self, at: usize) -> Vec<&KeyPath> {
        self.all.iter().filter(|spot| spot.holder == Some(at)).map(|spot| &spot.path).collect()
    }
}

/// The nearest spot above a path. The item of a union is no spot.
fn holder(index: &BTreeMap<KeyPath, usize>, path: &KeyPath) -> Option<usize> {
    let above = (0..path.0.len()).rev().map(|end| KeyPath(path.0[..end].to_vec()));
    above.into_iter().find_map(|path| index.get(&path).copied())
}

/// Finds which key of the older release is which of the newer.
pub(crate) fn matched(old: &Spots<'_>, new: &Spots<'_>) -> Matched {
    let mut guesses = Vec::new();
    let mut partners = Partners::of(old, new, &guesses);
    renames(old, new, &partners, &mut guesses);
    partners = Partners::of(old, new, &guesses);
    moves(old, new, &partners, &mut guesses);
    partners = Partners::of(old, new, &guesses);
    let how = |pair: (usize, usize)| {
        let guess = guesses.iter().find(|guess| (guess.0, guess.1) == pair);
        guess.map_or(How::Same, |guess| guess.2)
    };
    let pairs = partners.old.iter().enumerate();
    let pairs = pairs.filter_map(|(at, to)| to.map(|to| (at, to, how((at, to)))));
    Matched {
        pairs: pairs.collect(),
        removed: tops(old, &partners.old),
        added: tops(new, &partners.new),
    }
}

/// The spots without a partner: those that are topmost, each with those below it.
fn tops(spots: &Spots<'_>, partners: &[Option<usize>]) -> Vec<(usize, Vec<usize>)> {
    let mut tops: Vec<(usize, Vec<usize>)> = Vec::new();
    // For each spot, the index in `tops` of the topmost spot above it.
    let mut of: BTreeMap<usize, usize> = BTreeMap::new();
    for at in (0..spots.all.len()).filter(|at| partners[*at].is_none() && !spots.repeats(*at)) {
        match spots.all[at].holder.and_then(|holder| of.get(&holder).copied()) {
            Some(top) => {
                tops[top].1.push(at);
                of.insert(at, top);
            }
            None => {
                of.insert(at, tops.len());
                tops.push((at, Vec::new()));
            }
        }
    }
    tops
}

type Guess = (usize, usize, How);

/// The partner of each spot in the other release, by index.
struct Partners {
    old: Vec<Option<usize>>,
    new: Vec<Option<usize>>,
}

impl Partners {
    /// Finds the partner of each spot, given guesses for some. A spot below a guess is below its
    /// partner too; any other spot has the same path in both releases.
    fn of(old: &Spots<'_>, new: &Spots<'_>, guesses: &[Guess]) -> Partners {
        let mut partners =
            Partners { old: vec![None; old.all.len()], new: vec![None; new.all.len()] };
        for (one, other, _) in guesses {
            partners.join(*one, *other);
        }
        for (at, spot) in old.all.iter().enumerate() {
            if partners.old[at].is_some() {
                continue;
            }
            let holder = match spot.holder {
                None => Some(None),
                Some(holder) => partners.old[holder].map(Some),
            };
            let found = holder.and_then(|holder| new.within(holder, old.steps(at)));
            if let Some(found) = found.filter(|found| partners.new[*found].is_none()) {
                partners.join(at, found);
            }
        }
        partners
    }

    fn join(&mut self, old: usize, new: usize) {
        self.old[old] = Some(new);
        self.new[new] = Some(old);
    }
}

/// Whether a key may have been moved or renamed at all.
fn is_named(spots: &Spots<'_>, at: usize) -> bool {
    let spot = &spots.all[at];
    // A key that was retired before this comparison is not one that was renamed or moved in it.
    let named = matches!(spot.path.0.last(), Some(Segment::Key(_))) && spot.key.last.is_none();
    named && !spot.key.constant && spots.holder_form(at) == Form::Dictionary && !spots.repeats(at)
}

/// Guesses which keys were renamed: a key is gone and another is new in the same dictionary.
fn renames(old: &Spots<'_>, new: &Spots<'_>, partners: &Partners, guesses: &mut Vec<Guess>) {
    let mut candidates = Vec::new();
    for one in (0..old.all.len()).filter(|at| partners.old[*at].is_none() && is_named(old, *at)) {
        for other in (0..new.all.len()).filter(|at| partners.new[*at].is_none()) {
            let holder = old.all[one].holder.map(|holder| partners.old[holder]);
            let siblings = match holder {
                None => new.all[other].holder.is_none(),
                Some(holder) => holder.is_some() && new.all[other].holder == holder,
            };
            if !siblings || !is_named(new, other) {
                continue;
            }
            if let Some(score) = renamed(old, one, new, other) {
                candidates.push((score, one, other));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, one, other) in candidates {
        if !guesses.iter().any(|guess| guess.0 == one || guess.1 == other) {
            guesses.push((one, other, How::Renamed));
        }
    }
}

/// How sure it is that a key is another one with a new name.
fn renamed(old: &Spots<'_>, one: usize, new: &Spots<'_>, other: usize) -> Option<f64> {
    let (first, second) = (old.all[one].key, new.all[other].key);
    if first.form != second.form {
        return None;
    }
    if naming::field(&first.name) == naming::field(&second.name) {
        return Some(1.0);
    }
    let content = same_content(old, one, new, other);
    if content.is_some_and(|share| share >= ALIKE_CONTENT) {
        return content;
    }
    let listed = first.rangelist.len() > 2 && first.rangelist == second.rangelist;
    let alike = similarity(&first.name, &second.name);
    (content.is_none() && (listed || alike >= ALIKE_NAMES)).then_some(alike)
}

/// The share of keys that two dictionaries have in common; `None` where they have none at all.
fn same_content(old: &Spots<'_>, one: usize, new: &Spots<'_>, other: usize) -> Option<f64> {
    let (first, second) = (old.content(one), new.content(other));
    let last = |path: &KeyPath| path.0.last().cloned();
    // That both are arrays with an item tells nothing; compare what is in the items.
    if let ([item], [other_item]) = (&first[..], &second[..])
        && last(item) == Some(Segment::Each)
        && last(other_item) == Some(Segment::Each)
    {
        let (item, other_item) = (old.index.get(*item)?, new.index.get(*other_item)?);
        return same_content(old, *item, new, *other_item);
    }
    let all = first.len().max(second.len());
    let common = first.iter().filter(|path| second.iter().any(|other| last(path) == last(other)));
    (all > 0).then(|| common.count() as f64 / all as f64)
}

/// Guesses which keys were moved: a key is gone, and one with the same name and type is new
/// elsewhere.
fn moves(old: &Spots<'_>, new: &Spots<'_>, partners: &Partners, guesses: &mut Vec<Guess>) {
    let gone: Vec<usize> =
        (0..old.all.len()).filter(|at| partners.old[*at].is_none() && is_named(old, *at)).collect();
    let come: Vec<usize> =
        (0..new.all.len()).filter(|at| partners.new[*at].is_none() && is_named(new, *at)).collect();
    let mut moved: Vec<usize> = Vec::new();
    for one in &gone {
        let key = old.all[*one].key;
        let same = |spots: &Spots<'_>, at: usize| {
            spots.all[at].key.name == key.name && spots.all[at].key.form == key.form
        };
        // A key below one that was moved has moved with it.
        let goes_along = old.all[*one].holder.is_some_and(|holder| moved.contains(&holder));
        if goes_along {
            moved.push(*one);
            continue;
        }
        let places: Vec<usize> = come.iter().copied().filter(|at| same(new, *at)).collect();
        let twins: Vec<usize> = gone.iter().copied().filter(|at| same(old, *at)).collect();
        let is_near = |one: usize, other: usize| near(&old.all[one].path, &new.all[other].path);
        let close: Vec<usize> = places.iter().copied().filter(|at| is_near(*one, *at)).collect();
        let other = match (&close[..], &places[..]) {
            // Moved up or down: sure if no other key of this name is gone or new near there.
            ([other], _) if twins.iter().filter(|at| is_near(**at, *other)).count() == 1 => *other,
            // Moved anywhere else: sure if there is no other such key, and what is in it agrees.
            ([], [other]) if twins.len() == 1 && is_content_same(old, *one, new, *other) => *other,
            _ => continue,
        };
        if same_content(old, *one, new, other).is_none_or(|share| share >= ALIKE_CONTENT) {
            moved.push(*one);
            guesses.push((*one, other, How::Moved));
        }
    }
}

/// Whether two keys have mostly the same keys below them.
pub(crate) fn is_content_same(old: &Spots<'_>, one: usize, new: &Spots<'_>, other: usize) -> bool {
    same_content(old, one, new, other).is_some_and(|share| share >= ALIKE_CONTENT)
}

/// Whether, of the dictionaries that hold two keys, one holds the other, at whatever depth.
fn near(one: &KeyPath, other: &KeyPath) -> bool {
    let above = |path| <[Segment]>::split_last(path).map_or(&[][..], |(_, above)| above);
    let (one, other) = (above(&one.0[..]), above(&other.0[..]));
    one != other && (one.starts_with(other) || other.starts_with(one))
}

/// How similar two names are, from 0 (nothing in common) to 1 (the same), by the number of letters
/// that differ.
fn similarity(one: &str, other: &str) -> f64 {
    strsim::normalized_levenshtein(&one.to_lowercase(), &other.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::similarity;

    #[test]
    fn names_are_alike_by_their_letters() {
        assert_eq!(similarity("Same", "same"), 1.0);
        assert_eq!(similarity("", ""), 1.0);
        assert_eq!(similarity("abcd", "abce"), 0.75);
        assert!(similarity("PasswordChanged", "RestartRequired") < 0.5);
    }
}
