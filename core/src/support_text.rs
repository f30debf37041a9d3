//! Support in words: for doc comments, reports and the terminal.

use std::fmt;

use crate::{Introduced, Mode, OsSupport};

impl fmt::Display for OsSupport {
    /// One line without the name of the OS: `13.0, supervised, not on the user channel`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = vec![match self.introduced() {
            Introduced::Unstated => "not stated".to_owned(),
            Introduced::Always => "every version".to_owned(),
            Introduced::Since(version) => format!("{version}"),
            Introduced::Never => "not available".to_owned(),
        }];
        if let Some(version) = self.deprecated() {
            parts.push(format!("deprecated {version}"));
        }
        if let Some(version) = self.removed() {
            parts.push(format!("removed {version}"));
        }
        parts.extend(self.conditions());
        f.write_str(&parts.join(", "))
    }
}

impl OsSupport {
    /// The conditions, each in words; what is usual has none. Versions are none of them.
    pub fn conditions(&self) -> Vec<String> {
        let flags = [
            (self.beta() == Some(true), "beta"),
            (self.supervised() == Some(true), "supervised"),
            (self.requires_dep() == Some(true), "automated enrollment"),
            (self.user_approved_mdm() == Some(true), "user-approved"),
            (self.allow_manual_install() == Some(false), "no manual install"),
            (self.device_channel() == Some(false), "not on the device channel"),
            (self.user_channel() == Some(false), "not on the user channel"),
            (self.multiple() == Some(true), "may be installed more than once"),
            (self.always_skippable() == Some(true), "always skippable"),
        ];
        let mut parts: Vec<String> = flags
            .into_iter()
            .filter(|(holds, _)| *holds)
            .map(|(_, text)| text.to_owned())
            .collect();
        if let Some(right) = self.access_rights().and_then(|rights| rights.right()) {
            parts.push(format!("right {right}"));
        }
        if let Some(enrollments) = self.allowed_enrollments() {
            parts.push(format!("enrollments {}", words(enrollments.iter().map(|one| one.name()))));
        }
        if let Some(scopes) = self.allowed_scopes() {
            parts.push(format!("scopes {}", words(scopes.iter().map(|one| one.name()))));
        }
        let unusual = |mode: &Mode| *mode != Mode::Allowed;
        if let Some(mode) = self.user_enrollment_mode().filter(unusual) {
            parts.push(format!("user enrollment {}", mode.name()));
        }
        parts.extend(
            self.user_enrollment_behavior().map(|text| format!("in user enrollment: {text}")),
        );
        parts.extend(self.shared_ipad_conditions());
        parts
    }

    fn shared_ipad_conditions(&self) -> Vec<String> {
        let mut parts = Vec::new();
        if let Some(mode) = self.shared_ipad_mode().filter(|mode| *mode != Mode::Allowed) {
            parts.push(format!("Shared iPad {}", mode.name()));
        }
        if self.shared_ipad_device_channel() == Some(false) {
            parts.push("Shared iPad: not on the device channel".to_owned());
        }
        if self.shared_ipad_user_channel() == Some(false) {
            parts.push("Shared iPad: not on the user channel".to_owned());
        }
        if let Some(scopes) = self.shared_ipad_allowed_scopes() {
            parts
                .push(format!("Shared iPad scopes {}", words(scopes.iter().map(|one| one.name()))));
        }
        parts
    }
}

fn words(names: impl Iterator<Item = &'static str>) -> String {
    let names: Vec<_> = names.collect();
    if names.is_empty() { "none".to_owned() } else { names.join("/") }
}

#[cfg(test)]
mod tests {
    use crate::{Introduced, Mode, OsSupport, Scopes, Version};

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
