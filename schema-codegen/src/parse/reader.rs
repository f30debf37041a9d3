//! The state of reading one file, and how a single value is read.

use std::collections::BTreeMap;

use super::error::{DocumentError, DocumentProblem, STRING};
use super::node::{Data, NodeId, Nodes, excerpt, way};
use super::scalar;
use crate::flaw::Flaw;
use crate::location::{Location, Position};
use crate::raw::{AttributeCounts, KeyList, ListId, Scalar};

/// How much aliases outside lists of keys may repeat, in bytes of text and items of lists.
const MAX_REPEATED: usize = 1_000_000;

/// The state of reading one file.
pub(super) struct Reader<'t> {
    pub(super) nodes: &'t Nodes<'t>,
    file: &'t str,
    /// The attributes and key names from the root to where the reader is, for messages.
    path: Vec<String>,
    /// Nodes whose faults have been reported. Aliases may lead to them again.
    seen: Vec<bool>,
    /// How much aliases have repeated so far; see [`MAX_REPEATED`].
    repeated: usize,
    pub(super) lists: Vec<KeyList>,
    /// The lists of keys that have been read or are being read, by their node.
    pub(super) list_of_node: BTreeMap<NodeId, ListId>,
    /// How many lists of keys are being read, each within another.
    pub(super) key_depth: usize,
    pub(super) flaws: Vec<Flaw>,
    pub(super) counts: AttributeCounts,
}

type Result<T> = std::result::Result<T, DocumentError>;

impl<'t> Reader<'t> {
    pub(super) fn new(file: &'t str, nodes: &'t Nodes<'t>) -> Reader<'t> {
        Reader {
            nodes,
            file,
            path: Vec::new(),
            seen: vec![false; nodes.len()],
            repeated: 0,
            lists: Vec::new(),
            list_of_node: BTreeMap::new(),
            key_depth: 0,
            flaws: Vec::new(),
            counts: AttributeCounts::new(),
        }
    }

    /// Reports an error as a flaw, unless it is one of the whole file.
    pub(super) fn forgive(&mut self, error: DocumentError, assumed: &str) -> Result<()> {
        if error.problem.is_of_the_file() {
            return Err(error);
        }
        self.flaws.push(error.flaw(assumed));
        Ok(())
    }

    pub(super) fn flag(&mut self, node: NodeId) -> Result<bool> {
        self.scalar_or(node, "true or false", |scalar| match scalar {
            Scalar::Boolean(value) => Some(*value),
            _ => None,
        })
    }

    pub(super) fn report(&mut self, node: NodeId, what: String, assumed: &str) {
        let place =
            Location { source: self.file.to_owned(), at: Some(self.at(node)), path: self.path() };
        self.flaws.push(Flaw::new(place, what, assumed));
    }

    /// The pairs of a mapping.
    pub(super) fn mapping(&mut self, node: NodeId) -> Result<&'t [(NodeId, NodeId)]> {
        let nodes = self.nodes;
        match nodes.data(node) {
            Data::Mapping(pairs) => self.charge(node, pairs.len()).map(|()| pairs.as_slice()),
            _ => Err(self.wrong_type(node, "a mapping")),
        }
    }

    pub(super) fn is_mapping(&self, node: NodeId) -> bool {
        matches!(self.nodes.data(node), Data::Mapping(_))
    }

    pub(super) fn is_null(&self, node: NodeId) -> bool {
        matches!(self.nodes.scalar(node), Ok(Some(Scalar::Null)))
    }

    /// The items of a list.
    pub(super) fn sequence(&mut self, node: NodeId) -> Result<&'t [NodeId]> {
        let nodes = self.nodes;
        match nodes.data(node) {
            Data::Sequence(items) => self.charge(node, items.len()).map(|()| items.as_slice()),
            _ => Err(self.wrong_type(node, "a list")),
        }
    }

    /// A string. A scalar of another type is reported, and taken as the text that is written.
    pub(super) fn string(&mut self, node: NodeId) -> Result<String> {
        let error = match self.scalar(node, STRING) {
            Ok(Scalar::String(text)) => return Ok(text),
            Ok(Scalar::Null) => return Err(self.wrong_type(node, STRING)),
            Ok(_) => self.wrong_type(node, STRING),
            Err(error) => error,
        };
        match self.nodes.text(node) {
            Some(text) => {
                let text = text.to_owned();
                self.forgive(error, &format!("taken as the text `{}`", excerpt(&text)))?;
                Ok(text)
            }
            None => Err(error),
        }
    }

    /// A scalar of some kind. A string is reported, and taken as what it would be without quotes.
    pub(super) fn scalar_or<T>(
        &mut self,
        node: NodeId,
        expected: &'static str,
        take: fn(&Scalar) -> Option<T>,
    ) -> Result<T> {
        let scalar = self.scalar(node, expected)?;
        if let Some(value) = take(&scalar) {
            return Ok(value);
        }
        let error = self.wrong_type(node, expected);
        let Scalar::String(text) = scalar else { return Err(error) };
        match unquoted(&text).as_ref().and_then(take) {
            Some(value) => {
                self.forgive(error, "taken as what it says without quotes").map(|()| value)
            }
            None => Err(error),
        }
    }

    /// A string that is not blank.
    pub(super) fn filled(&mut self, node: NodeId) -> Result<String> {
        match self.string(node)? {
            text if text.trim().is_empty() => Err(self.wrong_type(node, "text")),
            text => Ok(text),
        }
    }

    pub(super) fn name(&mut self, node: NodeId) -> Result<String> {
        match self.nodes.text(node) {
            Some(text) if !text.is_empty() => {
                self.charge(node, text.len()).map(|()| text.to_owned())
            }
            _ => Err(self.wrong_type(node, "a name")),
        }
    }

    /// A scalar that the schema may state as a value: neither null nor infinite.
    pub(super) fn constant(&mut self, node: NodeId) -> Result<Scalar> {
        const EXPECTED: &str = "a string, number or boolean";
        match self.scalar(node, EXPECTED)? {
            Scalar::Null => Err(self.wrong_type(node, EXPECTED)),
            Scalar::Real(real) if !real.is_finite() => Err(self.wrong_type(node, EXPECTED)),
            scalar => Ok(scalar),
        }
    }

    fn scalar(&mut self, node: NodeId, expected: &'static str) -> Result<Scalar> {
        self.charge(node, self.nodes.text(node).map_or(0, str::len))?;
        match self.nodes.scalar(node) {
            Ok(Some(scalar)) => Ok(scalar),
            Ok(None) => Err(self.wrong_type(node, expected)),
            Err(number) => Err(self.error(node, DocumentProblem::NumberTooLarge(excerpt(&number)))),
        }
    }

    /// Counts the size of what an alias repeats, if the node is an alias.
    fn charge(&mut self, node: NodeId, size: usize) -> Result<()> {
        if self.nodes.target(node) != node {
            self.repeated = self.repeated.saturating_add(size).saturating_add(1);
        }
        if self.repeated > MAX_REPEATED {
            return Err(self.error(node, DocumentProblem::AliasBomb(MAX_REPEATED)));
        }
        Ok(())
    }

    /// Marks a node, after following an alias; whether it was not marked before.
    pub(super) fn mark(&mut self, node: NodeId) -> bool {
        let target = self.nodes.target(node);
        self.seen.get_mut(target.index()).is_some_and(|seen| !std::mem::replace(seen, true))
    }

    /// Does something while the path has one more name.
    pub(super) fn inside<T>(
        &mut self,
        name: &str,
        work: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        // The path names keys one after the other, without the attribute between them.
        if name == "subkeys" {
            return work(self);
        }
        self.path.push(excerpt(name));
        let result = work(self);
        self.path.pop();
        result
    }

    pub(super) fn at(&self, node: NodeId) -> Position {
        self.nodes.written(node).at
    }

    fn path(&self) -> String {
        way(&self.path)
    }

    pub(super) fn wrong_type(&self, node: NodeId, expected: &'static str) -> DocumentError {
        self.error(node, DocumentProblem::WrongType { expected, found: self.nodes.describe(node) })
    }

    pub(super) fn error(&self, node: NodeId, problem: DocumentProblem) -> DocumentError {
        self.error_at(self.at(node), problem)
    }

    pub(super) fn error_at(&self, at: Position, problem: DocumentProblem) -> DocumentError {
        DocumentError { file: self.file.to_owned(), at, path: self.path(), problem }
    }
}

/// What a quoted text would be without quotes, also in the words of older YAML.
fn unquoted(text: &str) -> Option<Scalar> {
    match text {
        "yes" | "Yes" | "on" | "On" => Some(Scalar::Boolean(true)),
        "no" | "No" | "off" | "Off" => Some(Scalar::Boolean(false)),
        text => scalar::resolve(text),
    }
}
