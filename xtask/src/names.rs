//! Reads `generated/names.txt`, which has the exported names of the last run.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::PathBuf;

use schema_codegen::exported_names::Removed;

use crate::workspace::Workspace;

#[derive(Debug, thiserror::Error)]
#[error("cannot read {}: restore it from git", path.display())]
pub(crate) struct NoNames {
    path: PathBuf,
    source: io::Error,
}

/// The text of the file; empty where there is none yet.
pub(crate) fn before(workspace: &Workspace) -> Result<String, NoNames> {
    let path = workspace.names();
    match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        result => result.map_err(|source| NoNames { path, source }),
    }
}

/// The names that are no longer exported, a line each.
pub(crate) fn lost(removed: &Removed, before: &str, now: &BTreeSet<String>) -> Vec<String> {
    let gone = removed.gone(before, now);
    gone.iter().map(|name| format!("`{name}` is no longer exported")).collect()
}
