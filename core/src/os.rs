use std::fmt;
use std::str::FromStr;

/// An operating system that the schema gates by.
///
/// iPadOS is [`Os::Ios`] here, as in the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Os {
    Ios,
    MacOs,
    TvOs,
    VisionOs,
    WatchOs,
}

impl Os {
    /// All of them, in the order of the tables.
    pub const ALL: [Os; 5] = [Os::Ios, Os::MacOs, Os::TvOs, Os::VisionOs, Os::WatchOs];

    /// The name as the schema spells it: `iOS`, `macOS`, `tvOS`, `visionOS`, `watchOS`.
    pub const fn name(self) -> &'static str {
        match self {
            Os::Ios => "iOS",
            Os::MacOs => "macOS",
            Os::TvOs => "tvOS",
            Os::VisionOs => "visionOS",
            Os::WatchOs => "watchOS",
        }
    }
}

impl fmt::Display for Os {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The text names no OS of the schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no OS; allowed are iOS (iPadOS), macOS, tvOS, visionOS and watchOS")]
pub struct ParseOsError(String);

impl FromStr for Os {
    type Err = ParseOsError;

    /// Reads a name without regard to case; `iPadOS` is iOS.
    fn from_str(text: &str) -> Result<Os, ParseOsError> {
        if text.eq_ignore_ascii_case("iPadOS") {
            return Ok(Os::Ios);
        }
        Os::ALL
            .into_iter()
            .find(|os| os.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| ParseOsError(text.to_owned()))
    }
}

crate::serde_by_text!(Os);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for os in Os::ALL {
            assert_eq!(os.name().to_uppercase().parse(), Ok(os));
        }
        assert_eq!("ipados".parse(), Ok(Os::Ios));
        assert!("OS X".parse::<Os>().is_err());
    }
}
