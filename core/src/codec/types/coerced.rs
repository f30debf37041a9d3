//! Values that come in another type than the one of their key, and are understood all the same.
//!
//! Devices take the number 1 or 0 for a boolean and a whole real for an integer, and some tools write
//! them so. A record reads such a value into its field and keeps how it came beside its fields, so
//! that it is written again as it was.

use crate::codec::{Slot, View, same_view};
use crate::{Value, ValueType};

/// The value in the type of its key, if it came in another type and is understood.
pub fn coerced(expected: &ValueType, value: &Value) -> Option<Value> {
    match (expected, value) {
        (ValueType::Boolean, Value::Integer(number @ (0 | 1))) => {
            Some(Value::Boolean(*number == 1))
        }
        (ValueType::Integer, Value::Real(number)) => whole(*number).map(Value::Integer),
        (ValueType::Array(item), Value::Array(items)) => {
            let changed: Vec<_> = items.iter().map(|one| coerced(&item.value, one)).collect();
            changed.iter().any(Option::is_some).then(|| {
                let pairs = changed.into_iter().zip(items);
                Value::Array(pairs.map(|(new, old)| new.unwrap_or_else(|| old.clone())).collect())
            })
        }
        _ => None,
    }
}

/// Whether a field holds what this value was understood as; see [`coerced`].
pub fn stands_for(value: &Value, field: View<'_>) -> bool {
    match (value, field) {
        (Value::Integer(number), View::Boolean(flag)) => *number == i64::from(flag),
        (Value::Real(number), View::Integer(field)) => whole(*number) == Some(field),
        (Value::Array(values), View::Items(items)) => {
            values.len() == items.count()
                && values.iter().enumerate().all(|(at, value)| {
                    let item = items.item(at);
                    same_view(value.view(), item) || stands_for(value, item)
                })
        }
        _ => false,
    }
}

/// The integer that a real stands for: up to 2⁵³, where a real has each integer.
pub fn whole(number: f64) -> Option<i64> {
    const LARGEST: f64 = (1_u64 << f64::MANTISSA_DIGITS) as f64;
    (number.fract() == 0.0 && number.abs() <= LARGEST).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_numbers_are_integers() {
        let cases =
            [(1.0, Some(1)), (-3.0, Some(-3)), (-0.0, Some(0)), (1e15, Some(10_i64.pow(15)))];
        cases.iter().for_each(|(real, integer)| assert_eq!(whole(*real), *integer, "{real}"));
        for real in [0.5, 1e300, f64::INFINITY, f64::NAN, 2_f64.powi(54)] {
            assert_eq!(whole(real), None, "{real}");
        }
    }
}
