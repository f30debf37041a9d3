//! A revision of a git repository, read through the `git` command.
//!
//! Only the repository itself is read: neither the work tree nor the index matters or changes, and
//! nothing is fetched.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::{Beside, Class, Skipped, Source, TOP_FOLDERS, classify, release};
use crate::model::Upstream;

/// The environment variables that name a repository. They are set where a git hook runs this
/// program, and name another repository than the one that is read here.
const REPOSITORY_OF_A_HOOK: [&str; 8] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
];

/// A `git` command in this folder. It works only if the folder is the top of a repository: in an
/// empty submodule, git would otherwise use the repository around it.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).env("LC_ALL", "C");
    for name in REPOSITORY_OF_A_HOOK {
        command.env_remove(name);
    }
    if let Some(above) = folder.canonicalize().ok().as_deref().and_then(Path::parent) {
        command.env("GIT_CEILING_DIRECTORIES", above);
    }
    command
}

/// Why a revision could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GitError {
    /// There is no program `git`.
    #[error("cannot start git, by which revisions are read: install it and run again")]
    NotInstalled { source: io::Error },
    /// The folder is not the top of a repository, as that of a submodule is not while it is empty.
    #[error(
        "{} is not a git repository: if it is a submodule, fill it with \
         `git submodule update --init --checkout {}`", folder.display(), folder.display()
    )]
    NotARepository { folder: PathBuf },
    /// There is no commit of this name.
    #[error(
        "{} has no commit, tag or branch `{revision}`: see `git -C {} branch --all`, or fetch it \
         with `git -C {} fetch origin`", folder.display(), folder.display(), folder.display()
    )]
    UnknownRevision { folder: PathBuf, revision: String },
    /// An expression of git's such as `release~1`, where a name is expected.
    #[error(
        "`{revision}` is not a name, since it has `~`, `^` or `:` in it: give a branch, a tag, or the \
         hash of a commit, as `git -C {} log --oneline` lists them",
        folder.display()
    )]
    NotAName { folder: PathBuf, revision: String },
    /// The commit has no schema documents.
    #[error("`{revision}` of {} holds no schema: name another revision", folder.display())]
    NoSchema { folder: PathBuf, revision: String },
    /// Git reported an error.
    #[error("`git {command}` in {} failed: {stderr}", folder.display())]
    Failed { folder: PathBuf, command: String, stderr: String },
    /// Git printed something that cannot be understood.
    #[error("`git {command}` in {} printed something that cannot be understood", folder.display())]
    Unexpected { folder: PathBuf, command: &'static str },
    /// The folder or the pipe to git could not be used.
    #[error("cannot read {}", folder.display())]
    Io { folder: PathBuf, source: io::Error },
}

type Result<T> = std::result::Result<T, GitError>;

/// The files of a commit. Git stores the content of a file as an object, which has a hash.
#[derive(Default)]
struct Listing {
    /// The path and the hash of the object of each.
    documents: Vec<(String, String)>,
    /// Files that look like documents and are not read.
    skipped: Vec<Skipped>,
    beside: Beside,
    /// The hash of the object.
    readme: Option<String>,
}

/// Reads the schema documents of a commit, tag or branch. A branch of `origin` may be named without
/// `origin/`.
///
/// # Errors
/// If git is not installed, the folder is not the top of a repository, it has no such revision, or
/// the revision has no schema.
pub fn read_revision(folder: &Path, revision: &str) -> Result<Source> {
    let repository = Repository::open(folder)?;
    let commit = repository.commit(revision)?;
    let Listing { documents: paths, skipped, beside, readme } = repository.list(&commit)?;
    if paths.is_empty() {
        let (folder, revision) = (folder.to_owned(), revision.to_owned());
        return Err(GitError::NoSchema { folder, revision });
    }
    let objects: Vec<_> = paths.iter().map(|(_, object)| object).collect();
    let contents = repository.objects(&objects)?;
    let upstream = repository.upstream(commit, readme.as_ref())?;
    let files = Vec::with_capacity(paths.len());
    let mut source = Source { files, skipped, beside, upstream };
    for ((path, _), content) in paths.into_iter().zip(contents) {
        source.add(path, content);
    }
    // Sorted by bytes; git sorts a folder as if its name ended in a slash.
    source.files.sort();
    source.skipped.sort();
    Ok(source)
}

/// The commits that `origin` has: every release and seed, the oldest first.
///
/// # Errors
/// If git is not installed, or the folder is not the top of a repository.
pub fn history(folder: &Path) -> Result<Vec<String>> {
    let repository = Repository::open(folder)?;
    let commits = ["rev-list", "--reverse", "--topo-order", "--remotes=origin"];
    let listing = repository.run(commits, &[])?;
    Ok(String::from_utf8_lossy(&listing).lines().map(str::to_owned).collect())
}

/// The commits of a branch, the oldest first. A branch of `origin` may be named without `origin/`.
///
/// # Errors
/// As for [`read_revision`].
pub fn commits(folder: &Path, branch: &str) -> Result<Vec<String>> {
    let repository = Repository::open(folder)?;
    let commit = repository.commit(branch)?;
    // A commit that was merged into a release is no release itself.
    let list = repository.run(["rev-list", "--first-parent", "--reverse", &commit], &[])?;
    Ok(String::from_utf8_lossy(&list).lines().map(str::to_owned).collect())
}

/// Whether there were commits before the oldest of [`commits`], which are missing since the
/// repository was cloned without them.
///
/// # Errors
/// As for [`read_revision`].
pub fn is_cut_off(folder: &Path, branch: &str) -> Result<bool> {
    let commits = commits(folder, branch)?;
    let oldest: Vec<_> = commits.first().into_iter().collect();
    // The text of a commit names its parents even where the repository does not have them.
    let texts = Repository::open(folder)?.objects(&oldest)?;
    Ok(texts.iter().any(|text| headers(text).any(|line| line.starts_with(b"parent "))))
}

/// The lines of a commit before its message.
fn headers(commit: &[u8]) -> impl Iterator<Item = &[u8]> {
    commit.split(|byte| *byte == b'\n').take_while(|line| !line.is_empty())
}

/// The commit that a folder's schema documents belong to. It is known only if the folder is the top
/// of a git work tree, and the schema's folders in it have no changes.
///
/// # Errors
/// If it is a work tree, and git is not installed or fails.
pub fn upstream_of_checkout(folder: &Path) -> Result<Upstream> {
    if !folder.join(".git").exists() {
        return Ok(Upstream::default());
    }
    let repository = Repository::open(folder)?;
    let status = ["status", "--porcelain", "--untracked-files=all", "--"];
    if !repository.run(status.into_iter().chain(TOP_FOLDERS), &[])?.is_empty() {
        return Ok(Upstream::default());
    }
    let commit = repository.commit("HEAD")?;
    let readme = repository.list(&commit)?.readme;
    repository.upstream(commit, readme.as_ref())
}

/// The first paragraph of a commit's message, on one line.
fn subject(commit: &[u8]) -> String {
    let text = String::from_utf8_lossy(commit);
    let message = text.split_once("\n\n").map_or("", |(_, message)| message.trim_start());
    let subject = message.split("\n\n").next().unwrap_or_default();
    subject.lines().collect::<Vec<_>>().join(" ").trim().to_owned()
}

struct Repository<'a> {
    folder: &'a Path,
}

impl<'a> Repository<'a> {
    fn open(folder: &'a Path) -> Result<Self> {
        match folder.canonicalize() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(GitError::NotARepository { folder: folder.to_owned() });
            }
            result => {
                result.map_err(|source| GitError::Io { folder: folder.to_owned(), source })?
            }
        };
        let repository = Self { folder };
        match repository.run(["rev-parse", "--git-dir"], &[]) {
            Err(GitError::Failed { stderr, .. }) if stderr.contains("not a git repository") => {
                Err(GitError::NotARepository { folder: folder.to_owned() })
            }
            result => result.map(|_| repository),
        }
    }

    /// The full hash of a revision.
    fn commit(&self, revision: &str) -> Result<String> {
        if revision.contains(['~', '^', ':']) {
            let (folder, revision) = (self.folder.to_owned(), revision.to_owned());
            return Err(GitError::NotAName { folder, revision });
        }
        // Git would take a text with a dash at the beginning for an option; the other characters
        // cannot be in a name.
        let plain = !revision.starts_with('-') && !revision.contains(['\n', '\0']);
        // A branch of `origin` comes first: a local branch of the same name stays where it was when
        // the repository was cloned.
        let candidates = [format!("refs/remotes/origin/{revision}"), revision.to_owned()];
        // `HEAD` is what is checked out here, and not `origin/HEAD`, the branch that a clone begins
        // with.
        let skipped = usize::from(revision == "HEAD");
        for candidate in candidates.iter().skip(skipped).filter(|_| plain && !revision.is_empty()) {
            let candidate = format!("{candidate}^{{commit}}");
            match self.run(["rev-parse", "--verify", "--quiet", &candidate], &[]) {
                Err(GitError::Failed { .. }) => {}
                result => return Ok(String::from_utf8_lossy(&result?).trim().to_owned()),
            }
        }
        let (folder, revision) = (self.folder.to_owned(), revision.to_owned());
        Err(GitError::UnknownRevision { folder, revision })
    }

    /// Which release a commit is, as its message and its README tell.
    fn upstream(&self, commit: String, readme: Option<&String>) -> Result<Upstream> {
        let names: Vec<_> = std::iter::once(&commit).chain(readme).collect();
        let texts = self.objects(&names)?;
        let message = texts.first().map(|text| subject(text)).unwrap_or_default();
        let readme = texts.get(1).map(|text| String::from_utf8_lossy(text)).unwrap_or_default();
        Ok(release::upstream(commit, &message, &readme))
    }

    fn list(&self, commit: &str) -> Result<Listing> {
        let listing = self.run(["ls-tree", "-r", "-z", "--full-tree", commit], &[])?;
        let Listing { mut documents, mut skipped, mut beside, mut readme } = Listing::default();
        for entry in listing.split(|byte| *byte == 0).filter(|entry| !entry.is_empty()) {
            let entry = String::from_utf8_lossy(entry);
            // <mode> <type> <object>\t<path>
            let parsed = entry.split_once('\t').and_then(|(facts, path)| {
                let mut facts = facts.split(' ');
                Some((facts.next()?, facts.nth(1)?, path.to_owned()))
            });
            let Some((mode, object, path)) = parsed else {
                return Err(self.unexpected("ls-tree"));
            };
            if path == "README.md" && mode.starts_with("100") {
                readme = Some(object.to_owned());
                continue;
            }
            match classify(&path) {
                Class::Document(_) if mode.starts_with("100") => {
                    documents.push((path, object.to_owned()));
                }
                Class::Document(_) => {
                    skipped.push(Skipped::new(path, "it is a link or a submodule"));
                }
                Class::Skipped(reason) => skipped.push(Skipped::new(path, reason)),
                Class::Beside(folder) => *beside.entry(folder.to_owned()).or_default() += 1,
                Class::Ignored => {}
            }
        }
        skipped.sort();
        Ok(Listing { documents, skipped, beside, readme })
    }

    /// The contents of objects, in the order of their hashes.
    fn objects(&self, names: &[&String]) -> Result<Vec<Vec<u8>>> {
        let input: String = names.iter().flat_map(|name| [name.as_str(), "\n"]).collect();
        let output = self.run(["cat-file", "--batch"], input.as_bytes())?;
        let mut rest = output.as_slice();
        let mut contents = Vec::with_capacity(names.len());
        for _ in names {
            // <object> <type> <size>\n<content>\n
            let parsed = rest.iter().position(|byte| *byte == b'\n').and_then(|end| {
                let (header, after) = (std::str::from_utf8(&rest[..end]).ok()?, &rest[end + 1..]);
                let size: usize = header.split(' ').nth(2)?.parse().ok()?;
                let (content, after) = after.split_at_checked(size)?;
                Some((content.to_vec(), after.strip_prefix(b"\n")?))
            });
            let (content, after) = parsed.ok_or_else(|| self.unexpected("cat-file --batch"))?;
            contents.push(content);
            rest = after;
        }
        Ok(contents)
    }

    fn run<'s>(&self, args: impl IntoIterator<Item = &'s str>, input: &[u8]) -> Result<Vec<u8>> {
        let args: Vec<_> = args.into_iter().collect();
        let output = self.spawn(&args, input)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(GitError::Failed {
            folder: self.folder.to_owned(),
            command: args.join(" "),
            stderr: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        })
    }

    fn spawn(&self, args: &[&str], input: &[u8]) -> Result<Output> {
        let io = |source| GitError::Io { folder: self.folder.to_owned(), source };
        let child = command(self.folder)
            .arg("--no-optional-locks")
            .args(args)
            .env("GIT_NO_LAZY_FETCH", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = match child {
            Err(source) if source.kind() == io::ErrorKind::NotFound => {
                return Err(GitError::NotInstalled { source });
            }
            result => result.map_err(io)?,
        };
        let stdin = child.stdin.take();
        std::thread::scope(|scope| {
            // Written in a thread of its own: git prints before it has read all, and would wait for
            // its output to be read. If git stops reading, its exit code tells why.
            scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
            child.wait_with_output().map_err(io)
        })
    }

    fn unexpected(&self, command: &'static str) -> GitError {
        GitError::Unexpected { folder: self.folder.to_owned(), command }
    }
}
