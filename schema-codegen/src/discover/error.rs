use std::io;
use std::path::PathBuf;

/// Why a folder could not be read as a schema.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error("cannot read {}", path.display())]
    Io {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error(
        "{} holds no schema: no *.yaml of a known family under mdm, declarative or other; \
         fill the submodule with `git submodule update --init --checkout vendor/device-management`, \
         or name another folder",
        path.display()
    )]
    NoSchema { path: PathBuf },
}
