//! Reads one mapping after the other by the tables of [`tables`](super::tables).

use apple_device_management_core::{Takes, Written};

use super::attributes::{Attribute, LevelTable, Need, Value};
use super::error::{DocumentError, DocumentProblem};
use super::node::{NodeId, excerpt};
use super::reader::Reader;
use crate::conventions::within_brackets;
use crate::flaw::NOT_THERE;
use crate::raw::{Scalar, Spanned};

type Result<T> = std::result::Result<T, DocumentError>;

impl Reader<'_> {
    /// Reads a mapping into `target`, attribute by attribute. An attribute that is wrong is
    /// reported, and the others are read all the same.
    ///
    /// # Errors
    /// If it is not a mapping, or an attribute is wrong or missing without which it says nothing.
    pub(super) fn fill<T>(
        &mut self,
        table: &LevelTable<T>,
        target: &mut T,
        node: NodeId,
    ) -> Result<()> {
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
                let problem = DocumentProblem::Missing { attribute: attribute_name, level };
                self.instead(attribute, target, self.error(node, problem))?;
            }
        }
        Ok(())
    }

    /// Deals with an attribute that is missing or cannot be read.
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

    fn read<T>(&mut self, attribute: &Attribute<T>, target: &mut T, node: NodeId) -> Result<()> {
        let at = self.at(node);
        match attribute.value {
            Value::Text(set) => set(target, Spanned { value: self.string(node)?, at }),
            Value::Filled(set) => set(target, Spanned { value: self.filled(node)?, at }),
            Value::Name(set) => set(target, Spanned { value: self.name(node)?, at }),
            Value::Word(is_known, set) => {
                let value = self.string(node)?;
                let assumed = attribute.need.assumed();
                self.check_word(is_known(&value), attribute.name, assumed, node, &value);
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
            Value::Texts(is_known, set) => {
                let value = self.strings(&is_known, attribute.name, node)?;
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

    /// Reads the value of an attribute of an OS entry; what its text means does not matter here.
    fn stated(&mut self, takes: Takes, name: &str, node: NodeId) -> Result<Written<String>> {
        let words = takes.words();
        let is_known = |word: &str| words.is_empty() || words.contains(&word);
        match takes {
            Takes::Flag => self.flag(node).map(Written::Flag),
            Takes::Enrollments | Takes::Scopes => {
                self.strings(&is_known, name, node).map(Written::List)
            }
            Takes::Introduced | Takes::Version | Takes::Mode | Takes::Rights | Takes::Text => {
                let text = self.string(node)?;
                self.check_word(is_known(&text), name, NOT_THERE, node, &text);
                Ok(Written::Text(text))
            }
        }
    }

    fn strings(
        &mut self,
        is_known: &dyn Fn(&str) -> bool,
        name: &str,
        node: NodeId,
    ) -> Result<Vec<String>> {
        let items = self.sequence(node)?;
        let mut strings = Vec::with_capacity(items.len());
        for &item in items {
            let value = self.string(item)?;
            self.check_word(is_known(&value), name, NOT_THERE, item, &value);
            strings.push(value);
        }
        Ok(strings)
    }

    /// Reports a word that is not known, once for all aliases of it.
    fn check_word(
        &mut self,
        is_known: bool,
        attribute: &str,
        assumed: &str,
        node: NodeId,
        word: &str,
    ) {
        let target = self.nodes.target(node);
        if !is_known && self.mark(target) {
            let word = excerpt(word);
            self.report(target, format!("value `{word}` of `{attribute}` is not known"), assumed);
        }
    }
}

fn without_brackets(word: String) -> String {
    match within_brackets(&word) {
        Some(inner) => inner.to_owned(),
        None => word,
    }
}
