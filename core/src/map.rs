//! Dictionaries whose keys the schema does not list.

use std::fmt;
use std::mem::{replace, swap, take};
use std::ops::Index;
use std::slice;
use std::vec;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::codec::{Slot, deserialize, serialize};

/// A dictionary with values of one type, sorted by key.
///
/// It is a list of its entries: small, and quick to read and to go through. A key is found by binary
/// search. [`insert`](Map::insert) moves all entries behind the new one; to add many entries that are
/// not in order, use [`extend`](Extend::extend) or `collect`, which sort once.
///
/// ```
/// use apple_device_management_core::Map;
/// let mut ports: Map<i64> = Map::from([("https", 443), ("http", 80)]);
/// ports.insert("ldap", 389);
/// assert_eq!(ports.get("http"), Some(&80));
/// assert_eq!(ports.keys().collect::<Vec<_>>(), ["http", "https", "ldap"]);
/// ```
// Not `BTreeMap`, which has far more code for each type of values: for the fifteen types here, it was a
// sixth of what a development build of the generated types compiled.
#[derive(Clone, PartialEq, Eq)]
pub struct Map<T> {
    pub(crate) entries: Vec<(String, T)>,
}

impl<T> Map<T> {
    /// A dictionary without entries.
    #[inline]
    pub const fn new() -> Map<T> {
        Map { entries: Vec::new() }
    }

    /// These entries, or a key that stands among them twice.
    pub(crate) fn distinct(mut entries: Vec<(String, T)>) -> Result<Map<T>, String> {
        match sort(&mut entries) {
            None => Ok(Map { entries }),
            Some(twice) => Err(twice),
        }
    }

    /// The entries, sorted by key.
    #[inline]
    pub(crate) fn into_entries(mut self) -> Vec<(String, T)> {
        take(&mut self.entries)
    }

    /// How many entries it has.
    #[inline]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has no entries.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Where the entry of a key stands, or would have to stand.
    #[inline]
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|(known, _)| known.as_str().cmp(name))
    }

    /// Whether there is an entry of this key.
    #[inline]
    pub fn contains_key(&self, name: &str) -> bool {
        self.place(name).is_ok()
    }

    /// The value of a key.
    #[inline]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.place(name).ok().map(|at| &self.entries[at].1)
    }

    /// The value of a key, to be changed.
    #[inline]
    pub fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.place(name).ok().map(|at| &mut self.entries[at].1)
    }

    /// Sets the value of a key, and gives the value that it had.
    #[inline]
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<T>) -> Option<T> {
        let (name, value) = (name.into(), value.into());
        match self.place(&name) {
            Ok(at) => Some(replace(&mut self.entries[at].1, value)),
            Err(at) => {
                self.entries.insert(at, (name, value));
                None
            }
        }
    }

    /// The value of a key, to be changed. If there is no such key, it is added with the value that
    /// `make` gives.
    #[inline]
    pub fn get_or_insert_with(&mut self, name: &str, make: impl FnOnce() -> T) -> &mut T {
        let at = self.place(name).unwrap_or_else(|at| {
            self.entries.insert(at, (name.to_owned(), make()));
            at
        });
        &mut self.entries[at].1
    }

    /// Removes the entry of a key, and gives its value.
    #[inline]
    pub fn remove(&mut self, name: &str) -> Option<T> {
        self.place(name).ok().map(|at| self.entries.remove(at).1)
    }

    /// Removes the entries for which `keep` is false.
    #[inline]
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &mut T) -> bool) {
        self.entries.retain_mut(|(name, value)| keep(name, value));
    }

    /// Removes all entries.
    #[inline]
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// The entries, by key.
    #[inline]
    pub fn iter(&self) -> slice::Iter<'_, (String, T)> {
        self.entries.iter()
    }

    /// The entries, by key; the values to be changed.
    #[inline]
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = (&str, &mut T)> {
        self.entries.iter_mut().map(|(name, value)| (name.as_str(), value))
    }

    /// The keys, sorted.
    #[inline]
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.entries.iter().map(|(name, _)| name.as_str())
    }

    /// The values, by key.
    #[inline]
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.entries.iter().map(|(_, value)| value)
    }

    /// The values, by key, to be changed.
    #[inline]
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut T> {
        self.entries.iter_mut().map(|(_, value)| value)
    }
}

impl<T> Default for Map<T> {
    #[inline]
    fn default() -> Map<T> {
        Map::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for Map<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(name, value)| (name, value))).finish()
    }
}

// Dropping the entries is compiled once, and not into the drop of each of the records that hold a
// dictionary: there it was a sixth of all code.
impl<T> Drop for Map<T> {
    #[inline]
    fn drop(&mut self) {
        if self.entries.capacity() != 0 {
            drop_entries(take(&mut self.entries));
        }
    }
}

#[inline(never)]
fn drop_entries<T>(entries: Vec<(String, T)>) {
    drop(entries);
}

impl<T> IntoIterator for Map<T> {
    type Item = (String, T);
    type IntoIter = vec::IntoIter<(String, T)>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.into_entries().into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Map<T> {
    type Item = &'a (String, T);
    type IntoIter = slice::Iter<'a, (String, T)>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> Index<&str> for Map<T> {
    type Output = T;

    /// # Panics
    /// There is no such key. [`get`](Map::get) never panics.
    #[inline]
    fn index(&self, name: &str) -> &T {
        match self.place(name) {
            Ok(at) => &self.entries[at].1,
            Err(_) => panic!("there is no key `{name}`"),
        }
    }
}

/// Of entries of one key, the last one stays.
impl<K: Into<String>, V: Into<T>, T> Extend<(K, V)> for Map<T> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        let entries = entries.into_iter().map(|(name, value)| (name.into(), value.into()));
        // All first, so that what panics on the way leaves no list that is not sorted.
        self.entries.extend(entries.collect::<Vec<_>>());
        if sort(&mut self.entries).is_some() {
            self.entries.dedup_by(|later, earlier| {
                let same = later.0 == earlier.0;
                if same {
                    swap(later, earlier);
                }
                same
            });
        }
    }
}

/// Of entries of one key, the last one stays.
impl<K: Into<String>, V: Into<T>, T> FromIterator<(K, V)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Map<T> {
        let mut map = Map::new();
        map.extend(entries);
        map
    }
}

/// Of entries of one key, the last one stays.
impl<K: Into<String>, V: Into<T>, T, const N: usize> From<[(K, V); N]> for Map<T> {
    fn from(entries: [(K, V); N]) -> Map<T> {
        entries.into_iter().collect()
    }
}

impl<T: Slot + Default> Serialize for Map<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(Slot::view(self), serializer)
    }
}

impl<'de, T: Slot + Default> Deserialize<'de> for Map<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

/// A list of entries, as a trait object: so [`sort`] is compiled once, and not for each type of
/// values.
trait List {
    fn count(&self) -> usize;
    fn name(&self, at: usize) -> &str;
    fn swap(&mut self, one: usize, other: usize);
}

impl<T> List for Vec<(String, T)> {
    fn count(&self) -> usize {
        self.len()
    }

    fn name(&self, at: usize) -> &str {
        &self[at].0
    }

    fn swap(&mut self, one: usize, other: usize) {
        self.as_mut_slice().swap(one, other);
    }
}

/// Sorts entries by key, and gives a key that stands among them twice. Entries of one key keep their
/// order.
fn sort(entries: &mut dyn List) -> Option<String> {
    // As a rule they are sorted: most property lists are written so.
    let count = entries.count();
    if (1..count).all(|at| entries.name(at - 1) < entries.name(at)) {
        return None;
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_unstable_by_key(|at| (entries.name(*at), *at));
    let names = order.windows(2).map(|pair| (entries.name(pair[0]), entries.name(pair[1])));
    let twice = names.into_iter().find(|(one, other)| one == other).map(|(one, _)| one.to_owned());
    let mut places = vec![0; count];
    order.iter().enumerate().for_each(|(place, at)| places[*at] = place);
    for at in 0..count {
        while places[at] != at {
            let place = places[at];
            entries.swap(at, place);
            places.swap(at, place);
        }
    }
    twice
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_and_found() {
        let mut map: Map<i64> = Map::new();
        for (name, value) in [("c", 3), ("a", 1), ("d", 4), ("b", 2)] {
            assert_eq!(map.insert(name, value), None);
        }
        assert_eq!(map.keys().collect::<Vec<_>>(), ["a", "b", "c", "d"]);
        assert_eq!(map.values().copied().collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert_eq!(map.insert("c", 5), Some(3));
        assert_eq!((map.get("c"), map.get("e")), (Some(&5), None));
        assert_eq!((map.remove("c"), map.remove("c"), map.len()), (Some(5), None, 3));
        map.retain(|name, _| name != "a");
        assert_eq!(format!("{map:?}"), r#"{"b": 2, "d": 4}"#);
    }

    #[test]
    fn of_entries_that_come_together_the_last_of_a_key_stays() {
        let names = ["d", "b", "a", "d", "c", "b", "e", "a"];
        let mut map: Map<i64> = names.into_iter().zip(0_i64..).collect();
        let entries = |map: &Map<i64>| map.iter().cloned().collect::<Vec<_>>();
        let expected = [("a", 7), ("b", 5), ("c", 4), ("d", 3), ("e", 6)];
        assert_eq!(entries(&map), expected.map(|(name, value)| (name.to_owned(), value)));
        map.extend([("aa", 8_i64), ("a", 9)]);
        assert_eq!((map.get("a"), map.get("aa"), map.len()), (Some(&9), Some(&8), 6));
    }

    #[test]
    fn every_order_of_entries_is_sorted() {
        // The permutations of six keys, each made from a number.
        for mut number in 0..720_usize {
            let mut names = vec!["a", "b", "c", "d", "e", "f"];
            let mut shuffled = Vec::new();
            while !names.is_empty() {
                let count = names.len();
                shuffled.push((names.remove(number % count).to_owned(), number));
                number /= count;
            }
            let values: Vec<_> = shuffled.clone();
            let map = Map::distinct(shuffled).unwrap();
            assert!(map.keys().eq(["a", "b", "c", "d", "e", "f"]));
            assert!(values.iter().all(|(name, value)| map.get(name) == Some(value)));
        }
    }

    #[test]
    fn a_key_that_stands_twice_is_told() {
        let entries = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), ())).collect();
        assert_eq!(Map::distinct(entries(&["a", "b", "a"])), Err("a".to_owned()));
        assert_eq!(Map::distinct(entries(&["a", "a"])), Err("a".to_owned()));
        assert!(Map::distinct(entries(&["b", "a"])).is_ok());
    }
}
