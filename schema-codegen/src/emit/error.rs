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
        one: String,
        /// The one that came second.
        other: String,
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
        place: String,
    },
    /// A dictionary has more keys than the codec can tell apart.
    #[error(
        "{source_file}: {} has {count} keys; the codec takes {limit} (core/src/codec/record.rs)",
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
