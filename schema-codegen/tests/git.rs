//! Reads revisions of repositories that the tests make.

#![allow(clippy::unwrap_used, reason = "the helpers are part of the tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use schema_codegen::discover::git::{
    GitError, command, history, is_cut_off, read_revision, upstream_of_checkout,
};

fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        // Set when a git hook runs the tests.
        .env_remove("GIT_DIR")
        .env_remove("GIT_INDEX_FILE")
        .env_remove("GIT_WORK_TREE")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=Test", "-c", "user.email=test@example.org"])
        .args(["-c", "commit.gpgsign=false"])
        .args(args)
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn put(folder: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("git").join(name);
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Two releases on `release`, and a branch `seed` that only `origin` would have.
fn repository(name: &str) -> PathBuf {
    let folder = scratch(name);
    git(&folder, &["init", "--quiet", "--initial-branch=release"]);
    put(&folder, "mdm/commands/a.b.yaml", "title: \u{e9}\n");
    put(&folder, "mdm/commands/a/c.yaml", "");
    put(&folder, "other/notes.txt", "no schema\n");
    put(&folder, "docs/schema.yaml", "not a document\n");
    git(&folder, &["add", "--all"]);
    git(&folder, &["commit", "--quiet", "--message", "Release_1\nfolded\n\nBody"]);
    git(&folder, &["tag", "one"]);
    put(&folder, "declarative/status/d.yaml", "title: d\n");
    git(&folder, &["add", "--all"]);
    git(&folder, &["commit", "--quiet", "--message", "Release_2"]);
    let head = git(&folder, &["rev-parse", "HEAD"]);
    git(&folder, &["update-ref", "refs/remotes/origin/seed", &head]);
    folder
}

#[test]
fn reads_a_revision_without_the_work_tree() {
    let folder = repository("revision");
    fs::remove_dir_all(folder.join("mdm")).unwrap();
    let old = read_revision(&folder, "one").unwrap();
    let expected = [("mdm/commands/a.b.yaml", "title: \u{e9}\n"), ("mdm/commands/a/c.yaml", "")];
    let files: Vec<_> = old.files.iter().map(|file| (&*file.path, &*file.text)).collect();
    assert_eq!(files, expected);
    assert_eq!(old.skipped.len(), 1);
    assert_eq!(old.skipped[0].path, "other/notes.txt");
    assert_eq!(old.upstream.release.as_deref(), Some("Release_1 folded"));
    let commit = git(&folder, &["rev-parse", "one"]);
    assert_eq!(old.upstream.commit.as_deref(), Some(commit.as_str()));
    assert_eq!(read_revision(&folder, &commit).unwrap(), old);
    assert_eq!(read_revision(&folder, &commit[..10]).unwrap(), old);

    let new = read_revision(&folder, "release").unwrap();
    assert_eq!(new.files[0].path, "declarative/status/d.yaml");
    assert_eq!(new.files.len(), 3);
    assert_eq!(read_revision(&folder, "seed").unwrap(), new, "a branch of origin");
    assert!(!folder.join("mdm").exists(), "the work tree is as it was");
}

#[test]
fn knows_the_commit_of_an_unchanged_checkout() {
    let folder = repository("checkout");
    let head = git(&folder, &["rev-parse", "HEAD"]);
    put(&folder, "docs/new.yaml", "outside the schema's folders");
    let upstream = upstream_of_checkout(&folder).unwrap();
    assert_eq!(upstream.commit, Some(head));
    assert_eq!(upstream.release.as_deref(), Some("Release_2"));

    put(&folder, "other/new.yaml", "title: new\n");
    assert_eq!(upstream_of_checkout(&folder).unwrap().commit, None, "a file was added");
    fs::remove_file(folder.join("other/new.yaml")).unwrap();
    put(&folder, "declarative/status/d.yaml", "title: changed\n");
    assert_eq!(upstream_of_checkout(&folder).unwrap().commit, None, "a file was changed");
    assert_eq!(upstream_of_checkout(&folder.join("mdm")).unwrap().commit, None, "not the top");
}

#[test]
fn says_what_to_do() {
    let folder = repository("errors");
    for revision in ["nowhere", "", "--all", "one\ntwo"] {
        let error = read_revision(&folder, revision).unwrap_err();
        assert!(matches!(error, GitError::UnknownRevision { .. }), "{revision}: {error}");
        assert!(error.to_string().contains("fetch origin"));
    }
    for revision in ["HEAD~1", "HEAD^", "HEAD:mdm", "nowhere~1"] {
        let error = read_revision(&folder, revision).unwrap_err();
        assert!(matches!(error, GitError::NotAName { .. }), "{revision}: {error}");
        let text = error.to_string();
        assert!(text.starts_with(&format!("`{revision}` is not a name")), "{text}");
        assert!(text.contains("has `~`, `^` or `:`") && text.contains("log --oneline"));
    }
    // A folder within a repository, such as an empty submodule, is no repository itself.
    for inside in ["mdm", "missing"] {
        let error = read_revision(&folder.join(inside), "HEAD").unwrap_err();
        assert!(matches!(error, GitError::NotARepository { .. }), "{error}");
        assert!(error.to_string().contains("git submodule update --init"));
    }
    git(&folder, &["switch", "--quiet", "--orphan", "empty"]);
    git(&folder, &["commit", "--quiet", "--allow-empty", "--message", "Empty"]);
    let error = read_revision(&folder, "empty").unwrap_err();
    assert!(matches!(error, GitError::NoSchema { .. }), "{error}");
    put(&folder, "mdm/checkin/latin1.yaml", b"title: \xe9\n");
    git(&folder, &["add", "--all"]);
    git(&folder, &["commit", "--quiet", "--message", "Not UTF-8"]);
    let source = read_revision(&folder, "HEAD").unwrap();
    assert_eq!(source.skipped[0].reason, "it is not UTF-8 from line 1 on");
}

#[test]
fn what_was_fetched_comes_before_a_local_branch() {
    let folder = repository("fetched");
    git(&folder, &["branch", "seed", "one"]);
    let [local, fetched] = ["refs/heads/seed", "refs/remotes/origin/seed"]
        .map(|name| git(&folder, &["rev-parse", name]));
    assert_ne!(local, fetched);
    assert_eq!(read_revision(&folder, "seed").unwrap().upstream.commit, Some(fetched));
}

#[test]
fn what_is_checked_out_is_not_what_a_clone_begins_with() {
    let folder = repository("head");
    git(&folder, &["checkout", "--quiet", "--detach", "one"]);
    git(&folder, &["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/seed"]);
    let head = git(&folder, &["rev-parse", "one"]);
    assert_eq!(read_revision(&folder, "HEAD").unwrap().upstream.commit.as_ref(), Some(&head));
    assert_eq!(upstream_of_checkout(&folder).unwrap().commit, Some(head));
}

#[test]
fn a_history_may_be_cut_off() {
    let folder = repository("whole");
    let clone = scratch("cut-off");
    fs::remove_dir_all(&clone).unwrap();
    let url = format!("file://{}", folder.display());
    git(&folder, &["clone", "--quiet", "--depth=1", &url, &clone.to_string_lossy()]);
    assert!(!is_cut_off(&folder, "release").unwrap());
    assert!(is_cut_off(&clone, "release").unwrap());
    // Another branch of the same repository may have all its commits.
    git(&clone, &["fetch", "--quiet", "origin", "tag", "one", "--depth=1"]);
    assert!(!is_cut_off(&clone, "one").unwrap());
}

#[test]
fn a_folder_within_a_repository_is_none() {
    let folder = repository("around");
    let top = |folder: &Path| command(folder).args(["rev-parse", "--git-dir"]).output().unwrap();
    assert!(top(&folder).status.success());
    assert!(!top(&folder.join("mdm")).status.success());
}

#[test]
fn the_history_is_that_of_origin() {
    let folder = repository("history");
    let commits = ["one", "release"].map(|name| git(&folder, &["rev-parse", name]));
    put(&folder, "mdm/commands/local.yaml", "");
    git(&folder, &["add", "--all"]);
    git(&folder, &["commit", "--quiet", "--message", "Not of origin"]);
    assert_eq!(history(&folder).unwrap(), commits);
}
