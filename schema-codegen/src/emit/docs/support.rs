//! A support in words: as lines of a doc comment, or as the comment behind a row of a table.

use apple_device_management_core::{Introduced, Os, OsSupport, internal};

use super::words::text;
use crate::effective::Effective;

/// A support on one line: `iOS 7.0, macOS 10.9, supervised`. OSes with the same conditions are
/// named together.
pub(in crate::emit) fn support_row(effective: &Effective) -> String {
    let (never, rest) = by_availability(effective);
    if never.len() == Os::ALL.len() {
        return "not available".to_owned();
    }
    joined(rest.into_iter().map(|os| {
        let text = effective.on(os).to_string();
        let (since, conditions) = text.split_once(", ").unwrap_or((&text, ""));
        (format!("{os} {since}"), conditions.to_owned())
    }))
}

/// What differs from the support above, on one line; empty if nothing differs.
pub(in crate::emit) fn differing_row(effective: &Effective, above: &Effective) -> String {
    let row = joined(differences(effective, above).into_iter().map(|(os, differs)| {
        let since = differs.since.map(|since| format!("{os} {since}"));
        (since.unwrap_or_else(|| os.to_string()), differs.conditions.join(", "))
    }));
    let parts = [row, not_on(&lost(effective, above)).unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// Joins OSes with their conditions; OSes with the same conditions are named together.
fn joined(all: impl Iterator<Item = (String, String)>) -> String {
    let mut parts: Vec<(String, Vec<String>)> = Vec::new();
    for (os, conditions) in all {
        match parts.iter_mut().find(|(known, _)| *known == conditions) {
            Some((_, all)) => all.push(os),
            None => parts.push((conditions, vec![os])),
        }
    }
    let parts = parts.into_iter().map(|(conditions, all)| match conditions.as_str() {
        "" => all.join(", "),
        _ => format!("{}, {conditions}", all.join(", ")),
    });
    Vec::from_iter(parts).join("; ")
}

/// A line for each OS on which something is available, and one for all others.
pub(super) fn support(effective: &Effective) -> Vec<String> {
    let (never, rest) = by_availability(effective);
    let lines = rest.iter().map(|os| format!("- {os}: {}", text(&effective.on(*os).to_string())));
    lines.chain(not_on(&never).map(|line| format!("- {line}"))).collect()
}

/// A line for each OS on which something differs from the support above, and one for those on which
/// it is not available, although the thing above is.
pub(super) fn differing(effective: &Effective, above: &Effective) -> Vec<String> {
    let lines = differences(effective, above).into_iter().map(|(os, differs)| {
        let words = differs.since.into_iter().chain(differs.conditions);
        format!("- {os}: {}", text(&words.collect::<Vec<_>>().join(", ")))
    });
    lines.chain(not_on(&lost(effective, above)).map(|line| format!("- {line}"))).collect()
}

/// The OSes on which something is never available, and the others.
fn by_availability(effective: &Effective) -> (Vec<Os>, Vec<Os>) {
    Os::ALL.into_iter().partition(|os| effective.on(*os).introduced() == Introduced::Never)
}

/// The OSes on which something is never available, although the thing above is.
fn lost(effective: &Effective, above: &Effective) -> Vec<Os> {
    let (never, _) = by_availability(effective);
    let (_, there) = by_availability(above);
    never.into_iter().filter(|os| there.contains(os)).collect()
}

fn not_on(never: &[Os]) -> Option<String> {
    let names: Vec<_> = never.iter().map(|os| os.name()).collect();
    (!names.is_empty()).then(|| format!("not on {}", names.join(", ")))
}

/// How a support differs from the one above on one OS.
struct Differs {
    /// The version in which it was introduced, if that differs.
    since: Option<String>,
    conditions: Vec<String>,
}

/// The OSes on which something is available under other conditions than the thing above.
fn differences(effective: &Effective, above: &Effective) -> Vec<(Os, Differs)> {
    let (_, there) = by_availability(effective);
    let differs = there.into_iter().map(|os| (os, differs(effective.on(os), above.on(os))));
    differs.filter(|(_, it)| it.since.is_some() || !it.conditions.is_empty()).collect()
}

fn differs(own: &OsSupport, above: &OsSupport) -> Differs {
    let nothing = OsSupport::UNSTATED;
    // Where the thing above is not available, its comment names no conditions to differ from.
    let above = if above.introduced() == Introduced::Never { &nothing } else { above };
    let since = own.versions().into_iter().next();
    let words = |support: &OsSupport| {
        let versions = support.versions().into_iter().skip(1);
        versions.chain(support.conditions()).collect::<Vec<_>>()
    };
    let (mut conditions, lifted) = internal::differences(words(own), words(above));
    if !lifted.is_empty() {
        conditions.push(format!("does not apply: {}", lifted.join(", ")));
    }
    Differs { since: since.filter(|_| own.introduced() != above.introduced()), conditions }
}

#[cfg(test)]
mod tests {
    use apple_device_management_core::Version;

    use super::*;

    /// A support that is stated for the first two OSes of `Os::ALL`; it is never available on
    /// others.
    fn on(first: OsSupport, second: OsSupport) -> Effective {
        let mut all = Effective([OsSupport::NEVER; 5]);
        (all.0[0], all.0[1]) = (first, second);
        all
    }

    #[test]
    fn what_a_field_shares_with_its_type_is_not_said_again() {
        let since = |major| {
            OsSupport::UNSTATED.with_introduced(Introduced::Since(Version::new(major, 0, 0)))
        };
        let (a, b) = (Os::ALL[0], Os::ALL[1]);
        let above = on(since(4).with_supervised(true), since(10));
        let cases = [
            (above, vec![], String::new()),
            (
                on(since(7).with_supervised(true), since(10).with_user_channel(false)),
                vec![format!("- {a}: 7.0"), format!("- {b}: not on the user channel")],
                format!("{a} 7.0; {b}, not on the user channel"),
            ),
            (
                on(since(4), OsSupport::NEVER),
                vec![format!("- {a}: does not apply: supervised"), format!("- not on {b}")],
                format!("{a}, does not apply: supervised; not on {b}"),
            ),
            (
                on(
                    since(4).with_supervised(true).with_deprecated(Version::new(9, 0, 0)),
                    since(12),
                ),
                vec![format!("- {a}: deprecated 9.0"), format!("- {b}: 12.0")],
                format!("{a}, deprecated 9.0; {b} 12.0"),
            ),
        ];
        for (own, lines, row) in cases {
            assert_eq!((differing(&own, &above), differing_row(&own, &above)), (lines, row));
        }
        // On an OS where the type is not available, all conditions are named.
        let narrow = on(OsSupport::NEVER.with_supervised(true), since(10));
        let said = differing(&above, &narrow);
        assert_eq!(said, [format!("- {a}: 4.0, supervised")]);
    }
}
