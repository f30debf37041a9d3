//! Where the walk is in a message.

use apple_device_management_core::{Document, KeyPath, Segment};

/// One step, borrowed: a path is built only where there is something to say.
#[derive(Clone, Copy)]
pub(in crate::check) enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// Where the walk is.
pub(in crate::check) struct Place<'a> {
    pub(in crate::check) steps: Vec<Step<'a>>,
    /// The document that describes what is here: within a profile, that of the payload.
    pub(in crate::check) document: &'static Document,
    /// How many of the steps lead to the document's root.
    pub(in crate::check) base: usize,
}

impl Place<'_> {
    pub(in crate::check) fn path(&self) -> KeyPath {
        let segment = |step: &Step<'_>| match step {
            Step::Key(name) => Segment::Key((*name).to_owned()),
            Step::Index(index) => Segment::Index(*index),
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
