//! How the keys of a dictionary are found among those that a table lists.

use crate::Table;

/// The most keys that a table may have. The generator makes no larger one.
pub const MAX_KEYS: usize = 512;

/// Which keys of a table have come so far.
#[derive(Clone, Copy, Default)]
pub struct Seen([u64; MAX_KEYS / 64]);

impl Seen {
    /// Marks the key at this place; `false` if it had come before.
    ///
    /// # Panics
    /// Past [`MAX_KEYS`].
    #[inline]
    pub fn mark(&mut self, at: usize) -> bool {
        let (word, bit) = (&mut self.0[at / 64], 1 << (at % 64));
        let first = *word & bit == 0;
        *word |= bit;
        first
    }

    /// Whether the key at this place has come.
    ///
    /// # Panics
    /// Past [`MAX_KEYS`].
    pub fn has(&self, at: usize) -> bool {
        self.0[at / 64] & 1 << (at % 64) != 0
    }
}

/// What comes next in a dictionary.
#[derive(Clone, Copy)]
pub enum NextKey {
    /// No further key.
    End,
    /// The key at this place among the [`Names`].
    Known(usize),
    /// A key that is none of them: [`MapSource::name`](super::MapSource::name) gives its name.
    Other,
}

/// The names that a dictionary's keys are looked up among.
#[derive(Clone, Copy)]
pub struct Names {
    table: Option<&'static Table>,
    /// The table in which a name is looked up that the first one does not have. Its places count
    /// from the end of the first.
    second: Option<&'static Table>,
}

impl Names {
    /// No names: each key is [`NextKey::Other`].
    pub const NONE: Names = Names { table: None, second: None };

    /// The names of a table's keys.
    pub fn of(table: &'static Table) -> Names {
        Names { table: Some(table), second: None }
    }

    /// The names of this table, and after them those of the first table of `self`.
    pub(super) fn after(self, table: &'static Table) -> Names {
        Names { table: Some(table), second: self.table }
    }

    /// Looks a name up.
    #[inline]
    pub fn find(&self, name: impl AsRef<[u8]>) -> NextKey {
        let (Some(table), name) = (self.table, name.as_ref()) else { return NextKey::Other };
        match table.position(name) {
            Some(at) => NextKey::Known(at),
            None => match self.second.and_then(|second| second.position(name)) {
                Some(at) => NextKey::Known(table.len() + at),
                None => NextKey::Other,
            },
        }
    }
}
