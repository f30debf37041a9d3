use apple_device_management_core::codec::Bounds;

/// What a body may take. A body that needs more is an error, whatever it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The bytes of the body.
    pub size: usize,
    /// How deep arrays and dictionaries may nest. JSON is never read deeper than 126 levels.
    pub depth: usize,
    /// About how many bytes the values may take in memory. A body may stand for far more than its
    /// own size: a binary property list may name one value any number of times, and an empty
    /// dictionary may become a record of many fields. For a moment it can be four times as many,
    /// where lists grow or one value becomes another; the reader of the format takes memory beside
    /// that, a small multiple of `size`.
    pub weight: usize,
}

impl Default for Limits {
    /// 16 MiB, 64 levels, 64 MiB in memory.
    ///
    /// The deepest message of the schema has ten levels. Without optimization, the default depth
    /// needs less than 1 MiB of stack, half of what a thread usually has.
    fn default() -> Limits {
        let Bounds { depth, weight } = Bounds::default();
        Limits { size: 16 << 20, depth, weight }
    }
}

impl Limits {
    pub(super) fn bounds(&self) -> Bounds {
        Bounds { depth: self.depth, weight: self.weight }
    }
}
