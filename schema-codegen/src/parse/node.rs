//! The nodes of one YAML file. Each is held once; an alias refers to another node.

use std::borrow::Cow;

use super::scalar;
use crate::location::Position;
use crate::raw::Scalar;

/// An index into [`Nodes`]; only [`Nodes`] makes such indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeId(usize);

impl NodeId {
    /// The index, which is below the number of nodes.
    pub(super) const fn index(self) -> usize {
        self.0
    }
}

/// One node.
#[derive(Debug)]
pub(super) struct Node<'t> {
    pub(super) at: Position,
    pub(super) data: Data<'t>,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Data<'t> {
    Scalar {
        text: Cow<'t, str>,
        /// Whether it is neither quoted nor a block, so that it may be something other than a
        /// string.
        plain: bool,
    },
    Sequence(Vec<NodeId>),
    /// Pairs in the order of the file. The keys are scalars or aliases of scalars.
    Mapping(Vec<(NodeId, NodeId)>),
    Alias(NodeId),
}

/// All nodes of a file.
#[derive(Debug, Default)]
pub(super) struct Nodes<'t>(Vec<Node<'t>>);

/// Stands for a node that does not exist. No index that [`Nodes`] has made leads to it.
const NOTHING: &Node<'static> =
    &Node { at: Position { line: 0, column: 0 }, data: Data::Sequence(Vec::new()) };

impl<'t> Nodes<'t> {
    pub(super) fn add(&mut self, node: Node<'t>) -> NodeId {
        self.0.push(node);
        NodeId(self.0.len() - 1)
    }

    pub(super) fn data_mut(&mut self, id: NodeId) -> Option<&mut Data<'t>> {
        self.0.get_mut(id.0).map(|node| &mut node.data)
    }

    /// The node as it is written, which may be an alias.
    pub(super) fn written(&self, id: NodeId) -> &Node<'t> {
        self.0.get(id.0).unwrap_or(NOTHING)
    }

    /// The node itself, or the one that it refers to if it is an alias; that is never an alias.
    pub(super) fn target(&self, id: NodeId) -> NodeId {
        match self.written(id).data {
            Data::Alias(target) => target,
            _ => id,
        }
    }

    /// The data of a node, after following an alias.
    pub(super) fn data(&self, id: NodeId) -> &Data<'t> {
        &self.written(self.target(id)).data
    }

    /// The text of a node, if it is a scalar.
    pub(super) fn text(&self, id: NodeId) -> Option<&str> {
        match self.data(id) {
            Data::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The value of a node, if it is a scalar; the error is the text of a number that is too large.
    pub(super) fn scalar(&self, id: NodeId) -> Result<Option<Scalar>, String> {
        match self.data(id) {
            Data::Scalar { text, plain: true } => {
                scalar::resolve(text).map(Some).ok_or_else(|| text.to_string())
            }
            Data::Scalar { text, plain: false } => Ok(Some(Scalar::String(text.to_string()))),
            _ => Ok(None),
        }
    }

    /// What a node is, in the words of an error message.
    pub(super) fn describe(&self, id: NodeId) -> String {
        match (self.data(id), self.scalar(id)) {
            (Data::Sequence(_), _) => "a list".to_owned(),
            (Data::Mapping(_), _) => "a mapping".to_owned(),
            (_, Ok(Some(Scalar::Null))) => "nothing".to_owned(),
            (_, Ok(Some(Scalar::Boolean(value)))) => format!("the boolean `{value}`"),
            (_, Ok(Some(Scalar::Integer(value)))) => format!("the integer `{value}`"),
            (_, Ok(Some(Scalar::Real(_)))) => {
                format!("the number `{}`", excerpt(self.text(id).unwrap_or_default()))
            }
            _ => format!("the string `{}`", excerpt(self.text(id).unwrap_or_default())),
        }
    }
}

/// The beginning of the first line of a text, for messages.
pub(super) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    let short: String = line.chars().take(LONGEST).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

/// The names that lead to a place, as messages write them. If there are many, those in the middle
/// are left out.
pub(super) fn way<T: AsRef<str>>(names: &[T]) -> String {
    const ENDS: usize = 8;
    let join = |names: &[T]| names.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(".");
    match (names.get(..ENDS), names.len().checked_sub(ENDS).and_then(|at| names.get(at..))) {
        (Some(first), Some(last)) if names.len() > 2 * ENDS => {
            format!("{}.….{}", join(first), join(last))
        }
        _ => join(names),
    }
}
