use std::fmt;
use std::str::FromStr;

/// What a `DeclarativeManagement` message of check-in asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// The synchronization tokens.
    Tokens,
    /// The list of declarations.
    DeclarationItems,
    /// Nothing: `Data` holds a status report.
    Status,
    /// One declaration; status 404 where there is none.
    Declaration {
        /// Its kind.
        kind: Kind,
        /// Its identifier.
        identifier: String,
    },
}

/// The kind of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Kind {
    Activation,
    Configuration,
    Asset,
    Management,
}

impl Kind {
    /// All kinds with the protocol's word for each.
    pub const NAMES: [(Kind, &'static str); 4] = [
        (Kind::Activation, "activation"),
        (Kind::Configuration, "configuration"),
        (Kind::Asset, "asset"),
        (Kind::Management, "management"),
    ];

    /// The protocol's word.
    pub const fn name(self) -> &'static str {
        Kind::NAMES[self as usize].1
    }

    /// The kind of a declaration of this type: `com.apple.asset.data` is an asset.
    pub fn of_type(id: &str) -> Option<Kind> {
        let word = id.strip_prefix("com.apple.")?.split('.').next()?;
        Kind::NAMES.iter().find(|(_, name)| *name == word).map(|(kind, _)| *kind)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The text is no endpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no endpoint of declarative management")]
pub struct ParseEndpointError(pub String);

impl FromStr for Endpoint {
    type Err = ParseEndpointError;

    fn from_str(text: &str) -> Result<Endpoint, ParseEndpointError> {
        let error = || ParseEndpointError(text.to_owned());
        match text {
            "tokens" => Ok(Endpoint::Tokens),
            "declaration-items" => Ok(Endpoint::DeclarationItems),
            "status" => Ok(Endpoint::Status),
            _ => {
                let rest = text.strip_prefix("declaration/").ok_or_else(error)?;
                let (kind, identifier) = rest.split_once('/').ok_or_else(error)?;
                let kind = Kind::NAMES.iter().find(|(_, name)| *name == kind);
                match kind {
                    Some((kind, _)) if !identifier.is_empty() => {
                        Ok(Endpoint::Declaration { kind: *kind, identifier: identifier.to_owned() })
                    }
                    _ => Err(error()),
                }
            }
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Endpoint::Tokens => f.write_str("tokens"),
            Endpoint::DeclarationItems => f.write_str("declaration-items"),
            Endpoint::Status => f.write_str("status"),
            Endpoint::Declaration { kind, identifier } => {
                write!(f, "declaration/{kind}/{identifier}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_read_back() {
        for text in [
            "tokens",
            "declaration-items",
            "status",
            "declaration/activation/a",
            "declaration/management/com.example/with/slashes",
        ] {
            assert_eq!(text.parse::<Endpoint>().map(|e| e.to_string()).as_deref(), Ok(text));
        }
        for text in [
            "",
            "Tokens",
            "declaration",
            "declaration/asset",
            "declaration/asset/",
            "declaration/x/y",
        ] {
            assert!(text.parse::<Endpoint>().is_err(), "{text:?}");
        }
        assert_eq!(Kind::of_type("com.apple.asset.data"), Some(Kind::Asset));
        assert_eq!(Kind::of_type("com.example.asset.data"), None);
    }
}
