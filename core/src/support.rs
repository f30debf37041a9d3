use std::fmt;

use crate::support_packed::{PackedOs, unpack_os};
use crate::{Os, OsSupport};

/// The different supports that a document and its keys have.
#[derive(Debug)]
pub struct Supports {
    /// A row for each support: for each OS, in the order of [`Os::ALL`], the place in `per_os`.
    pub rows: &'static [[u16; 5]],
    /// What holds on one OS, in numbers.
    pub per_os: &'static [PackedOs],
    /// The texts to which `per_os` refers by number.
    pub texts: &'static [&'static str],
}

/// The effective support of one thing on every OS.
///
/// Effective means: what a key does not state itself is filled in from the keys above it and from the
/// document.
#[derive(Clone, Copy)]
pub struct Support(
    /// The supports of the document.
    #[doc(hidden)]
    pub &'static Supports,
    /// The number of the row.
    #[doc(hidden)]
    pub u16,
);

impl Support {
    /// The support on one OS, in constant time.
    #[inline]
    pub fn on(self, os: Os) -> OsSupport {
        unpack_os(self.0.per_os[self.place(os)], self.0.texts)
    }

    /// Whether both refer to the same entry for an OS. This is quicker than comparing what they state.
    #[doc(hidden)]
    #[inline]
    pub fn same_entry(self, other: Support, os: Os) -> bool {
        std::ptr::eq(self.0, other.0) && self.place(os) == other.place(os)
    }

    #[inline]
    fn place(self, os: Os) -> usize {
        usize::from(self.0.rows[usize::from(self.1)][os as usize])
    }
}

impl PartialEq for Support {
    /// Whether both state the same on each OS, in whichever tables they stand.
    fn eq(&self, other: &Support) -> bool {
        Os::ALL.into_iter().all(|os| self.on(os) == other.on(os))
    }
}

impl Eq for Support {}

impl fmt::Debug for Support {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(Os::ALL.map(|os| (os, self.on(os)))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn supports_are_the_same_wherever_they_stand() {
        const NOTHING: PackedOs = (0, 0, 0, 0);
        const NEVER: PackedOs = (3 << 48, 0, 0, 0);
        static ONE: Supports =
            Supports { rows: &[[0; 5], [0, 1, 0, 0, 0]], per_os: &[NOTHING, NEVER], texts: &[] };
        static OTHER: Supports =
            Supports { rows: &[[1, 0, 1, 1, 1]], per_os: &[NEVER, NOTHING], texts: &[] };
        assert_eq!(Support(&ONE, 1), Support(&OTHER, 0));
        assert_ne!(Support(&ONE, 0), Support(&OTHER, 0));
        assert_eq!(Support(&ONE, 1).on(Os::MacOs), OsSupport::NEVER);
    }

    #[test]
    fn an_entry_is_one_of_one_document() {
        static ONE: Supports =
            Supports { rows: &[[0; 5], [0, 1, 0, 0, 0]], per_os: &[(0, 0, 0, 0); 2], texts: &[] };
        static OTHER: Supports = Supports { texts: &["a"], ..ONE };
        let (one, other) = (Support(&ONE, 0), Support(&ONE, 1));
        assert!(one.same_entry(other, Os::Ios));
        assert!(!one.same_entry(other, Os::MacOs));
        // In tables with other texts, the same numbers may mean something else.
        assert!(!one.same_entry(Support(&OTHER, 0), Os::Ios));
    }
}
