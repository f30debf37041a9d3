//! Writes the changelog, which has a section for each release, the newest first.

use crate::model::Upstream;

/// The title of a release's section. It has the commit too, since two releases may have one name.
pub fn heading(release: &Upstream) -> String {
    let name = super::name(release);
    match (&release.release, &release.commit) {
        (Some(_), Some(commit)) => format!("{name} ({})", super::short(commit)),
        _ => name,
    }
}

/// The changelog with a new section at the beginning. An older one with the same heading is
/// removed.
pub fn changelog(text: &str, heading: &str, section: &str) -> String {
    let heading = format!("## {heading}");
    let mut kept = String::with_capacity(text.len() + section.len());
    let mut own = false;
    let mut first = None;
    for line in text.split_inclusive('\n') {
        if line.starts_with("## ") {
            own = line.trim_end() == heading;
            first.get_or_insert(kept.len());
        }
        if !own {
            kept.push_str(line);
        }
    }
    let (head, rest) = kept.split_at(first.unwrap_or(kept.len()).min(kept.len()));
    let mut out = head.trim_end().to_owned();
    if !out.is_empty() {
        out.push_str("\n\n");
    }
    out.push_str(&format!("{heading}\n\n{}\n", section.trim_end()));
    if !rest.is_empty() {
        out.push('\n');
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{changelog, heading};
    use crate::model::Upstream;

    #[test]
    fn a_section_comes_first_and_once() {
        let one = changelog("# Changelog\n\nWords.\n", "R1", "Nothing.\n\n");
        assert_eq!(one, "# Changelog\n\nWords.\n\n## R1\n\nNothing.\n");
        let two = changelog(&one, "R2", "### New\n");
        assert_eq!(two, "# Changelog\n\nWords.\n\n## R2\n\n### New\n\n## R1\n\nNothing.\n");
        assert_eq!(changelog(&two, "R2", "### New\n"), two);
        assert_eq!(changelog("", "R1", "Nothing."), "## R1\n\nNothing.\n");
    }

    #[test]
    fn a_heading_names_the_commit_once() {
        let of = |release: Option<&str>, commit: Option<&str>| {
            let (release, commit) = (release.map(str::to_owned), commit.map(str::to_owned));
            heading(&Upstream { commit, release, ..Upstream::default() })
        };
        assert_eq!(of(Some("Seed 1"), Some("0123456789ab")), "Seed 1 (0123456)");
        assert_eq!(of(None, Some("0123456789ab")), "0123456");
        assert_eq!(of(Some("Seed 1"), None), "Seed 1");
        assert_eq!(of(None, None), "unnamed");
    }
}
