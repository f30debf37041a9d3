//! Damage to the structure of a message: it stays well-formed in every encoding.

use apple_device_management::{Dictionary, Value};

use crate::maker::{Maker, Random};

/// A value with a few of its parts changed, removed, moved, or exchanged with parts of another value.
pub(crate) fn reshape(value: &Value, other: &Value, random: &mut Random) -> Value {
    let mut value = value.clone();
    for _ in 0..=random.below(3) {
        let steps = random.below(6);
        let part = walk(&mut value, steps, random);
        change(part, other, random);
    }
    value
}

/// A part of the value, at most this many levels down.
fn walk<'a>(value: &'a mut Value, steps: usize, random: &mut Random) -> &'a mut Value {
    let count = children(value);
    if steps == 0 || count == 0 {
        return value;
    }
    let at = random.below(count);
    let child = match value {
        Value::Array(items) => &mut items[at],
        Value::Dictionary(entries) => match entries.values_mut().nth(at) {
            Some(child) => child,
            None => unreachable!("there are more"),
        },
        _ => unreachable!("it has children"),
    };
    walk(child, steps - 1, random)
}

fn children(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len(),
        Value::Dictionary(entries) => entries.len(),
        _ => 0,
    }
}

fn change(part: &mut Value, other: &Value, random: &mut Random) {
    match (random.below(8), &mut *part) {
        (0, _) => *part = Maker::new(random.next(), random.once_in(2)).any(),
        (1, _) => *part = walk(&mut other.clone(), 3, random).clone(),
        (2, _) => {
            let levels = *random.pick(&[1, 2, 62, 70]);
            *part = wrapped(part.clone(), levels, random.once_in(2));
        }
        (_, Value::Array(items)) => items_changed(items, random),
        (_, Value::Dictionary(entries)) => entries_changed(entries, random),
        (3, Value::String(text)) => {
            *text = text.repeat(times(*random.pick(&[0, 2, 500]), text.len()));
        }
        (4, Value::String(text)) => {
            text.push_str(random.pick::<&str>(&["\0", "\u{ffff}", "😀", "&", "~"]))
        }
        (5, _) => *part = Value::Real(*random.pick(&[f64::NAN, f64::INFINITY, -0.0, f64::MAX])),
        _ => *part = Value::Integer(*random.pick(&[i64::MIN, -1, 0, i64::MAX])),
    }
}

fn wrapped(value: Value, levels: usize, in_arrays: bool) -> Value {
    (0..levels).fold(value, |inner, _| match in_arrays {
        true => Value::Array(vec![inner]),
        false => Value::Dictionary(Dictionary::from([("a".to_owned(), inner)])),
    })
}

fn items_changed(items: &mut Vec<Value>, random: &mut Random) {
    if items.is_empty() {
        items.push(Value::Boolean(true));
        return;
    }
    let at = random.below(items.len());
    match random.below(3) {
        0 => drop(items.remove(at)),
        1 => items.insert(0, items[at].clone()),
        _ => items.extend(vec![items[at].clone(); times(100, weight(&items[at]))]),
    }
}

/// How often to repeat something of this weight. Repetitions of repetitions could take gigabytes.
fn times(most: usize, weight: usize) -> usize {
    most.min(10_000 / weight.max(1))
}

/// How many values there are in a value, itself included.
fn weight(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(weight).sum(),
        Value::Dictionary(entries) => entries.values().map(weight).sum(),
        _ => 0,
    }
}

fn entries_changed(entries: &mut Dictionary, random: &mut Random) {
    let names: Vec<String> = entries.keys().map(str::to_owned).collect();
    if names.is_empty() {
        return;
    }
    let (one, other) = (random.pick(&names), random.pick(&names));
    let value = entries.get(one).cloned().unwrap_or(Value::Null);
    match random.below(4) {
        0 => drop(entries.remove(one)),
        1 => drop(entries.insert(other.clone(), value)),
        2 => drop(entries.insert(one.to_lowercase(), value)),
        _ => drop(entries.insert(format!("{one}{other}"), value)),
    }
}
