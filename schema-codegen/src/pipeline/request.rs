use std::path::PathBuf;

/// Where the schema is taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A folder that holds `mdm/`, `declarative/` and `other/`.
    Folder(PathBuf),
    /// A commit, tag or branch of a repository.
    Revision { repository: PathBuf, revision: String },
    /// A model that an earlier run has written.
    Model(PathBuf),
}

/// What the doc comments of emitted code hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Docs {
    /// Wire names, types, presence, support.
    #[default]
    Facts,
    /// Apple's own text as well.
    Apple,
}

/// What a run is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub input: Input,
    pub docs: Docs,
    /// Whether a flaw of the schema is an error, and not only a warning.
    pub strict: bool,
    /// Whether the overlay and `retired.json` were written for this very release: an entry that
    /// changes nothing is then a flaw.
    pub pinned: bool,
    /// The model that the last run has written. It knows what a document was that cannot be read
    /// any more, and which of two things with one name is the older.
    pub known: Option<PathBuf>,
}
