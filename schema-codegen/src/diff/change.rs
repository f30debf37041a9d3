//! A change, and the words for it.

use apple_device_management_core::{Family, Introduced, KeyPath, Os, Presence};

use super::rules::{Rule, Section};
use crate::effective::{Effective, Side};
use crate::model::{Bounds, Document, Form, Key, Literal};

/// The document that a change is in: that of the newer release, unless it is gone.
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
    /// `None` if the document itself has changed, and not one of its keys.
    pub side: Option<Side>,
    /// The key path in the newer release, or in the older if the key is gone.
    pub path: KeyPath,
    /// The OSes on which it is so, if it depends on the OS.
    pub os: Vec<Os>,
    /// What has changed, where the rule is about several things: an attribute, say.
    pub what: Option<String>,
    pub old: Option<String>,
    pub new: Option<String>,
    /// The keys below that came or went too.
    pub with: Vec<KeyPath>,
    /// The other places of the same shared key where it is so too.
    pub also: Vec<KeyPath>,
}

impl About {
    /// What a report says of a document.
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

    /// The section of a report that the change is in.
    pub fn section(&self) -> Section {
        match self.rule.section {
            section if self.side.is_some() => section,
            Section::KeySupport => Section::ObjectSupport,
            Section::DeprecatedKeys => Section::DeprecatedObjects,
            Section::RemovedKeys => Section::RemovedObjects,
            section => section,
        }
    }

    /// The words for the change, without the key path.
    pub fn words(&self) -> String {
        let os: Vec<_> = self.os.iter().map(|os| os.name()).collect();
        let missing = || "nothing".to_owned();
        let mut text = String::new();
        let mut rest = self.rule.template;
        // Written piece by piece, since a value that is filled in may have braces itself.
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

/// A key on one line: type, presence, support.
pub(super) fn describe(key: &Key, support: &Effective) -> String {
    let presence = match key.presence {
        Presence::Unstated => "",
        presence => &format!(", {}", presence_name(presence)),
    };
    format!("{}{presence}; {}", form_name(key.form), describe_support(support))
}

/// A support on one line: the OSes on which something is available.
pub(super) fn describe_support(support: &Effective) -> String {
    let available = Os::ALL.into_iter().filter(|os| {
        !matches!(support.on(*os).introduced(), Introduced::Never | Introduced::Unstated)
    });
    let parts: Vec<_> = available.map(|os| format!("{os} {}", support.on(os))).collect();
    if parts.is_empty() { "on no OS that is stated".to_owned() } else { parts.join("; ") }
}

/// The schema's word for a form, or another where the schema has one word for several forms.
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
