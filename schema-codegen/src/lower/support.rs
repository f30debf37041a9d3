//! Reads `supportedOS`, one OS after the other, into the types of `core`.

use apple_device_management_core::{AccessRights, Os, OsAttribute, OsSupport, Takes, Written};

use super::Lower;
use super::error::LowerProblem;
use crate::conventions::NO_VERSION;
use crate::intern::intern;
use crate::location::Position;
use crate::model::Stated;
use crate::raw::{OsEntry, SupportedOs};

impl Lower<'_> {
    /// What is stated for each OS. The parser has reported an OS that is not known.
    pub(super) fn stated(
        &mut self,
        supported: Option<&SupportedOs>,
        path: &str,
    ) -> super::Result<Stated> {
        let mut stated = Stated::default();
        for entry in supported.iter().flat_map(|supported| &supported.entries) {
            if let Some(os) = Os::ALL.into_iter().find(|os| os.name() == entry.os) {
                let path = format!("{path}.supportedOS.{os}");
                stated[os as usize] = Some(self.os_support(entry, path.trim_start_matches('.'))?);
            }
        }
        Ok(stated)
    }

    fn os_support(&mut self, entry: &OsEntry, path: &str) -> super::Result<OsSupport> {
        let mut support = OsSupport::UNSTATED;
        for attribute in OsAttribute::ALL {
            let Some(stated) = entry.stated.get(attribute.word) else { continue };
            match attribute.takes.read(&stated.value, intern) {
                Some(value) => support = attribute.set(support, value),
                None => no_version(attribute.takes, &stated.value).map_or(Ok(()), |what| {
                    Err(self.error(stated.at, &format!("{path}.{}", attribute.word), what))
                })?,
            }
            if let (Takes::Rights, Written::Text(right)) = (attribute.takes, &stated.value) {
                self.check_right(attribute.word, right, stated.at, path);
            }
        }
        Ok(support)
    }

    /// Reports an access right that is not known: to the parser it is a text like any other.
    fn check_right(&mut self, attribute: &str, right: &str, at: Position, path: &str) {
        if !AccessRights::parse(intern(right)).1 {
            let what = format!("value `{right}` of `{attribute}` is not known");
            self.report(at, path, attribute, what, "taken as an unknown right");
        }
    }
}

/// The error for a text in place of a version. `n/a` in place of a version in which something ends
/// is none, and of attributes that are no version the parser has reported unknown words.
fn no_version(takes: Takes, written: &Written<String>) -> Option<LowerProblem> {
    let Written::Text(text) = written else { return None };
    let words = match takes {
        Takes::Introduced => "`n/a`, `all`",
        Takes::Version if text != NO_VERSION => "`n/a`",
        _ => return None,
    };
    Some(LowerProblem::Version(text.clone(), words))
}

#[cfg(test)]
mod tests {
    use apple_device_management_core::{Introduced, OsValue, Version};

    use super::*;

    #[test]
    fn words_and_versions() {
        // The value that is read, or the error.
        let read = |takes: Takes, text: &str| {
            let written = Written::from(text);
            takes.read(&written, intern).ok_or_else(|| no_version(takes, &written))
        };
        let since = |major, minor| Introduced::Since(Version::new(major, minor, 0));
        for (text, expected) in [
            ("n/a", Introduced::Never),
            ("all", Introduced::Always),
            ("15.2", since(15, 2)),
            ("9", since(9, 0)),
        ] {
            assert_eq!(read(Takes::Introduced, text), Ok(OsValue::Introduced(expected)), "{text}");
        }
        for (text, expected) in [
            ("n/a", Err(None)),
            ("0", Ok(OsValue::Version(Version::new(0, 0, 0)))),
            ("4.2.6", Ok(OsValue::Version(Version::new(4, 2, 6)))),
        ] {
            assert_eq!(read(Takes::Version, text), expected, "{text}");
        }
        for text in ["", "N/A", "15.x", "soon"] {
            for takes in [Takes::Introduced, Takes::Version] {
                assert!(
                    matches!(read(takes, text), Err(Some(LowerProblem::Version(..)))),
                    "{text}"
                );
            }
        }
        assert!(matches!(read(Takes::Version, "all"), Err(Some(LowerProblem::Version(..)))));
    }
}
