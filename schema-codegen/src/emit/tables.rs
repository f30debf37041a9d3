//! The `static` tables that serde, gating and reflection share.

use std::fmt::Write;

use apple_device_management_core::codec::MAX_KEYS;
use apple_device_management_core::internal::{Limits, build_index, pack};
use apple_device_management_core::{Presence, ValueType};

use super::error::EmitError;
use super::plan::{KeyPlan, Plan, RootPlan, Shape, StructPlan, TablePlan, UNION_TAG};
use super::support::Supports;
use crate::model::{Form, Key, Last, Literal, Reason};

struct Tables<'a> {
    out: &'a mut String,
    plan: &'a Plan<'a>,
    supports: Supports,
}

/// Emits the tables of a document.
pub(super) fn emit(out: &mut String, plan: &Plan<'_>) -> Result<(), EmitError> {
    let mut tables = Tables { out, plan, supports: Supports::default() };
    tables.document();
    for item in &plan.structs {
        for table in &item.tables {
            tables.table(item, table)?;
        }
    }
    for item in &plan.unions {
        for table in &item.tables {
            tables.union(item, table);
        }
    }
    let Tables { out, supports, .. } = tables;
    supports.emit(out, &plan.document.source)
}

impl Tables<'_> {
    fn document(&mut self) {
        let document = self.plan.document;
        let support = self.supports.reference(&self.plan.support);
        let payload = self.root(&self.plan.payload);
        let response = match &self.plan.response {
            Some(response) => format!("Some({})", self.root(response)),
            None => "None".to_owned(),
        };
        let apply =
            document.apply.map_or("None".to_owned(), |apply| format!("Some(Apply::{apply:?})"));
        let reasons: Vec<_> = document.reasons.iter().map(reason).collect();
        let _ = write!(
            self.out,
            "\n/// The facts of the document.\npub static DOCUMENT: Document = Document {{\n    \
             family: Family::{:?},\n    id: {:?},\n    title: {:?},\n    source: {:?},\n    \
             support: {support},\n    payload: {payload},\n    response: {response},\n    \
             apply: {apply},\n    beta: {},\n    reasons: &[{}],\n    \
             related_status_items: &{:?},\n    last: {:?},\n}};\n",
            document.family,
            document.id,
            document.title,
            document.source,
            document.beta,
            reasons.join(", "),
            document.related_status_items,
            document.last,
        );
    }

    fn root(&mut self, root: &RootPlan<'_>) -> String {
        match &root.map {
            Some((key, support)) => {
                let item = self.plan_of_map_value(key, support);
                format!("ValueType::Map(&{item})")
            }
            None => {
                let table = self.plan.structs.iter().find(|item| item.name == root.type_name);
                let table = table.and_then(|item| item.tables.first());
                format!("ValueType::Dictionary(&{})", table.map_or("", |table| &table.name))
            }
        }
    }

    /// The value of a root that is a map; it is of any type in all of Apple's documents.
    fn plan_of_map_value(&mut self, key: &Key, support: &crate::effective::Effective) -> String {
        let shape = match key.form {
            Form::Dictionary | Form::Map => Shape::Free,
            Form::Array => Shape::Array(None),
            _ => Shape::Scalar,
        };
        self.key(key, &KeyPlan { support: *support, always: false, shape })
    }

    fn table(&mut self, item: &StructPlan<'_>, table: &TablePlan) -> Result<(), EmitError> {
        if item.fields.len() > MAX_KEYS {
            return Err(EmitError::TooManyKeys {
                source_file: self.plan.document.source.clone(),
                path: item.path.clone(),
                count: item.fields.len(),
                limit: MAX_KEYS,
            });
        }
        let (mut values, mut constraints) = (String::new(), String::new());
        let (mut packed, mut required) = (String::new(), Vec::new());
        let order = item.order();
        for (at, place) in order.iter().enumerate() {
            let (key, plan) = (item.fields[*place].key, &table.keys[*place]);
            let stated = self.constraints(key, plan);
            let limits = match (&stated[..], &key.default) {
                ([], _) => Limits::None,
                ([_], Some(Literal::Boolean(default))) => Limits::Default(*default),
                _ => {
                    let _ = writeln!(constraints, "        ({at}, {}),", initialiser(&stated));
                    Limits::Listed
                }
            };
            let scalar = match plan.shape {
                Shape::Scalar | Shape::Gated(_) => Some(scalar(key.form)),
                _ => {
                    let value = self.value(key, plan);
                    let _ = writeln!(values, "        ({at}, {value}),");
                    None
                }
            };
            let support = self.supports.number(&plan.support);
            let always = item.always(*place);
            let facts = pack(scalar, key.presence, always, key.constant, limits, support);
            let _ = writeln!(packed, "        ({:?}, 0x{facts:x}),", key.name);
            required.extend((key.presence == Presence::Required).then_some(at));
        }
        let index = index(order.iter().map(|place| item.fields[*place].key.name.as_str()));
        let list = |rows: &str| match rows {
            "" => "[]".to_owned(),
            rows => format!("[\n{rows}    ]"),
        };
        let _ = writeln!(
            self.out,
            "\nstatic {}: Table = Table {{\n    name: {:?},\n    source: {:?},\n    \
             packed: &{},\n    values: &{},\n    constraints: &{},\n    supports: &SUPPORTS,\n    \
             required: &{required:?},\n    index: {index},\n}};",
            table.name,
            item.name,
            self.plan.document.source,
            list(&packed),
            list(&values),
            list(&constraints),
        );
        Ok(())
    }

    fn union(&mut self, item: &super::plan::UnionPlan<'_>, table: &super::plan::UnionTablePlan) {
        let variants: Vec<String> = item
            .variants
            .iter()
            .zip(&table.variants)
            .map(|((_, value, _), (support, content))| {
                let support = self.supports.reference(support);
                format!("        Variant {{ name: {value:?}, support: {support}, table: &{content} }},\n")
            })
            .collect();
        let index = index(item.variants.iter().map(|(_, value, _)| value.as_str()));
        let _ = writeln!(
            self.out,
            "\nstatic {}: Union = Union {{\n    name: {:?},\n    tag: {UNION_TAG:?},\n    \
             variants: &[\n{}    ],\n    index: {index},\n}};",
            table.name,
            item.name,
            variants.concat(),
        );
    }

    /// The initialiser of an item.
    fn key(&mut self, key: &Key, plan: &KeyPlan) -> String {
        let value = self.value(key, plan);
        let support = self.supports.reference(&plan.support);
        let constraints = initialiser(&self.constraints(key, plan));
        format!(
            "Key {{ name: {:?}, presence: {:?}, always: false, constant: {}, value: {value}, \
             support: {support}, constraints: &{constraints} }}",
            key.name, key.presence, key.constant,
        )
    }

    fn value(&mut self, key: &Key, plan: &KeyPlan) -> String {
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

    /// A key of which the schema says nothing but the type.
    fn bare(
        &mut self,
        name: &str,
        value: &str,
        support: &crate::effective::Effective,
        constraints: &[String],
    ) -> String {
        let support = self.supports.reference(support);
        let constraints = initialiser(constraints);
        format!(
            "Key {{ name: {name:?}, presence: Unstated, always: false, constant: false, \
             value: {value}, support: {support}, constraints: &{constraints} }}"
        )
    }

    /// The fields of what a value must keep to; none if there is nothing.
    fn constraints(&mut self, key: &Key, plan: &KeyPlan) -> Vec<String> {
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
            let index = index(values.iter().map(|value| value.name.as_str()));
            let gated: Vec<_> = values
                .iter()
                .zip(supports)
                .map(|(value, support)| {
                    let support = self.supports.reference(support);
                    format!("GatedValue {{ name: {:?}, support: {support} }}", value.name)
                })
                .collect();
            let gated = gated.join(", ");
            fields.push(format!("gated: Gated {{ values: &[{gated}], index: {index} }}"));
        }
        // The variants of a union are values of its items.
        let below =
            if key.form == Form::GatedString { key.children.keys(self.plan.document) } else { &[] };
        fields.extend(retired(key.last.as_ref(), &retired_values(key, below)));
        fields
    }
}

/// The initialiser of constraints with these fields.
fn initialiser(fields: &[String]) -> String {
    match fields {
        [] => "NONE".to_owned(),
        fields => format!("Constraints {{ {}, ..Constraints::NONE }}", fields.join(", ")),
    }
}

/// The values of a key, and those that are keys below it, that only older releases have.
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

/// The field for what only older releases have, if there is anything.
fn retired(last: Option<&Last>, values: &[String]) -> Option<String> {
    (last.is_some() || !values.is_empty()).then(|| {
        let values = values.join(", ");
        format!("retired: Some(&Retired {{ last: {last:?}, values: &[{values}] }})")
    })
}

fn reason(reason: &Reason) -> String {
    let details: Vec<_> = reason
        .details
        .iter()
        .map(|detail| {
            let value = match detail.form {
                Form::Array | Form::UnionArray => "Array(&ANYTHING)".to_owned(),
                Form::Dictionary | Form::Map => "Map(&ANYTHING)".to_owned(),
                form => format!("{:?}", scalar(form)),
            };
            let subtype = match detail.subtype {
                Some(subtype) => format!("Some(Subtype::{subtype:?})"),
                None => "None".to_owned(),
            };
            format!(
                "ReasonDetail {{ name: {:?}, value: ValueType::{value}, subtype: {subtype} }}",
                detail.name
            )
        })
        .collect();
    format!("Reason {{ code: {:?}, details: &[{}] }}", reason.code, details.join(", "))
}

/// The type of a value without anything below it; collections are then of any type.
fn scalar(form: Form) -> ValueType {
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

/// The index over the names, as a literal.
fn index<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    bytes(&build_index(names.enumerate().map(|(at, name)| (name, at as u16))))
}

/// Bytes as a literal.
pub(super) fn bytes(bytes: &[u8]) -> String {
    format!("b\"{}\"", bytes.escape_ascii())
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
