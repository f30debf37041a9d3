//! The targets for text: schema documents, lists of corrections, models, and the text forms of types.

use std::path::PathBuf;
use std::str::FromStr;

use apple_device_management::checkin::Endpoint;
use apple_device_management::codec::Message;
use apple_device_management::commands::Settings;
use apple_device_management::reflect::{self, Side};
use apple_device_management::{Date, KeyPath, Target, Version};
use schema_codegen::discover::{Source, SourceFile};
use schema_codegen::emit::{self, Prose};
use schema_codegen::model::Model;
use schema_codegen::overlay::Overlay;
use schema_codegen::pipeline::{self, Docs, Input, PipelineError, Request, Timings};
use schema_codegen::retired::Retired;
use schema_codegen::{model_json, parse};

/// Folders whose documents are read in different ways.
const FOLDERS: [&str; 6] = [
    "mdm/commands",
    "mdm/profiles",
    "mdm/errors",
    "declarative/status",
    "declarative/declarations/configurations",
    "other",
];

fn source(bytes: &[u8]) -> Option<Source> {
    let text = std::str::from_utf8(bytes).ok()?.to_owned();
    let path = format!("{}/input.yaml", FOLDERS[text.len() % FOLDERS.len()]);
    Some(Source { files: vec![SourceFile { path, text }], ..Source::default() })
}

/// Does all that `regen` does, without reading and writing files.
fn regen(source: Source) -> Result<pipeline::Outcome, PipelineError> {
    let input = Input::Folder(PathBuf::new());
    let request = Request { input, docs: Docs::Apple, strict: false, pinned: false, known: None };
    let mut timings = Timings::default();
    let reading = pipeline::build_model(source, &request, &mut timings)?;
    pipeline::emit_files(reading, &request, &Retired::default(), timings)
}

/// Checks that a model is read again as the same, and that an error names the file.
pub(crate) fn schema(bytes: &[u8]) -> bool {
    let Some(source) = source(bytes) else { return false };
    let path = source.files[0].path.clone();
    match regen(source) {
        Ok(outcome) => {
            let text = model_json::write(&outcome.model).ok();
            let read = text.as_ref().and_then(|text| model_json::read::<Model>(text).ok());
            let again = read.and_then(|model| model_json::write(&model).ok());
            assert!(again.is_some() && again == text, "the model is read as something else");
            true
        }
        Err(error) => {
            assert!(error.to_string().contains(&path), "of which file? {error}");
            false
        }
    }
}

/// The model of a schema document with this text.
pub(crate) fn model_of(bytes: &[u8]) -> Option<String> {
    let outcome = regen(source(bytes)?).ok()?;
    model_json::write(&outcome.model).ok()
}

pub(crate) fn model(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let Ok(model) = model_json::read::<Model>(text) else { return false };
    let _ = emit::emit_model(&model, &Prose::new());
    true
}

const CORRECTED: &str = "\
title: T
payload: {requesttype: T}
payloadkeys:
- key: Settings
  type: <array>
  subkeys:
  - {key: A, type: <dictionary>, subkeys: [{key: B, type: <string>}]}
";

/// Applies the corrections to documents at the paths that they name.
pub(crate) fn overlay(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let Ok(overlay) = Overlay::read(text, &[("keys/a.yaml", CORRECTED)]) else { return false };
    let documents =
        overlay.corrections.iter().map(|one| parse::parse_document(&one.file, CORRECTED));
    let mut documents: Vec<_> = documents.flatten().collect();
    documents.sort_by(|one, other| one.source.cmp(&other.source));
    documents.dedup_by(|one, other| one.source == other.source);
    let _ = overlay.apply(&mut documents).map_err(|error| error.to_string());
    true
}

/// Checks that a text form is read again as the same value.
fn shown<T: FromStr<Err: ToString> + ToString>(bytes: &[u8]) -> Option<T> {
    let text = String::from_utf8_lossy(bytes);
    let value = text.parse::<T>().map_err(|error| error.to_string()).ok()?;
    let shown = value.to_string();
    let again = shown.parse::<T>().map_err(|error| error.to_string());
    assert_eq!(again.map(|again| again.to_string()), Ok(shown), "of {text:?}");
    Some(value)
}

pub(crate) fn target(bytes: &[u8]) -> bool {
    shown::<Target>(bytes).is_some()
}

pub(crate) fn version(bytes: &[u8]) -> bool {
    shown::<Version>(bytes).is_some()
}

pub(crate) fn key_path(bytes: &[u8]) -> bool {
    let Some(path) = shown::<KeyPath>(bytes) else { return false };
    let _ = reflect::node(Settings::DOCUMENT, Side::Payload, &path);
    true
}

pub(crate) fn endpoint(bytes: &[u8]) -> bool {
    shown::<Endpoint>(bytes).is_some()
}

pub(crate) fn date(bytes: &[u8]) -> bool {
    let date = Date::parse(&String::from_utf8_lossy(bytes));
    date.is_ok_and(|date| Date::parse(date.as_str()) == Ok(date))
}
