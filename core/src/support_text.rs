//! Support in words: for doc comments, reports and the terminal.

use std::fmt;

use crate::{Introduced, OsAttribute, OsSupport};

impl fmt::Display for OsSupport {
    /// One line without the name of the OS: `13.0, supervised, not on the user channel`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = self.versions();
        parts.extend(self.conditions());
        f.write_str(&parts.join(", "))
    }
}

impl OsSupport {
    /// The versions in words: since when it is available, deprecated and removed.
    pub fn versions(&self) -> Vec<String> {
        let mut parts = vec![match self.introduced() {
            Introduced::Unstated => "not stated".to_owned(),
            Introduced::Always => "every version".to_owned(),
            Introduced::Since(version) => format!("{version}"),
            Introduced::Never => "not available".to_owned(),
        }];
        parts.extend(self.deprecated().map(|version| format!("deprecated {version}")));
        parts.extend(self.removed().map(|version| format!("removed {version}")));
        parts
    }

    /// The conditions, each in words. What is usual is left out, and so are the versions.
    pub fn conditions(&self) -> Vec<String> {
        OsAttribute::ALL.iter().filter_map(|attribute| attribute.condition(self)).collect()
    }
}

/// The words of a support that the support above it does not have, and the words that only the one
/// above has. Where a word replaces another of its kind, such as one access right another, only the
/// new one is given.
pub fn differences(mut own: Vec<String>, mut above: Vec<String>) -> (Vec<String>, Vec<String>) {
    let known = above.clone();
    above.retain(|one| !own.contains(one) && !own.iter().any(|other| is_of_kind(one, other)));
    own.retain(|one| !known.contains(one));
    (own, above)
}

/// Whether two conditions differ in their last word alone.
fn is_of_kind(one: &str, other: &str) -> bool {
    let kind = |words: &str| words.rsplit_once(' ').map(|(kind, _)| kind.to_owned());
    kind(one).is_some_and(|one| kind(other) == Some(one))
}

#[cfg(test)]
mod tests {
    use super::differences;
    use crate::{Introduced, Mode, OsSupport, Scopes, Version};

    #[test]
    fn two_supports_are_told_apart_by_what_differs() {
        let words = |all: &[&str]| all.iter().map(|&one| one.to_owned()).collect::<Vec<_>>();
        let above = words(&["supervised", "right AllowSettings", "deprecated 16.0"]);
        let cases: [(&[&str], &[&str], &[&str]); 3] = [
            (&["supervised", "right AllowSettings", "deprecated 16.0"], &[], &[]),
            (
                &["beta", "right AllowErase", "deprecated 16.0"],
                &["beta", "right AllowErase"],
                &["supervised"],
            ),
            (&["deprecated 17.0"], &["deprecated 17.0"], &["supervised", "right AllowSettings"]),
        ];
        for (own, more, less) in cases {
            let told = differences(words(own), above.clone());
            assert_eq!(told, (words(more), words(less)), "{own:?}");
        }
    }

    #[test]
    fn a_line_says_what_is_unusual() {
        let support = OsSupport::UNSTATED
            .with_introduced(Introduced::Since(Version::new(13, 0, 0)))
            .with_deprecated(Version::new(16, 0, 0))
            .with_supervised(true)
            .with_user_channel(false)
            .with_device_channel(true)
            .with_shared_ipad_mode(Mode::Forbidden)
            .with_shared_ipad_allowed_scopes(Scopes::of(&[]));
        assert_eq!(
            support.to_string(),
            "13.0, deprecated 16.0, supervised, not on the user channel, \
             Shared iPad forbidden, Shared iPad scopes none"
        );
        assert_eq!(OsSupport::NEVER.to_string(), "not available");
    }
}
