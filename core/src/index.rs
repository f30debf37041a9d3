//! Names found in constant time, in hash tables that are made when the crate is generated.
//!
//! An index is a list of numbers of two bytes: first a shift, then the places of a hash table with
//! open addressing, at most half full. Each place has the number of a name, or [`EMPTY`]. A name is
//! looked for from the place that its hash gives, shifted right, up to the next empty one. The
//! shift is the one with which all names take the fewest steps: in most tables, each is found at
//! once.

use std::ops::RangeInclusive;

/// The mark of an empty place: the number of no name.
const EMPTY: u16 = u16::MAX;

/// The shifts that are tried: they leave bits of the hash that are well mixed, and enough of them
/// for the largest table.
const SHIFTS: RangeInclusive<u16> = 20..=48;

/// Finds a name in an index made by [`build_index`]; `name_at` gives the name of a number.
///
/// The name may be given as bytes, which need not be known to be UTF-8.
#[inline]
pub fn lookup(
    index: &[u8],
    name: impl AsRef<[u8]>,
    name_at: impl Fn(usize) -> Option<&'static str>,
) -> Option<usize> {
    let name = name.as_ref();
    let ([shift, places @ ..], _) = index.as_chunks::<2>() else { return None };
    let mask = places.len().wrapping_sub(1);
    let mut place = place(hash(name), u16::from_le_bytes(*shift)) & mask;
    loop {
        let at = usize::from(u16::from_le_bytes(*places.get(place)?));
        if is_same(name_at(at)?.as_bytes(), name) {
            return Some(at);
        }
        place = (place + 1) & mask;
    }
}

/// Whether both names are the same. Compares both ends, which for most names is all, and only then the
/// rest.
#[inline]
fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    if let Some(same) = same_ends::<16>(one, other) {
        return same && (one.len() <= 32 || one == other);
    }
    same_ends::<8>(one, other)
        .or_else(|| same_ends::<4>(one, other))
        .unwrap_or_else(|| one == other)
}

/// Whether the first and the last `N` bytes are the same; `None` for names with fewer bytes.
#[inline]
fn same_ends<const N: usize>(one: &[u8], other: &[u8]) -> Option<bool> {
    let heads = (one.first_chunk::<N>()?, other.first_chunk::<N>()?);
    let tails = (one.last_chunk::<N>()?, other.last_chunk::<N>()?);
    Some(heads.0 == heads.1 && tails.0 == tails.1)
}

/// Builds the index over names, each with its number.
///
/// The generator calls this and emits the result; nothing is hashed at start-up.
pub fn build_index<'a>(names: impl ExactSizeIterator<Item = (&'a str, u16)>) -> Vec<u8> {
    if names.len() == 0 {
        return Vec::new();
    }
    let size = (names.len() * 2).next_power_of_two();
    let names: Vec<(u64, u16)> = names.map(|(name, at)| (hash(name.as_bytes()), at)).collect();
    let tables = SHIFTS.map(|shift| (shift, fill(&names, size, shift)));
    let best = tables.min_by_key(|(_, (steps, _))| *steps);
    let Some((shift, (_, places))) = best else { return Vec::new() };
    std::iter::once(shift).chain(places).flat_map(u16::to_le_bytes).collect()
}

/// How many steps it takes to find all names with this shift, and the places.
fn fill(names: &[(u64, u16)], size: usize, shift: u16) -> (usize, Vec<u16>) {
    let mut steps = 0;
    let mut places = vec![EMPTY; size];
    for (hash, at) in names {
        let first = place(*hash, shift);
        let free = (0..size).find(|step| places[(first + step) & (size - 1)] == EMPTY).unwrap_or(0);
        places[(first + free) & (size - 1)] = *at;
        steps += free;
    }
    (steps, places)
}

#[inline]
fn place(hash: u64, shift: u16) -> usize {
    (hash >> (shift & 63)) as usize
}

/// The first and the last eight bytes of a name; of a shorter one, all of it.
#[inline]
fn ends(bytes: &[u8]) -> (u64, u64) {
    match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
        _ => match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(head), Some(tail)) => {
                (u64::from(u32::from_le_bytes(*head)), u64::from(u32::from_le_bytes(*tail)))
            }
            _ => (bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0),
        },
    }
}

/// A hash of the length and of both ends of a name, where key names differ.
#[inline]
fn hash(name: &[u8]) -> u64 {
    let (head, tail) = ends(name);
    (head ^ tail.rotate_left(29) ^ name.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_no_other() {
        let names: Vec<String> =
            (0..200).map(|n| format!("com.apple.EnergySaver.{n}.ACPower")).collect();
        let names: Vec<&'static str> = names.into_iter().map(|name| &*name.leak()).collect();
        let index = build_index(names.iter().enumerate().map(|(at, name)| (*name, at as u16)));
        let name_at = |at| names.get(at).copied();
        for (at, name) in names.iter().enumerate() {
            assert_eq!(lookup(&index, name, name_at), Some(at));
        }
        assert_eq!(lookup(&index, "com.apple.EnergySaver.200.ACPower", name_at), None);
        assert_eq!(lookup(&index, "", name_at), None);
        assert_eq!(lookup(&[], "a", |_| Some("a")), None);
    }

    #[test]
    fn names_of_every_length_are_told_apart() {
        let text = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
        let name_at = |at: usize| text.get(..at);
        let index = build_index((0..53).map(|at| (&text[..at], at as u16)));
        for length in 0..=text.len() {
            let name = &text[..length];
            assert_eq!(lookup(&index, name, name_at), Some(length));
            for at in 0..length {
                let other = format!("{}-{}", &name[..at], &name[at + 1..]);
                assert_eq!(lookup(&index, &other, name_at), None, "{other}");
                let (one, two) = (name.as_bytes(), other.as_bytes());
                assert!(!is_same(one, two) && !is_same(two, one), "{other}");
            }
        }
    }
}
