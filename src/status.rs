//! Status: what a device reports of itself, item by item.
//!
//! On the wire an item `a.b.c` stands as a dictionary in a dictionary; a
//! `StatusReport` (of [`protocol`](crate::protocol)) keeps that as it came, in `status_items`.
//! [`items`] finds the items in it, [`get`] one of a certain type, [`look_up`] one as it came, and [`insert`] puts one there.
//! [`update`] adds up the reports of a device.

use apple_device_management_core::codec::{AnyDocument, Message, from_shown, put_shown, to_value};
use apple_device_management_core::{DecodeError, Dictionary, Format, Slot, Value};

pub use apple_device_management_generated::status::*;

/// A reason within a report, and no item.
const NO_ITEM: &str = "status-reason";

/// The items of a report, each typed; an unknown one is a dictionary of its name and its value.
///
/// An item that does not fit its type is an error of its own, and costs no other. A dictionary
/// that no known item's name leads through is taken for the value of an item.
pub fn items(status_items: &Dictionary) -> Vec<Result<AnyStatusItem, DecodeError>> {
    let mut found = Vec::new();
    find(status_items, "", &mut |name, value| found.push(item(name, value.clone())));
    found
}

fn find(level: &Dictionary, above: &str, found: &mut dyn FnMut(String, &Value)) {
    for (name, value) in level {
        let name = match above {
            "" => name.clone(),
            above => format!("{above}.{name}"),
        };
        let leads = |id: &str| id.strip_prefix(&*name).is_some_and(|rest| rest.starts_with('.'));
        let leads_on = || AnyStatusItem::VARIANTS.iter().any(|(id, _)| leads(id));
        match value {
            Value::Dictionary(inner) if !is_item(&name) && leads_on() => {
                find(inner, &name, found);
            }
            value => found(name, value),
        }
    }
}

fn is_item(name: &str) -> bool {
    name != NO_ITEM && !AnyStatusItem::variants_of(name).is_empty()
}

/// One item, from its name and its value as they come in JSON.
///
/// # Errors
/// The value does not fit the item's type.
pub fn item(name: String, value: Value) -> Result<AnyStatusItem, DecodeError> {
    let known = AnyStatusItem::variants_of(&name).first().filter(|(id, _)| *id != NO_ITEM);
    match known {
        None => Ok(AnyStatusItem::unknown(name.clone(), Dictionary::from([(name, value)]))),
        Some((_, make)) => {
            let mut item = make();
            put_shown(item.content_mut(), Format::Json, vec![(&name, value.view())])?;
            Ok(item)
        }
    }
}

/// The item of this type, if the report has it.
///
/// # Errors
/// The value does not fit the item's type.
pub fn get<T: Message>(status_items: &Dictionary) -> Option<Result<T, DecodeError>> {
    let name = T::DOCUMENT.id;
    let value = look_up(status_items, name)?;
    Some(from_shown(Format::Json, vec![(name, value.view())]))
}

/// The value of the item of this name as it came, known or not, fitting or not.
pub fn look_up<'a>(status_items: &'a Dictionary, name: &str) -> Option<&'a Value> {
    let mut steps = name.split('.');
    let first = status_items.get(steps.next()?)?;
    steps.try_fold(first, |value, step| value.as_dictionary()?.get(step))
}

/// Brings what is known of a channel up to date with `StatusItems` that it reports.
///
/// A report tells what has changed: an item that it does not have stays. Where an item is a list
/// whose members have an `identifier`, so does a member; one with `_removed` goes. A report with
/// `FullReport` tells everything instead: begin it with nothing known.
///
/// Where the schema knows no item, each value that is no dictionary is taken for one, so that nothing
/// is lost of what newer devices report.
pub fn update(known: &mut Dictionary, status_items: &Dictionary) {
    find(status_items, "", &mut |name, value| {
        let old = look_up(known, &name);
        let value = match is_item(&name) {
            true => changed(old, value),
            false => changed_within(old, value),
        };
        place(known, &name, value);
    });
}

/// The values in a dictionary after these changes.
fn changed_within(old: Option<&Value>, new: &Value) -> Value {
    let Value::Dictionary(new) = new else { return changed(old, new) };
    let mut all = old.and_then(Value::as_dictionary).cloned().unwrap_or_default();
    for (name, value) in new {
        let value = changed_within(all.get(name), value);
        all.insert(name.clone(), value);
    }
    Value::Dictionary(all)
}

/// The value of an item after this change.
fn changed(old: Option<&Value>, new: &Value) -> Value {
    match (old, new) {
        (Some(Value::Array(old)), Value::Array(new)) => Value::Array(changed_list(old, new)),
        (_, Value::Array(new)) => Value::Array(changed_list(&[], new)),
        _ => new.clone(),
    }
}

/// The list after these changes.
fn changed_list(old: &[Value], new: &[Value]) -> Vec<Value> {
    if !old.iter().chain(new).all(|member| identifier(member).is_some()) {
        return new.to_vec();
    }
    let replaced = |old: &&Value| new.iter().all(|new| identifier(new) != identifier(old));
    let removed = |new: &&Value| {
        new.as_dictionary().and_then(|new| new.get("_removed")) == Some(&Value::Boolean(true))
    };
    let kept = old.iter().filter(replaced);
    kept.chain(new.iter().filter(|new| !removed(new))).cloned().collect()
}

fn identifier(member: &Value) -> Option<&str> {
    member.as_dictionary()?.get("identifier")?.as_str()
}

/// Puts an item into a report, nested as on the wire. What stands in its way is replaced.
pub fn insert(status_items: &mut Dictionary, item: &AnyStatusItem) {
    let content = to_value(item.content().view());
    let Value::Dictionary(entries) = content else { return };
    for (name, value) in entries {
        place(status_items, &name, value);
    }
}

fn place(level: &mut Dictionary, name: &str, value: Value) {
    match name.split_once('.') {
        None => drop(level.insert(name.to_owned(), value)),
        Some((step, rest)) => {
            let inner = level.entry(step.to_owned()).or_default();
            if inner.as_dictionary().is_none() {
                *inner = Value::Dictionary(Dictionary::new());
            }
            if let Value::Dictionary(inner) = inner {
                place(inner, rest, value);
            }
        }
    }
}
