//! `supportedOS`: from text to the vocabulary of `core`, one OS at a time.

use std::str::FromStr;

use apple_device_management_core::{AccessRights, Introduced, Os, OsSupport, Version};

use super::error::What;
use super::{Lower, rules};
use crate::intern::intern;
use crate::model::Stated;
use crate::raw::{OsEntry, Spanned, SupportedOs};

impl Lower<'_> {
    /// What is stated per OS. An OS that is not known has been reported by the parser.
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
        let version = |text: Option<&Spanned<String>>, name: &str| match text {
            None => Ok(None),
            Some(text) => ending(&text.value)
                .map_err(|what| self.error(text.at, &format!("{path}.{name}"), what)),
        };
        let (deprecated, removed) = (
            version(entry.deprecated.as_ref(), "deprecated")?,
            version(entry.removed.as_ref(), "removed")?,
        );
        let introduced = match &entry.introduced {
            None => Introduced::Unstated,
            Some(text) => introduced(&text.value)
                .map_err(|what| self.error(text.at, &format!("{path}.introduced"), what))?,
        };
        let rights = entry.access_rights.as_ref().map(|text| self.access_rights(text, path));
        let enrollments = entry.allowed_enrollments.as_ref().and_then(rules::enrollments);
        Ok(OsSupport::UNSTATED
            .with_introduced(introduced)
            .with_deprecated(deprecated)
            .with_removed(removed)
            .with_access_rights(rights)
            .with_supervised(entry.supervised)
            .with_requires_dep(entry.requires_dep)
            .with_user_approved_mdm(entry.user_approved_mdm)
            .with_allow_manual_install(entry.allow_manual_install)
            .with_device_channel(entry.device_channel)
            .with_user_channel(entry.user_channel)
            .with_multiple(entry.multiple)
            .with_always_skippable(entry.always_skippable)
            .with_beta(entry.beta)
            .with_allowed_enrollments(enrollments)
            .with_allowed_scopes(entry.allowed_scopes.as_ref().and_then(rules::scopes))
            .or(shared_ipad(entry))
            .or(user_enrollment(entry)))
    }

    /// A free text for the parser, so what is not known of it is reported here.
    fn access_rights(&mut self, text: &Spanned<String>, path: &str) -> AccessRights {
        let (rights, known) = AccessRights::parse(intern(&text.value));
        if !known {
            let (attribute, value) = ("accessrights", text.value.clone());
            let what = format!("value `{value}` of `{attribute}` is not known");
            self.report(text.at, path, attribute, what, "taken as some right");
        }
        rights
    }
}

/// `introduced`: `n/a`, `all` or a version.
fn introduced(text: &str) -> Result<Introduced, What> {
    match text {
        "n/a" => Ok(Introduced::Never),
        "all" => Ok(Introduced::Always),
        _ => version(text, "`n/a`, `all`").map(Introduced::Since),
    }
}

/// `deprecated` and `removed`: `n/a` says no more than silence does.
fn ending(text: &str) -> Result<Option<Version>, What> {
    match text {
        "n/a" => Ok(None),
        _ => version(text, "`n/a`").map(Some),
    }
}

fn version(text: &str, words: &'static str) -> Result<Version, What> {
    Version::from_str(text).map_err(|_| What::Version(text.to_owned(), words))
}

/// What is said of a Shared iPad, and nothing else.
fn shared_ipad(entry: &OsEntry) -> OsSupport {
    let Some(shared) = &entry.shared_ipad else { return OsSupport::UNSTATED };
    OsSupport::UNSTATED
        .with_shared_ipad_mode(shared.mode.as_ref().and_then(|mode| rules::mode(&mode.value)))
        .with_shared_ipad_device_channel(shared.device_channel)
        .with_shared_ipad_user_channel(shared.user_channel)
        .with_shared_ipad_allowed_scopes(shared.allowed_scopes.as_ref().and_then(rules::scopes))
}

/// What is said of a user enrollment, and nothing else.
fn user_enrollment(entry: &OsEntry) -> OsSupport {
    let Some(user) = &entry.user_enrollment else { return OsSupport::UNSTATED };
    OsSupport::UNSTATED
        .with_user_enrollment_mode(user.mode.as_ref().and_then(|mode| rules::mode(&mode.value)))
        .with_user_enrollment_behavior(user.behavior.as_deref().map(intern))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_versions() {
        let since = |major, minor| Introduced::Since(Version::new(major, minor, 0));
        for (text, expected) in [
            ("n/a", Introduced::Never),
            ("all", Introduced::Always),
            ("15.2", since(15, 2)),
            ("9", since(9, 0)),
        ] {
            assert_eq!(introduced(text), Ok(expected), "{text}");
        }
        for (text, expected) in [
            ("n/a", None),
            ("0", Some(Version::new(0, 0, 0))),
            ("4.2.6", Some(Version::new(4, 2, 6))),
        ] {
            assert_eq!(ending(text), Ok(expected), "{text}");
        }
        for text in ["", "N/A", "15.x", "soon"] {
            assert!(introduced(text).is_err() && ending(text).is_err(), "{text}");
        }
        assert!(ending("all").is_err());
    }
}
