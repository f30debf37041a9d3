//! Lists of keys and their keys, and lists that more than one place refers to.

use std::collections::{BTreeMap, BTreeSet};

use apple_device_management_core::{Family, KeyPath, Presence};

use super::error::{LowerError, LowerProblem};
use super::form::presence;
use super::here::{Here, Role};
use super::{Lower, Result, Shared, values};
use crate::conventions;
use crate::location::Position;
use crate::model::{Children, Content, Form, Key, Literal, SharedList};
use crate::raw::{self, ListId, RawKey, Spanned};

/// How something that makes no sense is read where the model has it as it is written.
const AS_IT_IS_WRITTEN: &str = "taken as it is written";

/// How deep keys may be nested: far deeper than in any release (10), and far less than the stack or
/// the JSON reader allow.
const DEPTH: usize = 48;

/// The lists of one document that more than one place refers to.
pub(super) struct Lists {
    family: Family,
    /// The name of each list, from the place that comes first.
    names: BTreeMap<ListId, String>,
    /// The lists from the root down to here, with the number of arrays and maps above each.
    open: BTreeMap<ListId, usize>,
    shared: Shared,
    /// The schema's name for what a list describes, by the name of the list.
    hints: BTreeMap<String, String>,
}

impl Lists {
    pub(super) fn new(family: Family) -> Lists {
        Lists {
            family,
            names: BTreeMap::new(),
            open: BTreeMap::new(),
            shared: Shared::new(),
            hints: BTreeMap::new(),
        }
    }

    pub(super) fn into_shared(mut self) -> Shared {
        for (name, hint) in self.hints {
            if let Some(list) = self.shared.get_mut(&name) {
                list.hint = Some(hint);
            }
        }
        self.shared
    }
}

impl Lower<'_> {
    /// The content of `payloadkeys` or `responsekeys`.
    pub(super) fn content(
        &mut self,
        list: Option<ListId>,
        attribute: &'static str,
        lists: &mut Lists,
    ) -> Result<Content> {
        let root = if attribute == "payloadkeys" { "payload" } else { "response" };
        let words = attribute.to_owned();
        let here = Here { words, root, path: KeyPath::root(), boxes: 0, role: Role::Root };
        let Some(list) = list else {
            return Ok(Content::Dictionary(Children::Own(Vec::new())));
        };
        if self.is_map(list, &here, Position::default())? {
            self.nothing_below(list, &here)?;
            let here = Here { role: Role::Value, boxes: 1, ..here };
            return Ok(Content::Map(self.children(list, None, here, lists)?));
        }
        Ok(Content::Dictionary(self.children(list, None, here, lists)?))
    }

    /// Checks that the values of a root that is a map have no keys below them: no type is emitted
    /// for these values, so such keys would be in no table.
    fn nothing_below(&self, list: ListId, here: &Here) -> Result<()> {
        for value in &self.list(list, here, Position::default())?.keys {
            let Some(below) = value.subkeys else { continue };
            if let Some(key) = self.list(below, here, value.at)?.keys.first() {
                let words = format!("{}.{}.{}", here.words, value.name, key.name);
                let error = self.error(key.at, &words, LowerProblem::BelowRootMap);
                return Err(LowerError { key: Some((list, 0)), ..error });
            }
        }
        Ok(())
    }

    pub(super) fn list(&self, list: ListId, here: &Here, at: Position) -> Result<&raw::KeyList> {
        let found = self.raw.lists.get(list.0);
        found.ok_or_else(|| self.error(at, &here.words, LowerProblem::NoSuchList))
    }

    /// The keys of a list, or the name of the list if more than one place refers to it.
    fn children(
        &mut self,
        list: ListId,
        hint: Option<&String>,
        here: Here,
        lists: &mut Lists,
    ) -> Result<Children> {
        let raw = self.list(list, &here, Position::default())?;
        let (at, shared) = (raw.at, raw.shared);
        if here.path.0.len() > DEPTH {
            return Err(self.error(at, &here.words, LowerProblem::Depth(DEPTH)));
        }
        if !shared && !lists.open.contains_key(&list) {
            lists.open.insert(list, here.boxes);
            let keys = self.keys(list, &here, lists)?;
            lists.open.remove(&list);
            return Ok(Children::Own(keys));
        }
        if lists.open.get(&list).is_some_and(|boxes| *boxes == here.boxes) {
            return Err(self.error(at, &here.words, LowerProblem::Endless));
        }
        let (name, first) = match lists.names.get(&list) {
            Some(name) => (name.clone(), false),
            None => (here.list_name(), true),
        };
        if let Some(hint) = hint {
            lists.hints.entry(name.clone()).or_insert_with(|| hint.clone());
        }
        if first {
            lists.names.insert(list, name.clone());
            lists.open.insert(list, here.boxes);
            let keys = self.keys(list, &here, lists)?;
            lists.open.remove(&list);
            lists.shared.insert(name.clone(), SharedList { hint: None, keys });
        }
        Ok(Children::Shared(name))
    }

    fn keys(&mut self, list: ListId, here: &Here, lists: &mut Lists) -> Result<Vec<Key>> {
        let raw = self.raw;
        let mut names = BTreeSet::new();
        let mut keys = Vec::new();
        for (index, key) in raw.lists.get(list.0).iter().flat_map(|list| &list.keys).enumerate() {
            let made = if names.insert(&key.name) {
                self.key(key, here, lists)
            } else {
                let words = format!("{}.{}", here.words, key.name);
                Err(self.error(key.at, &words, LowerProblem::DuplicateKey))
            };
            match made {
                Ok(key) => keys.push(key),
                Err(error) => {
                    self.errors
                        .push(LowerError { key: error.key.or(Some((list, index))), ..error });
                }
            }
        }
        Ok(keys)
    }

    fn key(&mut self, raw: &RawKey, here: &Here, lists: &mut Lists) -> Result<Key> {
        let below = here.key(&raw.name);
        let form = self.form(raw, &below)?;
        let fail = |at: Position, what| self.error(at, &below.words, what);
        let range = match &raw.range {
            None => None,
            Some(range) => Some(values::range(&range.value).map_err(|what| fail(range.at, what))?),
        };
        let rangelist = self.rangelist(raw, form, &below)?;
        let default = match &raw.default {
            None => None,
            Some(value) => Some(
                values::literal("default", &value.value, form, form.word())
                    .map_err(|what| fail(value.at, what))?,
            ),
        };
        let repetition = self.repetition(raw, form, here, &below)?;
        self.impossible(raw, &below);
        let mut stated = self.stated(raw.supported_os.as_ref(), &below.words)?;
        if let Some(scopes) =
            raw.allowed_scopes.as_ref().and_then(|words| conventions::scopes(&words.value))
        {
            conventions::scope_everywhere(&mut stated, scopes);
        }
        let mut key = Key {
            name: raw.name.clone(),
            form,
            presence: presence(raw),
            stated,
            constant: false,
            secret: false,
            rangelist,
            range,
            format: raw.format.as_ref().map(|format| format.value.clone()),
            repetition,
            default,
            subtype: conventions::holds(raw),
            combine: raw.combine_type.as_ref().and_then(|text| conventions::combine(&text.value)),
            asset_types: strings(raw.asset_types.as_ref()),
            asset_content_types: strings(raw.asset_content_types.as_ref()),
            children: Children::Own(Vec::new()),
            last: None,
            dropped: Vec::new(),
        };
        key.constant = is_constant(&key, here.role, lists.family);
        if let Some(list) = raw.subkeys {
            let below = below.list_below(form, here.role);
            key.children = self.children(list, raw.subkey_type.as_ref(), below, lists)?;
        }
        Ok(key)
    }

    /// Reports constraints that no value can meet, and formats that are no regular expression.
    fn impossible(&mut self, raw: &RawKey, here: &Here) {
        for (attribute, bounds) in [("range", &raw.range), ("repetition", &raw.repetition)] {
            if let Some(bounds) = bounds.as_ref().filter(|bounds| values::crossed(&bounds.value)) {
                let what = format!("no value meets `{attribute}`: its `min` is above its `max`");
                self.report(bounds.at, &here.words, attribute, what, AS_IT_IS_WRITTEN);
            }
        }
        if let Some(Spanned { value, at }) = &raw.format
            && let Some(error) = values::malformed(value)
        {
            let what = format!("`format` is no regular expression: {error}");
            self.report(*at, &here.words, "format", what, AS_IT_IS_WRITTEN);
        }
    }

    fn rangelist(&self, raw: &RawKey, form: Form, here: &Here) -> Result<Vec<Literal>> {
        let Some(list) = &raw.rangelist else { return Ok(Vec::new()) };
        list.value
            .iter()
            .map(|value| values::literal("rangelist", value, form, form.word()))
            .collect::<std::result::Result<_, _>>()
            .map_err(|what| self.error(list.at, &here.words, what))
    }

    /// The repetition of an array. The schema states it for the item; stated for the array, as in
    /// no release yet, it would mean the same.
    fn repetition(
        &self,
        raw: &RawKey,
        form: Form,
        here: &Here,
        below: &Here,
    ) -> Result<Option<apple_device_management_core::Repetition>> {
        let is_array = matches!(form, Form::Array | Form::UnionArray);
        if let (Some(own), false, Role::Root | Role::Variant | Role::Inner | Role::Value) =
            (&raw.repetition, is_array, here.role)
        {
            return Err(self.error(own.at, &below.words, LowerProblem::Repetition));
        }
        let item = raw.subkeys.and_then(|list| self.raw.lists.get(list.0));
        let items = item.filter(|_| is_array).map_or(&[][..], |list| &list.keys);
        let own = raw.repetition.as_ref().filter(|_| is_array && here.role != Role::Item);
        let stated = items.iter().find_map(|item| item.repetition.as_ref()).or(own);
        match stated {
            None => Ok(None),
            Some(bounds) => values::repetition(&bounds.value)
                .map(Some)
                .map_err(|what| self.error(bounds.at, &below.words, what)),
        }
    }
}

/// Whether the one string of a key tells documents or variants apart.
fn is_constant(key: &Key, role: Role, family: Family) -> bool {
    let tells = match role {
        Role::Root => conventions::DISCRIMINATORS.contains(&(family, key.name.as_str())),
        Role::Variant => key.name == conventions::UNION_TAG,
        _ => false,
    };
    tells
        && key.presence == Presence::Required
        && matches!(key.rangelist.as_slice(), [Literal::String(_)])
}

fn strings(words: Option<&raw::Spanned<Vec<String>>>) -> Vec<String> {
    words.map_or(Vec::new(), |words| words.value.clone())
}
