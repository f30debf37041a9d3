//! The changelog: a section for each release, the newest first.

/// The changelog with this section, in the place of an older one for the same release.
pub fn changelog(text: &str, release: &str, section: &str) -> String {
    let heading = format!("## {release}");
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
    use super::changelog;

    #[test]
    fn a_section_comes_first_and_once() {
        let one = changelog("# Changelog\n\nWords.\n", "R1", "Nothing.\n\n");
        assert_eq!(one, "# Changelog\n\nWords.\n\n## R1\n\nNothing.\n");
        let two = changelog(&one, "R2", "### New\n");
        assert_eq!(two, "# Changelog\n\nWords.\n\n## R2\n\n### New\n\n## R1\n\nNothing.\n");
        assert_eq!(changelog(&two, "R2", "### New\n"), two);
        assert_eq!(changelog("", "R1", "Nothing."), "## R1\n\nNothing.\n");
    }
}
