//! Where the walk is, by borrowed steps.

use apple_device_management_core::{Document, KeyPath, Segment};

/// One step, borrowed from the message. A key path is made only where a finding needs one.
#[derive(Clone, Copy)]
pub(in crate::check) enum PathStep<'a> {
    Key(&'a str),
    Index(usize),
}

/// Where the walk is in a message.
pub(in crate::check) struct Location<'a> {
    pub(in crate::check) steps: Vec<PathStep<'a>>,
    /// The document that describes what is here: within a payload of a profile, the payload's document.
    pub(in crate::check) document: &'static Document,
    /// How many of the steps lead to the root of that document.
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

    /// Whether the document describes a part of another one's message.
    pub(in crate::check) fn is_within(&self) -> bool {
        self.base > 0
    }

    /// Whether this is the root of the document.
    pub(in crate::check) fn is_root(&self) -> bool {
        self.steps.len() == self.base
    }
}
