//! From the YAML reader's events to [`Nodes`], without recursion and without expanding an alias.

use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, Tag};

use super::error::{DocumentError, DocumentProblem};
use super::node::{Data, Node, NodeId, Nodes, excerpt, way};
use crate::flaw::{Flaw, NOT_THERE};
use crate::location::Location;
use crate::location::Position;

/// How deep a file may nest mappings and lists. There must be room for as many levels of keys as
/// [`expand`](super::expand) accepts, each of which is a list and a mapping, and for the
/// `supportedOS` of a key.
const MAX_DEPTH: usize = 160;

/// Builds the nodes of a file; gives them, the root, and a flaw for each thing that was left out.
pub(super) fn build<'t>(
    file: &str,
    text: &'t str,
) -> Result<(Nodes<'t>, NodeId, Vec<Flaw>), DocumentError> {
    let mut builder = Builder { file: file.to_owned(), ..Builder::default() };
    let mut parser = Parser::new_from_str(text);
    let mut last = Position { line: 1, column: 1 };
    while let Some(next) = parser.next_event() {
        let (event, span) = next.map_err(|error| {
            let (at, problem) = malformed(&error);
            builder.error(at, problem)
        })?;
        last = at(&span);
        if matches!(event, Event::DocumentStart(_)) && builder.root.is_some() {
            builder.flaw(last, DocumentProblem::SeveralDocuments, NOT_THERE);
            break;
        }
        builder.take(event, last).map_err(|problem| builder.error(last, problem))?;
    }
    let root = builder.root.ok_or(DocumentProblem::Empty).map_err(|p| builder.error(last, p))?;
    // The beginning of a file that was cut off is often valid YAML, with fewer keys.
    if !text.ends_with(['\n', '\r']) {
        return Err(builder.error(last, DocumentProblem::CutOff));
    }
    Ok((builder.nodes, root, builder.flaws))
}

fn at(span: &Span) -> Position {
    place(span.start.line(), span.start.col())
}

fn place(line: usize, column_from_zero: usize) -> Position {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Position { line: number(line.max(1)), column: number(column_from_zero.saturating_add(1)) }
}

fn malformed(error: &ScanError) -> (Position, DocumentProblem) {
    let at = place(error.marker().line(), error.marker().col());
    // The YAML reader gives errors as texts only. Fixtures test that it still uses these two.
    let problem = match error.info() {
        info if info.contains("unknown anchor") => DocumentProblem::UndefinedAlias,
        info if info.contains("recursion limit") => DocumentProblem::TooDeep(MAX_DEPTH),
        info => DocumentProblem::Malformed(info.to_owned()),
    };
    (at, problem)
}

#[derive(Default)]
struct Builder<'t> {
    /// The path in the schema repository.
    file: String,
    nodes: Nodes<'t>,
    flaws: Vec<Flaw>,
    root: Option<NodeId>,
    /// The mappings and lists that have begun and not ended, the innermost last.
    open: Vec<OpenNode>,
    /// Nodes by the number that the YAML reader gives their anchor.
    anchors: HashMap<usize, NodeId>,
}

struct OpenNode {
    node: NodeId,
    /// The last key, in a mapping.
    key: Option<NodeId>,
    /// Whether the value of that key is still to begin.
    value_next: bool,
}

impl<'t> Builder<'t> {
    fn take(&mut self, event: Event<'t>, at: Position) -> Result<(), DocumentProblem> {
        match event {
            Event::SequenceEnd | Event::MappingEnd => {
                self.end();
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.untagged(tag.as_deref(), at);
                let plain = style == ScalarStyle::Plain;
                self.add(Data::Scalar { text, plain }, anchor, at);
                Ok(())
            }
            Event::SequenceStart(anchor, tag) => {
                self.untagged(tag.as_deref(), at);
                self.begin(Data::Sequence(Vec::new()), anchor, at)
            }
            Event::MappingStart(anchor, tag) => {
                self.untagged(tag.as_deref(), at);
                self.begin(Data::Mapping(Vec::new()), anchor, at)
            }
            Event::Alias(anchor) => {
                let target = *self.anchors.get(&anchor).ok_or(DocumentProblem::UndefinedAlias)?;
                self.add(Data::Alias(target), 0, at);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn begin(
        &mut self,
        data: Data<'t>,
        anchor: usize,
        at: Position,
    ) -> Result<(), DocumentProblem> {
        if self.open.len() >= MAX_DEPTH {
            return Err(DocumentProblem::TooDeep(MAX_DEPTH));
        }
        let node = self.add(data, anchor, at);
        self.open.push(OpenNode { node, key: None, value_next: false });
        Ok(())
    }

    fn end(&mut self) {
        if let Some(node) = self.open.last().map(|open| open.node) {
            let doubles = duplicate_keys(&self.nodes, node);
            for (first, second) in &doubles {
                let key = excerpt(self.nodes.text(*second).unwrap_or_default());
                let [first, at] = [first, second].map(|node| self.nodes.written(*node).at);
                self.flaw(at, DocumentProblem::DuplicateKey { key, first }, NOT_THERE);
            }
            let doubles: HashSet<NodeId> = doubles.into_iter().map(|(_, double)| double).collect();
            if let Some(Data::Mapping(pairs)) = self.nodes.data_mut(node) {
                pairs.retain(|(name, _)| !doubles.contains(name));
            }
        }
        self.open.pop();
    }

    /// Adds a node to the innermost open mapping or list; anchor 0 means none.
    fn add(&mut self, data: Data<'t>, anchor: usize, at: Position) -> NodeId {
        let id = self.nodes.add(Node { at, data });
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(id);
            return id;
        };
        match (self.nodes.data_mut(open.node), open.key) {
            (Some(Data::Mapping(pairs)), Some(key)) if open.value_next => {
                pairs.push((key, id));
                open.value_next = false;
            }
            (Some(Data::Mapping(_)), _) => {
                (open.key, open.value_next) = (Some(id), true);
                self.name(id, at);
            }
            (Some(Data::Sequence(items)), _) => items.push(id),
            _ => {}
        }
        id
    }

    /// Reports a name that is not text: the later steps skip such a name without a word.
    fn name(&mut self, key: NodeId, at: Position) {
        let what = match self.nodes.data(key) {
            Data::Scalar { .. } => return,
            Data::Sequence(_) => "a list",
            _ => "a mapping",
        };
        self.flaw(at, DocumentProblem::NameNotText(what), NOT_THERE);
    }

    fn untagged(&mut self, tag: Option<&Tag>, at: Position) {
        if let Some(tag) = tag {
            let name = match tag.is_yaml_core_schema() {
                true => format!("!!{}", tag.suffix),
                false => excerpt(&tag.to_string()),
            };
            self.flaw(at, DocumentProblem::Tag(name), NOT_THERE);
        }
    }

    fn flaw(&mut self, at: Position, problem: DocumentProblem, assumed: &str) {
        let place = Location { source: self.file.clone(), at: Some(at), path: self.path() };
        self.flaws.push(Flaw::new(place, problem, assumed));
    }

    fn error(&self, at: Position, problem: DocumentProblem) -> DocumentError {
        DocumentError { file: self.file.clone(), at, path: self.path(), problem }
    }

    /// The attributes and key names that lead to where the builder is, written as by
    /// [`Reader`](super::reader::Reader).
    fn path(&self) -> String {
        let mut parts = Vec::new();
        for (level, open) in self.open.iter().enumerate() {
            if let Data::Mapping(pairs) = self.nodes.data(open.node) {
                let named = pairs.iter().find(|(key, _)| self.nodes.text(*key) == Some("key"));
                parts.extend(named.and_then(|(_, value)| self.nodes.text(*value)));
            }
            // In the innermost mapping, a key whose value is complete does not lead any further.
            let innermost = level + 1 == self.open.len();
            let key = open.key.filter(|_| open.value_next || !innermost);
            let attribute = key.and_then(|key| self.nodes.text(key));
            parts.extend(attribute.filter(|name| *name != "subkeys"));
        }
        way(&parts.into_iter().map(excerpt).collect::<Vec<_>>())
    }
}

/// The keys of a mapping that occur more than once: the first and each other one, in the order of
/// the file.
fn duplicate_keys(nodes: &Nodes<'_>, mapping: NodeId) -> Vec<(NodeId, NodeId)> {
    let Data::Mapping(pairs) = &nodes.written(mapping).data else { return Vec::new() };
    let mut keys: Vec<(&str, NodeId)> =
        pairs.iter().filter_map(|(key, _)| Some((nodes.text(*key)?, *key))).collect();
    keys.sort_unstable();
    let same = keys.chunk_by(|(one, _), (other, _)| one == other);
    let mut doubles: Vec<(NodeId, NodeId)> = same
        .flat_map(|chunk| chunk.iter().skip(1).map(|(_, double)| (chunk[0].1, *double)))
        .collect();
    doubles.sort_by_key(|(_, second)| *second);
    doubles
}
