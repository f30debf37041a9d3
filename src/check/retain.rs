//! What is left of a message when all goes that the target does not take.

use std::collections::BTreeMap;
use std::fmt;

use apple_device_management_core::codec::{from_value, to_value};
use apple_device_management_core::{
    DecodeError, Dictionary, Document, Effect, KeyPath, Segment, Slot, Target, Value,
};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Check, Finding, Problem, check_dictionary};
use crate::reflect::Side;

/// Something that was taken out of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Removal {
    /// Where it stood in the message as it was; the root if nothing could be left of the message.
    pub path: KeyPath,
    /// Why, at least one; there may be several.
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

/// Removes from a message what the target does not take, and says what and why.
///
/// What depends on something that is not known of the target stays, and so does what is only
/// ignored. Where the target does not take the message at all, nothing is changed, and the one
/// removal has the path of the root: the message must not be sent.
///
/// # Errors
/// The message cannot be decoded any more without the parts in question; it stays as it was.
pub fn retain_supported<T: Check + Slot + Default>(
    message: &mut T,
    target: &Target,
) -> Result<Vec<Removal>, DecodeError> {
    let removals = removals(message.check(target).0);
    if removals.iter().any(is_whole) || removals.is_empty() {
        return Ok(removals);
    }
    let mut value = to_value(message.content());
    remove_all(&mut value, &removals);
    *message = from_value(value)?;
    Ok(removals)
}

/// The same for a dictionary that this document describes, whether it fits a type or not.
pub fn retain_supported_keys(
    document: &'static Document,
    side: Side,
    dictionary: &mut Dictionary,
    target: &Target,
) -> Vec<Removal> {
    let removals = removals(check_dictionary(document, side, dictionary, target).0);
    if !removals.iter().any(is_whole) {
        let mut value = Value::Dictionary(std::mem::take(dictionary));
        remove_all(&mut value, &removals);
        if let Value::Dictionary(left) = value {
            *dictionary = left;
        }
    }
    removals
}

/// From the end, so that the indexes of what is still to be removed stay true.
fn remove_all(value: &mut Value, removals: &[Removal]) {
    for removal in removals.iter().rev() {
        remove(value, &removal.path.0);
    }
}

/// Whether nothing can be left of the message.
fn is_whole(removal: &Removal) -> bool {
    removal.path.0.is_empty()
}

/// The places that block, each once, in the order of the message; not those below another one.
fn removals(findings: Vec<Finding>) -> Vec<Removal> {
    let mut places: BTreeMap<KeyPath, Vec<Finding>> = BTreeMap::new();
    for finding in findings {
        let blocks = matches!(
            finding.problem,
            Problem::Support(_, obstacle) if obstacle.effect == Effect::Blocks
        );
        if blocks {
            places.entry(finding.path.clone()).or_default().push(finding);
        }
    }
    let mut removals: Vec<Removal> = Vec::new();
    for (path, reasons) in places {
        // In the order of paths, what is below a place comes right behind it.
        let below = removals.last().is_some_and(|last| path.0.starts_with(&last.path.0));
        if !below {
            removals.push(Removal { path, reasons });
        }
    }
    removals
}

fn remove(value: &mut Value, path: &[Segment]) {
    match (value, path) {
        (Value::Dictionary(dictionary), [Segment::Key(name)]) => drop(dictionary.remove(name)),
        (Value::Array(items), [Segment::Index(index)]) if *index < items.len() => {
            items.remove(*index);
        }
        (Value::Dictionary(dictionary), [Segment::Key(name), rest @ ..]) => {
            if let Some(value) = dictionary.get_mut(name) {
                remove(value, rest);
            }
        }
        (Value::Array(items), [Segment::Index(index), rest @ ..]) => {
            if let Some(value) = items.get_mut(*index) {
                remove(value, rest);
            }
        }
        _ => {}
    }
}
