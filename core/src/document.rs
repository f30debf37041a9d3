use std::fmt;

use crate::{Last, Os, Subtype, Support, ValueType, Version};

/// Which release of Apple's schema something was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Schema {
    /// The name of the release, such as `26.4`: the version of iOS stands for all OSes.
    pub release: Option<&'static str>,
    /// The version of each OS that the release describes, in the order of [`Os::ALL`].
    pub versions: [Option<Version>; Os::ALL.len()],
    /// The full hash of the commit in Apple's repository.
    pub commit: Option<&'static str>,
}

impl Schema {
    /// The version of an OS that the release describes, if the release states it.
    pub const fn version(&self, os: Os) -> Option<Version> {
        self.versions[os as usize]
    }
}

/// A family of documents: a folder of Apple's repository, a module of the generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Family {
    Checkin,
    Commands,
    Errors,
    Profiles,
    Activations,
    Assets,
    Credentials,
    Configurations,
    Management,
    Declarations,
    Status,
    Protocol,
    Other,
}

/// Each family: the folder of its documents, the path of its module. The first folder that is a
/// prefix of a document's path wins.
const FAMILIES: [(Family, &str, &str); 13] = [
    (Family::Checkin, "mdm/checkin", "checkin"),
    (Family::Commands, "mdm/commands", "commands"),
    (Family::Errors, "mdm/errors", "errors"),
    (Family::Profiles, "mdm/profiles", "profiles"),
    (Family::Activations, "declarative/declarations/activations", "declarations::activations"),
    (
        Family::Credentials,
        "declarative/declarations/assets/credentials",
        "declarations::credentials",
    ),
    (Family::Assets, "declarative/declarations/assets", "declarations::assets"),
    (
        Family::Configurations,
        "declarative/declarations/configurations",
        "declarations::configurations",
    ),
    (Family::Management, "declarative/declarations/management", "declarations::management"),
    (Family::Declarations, "declarative/declarations", "declarations"),
    (Family::Status, "declarative/status", "status"),
    (Family::Protocol, "declarative/protocol", "protocol"),
    (Family::Other, "other", "other"),
];

impl Family {
    /// All families, in the order of their folders.
    pub fn all() -> impl Iterator<Item = Family> {
        FAMILIES.iter().map(|(family, _, _)| *family)
    }

    /// The family of a document, by its path in Apple's repository.
    pub fn of_path(path: &str) -> Option<Family> {
        FAMILIES
            .iter()
            .find(|(_, folder, _)| {
                path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
            })
            .map(|(family, _, _)| *family)
    }

    fn row(self) -> &'static (Family, &'static str, &'static str) {
        FAMILIES.iter().find(|(family, _, _)| *family == self).unwrap_or(&FAMILIES[12])
    }

    /// The folder of its documents in Apple's repository.
    pub fn folder(self) -> &'static str {
        self.row().1
    }

    /// The path of its module in the generated crate, such as `declarations::assets`.
    pub fn module(self) -> &'static str {
        self.row().2
    }

    /// The cargo feature that turns it on: the first part of the module's path.
    pub fn feature(self) -> &'static str {
        self.module().split("::").next().unwrap_or_default()
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.module())
    }
}

crate::parsed_by_word!(Family, "family", FAMILIES.map(|(family, _, module)| (family, module)));
crate::serde_by_text!(Family);

/// How a device applies several configurations of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Apply {
    Single,
    Multiple,
    Combined,
}

impl Apply {
    /// All ways with the schema's word for each.
    pub const NAMES: [(Apply, &'static str); 3] =
        [(Apply::Single, "single"), (Apply::Multiple, "multiple"), (Apply::Combined, "combined")];

    /// The schema's word.
    pub const fn name(self) -> &'static str {
        Apply::NAMES[self as usize].1
    }
}

crate::by_word!(Apply, "way to apply", Apply::NAMES);

/// A reason code that a status report may carry for a document.
#[derive(Clone, Copy, Debug)]
pub struct Reason {
    /// The code.
    pub code: &'static str,
    /// The keys of its `Details` dictionary.
    pub details: &'static [ReasonDetail],
}

/// One key of a reason's `Details` dictionary.
#[derive(Clone, Copy, Debug)]
pub struct ReasonDetail {
    /// The key.
    pub name: &'static str,
    /// The type of its value.
    pub value: ValueType,
    /// What the value holds, if it is a string.
    pub subtype: Option<Subtype>,
}

/// The two sides of a document: what is sent, or what is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Side {
    Payload,
    Response,
}

impl Side {
    /// Both sides with a word for each.
    pub const NAMES: [(Side, &'static str); 2] =
        [(Side::Payload, "payload"), (Side::Response, "response")];

    /// The word.
    pub const fn name(self) -> &'static str {
        Side::NAMES[self as usize].1
    }
}

crate::by_word!(Side, "side", Side::NAMES);

/// A document of the schema: a message, payload, declaration, status item or error.
#[derive(Clone, Copy, Debug)]
pub struct Document {
    /// The family.
    pub family: Family,
    /// The identifier on the wire, or a name where the wire has none. Some documents share one: see
    /// `documents_of` of the runtime crate.
    pub id: &'static str,
    /// Apple's title.
    pub title: &'static str,
    /// The path in Apple's repository: unique.
    pub source: &'static str,
    /// Where the document is available.
    pub support: Support,
    /// What is sent: a dictionary, or a map.
    pub payload: ValueType,
    /// What is answered, for documents that have an answer.
    pub response: Option<ValueType>,
    /// How a device applies several configurations of this type.
    pub apply: Option<Apply>,
    /// Whether Apple may still change the document in an incompatible way.
    pub beta: bool,
    /// The reason codes that a status report may carry for it.
    pub reasons: &'static [Reason],
    /// The status items that report on it.
    pub related_status_items: &'static [&'static str],
    /// The last release of the schema that had the document, if the newest one does not have it.
    pub last: Option<Last>,
}

impl Document {
    /// The type of what stands at the root of one side; `None` for an answer that the document does not
    /// describe.
    pub const fn content(&self, side: Side) -> Option<ValueType> {
        match side {
            Side::Payload => Some(self.payload),
            Side::Response => self.response,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_one_family() {
        let family = |path| Family::of_path(path);
        assert_eq!(family("mdm/checkin/authenticate.yaml"), Some(Family::Checkin));
        assert_eq!(family("declarative/declarations/assets/data.yaml"), Some(Family::Assets));
        assert_eq!(
            family("declarative/declarations/assets/credentials/acme.yaml"),
            Some(Family::Credentials)
        );
        assert_eq!(
            family("declarative/declarations/declarationbase.yaml"),
            Some(Family::Declarations)
        );
        assert_eq!(family("docs/schema.yaml"), None);
        assert_eq!(family("otherwise/x.yaml"), None);
    }

    #[test]
    fn every_family_has_its_row() {
        for family in Family::all() {
            assert_eq!(family.row().0, family);
        }
    }
}
