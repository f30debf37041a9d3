//! Reads the release that an argument names: a folder, a model, or a revision of the submodule's
//! repository.

use std::path::{Path, PathBuf};

use schema_codegen::discover::git::{self, GitError};
use schema_codegen::model::Model;
use schema_codegen::pipeline::{self, Docs, Input, PipelineError, Reading, Request, Timings};

use crate::workspace::Workspace;

#[derive(Debug, thiserror::Error)]
pub(crate) enum ReleaseError {
    #[error("cannot read the schema at {name}")]
    Read { name: String, source: Box<PipelineError> },
    #[error("cannot list the releases of {}", folder.display())]
    List { folder: PathBuf, source: GitError },
    #[error("{} is not a folder or a file with a model", .0.display())]
    NoSuchPath(PathBuf),
    #[error(
        "{} is not checked out: run `git submodule update --init --checkout {}`, or name a release",
        .0.display(), .0.display()
    )]
    NoSubmodule(PathBuf),
}

/// Where the schema with this name is.
pub(crate) fn input(name: &str, workspace: &Workspace) -> Result<Input, ReleaseError> {
    let path = PathBuf::from(name);
    if path.is_dir() {
        Ok(Input::Folder(path))
    } else if path.is_file() {
        Ok(Input::Model(path))
    } else if path.is_absolute() || name.starts_with('.') {
        Err(ReleaseError::NoSuchPath(path))
    } else {
        Ok(revision(&workspace.submodule(), name))
    }
}

/// Where the schema with this name is; without a name, the model that the generated code was made
/// from.
pub(crate) fn named_or_current(
    name: Option<&str>,
    workspace: &Workspace,
) -> Result<Input, ReleaseError> {
    name.map_or_else(|| Ok(Input::Model(workspace.model())), |name| input(name, workspace))
}

/// The submodule's work tree.
pub(crate) fn submodule(workspace: &Workspace) -> Result<Input, ReleaseError> {
    let folder = workspace.filled_submodule();
    folder.map(Input::Folder).ok_or_else(|| ReleaseError::NoSubmodule(workspace.submodule()))
}

/// A revision of a repository.
pub(crate) fn revision(repository: &Path, revision: &str) -> Input {
    Input::Revision { repository: repository.to_owned(), revision: revision.to_owned() }
}

/// Every release up to a commit or branch, the oldest first.
pub(crate) fn all(folder: &Path, newest: &str) -> Result<Vec<Model>, ReleaseError> {
    let commits = git::commits(folder, newest)
        .map_err(|source| ReleaseError::List { folder: folder.to_owned(), source })?;
    commits.iter().map(|commit| Ok(read(revision(folder, commit))?.model)).collect()
}

/// Reads a release, up to its model. A document that cannot be read is taken from
/// generated/model.json.
pub(crate) fn read(input: Input) -> Result<Reading, ReleaseError> {
    let name = match &input {
        Input::Folder(path) | Input::Model(path) => path.display().to_string(),
        Input::Revision { revision, .. } => revision.clone(),
    };
    let known = Some(Workspace::find().model());
    let request = Request { input, docs: Docs::Facts, strict: false, pinned: false, known };
    pipeline::read_schema(&request, &mut Timings::default())
        .map_err(|source| ReleaseError::Read { name, source: source.into() })
}
