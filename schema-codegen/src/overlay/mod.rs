//! Reviewed corrections of the schema, and additions to it: raw documents in, raw documents out.
//!
//! They are data, in `schema-codegen/overlay/`; what each kind of change does is in `apply`. How
//! Apple writes something in all releases (`ANY`, `n/a`) needs no correction and belongs in
//! [`conventions`](crate::conventions).

mod apply;
mod correction;
mod error;
#[cfg(test)]
mod tests;

pub use correction::{Correction, Edit};
pub use error::{NotApplied, OverlayError, StaleCorrection};

use crate::raw::RawDocument;

/// The corrections and the files they refer to, as they were when this program was built.
const CORRECTIONS: &str = include_str!("../../overlay/corrections.toml");
const FILES: [(&str, &str); 5] = [
    ("keys/bootstraptoken.yaml", include_str!("../../overlay/keys/bootstraptoken.yaml")),
    ("keys/errorchain.yaml", include_str!("../../overlay/keys/errorchain.yaml")),
    ("keys/settings.yaml", include_str!("../../overlay/keys/settings.yaml")),
    ("keys/settingsresponse.yaml", include_str!("../../overlay/keys/settingsresponse.yaml")),
    ("keys/userauthenticate.yaml", include_str!("../../overlay/keys/userauthenticate.yaml")),
];

/// A list of corrections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    pub corrections: Vec<Correction>,
    /// The files that the corrections refer to: name and text.
    pub files: Vec<(String, String)>,
}

impl Overlay {
    /// The corrections of `schema-codegen/overlay/`.
    pub fn reviewed() -> Result<Overlay, OverlayError> {
        Overlay::read(CORRECTIONS, &FILES)
    }

    /// Reads corrections in the format of `corrections.toml`.
    pub fn read(corrections: &str, files: &[(&str, &str)]) -> Result<Overlay, OverlayError> {
        let file: correction::File = toml::from_str(corrections)?;
        let own = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        Ok(Overlay { corrections: file.correction, files: files.iter().map(own).collect() })
    }

    /// Corrects the documents, which stay sorted by source, and returns the corrections that had
    /// nothing to correct.
    ///
    /// # Errors
    /// If the overlay itself has a mistake.
    pub fn apply(
        &self,
        documents: &mut Vec<RawDocument>,
    ) -> Result<Vec<StaleCorrection>, OverlayError> {
        apply::apply(self, documents)
    }
}
