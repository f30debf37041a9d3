//! The schema as data: documents by family and identifier, their keys, and what the schema says of
//! these.
//!
//! All of it is read from the tables with which the codec and [`check`](crate::check) work; nothing
//! is set up when a program starts. Only documents of enabled cargo features are there. A program
//! that looks up documents by name contains the tables of all of them; one that uses messages by
//! their types contains only the tables of these.
//!
//! ```
//! use apple_device_management::{Answer, Family, Introduced, Os, Target};
//! use apple_device_management::reflect;
//!
//! let [document] = reflect::documents_of(Family::Commands, "DeviceLock") else { panic!() };
//! let pin = reflect::node(document, reflect::Side::Payload, &"PIN".parse()?).ok_or("no PIN")?;
//! assert_eq!(pin.support.on(Os::MacOs).introduced(), Introduced::Since("10.8".parse()?));
//! assert_eq!(pin.support.on(Os::Ios).introduced(), Introduced::Never);
//!
//! // What this means for a device.
//! let mac: Target = "macos:15.0,device-enrollment,device-channel,rights:8191".parse()?;
//! assert_eq!(pin.support.verdict(&mac).answer(), Answer::Yes);
//! assert_eq!(pin.support.verdict(&"ios:18.0".parse()?).answer(), Answer::No);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub use apple_device_management_core::Side;
use apple_device_management_core::{
    Constraints, Document, Family, Key, KeyPath, Presence, Segment, Support, Table, Union,
    ValueType, by_word,
    internal::{lookup, nearest},
};
use apple_device_management_generated::FAMILIES;
pub use apple_device_management_generated::SCHEMA;

/// All documents, family by family, sorted by identifier and source within each.
pub fn documents() -> impl Iterator<Item = &'static Document> {
    FAMILIES.iter().flat_map(|(documents, _)| documents.iter().copied())
}

/// The documents of a family, sorted by identifier and source; none if its cargo feature is not
/// enabled.
pub fn family(family: Family) -> &'static [&'static Document] {
    row(family).map_or(&[], |(documents, _)| documents)
}

/// The documents of a family with this identifier: one, except for `com.apple.MCX` and
/// `com.apple.extensiblesso`, which have several. Takes constant time.
pub fn documents_of(family: Family, id: &str) -> &'static [&'static Document] {
    row(family).map_or(&[], |row| of_row(*row, id))
}

/// The documents of all families with this identifier. Takes constant time.
pub fn documents_named(id: &str) -> impl Iterator<Item = &'static Document> {
    FAMILIES.iter().flat_map(move |row| of_row(*row, id).iter().copied())
}

/// The identifier in this family that a mistyped one may mean: one that differs from it only in
/// case or in a letter or two.
pub fn near(family: Family, id: &str) -> Option<&'static str> {
    nearest(id, self::family(family).iter().map(|document| document.id)).first().copied()
}

type FamilyRow = (&'static [&'static Document], &'static [u8]);

fn row(family: Family) -> Option<&'static FamilyRow> {
    // A dozen rows at most.
    FAMILIES.iter().find(|(documents, _)| documents.first().is_some_and(|one| one.family == family))
}

/// The documents with this identifier, among the documents of a module with the index over them.
pub(crate) fn of_row((documents, index): FamilyRow, id: &str) -> &'static [&'static Document] {
    let Some(found) = lookup(index, id, |at| Some(documents.get(at)?.id)) else {
        return &[];
    };
    // Documents with the same identifier stand together; the index gives one of them.
    let same = |document: &&&Document| document.id == id;
    let before = documents[..found].iter().rev().take_while(same).count();
    let after = documents[found..].iter().take_while(same).count();
    &documents[found - before..found + after]
}

/// What a [`Node`] is to what it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// A key of a dictionary.
    Key,
    /// Any item of an array.
    Item,
    /// Any value of a dictionary of free keys.
    MapValue,
    /// A variant of a union: a dictionary whose tag has this value.
    Variant,
    /// A value of a string that has a support of its own.
    GatedValue,
}

impl NodeKind {
    /// All of them with a word for each.
    pub const NAMES: [(NodeKind, &'static str); 5] = [
        (NodeKind::Key, "key"),
        (NodeKind::Item, "item"),
        (NodeKind::MapValue, "map-value"),
        (NodeKind::Variant, "variant"),
        (NodeKind::GatedValue, "gated-value"),
    ];

    /// The word.
    pub const fn name(self) -> &'static str {
        NodeKind::NAMES[self as usize].1
    }
}

by_word!(NodeKind, "kind of node", NodeKind::NAMES);

/// One place in a document, with what the schema says of it.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// What the node is to what it stands in.
    pub kind: NodeKind,
    /// The name on the wire. The name of an item or of a value of a map has no meaning there.
    pub name: &'static str,
    /// The type of the value, with what is inside it.
    pub value: ValueType,
    /// Whether it must be there, as the schema words it.
    pub presence: Presence,
    /// Where it is available, and under which conditions.
    pub support: Support,
    /// What the value must keep to, and what else the schema says of it.
    pub constraints: &'static Constraints,
}

impl Node {
    fn of(kind: NodeKind, key: Key) -> Node {
        let Key { name, value, presence, support, constraints, .. } = key;
        Node { kind, name, value, presence, support, constraints }
    }

    fn bare(kind: NodeKind, name: &'static str, value: ValueType, support: Support) -> Node {
        let (presence, constraints) = (Presence::Unstated, &Constraints::NONE);
        Node { kind, name, value, presence, support, constraints }
    }

    /// The last segment of the key path to this node.
    pub fn segment(&self) -> Segment {
        match self.kind {
            NodeKind::Item | NodeKind::MapValue => Segment::Each,
            NodeKind::Key | NodeKind::Variant | NodeKind::GatedValue => {
                Segment::Key(self.name.to_owned())
            }
        }
    }

    /// The nodes directly below this one: the keys of a dictionary, the item of an array, the value
    /// of a map, the variants of a union, the gated values of a string. A structure that holds
    /// itself has nodes below it without end; [`nodes`] stops there.
    pub fn children(&self) -> Vec<Node> {
        let gated = self.constraints.gated.values.iter().map(|value| {
            Node::bare(NodeKind::GatedValue, value.name, ValueType::String, value.support)
        });
        let mut children = children(&self.value);
        children.extend(gated);
        children
    }
}

/// The nodes directly within a value of this type; keys in the order of the schema.
pub fn children(value: &ValueType) -> Vec<Node> {
    match value {
        ValueType::Dictionary(table) => {
            table.keys_as_listed().map(|key| Node::of(NodeKind::Key, key)).collect()
        }
        ValueType::Array(item) => vec![Node::of(NodeKind::Item, **item)],
        ValueType::Map(value) => vec![Node::of(NodeKind::MapValue, **value)],
        ValueType::Union(union) => {
            let variants = union.variants.iter();
            let node = |variant: &'static apple_device_management_core::Variant| {
                let value = ValueType::Dictionary(variant.table);
                Node::bare(NodeKind::Variant, variant.name, value, variant.support)
            };
            variants.map(node).collect()
        }
        ValueType::Any
        | ValueType::String
        | ValueType::Boolean
        | ValueType::Integer
        | ValueType::Real
        | ValueType::Date
        | ValueType::Data => Vec::new(),
    }
}

/// The node at a path of the schema (`Settings/*/Wallpaper/Image`) or of a message
/// (`Settings/0/Where`). In a path of a message, an index means any item, and a key of a map any
/// value.
///
/// A path of the schema names the variant of a union, a path of a message does not. So by the path
/// of a message, a key that several variants have is not found.
pub fn node(document: &Document, side: Side, path: &KeyPath) -> Option<Node> {
    let mut value = document.content(side)?;
    let mut found: Option<Node> = None;
    for segment in &path.0 {
        let next = match (segment, &value) {
            (Segment::Key(name), ValueType::Dictionary(table)) => {
                table.key(name).map(|key| Node::of(NodeKind::Key, key))
            }
            (Segment::Key(_) | Segment::Each, ValueType::Map(_))
            | (Segment::Index(_) | Segment::Each, ValueType::Array(_)) => {
                children(&value).into_iter().next()
            }
            (Segment::Key(name), ValueType::Union(union)) => {
                let variant = children(&value).into_iter().find(|child| child.name == name);
                variant.or_else(|| key_of_one_variant(union, name))
            }
            // A gated value of a string, which has nothing below it.
            (Segment::Key(name), _) => {
                found?.children().into_iter().find(|child| child.name == name)
            }
            _ => None,
        }?;
        value = next.value;
        found = Some(next);
    }
    found
}

/// The key of this name, if exactly one variant has it.
fn key_of_one_variant(union: &Union, name: &str) -> Option<Node> {
    let mut keys = union.variants.iter().filter_map(|variant| variant.table.key(name));
    keys.next().filter(|_| keys.next().is_none()).map(|key| Node::of(NodeKind::Key, key))
}

/// Every node of one side of a document with its path, in the order of the schema, each before the
/// nodes below it. A structure that holds itself is not entered a second time.
pub fn nodes(document: &Document, side: Side) -> Vec<(KeyPath, Node)> {
    let mut all = Vec::new();
    if let Some(value) = document.content(side) {
        let mut path = KeyPath::root();
        let children = children(&value);
        collect(children, table_of(&value).into_iter().collect(), &mut path, &mut all);
    }
    all
}

fn table_of(value: &ValueType) -> Option<&'static Table> {
    match value {
        ValueType::Dictionary(table) => Some(table),
        _ => None,
    }
}

fn collect(
    children: Vec<Node>,
    open: Vec<&'static Table>,
    path: &mut KeyPath,
    all: &mut Vec<(KeyPath, Node)>,
) {
    for child in children {
        path.0.push(child.segment());
        all.push((path.clone(), child));
        let table = table_of(&child.value);
        if !table.is_some_and(|table| open.iter().any(|one| std::ptr::eq(*one, table))) {
            let mut open = open.clone();
            open.extend(table);
            collect(child.children(), open, path, all);
        }
        path.0.pop();
    }
}
