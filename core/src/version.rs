use std::fmt;
use std::str::FromStr;

/// A version of an operating system: `15.2`, `10.13.4`.
///
/// Versions are compared by all components. A missing component counts as zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// First component.
    pub major: u16,
    /// Second component.
    pub minor: u16,
    /// Third component.
    pub patch: u16,
}

impl Version {
    /// A version of up to three components.
    #[inline]
    pub const fn new(major: u16, minor: u16, patch: u16) -> Version {
        Version { major, minor, patch }
    }
}

impl fmt::Display for Version {
    /// Two components, and the third where it is not zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        if self.patch != 0 {
            write!(f, ".{}", self.patch)?;
        }
        Ok(())
    }
}

/// A text is not a version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no version; expected one to three numbers below 65536 with dots between, as in 15.2 or 10.13.4"
)]
pub struct ParseVersionError(String);

impl FromStr for Version {
    type Err = ParseVersionError;

    fn from_str(text: &str) -> Result<Version, ParseVersionError> {
        let error = || ParseVersionError(text.to_owned());
        let mut components = [0u16; 3];
        let mut parts = text.split('.');
        for (index, component) in components.iter_mut().enumerate() {
            match parts.next() {
                Some(part)
                    if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) =>
                {
                    *component = part.parse().map_err(|_| error())?;
                }
                None if index > 0 => break,
                _ => return Err(error()),
            }
        }
        match parts.next() {
            None => Ok(Version::new(components[0], components[1], components[2])),
            Some(_) => Err(error()),
        }
    }
}

crate::serde_by_text!(Version);

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        text.parse().unwrap()
    }

    #[test]
    fn order_is_by_every_component() {
        assert!(version("10.13") < version("10.13.4"));
        assert!(version("10.13.4") < version("10.14"));
        assert!(version("9.3") < version("10.0"));
        assert_eq!(version("15"), version("15.0.0"));
    }

    #[test]
    fn text_reads_back() {
        for text in ["15.0", "10.13.4", "0.0"] {
            assert_eq!(version(text).to_string(), text);
        }
    }

    #[test]
    fn odd_text_is_an_error() {
        for text in ["", ".", "15.", ".1", "1.2.3.4", "n/a", "+1.0", "70000", "15.0 ", "१"] {
            assert!(text.parse::<Version>().is_err(), "{text:?}");
        }
    }
}
