use std::fmt;
use std::str::FromStr;

use crate::declaration_kind::DeclarationKind;

/// What a [`DeclarativeManagementCheckin`](super::DeclarativeManagementCheckin) message asks for:
/// its `Endpoint`, parsed. All answers are JSON.
///
/// ```
/// use apple_device_management::checkin::{Endpoint, DeclarationKind};
/// let endpoint = "declaration/asset/com.example.logo".parse();
/// let identifier = "com.example.logo".to_owned();
/// assert_eq!(endpoint, Ok(Endpoint::Declaration { kind: DeclarationKind::Asset, identifier }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// The synchronization tokens: answer with a `protocol::TokensResponse`, such as
    /// `declarations::tokens` makes.
    Tokens,
    /// The list of declarations: answer with a `protocol::DeclarationItemsResponse`, such as
    /// `declarations::declaration_items` makes.
    DeclarationItems,
    /// Nothing. `Data` holds a status report, which
    /// [`status_report`](super::DeclarativeRequest::status_report) reads. Answer with status 200.
    Status,
    /// One declaration: answer with a `declarations::Declaration`, or status 404 where there is
    /// none.
    Declaration {
        /// Its kind.
        kind: DeclarationKind,
        /// Its identifier as it came: all that follows the kind, with slashes and percent signs.
        identifier: String,
    },
}

/// A text is not an endpoint.
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
                let kind = DeclarationKind::NAMES.iter().find(|(_, name)| *name == kind);
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

apple_device_management_core::serde_by_text!(Endpoint);

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
    }
}
