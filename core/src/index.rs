//! Names found in constant time, in hash tables that are made when the crate is generated.
//!
//! An index is pairs of bytes: the shift of its hash, then the places of an open addressing table, at
//! most half full, each with the number of a name or [`EMPTY`]. The shift is the one that lets names
//! be found in the fewest steps: most tables are small, and have no two names that begin at one place.

use std::ops::RangeInclusive;

/// The mark of an empty place: the number of no name.
const EMPTY: u16 = u16::MAX;

/// The shifts that are tried: what they leave is mixed well, and enough for the largest table.
const SHIFTS: RangeInclusive<u16> = 20..=48;

/// Finds a name in an index made by [`build_index`]; `name_at` gives the name of a number.
#[inline]
pub fn lookup(
    index: &[u8],
    name: &str,
    name_at: impl Fn(usize) -> Option<&'static str>,
) -> Option<usize> {
    let ([shift, places @ ..], _) = index.as_chunks::<2>() else { return None };
    let mask = places.len().wrapping_sub(1);
    let ends = ends(name);
    let mut place = place(hash(name, ends), u16::from_le_bytes(*shift)) & mask;
    loop {
        let at = usize::from(u16::from_le_bytes(*places.get(place)?));
        if is_same(name_at(at)?, name, ends) {
            return Some(at);
        }
        place = (place + 1) & mask;
    }
}

/// Whether both names are the same; the ends of the second are known, and mostly all there is.
#[inline]
fn is_same(one: &str, other: &str, of_other: (u64, u64)) -> bool {
    let middle = 8..other.len().saturating_sub(8);
    one.len() == other.len()
        && ends(one) == of_other
        && (middle.is_empty() || one.as_bytes()[middle.clone()] == other.as_bytes()[middle])
}

/// Builds the index over the names, each with the number to be found for it.
///
/// The generator calls this and emits the result; nothing is hashed at start-up.
pub fn build_index<'a>(names: impl ExactSizeIterator<Item = (&'a str, u16)>) -> Vec<u8> {
    if names.len() == 0 {
        return Vec::new();
    }
    let size = (names.len() * 2).next_power_of_two();
    let names: Vec<(u64, u16)> = names.map(|(name, at)| (hash(name, ends(name)), at)).collect();
    let tables = SHIFTS.map(|shift| (shift, fill(&names, size, shift)));
    let best = tables.min_by_key(|(_, (steps, _))| *steps);
    let Some((shift, (_, places))) = best else { return Vec::new() };
    std::iter::once(shift).chain(places).flat_map(u16::to_le_bytes).collect()
}

/// The places, and how many steps it takes to find all names.
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
fn ends(name: &str) -> (u64, u64) {
    let bytes = name.as_bytes();
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
fn hash(name: &str, (head, tail): (u64, u64)) -> u64 {
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
    fn names_of_every_length_are_found() {
        let text = "abcdefghijklmnopqrstuvwxyz";
        let name_at = |at: usize| text.get(..at);
        let index = build_index((0..27).map(|at| (&text[..at], at as u16)));
        for at in 0..27 {
            assert_eq!(lookup(&index, &text[..at], name_at), Some(at));
            assert_eq!(lookup(&index, &format!("{}-", &text[..at]), name_at), None);
        }
    }
}
