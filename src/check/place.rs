//! Where the walk is in a message.

use apple_device_management_core::{Document, KeyPath, Segment};

/// One step, borrowed: a path is built only where there is something to say.
#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// Where the walk is.
pub(super) struct Place<'a> {
    pub(super) steps: Vec<Step<'a>>,
    /// The document that describes what is here: within a profile, that of the payload.
    pub(super) document: &'static Document,
    /// How many of the steps lead to the document's root.
    pub(super) base: usize,
}

impl Place<'_> {
    pub(super) fn path(&self) -> KeyPath {
        let segment = |step: &Step<'_>| match step {
            Step::Key(name) => Segment::Key((*name).to_owned()),
            Step::Index(index) => Segment::Index(*index),
        };
        KeyPath(self.steps.iter().map(segment).collect())
    }

    /// Whether it is within another document.
    pub(super) fn is_within(&self) -> bool {
        self.base > 0
    }

    /// Whether this is the root of the document that describes it.
    pub(super) fn is_root(&self) -> bool {
        self.steps.len() == self.base
    }
}
