//! Emits the `static` tables, which reading, writing, checks and reflection all use.

mod keys;
mod supports;

use apple_device_management_core::Presence;
use apple_device_management_core::codec::MAX_KEYS;
use apple_device_management_core::internal::{ConstraintKind, build_index, pack};

use super::docs;
use super::error::EmitError;
use super::plan::{
    KeyPlan, Plan, RootPlan, Shape, StructPlan, TablePlan, UnionPlan, UnionTablePlan,
};
use super::print::Page;
use super::rows::{self, Row};
use crate::conventions::UNION_TAG;
use crate::effective::Effective;
use crate::model::{Form, Key, Literal, Reason};
use keys::{initialiser, scalar};
use supports::Supports;

struct Tables<'a> {
    plan: &'a Plan<'a>,
    supports: Supports,
}

/// Emits the tables of a document.
pub(super) fn emit(page: &mut Page<'_>, plan: &Plan<'_>) -> Result<(), EmitError> {
    let mut tables = Tables { plan, supports: Supports::default() };
    page.text(&tables.document());
    for item in &plan.structs {
        for table in &item.tables {
            page.text(&tables.table(item, table)?);
        }
    }
    for item in &plan.unions {
        for table in &item.tables {
            page.text(&tables.union(item, table));
        }
    }
    page.text(&tables.supports.emit(&plan.document.source)?);
    Ok(())
}

impl Tables<'_> {
    fn document(&mut self) -> String {
        let document = self.plan.document;
        let support = self.supports.reference(&self.plan.support);
        let payload = self.root(&self.plan.payload);
        let response = match &self.plan.response {
            Some(response) => format!("Some({})", self.root(response)),
            None => "None".to_owned(),
        };
        let apply =
            document.apply.map_or("None".to_owned(), |apply| format!("Some(Apply::{apply:?})"));
        let reasons = Vec::from_iter(document.reasons.iter().map(reason));
        let value = rows::value(
            "Document",
            &[
                ("family", format!("Family::{:?}", document.family)),
                ("id", format!("{:?}", document.id)),
                ("title", format!("{:?}", document.title)),
                ("source", format!("{:?}", document.source)),
                ("support", support),
                ("payload", payload),
                ("response", response),
                ("apply", apply),
                ("beta", document.beta.to_string()),
                ("reasons", rows::slice(&reasons)),
                ("related_status_items", format!("&{:?}", document.related_status_items)),
                ("last", format!("{:?}", document.last)),
            ],
        );
        format!("/// The facts of the document.\npub static DOCUMENT: Document = {value};\n")
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

    /// The initialiser of the values of a root that is a map. In all of Apple's documents they are
    /// of any type.
    fn plan_of_map_value(&mut self, key: &Key, support: &Effective) -> String {
        let shape = match key.form {
            Form::Dictionary | Form::Map => Shape::Free,
            Form::Array => Shape::Array(None),
            _ => Shape::Scalar,
        };
        self.key(key, &KeyPlan { support: *support, always: false, shape })
    }

    fn table(&mut self, item: &StructPlan<'_>, table: &TablePlan) -> Result<String, EmitError> {
        if item.fields.len() > MAX_KEYS {
            return Err(EmitError::TooManyKeys {
                source_file: self.plan.document.source.clone(),
                path: item.path.clone(),
                count: item.fields.len(),
                limit: MAX_KEYS,
            });
        }
        let (mut packed, mut required) = (Vec::new(), Vec::new());
        let (mut values, mut constraints) = (Vec::new(), Vec::new());
        let order = item.order();
        for (at, place) in order.iter().enumerate() {
            let (key, plan) = (item.fields[*place].key, &table.keys[*place]);
            let stated = self.constraints(key, plan);
            let limits = match (&stated[..], &key.default) {
                ([], _) => ConstraintKind::None,
                ([_], Some(Literal::Boolean(default))) => ConstraintKind::Default(*default),
                _ => {
                    let entry = format!("({at}, {})", initialiser(&stated));
                    constraints.push(Row::new(entry, docs::limits_row(key)));
                    ConstraintKind::Listed
                }
            };
            let scalar = match plan.shape {
                Shape::Scalar | Shape::Gated(_) => Some(scalar(key.form)),
                _ => {
                    let entry = format!("({at}, {})", self.value(key, plan));
                    values.push(Row::new(entry, format!("{}: {}", key.name, key.form.word())));
                    None
                }
            };
            let support = self.supports.number(&plan.support);
            let always = item.always(*place);
            let (constant, secret) = (key.constant, key.secret);
            let facts = pack(scalar, key.presence, always, constant, secret, limits, support);
            let entry = format!("({:?}, {facts:#x})", key.name);
            packed.push(Row::new(entry, docs::key_row(key, &plan.support, &table.support)));
            if key.presence == Presence::Required {
                required.push(Row::new(at.to_string(), &key.name));
            }
        }
        let index = index(order.iter().map(|place| item.fields[*place].key.name.as_str()));
        let value = rows::value(
            "Table",
            &[
                ("name", format!("{:?}", item.name)),
                ("source", format!("{:?}", self.plan.document.source)),
                ("packed", rows::slice(&packed)),
                ("values", rows::slice(&values)),
                ("constraints", rows::slice(&constraints)),
                ("supports", "&SUPPORTS".to_owned()),
                ("required", rows::slice(&required)),
                ("order", rows::slice(&listed_order(item, &order))),
                ("index", index),
            ],
        );
        Ok(format!("static {}: Table = {value};\n", table.name))
    }

    fn union(&mut self, item: &UnionPlan<'_>, table: &UnionTablePlan) -> String {
        let variants = item.variants.iter().zip(&table.variants);
        let variants = variants.map(|((_, value, _), (support, content))| {
            let reference = self.supports.reference(support);
            let entry =
                format!("Variant {{ name: {value:?}, support: {reference}, table: &{content} }}");
            Row::new(entry, docs::differing_row(support, &table.support))
        });
        let variants = rows::slice(&Vec::from_iter(variants));
        let value = rows::value(
            "Union",
            &[
                ("name", format!("{:?}", item.name)),
                ("tag", format!("{UNION_TAG:?}")),
                ("variants", variants),
                ("index", index(item.variants.iter().map(|(_, value, _)| value.as_str()))),
            ],
        );
        format!("static {}: Union = {value};\n", table.name)
    }
}

/// For each key in the order of the schema, its index in the table; empty if the orders are the
/// same.
fn listed_order(item: &StructPlan<'_>, order: &[usize]) -> Vec<Row> {
    if order.is_sorted() {
        return Vec::new();
    }
    let mut places: Vec<(usize, usize)> = order.iter().copied().zip(0..).collect();
    places.sort_unstable();
    let row = |(place, at): (usize, usize)| Row::new(at.to_string(), &item.fields[place].key.name);
    places.into_iter().map(row).collect()
}

fn reason(reason: &Reason) -> Row {
    let details = reason.details.iter().map(|detail| {
        let value = match detail.form {
            Form::Array | Form::UnionArray => "Array(&ANYTHING)".to_owned(),
            Form::Dictionary | Form::Map => "Map(&ANYTHING)".to_owned(),
            form => format!("{:?}", scalar(form)),
        };
        let subtype = match detail.subtype {
            Some(subtype) => format!("Some(Subtype::{subtype:?})"),
            None => "None".to_owned(),
        };
        let name = &detail.name;
        let entry = format!(
            "ReasonDetail {{ name: {name:?}, value: ValueType::{value}, subtype: {subtype} }}"
        );
        (entry, format!("{name} ({})", detail.form.word()))
    });
    let (entries, words): (Vec<String>, Vec<String>) = details.unzip();
    let entry = format!("Reason {{ code: {:?}, details: &[{}] }}", reason.code, entries.join(", "));
    Row::new(entry, if words.is_empty() { "no details".to_owned() } else { words.join(", ") })
}

/// The index of names, as a literal.
fn index<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    bytes(&build_index(names.enumerate().map(|(at, name)| (name, at as u16))))
}

/// Bytes as a literal.
pub(super) fn bytes(bytes: &[u8]) -> String {
    format!("b\"{}\"", bytes.escape_ascii())
}
