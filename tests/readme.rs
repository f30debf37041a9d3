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
