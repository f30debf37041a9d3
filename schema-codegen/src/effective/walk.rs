use std::collections::HashSet;

use apple_device_management_core::{KeyPath, Segment};
use serde::{Deserialize, Serialize};

use super::{Covered, Effective};
use crate::model::{Children, Content, Document, Form, Key, Model};

/// How many key paths a side of a document may have. The largest of any release has some hundreds.
/// A list within itself has its paths once more for each support that it can have there.
pub const MAX_PLACES: usize = 100_000;

/// How many steps a key path may have, since the stages follow it by recursion. The schema has 7.
pub const MAX_STEPS: usize = 64;

/// A side of a document: what is sent, or what is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Payload,
    Response,
}

/// A key path of a document, as the walk visits it.
#[derive(Clone, Copy, Debug)]
pub struct Visited<'p, 'm> {
    pub side: Side,
    /// An array item and a map value are the step `*`. A union variant is a step with its name
    /// below the item; a gated value is a step with its name.
    pub path: &'p KeyPath,
    pub key: &'m Key,
    pub support: &'p Effective,
    /// The support of the thing that holds the key: at the root, that of the document.
    pub parent: &'p Effective,
}

/// Visits every key path of a document with its support, each before those below it, in the order
/// of the schema: the payload, then the response.
///
/// Within itself, a shared list of keys is visited again only with a support that it has not been
/// visited with there. Key paths that are too many or too long are left out; see [`too_far`].
pub fn walk<'m>(model: &Model, document: &'m Document, visit: &mut dyn FnMut(Visited<'_, 'm>)) {
    walk_covered(Covered::of(model), document, visit);
}

/// Visits every key path as [`walk`] does, in a release that covers these OSes.
pub fn walk_covered<'m>(
    covered: Covered,
    document: &'m Document,
    visit: &mut dyn FnMut(Visited<'_, 'm>),
) {
    walk_to_the_end(covered, document, visit);
}

/// The first key path of a document that is beyond [`MAX_PLACES`] or [`MAX_STEPS`].
pub fn too_far(covered: Covered, document: &Document) -> Option<(Side, KeyPath)> {
    walk_to_the_end(covered, document, &mut |_| {})
}

/// Walks a document; gives the first key path that is left out.
fn walk_to_the_end<'m>(
    covered: Covered,
    document: &'m Document,
    visit: &mut dyn FnMut(Visited<'_, 'm>),
) -> Option<(Side, KeyPath)> {
    let root = Effective::covered(covered, document);
    let mut left_out = None;
    let sides =
        [(Side::Payload, Some(&document.payload)), (Side::Response, document.response.as_ref())];
    for (side, content) in sides {
        let (children, each) = match content {
            None => continue,
            Some(Content::Dictionary(children)) => (children, false),
            Some(Content::Map(children)) => (children, true),
        };
        let mut walk = Walk {
            document,
            side,
            open: Vec::new(),
            entered: HashSet::new(),
            path: KeyPath::root(),
            places: 0,
            left_out: None,
            visit,
        };
        walk.children(children, each, &root);
        left_out = left_out.or(walk.left_out.map(|path| (side, path)));
    }
    left_out
}

struct Walk<'a, 'v> {
    document: &'a Document,
    side: Side,
    /// The shared lists from the root down to here.
    open: Vec<&'a str>,
    /// The shared lists that were visited within the outermost of them, each with its support.
    entered: HashSet<(&'a str, Effective)>,
    path: KeyPath,
    places: usize,
    left_out: Option<KeyPath>,
    visit: &'v mut dyn FnMut(Visited<'_, 'a>),
}

impl<'a> Walk<'a, '_> {
    fn children(&mut self, children: &'a Children, each: bool, parent: &Effective) {
        match children {
            Children::Own(keys) => self.keys(keys, each, parent),
            Children::Shared(name) => {
                let is_new = self.entered.insert((name, *parent));
                if !is_new && self.open.contains(&&**name) {
                    return;
                }
                self.open.push(name);
                self.keys(children.keys(self.document), each, parent);
                self.open.pop();
                if self.open.is_empty() {
                    self.entered.clear();
                }
            }
        }
    }

    fn keys(&mut self, keys: &'a [Key], each: bool, parent: &Effective) {
        for key in keys {
            let segment = if each { Segment::Each } else { Segment::Key(key.name.clone()) };
            self.path.0.push(segment);
            self.places += 1;
            if self.places > MAX_PLACES || self.path.0.len() > MAX_STEPS {
                self.left_out.get_or_insert_with(|| self.path.clone());
                self.path.0.pop();
                return;
            }
            let support = parent.below(key);
            let (side, path) = (self.side, &self.path);
            (self.visit)(Visited { side, path, key, support: &support, parent });
            self.below(key, &support);
            self.path.0.pop();
        }
    }

    fn below(&mut self, key: &'a Key, support: &Effective) {
        match key.form {
            // In the model the variants are directly below the array; in a message each is an item.
            Form::UnionArray => {
                self.path.0.push(Segment::Each);
                self.children(&key.children, false, support);
                self.path.0.pop();
            }
            form => {
                self.children(&key.children, matches!(form, Form::Array | Form::Map), support);
            }
        }
    }
}
