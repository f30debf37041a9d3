//! The README and the crate's documentation show the same example; both are compiled and run.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[test]
fn the_readme_shows_the_example_of_the_crate() {
    let readme = include_str!("../README.md");
    let (_, usage) = readme.split_once("\n```rust\n").expect("an example in the README");
    let (usage, _) = usage.split_once("```\n").expect("its end");
    let docs: String = include_str!("../src/lib.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("//!"))
        .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)))
        .collect();
    assert!(docs.contains(usage), "copy the example of src/lib.rs to the README");
}

/// The lines of the first code block after this heading.
fn first_block<'a>(readme: &'a str, heading: &str) -> Vec<&'a str> {
    let (_, section) = readme.split_once(heading).expect("the section");
    let (_, block) = section.split_once("```sh\n").expect("a code block");
    let (block, _) = block.split_once("```").expect("its end");
    block.lines().collect()
}

#[test]
fn the_readme_opens_with_how_to_use_the_crate() {
    let readme = include_str!("../README.md");
    let [add] = first_block(readme, "# apple-device-management\n")[..] else { panic!() };
    let manifest = include_str!("../Cargo.toml");
    let value = |key: &str| {
        let line = manifest.lines().find_map(|line| line.strip_prefix(key)).expect("the key");
        line.trim_start_matches([' ', '=']).trim_matches('"')
    };
    let expected = format!("cargo add apple-device-management --git {}", value("repository"));
    assert_eq!(add, expected);
    assert!(readme.contains(&format!("Rust {}", value("rust-version"))));
}

#[test]
fn the_commands_of_maintainers_are_as_printed() {
    let block = first_block(include_str!("../README.md"), "\n## Maintaining it\n");
    let commands = block.iter().map(|line| line.split('#').next().unwrap_or_default().trim());
    assert_eq!(commands.collect::<Vec<_>>(), ["cargo xtask regen", "cargo test --workspace"]);
    // The first one is an alias in the repository, so it works in a fresh clone.
    assert!(include_str!("../.cargo/config.toml").contains("xtask = "));
    assert!(include_str!("../xtask/src/main.rs").contains("Regen("));
}

/// The crates on which a program with these features depends, as cargo lists them.
fn crates(features: &[&str]) -> usize {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "-p", "apple-device-management"])
        .args(["-e", "normal,build", "--prefix", "none", "--target", "x86_64-unknown-linux-gnu"])
        .args(features)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let all = text.lines().map(|line| line.split(" (").next().unwrap_or_default());
    all.collect::<std::collections::BTreeSet<_>>().len()
}

#[test]
fn the_readme_counts_the_crates_of_features() {
    let readme = include_str!("../README.md");
    let none = crates(&["--no-default-features"]);
    assert!(readme.contains(&format!("are {none} crates.")), "{none} without any feature");
    for (feature, what) in [("declarations", ", for SHA-256"), ("signed", ", for CMS")] {
        let more = crates(&["--no-default-features", "--features", feature]) - none;
        assert!(readme.contains(&format!("| {more}{what}")), "{more} for `{feature}`");
    }
}
