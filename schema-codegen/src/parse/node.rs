//! The nodes of one YAML file, each once: an alias is a reference to a node.

use std::borrow::Cow;

use super::scalar;
use crate::location::Position;
use crate::raw::Scalar;

/// An index into [`Nodes`], given out by [`Nodes`] alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeId(usize);

impl NodeId {
    /// Below the number of nodes.
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
        /// Neither quoted nor a block: may be something other than a string.
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

/// Stands for a node that is not there; no id that was given out leads to it.
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

    /// The node that is meant: an alias leads to its target, which is never an alias itself.
    pub(super) fn target(&self, id: NodeId) -> NodeId {
        match self.written(id).data {
            Data::Alias(target) => target,
            _ => id,
        }
    }

    /// What is meant.
    pub(super) fn data(&self, id: NodeId) -> &Data<'t> {
        &self.written(self.target(id)).data
    }

    /// The text of a scalar.
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

    /// The value of a scalar; the error is the text of a number that is too large.
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

/// The beginning of the first line of a text: enough to know it again in a message.
pub(super) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    let short: String = line.chars().take(LONGEST).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

/// The names on the way to a place, as messages write them: a long way without its middle.
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
