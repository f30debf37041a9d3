//! `schema-codegen/retired.json`: worked out from the history of Apple's repository.

use std::fs;
use std::path::{Path, PathBuf};

use schema_codegen::discover::git;
use schema_codegen::model_json::{read_retired, write_retired};
use schema_codegen::pipeline::PipelineError;
use schema_codegen::retired::{Computed, Retired, compute};
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
}

/// What the releases up to a commit of the repository retired.
pub(crate) fn of(repository: &Path, newest: &str) -> Result<Computed, RetiredError> {
    let list = |source| ReleaseError::List { folder: repository.to_owned(), source };
    if git::is_shallow(repository).map_err(list)? {
        return Err(RetiredError::NoHistory(repository.to_owned()));
    }
    Ok(compute(&release::all(repository, newest)?))
}

/// What the file of the checkout holds, which `update` may have written a moment ago; without the
/// file, what it held when this program was built.
pub(crate) fn committed(workspace: &Workspace) -> Result<Retired, PipelineError> {
    let text = fs::read_to_string(workspace.retired());
    let read = text.map_or_else(|_| Retired::committed(), |text| read_retired(&text));
    read.map_err(PipelineError::ReadRetired)
}

/// Whether the file holds this.
pub(crate) fn is_current(retired: &Retired, workspace: &Workspace) -> bool {
    fs::read_to_string(workspace.retired()).is_ok_and(|text| text == write_retired(retired))
}

/// Prepares the file.
pub(crate) fn stage(
    retired: &Retired,
    workspace: &Workspace,
    texts: &mut Texts,
) -> Result<(), WriteError> {
    texts.stage(&workspace.retired(), &write_retired(retired))
}
