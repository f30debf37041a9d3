//! Keeps exported names as they are: what one release of the crate exports, the next one exports
//! too.
//!
//! `generated/names.txt` holds the names that the last run exported, one a line; every run compares
//! its own names with them. A name may be added at any time. Without a name that others use their
//! programs break, so a person lists each that is given up, with the reason, in
//! `schema-codegen/overlay/removed-names.toml`.

use std::collections::BTreeSet;

use apple_device_management_core::internal::count;
use serde::Deserialize;

/// The file of names, in the generated folder.
pub const NAMES: &str = "names.txt";

/// The list of names that were given up, as it was when this program was built.
const REMOVED: &str = include_str!("../overlay/removed-names.toml");

/// The names that a person has given up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Removed {
    #[serde(default)]
    removed: Vec<Removal>,
}

/// A name that was given up, and with it all that is below it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Removal {
    /// The name as `names.txt` has it.
    pub name: String,
    /// Why programs that use the name have to change.
    pub reason: String,
}

/// Why the names of a run cannot be accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NamesError {
    /// Names are gone that nobody has listed.
    #[error(
        "{} no longer exported: make schema-codegen/src/naming/ give the same name again, or list it \
         with a reason in schema-codegen/overlay/removed-names.toml\n{}",
        count(.0.len(), "name is", "names are"), .0.join("\n")
    )]
    Gone(Vec<String>),
    /// A name is listed as given up, and exported all the same.
    #[error("schema-codegen/overlay/removed-names.toml: `{0}` is exported; delete its entry")]
    Listed(String),
    /// An entry has no reason.
    #[error("schema-codegen/overlay/removed-names.toml: `{0}` has no reason; write one")]
    NoReason(String),
    /// The list is not in its format.
    #[error("schema-codegen/overlay/removed-names.toml cannot be read: {0}")]
    Malformed(String),
}

impl Removed {
    /// The list of `schema-codegen/overlay/removed-names.toml`.
    ///
    /// # Errors
    /// If it is malformed, or an entry has no reason.
    pub fn reviewed() -> Result<Removed, NamesError> {
        Removed::read(REMOVED)
    }

    /// Reads a list in the format of that file.
    ///
    /// # Errors
    /// If it is malformed, or an entry has no reason.
    pub fn read(text: &str) -> Result<Removed, NamesError> {
        let list: Removed =
            toml::from_str(text).map_err(|error| NamesError::Malformed(error.to_string()))?;
        match list.removed.iter().find(|entry| entry.reason.trim().is_empty()) {
            Some(entry) => Err(NamesError::NoReason(entry.name.clone())),
            None => Ok(list),
        }
    }

    /// Checks that the names that are gone are listed, and that the listed ones are gone.
    ///
    /// # Errors
    /// With the names that are gone and not listed, or a name that is listed and not gone.
    pub fn check(&self, before: &str, now: &BTreeSet<String>) -> Result<(), NamesError> {
        let back = |entry: &&Removal| now.iter().any(|name| entry.covers(name));
        if let Some(entry) = self.removed.iter().find(back) {
            return Err(NamesError::Listed(entry.name.clone()));
        }
        match self.gone(before, now) {
            gone if gone.is_empty() => Ok(()),
            gone => Err(NamesError::Gone(gone)),
        }
    }

    /// The names of an older file of names that are gone and not listed. Where a type is gone, only
    /// the type is named, and not its fields and variants.
    pub fn gone(&self, before: &str, now: &BTreeSet<String>) -> Vec<String> {
        let mut gone: Vec<String> = Vec::new();
        for name in before.lines().filter(|name| !name.is_empty() && !now.contains(*name)) {
            let listed = self.removed.iter().any(|entry| entry.covers(name));
            // The names are sorted, so a type stands before its fields and variants.
            let below = gone.last().is_some_and(|above| is_within(name, above));
            if !listed && !below {
                gone.push(name.to_owned());
            }
        }
        gone
    }
}

impl Removal {
    fn covers(&self, name: &str) -> bool {
        is_within(name, &self.name)
    }
}

/// Whether a name is that of `above` or of something within it.
fn is_within(name: &str, above: &str) -> bool {
    name.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The text of `names.txt`.
pub fn to_text(names: &BTreeSet<String>) -> String {
    names.iter().flat_map(|name| [name.as_str(), "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "commands::lock::Lock\ncommands::lock::Lock::message\n\
                          commands::lock::Lock::pin\ncommands::lock::Locked\n";

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn removed(name: &str) -> Removed {
        let entry = format!("[[removed]]\nname = \"{name}\"\nreason = \"a test\"\n");
        Removed::read(&entry).unwrap()
    }

    #[test]
    fn a_name_may_come() {
        let mut now = names(&BEFORE.lines().collect::<Vec<_>>());
        assert_eq!(Removed::default().check(BEFORE, &now), Ok(()));
        now.insert("commands::lock::Lock::added".to_owned());
        assert_eq!(Removed::default().check(BEFORE, &now), Ok(()));
        assert_eq!(Removed::default().check("", &now), Ok(()));
        let text = to_text(&now);
        assert_eq!(text.lines().count(), 5);
        assert_eq!(Removed::default().check(&text, &now), Ok(()));
    }

    #[test]
    fn a_name_that_goes_is_an_error_unless_it_is_listed() {
        let now = names(&[
            "commands::lock::Lock",
            "commands::lock::Lock::message",
            "commands::lock::Locked",
        ]);
        let gone = "commands::lock::Lock::pin";
        let error = Removed::default().check(BEFORE, &now).unwrap_err();
        assert_eq!(error, NamesError::Gone(vec![gone.to_owned()]));
        let text = error.to_string();
        assert!(text.contains(gone) && text.contains("removed-names.toml"), "{text}");
        assert_eq!(removed(gone).check(BEFORE, &now), Ok(()));
        // An entry for another name does not help, even one that begins alike.
        assert!(removed("commands::lock::Lock::pi").check(BEFORE, &now).is_err());
    }

    #[test]
    fn a_type_goes_with_what_is_its_own() {
        let now = names(&["commands::lock::Locked"]);
        let error = Removed::default().check(BEFORE, &now).unwrap_err();
        assert_eq!(error, NamesError::Gone(vec!["commands::lock::Lock".to_owned()]));
        assert_eq!(removed("commands::lock::Lock").check(BEFORE, &now), Ok(()));
        assert_eq!(removed("commands::lock").check(BEFORE, &names(&[])), Ok(()));
    }

    #[test]
    fn an_entry_goes_once_its_name_is_back() {
        let now = names(&BEFORE.lines().collect::<Vec<_>>());
        let name = "commands::lock::Lock::pin".to_owned();
        assert_eq!(removed(&name).check(BEFORE, &now), Err(NamesError::Listed(name)));
    }

    #[test]
    fn an_entry_has_a_reason() {
        let entry = "[[removed]]\nname = \"a\"\nreason = \" \"\n";
        assert_eq!(Removed::read(entry), Err(NamesError::NoReason("a".to_owned())));
        let entry = "[[removed]]\nname = \"a\"\n";
        assert!(matches!(Removed::read(entry), Err(NamesError::Malformed(_))));
        Removed::reviewed().unwrap();
    }
}
