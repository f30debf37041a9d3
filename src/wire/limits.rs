use apple_device_management_core::codec::Bounds;

/// What reading a body may cost. A body that needs more is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many bytes the body may have.
    pub size: usize,
    /// How deep arrays and dictionaries may nest. JSON is never read deeper than 126 levels.
    pub depth: usize,
    /// About how many bytes the values may take in memory. They may take far more than the body: a
    /// binary property list may refer to one value any number of times, and an empty dictionary may
    /// become a record of many fields. While lists grow or one value is read as another, up to four
    /// times as much may be taken for a moment. The reader of the format takes a small multiple of
    /// `size` in addition.
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
