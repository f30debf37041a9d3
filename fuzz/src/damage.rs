//! Damage to the bytes of an input.

use crate::maker::Random;

/// Numbers at the edges of the ranges of lengths, offsets and counts.
const EDGES: [u64; 10] =
    [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x7fff_ffff_ffff_ffff, u64::MAX];

/// The most bytes that an input may have.
const LONGEST: usize = 64 << 10;

/// One kind of damage to these bytes.
type Damage = fn(&mut Vec<u8>, &mut Material<'_>);

/// What damage is made of.
pub(crate) struct Material<'a> {
    pub(crate) random: &'a mut Random,
    /// Pieces that have a meaning in the format.
    pub(crate) tokens: &'a [&'a [u8]],
    /// Another input of the same kind.
    pub(crate) other: &'a [u8],
}

impl Material<'_> {
    /// A range of the bytes, at most this long.
    fn range(&mut self, bytes: &[u8], longest: usize) -> std::ops::Range<usize> {
        let start = self.random.below(bytes.len());
        start..(start + self.random.below(longest)).min(bytes.len())
    }
}

const DAMAGES: [Damage; 12] = [
    |bytes, with| bytes.truncate(with.random.below(bytes.len())),
    |bytes, with| bytes.insert(with.random.below(bytes.len()), with.random.next() as u8),
    |bytes, with| drop(bytes.drain(with.range(bytes, 40))),
    |bytes, with| {
        let at = with.random.below(bytes.len());
        bytes[at] ^= 1 << with.random.below(8);
    },
    |bytes, with| {
        let at = with.random.below(bytes.len());
        bytes[at] = *with.random.pick(&[0, 0xff, 0x7f, b'<', b'&', b'{', b'"', b'\n']);
    },
    // Copies a range to another place, perhaps many times.
    |bytes, with| {
        let piece = bytes[with.range(bytes, 60)].to_vec();
        let at = with.random.below(bytes.len());
        let times = if with.random.once_in(8) { 200 } else { 1 };
        bytes.splice(at..at, piece.repeat(times));
    },
    // Removes, moves or copies whole lines.
    |bytes, with| {
        let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
        let (from, to) = (with.random.below(lines.len()), with.random.below(lines.len()));
        let end = (from + 1 + with.random.below(3)).min(lines.len());
        let (start, at) = (lines[..from].concat().len(), lines[..to].concat().len());
        let some = lines[from..end].concat();
        if with.random.once_in(2) {
            drop(bytes.drain(start..start + some.len()));
        }
        if with.random.once_in(2) {
            let at = at.min(bytes.len());
            drop(bytes.splice(at..at, some));
        }
    },
    // Changes a byte near the end, where the table of a binary property list is.
    |bytes, with| {
        let at = bytes.len() - 1 - with.random.below(bytes.len().min(40));
        bytes[at] = with.random.next() as u8;
    },
    // Writes a number of the edges, in as many bytes as lengths and offsets have.
    |bytes, with| {
        let number = with.random.pick(&EDGES).to_be_bytes();
        let width = *with.random.pick(&[1, 2, 4, 8]);
        let at = with.random.below(bytes.len());
        bytes.iter_mut().skip(at).zip(&number[8 - width..]).for_each(|(to, from)| *to = *from);
    },
    |bytes, with| {
        let at = with.random.below(bytes.len());
        let token = *with.random.pick(with.tokens);
        bytes.splice(at..at, token.iter().copied());
    },
    |bytes, with| {
        let range = with.range(bytes, 12);
        let token = *with.random.pick(with.tokens);
        bytes.splice(range, token.iter().copied());
    },
    // Joins the beginning of this input and the end of another.
    |bytes, with| {
        bytes.truncate(with.random.below(bytes.len()));
        let tail = with.random.below(with.other.len());
        bytes.extend_from_slice(&with.other[tail..]);
    },
];

/// Applies a few kinds of damage, one after the other.
pub(crate) fn damage(bytes: &mut Vec<u8>, mut with: Material<'_>) {
    for _ in 0..=with.random.below(4) {
        if bytes.is_empty() {
            bytes.push(with.random.next() as u8);
        }
        let damage = with.random.pick(&DAMAGES);
        damage(bytes, &mut with);
        bytes.truncate(LONGEST);
    }
}
