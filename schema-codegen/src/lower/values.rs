//! Values of `rangelist`, `default`, `range`, `repetition` and `format`.

use apple_device_management_core::Repetition;

use super::error::{LowerProblem, Show};
use crate::model::{Bounds, Form, Literal};
use crate::raw::{RawBounds, Scalar};

/// A value of `rangelist` or `default`, which must fit the type of its key.
pub(super) fn literal(
    attribute: &'static str,
    value: &Scalar,
    form: Form,
    kind: &'static str,
) -> Result<Literal, LowerProblem> {
    let fits = match (form, value) {
        (Form::String | Form::GatedString | Form::Any, Scalar::String(text)) => {
            Some(Literal::String(text.clone()))
        }
        (Form::Boolean | Form::Any, Scalar::Boolean(value)) => Some(Literal::Boolean(*value)),
        (Form::Integer | Form::Any, Scalar::Integer(value)) => Some(Literal::Integer(*value)),
        (Form::Real, Scalar::Integer(value)) => Some(Literal::Real(*value as f64)),
        (Form::Real | Form::Any, Scalar::Real(value)) if value.is_finite() => {
            Some(Literal::Real(*value))
        }
        _ => None,
    };
    fits.ok_or_else(|| LowerProblem::Literal { attribute, value: Show(value.clone()), kind })
}

/// Reads `range`; each bound may be missing.
pub(super) fn range(bounds: &RawBounds) -> Result<Bounds, LowerProblem> {
    let number = |scalar: &Scalar| match scalar {
        Scalar::Integer(value) => Ok(*value as f64),
        Scalar::Real(value) if value.is_finite() => Ok(*value),
        other => Err(LowerProblem::Bound {
            attribute: "range",
            value: Show(other.clone()),
            expected: "a number",
        }),
    };
    Ok(Bounds {
        min: bounds.min.as_ref().map(number).transpose()?,
        max: bounds.max.as_ref().map(number).transpose()?,
    })
}

/// Reads `repetition`; each bound may be missing.
pub(super) fn repetition(bounds: &RawBounds) -> Result<Repetition, LowerProblem> {
    let count = |scalar: &Scalar| {
        let value = match scalar {
            Scalar::Integer(value) => u32::try_from(*value).ok(),
            _ => None,
        };
        value.ok_or_else(|| LowerProblem::Bound {
            attribute: "repetition",
            value: Show(scalar.clone()),
            expected: "a count",
        })
    };
    Ok(Repetition {
        min: bounds.min.as_ref().map(count).transpose()?,
        max: bounds.max.as_ref().map(count).transpose()?,
    })
}

/// Whether `min` is above `max`, so that no value is between them.
pub(super) fn crossed(bounds: &RawBounds) -> bool {
    range(bounds).is_ok_and(|Bounds { min, max }| min.zip(max).is_some_and(|(min, max)| min > max))
}

/// Why a `format` is no regular expression, on one line. The same engine is used when messages are
/// checked.
pub(super) fn malformed(format: &str) -> Option<String> {
    regex_lite::Regex::new(format).err().map(|error| error.to_string().replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_fits_its_type() {
        let read = |value: Scalar, form| literal("default", &value, form, "").ok();
        assert_eq!(read(Scalar::Integer(1), Form::Integer), Some(Literal::Integer(1)));
        assert_eq!(read(Scalar::Integer(1), Form::Real), Some(Literal::Real(1.0)));
        assert_eq!(read(Scalar::Boolean(true), Form::Any), Some(Literal::Boolean(true)));
        assert_eq!(read(Scalar::Real(1.5), Form::Integer), None);
        assert_eq!(read(Scalar::Integer(1), Form::String), None);
        assert_eq!(read(Scalar::Real(f64::NAN), Form::Real), None);
        assert_eq!(read(Scalar::Null, Form::Any), None);
        assert_eq!(read(Scalar::String("x".into()), Form::Dictionary), None);
    }

    #[test]
    fn bounds_may_be_open() {
        let open = RawBounds { min: Some(Scalar::Integer(3600)), max: None };
        assert_eq!(range(&open), Ok(Bounds { min: Some(3600.0), max: None }));
        assert_eq!(repetition(&open), Ok(Repetition { min: Some(3600), max: None }));
        let odd = RawBounds { min: Some(Scalar::Integer(-1)), max: None };
        assert!(repetition(&odd).is_err());
        let odd = RawBounds { min: None, max: Some(Scalar::String("1".into())) };
        assert!(range(&odd).is_err());
    }
}
