//! What a release is called, and which version of each OS it describes.
//!
//! The subject of a commit tells the name: older releases have `Release_iOS-18-3_macOS-15-3`, newer
//! ones `Release-v26.4`, and those on a branch of beta versions `Seed 1`. The versions are in a
//! table of the README.

use apple_device_management_core::{Os, Version};

use crate::model::{Upstream, Versions};

/// The release of a commit with this subject and this README.
pub(super) fn upstream(commit: String, subject: &str, readme: &str) -> Upstream {
    let versions = versions(readme);
    Upstream { commit: Some(commit), release: Some(name(subject, &versions)), versions }
}

/// The name of a release: `18.3`, `27.0 seed 2`. A subject in no known form is the name itself.
fn name(subject: &str, versions: &Versions) -> String {
    released(subject).or_else(|| seed(subject, versions)).unwrap_or_else(|| subject.to_owned())
}

fn released(subject: &str) -> Option<String> {
    let rest = subject.strip_prefix("Release")?;
    let version = match rest.strip_prefix("-v") {
        Some(version) => version,
        // The version of iOS stands for all OSes.
        None => rest.split('_').find_map(|part| part.strip_prefix("iOS-"))?,
    };
    version_of(version).map(|version| version.to_string())
}

fn seed(subject: &str, versions: &Versions) -> Option<String> {
    if let Some(branch) = subject.strip_prefix("seed_OS_") {
        return Some(format!("{} seed", version_of(branch)?));
    }
    let (word, rest) = subject.split_at_checked("Seed".len())?;
    let version = versions[Os::Ios as usize]?;
    let number = rest.trim();
    let is_seed = word.eq_ignore_ascii_case("Seed") && number.bytes().all(|it| it.is_ascii_digit());
    is_seed.then(|| format!("{version} seed {number}").trim_end().to_owned())
}

fn version_of(text: &str) -> Option<Version> {
    text.replace(['-', '_'], ".").parse().ok()
}

/// The versions in a table whose rows are `| iOS | 26.4 |`.
fn versions(readme: &str) -> Versions {
    let mut versions = Versions::default();
    for line in readme.lines() {
        let mut cells = line.trim().trim_matches('|').split('|').map(str::trim);
        let (Some(os), Some(version), None) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        if let (Ok(os), Ok(version)) = (os.parse::<Os>(), version.parse()) {
            versions[os as usize].get_or_insert(version);
        }
    }
    versions
}

#[cfg(test)]
mod tests {
    use super::*;

    const README: &str = "# Schema\n\n| OS | Version |\n|----|----|\n| iOS | 18.2 |\n| visionOS |  2.2 |\n\
                          |watchOS|n/a|\n| iOS | 1.0 |\n| macOS | 15.2 | more |\n";

    #[test]
    fn a_release_goes_by_what_it_is() {
        for (subject, expected) in [
            ("Release_iOS-18-3_macOS-15-3", "18.3"),
            ("Release_iOS-16-4-1_macOS-13-3", "16.4.1"),
            ("Release_iOS-15_macOS-12", "15.0"),
            ("Release-v26.4", "26.4"),
            ("Release-v27.0", "27.0"),
            ("seed_OS_27_0", "27.0 seed"),
            ("Seed 3", "18.2 seed 3"),
            ("Seed", "18.2 seed"),
            ("Seedlings", "Seedlings"),
            ("Release_1", "Release_1"),
            ("Release notes", "Release notes"),
            ("Merge of two", "Merge of two"),
            ("", ""),
        ] {
            let found = upstream("c".to_owned(), subject, README);
            assert_eq!(found.release.as_deref(), Some(expected));
        }
        assert_eq!(upstream("c".to_owned(), "Seed 3", "").release.as_deref(), Some("Seed 3"));
    }

    #[test]
    fn the_readme_tells_the_versions() {
        let versions = |text: &str| versions(text).map(|it| it.map(|it| it.to_string()));
        let [ios, macos, tvos, visionos, watchos] = versions(README);
        assert_eq!((ios.as_deref(), visionos.as_deref()), (Some("18.2"), Some("2.2")));
        assert_eq!((macos, tvos, watchos), (None, None, None));
        assert_eq!(versions(""), [const { None }; 5]);
    }
}
