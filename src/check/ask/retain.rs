//! What is left of a message once all that the target does not take is removed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use apple_device_management_core::codec::{Described, to_value};
use apple_device_management_core::{
    DecodeError, Dictionary, Document, Effect, KeyPath, Segment, Target, Value, View,
};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::check::judge::judge_and_need;
use crate::check::walk::Walked;
use crate::check::{Check, Finding, Problem, Types};
use crate::reflect::Side;

/// Something that was removed from a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Removal {
    /// Where it stood in the message before anything was removed.
    pub path: KeyPath,
    /// The reasons, at least one. If the path was removed because nothing was left in it, these are the
    /// reasons for what was below it.
    pub reasons: Vec<Finding>,
}

impl Serialize for Removal {
    /// A map of `path` and `reasons`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("path", &self.path)?;
        map.serialize_entry("reasons", &self.reasons)?;
        map.end()
    }
}

impl fmt::Display for Removal {
    /// The first reason, in one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reasons.first() {
            Some(reason) => write!(f, "removed: {reason}"),
            None => write!(f, "removed: {}", self.path),
        }
    }
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Retained {
    /// It can be sent. These parts were removed; there may be none.
    Kept(Vec<Removal>),
    /// It must not be sent, for these reasons (at least one), and was not changed: the target does
    /// not take the message at all, or would not take what is left.
    Refused(Vec<Finding>),
}

impl Retained {
    /// The parts that were removed; `None` if the message must not be sent.
    pub fn removals(&self) -> Option<&[Removal]> {
        match self {
            Retained::Kept(removals) => Some(removals),
            Retained::Refused(_) => None,
        }
    }
}

/// A message from which parts can be removed: everything that can be checked and is not borrowed.
pub trait Retain: Check {
    /// Replaces the content.
    ///
    /// # Errors
    /// The content does not fit the type; the message stays as it was.
    fn replace(&mut self, content: Value) -> Result<(), DecodeError>;
}

impl<T: Described> Retain for T {
    fn replace(&mut self, content: Value) -> Result<(), DecodeError> {
        self.rewrite(content)
    }
}

macro_rules! by_value {
    ($($feature:literal $type:path),+ $(,)?) => {$(
        #[cfg(feature = $feature)]
        impl Retain for $type {
            fn replace(&mut self, content: Value) -> Result<(), DecodeError> {
                *self = apple_device_management_core::codec::from_value(content)?;
                Ok(())
            }
        }
    )+};
}

by_value!(
    "commands" crate::commands::Command,
    "commands" crate::commands::Order,
    "profiles" crate::profiles::Profile,
    "profiles" crate::profiles::Payload,
    "declarations" crate::declarations::Declaration,
);

#[cfg(feature = "declarations")]
impl Retain for crate::declarations::AnyDeclaration {
    fn replace(&mut self, content: Value) -> Result<(), DecodeError> {
        self.rewrite(content)
    }
}

/// Removes from a message what the target does not take, and gives what was removed and why.
///
/// What depends on something that is not known of the target stays, and so does what is only
/// ignored. A list or dictionary in which nothing is left is removed too, and so is one that loses
/// a key which the target needs; the message itself may be left without any key. The profile that
/// InstallProfile carries as data is not changed.
///
/// # Errors
/// The message cannot be read as its type without these parts; it stays as it was.
pub fn retain_supported<T: Retain>(
    message: &mut T,
    target: &Target,
) -> Result<Retained, DecodeError> {
    let Some(walked) = Walked::of(message) else { return Ok(Retained::Kept(Vec::new())) };
    let plan = Plan::of(walked, target);
    // Most messages have nothing to remove, and then nothing is copied.
    if plan.blocked.is_empty() {
        return Ok(Retained::Kept(Vec::new()));
    }
    let (left, retained) = plan.carry_out(to_value(message.content()));
    if let Some(left) = left {
        message.replace(left)?;
    }
    Ok(retained)
}

/// The same for a dictionary that this side of a document describes.
pub fn retain_supported_keys(
    document: &'static Document,
    side: Side,
    dictionary: &mut Dictionary,
    target: &Target,
) -> Retained {
    let view = View::Values(dictionary);
    let plan = Plan::of(Walked { document, side, view, envelope: &[], types: Types::ALL }, target);
    let (left, retained) = plan.carry_out(Value::Dictionary(dictionary.clone()));
    if let Some(Value::Dictionary(left)) = left {
        *dictionary = left;
    }
    retained
}

/// What has to be removed, and what must not be.
struct Plan {
    /// The path to the message within its envelope.
    root: KeyPath,
    /// The findings about what the target does not take, by key path.
    blocked: BTreeMap<KeyPath, Vec<Finding>>,
    /// The key paths that must not be removed from the dictionaries in which they stand.
    needed: BTreeSet<KeyPath>,
}

impl Plan {
    fn of(message: Walked<'_>, target: &Target) -> Plan {
        let root = message.envelope.iter().fold(KeyPath::root(), |root, name| root.key(name));
        let (findings, needed) = judge_and_need(message, target);
        let mut blocked: BTreeMap<KeyPath, Vec<Finding>> = BTreeMap::new();
        for finding in findings {
            let blocks = matches!(
                finding.problem,
                Problem::Support(_, obstacle) if obstacle.effect == Effect::Blocks
            );
            if blocks {
                blocked.entry(finding.path.clone()).or_default().push(finding);
            }
        }
        Plan { root, blocked, needed }
    }

    /// What is left of the message, if it may be sent, and what became of it.
    fn carry_out(&self, content: Value) -> (Option<Value>, Retained) {
        let mut gone = Vec::new();
        let left = self.left_of(content, &mut KeyPath::root(), &mut gone);
        match left {
            Some(left) if !gone.iter().any(|path| self.root.0.starts_with(&path.0)) => {
                let removal = |path| Removal { reasons: self.reasons(&path), path };
                (Some(left), Retained::Kept(gone.into_iter().map(removal).collect()))
            }
            _ => (None, Retained::Refused(self.reasons(&KeyPath::root()))),
        }
    }

    /// What is left of a value. Adds the paths that are removed to `gone`, without the paths below
    /// them.
    fn left_of(&self, value: Value, path: &mut KeyPath, gone: &mut Vec<KeyPath>) -> Option<Value> {
        let before = gone.len();
        let (left, lacks) = match value {
            _ if self.blocked.contains_key(path) => (None, true),
            Value::Dictionary(entries) => {
                let (mut left, mut lacks) = (Dictionary::new(), false);
                for (name, value) in entries {
                    path.0.push(Segment::Key(name.clone()));
                    match self.left_of(value, path, gone) {
                        Some(value) => drop(left.insert(name, value)),
                        None => lacks |= self.needed.contains(path),
                    }
                    path.0.pop();
                }
                lacks |= left.is_empty() && gone.len() > before && *path != self.root;
                (Some(Value::Dictionary(left)), lacks)
            }
            Value::Array(items) => {
                let mut left = Vec::new();
                for (index, value) in items.into_iter().enumerate() {
                    path.0.push(Segment::Index(index));
                    left.extend(self.left_of(value, path, gone));
                    path.0.pop();
                }
                let lacks = left.is_empty() && gone.len() > before;
                (Some(Value::Array(left)), lacks)
            }
            other => (Some(other), false),
        };
        if lacks {
            gone.truncate(before);
            gone.push(path.clone());
            return None;
        }
        left
    }

    /// The reasons for removing what stands at a path or below it.
    fn reasons(&self, path: &KeyPath) -> Vec<Finding> {
        let below = self.blocked.range(path.clone()..);
        let below = below.take_while(|(one, _)| one.0.starts_with(&path.0));
        below.flat_map(|(_, findings)| findings.iter().cloned()).collect()
    }
}
