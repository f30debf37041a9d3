//! Status items: what a device reports of itself.
//!
//! On the wire, an item named `a.b.c` is the key `c` in a dictionary `b` in a dictionary `a`. A
//! `StatusReport` (of [`protocol`](crate::protocol)) keeps them as they came, in `status_items`.
//! [`items`] gives all items in it, [`get`] an item of a certain type, [`look_up`] the value of an
//! item as it came; [`insert`] adds an item. [`update`] puts the reports of a device together.

use apple_device_management_core::codec::{AnyDocument, Message, from_shown, put_shown, to_value};
use apple_device_management_core::{DecodeError, Dictionary, Format, Slot, Value};

pub use apple_device_management_generated::status::*;

/// The name of a document that describes reasons within a report, and is not an item.
const NO_ITEM: &str = "status-reason";

/// The items of a report, each of its type; an unknown item is a dictionary of its name and value.
///
/// An item that does not fit its type is an error in its place, and the others are given all the
/// same. A dictionary counts as the value of an item, unless a known item's name leads through it.
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

/// The item with this name and this value, as JSON has them.
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

/// The value of the item with this name as it came, also if the schema does not know the item or
/// the value does not fit.
pub fn look_up<'a>(status_items: &'a Dictionary, name: &str) -> Option<&'a Value> {
    let mut steps = name.split('.');
    let first = status_items.get(steps.next()?)?;
    steps.try_fold(first, |value, step| value.as_dictionary()?.get(step))
}

/// Updates what is known of a channel with the `StatusItems` that it reports.
///
/// A report has only what has changed: other items stay as they are. In a list whose members have
/// an `identifier`, members that are not reported stay too, and a member with `_removed` is
/// removed. A report with `FullReport` has everything: use it with an empty dictionary.
///
/// In items that the schema does not know, each value other than a dictionary is updated by itself,
/// so that nothing is lost of what newer devices report.
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

/// The value of an unknown item after this change.
fn changed_within(old: Option<&Value>, new: &Value) -> Value {
    let Value::Dictionary(new) = new else { return changed(old, new) };
    let old = old.and_then(Value::as_dictionary);
    let mut all = old.cloned().unwrap_or_default();
    all.extend(new.iter().map(|(name, value)| {
        let old = old.and_then(|old| old.get(name));
        (name.clone(), changed_within(old, value))
    }));
    Value::Dictionary(all)
}

/// The value of a known item after this change.
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

/// Adds an item to a report, nested as on the wire. A value on the way that is not a dictionary is
/// replaced.
pub fn insert(status_items: &mut Dictionary, item: &AnyStatusItem) {
    let content = to_value(item.content().view());
    let Value::Dictionary(entries) = content else { return };
    for (name, value) in entries {
        place(status_items, &name, value);
    }
}

fn place(level: &mut Dictionary, name: &str, value: Value) {
    match name.split_once('.') {
        None => drop(level.insert(name, value)),
        Some((step, rest)) => {
            let inner = level.get_or_insert_with(step, Value::default);
            if inner.as_dictionary().is_none() {
                *inner = Value::Dictionary(Dictionary::new());
            }
            if let Value::Dictionary(inner) = inner {
                place(inner, rest, value);
            }
        }
    }
}
