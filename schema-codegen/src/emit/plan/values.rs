//! Plans the value of a key: its Rust type, and what is below it.

use std::collections::BTreeMap;

use super::planner::{KeysId, Planner};
use super::way::{Way, numbered};
use super::{EnumPlan, KeyPlan, Shape, UnionPlan, UnionTablePlan, ValuePlan};
use crate::effective::Effective;
use crate::emit::error::EmitError;
use crate::model::{Children, Dropped, Form, Key, Last, Literal};
use crate::naming;

impl<'a> Planner<'a> {
    /// The Rust type of a value, and what is below it at this place.
    pub(super) fn value(
        &mut self,
        key: &'a Key,
        way: &Way,
        support: &Effective,
    ) -> (ValuePlan, Shape) {
        match key.form {
            Form::Any => (ValuePlan::Any, Shape::Scalar),
            Form::Boolean => (ValuePlan::Boolean, Shape::Scalar),
            Form::Integer => (ValuePlan::Integer, Shape::Scalar),
            Form::Real => (ValuePlan::Real, Shape::Scalar),
            Form::Date => (ValuePlan::Date, Shape::Scalar),
            Form::Data => (ValuePlan::Data, Shape::Scalar),
            Form::String => (self.string(key, way), Shape::Scalar),
            Form::GatedString => {
                let values = key.children.keys(self.document);
                let names = values.iter().map(|value| value.name.clone()).collect();
                let last = |value: &Key| Some((value.name.clone(), value.last.clone()?));
                let retired = values.iter().filter_map(last).collect();
                let supports: Vec<_> = values.iter().map(|value| support.below(value)).collect();
                let named = |(value, support): (&Key, &Effective)| (value.name.clone(), *support);
                let by_value = values.iter().zip(&supports).map(named).collect();
                let open = self.open(values.as_ptr(), names, retired, by_value, way);
                (open, Shape::Gated(supports))
            }
            Form::Array => match key.children.keys(self.document).first() {
                None => (ValuePlan::Array(Box::new(ValuePlan::Any)), Shape::Array(None)),
                Some(item) => {
                    let (value, plan) = self.item(key, item, way, "Item", support);
                    (ValuePlan::Array(Box::new(value)), Shape::Array(Some(Box::new(plan))))
                }
            },
            Form::Map => match key.children.keys(self.document).first() {
                None => (ValuePlan::Free, Shape::Free),
                Some(item) => {
                    let (value, plan) = self.item(key, item, way, "Value", support);
                    (ValuePlan::Map(Box::new(value)), Shape::Map(Box::new(plan)))
                }
            },
            Form::Dictionary if key.children.keys(self.document).is_empty() => {
                (ValuePlan::Free, Shape::Free)
            }
            Form::Dictionary => {
                let name = self.type_name(&key.children, way);
                let table = self.dictionary(&key.children, &name, way, support);
                (self.struct_value(&key.children), Shape::Dictionary(table))
            }
            Form::UnionArray => {
                let (name, table) =
                    self.union(&key.children, &self.reviewed(way.each("Item")), support);
                let item = KeyPlan { support: *support, always: false, shape: Shape::Union(table) };
                (
                    ValuePlan::Array(Box::new(ValuePlan::Named(name))),
                    Shape::Array(Some(Box::new(item))),
                )
            }
        }
    }

    /// The item of an array or the value of a map. Its own name has no meaning, so its type is
    /// named after the key that holds it.
    fn item(
        &mut self,
        holder: &'a Key,
        item: &'a Key,
        way: &Way,
        suffix: &str,
        support: &Effective,
    ) -> (ValuePlan, KeyPlan) {
        let mut way = way.each(suffix);
        if let Some(hint) = self.hint(&holder.children) {
            way.prefix = hint;
        }
        let way = self.reviewed(way);
        let own = support.below(item);
        let (value, shape) = self.value(item, &way, &own);
        (value, KeyPlan { support: own, always: false, shape })
    }

    /// The name of a dictionary's type: the schema's name if it is shared and has one, or else
    /// derived from the key path.
    fn type_name(&self, children: &Children, way: &Way) -> String {
        let name = naming::nested_type(&self.hint(children).unwrap_or_else(|| way.prefix.clone()));
        self.chosen("type", &way.path, name)
    }

    /// The schema's name for a shared list, if no other list of the document has the same.
    fn hint(&self, children: &Children) -> Option<String> {
        let Children::Shared(name) = children else { return None };
        let hint = self.document.shared.get(name)?.hint.as_ref()?;
        let claims = self.document.shared.values().filter(|list| list.hint.as_ref() == Some(hint));
        (claims.count() == 1).then(|| naming::type_part(hint))
    }

    fn struct_value(&self, children: &Children) -> ValuePlan {
        self.struct_name(children).map_or(ValuePlan::Free, ValuePlan::Named)
    }

    /// The name of the struct that was planned for a list of keys.
    fn struct_name(&self, children: &Children) -> Option<String> {
        let keys = children.keys(self.document);
        self.struct_of.get(&keys.as_ptr()).map(|index| self.structs[*index].name.clone())
    }

    fn string(&mut self, key: &'a Key, way: &Way) -> ValuePlan {
        let values: Option<Vec<String>> = key
            .rangelist
            .iter()
            .map(|value| match value {
                Literal::String(text) => Some(text.clone()),
                _ => None,
            })
            .collect();
        match values {
            Some(values) if !values.is_empty() && !key.constant => {
                let last = |dropped: &Dropped| match &dropped.value {
                    Literal::String(value) => Some((value.clone(), dropped.last.clone())),
                    _ => None,
                };
                let retired = key.dropped.iter().filter_map(last).collect();
                self.open(key, values, retired, BTreeMap::new(), way)
            }
            _ => ValuePlan::String,
        }
    }

    fn open(
        &mut self,
        id: KeysId,
        values: Vec<String>,
        retired: BTreeMap<String, Last>,
        supports: BTreeMap<String, Effective>,
        way: &Way,
    ) -> ValuePlan {
        if let Some(name) = self.enum_of.get(&id) {
            return ValuePlan::Open(name.clone());
        }
        let name = self.chosen("type", &way.path, naming::nested_type(&way.prefix));
        self.take_name(&name, self.type_at(&way.path));
        self.enum_of.insert(id, name.clone());
        let mut variants: BTreeMap<String, String> = BTreeMap::new();
        let mut plan = EnumPlan {
            name: name.clone(),
            side: self.side,
            path: way.path.clone(),
            variants: Vec::new(),
            retired,
            supports,
        };
        for value in values {
            let place = |value: &str| format!("{} = {value}", way.path);
            let variant = self.chosen("value", &place(&value), naming::variant(&value));
            match variants.insert(variant.clone(), value.clone()) {
                None => plan.variants.push((variant, value)),
                Some(known) if known == value => {}
                Some(known) => {
                    let error = EmitError::Collision {
                        source_file: self.document.source.clone(),
                        name: variant,
                        one: self.named("value", &place(&known), place(&known)).into(),
                        other: self.named("value", &place(&value), place(&value)).into(),
                    };
                    self.error.get_or_insert(error);
                }
            }
        }
        self.enums.push(plan);
        ValuePlan::Open(name)
    }

    /// Plans a union and its table at this place; gives the names of both.
    fn union(
        &mut self,
        children: &'a Children,
        way: &Way,
        support: &Effective,
    ) -> (String, String) {
        let keys = children.keys(self.document);
        let index = match self.union_of.get(&keys.as_ptr()) {
            Some(index) => *index,
            None => {
                let index = self.unions.len();
                let name = self.chosen("type", &way.path, naming::nested_type(&way.prefix));
                self.take_name(&name, self.type_at(&way.path));
                self.union_of.insert(keys.as_ptr(), index);
                self.unions.push(UnionPlan {
                    name,
                    keys,
                    side: self.side,
                    path: way.path.clone(),
                    variants: Vec::new(),
                    tables: Vec::new(),
                });
                index
            }
        };
        let union = &mut self.unions[index];
        if let Some(known) = union.tables.iter().find(|table| table.support == *support) {
            return (union.name.clone(), known.name.clone());
        }
        // Entered before the variants are planned: a variant may hold the union again.
        let place = union.tables.len();
        let (name, table) = (union.name.clone(), numbered(&union.name, place));
        let union_path = union.path.clone();
        union.tables.push(UnionTablePlan {
            name: table.clone(),
            support: *support,
            variants: Vec::new(),
        });
        // The names of variants' types begin with that of the union, and not with the path to it.
        let stem = name.strip_suffix("Item").unwrap_or(&name);
        let stem = Way { prefix: stem.to_owned(), path: union.path.clone() };
        for key in keys {
            let own = support.below(key);
            let way = self.reviewed(stem.below(key));
            let content = self.type_name(&key.children, &way);
            let below = self.dictionary(&key.children, &content, &way, &own);
            self.unions[index].tables[place].variants.push((own, below));
            if place == 0 {
                // A list of keys that was planned before has its struct already.
                let content = self.struct_name(&key.children).unwrap_or(content);
                let path = format!("{}/{}", union_path, key.name);
                let variant = self.chosen("variant", &path, naming::union_variant(&key.name));
                let known = self.unions[index].variants.iter().find(|(name, ..)| *name == variant);
                if let Some((_, known, _)) = known {
                    let one = format!("{union_path}/{known}");
                    let error = EmitError::Collision {
                        source_file: self.document.source.clone(),
                        name: variant.clone(),
                        one: self.named("variant", &one, one.clone()).into(),
                        other: self.named("variant", &path, path.clone()).into(),
                    };
                    self.error.get_or_insert(error);
                }
                self.unions[index].variants.push((variant, key.name.clone(), content));
            }
        }
        (name, table)
    }
}
