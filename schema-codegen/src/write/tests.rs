use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use super::*;

/// A folder for one test, removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("regen-{}-{count}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// The folder to write to, with its two hand-written files.
    fn generated(&self) -> PathBuf {
        let folder = self.0.join("generated");
        fs::create_dir_all(folder.join("src")).unwrap();
        fs::write(folder.join("Cargo.toml"), "by hand").unwrap();
        fs::write(folder.join("src/lib.rs"), "by hand").unwrap();
        folder
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

fn files(entries: &[(&str, &str)]) -> FileSet {
    let mut files = FileSet::new();
    for (path, text) in entries {
        files.insert(*path, *text).unwrap();
    }
    files
}

fn first() -> FileSet {
    files(&[("model.json", "1"), ("src/a/x.rs", "x"), ("src/a/y.rs", "y"), ("src/b/z.rs", "z")])
}

/// Compared with `first`: one file is stale, one missing, one unchanged, and two are orphaned, with
/// a folder.
fn second() -> FileSet {
    files(&[("model.json", "2"), ("src/a/x.rs", "x"), ("src/c/d/w.rs", "w")])
}

/// All files of a folder.
fn content(folder: &Path) -> BTreeMap<String, String> {
    let tree = Tree::read(folder).unwrap();
    let paths = tree.owned.iter().chain(&tree.kept);
    paths.map(|path| (path.clone(), fs::read_to_string(tree.at(path)).unwrap())).collect()
}

/// What the folder of `Scratch::generated` holds after a run.
fn expected(files: &FileSet) -> BTreeMap<String, String> {
    let by_hand = ["Cargo.toml", "src/lib.rs"].map(|path| (path, "by hand"));
    files.iter().chain(by_hand).map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

fn modified(path: PathBuf) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

fn alone(scratch: &Scratch) -> bool {
    fs::read_dir(&scratch.0).unwrap().count() == 1
}

#[test]
fn writes_compares_and_removes_orphans() {
    for exchange in [true, false] {
        let scratch = Scratch::new();
        let folder = scratch.generated();
        let before = compare_files(&folder, &first()).unwrap();
        assert_eq!(before.missing, ["model.json", "src/a/x.rs", "src/a/y.rs", "src/b/z.rs"]);
        assert_eq!(write_by(&folder, &first(), exchange).unwrap(), before);
        assert_eq!(content(&folder), expected(&first()));

        let before = compare_files(&folder, &second()).unwrap();
        assert_eq!(before.stale, ["model.json"]);
        assert_eq!(before.missing, ["src/c/d/w.rs"]);
        assert_eq!(before.orphaned, ["src/a/y.rs", "src/b/z.rs"]);
        assert_eq!(before.unchanged, 1);
        assert_eq!(content(&folder), expected(&first()), "a comparison writes nothing");
        assert_eq!(write_by(&folder, &second(), exchange).unwrap(), before);
        assert_eq!(content(&folder), expected(&second()));
        assert!(!folder.join("src/b").exists(), "empty folders go");
        assert!(alone(&scratch), "nothing stays beside it");
    }
}

#[test]
fn unchanged_files_keep_their_time_stamps() {
    for exchange in [true, false] {
        let scratch = Scratch::new();
        let folder = scratch.generated();
        write_by(&folder, &first(), exchange).unwrap();
        let times = |paths: &[&str]| -> Vec<_> {
            paths.iter().map(|path| modified(folder.join(path))).collect()
        };
        let all = ["", "src", "src/a", "model.json", "src/a/x.rs", "src/lib.rs", "Cargo.toml"];
        let before = times(&all);
        std::thread::sleep(Duration::from_millis(20));
        assert!(write_by(&folder, &first(), exchange).unwrap().is_empty());
        assert_eq!(times(&all), before, "a second run writes nothing");

        write_by(&folder, &second(), exchange).unwrap();
        let kept = ["src/a/x.rs", "src/lib.rs", "Cargo.toml"];
        assert_eq!(times(&kept), before[4..]);
        assert_ne!(times(&["model.json"]), before[3..4]);
    }
}

#[test]
fn hand_written_files_stay() {
    let scratch = Scratch::new();
    let folder = scratch.generated();
    write_files(&folder, &first()).unwrap();
    let by_hand = ["README.md", "LICENSE-MIT", ".hidden/deep/file", "src/.lib.rs.swp", "target/x"];
    for path in by_hand {
        fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
        fs::write(folder.join(path), "kept").unwrap();
    }
    fs::create_dir_all(folder.join(".empty")).unwrap();
    let difference = write_files(&folder, &second()).unwrap();
    assert_eq!(difference.orphaned, ["src/a/y.rs", "src/b/z.rs"]);
    for path in by_hand {
        assert_eq!(fs::read_to_string(folder.join(path)).unwrap(), "kept");
    }
    assert!(folder.join(".empty").is_dir());
}

#[test]
fn creates_a_folder_that_does_not_exist() {
    let scratch = Scratch::new();
    let folder = scratch.0.join("deep/er/out");
    write_files(&folder, &first()).unwrap();
    assert_eq!(content(&folder).len(), 4);
    let empty = scratch.0.join("empty");
    fs::create_dir(&empty).unwrap();
    write_files(&empty.join("."), &first()).unwrap();
    assert_eq!(content(&empty).len(), 4);
}

#[test]
fn names_must_be_machine_owned() {
    for path in ["", "/a", "a/../b", "a//b", "a\\b", "c:a", "src/lib.rs", "Cargo.toml", ".git/x"] {
        let error = FileSet::new().insert(path, "").unwrap_err();
        assert!(matches!(error, WriteError::BadName { .. }), "{path}: {error}");
    }
    let mut files = first();
    assert_eq!(
        files.insert("model.json", "").unwrap_err().to_string(),
        "`model.json` is produced twice"
    );
}

#[test]
fn a_folder_of_others_is_left_alone() {
    let scratch = Scratch::new();
    let folder = scratch.generated();
    fs::write(folder.join("src/main.rs"), "precious").unwrap();
    let error = write_files(&folder, &first()).unwrap_err();
    assert!(matches!(&error, WriteError::Foreign { path, .. } if path == "src/main.rs"), "{error}");
    assert_eq!(content(&folder).len(), 3);
    assert!(alone(&scratch));
}

#[test]
fn a_folder_where_a_file_belongs_and_the_other_way_round() {
    let scratch = Scratch::new();
    let folder = scratch.generated();
    fs::create_dir_all(folder.join("src/a/x.rs")).unwrap();
    let error = write_files(&folder, &first()).unwrap_err();
    assert!(error.to_string().ends_with(
        "generated/src/a/x.rs is a folder, and in the way: move it elsewhere and run again"
    ));
    fs::remove_dir_all(folder.join("src/a")).unwrap();
    fs::write(folder.join("src/a"), "").unwrap();
    let error = write_files(&folder, &first()).unwrap_err();
    assert!(
        matches!(&error, WriteError::InTheWay { path, found: Obstacle::File } if path.ends_with("src/a"))
    );
    let error = write_files(&folder.join("Cargo.toml"), &first()).unwrap_err();
    assert!(matches!(error, WriteError::InTheWay { found: Obstacle::File, .. }));
    fs::remove_file(folder.join("src/a")).unwrap();
    fs::write(scratch.0.join(".generated.regen"), "").unwrap();
    let error = write_files(&folder, &first()).unwrap_err();
    assert!(
        matches!(&error, WriteError::InTheWay { path, .. } if path.ends_with(".generated.regen")),
        "{error}"
    );
    assert_eq!(content(&folder).len(), 2);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let scratch = Scratch::new();
    let folder = scratch.generated();
    let precious = scratch.0.join("precious");
    fs::create_dir(&precious).unwrap();
    fs::write(precious.join("x.rs"), "precious").unwrap();
    symlink("../precious", folder.join("LICENSE-MIT")).unwrap();
    for link in ["src/a", "src/b.rs", "model.json"] {
        symlink(&precious, folder.join(link)).unwrap();
        let error = write_files(&folder, &first()).unwrap_err();
        assert!(
            matches!(&error, WriteError::InTheWay { path, found: Obstacle::Symlink } if path.ends_with(link))
        );
        fs::remove_file(folder.join(link)).unwrap();
    }
    symlink(&folder, scratch.0.join("link")).unwrap();
    let error = write_files(&scratch.0.join("link"), &first()).unwrap_err();
    assert!(matches!(error, WriteError::InTheWay { found: Obstacle::Symlink, .. }));
    write_files(&folder, &first()).unwrap();
    assert_eq!(fs::read_to_string(precious.join("x.rs")).unwrap(), "precious");
    assert!(folder.join("LICENSE-MIT").is_symlink(), "links of one's own stay links");
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::new();
    let folder = scratch.generated();
    write_files(&folder, &first()).unwrap();
    for read_only in [folder.join("src/a"), folder.clone()] {
        fs::set_permissions(&read_only, fs::Permissions::from_mode(0o555)).unwrap();
        let error = write_files(&folder, &second()).unwrap_err();
        assert!(matches!(&error, WriteError::ReadOnly { path } if *path == read_only), "{error}");
        assert!(write_files(&folder, &first()).unwrap().is_empty(), "nothing to write is no error");
        fs::set_permissions(&read_only, fs::Permissions::from_mode(0o755)).unwrap();
    }
    assert_eq!(content(&folder), expected(&first()));
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
    write_files(&folder, &second()).unwrap();
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn moving_one_by_one_is_undone_when_it_fails() {
    let scratch = Scratch::new();
    let folder = scratch.generated();
    write_files(&folder, &first()).unwrap();
    let stage = stage::Stage::open(&folder).unwrap();
    let old = Tree::read(&folder).unwrap();
    let difference = difference(&old, &second()).unwrap();
    stage.prepare(&old, &second(), &difference).unwrap();
    // This file would be moved last, so that others have been moved and must be moved back.
    fs::remove_file(stage.new_tree().join("model.json")).unwrap();
    let error = swap::put_in_place(&stage, &old, &difference, false).unwrap_err();
    assert!(matches!(error, WriteError::Io { doing: "write", .. }), "{error}");
    assert_eq!(content(&folder), expected(&first()));
    assert!(!folder.join("src/c").exists());
}

#[test]
fn one_run_at_a_time() {
    let scratch = Scratch::new();
    let folder = scratch.generated();
    let other = stage::Stage::open(&folder).unwrap();
    let error = write_files(&folder, &first()).unwrap_err();
    assert!(matches!(error, WriteError::Busy { .. }), "{error}");
    drop(other);
    write_files(&folder, &first()).unwrap();

    let runs: Vec<_> = (0..8)
        .map(|run| {
            let folder = folder.clone();
            let files = if run % 2 == 0 { first() } else { second() };
            std::thread::spawn(move || {
                for _ in 0..20 {
                    match write_files(&folder, &files) {
                        Ok(_) | Err(WriteError::Busy { .. }) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
            })
        })
        .collect();
    for run in runs {
        run.join().unwrap();
    }
    let content = content(&folder);
    assert!(content == expected(&first()) || content == expected(&second()));
}

const VICTIM: &str = "REGEN_TEST_VICTIM";

fn many(state: usize) -> FileSet {
    let mut files = files(&[("model.json", if state == 0 { "old" } else { "new" })]);
    for n in 0..60 {
        // A third of the files is the same in both states, a third differs, and a third is in one
        // only.
        let (name, text) = match n % 3 {
            0 => (n.to_string(), "same".to_owned()),
            1 => (n.to_string(), format!("{state}").repeat(5000)),
            _ => (format!("{n}_{state}"), "here or there".to_owned()),
        };
        files.insert(format!("src/family{}/f{name}.rs", n % 7), text).unwrap();
    }
    files
}

/// No test, but the process that [`killed_at_any_moment`] kills.
#[test]
#[ignore = "writes until it is killed"]
fn victim() {
    let Some(folder) = std::env::var_os(VICTIM) else { return };
    for state in (0..2).cycle() {
        write_files(Path::new(&folder), &many(state)).unwrap();
    }
}

#[test]
fn killed_at_any_moment() {
    let scratch = Scratch::new();
    let (one, other) = (scratch.0.join("one"), scratch.0.join("other"));
    fs::create_dir(&one).unwrap();
    fs::create_dir(&other).unwrap();
    if swap::exchange_folders(&one, &other).is_err() {
        return; // The promise is for systems that can exchange folders.
    }
    let folder = scratch.generated();
    write_files(&folder, &many(0)).unwrap();
    let mut interrupted = 0;
    for round in 0..60 {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["write::tests::victim", "--exact", "--ignored"])
            .env(VICTIM, &folder)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // Numbers without common factors, so that each round kills at another moment.
        std::thread::sleep(Duration::from_micros(4_000 + round * 1_337 % 20_011));
        child.kill().unwrap();
        child.wait().unwrap();
        let content = content(&folder);
        assert!((0..2).any(|state| content == expected(&many(state))), "a mixture: {content:#?}");
        interrupted += u32::from(stage::leftover(&folder));
    }
    assert!(interrupted > 0, "no run was interrupted");
    write_files(&folder, &many(1)).unwrap();
    assert_eq!(content(&folder), expected(&many(1)));
    assert!(!stage::leftover(&folder));
}

#[test]
fn texts_move_with_what_follows_or_not_at_all() {
    let scratch = Scratch::new();
    let (one, two) = (scratch.0.join("one"), scratch.0.join("two"));
    fs::write(&one, "old").unwrap();
    let staged = || {
        let mut texts = Texts::default();
        texts.stage(&one, "new").unwrap();
        texts.stage(&two, "new").unwrap();
        texts
    };
    let fail = || Err::<(), _>(WriteError::Busy { folder: scratch.0.clone() });
    let failed = staged().put_in_place(|| {
        assert_eq!(fs::read_to_string(&two).unwrap(), "new");
        fail()
    });
    assert!(matches!(failed, Err(WriteError::Busy { .. })), "{failed:?}");
    assert_eq!(fs::read_to_string(&one).unwrap(), "old");
    assert!(alone(&scratch), "what was not there before is not there now");
    // A folder that was made meanwhile is in the way of the second text.
    let texts = staged();
    fs::create_dir_all(two.join("in")).unwrap();
    assert!(texts.put_in_place(|| Ok(())).is_err());
    assert_eq!(fs::read_to_string(&one).unwrap(), "old");
    fs::remove_dir_all(&two).unwrap();
    // A file was put in place, and its older text is gone before it can be put back.
    let failed = staged().put_in_place(|| {
        fs::remove_file(scratch.0.join(".one.regen.old")).unwrap();
        fail()
    });
    assert!(matches!(failed, Err(WriteError::NotBack { .. })), "{failed:?}");
    assert_eq!(fs::read_to_string(&one).unwrap(), "new");
    let before = modified(one.clone());
    staged().put_in_place(|| Ok(())).unwrap();
    assert_eq!((modified(one), fs::read_to_string(&two).unwrap()), (before, "new".to_owned()));
    fs::remove_file(two).unwrap();
    assert!(alone(&scratch), "cleared away");
}
