use apple_device_management_core::{KeyPath, Segment};

use super::{Covered, Effective};
use crate::model::{Children, Content, Document, Form, Key, Model};

/// What is sent, or what is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    Payload,
    Response,
}

/// One key path of a document.
#[derive(Clone, Copy, Debug)]
pub struct Place<'p, 'm> {
    pub side: Side,
    /// An array item and a map value are `*`; a union variant, below its item, and a gated value
    /// are a name.
    pub path: &'p KeyPath,
    pub key: &'m Key,
    pub support: &'p Effective,
    /// The support of what holds the key: the document's at the root.
    pub parent: &'p Effective,
}

/// Visits every key path of a document with its support, each before what is below it, in the
/// order of the schema: the payload, then the response.
///
/// A shared list of keys that is on the way already with the same support is not entered again:
/// what lies below would be said a second time.
pub fn walk<'m>(model: &Model, document: &'m Document, visit: &mut dyn FnMut(Place<'_, 'm>)) {
    walk_covered(Covered::of(model), document, visit);
}

/// The same, in a release that speaks of these OSes.
pub fn walk_covered<'m>(
    covered: Covered,
    document: &'m Document,
    visit: &mut dyn FnMut(Place<'_, 'm>),
) {
    let root = Effective::covered(covered, document);
    let sides =
        [(Side::Payload, Some(&document.payload)), (Side::Response, document.response.as_ref())];
    for (side, content) in sides {
        let (children, each) = match content {
            None => continue,
            Some(Content::Dictionary(children)) => (children, false),
            Some(Content::Map(children)) => (children, true),
        };
        let mut walk = Walk { document, side, open: Vec::new(), path: KeyPath::root(), visit };
        walk.children(children, each, &root);
    }
}

struct Walk<'a, 'v> {
    document: &'a Document,
    side: Side,
    /// The shared lists on the way.
    open: Vec<(&'a str, Effective)>,
    path: KeyPath,
    visit: &'v mut dyn FnMut(Place<'_, 'a>),
}

impl<'a> Walk<'a, '_> {
    fn children(&mut self, children: &'a Children, each: bool, parent: &Effective) {
        match children {
            Children::Own(keys) => self.keys(keys, each, parent),
            Children::Shared(name) => {
                if self.open.contains(&(name, *parent)) {
                    return;
                }
                self.open.push((name, *parent));
                self.keys(children.keys(self.document), each, parent);
                self.open.pop();
            }
        }
    }

    fn keys(&mut self, keys: &'a [Key], each: bool, parent: &Effective) {
        for key in keys {
            let segment = if each { Segment::Each } else { Segment::Key(key.name.clone()) };
            self.path.0.push(segment);
            let support = parent.below(key);
            let (side, path) = (self.side, &self.path);
            (self.visit)(Place { side, path, key, support: &support, parent });
            self.below(key, &support);
            self.path.0.pop();
        }
    }

    fn below(&mut self, key: &'a Key, support: &Effective) {
        match key.form {
            // The model has the variants right below the array; on the wire each is an item.
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
