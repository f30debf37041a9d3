//! Walks through a document and makes its plan.

use std::collections::BTreeMap;

use super::way::{Way, named_at, numbered, place};
use super::{
    EnumPlan, FieldPlan, KeyPlan, Plan, RootPlan, StructPlan, TablePlan, UnionPlan, check_names,
};
use crate::effective::{Covered, Effective, required_always};
use crate::emit::error::{EmitError, Named};
use crate::model::{Children, Content, Document, Form, Key};
use crate::naming;

/// Tells a list of keys: a list is one type, whatever refers to it.
pub(super) type KeysId = *const Key;

pub(super) struct Planner<'a> {
    pub(super) document: &'a Document,
    type_name: String,
    pub(super) side: &'static str,
    pub(super) structs: Vec<StructPlan<'a>>,
    pub(super) unions: Vec<UnionPlan<'a>>,
    pub(super) enums: Vec<EnumPlan>,
    pub(super) struct_of: BTreeMap<KeysId, usize>,
    pub(super) union_of: BTreeMap<KeysId, usize>,
    pub(super) enum_of: BTreeMap<KeysId, String>,
    /// Every type name that is taken, with the key path that took it.
    taken: BTreeMap<String, Named>,
    /// The first error that was found.
    pub(super) error: Option<EmitError>,
}

/// Plans one document.
pub(in crate::emit) fn plan(covered: Covered, document: &Document) -> Result<Plan<'_>, EmitError> {
    let support = Effective::covered(covered, document);
    let type_name = naming::root_type(document);
    let mut planner = Planner {
        document,
        type_name: type_name.clone(),
        side: "payload",
        structs: Vec::new(),
        unions: Vec::new(),
        enums: Vec::new(),
        struct_of: BTreeMap::new(),
        union_of: BTreeMap::new(),
        enum_of: BTreeMap::new(),
        taken: BTreeMap::new(),
        error: None,
    };
    let payload = planner.root(&document.payload, &type_name, "", &support);
    planner.side = "response";
    let response = document.response.as_ref().map(|content| {
        planner.root(content, &format!("{type_name}Response"), "Response", &support)
    });
    if let Some(error) = planner.error {
        return Err(error);
    }
    let Planner { structs, unions, enums, .. } = planner;
    let module = naming::module(&type_name);
    let plan = Plan { document, module, support, payload, response, structs, enums, unions };
    check_names::check(&plan)?;
    Ok(plan)
}

impl<'a> Planner<'a> {
    fn root(
        &mut self,
        content: &'a Content,
        type_name: &str,
        prefix: &str,
        support: &Effective,
    ) -> RootPlan<'a> {
        let way = Way { prefix: prefix.to_owned(), path: String::new() };
        let map = match content {
            Content::Dictionary(children) => {
                // A root has its own type, even if it shares its list of keys with another
                // dictionary.
                match children.keys(self.document) {
                    [] => self.empty(type_name, &way, support),
                    keys => {
                        let index = self.structure(keys, type_name, &way);
                        self.table(children, index, &way, support);
                    }
                }
                None
            }
            Content::Map(children) => {
                self.empty(type_name, &way, support);
                children.keys(self.document).first().map(|key| (key, support.below(key)))
            }
        };
        RootPlan { type_name: type_name.to_owned(), map }
    }

    /// Plans a root or variant without known keys: all its entries are in `extra`.
    fn empty(&mut self, type_name: &str, way: &Way, support: &Effective) {
        self.take_name(type_name, self.type_at(&way.path));
        let name = naming::constant(type_name);
        let table = TablePlan { name, support: *support, keys: Vec::new() };
        self.structs.push(StructPlan {
            name: type_name.to_owned(),
            side: self.side,
            path: way.path.clone(),
            fields: Vec::new(),
            tables: vec![table],
        });
    }

    /// Plans the struct of a dictionary and its table at this place; gives the table's name.
    pub(super) fn dictionary(
        &mut self,
        children: &'a Children,
        type_name: &str,
        way: &Way,
        support: &Effective,
    ) -> String {
        let keys = children.keys(self.document);
        if keys.is_empty() {
            self.empty(type_name, way, support);
            return naming::constant(type_name);
        }
        let index = match self.struct_of.get(&keys.as_ptr()) {
            Some(known) => *known,
            None => self.structure(keys, type_name, way),
        };
        self.table(children, index, way, support)
    }

    /// Plans a struct without its fields. If several structs have one list of keys, other types
    /// refer to the first.
    fn structure(&mut self, keys: &'a [Key], type_name: &str, way: &Way) -> usize {
        let index = self.structs.len();
        self.struct_of.entry(keys.as_ptr()).or_insert(index);
        self.take_name(type_name, self.type_at(&way.path));
        self.structs.push(StructPlan {
            name: type_name.to_owned(),
            side: self.side,
            path: way.path.clone(),
            fields: Vec::new(),
            tables: Vec::new(),
        });
        index
    }

    /// Plans the table of a struct at this place, and its fields if it is the first table; gives
    /// the table's name.
    fn table(
        &mut self,
        children: &'a Children,
        index: usize,
        way: &Way,
        support: &Effective,
    ) -> String {
        let way = match children {
            // The names of types below a shared dictionary begin with its own name, and not with
            // the path to it.
            Children::Shared(_) => Way { prefix: self.structs[index].name.clone(), ..way.clone() },
            Children::Own(_) => way.clone(),
        };
        if let Some(known) =
            self.structs[index].tables.iter().find(|table| table.support == *support)
        {
            return known.name.clone();
        }
        let name = numbered(&self.structs[index].name, self.structs[index].tables.len());
        self.structs[index].tables.push(TablePlan {
            name: name.clone(),
            support: *support,
            keys: Vec::new(),
        });
        let place = self.structs[index].tables.len() - 1;
        self.fields(children.keys(self.document), index, place, &way, support);
        name
    }

    fn fields(
        &mut self,
        keys: &'a [Key],
        index: usize,
        place: usize,
        way: &Way,
        support: &Effective,
    ) {
        let mut plans = Vec::with_capacity(keys.len());
        for key in keys {
            let own = support.below(key);
            let always = required_always(support, &own, key.presence);
            let (value, shape) = self.value(key, &self.below(way, key), &own);
            if place == 0 {
                let name = self.chosen("field", &way.to(&key.name), naming::field(&key.name));
                self.structs[index].fields.push(FieldPlan { key, name, value });
            }
            plans.push(KeyPlan { support: own, always, shape });
        }
        self.structs[index].tables[place].keys = plans;
        if place == 0 {
            self.check_fields(index, way);
        }
    }

    /// The way to a key. The one key of a status item has the name of the document, so the type of
    /// its value gets a suffix, to differ from the root type. If the value is an array or map, the
    /// type of its items has a suffix already.
    fn below(&self, way: &Way, key: &Key) -> Way {
        let below = way.below(key);
        let holds = matches!(key.form, Form::Array | Form::UnionArray | Form::Map);
        let root = below.prefix == self.type_name && !holds;
        self.reviewed(if root { below.suffixed("Value") } else { below })
    }

    /// The way to a type, with the name that a person has given it, if one has.
    pub(super) fn reviewed(&self, way: Way) -> Way {
        match naming::reviewed_type(&self.document.source, self.side, &way.path) {
            Some(name) => Way { prefix: name.to_owned(), ..way },
            None => way,
        }
    }

    fn check_fields(&mut self, index: usize, way: &Way) {
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        for field in &self.structs[index].fields {
            if let Some(other) = names.insert(&field.name, &field.key.name) {
                let named = |key: &str| self.named("field", &way.to(key), way.to(key));
                let error = EmitError::Collision {
                    source_file: self.document.source.clone(),
                    name: field.name.clone(),
                    one: named(other).into(),
                    other: named(&field.key.name).into(),
                };
                self.error.get_or_insert(error);
                return;
            }
        }
    }

    pub(super) fn take_name(&mut self, name: &str, of: Named) {
        if let Some(one) = self.taken.insert(name.to_owned(), of.clone()) {
            self.error.get_or_insert(EmitError::Collision {
                source_file: self.document.source.clone(),
                name: name.to_owned(),
                one: one.into(),
                other: of.into(),
            });
        }
    }

    /// The name that was chosen for something on this side of the document, or else the derived
    /// one.
    pub(super) fn chosen(&self, kind: &str, path: &str, derived: String) -> String {
        match &self.document.names {
            names if names.is_empty() => derived,
            names => names.get(&named_at(kind, self.side, path)).cloned().unwrap_or(derived),
        }
    }

    pub(super) fn named(&self, kind: &str, path: &str, text: String) -> Named {
        Named::new(text, Some(named_at(kind, self.side, path)))
    }

    /// The type of the key at a path, or that of the root.
    pub(super) fn type_at(&self, path: &str) -> Named {
        match path {
            "" => self.root_of_side(),
            path => self.named("type", path, place(path)),
        }
    }

    fn root_of_side(&self) -> Named {
        Named::fixed(&place(""))
    }
}
