//! The initialisers of types and constraints in tables.

use apple_device_management_core::ValueType;

use super::{Tables, index};
use crate::effective::Effective;
use crate::emit::docs;
use crate::emit::plan::{KeyPlan, Shape};
use crate::emit::rows::{self, Row};
use crate::model::{Form, Key, Last, Literal};

impl Tables<'_> {
    /// The initialiser of the key that describes an item.
    pub(super) fn key(&mut self, key: &Key, plan: &KeyPlan) -> String {
        let value = self.value(key, plan);
        let support = self.supports.reference(&plan.support);
        let constraints = initialiser(&self.constraints(key, plan));
        format!(
            "Key {{ name: {:?}, presence: {:?}, always: false, constant: {}, value: {value}, \
             support: {support}, constraints: &{constraints} }}",
            key.name, key.presence, key.constant,
        )
    }

    pub(super) fn value(&mut self, key: &Key, plan: &KeyPlan) -> String {
        let children = key.children.keys(self.plan.document);
        let variant = match &plan.shape {
            Shape::Scalar | Shape::Gated(_) => return format!("ValueType::{:?}", scalar(key.form)),
            Shape::Dictionary(table) => return format!("ValueType::Dictionary(&{table})"),
            Shape::Union(table) => return format!("ValueType::Union(&{table})"),
            Shape::Free | Shape::Map(_) => "Map",
            Shape::Array(_) => "Array",
        };
        let item = match (&plan.shape, children.first()) {
            (Shape::Array(Some(item)), _) if key.form == Form::UnionArray => {
                let table = self.value(key, item);
                let limits = Vec::from_iter(retired(None, &retired_values(key, children)));
                self.bare("*", &table, &plan.support, &limits)
            }
            (Shape::Array(Some(item)) | Shape::Map(item), Some(child)) => self.key(child, item),
            _ => self.bare("*", "ValueType::Any", &plan.support, &[]),
        };
        format!("ValueType::{variant}(&{item})")
    }

    /// The initialiser of a key for which the schema states nothing but the type.
    fn bare(
        &mut self,
        name: &str,
        value: &str,
        support: &Effective,
        constraints: &[String],
    ) -> String {
        let support = self.supports.reference(support);
        let constraints = initialiser(constraints);
        format!(
            "Key {{ name: {name:?}, presence: Unstated, always: false, constant: false, \
             value: {value}, support: {support}, constraints: &{constraints} }}"
        )
    }

    /// The fields of the constraints of a value; none if there are no constraints.
    pub(super) fn constraints(&mut self, key: &Key, plan: &KeyPlan) -> Vec<String> {
        let mut fields = Vec::new();
        if !key.rangelist.is_empty() {
            let values: Vec<_> = key.rangelist.iter().map(literal).collect();
            fields.push(format!("rangelist: &[{}]", values.join(", ")));
        }
        if let Some(range) = &key.range {
            let (min, max) = (real(range.min), real(range.max));
            fields.push(format!("range: Some(Range {{ min: {min}, max: {max} }})"));
        }
        fields.extend(key.format.as_ref().map(|format| format!("format: Some({format:?})")));
        if let Some(repetition) = key.repetition {
            fields.push(format!(
                "repetition: Some(Repetition {{ min: {:?}, max: {:?} }})",
                repetition.min, repetition.max
            ));
        }
        fields
            .extend(key.default.as_ref().map(|value| format!("default: Some({})", literal(value))));
        fields.extend(key.subtype.map(|subtype| format!("subtype: Some(Subtype::{subtype:?})")));
        fields.extend(key.combine.map(|combine| format!("combine: Some(Combine::{combine:?})")));
        if !key.asset_types.is_empty() {
            fields.push(format!("asset_types: &{:?}", key.asset_types));
        }
        if !key.asset_content_types.is_empty() {
            fields.push(format!("asset_content_types: &{:?}", key.asset_content_types));
        }
        if let Shape::Gated(supports) = &plan.shape {
            let values = key.children.keys(self.plan.document);
            let gated = values.iter().zip(supports).map(|(value, support)| {
                let reference = self.supports.reference(support);
                let entry =
                    format!("GatedValue {{ name: {:?}, support: {reference} }}", value.name);
                Row::new(entry, docs::differing_row(support, &plan.support))
            });
            let gated = rows::slice(&Vec::from_iter(gated));
            let index = index(values.iter().map(|value| value.name.as_str()));
            let gated = rows::value("Gated", &[("values", gated), ("index", index)]);
            fields.push(format!("gated: {gated}"));
        }
        // The variants of a union are not values of this key, but of its items.
        let below =
            if key.form == Form::GatedString { key.children.keys(self.plan.document) } else { &[] };
        fields.extend(retired(key.last.as_ref(), &retired_values(key, below)));
        fields
    }
}

/// The initialiser of constraints with these fields.
pub(super) fn initialiser(fields: &[String]) -> String {
    match fields {
        [] => "NONE".to_owned(),
        fields => format!("Constraints {{ {}, ..Constraints::NONE }}", fields.join(", ")),
    }
}

/// The values that only older releases have: those listed by the key, and those that are keys below
/// it.
fn retired_values(key: &Key, below: &[Key]) -> Vec<String> {
    let listed = key.dropped.iter().map(|dropped| (literal(&dropped.value), &dropped.last));
    let named = below.iter().filter_map(|value| {
        Some((literal(&Literal::String(value.name.clone())), value.last.as_ref()?))
    });
    let values = listed.chain(named);
    values
        .map(|(value, last)| format!("RetiredValue {{ value: {value}, last: {last:?} }}"))
        .collect()
}

/// The field that names what only older releases have, if there is anything.
fn retired(last: Option<&Last>, values: &[String]) -> Option<String> {
    (last.is_some() || !values.is_empty()).then(|| {
        let values = values.join(", ");
        format!("retired: Some(&Retired {{ last: {last:?}, values: &[{values}] }})")
    })
}

/// The type of a value about which nothing more is known; a collection is then of any type.
pub(super) fn scalar(form: Form) -> ValueType {
    match form {
        Form::String | Form::GatedString => ValueType::String,
        Form::Boolean => ValueType::Boolean,
        Form::Integer => ValueType::Integer,
        Form::Real => ValueType::Real,
        Form::Date => ValueType::Date,
        Form::Data => ValueType::Data,
        Form::Any | Form::Array | Form::UnionArray | Form::Dictionary | Form::Map => ValueType::Any,
    }
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => format!("Literal::String({text:?})"),
        Literal::Boolean(value) => format!("Literal::Boolean({value})"),
        Literal::Integer(value) => format!("Literal::Integer({value})"),
        Literal::Real(value) => format!("Literal::Real({value:?})"),
    }
}

fn real(value: Option<f64>) -> String {
    format!("{value:?}")
}
