//! From raw documents to the model: what a document means by Apple's conventions.
//!
//! The model has what a document states; what a key inherits is worked out by [`effective`]. What
//! does not follow the conventions is an error that says where it is. A word that is not known is
//! no error: the parser has reported it, and here it counts as if nothing were stated. So does a
//! list with such a word in it.
//!
//! One document means something else than what is made of it here: the keys of
//! `other/skipkeys.yaml` are the values of `SkipSetupItems` elsewhere. They become optional
//! strings, each with its support.

mod error;
mod form;
mod here;
mod keys;
mod support;
#[cfg(test)]
mod tests;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use apple_device_management_core::{Family, KeyPath};

pub use error::{LowerError, LowerErrors, LowerProblem, Show};

use crate::conventions;
use crate::effective::{self, Covered, MAX_PLACES, MAX_STEPS, Side};
use crate::flaw::Flaw;
use crate::location::Location;
use crate::location::Position;
use crate::model::{
    Content, Document, Example, ExampleFile, Literal, Model, Reason, ReasonDetail, Upstream,
};
use crate::raw::{RawDocument, RawExample, RawExampleFile, RawKey, RawReason, RawReasonDetail};
use keys::Lists;

type Result<T> = std::result::Result<T, LowerError>;

/// Makes a model of the documents of one release.
///
/// # Errors
/// All that does not follow the conventions, unless another error hides it.
pub fn lower_documents(
    documents: &[RawDocument],
    upstream: Upstream,
) -> std::result::Result<Model, LowerErrors> {
    let mut model = Model { upstream, ..Model::default() };
    let mut errors = Vec::new();
    let mut sources = BTreeSet::new();
    for raw in documents {
        if !sources.insert(&raw.source) {
            let place = Location::document(&raw.source).into();
            errors.push(LowerError { place, key: None, what: LowerProblem::DuplicateDocument });
        }
        match lower_document(raw) {
            Ok((document, flaws)) => {
                model.documents.push(document);
                model.flaws.extend(flaws.iter().map(Flaw::to_string));
            }
            Err(LowerErrors(more)) => errors.extend(more),
        }
    }
    if errors.is_empty() {
        let covered = Covered::of(&model);
        for (raw, document) in documents.iter().zip(&model.documents) {
            if let Some((side, path)) = effective::too_far(covered, document) {
                errors.push(too_far(raw, side, &path));
            }
        }
    }
    if !errors.is_empty() {
        return Err(LowerErrors(errors));
    }
    model.documents.sort_by(|a, b| a.source.cmp(&b.source));
    model.flaws.sort();
    Ok(model)
}

/// Makes a document of the model; also gives the flaws in it.
///
/// # Errors
/// As for [`lower_documents`].
pub fn lower_document(
    raw: &RawDocument,
) -> std::result::Result<(Document, Vec<Flaw>), LowerErrors> {
    let mut lower = Lower { raw, flaws: Vec::new(), errors: Vec::new() };
    match lower.document() {
        Ok(document) if lower.errors.is_empty() => {
            let flaws = raw.flaws.iter().cloned().chain(lower.flaws).collect();
            Ok((document, flaws))
        }
        last => {
            lower.errors.extend(last.err());
            Err(LowerErrors(lower.errors))
        }
    }
}

/// The state of reading one document.
struct Lower<'a> {
    raw: &'a RawDocument,
    /// The flaws found so far. Those that the parser has found are in `raw`.
    flaws: Vec<Flaw>,
    /// The errors of keys so far. These keys are left out, so that other errors are found too.
    errors: Vec<LowerError>,
}

impl Lower<'_> {
    fn document(&mut self) -> Result<Document> {
        let raw = self.raw;
        let root = |at: Position, what| self.error(at, "", what);
        let family = Family::of_path(&raw.source)
            .ok_or_else(|| root(Position::default(), LowerProblem::NoFamily))?;
        let support = self.stated(raw.payload.supported_os.as_ref(), "payload")?;
        let mut lists = Lists::new(family);
        let payload = self.content(raw.payload_keys, "payloadkeys", &mut lists)?;
        let response = match raw.response_keys {
            None => None,
            Some(list) => Some(self.content(Some(list), "responsekeys", &mut lists)?),
        };
        let mut document = Document {
            family,
            source: raw.source.clone(),
            id: String::new(),
            title: raw.title.value.clone(),
            support,
            apply: raw.payload.apply.as_ref().and_then(|text| conventions::apply(&text.value)),
            beta: raw.payload.beta.as_ref().is_some_and(|beta| beta.value),
            payload,
            response,
            reasons: raw.reasons.iter().map(reason).collect(),
            related_status_items: related_status_items(raw),
            examples: raw.examples.iter().map(example).collect(),
            shared: lists.into_shared(),
            last: None,
            names: BTreeMap::new(),
        };
        document.id = self.id(&document)?;
        Ok(document)
    }

    /// The identifier: the type attribute, or in `mdm/errors` the one value of `code`.
    fn id(&self, document: &Document) -> Result<String> {
        if let Some((_, id)) = &self.raw.payload.id {
            return Ok(id.value.clone());
        }
        let code = match &document.payload {
            Content::Dictionary(children) if document.family == Family::Errors => children
                .keys(document)
                .iter()
                .find(|key| key.constant && key.name == conventions::ERROR_ID),
            _ => None,
        };
        match code.map(|key| key.rangelist.as_slice()) {
            Some([Literal::String(id)]) => Ok(id.clone()),
            _ => Err(self.error(self.raw.payload.at, "payload", LowerProblem::NoId)),
        }
    }

    fn error(&self, at: Position, path: &str, what: LowerProblem) -> LowerError {
        LowerError { place: self.place(at, path.to_owned()).into(), key: None, what }
    }

    fn place(&self, at: Position, path: String) -> Location {
        let at = Some(at).filter(|at| *at != Position::default());
        Location { source: self.raw.source.clone(), at, path }
    }

    /// Reports a flaw, unless it has been reported: aliases may lead to the same place again.
    fn report(&mut self, at: Position, path: &str, attribute: &str, what: String, assumed: &str) {
        let is_same = |one: &Flaw| one.place.at == Some(at) && one.what == what;
        if !self.raw.flaws.iter().chain(&self.flaws).any(is_same) {
            let place = self.place(at, format!("{path}.{attribute}"));
            self.flaws.push(Flaw::new(place, what, assumed));
        }
    }
}

/// The error for a side whose key paths are too many or too long. It is one of the key at the root
/// that leads to the first path that is too much.
fn too_far(raw: &RawDocument, side: Side, path: &KeyPath) -> LowerError {
    let (attribute, list) = match side {
        Side::Payload => ("payloadkeys", raw.payload_keys),
        Side::Response => ("responsekeys", raw.response_keys),
    };
    let keys = list.and_then(|list| raw.lists.get(list.0)).map_or(&[][..], |list| &list.keys);
    let leads = |key: &RawKey| conventions::steps(keys, key, false).first() == path.0.first();
    let found = keys.iter().position(leads);
    let key = found.and_then(|index| keys.get(index));
    let (at, name) = key.map_or((None, ""), |key| (Some(key.at), &key.name));
    let place = Location { source: raw.source.clone(), at, path: format!("{attribute}.{name}") };
    LowerError {
        place: place.into(),
        key: list.zip(found),
        what: LowerProblem::TooFar(MAX_PLACES, MAX_STEPS),
    }
}

fn reason(raw: &RawReason) -> Reason {
    let detail = |detail: &RawReasonDetail| {
        let kind = detail.kind.as_ref().and_then(|kind| conventions::form(&kind.value));
        ReasonDetail {
            name: detail.key.value.clone(),
            form: kind.unwrap_or_default(),
            subtype: detail.value_type.as_ref().and_then(|text| conventions::subtype(&text.value)),
        }
    };
    Reason { code: raw.value.value.clone(), details: raw.details.iter().map(detail).collect() }
}

fn example(raw: &RawExample) -> Example {
    let file = |raw: &RawExampleFile| ExampleFile {
        file: raw.file.clone(),
        request: raw.request.clone(),
        response: raw.response.clone(),
    };
    Example { title: raw.title.clone(), files: raw.files.iter().map(file).collect() }
}

/// The items of all entries, each once. An entry only groups items that share a note.
fn related_status_items(raw: &RawDocument) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for item in raw.related_status_items.iter().flat_map(|entry| &entry.items) {
        if !items.contains(item) {
            items.push(item.clone());
        }
    }
    items
}

/// The lists of keys that more than one place refers to, by name.
type Shared = BTreeMap<String, crate::model::SharedList>;
