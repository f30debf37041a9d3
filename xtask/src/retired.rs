//! Works out and checks `schema-codegen/retired.json`, from the history of Apple's repository.

use std::fs;
use std::path::{Path, PathBuf};

use schema_codegen::diff::report;
use schema_codegen::discover::git;
use schema_codegen::model_json::{self, ModelJsonError};
use schema_codegen::pipeline::{PipelineError, Reading};
use schema_codegen::retired::{Computed, Retired, compute, extend};
use schema_codegen::write::{Texts, WriteError};

use crate::release::{self, ReleaseError};
use crate::workspace::Workspace;

#[derive(Debug, thiserror::Error)]
pub(crate) enum RetiredError {
    #[error(transparent)]
    Release(#[from] ReleaseError),
    #[error(
        "{} was cloned without the releases before it: run `git -C {} fetch --unshallow`",
        .0.display(), .0.display()
    )]
    NoHistory(PathBuf),
    #[error(transparent)]
    Committed(#[from] PipelineError),
    #[error("schema-codegen/retired.json cannot be written")]
    Text(#[source] ModelJsonError),
    #[error(transparent)]
    Write(#[from] WriteError),
}

type Result<T> = std::result::Result<T, RetiredError>;

/// What is retired by the releases up to a commit of the repository; `None` if it was cloned
/// without some of them.
fn of(repository: &Path, newest: &str) -> Result<Option<Computed>> {
    let list = |source| ReleaseError::List { folder: repository.to_owned(), source };
    if git::is_cut_off(repository, newest).map_err(list)? {
        return Ok(None);
    }
    Ok(Some(compute(&release::all(repository, newest)?)))
}

/// What is retired by the releases up to a commit of the submodule's repository.
pub(crate) fn anew(workspace: &Workspace, newest: &str) -> Result<Computed> {
    let folder = workspace.filled_submodule();
    let folder = folder.ok_or_else(|| ReleaseError::NoSubmodule(workspace.submodule()))?;
    of(&folder, newest)?.ok_or(RetiredError::NoHistory(folder))
}

/// What is retired at the commit `after`, for an update from the commit `before`.
///
/// Without the history, it is worked out from the recorded list and these two releases.
pub(crate) fn at(
    workspace: &Workspace,
    repository: &Path,
    before: &str,
    after: &str,
) -> Result<Computed> {
    if let Some(computed) = of(repository, after)? {
        return Ok(computed);
    }
    let recorded = committed(workspace)?;
    let read = |commit| release::read(release::revision(repository, commit));
    let (Reading { model: old, .. }, Reading { model: new, .. }) = (read(before)?, read(after)?);
    let is_newest = recorded.releases.last().is_none_or(|newest| newest.is_same(&old.upstream));
    if is_newest && before == after {
        return Ok(Computed { retired: recorded, notes: Vec::new() });
    }
    // From a newer release to an older one, what is new would be taken for gone.
    let is_back = recorded.releases.iter().any(|known| known.is_same(&new.upstream));
    if !is_newest || is_back {
        return Err(RetiredError::NoHistory(repository.to_owned()));
    }
    let mut computed = extend(&recorded, &old, &new);
    computed.notes.push(format!(
        "{} was cloned without the releases before this one, so what is retired was worked out from \
         {} on: what came in between and went again is not known",
        repository.display(),
        report::name(&old.upstream)
    ));
    Ok(computed)
}

/// What a check compares the file with.
pub(crate) struct Verified {
    /// The list that the generated code is checked with.
    pub(crate) retired: Retired,
    /// What a person should know, though it is no failure.
    pub(crate) notes: Vec<String>,
}

/// The list that the history gives, if the file was worked out from the same history. Otherwise the
/// list of the file, and notes about how the other would differ.
pub(crate) fn verified(workspace: &Workspace, newest: &str) -> Result<Verified> {
    let recorded = committed(workspace)?;
    let unverified = |recorded, folder: PathBuf, why, command| {
        let note = format!(
            "{} {why}, so {} was not compared with the history: run `{command}` for that",
            folder.display(),
            workspace.retired().display()
        );
        Ok(Verified { retired: recorded, notes: vec![note] })
    };
    let Some(folder) = workspace.filled_submodule() else {
        let folder = workspace.submodule();
        let command = format!("git submodule update --init --checkout {}", folder.display());
        return unverified(recorded, folder, "is not checked out", command);
    };
    let Some(Computed { mut retired, notes }) = of(&folder, newest)? else {
        let command = format!("git -C {} fetch --unshallow", folder.display());
        return unverified(recorded, folder, "was cloned without the releases before it", command);
    };
    if !retired.has_releases_of(&recorded) {
        let notes = news(workspace, &recorded, &retired);
        return Ok(Verified { retired: recorded, notes });
    }
    retired.releases = recorded.releases;
    Ok(Verified { retired, notes })
}

/// How the file would differ if it were worked out from another history.
fn news(workspace: &Workspace, recorded: &Retired, found: &Retired) -> Vec<String> {
    let releases = |retired: &Retired| match &retired.releases[..] {
        [] => "no release".to_owned(),
        [one] => report::name(one),
        [first, .., last] => {
            let (first, last) = (report::name(first), report::name(last));
            format!("{} releases, {first} to {last}", retired.releases.len())
        }
    };
    let head = format!(
        "{} was worked out from other releases ({}) than are here ({}); `cargo xtask update` works it \
         out anew",
        workspace.retired().display(),
        releases(recorded),
        releases(found)
    );
    let news = recorded.news(found);
    let news = news.into_iter().map(|line| format!("with the releases that are here, {line}"));
    std::iter::once(head).chain(news).collect()
}

/// The list in the file of the checkout, which `update` may have written a moment ago. Without the
/// file, it is the list that was in it when this program was built.
pub(crate) fn committed(workspace: &Workspace) -> std::result::Result<Retired, PipelineError> {
    let text = fs::read_to_string(workspace.retired());
    let read = text.map_or_else(|_| Retired::committed(), |text| model_json::read(&text));
    read.map_err(PipelineError::ReadRetired)
}

/// Whether the file has this list.
pub(crate) fn is_current(retired: &Retired, workspace: &Workspace) -> bool {
    let new = model_json::write(retired);
    new.is_ok_and(|new| fs::read_to_string(workspace.retired()).is_ok_and(|text| text == new))
}

/// Prepares the new text of the file.
pub(crate) fn stage(retired: &Retired, workspace: &Workspace, texts: &mut Texts) -> Result<()> {
    let text = model_json::write(retired).map_err(RetiredError::Text)?;
    Ok(texts.stage(&workspace.retired(), &text)?)
}
