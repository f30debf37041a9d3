use std::fmt;

/// A model that cannot be written as Rust.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmitError {
    /// Two things of one document would have one name.
    #[error(
        "{source_file}: `{one}` and `{other}` would both be called `{name}`; \
         give one of them a name in schema-codegen/src/naming.rs"
    )]
    Collision {
        /// The document.
        source_file: String,
        /// The name that both would have.
        name: String,
        /// The key path, or value, that came first.
        one: Box<Named>,
        /// The one that came second.
        other: Box<Named>,
    },
    /// What a thing would be called is no name in Rust.
    #[error(
        "{source_file}: `{place}` would be called `{name}`, which is no name in Rust; \
         give it one in schema-codegen/src/naming.rs"
    )]
    NoName {
        /// The document.
        source_file: String,
        /// What it would be called.
        name: String,
        /// The key path, or value.
        place: Box<Named>,
    },
    /// An emitter gave tokens that are no Rust.
    #[error(
        "{source_file}: `{item}` would be no Rust: {reason}; this is a mistake of the emitter \
         (schema-codegen/src/emit/)"
    )]
    NotRust {
        /// The document, or the folder of its family.
        source_file: String,
        /// What was to be emitted.
        item: String,
        /// What `syn` says of it.
        reason: String,
    },
    /// A dictionary has more keys than the codec can tell apart.
    #[error(
        "{source_file}: {} has {count} keys; the codec takes {limit} (core/src/codec/names.rs)",
        if path.is_empty() { "the root" } else { path }
    )]
    TooManyKeys {
        /// The document.
        source_file: String,
        /// The dictionary.
        path: String,
        /// How many it has.
        count: usize,
        /// How many are possible.
        limit: usize,
    },
    /// A support has no room in the numbers that it is kept in.
    #[error(
        "{source_file}: there is no room for the support `{support}`: the document has more than \
         255 different texts of access rights and behaviors (core/src/support_packed.rs)"
    )]
    WideSupport {
        /// The document.
        source_file: String,
        /// The support, in words.
        support: String,
    },
    /// A document has more supports than can be numbered.
    #[error("{source_file}: {count} different supports; there are numbers for {limit}")]
    TooManySupports {
        /// The document.
        source_file: String,
        /// How many it has.
        count: usize,
        /// How many are possible.
        limit: usize,
    },
}

/// What has a name in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The key path, or value, as a person is told it.
    pub text: String,
    /// What another name for it goes by in [`Document::names`](crate::model::Document::names);
    /// `None` where the name is fixed.
    pub place: Option<String>,
    /// What it is called now, where that is not the name that is refused.
    pub called: Option<String>,
}

impl Named {
    pub(super) fn new(text: String, place: Option<String>) -> Named {
        Named { text, place, called: None }
    }

    pub(super) fn fixed(text: &str) -> Named {
        Named::new(text.to_owned(), None)
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl EmitError {
    /// The document that it is about.
    pub fn source_file(&self) -> &str {
        match self {
            EmitError::Collision { source_file, .. }
            | EmitError::NoName { source_file, .. }
            | EmitError::NotRust { source_file, .. }
            | EmitError::TooManyKeys { source_file, .. }
            | EmitError::WideSupport { source_file, .. }
            | EmitError::TooManySupports { source_file, .. } => source_file,
        }
    }
}
