use std::fmt;

/// Why a model cannot be emitted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmitError {
    /// Two things of one document would have one name.
    #[error(
        "{source_file}: `{one}` and `{other}` would both be called `{name}`; \
         give one of them a name in schema-codegen/src/naming/"
    )]
    Collision {
        /// The document.
        source_file: String,
        /// The name that both would have.
        name: String,
        /// The key path or value that comes first.
        one: Box<Named>,
        /// The key path or value that comes second.
        other: Box<Named>,
    },
    /// The name that a thing would have is not allowed in Rust.
    #[error(
        "{source_file}: `{place}` would be called `{name}`, which is no name in Rust; \
         give it one in schema-codegen/src/naming/"
    )]
    NoName {
        /// The document.
        source_file: String,
        /// The name that it would have.
        name: String,
        /// The key path, or value.
        place: Box<Named>,
    },
    /// The emitter made tokens that are not valid Rust.
    #[error(
        "{source_file}: `{item}` would not be valid Rust: {reason}; this is a mistake of the emitter \
         (schema-codegen/src/emit/)"
    )]
    NotRust {
        /// The document, or the folder of its family.
        source_file: String,
        /// The item that was to be emitted.
        item: String,
        /// The error of `syn`.
        reason: String,
    },
    /// A dictionary has more keys than the codec allows.
    #[error(
        "{source_file}: {} has {count} keys; the codec allows {limit} (core/src/codec/names.rs)",
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
    /// A support does not fit the numbers that it is packed into.
    #[error(
        "{source_file}: the support `{support}` cannot be packed: the document has more than \
         255 different texts of access rights and behaviors (core/src/support_packed.rs)"
    )]
    WideSupport {
        /// The document.
        source_file: String,
        /// The support, in words.
        support: String,
    },
    /// A document has more supports than there are numbers.
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

/// Something that has a name in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The key path or value, for messages.
    pub text: String,
    /// The entry of [`Document::names`](crate::model::Document::names) that would give it another
    /// name; `None` if it cannot have another.
    pub place: Option<String>,
    /// Its name, if the refused name is not its own but derived from it.
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
