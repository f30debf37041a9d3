//! Reads one mapping after the other by the tables of [`tables`](super::tables).

use std::collections::BTreeMap;

use apple_device_management_core::{Takes, Written};

use super::attributes::{Attribute, Need, Table, Value};
use super::node::{Data, NodeId, Nodes, excerpt, way};
use crate::error::{DocumentError, Problem, STRING};
use crate::flaw::{Flaw, NOT_THERE, Place};
use crate::raw::{At, AttributeCounts, KeyList, ListId, Scalar, Spanned};

/// How much aliases outside lists of keys may repeat: bytes of text and items of lists.
const MAX_REPEATED: usize = 1_000_000;

/// The state of reading one file.
pub(super) struct Reader<'t> {
    pub(super) nodes: &'t Nodes<'t>,
    file: &'t str,
    /// Names from the root to where the reader is, for messages.
    path: Vec<String>,
    /// Nodes whose faults are reported: an alias leads to them again.
    seen: Vec<bool>,
    /// What aliases have repeated so far; see [`MAX_REPEATED`].
    repeated: usize,
    pub(super) lists: Vec<KeyList>,
    /// Lists that are read or being read, by their node.
    pub(super) list_of_node: BTreeMap<NodeId, ListId>,
    /// How many lists of keys are being read, each in the one before.
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

    /// Reads a mapping into `target`, attribute by attribute. What is wrong with one of them is
    /// reported, and nothing of the others is lost; an error is left where the mapping says nothing
    /// without it.
    pub(super) fn fill<T>(&mut self, table: &Table<T>, target: &mut T, node: NodeId) -> Result<()> {
        let pairs = self.mapping(node)?;
        let first_time = self.mark(node);
        for &(name, value) in pairs {
            let Some(name_text) = self.nodes.text(name) else { continue };
            match table.find(name_text) {
                Some(attribute) => {
                    *self.counts.entry((table.level, attribute.name)).or_default() += 1;
                    let read = |reader: &mut Self| {
                        let read = reader.read(attribute, target, value);
                        read.or_else(|error| reader.instead(attribute, target, error))
                    };
                    self.inside(attribute.name, read)?;
                }
                None if first_time => {
                    let what = format!("attribute `{}` is not known", excerpt(name_text));
                    self.report(name, what, NOT_THERE);
                }
                None => {}
            }
        }
        let is_there = |attribute: &&Attribute<T>| {
            pairs.iter().any(|(name, _)| self.nodes.text(*name) == Some(attribute.name))
        };
        let missing: Vec<_> =
            table.attributes.iter().filter(|attribute| !is_there(attribute)).collect();
        for attribute in missing {
            if !matches!(attribute.need, Need::Optional) {
                let (attribute_name, level) = (attribute.name, table.level.name());
                let problem = Problem::Missing { attribute: attribute_name, level };
                self.instead(attribute, target, self.error(node, problem))?;
            }
        }
        Ok(())
    }

    /// What is done where an attribute is missing or cannot be read.
    fn instead<T>(
        &mut self,
        attribute: &Attribute<T>,
        target: &mut T,
        error: DocumentError,
    ) -> Result<()> {
        match attribute.need {
            Need::Required => return Err(error),
            Need::Optional => {}
            Need::Expected(_, instead) => instead(target),
        }
        self.forgive(error, attribute.need.assumed())
    }

    /// Makes a flaw of an error, unless all of the file is concerned.
    pub(super) fn forgive(&mut self, error: DocumentError, assumed: &str) -> Result<()> {
        if error.problem.is_of_the_file() {
            return Err(error);
        }
        self.flaws.push(error.flaw(assumed));
        Ok(())
    }

    fn read<T>(&mut self, attribute: &Attribute<T>, target: &mut T, node: NodeId) -> Result<()> {
        let at = self.at(node);
        match attribute.value {
            Value::Text(set) => set(target, Spanned { value: self.string(node)?, at }),
            Value::Filled(set) => set(target, Spanned { value: self.filled(node)?, at }),
            Value::Name(set) => set(target, Spanned { value: self.name(node)?, at }),
            Value::Word(words, set) => {
                let value = self.string(node)?;
                self.check_word(words, attribute.name, attribute.need.assumed(), node, &value);
                set(target, Spanned { value: without_brackets(value), at });
            }
            Value::Flag(set) => set(target, Spanned { value: self.flag(node)?, at }),
            Value::Scalar(set) => {
                let value = self.constant(node)?;
                set(target, Spanned { value, at });
            }
            Value::Number(set) => {
                let value = self.scalar_or(node, "a number", |scalar| match scalar {
                    Scalar::Integer(_) => Some(scalar.clone()),
                    Scalar::Real(real) if real.is_finite() => Some(scalar.clone()),
                    _ => None,
                })?;
                set(target, Spanned { value, at });
            }
            Value::Whole(set) => {
                let value = self.scalar_or(node, "a whole number", |scalar| match scalar {
                    Scalar::Integer(_) => Some(scalar.clone()),
                    _ => None,
                })?;
                set(target, Spanned { value, at });
            }
            Value::Scalars(set) => {
                let items = self.sequence(node)?;
                let value = items.iter().map(|item| self.constant(*item)).collect::<Result<_>>()?;
                set(target, Spanned { value, at });
            }
            Value::Texts(words, set) => {
                let value = self.strings(words, attribute.name, node)?;
                set(target, Spanned { value, at });
            }
            Value::Stated(of_os, set) => {
                let value = self.stated(of_os.takes, attribute.name, node)?;
                set(target, of_os.word, Spanned { value, at });
            }
            Value::Mark(set) => set(target, at),
            Value::Part(read) => return read(self, target, attribute.name, node),
        }
        Ok(())
    }

    /// The value of an attribute of an OS entry. What its text means is not looked at here.
    fn stated(&mut self, takes: Takes, name: &str, node: NodeId) -> Result<Written<String>> {
        let words = takes.words();
        match takes {
            Takes::Flag => self.flag(node).map(Written::Flag),
            Takes::Enrollments | Takes::Scopes => {
                self.strings(&words, name, node).map(Written::List)
            }
            Takes::Introduced | Takes::Version | Takes::Mode | Takes::Rights | Takes::Text => {
                let text = self.string(node)?;
                self.check_word(&words, name, NOT_THERE, node, &text);
                Ok(Written::Text(text))
            }
        }
    }

    fn flag(&mut self, node: NodeId) -> Result<bool> {
        self.scalar_or(node, "true or false", |scalar| match scalar {
            Scalar::Boolean(value) => Some(*value),
            _ => None,
        })
    }

    fn strings(&mut self, words: &[&str], name: &str, node: NodeId) -> Result<Vec<String>> {
        let items = self.sequence(node)?;
        let mut strings = Vec::with_capacity(items.len());
        for &item in items {
            let value = self.string(item)?;
            self.check_word(words, name, NOT_THERE, item, &value);
            strings.push(value);
        }
        Ok(strings)
    }

    fn check_word(
        &mut self,
        words: &[&str],
        attribute: &str,
        assumed: &str,
        node: NodeId,
        value: &str,
    ) {
        let known = words.is_empty() || words.contains(&value);
        // The same text through an alias is the same fault.
        let target = self.nodes.target(node);
        if !known && self.mark(target) {
            let value = excerpt(value);
            self.report(target, format!("value `{value}` of `{attribute}` is not known"), assumed);
        }
    }

    fn report(&mut self, node: NodeId, what: String, assumed: &str) {
        let place =
            Place { source: self.file.to_owned(), at: Some(self.at(node)), path: self.path() };
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

    /// A string; of what YAML reads as something else, the text as it is written.
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

    /// A scalar of some kind; of a string, what it would be without quotes.
    fn scalar_or<T>(
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

    /// A string that says something.
    pub(super) fn filled(&mut self, node: NodeId) -> Result<String> {
        match self.string(node)? {
            text if text.trim().is_empty() => Err(self.wrong_type(node, "text")),
            text => Ok(text),
        }
    }

    fn name(&mut self, node: NodeId) -> Result<String> {
        match self.nodes.text(node) {
            Some(text) if !text.is_empty() => {
                self.charge(node, text.len()).map(|()| text.to_owned())
            }
            _ => Err(self.wrong_type(node, "a name")),
        }
    }

    /// A scalar that the schema may state as a value: not null, not infinite.
    fn constant(&mut self, node: NodeId) -> Result<Scalar> {
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
            Err(number) => Err(self.error(node, Problem::NumberTooLarge(excerpt(&number)))),
        }
    }

    /// Adds to what aliases repeat, where the node is one.
    fn charge(&mut self, node: NodeId, size: usize) -> Result<()> {
        if self.nodes.target(node) != node {
            self.repeated = self.repeated.saturating_add(size).saturating_add(1);
        }
        if self.repeated > MAX_REPEATED {
            return Err(self.error(node, Problem::AliasBomb(MAX_REPEATED)));
        }
        Ok(())
    }

    /// Whether this is the first time that the node, aliases followed, is marked.
    fn mark(&mut self, node: NodeId) -> bool {
        let target = self.nodes.target(node);
        self.seen.get_mut(target.index()).is_some_and(|seen| !std::mem::replace(seen, true))
    }

    /// Does something with one name more on the path.
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

    pub(super) fn at(&self, node: NodeId) -> At {
        self.nodes.written(node).at
    }

    fn path(&self) -> String {
        way(&self.path)
    }

    pub(super) fn wrong_type(&self, node: NodeId, expected: &'static str) -> DocumentError {
        self.error(node, Problem::WrongType { expected, found: self.nodes.describe(node) })
    }

    pub(super) fn error(&self, node: NodeId, problem: Problem) -> DocumentError {
        self.error_at(self.at(node), problem)
    }

    pub(super) fn error_at(&self, at: At, problem: Problem) -> DocumentError {
        DocumentError { file: self.file.to_owned(), at, path: self.path(), problem }
    }
}

/// What a string says if it was meant to be none, also in the words of older YAML.
fn unquoted(text: &str) -> Option<Scalar> {
    match text {
        "yes" | "Yes" | "on" | "On" => Some(Scalar::Boolean(true)),
        "no" | "No" | "off" | "Off" => Some(Scalar::Boolean(false)),
        text => super::scalar::resolve(text),
    }
}

fn without_brackets(word: String) -> String {
    match word.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        Some(inner) => inner.to_owned(),
        None => word,
    }
}
