use std::io;
use std::path::PathBuf;

use apple_device_management_core::internal::count;

use crate::discover::SourceError;
use crate::discover::git::GitError;
use crate::emit::EmitError;
use crate::model_json::ModelJsonError;
use crate::overlay::OverlayError;
use crate::secrets::SecretsError;
use crate::write::WriteError;

/// Why a run failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PipelineError {
    #[error(transparent)]
    Git(#[from] GitError),
    #[error(transparent)]
    Read(#[from] SourceError),
    #[error("no document can be read:\n{}", .0.join("\n"))]
    Nothing(Vec<String>),
    #[error(transparent)]
    Overlay(#[from] OverlayError),
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    #[error(
        "schema-codegen/retired.json cannot be read: restore it from git, or run \
         `cargo xtask regen --with-history`"
    )]
    ReadRetired(#[source] ModelJsonError),
    #[error(transparent)]
    Emit(#[from] EmitError),
    #[error("the model cannot be written")]
    WriteModel(#[source] ModelJsonError),
    /// The emitter gave a file a name that it must not have.
    #[error(transparent)]
    Files(#[from] WriteError),
    #[error("cannot read {}", path.display())]
    ReadModel { path: PathBuf, source: io::Error },
    /// The model was edited by hand, or written by another version of this program.
    #[error(
        "{} is not a model that can be read here: restore it from git, or fill the submodule and \
         run `cargo xtask regen`", path.display()
    )]
    Model { path: PathBuf, source: ModelJsonError },
    /// Only if a strict run was asked for.
    #[error("the schema has {}:\n{}", count(.0.len(), "flaw", "flaws"), .0.join("\n"))]
    Flaws(Vec<String>),
    /// Apple's text is asked of a model, which has none.
    #[error("{} holds facts and no text of Apple's: name a folder or revision", .0.display())]
    NoProse(PathBuf),
}
