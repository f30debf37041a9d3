//! Reads plain scalars by the rules of YAML 1.2's core schema.

use crate::raw::Scalar;

/// Reads a plain scalar; `None` if it is a whole number that does not fit 64 bits.
pub(super) fn resolve(text: &str) -> Option<Scalar> {
    let Some(first) = text.bytes().next() else { return Some(Scalar::Null) };
    // For nearly every scalar, the first byte tells that it is a string.
    Some(match first {
        b'~' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' => match text {
            "~" | "null" | "Null" | "NULL" => Scalar::Null,
            "true" | "True" | "TRUE" => Scalar::Boolean(true),
            "false" | "False" | "FALSE" => Scalar::Boolean(false),
            _ => Scalar::String(text.to_owned()),
        },
        b'0'..=b'9' | b'.' | b'-' | b'+' => number(text)?,
        _ => Scalar::String(text.to_owned()),
    })
}

fn number(text: &str) -> Option<Scalar> {
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            return if !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix)) {
                i64::from_str_radix(digits, radix).ok().map(Scalar::Integer)
            } else {
                Some(Scalar::String(text.to_owned()))
            };
        }
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().map(Scalar::Integer);
    }
    Some(real(text, unsigned).unwrap_or_else(|| Scalar::String(text.to_owned())))
}

fn real(text: &str, unsigned: &str) -> Option<Scalar> {
    match (unsigned, text) {
        (".inf" | ".Inf" | ".INF", _) => {
            let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
            return Some(Scalar::Real(sign * f64::INFINITY));
        }
        (_, ".nan" | ".NaN" | ".NAN") => return Some(Scalar::Real(f64::NAN)),
        _ => {}
    }
    // Rust's parser also accepts words such as `inf`, which YAML does not; their letters tell.
    let shape =
        unsigned.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'-' | b'+'))
            && unsigned.bytes().any(|byte| byte.is_ascii_digit())
            && unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.');
    if shape { text.parse().ok().map(Scalar::Real) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_schema_and_nothing_of_yaml_1_1() {
        let string = |text: &str| Scalar::String(text.to_owned());
        for (text, expected) in [
            ("", Scalar::Null),
            ("~", Scalar::Null),
            ("Null", Scalar::Null),
            ("nUll", string("nUll")),
            ("true", Scalar::Boolean(true)),
            ("FALSE", Scalar::Boolean(false)),
            ("yes", string("yes")),
            ("no", string("no")),
            ("on", string("on")),
            ("0", Scalar::Integer(0)),
            ("-12", Scalar::Integer(-12)),
            ("+7", Scalar::Integer(7)),
            ("007", Scalar::Integer(7)),
            ("0o17", Scalar::Integer(15)),
            ("0xfF", Scalar::Integer(255)),
            ("0x", string("0x")),
            ("0o8", string("0o8")),
            ("1_000", string("1_000")),
            ("12:30", string("12:30")),
            ("1.5", Scalar::Real(1.5)),
            (".5", Scalar::Real(0.5)),
            ("1.", Scalar::Real(1.0)),
            ("-1e3", Scalar::Real(-1000.0)),
            ("1.5E-1", Scalar::Real(0.15)),
            ("-.inf", Scalar::Real(f64::NEG_INFINITY)),
            ("-.nan", string("-.nan")),
            ("inf", string("inf")),
            (".", string(".")),
            ("-", string("-")),
            ("1e", string("1e")),
            ("e1", string("e1")),
            ("--1", string("--1")),
            ("1.2.3", string("1.2.3")),
            ("10.15.4", string("10.15.4")),
            ("3DES", string("3DES")),
            ("n/a", string("n/a")),
            ("9223372036854775807", Scalar::Integer(i64::MAX)),
        ] {
            assert_eq!(resolve(text), Some(expected), "{text:?}");
        }
        assert!(matches!(resolve(".nan"), Some(Scalar::Real(real)) if real.is_nan()));
        assert_eq!(resolve("9223372036854775808"), None);
        assert_eq!(resolve("0xffffffffffffffff"), None);
    }
}
