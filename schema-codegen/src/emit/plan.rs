//! What is to be emitted for one document: its types and tables by name, before any token.
//!
//! A *type* is one per dictionary of the schema, however many places refer to it. A *table* is one
//! per dictionary and effective support: a shared dictionary may have several. All decisions about
//! names, required fields and collisions fall here; the emitters below only spell them out.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::error::EmitError;
use crate::effective::{Covered, Effective, required_always};
use crate::model::{Children, Content, Document, Form, Key, Literal};
use crate::naming;

/// Everything to emit for one document.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub document: &'a Document,
    /// The module's name.
    pub module: String,
    pub support: Effective,
    pub payload: RootPlan<'a>,
    pub response: Option<RootPlan<'a>>,
    /// In the order in which the schema reaches them.
    pub structs: Vec<StructPlan<'a>>,
    pub enums: Vec<EnumPlan>,
    pub unions: Vec<UnionPlan<'a>>,
}

/// One side of a document.
#[derive(Debug)]
pub(super) struct RootPlan<'a> {
    pub type_name: String,
    /// The value of a root that is a map.
    pub map: Option<(&'a Key, Effective)>,
}

/// A struct, with a table for each effective support that it occurs in.
#[derive(Debug)]
pub(super) struct StructPlan<'a> {
    pub name: String,
    /// The side of the document that it is first met on: `payload` or `response`.
    pub side: &'static str,
    /// The key path of its first place, for its documentation.
    pub path: String,
    /// In the order of the schema, but the constant keys last.
    pub fields: Vec<FieldPlan<'a>>,
    /// The first is that of the type itself.
    pub tables: Vec<TablePlan>,
}

/// One key of a struct.
#[derive(Debug)]
pub(super) struct FieldPlan<'a> {
    pub key: &'a Key,
    /// The field's name.
    pub name: String,
    pub value: ValuePlan,
}

/// The support of a struct and of its keys in some place.
#[derive(Debug)]
pub(super) struct TablePlan {
    pub name: String,
    pub support: Effective,
    pub keys: Vec<KeyPlan>,
}

/// A key in some place.
#[derive(Debug, Clone)]
pub(super) struct KeyPlan {
    pub support: Effective,
    /// Required wherever the dictionary is, in this place.
    pub always: bool,
    pub shape: Shape,
}

/// What stands below a key in some place: the names of tables and unions, the supports of items.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    Scalar,
    /// A string, with the supports of its values.
    Gated(Vec<Effective>),
    /// A dictionary of anything.
    Free,
    Array(Option<Box<KeyPlan>>),
    Map(Box<KeyPlan>),
    /// The name of a table.
    Dictionary(String),
    /// The name of a union's table.
    Union(String),
}

/// The Rust type of a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ValuePlan {
    Any,
    Boolean,
    Integer,
    Real,
    String,
    Date,
    Data,
    Free,
    Array(Box<ValuePlan>),
    Map(Box<ValuePlan>),
    /// A struct, enum or union of this module.
    Named(String),
}

/// An open enum.
#[derive(Debug)]
pub(super) struct EnumPlan {
    pub name: String,
    pub path: String,
    /// Variant and value.
    pub variants: Vec<(String, String)>,
}

/// A union of dictionaries.
#[derive(Debug)]
pub(super) struct UnionPlan<'a> {
    pub name: String,
    /// The keys that the variants stand for.
    pub keys: &'a [Key],
    pub path: String,
    /// Variant, value of the tag, struct.
    pub variants: Vec<(String, String, String)>,
    pub tables: Vec<UnionTablePlan>,
}

/// A union in some place.
#[derive(Debug)]
pub(super) struct UnionTablePlan {
    pub name: String,
    /// For each variant: its support and the name of its table.
    pub variants: Vec<(Effective, String)>,
}

/// The key by which unions of the schema are told apart.
pub(super) const UNION_TAG: &str = "Item";

/// A list of keys is one type, wherever it is referred to from.
type ListId = *const Key;

struct Planner<'a> {
    document: &'a Document,
    type_name: String,
    side: &'static str,
    structs: Vec<StructPlan<'a>>,
    unions: Vec<UnionPlan<'a>>,
    enums: Vec<EnumPlan>,
    struct_of: BTreeMap<ListId, usize>,
    union_of: BTreeMap<ListId, usize>,
    enum_of: BTreeMap<ListId, String>,
    /// Every type name that is taken, with the key path that took it.
    taken: BTreeMap<String, String>,
    /// The first error.
    error: Option<EmitError>,
}

/// A place on the way: what types below it are called, and the key path for messages.
#[derive(Clone)]
struct Way {
    prefix: String,
    path: String,
}

impl StructPlan<'_> {
    /// Whether a key is required wherever the struct is: in all its tables.
    pub(super) fn always(&self, at: usize) -> bool {
        self.tables.iter().all(|table| table.keys.get(at).is_some_and(|key| key.always))
    }
}

impl Way {
    fn below(&self, key: &Key) -> Way {
        let prefix = format!("{}{}", self.prefix, naming::type_part(&key.name));
        Way { prefix, path: self.to(&key.name) }
    }

    /// The path of a key below.
    fn to(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}/{key}", self.path) }
    }

    fn suffixed(self, suffix: &str) -> Way {
        Way { prefix: self.prefix + suffix, ..self }
    }

    fn each(&self, suffix: &str) -> Way {
        Way { prefix: format!("{}{suffix}", self.prefix), path: format!("{}/*", self.path) }
    }
}

/// Plans one document.
pub(super) fn plan(covered: Covered, document: &Document) -> Result<Plan<'_>, EmitError> {
    let support = Effective::covered(covered, document);
    let type_name = naming::document_type(&document.source, &document.id);
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
    Ok(Plan { document, module, support, payload, response, structs, enums, unions })
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
                self.dictionary(children, type_name, &way, support);
                None
            }
            Content::Map(children) => {
                self.empty_root(type_name, support);
                children.keys(self.document).first().map(|key| (key, support.below(key)))
            }
        };
        RootPlan { type_name: type_name.to_owned(), map }
    }

    /// A root without known keys: all of it is in the extra dictionary.
    fn empty_root(&mut self, type_name: &str, support: &Effective) {
        self.take_name(type_name, "");
        let name = naming::constant(type_name);
        let table = TablePlan { name, support: *support, keys: Vec::new() };
        self.structs.push(StructPlan {
            name: type_name.to_owned(),
            side: self.side,
            path: String::new(),
            fields: Vec::new(),
            tables: vec![table],
        });
    }

    /// Plans the struct of a dictionary and its table here; gives the table's name.
    fn dictionary(
        &mut self,
        children: &'a Children,
        type_name: &str,
        way: &Way,
        support: &Effective,
    ) -> String {
        let keys = children.keys(self.document);
        if keys.is_empty() {
            self.empty_root(type_name, support);
            return naming::constant(type_name);
        }
        let index = match self.struct_of.entry(keys.as_ptr()) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(vacant) => {
                let index = *vacant.insert(self.structs.len());
                self.take_name(type_name, &way.path);
                self.structs.push(StructPlan {
                    name: type_name.to_owned(),
                    side: self.side,
                    path: way.path.clone(),
                    fields: Vec::new(),
                    tables: Vec::new(),
                });
                index
            }
        };
        let way = match children {
            // Below a shared structure names start from its own, not from the first way to it.
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
        self.fields(keys, index, place, &way, support);
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
        // The constant keys last, as the codec wants them.
        let (constant, others): (Vec<_>, Vec<_>) = keys.iter().partition(|key| key.constant);
        for key in others.into_iter().chain(constant) {
            let own = support.below(key);
            let always = required_always(support, &own, key.presence);
            let (value, shape) = self.value(key, &self.below(way, key), &own);
            if place == 0 {
                let name = naming::field(&key.name);
                self.structs[index].fields.push(FieldPlan { key, name, value });
            }
            plans.push(KeyPlan { support: own, always, shape });
        }
        self.structs[index].tables[place].keys = plans;
        if place == 0 {
            self.check_fields(index, way);
        }
    }

    /// The way to a key. A status item's one key has the name of the document: what is below it
    /// must not be called like the root.
    fn below(&self, way: &Way, key: &Key) -> Way {
        let below = way.below(key);
        if below.prefix == self.type_name { below.suffixed("Value") } else { below }
    }

    fn check_fields(&mut self, index: usize, way: &Way) {
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        for field in &self.structs[index].fields {
            if let Some(other) = names.insert(&field.name, &field.key.name) {
                let error = EmitError::Collision {
                    source_file: self.document.source.clone(),
                    name: field.name.clone(),
                    one: way.to(other),
                    other: way.to(&field.key.name),
                };
                self.error.get_or_insert(error);
                return;
            }
        }
    }

    /// The Rust type of a value and what stands below it here.
    fn value(&mut self, key: &'a Key, way: &Way, support: &Effective) -> (ValuePlan, Shape) {
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
                let supports = values.iter().map(|value| support.below(value)).collect();
                (self.open_enum(values.as_ptr(), names, way), Shape::Gated(supports))
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
                let (name, table) = self.union(&key.children, &way.each("Item"), support);
                let item = KeyPlan { support: *support, always: false, shape: Shape::Union(table) };
                (
                    ValuePlan::Array(Box::new(ValuePlan::Named(name))),
                    Shape::Array(Some(Box::new(item))),
                )
            }
        }
    }

    /// An array's item or a map's value. Its own name has no meaning, so types take the holder's.
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
        let own = support.below(item);
        let (value, shape) = self.value(item, &way, &own);
        (value, KeyPlan { support: own, always: false, shape })
    }

    /// The type's name of a dictionary: the schema's own for a shared one, else by key path.
    fn type_name(&self, children: &Children, way: &Way) -> String {
        naming::nested_type(&self.hint(children).unwrap_or_else(|| way.prefix.clone()))
    }

    /// The schema's name for a shared list, if no other list of the document claims it.
    fn hint(&self, children: &Children) -> Option<String> {
        let Children::Shared(name) = children else { return None };
        let hint = self.document.shared.get(name)?.hint.as_ref()?;
        let claims = self.document.shared.values().filter(|list| list.hint.as_ref() == Some(hint));
        (claims.count() == 1).then(|| naming::type_part(hint))
    }

    fn struct_value(&self, children: &Children) -> ValuePlan {
        let keys = children.keys(self.document);
        let index = self.struct_of.get(&keys.as_ptr());
        index.map_or(ValuePlan::Free, |index| ValuePlan::Named(self.structs[*index].name.clone()))
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
            Some(values) if !values.is_empty() && !key.constant => self.open_enum(key, values, way),
            _ => ValuePlan::String,
        }
    }

    fn open_enum(&mut self, id: ListId, values: Vec<String>, way: &Way) -> ValuePlan {
        if let Some(name) = self.enum_of.get(&id) {
            return ValuePlan::Named(name.clone());
        }
        let name = naming::nested_type(&way.prefix);
        self.take_name(&name, &way.path);
        self.enum_of.insert(id, name.clone());
        let mut variants: BTreeMap<String, String> = BTreeMap::new();
        let mut plan =
            EnumPlan { name: name.clone(), path: way.path.clone(), variants: Vec::new() };
        for value in values {
            let variant = naming::variant(&value);
            match variants.insert(variant.clone(), value.clone()) {
                None => plan.variants.push((variant, value)),
                Some(known) if known == value => {}
                Some(known) => {
                    self.error.get_or_insert(EmitError::Collision {
                        source_file: self.document.source.clone(),
                        name: variant,
                        one: format!("{} = {known}", way.path),
                        other: format!("{} = {value}", way.path),
                    });
                }
            }
        }
        self.enums.push(plan);
        ValuePlan::Named(name)
    }

    /// Plans a union and its table here; gives the names of both.
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
                self.take_name(&way.prefix, &way.path);
                self.union_of.insert(keys.as_ptr(), index);
                self.unions.push(UnionPlan {
                    name: way.prefix.clone(),
                    keys,
                    path: way.path.clone(),
                    variants: Vec::new(),
                    tables: Vec::new(),
                });
                index
            }
        };
        let first = self.unions[index].variants.is_empty();
        let table = numbered(&self.unions[index].name, self.unions[index].tables.len());
        let stem = way.prefix.strip_suffix("Item").unwrap_or(&way.prefix);
        let stem = Way { prefix: stem.to_owned(), path: way.path.clone() };
        let mut tables = Vec::with_capacity(keys.len());
        for key in keys {
            let own = support.below(key);
            let way = stem.below(key);
            let name = self.type_name(&key.children, &way);
            tables.push((own, self.dictionary(&key.children, &name, &way, &own)));
            if first {
                let variant = naming::union_variant(&key.name);
                self.unions[index].variants.push((variant, key.name.clone(), name));
            }
        }
        self.unions[index].tables.push(UnionTablePlan { name: table.clone(), variants: tables });
        (self.unions[index].name.clone(), table)
    }

    fn take_name(&mut self, name: &str, path: &str) {
        if let Some(other) = self.taken.insert(name.to_owned(), path.to_owned()) {
            self.error.get_or_insert(EmitError::Collision {
                source_file: self.document.source.clone(),
                name: name.to_owned(),
                one: place(&other),
                other: place(path),
            });
        }
    }
}

/// A key path in a message.
fn place(path: &str) -> String {
    if path.is_empty() { "the root".to_owned() } else { path.to_owned() }
}

/// The name of a type's n-th table, counted from zero.
fn numbered(type_name: &str, count: usize) -> String {
    let name = naming::constant(type_name);
    if count == 0 { name } else { format!("{name}_{}", count + 1) }
}
