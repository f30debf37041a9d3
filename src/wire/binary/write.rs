//! Writes binary property lists, byte for byte as `plist` does. Equal values are one object; an
//! array or a dictionary comes before what it holds, and the keys of a dictionary come before its
//! values.

use std::collections::HashMap;

use apple_device_management_core::codec::{View, Viewer};
use foldhash::fast::RandomState;

use super::MAGIC;
use crate::wire::date;

/// Writes a value; `false` where the format cannot hold it.
pub(in crate::wire) fn write(view: &View<'_>, out: &mut Vec<u8>) -> bool {
    let mut tree = Tree {
        known: HashMap::with_capacity_and_hasher(USUAL, RandomState::default()),
        ..Tree::default()
    };
    let written = tree.value(view);
    if written {
        BinaryWriter::new(&tree, out).write();
    }
    written
}

/// Room for this many different values, which is enough for most messages.
const USUAL: usize = 256;

/// A value that holds no others.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Leaf<'a> {
    Text(&'a str),
    Boolean(bool),
    Integer(i64),
    /// An integer that does not fit an `i64`.
    Unsigned(u64),
    /// The bits of a real.
    Real(u64),
    Data(&'a [u8]),
    /// The bits of the seconds, and the exact moment, since two moments can be rounded to the same
    /// seconds.
    Date(u64, (i64, u32)),
    Uid(u64),
}

/// A part of what is written. Parts stand in the order of reading, the parts of a collection after it.
#[derive(Clone, Copy)]
enum Part {
    /// The leaf with this number.
    Leaf(usize),
    /// An array or a dictionary: of a dictionary, where its keys begin among all keys; how many
    /// items it has; and the number of the part after its last one.
    Collection { keys: Option<usize>, count: usize, end: usize },
}

/// The message that is written.
#[derive(Default)]
struct Tree<'a> {
    parts: Vec<Part>,
    leaves: Vec<Leaf<'a>>,
    /// The number of each leaf.
    known: HashMap<Leaf<'a>, usize, RandomState>,
    /// The keys of all dictionaries that are complete. The keys of one dictionary stand together.
    keys: Vec<usize>,
    /// The keys of the dictionaries that are not complete yet.
    open: Vec<usize>,
}

impl<'a> Tree<'a> {
    #[inline]
    fn number(&mut self, leaf: Leaf<'a>) -> usize {
        let next = self.leaves.len();
        let number = *self.known.entry(leaf).or_insert(next);
        if number == next {
            self.leaves.push(leaf);
        }
        number
    }

    #[inline]
    fn leaf(&mut self, leaf: Leaf<'a>) -> bool {
        let number = self.number(leaf);
        self.parts.push(Part::Leaf(number));
        true
    }

    #[inline]
    fn key(&mut self, name: &'a str) {
        let number = self.number(Leaf::Text(name));
        self.open.push(number);
    }

    fn value(&mut self, view: &View<'a>) -> bool {
        match *view {
            View::String(text) => self.leaf(Leaf::Text(text)),
            View::Boolean(flag) => self.leaf(Leaf::Boolean(flag)),
            View::Integer(number) => self.leaf(Leaf::Integer(number)),
            View::Unsigned(number) => {
                self.leaf(i64::try_from(number).map_or(Leaf::Unsigned(number), Leaf::Integer))
            }
            View::Real(number) => self.leaf(Leaf::Real(number.to_bits())),
            View::Data(bytes) => self.leaf(Leaf::Data(bytes)),
            View::Uid(number) => self.leaf(Leaf::Uid(number)),
            View::Date(text) => match date::to_seconds(text) {
                Some((seconds, moment)) if date::of_seconds(seconds).is_some() => {
                    self.leaf(Leaf::Date(seconds.to_bits(), moment))
                }
                _ => false,
            },
            View::Items(items) => {
                let count = items.count();
                let at = self.begin();
                let written = (0..count).all(|index| self.value(&items.item(index)));
                let end = self.parts.len();
                self.parts[at] = Part::Collection { keys: None, count, end };
                written
            }
            View::Values(_) | View::Entries(_) | View::Record(_) => {
                let (at, outer) = (self.begin(), self.open.len());
                let written = view.show_to(&mut *self);
                let (keys, count) = (self.keys.len(), self.open.len() - outer);
                self.keys.extend(self.open.drain(outer..));
                let end = self.parts.len();
                self.parts[at] = Part::Collection { keys: Some(keys), count, end };
                written
            }
            View::Absent | View::Null => false,
        }
    }

    /// Keeps a place for the part of a collection whose end is not known yet.
    fn begin(&mut self) -> usize {
        self.parts.push(Part::Leaf(0));
        self.parts.len() - 1
    }

    fn keys_of(&self, keys: Option<usize>, count: usize) -> &[usize] {
        keys.map_or(&[], |keys| &self.keys[keys..keys + count])
    }

    /// How many objects there are. Equal leaves are one object.
    fn objects(&self) -> usize {
        let is_collection = |part: &&Part| matches!(part, Part::Collection { .. });
        self.leaves.len() + self.parts.iter().filter(is_collection).count()
    }
}

impl<'a> Viewer<'a> for Tree<'a> {
    #[inline(always)]
    fn view(&mut self, name: &'a str, view: &View<'a>) -> bool {
        self.key(name);
        self.value(view)
    }

    #[inline(always)]
    fn text(&mut self, name: &'a str, text: &'a str) -> bool {
        self.key(name);
        self.leaf(Leaf::Text(text))
    }

    #[inline(always)]
    fn flag(&mut self, name: &'a str, flag: bool) -> bool {
        self.key(name);
        self.leaf(Leaf::Boolean(flag))
    }

    #[inline(always)]
    fn integer(&mut self, name: &'a str, number: i64) -> bool {
        self.key(name);
        self.leaf(Leaf::Integer(number))
    }
}

/// Marks a leaf or a collection that has no reference yet.
const NONE: usize = usize::MAX;

struct BinaryWriter<'t, 'a, 'o> {
    tree: &'t Tree<'a>,
    out: &'o mut Vec<u8>,
    /// The size of a reference in bytes.
    width: usize,
    /// The reference to each leaf, by its number, and to each collection, by the number of its part.
    leaves: Vec<usize>,
    collections: Vec<usize>,
    /// Where each object stands, by its reference; 0 if it is not written yet.
    offsets: Vec<usize>,
    /// The next reference.
    next: usize,
}

impl<'t, 'a, 'o> BinaryWriter<'t, 'a, 'o> {
    fn new(tree: &'t Tree<'a>, out: &'o mut Vec<u8>) -> Self {
        let objects = tree.objects();
        BinaryWriter {
            tree,
            out,
            width: width(objects - 1),
            leaves: vec![NONE; tree.leaves.len()],
            collections: vec![NONE; tree.parts.len()],
            offsets: vec![0; objects],
            next: 0,
        }
    }

    fn write(mut self) {
        let tree = self.tree;
        self.out.extend_from_slice(MAGIC);
        self.refer(0);
        for (at, part) in tree.parts.iter().enumerate() {
            match *part {
                Part::Leaf(leaf) => self.leaf(leaf),
                Part::Collection { keys, count, end } => self.collection(at, keys, count, end),
            }
        }
        let table = self.out.len();
        let size = width(table);
        for offset in &self.offsets {
            put(self.out, *offset as u64, size);
        }
        self.out.extend_from_slice(&[0; 6]);
        self.out.extend_from_slice(&[size as u8, self.width as u8]);
        for number in [self.offsets.len(), 0, table] {
            put(self.out, number as u64, 8);
        }
    }

    /// The reference to a part.
    #[inline]
    fn refer(&mut self, part: usize) -> usize {
        let reference = match self.tree.parts[part] {
            Part::Leaf(leaf) => &mut self.leaves[leaf],
            Part::Collection { .. } => &mut self.collections[part],
        };
        given(reference, &mut self.next)
    }

    fn collection(&mut self, at: usize, keys: Option<usize>, count: usize, end: usize) {
        self.offsets[self.collections[at]] = self.out.len();
        head(self.out, if keys.is_some() { 0xd0 } else { 0xa0 }, count);
        let keys = self.tree.keys_of(keys, count);
        for key in keys {
            let reference = given(&mut self.leaves[*key], &mut self.next);
            put(self.out, reference as u64, self.width);
        }
        let mut item = at + 1;
        while item < end {
            let reference = self.refer(item);
            put(self.out, reference as u64, self.width);
            item = match self.tree.parts[item] {
                Part::Leaf(_) => item + 1,
                Part::Collection { end, .. } => end,
            };
        }
        keys.iter().for_each(|key| self.leaf(*key));
    }

    /// Writes a leaf, if it is not written yet.
    fn leaf(&mut self, leaf: usize) {
        let BinaryWriter { tree, out, offsets, leaves, .. } = self;
        let offset = &mut offsets[leaves[leaf]];
        if *offset > 0 {
            return;
        }
        *offset = out.len();
        match tree.leaves[leaf] {
            Leaf::Boolean(flag) => out.push(0x08 + u8::from(flag)),
            Leaf::Integer(number) => integer(out, number),
            Leaf::Unsigned(number) => {
                out.push(0x14);
                out.extend_from_slice(&u128::from(number).to_be_bytes());
            }
            Leaf::Real(bits) => sized(out, 0x23, bits, 8),
            Leaf::Date(bits, _) => sized(out, 0x33, bits, 8),
            Leaf::Data(bytes) => {
                head(out, 0x40, bytes.len());
                out.extend_from_slice(bytes);
            }
            Leaf::Text(text) if text.is_ascii() => {
                head(out, 0x50, text.len());
                out.extend_from_slice(text.as_bytes());
            }
            Leaf::Text(text) => {
                head(out, 0x60, text.encode_utf16().count());
                text.encode_utf16().for_each(|unit| out.extend_from_slice(&unit.to_be_bytes()));
            }
            Leaf::Uid(number) => {
                let size = width_of(number);
                sized(out, 0x80 + size as u8 - 1, number, size);
            }
        }
    }
}

/// The reference, which is the next one if none was given yet.
#[inline]
fn given(reference: &mut usize, next: &mut usize) -> usize {
    if *reference == NONE {
        *reference = *next;
        *next += 1;
    }
    *reference
}

/// Writes the first byte of an object, with its count.
fn head(out: &mut Vec<u8>, kind: u8, count: usize) {
    match u8::try_from(count) {
        Ok(short @ ..0xf) => out.push(kind | short),
        _ => {
            let size = width(count);
            out.push(kind | 0xf);
            sized(out, 0x10 + size.trailing_zeros() as u8, count as u64, size);
        }
    }
}

/// Writes an integer: unsigned in up to four bytes if it fits, otherwise signed in eight.
fn integer(out: &mut Vec<u8>, number: i64) {
    let size = u32::try_from(number).map_or(8, |small| width_of(small.into()));
    sized(out, 0x10 + size.trailing_zeros() as u8, number as u64, size);
}

/// Writes a first byte and a number of this size.
#[inline]
fn sized(out: &mut Vec<u8>, marker: u8, number: u64, size: usize) {
    out.push(marker);
    put(out, number, size);
}

#[inline]
fn put(out: &mut Vec<u8>, number: u64, size: usize) {
    match size {
        1 => out.push(number as u8),
        _ => out.extend_from_slice(&number.to_be_bytes()[8 - size..]),
    }
}

fn width(number: usize) -> usize {
    width_of(number as u64)
}

/// How many bytes hold the number: 1, 2, 4 or 8.
#[inline]
fn width_of(number: u64) -> usize {
    let bits = u64::BITS - number.leading_zeros();
    (bits.div_ceil(8) as usize).next_power_of_two()
}
