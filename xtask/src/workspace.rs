//! Where the files and folders of the workspace are.

use std::env;
use std::path::{Path, PathBuf};

use schema_codegen::discover::TOP_FOLDERS;

/// The folders of the workspace that a command works with.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    /// Paths are shown relative to this.
    current: Option<PathBuf>,
}

impl Workspace {
    pub(crate) fn find() -> Self {
        // Cargo sets this for `cargo run`. Without cargo, the folder in which this was built is
        // used.
        let xtask = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = xtask.parent().map_or_else(|| PathBuf::from("."), Path::to_owned);
        Self { root, current: env::current_dir().ok() }
    }

    /// Apple's schema, a git submodule.
    pub(crate) fn submodule(&self) -> PathBuf {
        self.path("vendor/device-management")
    }

    /// The submodule, if it is checked out.
    pub(crate) fn filled_submodule(&self) -> Option<PathBuf> {
        let folder = self.submodule();
        let filled = TOP_FOLDERS.iter().any(|name| folder.join(name).is_dir());
        filled.then_some(folder)
    }

    /// The machine-owned folder.
    pub(crate) fn generated(&self) -> PathBuf {
        self.path("generated")
    }

    /// The model of the last run.
    pub(crate) fn model(&self) -> PathBuf {
        self.path("generated/model.json")
    }

    /// The exported names of the last run.
    pub(crate) fn names(&self) -> PathBuf {
        self.path("generated/names.txt")
    }

    /// The list of what only older releases have.
    pub(crate) fn retired(&self) -> PathBuf {
        self.path("schema-codegen/retired.json")
    }

    /// Where the crates to be measured are built.
    pub(crate) fn bench(&self) -> PathBuf {
        self.root.join("target/bench")
    }

    /// The workspace itself.
    pub(crate) fn root(&self) -> PathBuf {
        self.root.clone()
    }

    /// What each release changed.
    pub(crate) fn changelog(&self) -> PathBuf {
        self.path("CHANGELOG.md")
    }

    /// A path of the workspace. It is relative to the current folder if that is possible, since
    /// messages show it.
    fn path(&self, below: &str) -> PathBuf {
        let path = self.root.join(below);
        match self.current.as_ref().and_then(|current| path.strip_prefix(current).ok()) {
            Some(short) if !short.as_os_str().is_empty() => short.to_owned(),
            _ => path,
        }
    }
}
