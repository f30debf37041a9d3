//! From the YAML reader's events to [`Nodes`], without recursion and without expanding an alias.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use super::node::{Data, Node, NodeId, Nodes, excerpt, way};
use crate::error::{DocumentError, Problem};
use crate::raw::At;

/// How deep a file may nest mappings and lists. Must leave room for as many levels of keys as
/// [`expand`](super::expand) lets through, two each, and their supported OSes.
const MAX_DEPTH: usize = 160;

/// The nodes of the file, and its root.
pub(super) fn build<'t>(file: &str, text: &'t str) -> Result<(Nodes<'t>, NodeId), DocumentError> {
    let mut builder = Builder::default();
    let mut parser = Parser::new_from_str(text);
    let mut last = At { line: 1, column: 1 };
    while let Some(next) = parser.next_event() {
        let step = match next {
            Ok((event, span)) => {
                last = at(&span);
                builder.take(event, last)
            }
            Err(error) => Err(malformed(&error)),
        };
        step.map_err(|(at, problem)| builder.error(file, at, problem))?;
    }
    let root = builder.root.ok_or(Problem::Empty).map_err(|p| builder.error(file, last, p))?;
    // What is left of a file that was cut off is often YAML still, with fewer keys.
    if !text.ends_with(['\n', '\r']) {
        return Err(builder.error(file, last, Problem::CutOff));
    }
    Ok((builder.nodes, root))
}

fn at(span: &Span) -> At {
    place(span.start.line(), span.start.col())
}

fn place(line: usize, column_from_zero: usize) -> At {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    At { line: number(line.max(1)), column: number(column_from_zero.saturating_add(1)) }
}

fn malformed(error: &ScanError) -> (At, Problem) {
    let at = place(error.marker().line(), error.marker().col());
    // The reader has no kinds of errors, only texts; fixtures hold these two to it.
    let problem = match error.info() {
        info if info.contains("unknown anchor") => Problem::UndefinedAlias,
        info if info.contains("recursion limit") => Problem::TooDeep(MAX_DEPTH),
        info => Problem::Malformed(info.to_owned()),
    };
    (at, problem)
}

#[derive(Default)]
struct Builder<'t> {
    nodes: Nodes<'t>,
    root: Option<NodeId>,
    documents: usize,
    /// The mappings and lists that have begun and not ended, the innermost last.
    open: Vec<Open>,
    /// Nodes by the reader's number of their anchor.
    anchors: HashMap<usize, NodeId>,
}

struct Open {
    node: NodeId,
    /// In a mapping: the last key.
    key: Option<NodeId>,
    /// Whether the value of that key is still to begin.
    value_next: bool,
}

impl<'t> Builder<'t> {
    fn take(&mut self, event: Event<'t>, at: At) -> Result<(), (At, Problem)> {
        match event {
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            event => self.grow(event, at).map_err(|problem| (at, problem)),
        }
    }

    fn grow(&mut self, event: Event<'t>, at: At) -> Result<(), Problem> {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 { Err(Problem::SeveralDocuments) } else { Ok(()) }
            }
            Event::Scalar(text, style, anchor, tag) => {
                untagged(tag.as_deref())?;
                let plain = style == ScalarStyle::Plain;
                self.add(Data::Scalar { text, plain }, anchor, at).map(drop)
            }
            Event::SequenceStart(anchor, tag) => {
                untagged(tag.as_deref())?;
                self.begin(Data::Sequence(Vec::new()), anchor, at)
            }
            Event::MappingStart(anchor, tag) => {
                untagged(tag.as_deref())?;
                self.begin(Data::Mapping(Vec::new()), anchor, at)
            }
            Event::Alias(anchor) => {
                let target = *self.anchors.get(&anchor).ok_or(Problem::UndefinedAlias)?;
                self.add(Data::Alias(target), 0, at).map(drop)
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, data: Data<'t>, anchor: usize, at: At) -> Result<(), Problem> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Problem::TooDeep(MAX_DEPTH));
        }
        let node = self.add(data, anchor, at)?;
        self.open.push(Open { node, key: None, value_next: false });
        Ok(())
    }

    fn end(&mut self) -> Result<(), (At, Problem)> {
        let duplicate = self.open.last().and_then(|open| duplicate_key(&self.nodes, open.node));
        if let Some(duplicate) = duplicate {
            return Err(duplicate);
        }
        self.open.pop();
        Ok(())
    }

    /// Adds a node to the innermost open mapping or list; anchor 0 means none.
    fn add(&mut self, data: Data<'t>, anchor: usize, at: At) -> Result<NodeId, Problem> {
        let id = self.nodes.add(Node { at, data });
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(id);
            return Ok(id);
        };
        match (self.nodes.data_mut(open.node), open.key) {
            (Some(Data::Mapping(pairs)), Some(key)) if open.value_next => {
                pairs.push((key, id));
                open.value_next = false;
            }
            (Some(Data::Mapping(_)), _) => {
                (open.key, open.value_next) = (Some(id), true);
                name(&self.nodes, id)?;
            }
            (Some(Data::Sequence(items)), _) => items.push(id),
            _ => {}
        }
        Ok(id)
    }

    fn error(&self, file: &str, at: At, problem: Problem) -> DocumentError {
        DocumentError { file: file.to_owned(), at, path: self.path(), problem }
    }

    /// The way to where the reader is, as the [`Reader`](super::reader::Reader) writes it.
    fn path(&self) -> String {
        let mut parts = Vec::new();
        for (level, open) in self.open.iter().enumerate() {
            if let Data::Mapping(pairs) = self.nodes.data(open.node) {
                let named = pairs.iter().find(|(key, _)| self.nodes.text(*key) == Some("key"));
                parts.extend(named.and_then(|(_, value)| self.nodes.text(*value)));
            }
            // In the innermost mapping the last key is behind once its value is there.
            let innermost = level + 1 == self.open.len();
            let key = open.key.filter(|_| open.value_next || !innermost);
            let attribute = key.and_then(|key| self.nodes.text(key));
            parts.extend(attribute.filter(|name| *name != "subkeys"));
        }
        way(&parts.into_iter().map(excerpt).collect::<Vec<_>>())
    }
}

fn untagged(tag: Option<&saphyr_parser::Tag>) -> Result<(), Problem> {
    match tag {
        None => Ok(()),
        Some(tag) if tag.is_yaml_core_schema() => Err(Problem::Tag(format!("!!{}", tag.suffix))),
        Some(tag) => Err(Problem::Tag(excerpt(&tag.to_string()))),
    }
}

fn name(nodes: &Nodes<'_>, key: NodeId) -> Result<(), Problem> {
    match nodes.data(key) {
        Data::Scalar { .. } => Ok(()),
        Data::Sequence(_) => Err(Problem::NameNotText("a list")),
        _ => Err(Problem::NameNotText("a mapping")),
    }
}

/// The first key in the order of the file that was there before, and the place of its second time.
fn duplicate_key(nodes: &Nodes<'_>, mapping: NodeId) -> Option<(At, Problem)> {
    let Data::Mapping(pairs) = &nodes.written(mapping).data else { return None };
    let mut keys: Vec<(Option<&str>, NodeId)> =
        pairs.iter().map(|(key, _)| (nodes.text(*key), *key)).collect();
    keys.sort_unstable();
    let doubles = keys.windows(2).filter_map(|pair| match pair {
        [(one, first), (other, second)] if one == other => Some((*first, *second)),
        _ => None,
    });
    let (first, second) = doubles.min_by_key(|(_, second)| *second)?;
    let key = excerpt(nodes.text(second).unwrap_or_default());
    Some((nodes.written(second).at, Problem::DuplicateKey { key, first: nodes.written(first).at }))
}
