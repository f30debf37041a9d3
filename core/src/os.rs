use std::fmt;
use std::str::FromStr;

/// An operating system for which the schema states what is available.
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

/// Other names that Apple has, or had, for the systems.
const OTHER_NAMES: &[(&str, Os)] = &[
    ("iPadOS", Os::Ios),
    ("iPhone OS", Os::Ios),
    ("OS X", Os::MacOs),
    ("Mac OS X", Os::MacOs),
    ("xrOS", Os::VisionOs),
];

/// The beginnings of model identifiers, each with the OS of such devices.
const MODELS: &[(&str, Os)] = &[
    ("iPhone", Os::Ios),
    ("iPad", Os::Ios),
    ("iPod", Os::Ios),
    ("Mac", Os::MacOs),
    ("iMac", Os::MacOs),
    ("VirtualMac", Os::MacOs),
    ("AppleTV", Os::TvOs),
    ("RealityDevice", Os::VisionOs),
    ("Watch", Os::WatchOs),
];

impl Os {
    /// The OS of a model by its identifier, which devices send as their product: `iPad8,1`,
    /// `MacBookPro18,3`, `Mac14,2`. `None` for an unknown model.
    pub fn of_model(identifier: &str) -> Option<Os> {
        MODELS.iter().find(|(prefix, _)| identifier.starts_with(prefix)).map(|(_, os)| *os)
    }
}

/// A text does not name an OS of the schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no OS; allowed are iOS (iPadOS), macOS, tvOS, visionOS and watchOS")]
pub struct ParseOsError(String);

impl FromStr for Os {
    type Err = ParseOsError;

    /// Reads a name without regard to case; `iPadOS` and `iPhone OS` are iOS, `OS X` and
    /// `Mac OS X` are macOS.
    fn from_str(text: &str) -> Result<Os, ParseOsError> {
        let names = Os::ALL.map(|os| (os.name(), os));
        let mut all = names.iter().chain(OTHER_NAMES);
        all.find(|(name, _)| name.eq_ignore_ascii_case(text))
            .map(|(_, os)| *os)
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
        for (name, os) in OTHER_NAMES {
            assert_eq!(name.parse(), Ok(*os));
        }
        assert!("BeOS".parse::<Os>().is_err());
    }

    #[test]
    fn models_tell_their_os() {
        for (model, os) in [
            ("iPad8,1", Os::Ios),
            ("MacBookPro18,3", Os::MacOs),
            ("Mac14,2", Os::MacOs),
            ("AppleTV11,1", Os::TvOs),
            ("RealityDevice14,1", Os::VisionOs),
            ("Watch7,1", Os::WatchOs),
        ] {
            assert_eq!(Os::of_model(model), Some(os), "{model}");
        }
        assert_eq!(Os::of_model("Pippin1,1"), None);
    }
}
