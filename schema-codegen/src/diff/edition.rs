use std::collections::BTreeMap;

use apple_device_management_core::KeyPath;

use super::Context;
use super::facts::KeyInRelease;
use super::spots::Spots;
use crate::effective::{Covered, Effective, Side};
use crate::emit::{Api, Item};
use crate::model::{Content, Document, Key};
use crate::naming;

/// A document as one release has it.
#[derive(Clone, Copy)]
pub(super) struct Edition<'a> {
    pub(super) document: &'a Document,
    covered: Covered,
    api: Option<&'a Api>,
}

impl<'a> Edition<'a> {
    pub(super) fn of(context: &'a Context<'_>, document: &'a Document) -> Edition<'a> {
        Edition { document, covered: context.covered, api: context.api(document) }
    }

    pub(super) fn support(&self) -> Effective {
        Effective::covered(self.covered, self.document)
    }

    /// The path of the root type in the generated crate.
    pub(super) fn rust_path(&self) -> String {
        let document = self.document;
        let path = || {
            let name = naming::root_type(document);
            format!("{}::{name}", document.family.module())
        };
        self.api.map_or_else(path, |api| api.root.clone())
    }

    pub(super) fn content(&self, side: Side) -> Option<&'a Content> {
        match side {
            Side::Payload => Some(&self.document.payload),
            Side::Response => self.document.response.as_ref(),
        }
    }

    pub(super) fn spots(&self, side: Side) -> Spots<'a> {
        Spots::of(self.covered, self.document, side)
    }

    /// The key paths of a side.
    pub(super) fn paths(&self, side: Side) -> Vec<KeyPath> {
        self.spots(side).all.into_iter().map(|spot| spot.path).collect()
    }

    /// The keys of a side by their paths, with what each is in Rust.
    pub(super) fn items(&self, side: Side) -> BTreeMap<KeyPath, (&'a Key, Option<&'a Item>)> {
        let item = |key| self.api.and_then(|api| api.item(key));
        self.spots(side).all.into_iter().map(|it| (it.path, (it.key, item(it.key)))).collect()
    }

    pub(super) fn key(&self, key: &'a Key) -> KeyInRelease<'a> {
        let item = self.api.and_then(|api| api.item(key));
        KeyInRelease { key, document: self.document, item }
    }
}
