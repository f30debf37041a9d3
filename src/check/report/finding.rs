use std::fmt;

use apple_device_management_core::{
    Answer, Effect, Fact, KeyPath, Limit, Obstacle, Os, OsSupport, Segment, internal::count,
};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::problem::Problem;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; or the answer depends on what is not known of the target.
    Info,
    /// The target takes it, but it may not do what is meant; or it is unusual.
    Warning,
    /// The target does not take it.
    Error,
}

impl Severity {
    /// All of them with a word for each, the least first.
    pub const NAMES: [(Severity, &'static str); 3] =
        [(Severity::Info, "info"), (Severity::Warning, "warning"), (Severity::Error, "error")];

    /// The word.
    pub const fn name(self) -> &'static str {
        Severity::NAMES[self as usize].1
    }
}

apple_device_management_core::by_word!(Severity, "severity", Severity::NAMES);

/// What the schema states of a place on one OS.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stated {
    /// The OS.
    pub os: Os,
    /// The effective support there.
    pub support: OsSupport,
    /// The support of the whole document; nothing stated, if the place is the document itself.
    pub document: OsSupport,
}

impl fmt::Display for Stated {
    /// Without the conditions of the whole document, which have a finding of their own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = self.document.conditions();
        let mut parts = self.support.versions();
        parts.extend(self.support.conditions().into_iter().filter(|one| !known.contains(one)));
        write!(f, "{}: {}", self.os, parts.join(", "))
    }
}

/// One thing to know about a message and a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Where in the message; the root means the message as a whole.
    pub path: KeyPath,
    /// Other places of which the same is to be said. Findings that depend on the same unknown fact
    /// of the target are merged into one.
    pub also: Vec<KeyPath>,
    /// How much it matters.
    pub severity: Severity,
    /// What it is.
    pub problem: Problem,
    /// The statement of the schema behind it.
    pub support: Option<Stated>,
    /// The identifier of the document; empty for a message that the schema does not list.
    pub id: &'static str,
    /// The document, as a path in Apple's repository; empty for a message that the schema does not
    /// list.
    pub source: &'static str,
}

impl Finding {
    /// The finding for a message whose type the schema does not list; `keys` lead to where it names the
    /// type.
    pub(in crate::check) fn unlisted(
        what: &'static str,
        keys: &[&str],
        near: Option<&'static str>,
    ) -> Finding {
        Finding {
            path: KeyPath(keys.iter().map(|key| Segment::Key((*key).to_owned())).collect()),
            also: Vec::new(),
            severity: Severity::Warning,
            problem: Problem::UnknownType { what, near },
            support: None,
            id: "",
            source: "",
        }
    }

    /// The fact on which the finding depends, if it depends on one.
    pub fn depends_on(&self) -> Option<Fact> {
        match self.problem {
            Problem::Support(_, Obstacle { effect: Effect::DependsOn(fact), .. }) => Some(fact),
            Problem::Missing(fact) => fact,
            _ => None,
        }
    }

    /// The limit, if the finding is about a support.
    pub fn limit(&self) -> Option<Limit> {
        match self.problem {
            Problem::Support(_, obstacle) => Some(obstacle.limit),
            _ => None,
        }
    }
}

/// How many other places a finding names in its text.
const SHOWN: usize = 3;

impl Finding {
    /// Writes the problem, the other places that have it, and the statement behind it.
    fn write_what(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.problem)?;
        if !self.also.is_empty() {
            let shown = self.also.iter().take(SHOWN);
            let shown: Vec<_> =
                shown.map(|path| path.to_string().escape_debug().to_string()).collect();
            write!(f, "; also {}", shown.join(", "))?;
            let more = self.also.len() - shown.len();
            if more > 0 {
                write!(f, " and {}", count(more, "other place", "other places"))?;
            }
        }
        match self.support {
            Some(stated) => write!(f, "; {stated}"),
            None => Ok(()),
        }
    }
}

impl Serialize for Finding {
    /// For reports: `severity`, `id`, `source`, `path`, `code`, `message`, and where the finding
    /// has them, `depends_on`, `also`, `os` and `support`.
    ///
    /// A finding cannot be read again. Its [`Problem`] borrows names, values and ranges from the
    /// tables of the schema, and a path of a message does not lead back to them: it does not say in
    /// which payload of which type, or in which variant, it is. Another release may not have them
    /// at all. What was written stays good for showing and for comparing: `code`, `path` and the
    /// other words are stable.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("severity", &self.severity)?;
        map.serialize_entry("id", self.id)?;
        map.serialize_entry("source", self.source)?;
        map.serialize_entry("path", &self.path)?;
        map.serialize_entry("code", self.problem.code())?;
        map.serialize_entry("message", &self.problem.to_string())?;
        if let Some(fact) = self.depends_on() {
            map.serialize_entry("depends_on", &fact)?;
        }
        if !self.also.is_empty() {
            map.serialize_entry("also", &self.also)?;
        }
        if let Some(Stated { os, support, .. }) = self.support {
            map.serialize_entry("os", &os)?;
            map.serialize_entry("support", &support.to_string())?;
        }
        map.end()
    }
}

impl Serialize for Findings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.0)
    }
}

impl fmt::Display for Finding {
    /// One line: `error: Settings Settings/0: …; macOS: 10.13.4 (mdm/commands/settings.yaml)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.severity)?;
        // Keys may hold line breaks; a finding is one line all the same.
        let path = self.path.to_string().escape_debug().to_string();
        let place = [self.id, &path].into_iter().filter(|part| !part.is_empty());
        let place: Vec<_> = place.collect();
        if !place.is_empty() {
            write!(f, "{}: ", place.join(" "))?;
        }
        self.write_what(f)?;
        match self.source {
            "" => Ok(()),
            source => write!(f, " ({source})"),
        }
    }
}

/// All findings, in the order of the message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    /// The findings for which the target refuses the message, or part of it.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter().filter(|finding| finding.severity == Severity::Error)
    }

    /// No, if there is an error; otherwise the first fact on which a finding depends; otherwise yes.
    pub fn answer(&self) -> Answer {
        if self.errors().next().is_some() {
            return Answer::No;
        }
        self.0.iter().find_map(Finding::depends_on).map_or(Answer::Yes, Answer::DependsOn)
    }
}

impl std::ops::Deref for Findings {
    type Target = [Finding];

    fn deref(&self) -> &[Finding] {
        &self.0
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl fmt::Display for Findings {
    /// A line for each finding.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|finding| writeln!(f, "{finding}"))
    }
}
