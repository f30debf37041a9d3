//! All releases of the real schema, if its repository is there: that of the submodule, or of a
//! folder that `DEVICE_MANAGEMENT_SCHEMA` names.

use std::path::{Path, PathBuf};

use schema_codegen::diff::{Comparison, Release, compare};
use schema_codegen::pipeline::{self, Docs, Input, Reading, Request, Timings};

const VARIABLE: &str = "DEVICE_MANAGEMENT_SCHEMA";

/// The name and the commit of each release, the oldest first.
pub(crate) const RELEASES: [(&str, &str); 16] = [
    ("15.0", "4e8e108"),
    ("15.2", "204f5b7"),
    ("15.4", "605e649"),
    ("16.0", "0340fd3"),
    ("16.1", "264841f"),
    ("16.2", "eb51fb0"),
    ("16.4", "5a8fb0d"),
    ("17.0", "72c2a0a"),
    ("17.1", "f44981a"),
    ("17.2", "1cb86e0"),
    ("17.4", "39e2a82"),
    ("17.5", "dcc320a"),
    ("18.0", "85fae8a"),
    ("18.1", "b6202ca"),
    ("18.2", "1fa8427"),
    ("18.3", "2e66738"),
];

/// The pinned release. Not every copy of the repository has the releases between it and those
/// above.
pub(crate) const PINNED: (&str, &str) = ("26.4", "67045e2");

/// The seed of 18.2, which follows 18.1.
pub(crate) const SEED: (&str, &str) = ("18.2 seed 1", "3b90e3f");

/// A release and its name.
pub(crate) struct Named {
    pub(crate) name: &'static str,
    pub(crate) reading: Reading,
}

/// Reads releases; none, with a message, if there is no repository that has them.
pub(crate) fn read(releases: &[(&'static str, &str)]) -> Option<Vec<Named>> {
    let folder = std::env::var_os(VARIABLE).map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../vendor/device-management"),
        PathBuf::from,
    );
    let read = |(name, commit): &(&'static str, &str)| {
        let input = Input::Revision { repository: folder.clone(), revision: (*commit).to_owned() };
        let request =
            Request { input, docs: Docs::Facts, strict: false, pinned: false, known: None };
        match pipeline::read_schema(&request, &mut Timings::default()) {
            Ok(reading) => Some(Named { name, reading }),
            Err(pipeline::PipelineError::Git(error)) => {
                println!("skipped: {error}; see {VARIABLE}");
                None
            }
            Err(error) => panic!("{name}: {error}"),
        }
    };
    releases.iter().map(read).collect()
}

/// Compares two releases.
pub(crate) fn between(old: &Named, new: &Named) -> Comparison {
    fn release(named: &Named) -> Release<'_> {
        Release { model: &named.reading.model, raw: named.reading.raw.as_deref() }
    }
    compare(release(old), release(new))
}
