use crate::{Key, Support};

/// The keys of one dictionary: what drives serde, gating and reflection alike.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// The name of the Rust type.
    pub name: &'static str,
    /// The schema document, as a path in Apple's repository.
    pub source: &'static str,
    /// In the order of the schema.
    pub keys: &'static [Key],
    /// A hash table over the keys' names: see [`Table::position`].
    pub index: &'static [u16],
}

/// The mark of an empty place in [`Table::index`].
const EMPTY: u16 = u16::MAX;

impl Table {
    /// The key with this name on the wire.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.position(name).map(|index| &self.keys[index])
    }

    /// The place of this name in `keys`, in constant time.
    pub fn position(&self, name: &str) -> Option<usize> {
        lookup(self.index, name, |at| self.keys[at].name)
    }
}

/// Finds `name` in an index made by [`build_index`] over names that `name_at` gives.
pub(crate) fn lookup(
    index: &[u16],
    name: &str,
    name_at: impl Fn(usize) -> &'static str,
) -> Option<usize> {
    if index.is_empty() {
        return None;
    }
    let mask = index.len() - 1;
    let mut place = hash(name) as usize & mask;
    loop {
        match index[place] {
            EMPTY => return None,
            at if name_at(at as usize) == name => return Some(at as usize),
            _ => place = (place + 1) & mask,
        }
    }
}

/// Builds the hash index over the names: open addressing, at most half full.
///
/// The generator calls this and emits the result; nothing is hashed at start-up.
pub fn build_index<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> Vec<u16> {
    if names.len() == 0 {
        return Vec::new();
    }
    let size = (names.len() * 2).next_power_of_two();
    let mut index = vec![EMPTY; size];
    for (at, name) in names.enumerate() {
        let mut place = hash(name) as usize & (size - 1);
        while index[place] != EMPTY {
            place = (place + 1) & (size - 1);
        }
        index[place] = at as u16;
    }
    index
}

/// A hash of the length and of both ends of a name, where key names differ.
fn hash(name: &str) -> u32 {
    let bytes = name.as_bytes();
    let word = |bytes: &[u8]| bytes.iter().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
    let (head, tail) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(head), Some(tail)) => (u64::from_be_bytes(*head), u64::from_be_bytes(*tail)),
        _ => (word(bytes), 0),
    };
    let mixed =
        (head ^ tail.rotate_left(29) ^ bytes.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as u32
}

/// A dictionary that is one of several, told apart by the value of a tag.
#[derive(Clone, Copy, Debug)]
pub struct Union {
    /// The name of the Rust type.
    pub name: &'static str,
    /// The key whose value names the variant, such as `Item`.
    pub tag: &'static str,
    /// In the order of the schema.
    pub variants: &'static [Variant],
}

/// One variant of a [`Union`].
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// The value of the tag.
    pub name: &'static str,
    /// Where the variant is available.
    pub support: &'static Support,
    /// Its keys, the tag among them.
    pub table: &'static Table,
}

impl Union {
    /// The variant with this value of the tag.
    pub fn variant(&self, name: &str) -> Option<&'static Variant> {
        self.variants.iter().find(|variant| variant.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_no_other() {
        let names: Vec<String> =
            (0..200).map(|n| format!("com.apple.EnergySaver.{n}.ACPower")).collect();
        let names: Vec<&'static str> = names.into_iter().map(|name| &*name.leak()).collect();
        let index = build_index(names.iter().copied());
        for (at, name) in names.iter().enumerate() {
            assert_eq!(lookup(&index, name, |at| names[at]), Some(at));
        }
        assert_eq!(lookup(&index, "com.apple.EnergySaver.200.ACPower", |at| names[at]), None);
        assert_eq!(lookup(&index, "", |at| names[at]), None);
        assert_eq!(lookup(&[], "a", |_| "a"), None);
    }
}
