//! `cargo xtask update`: moves the workspace to another release.

use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use apple_device_management_core::internal::count;
use schema_codegen::diff::{self, Comparison, Release, report};
use schema_codegen::discover::git;
use schema_codegen::exported_names::Removed;
use schema_codegen::model::Upstream;
use schema_codegen::pipeline::{self, Docs, Input, Outcome, PipelineError, Request};
use schema_codegen::retired::{Computed, Retired};
use schema_codegen::write::{self, Texts, WriteError};

use crate::names;
use crate::output::Output;
use crate::release;
use crate::retired::{self, RetiredError};
use crate::workspace::Workspace;

/// Move to another release of Apple's schema: the newest one, unless one is named.
///
/// Fetches, moves the submodule, writes generated/ and the release's section of CHANGELOG.md, and
/// lists what a person has to decide. All of it belongs into one commit. Nothing is changed until
/// everything has been worked out.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A commit, tag or branch of Apple's repository; without it, the newest of branch `release`
    revision: Option<String>,
    /// Do not fetch; use what was fetched before
    #[arg(long)]
    offline: bool,
}

#[derive(Debug, thiserror::Error)]
enum UpdateError {
    #[error(
        "{} is not checked out: run `git submodule update --init --checkout {}`",
        .0.display(), .0.display()
    )]
    NoSubmodule(PathBuf),
    #[error("cannot start git: install it")]
    NoGit { source: io::Error },
    #[error(
        "cannot fetch {url}, so nothing was moved: check the network, or pass --offline to take what \
         was fetched before\n{stderr}"
    )]
    Fetch { url: String, stderr: String },
    #[error("`git {command}` failed in {}: {stderr}", folder.display())]
    Git { folder: PathBuf, command: String, stderr: String },
    #[error("{} has no commit, tag or branch `{revision}`", folder.display())]
    NoRevision { folder: PathBuf, revision: String },
    #[error(
        "{} holds changes of its own, so nothing was moved: undo them there, or commit them",
        .0.display()
    )]
    Changed(PathBuf),
    #[error("this cannot be a release of the schema, so nothing was moved")]
    Release(#[source] Box<PipelineError>),
    #[error(transparent)]
    Retired(#[from] RetiredError),
    #[error("cannot read {}, so nothing was moved", path.display())]
    Changelog { path: PathBuf, source: io::Error },
    #[error(
        "the release could not be written; everything is as it was, unless the cause below says otherwise"
    )]
    Write(#[from] WriteError),
    #[error(
        "the release could not be written, and {} could not be moved back ({back}): run \
         `git -C {} checkout --detach {commit}`", folder.display(), folder.display()
    )]
    NotBack { folder: PathBuf, commit: String, back: Box<UpdateError>, source: WriteError },
}

pub(crate) fn run(args: &Args, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let workspace = Workspace::find();
    let submodule = Submodule::open(&workspace)?;
    if !args.offline {
        submodule.fetch()?;
    }
    let (before, after) = (submodule.commit("HEAD")?, submodule.target(args)?);
    let (outcome, retired) = work_out(&workspace, &submodule, &before, &after)?;
    let comparison = compare(&workspace, &submodule, &before, &outcome)?;
    let mut lost = retired.notes.clone();
    lost.extend(names_lost(&workspace, &outcome)?);
    let is_there = before == after && retired::is_current(&retired.retired, &workspace);
    if is_there && comparison.changes.is_empty() {
        writeln!(out, "{} is in place already", report::name(&outcome.model.upstream));
        return Ok(());
    }
    let texts = stage(&workspace, &outcome, &retired.retired, &comparison)?;
    submodule.check_out(&after)?;
    let written = texts.put_in_place(|| write::write_files(&workspace.generated(), &outcome.files));
    written.map_err(|error| submodule.put_back(&before, error))?;
    tell(&comparison, &outcome, &lost, out);
    Ok(())
}

/// Runs all stages on what was fetched, and writes nothing.
fn work_out(
    workspace: &Workspace,
    submodule: &Submodule,
    before: &str,
    after: &str,
) -> Result<(Outcome, Computed), UpdateError> {
    let retired = retired::at(workspace, &submodule.folder, before, after)?;
    let input = release::revision(&submodule.folder, after);
    let known = Some(workspace.model());
    let request = Request { input, docs: Docs::Facts, strict: false, pinned: false, known };
    let outcome = pipeline::generate_with(&request, &retired.retired)
        .map_err(|source| UpdateError::Release(source.into()))?;
    Ok((outcome, retired))
}

/// The names that are lost with what the release no longer has and could not be kept. Apple has
/// decided that, so it is no error.
fn names_lost(workspace: &Workspace, outcome: &Outcome) -> Result<Vec<String>, Box<dyn Error>> {
    let (removed, before) = (Removed::reviewed()?, names::before(workspace)?);
    Ok(names::lost(&removed, &before, &outcome.names))
}

/// Compares the release with the one that `generated/` was made from.
fn compare(
    workspace: &Workspace,
    submodule: &Submodule,
    before: &str,
    outcome: &Outcome,
) -> Result<Comparison, Box<dyn Error>> {
    let text = |commit: &str| release::read(release::revision(&submodule.folder, commit));
    let pinned = text(before)?;
    let old = match workspace.model() {
        path if path.exists() => release::read(Input::Model(path))?.model,
        _ => pinned.model,
    };
    let commit = outcome.model.upstream.commit.as_deref().unwrap_or_default();
    let new = text(commit)?.raw;
    Ok(diff::compare(
        Release { model: &old, raw: pinned.raw.as_deref() },
        Release { model: &outcome.model, raw: new.as_deref() },
    ))
}

/// Prepares the files that are written besides the generated folder.
fn stage(
    workspace: &Workspace,
    outcome: &Outcome,
    retired: &Retired,
    comparison: &Comparison,
) -> Result<Texts, UpdateError> {
    let path = workspace.changelog();
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        result => result,
    };
    let text = text.map_err(|source| UpdateError::Changelog { path: path.clone(), source })?;
    let section = report::markdown(comparison, 3, None);
    let heading = report::heading(&outcome.model.upstream);
    let mut texts = Texts::default();
    retired::stage(retired, workspace, &mut texts)?;
    texts.stage(&path, &report::changelog(&text, &heading, &section))?;
    Ok(texts)
}

/// Prints what was done, and what a person must decide.
fn tell(comparison: &Comparison, outcome: &Outcome, lost: &[String], out: &mut Output) {
    let name = |upstream: &Upstream| report::long_name(upstream);
    writeln!(out, "{} → {}", name(&comparison.old), name(&comparison.new));
    writeln!(out, "{} See CHANGELOG.md.", report::summary(comparison));
    let notes = outcome.warnings.iter().skip(outcome.counts.flaws);
    let others: Vec<&String> = notes.chain(&comparison.notes).chain(lost).collect();
    let flaws = &outcome.model.flaws;
    if flaws.is_empty() && others.is_empty() {
        writeln!(out, "nothing to decide: run .ci/run, then commit all of it together");
        return;
    }
    writeln!(out, "to decide before this is committed (CONTRIBUTING.md says how):");
    if !flaws.is_empty() {
        writeln!(out, "{} of the schema, read leniently:", count(flaws.len(), "flaw", "flaws"));
    }
    for flaw in flaws {
        writeln!(out, "- {flaw}");
    }
    if !flaws.is_empty() && !others.is_empty() {
        writeln!(out, "and besides:");
    }
    for decision in others {
        writeln!(out, "- {decision}");
    }
}

/// Apple's repository. Unlike the rest of the generator, this may use the network, and changes the
/// work tree of the repository.
struct Submodule {
    folder: PathBuf,
}

impl Submodule {
    fn open(workspace: &Workspace) -> Result<Submodule, UpdateError> {
        let folder = workspace.filled_submodule();
        let folder = folder.ok_or_else(|| UpdateError::NoSubmodule(workspace.submodule()))?;
        let submodule = Submodule { folder };
        let status = submodule.git(&["status", "--porcelain", "--untracked-files=all"])?;
        if status.is_empty() { Ok(submodule) } else { Err(UpdateError::Changed(submodule.folder)) }
    }

    fn fetch(&self) -> Result<(), UpdateError> {
        let fetched = self.git(&["fetch", "--quiet", "--tags", "origin"]);
        match fetched {
            Err(UpdateError::Git { stderr, .. }) => {
                let url = self.git(&["remote", "get-url", "origin"]);
                let url = url.unwrap_or_else(|_| "origin, which has no address".to_owned());
                Err(UpdateError::Fetch { url, stderr })
            }
            result => result.map(drop),
        }
    }

    /// The commit to move to.
    fn target(&self, args: &Args) -> Result<String, UpdateError> {
        let revision = args.revision.as_deref().unwrap_or("release");
        // A branch that was fetched comes first: a local branch of the same name may be older.
        let remote = self.commit(&format!("refs/remotes/origin/{revision}"));
        remote.or_else(|_| self.commit(revision))
    }

    fn commit(&self, revision: &str) -> Result<String, UpdateError> {
        let commit = format!("{revision}^{{commit}}");
        self.git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).map_err(
            |error| match error {
                UpdateError::Git { folder, .. } => {
                    UpdateError::NoRevision { folder, revision: revision.to_owned() }
                }
                other => other,
            },
        )
    }

    fn check_out(&self, commit: &str) -> Result<(), UpdateError> {
        self.git(&["checkout", "--quiet", "--detach", commit]).map(drop)
    }

    /// Moves back, after writing has failed.
    fn put_back(&self, commit: &str, source: WriteError) -> UpdateError {
        let Err(back) = self.check_out(commit) else { return UpdateError::Write(source) };
        let (folder, commit) = (self.folder.clone(), commit.to_owned());
        UpdateError::NotBack { folder, commit, back: Box::new(back), source }
    }

    fn git(&self, args: &[&str]) -> Result<String, UpdateError> {
        let output = command(&self.folder, args).output();
        let output = output.map_err(|source| UpdateError::NoGit { source })?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if output.status.success() {
            return Ok(text(&output.stdout));
        }
        let (folder, command) = (self.folder.clone(), args.join(" "));
        Err(UpdateError::Git { folder, command, stderr: text(&output.stderr) })
    }
}

/// Git, without a terminal to ask for a password on.
fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = git::command(folder);
    command.args(args).stdin(Stdio::null()).env("GIT_TERMINAL_PROMPT", "0");
    command
}
