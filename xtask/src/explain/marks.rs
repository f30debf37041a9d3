//! Marks for conditions in a table. A key has a mark for each condition that differs from those
//! above the table.

use apple_device_management_core::internal;
use apple_device_management_core::{Introduced, Mode, Os, OsAttribute, OsSupport, Says};

use crate::entries::Entry;

/// The letters that always stand for the same condition, with the words for it. Other conditions
/// are numbered.
fn letters() -> Vec<(char, String)> {
    let of = |attribute: &OsAttribute| -> Vec<(char, String)> {
        let words = match attribute.says {
            Says::Apart => vec![attribute.word.to_owned()],
            Says::Flag(_, text) => vec![text.to_owned()],
            Says::Named(name) => [Mode::Required, Mode::Forbidden, Mode::Ignored]
                .map(|mode| format!("{name} {}", mode.name()))
                .into(),
        };
        attribute.marks.chars().zip(words).collect()
    };
    OsAttribute::ALL.iter().flat_map(of).collect()
}

/// The marks of a table with the words for each, in the order in which they first occur.
pub(super) struct Marks(Vec<(char, String)>);

impl Marks {
    /// The marks for all conditions that differ between these entries and the one above them.
    pub(super) fn of(entries: &[&Entry<'_>], above: &Entry<'_>) -> Marks {
        let mut marks = Marks(Vec::new());
        for entry in entries {
            for os in Os::ALL {
                let (more, less) = differences(entry.support.on(os), above.support.on(os));
                more.into_iter().chain(less).for_each(|words| marks.add(words));
            }
        }
        marks
    }

    fn add(&mut self, words: String) {
        if self.mark(&words).is_some() {
            return;
        }
        let letters = letters();
        let letter = letters.iter().find(|(_, known)| *known == words).map(|(letter, _)| *letter);
        let others = ('1'..='9').chain('A'..='Z').chain('a'..='z');
        let others = others.filter(|other| letters.iter().all(|(letter, _)| letter != other));
        let mut free = others.filter(|mark| self.0.iter().all(|(used, _)| used != mark));
        self.0.push((letter.or_else(|| free.next()).unwrap_or('*'), words));
    }

    fn mark(&self, words: &str) -> Option<char> {
        self.0.iter().find(|(_, known)| known == words).map(|(mark, _)| *mark)
    }

    /// The marks of conditions that apply in addition; behind a minus, of those that do not apply.
    pub(super) fn text(&self, support: &OsSupport, above: &OsSupport) -> String {
        let (more, less) = differences(support, above);
        let marks =
            |words: &[String]| words.iter().filter_map(|it| self.mark(it)).collect::<String>();
        let minus = if less.is_empty() { "" } else { "-" };
        format!("{}{minus}{}", marks(&more), marks(&less))
    }

    /// A line for each mark, and how to read the marks.
    pub(super) fn legend(&self) -> String {
        let mut legend = String::from("\nWhat is said above applies to each key too");
        if self.0.is_empty() {
            return legend + ".\n";
        }
        legend
            .push_str(", except for its marks; behind a minus are conditions that do not apply:\n");
        legend.extend(self.0.iter().map(|(mark, words)| format!("  {mark}  {words}\n")));
        legend
    }
}

/// The conditions that one support has and another does not, and the other way round.
fn differences(support: &OsSupport, above: &OsSupport) -> (Vec<String>, Vec<String>) {
    if support.introduced() == Introduced::Never {
        return (Vec::new(), Vec::new());
    }
    let (mut more, mut less) = internal::differences(support.conditions(), above.conditions());
    match (support.deprecated(), above.deprecated()) {
        (own, known) if own == known => {}
        (Some(_), _) => more.push("deprecated".to_owned()),
        (None, _) => less.push("deprecated".to_owned()),
    }
    (more, less)
}

#[cfg(test)]
mod tests {
    use super::*;
    use apple_device_management_core::{
        AccessRights, Enrollment, Enrollments, Mode, Scope, Scopes, Version,
    };

    const BASE: OsSupport = OsSupport::UNSTATED.with_introduced(Introduced::Always);

    fn text(support: &OsSupport, above: &OsSupport) -> (String, Vec<String>) {
        let mut marks = Marks(Vec::new());
        let (more, less) = differences(support, above);
        more.into_iter().chain(less).for_each(|words| marks.add(words));
        let words = marks.0.iter().map(|(_, words)| words.clone()).collect();
        (marks.text(support, above), words)
    }

    #[test]
    fn whatever_restricts_a_key_has_a_mark() {
        let users = Enrollments::of(&[Enrollment::User]);
        let cases = [
            ("s", BASE.with_supervised(true)),
            ("a", BASE.with_requires_dep(true)),
            ("p", BASE.with_user_approved_mdm(true)),
            ("d", BASE.with_user_channel(false)),
            ("u", BASE.with_device_channel(false)),
            ("D", BASE.with_shared_ipad_user_channel(false)),
            ("U", BASE.with_shared_ipad_device_channel(false)),
            ("x", BASE.with_user_enrollment_mode(Mode::Forbidden)),
            ("e", BASE.with_user_enrollment_mode(Mode::Required)),
            ("i", BASE.with_user_enrollment_mode(Mode::Ignored)),
            ("S", BASE.with_shared_ipad_mode(Mode::Required)),
            ("N", BASE.with_shared_ipad_mode(Mode::Forbidden)),
            ("I", BASE.with_shared_ipad_mode(Mode::Ignored)),
            ("m", BASE.with_allow_manual_install(false)),
            ("b", BASE.with_beta(true)),
            ("!", BASE.with_deprecated(Version::new(16, 0, 0))),
            ("1", BASE.with_shared_ipad_allowed_scopes(Scopes::of(&[Scope::User]))),
            ("1", BASE.with_allowed_scopes(Scopes::of(&[]))),
            ("1", BASE.with_allowed_enrollments(users)),
        ];
        for (mark, support) in cases {
            assert_eq!(text(&support, &BASE).0, mark, "{support}");
            assert_eq!(text(&BASE, &support).0, format!("-{mark}"), "{support}");
            assert_eq!(text(&support, &support).0, "", "{support}");
        }
        assert!(
            letters()
                .iter()
                .all(|(letter, _)| cases.iter().any(|(mark, _)| mark.contains(*letter)))
        );
    }

    #[test]
    fn what_takes_the_place_of_another_needs_no_minus() {
        let right = |name| BASE.with_access_rights(AccessRights::parse(name).0);
        let (own, above) = (right("AllowSettings"), right("AllowDeviceErase"));
        assert_eq!(text(&own, &above), ("1".to_owned(), vec!["right AllowSettings".to_owned()]));
        assert_eq!(text(&BASE, &above).0, "-1");
        let never = OsSupport::NEVER.with_supervised(true);
        assert_eq!(text(&never, &above).0, "");
    }
}
