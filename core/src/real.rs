use std::fmt;
use std::num::ParseFloatError;
use std::str::FromStr;

/// A number that remembers whether it was written as an integer, so that it can be written the same way
/// again.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Real {
    Real(f64),
    Integer(i64),
}

impl Real {
    /// The number.
    pub fn get(self) -> f64 {
        match self {
            Real::Real(number) => number,
            Real::Integer(number) => number as f64,
        }
    }
}

impl Default for Real {
    fn default() -> Real {
        Real::Real(0.0)
    }
}

impl PartialEq for Real {
    /// Whether the numbers are the same, however they are written.
    fn eq(&self, other: &Real) -> bool {
        match (self, other) {
            (Real::Integer(one), Real::Integer(other)) => one == other,
            _ => self.get() == other.get(),
        }
    }
}

impl From<Real> for f64 {
    fn from(number: Real) -> f64 {
        number.get()
    }
}

impl From<f64> for Real {
    fn from(number: f64) -> Real {
        Real::Real(number)
    }
}

impl From<i64> for Real {
    fn from(number: i64) -> Real {
        Real::Integer(number)
    }
}

impl fmt::Display for Real {
    /// The number, as it was written: `2` for an integer, `2.0` for a real.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // `Debug` writes `2.0`, where `Display` would write `2`.
            Real::Real(number) => f.pad(&format!("{number:?}")),
            Real::Integer(number) => f.pad(&number.to_string()),
        }
    }
}

impl FromStr for Real {
    type Err = ParseFloatError;

    fn from_str(text: &str) -> Result<Real, ParseFloatError> {
        match text.parse() {
            Ok(whole) => Ok(Real::Integer(whole)),
            Err(_) => text.parse().map(Real::Real),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_told_apart() {
        let large = 1 << 53;
        assert_ne!(Real::from(large), Real::from(large + 1));
        assert_eq!(Real::from(2), Real::from(2.0));
    }

    #[test]
    fn text_reads_back() {
        for text in ["2", "2.0", "-0.5", "1e300", "9223372036854775807", "inf"] {
            assert_eq!(text.parse::<Real>().unwrap().to_string(), text);
        }
        assert!("x".parse::<Real>().is_err());
    }
}
