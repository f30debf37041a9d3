//! The list of root types, for programs that use all of them: tests and measurements.

use super::MARKER;
use super::error::EmitError;
use super::plan::{self, Plan};
use super::rows::{self, Row};
use crate::effective::{Covered, Side};
use crate::model::Model;

/// A root type and its name in the generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootType {
    /// The path of the family's module, such as `declarations::assets`.
    pub family: String,
    pub module: String,
    pub name: String,
    pub side: Side,
    /// The document, as a path in Apple's repository.
    pub source: String,
}

/// The root types of a model, in the order of its documents.
///
/// # Errors
/// As for [`emit_model`](super::emit_model).
pub fn root_types(model: &Model) -> Result<Vec<RootType>, EmitError> {
    let covered = Covered::of(model);
    let mut types = Vec::new();
    for document in &model.documents {
        types.extend(of(&plan::plan(covered, document)?));
    }
    Ok(types)
}

/// The root types of a document.
pub(super) fn of(plan: &Plan<'_>) -> Vec<RootType> {
    let payload = (Side::Payload, &plan.payload);
    let response = plan.response.as_ref().map(|root| (Side::Response, root));
    let roots = std::iter::once(payload).chain(response);
    roots
        .map(|(side, root)| RootType {
            family: plan.document.family.module().to_owned(),
            module: plan.module.clone(),
            name: root.type_name.clone(),
            side,
            source: plan.document.source.clone(),
        })
        .collect()
}

/// An expression: an array with a call of `root!` for each type. A program that wants the list
/// includes the file and defines the macro; no other program compiles it.
pub(super) fn list(types: &[RootType]) -> String {
    let row = |RootType { family, module, name, side, source }: &RootType| {
        Row::new(format!("root!({side:?} {family}::{module}::{name})"), source)
    };
    format!("{MARKER}{}\n", rows::array(&Vec::from_iter(types.iter().map(row))))
}
