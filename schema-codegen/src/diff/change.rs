//! One change, and how it is put in words.

use apple_device_management_core::{Family, Introduced, KeyPath, Os, Presence};

use super::rules::{Rule, Section};
use crate::effective::{Effective, Side};
use crate::model::{Bounds, Document, Form, Key, Literal};

/// The document that a change is in: the newer one, unless it is gone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct About {
    pub family: Family,
    pub source: String,
    pub id: String,
    pub title: String,
}

/// One thing that differs between two releases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub rule: &'static Rule,
    pub document: About,
    /// `None` where the change is that of the document itself.
    pub side: Option<Side>,
    /// In the newer release, unless the key is gone.
    pub path: KeyPath,
    /// The OSes it holds for, where it depends on the OS.
    pub os: Vec<Os>,
    /// The attribute, where a rule has several.
    pub what: Option<String>,
    pub old: Option<String>,
    pub new: Option<String>,
    /// What came or went below it.
    pub with: Vec<KeyPath>,
    /// The other places of the same shared structure where the same holds.
    pub also: Vec<KeyPath>,
}

impl About {
    /// That of a document.
    pub fn of(document: &Document) -> About {
        About {
            family: document.family,
            source: document.source.clone(),
            id: document.id.clone(),
            title: document.title.clone(),
        }
    }
}

impl Change {
    /// A change of a document as a whole, about which nothing more is said yet.
    pub(super) fn of_document(rule: &'static Rule, document: &Document) -> Change {
        Change {
            rule,
            document: About::of(document),
            side: None,
            path: KeyPath::root(),
            os: Vec::new(),
            what: None,
            old: None,
            new: None,
            with: Vec::new(),
            also: Vec::new(),
        }
    }

    /// Where a report has it.
    pub fn section(&self) -> Section {
        match self.rule.section {
            section if self.side.is_some() => section,
            Section::KeySupport => Section::ObjectSupport,
            Section::DeprecatedKeys => Section::DeprecatedObjects,
            Section::RemovedKeys => Section::RemovedObjects,
            section => section,
        }
    }

    /// What it says, without the key path.
    pub fn words(&self) -> String {
        let os: Vec<_> = self.os.iter().map(|os| os.name()).collect();
        let missing = || "nothing".to_owned();
        let mut text = String::new();
        let mut rest = self.rule.template;
        // Not by replacing: a value may hold a brace.
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let Some((name, after)) = after.split_once('}') else { break };
            text.push_str(&match name {
                "old" => self.old.clone().unwrap_or_else(missing),
                "new" => self.new.clone().unwrap_or_else(missing),
                "what" => self.what.clone().unwrap_or_else(missing),
                _ => os.join(", "),
            });
            rest = after;
        }
        text.push_str(rest);
        text
    }
}

/// A key in a line: type, presence, support.
pub(super) fn describe(key: &Key, support: &Effective) -> String {
    let presence = match key.presence {
        Presence::Unstated => "",
        presence => &format!(", {}", presence_name(presence)),
    };
    format!("{}{presence}; {}", form_name(key.form), describe_support(support))
}

/// A line about support: the OSes on which something is available.
pub(super) fn describe_support(support: &Effective) -> String {
    let available = Os::ALL.into_iter().filter(|os| {
        !matches!(support.on(*os).introduced(), Introduced::Never | Introduced::Unstated)
    });
    let parts: Vec<_> = available.map(|os| format!("{os} {}", support.on(os))).collect();
    if parts.is_empty() { "on no OS that is stated".to_owned() } else { parts.join("; ") }
}

/// The schema's word, or one that tells forms apart for which it has one word.
pub(super) fn form_name(form: Form) -> &'static str {
    match form {
        Form::UnionArray => "array of variants",
        Form::Map => "dictionary of free keys",
        Form::GatedString => "string with values of their own support",
        plain => plain.word(),
    }
}

pub(super) fn presence_name(presence: Presence) -> &'static str {
    match presence {
        Presence::Unstated => "not stated",
        stated => stated.name(),
    }
}

pub(super) fn literal(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => format!("\"{text}\""),
        Literal::Boolean(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Real(value) => value.to_string(),
    }
}

pub(super) fn literals(list: &[Literal]) -> String {
    list.iter().map(literal).collect::<Vec<_>>().join(", ")
}

pub(super) fn bounds(bounds: Option<&Bounds>) -> String {
    match bounds.map_or((None, None), |bounds| (bounds.min, bounds.max)) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("{min} or more"),
        (None, Some(max)) => format!("{max} or less"),
        (None, None) => "any".to_owned(),
    }
}
