//! Where the walk is in a message.

use apple_device_management_core::{Document, KeyPath, Segment};

/// One step, borrowed: a path is built only where there is something to say.
#[derive(Clone, Copy)]
pub(in crate::check) enum PathStep<'a> {
    Key(&'a str),
    Index(usize),
}

/// Where the walk is.
pub(in crate::check) struct Location<'a> {
    pub(in crate::check) steps: Vec<PathStep<'a>>,
    /// The document that describes what is here: within a profile, that of the payload.
    pub(in crate::check) document: &'static Document,
    /// How many of the steps lead to the document's root.
    pub(in crate::check) base: usize,
}

impl Location<'_> {
    pub(in crate::check) fn path(&self) -> KeyPath {
        let segment = |step: &PathStep<'_>| match step {
            PathStep::Key(name) => Segment::Key((*name).to_owned()),
            PathStep::Index(index) => Segment::Index(*index),
        };
        KeyPath(self.steps.iter().map(segment).collect())
    }

    /// Whether it is within another document.
    pub(in crate::check) fn is_within(&self) -> bool {
        self.base > 0
    }

    /// Whether this is the root of the document that describes it.
    pub(in crate::check) fn is_root(&self) -> bool {
        self.steps.len() == self.base
    }
}
