//! Whether a value is of the type that the schema states.

use apple_device_management_core::codec::{View, whole};
use apple_device_management_core::{Date, Literal, ValueType};

/// Whether a value is of a type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    Yes,
    /// The value is of another type, but devices take it: 1 or 0 for a boolean, a whole real for an
    /// integer.
    Coerced,
    No,
}

impl Fit {
    pub(super) fn of(value: &ValueType, view: &View<'_>, json: bool) -> Fit {
        match (value, view) {
            (ValueType::Boolean, View::Integer(0 | 1)) => Fit::Coerced,
            (ValueType::Integer, View::Real(number)) if whole(*number).is_some() => Fit::Coerced,
            _ if fits(value, view, json) => Fit::Yes,
            _ => Fit::No,
        }
    }
}

/// Whether a value is exactly of a type; in JSON, data and dates are strings.
fn fits(value: &ValueType, view: &View<'_>, json: bool) -> bool {
    match (value, view) {
        (ValueType::Any, _)
        | (ValueType::String, View::String(_))
        | (ValueType::Boolean, View::Boolean(_))
        | (ValueType::Integer, View::Integer(_) | View::Unsigned(_))
        | (ValueType::Real, View::Real(_) | View::Integer(_) | View::Unsigned(_))
        | (ValueType::Date, View::Date(_))
        | (ValueType::Data, View::Data(_))
        | (ValueType::Array(_), View::Items(_)) => true,
        (ValueType::Dictionary(_) | ValueType::Map(_) | ValueType::Union(_), view) => {
            view.is_dictionary()
        }
        (ValueType::Date, View::String(text)) => json && Date::parse(text).is_ok(),
        (ValueType::Data, View::String(text)) => json && is_base64(text),
        _ => false,
    }
}

fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - digits.len() <= 2
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
}

/// Whether a value is this constant of the schema; 1 and 0 are true and false.
pub(in crate::check) fn equals(literal: &Literal, view: &View<'_>) -> bool {
    match (literal, view) {
        (Literal::String(text), View::String(other)) => text == other,
        (Literal::Boolean(value), View::Boolean(other)) => value == other,
        (Literal::Boolean(value), View::Integer(other)) => i64::from(*value) == *other,
        (Literal::Integer(value), View::Integer(other)) => value == other,
        (Literal::Integer(value), View::Unsigned(other)) => u64::try_from(*value) == Ok(*other),
        (Literal::Integer(value), View::Real(other)) => *value as f64 == *other,
        (Literal::Real(value), other) => number(other) == Some(*value),
        _ => false,
    }
}

pub(in crate::check) fn number(view: &View<'_>) -> Option<f64> {
    match view {
        View::Integer(value) => Some(*value as f64),
        View::Unsigned(value) => Some(*value as f64),
        View::Real(value) => Some(*value),
        _ => None,
    }
}
