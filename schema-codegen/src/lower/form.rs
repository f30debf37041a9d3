//! What the value of a key is made of, and whether its subkeys fit that.

use apple_device_management_core::Presence;

use super::error::{LowerError, LowerProblem};
use super::here::Here;
use super::{Lower, Result};
use crate::conventions;
use crate::location::Position;
use crate::model::Form;
use crate::raw::{ListId, RawDocument, RawKey, Scalar};

impl Lower<'_> {
    /// The form of a value; the subkeys must fit it.
    pub(super) fn form(&mut self, raw: &RawKey, here: &Here) -> Result<Form> {
        let Some(kind) = &raw.kind else {
            return Err(self.error(raw.at, &here.words, LowerProblem::NoType));
        };
        // The parser has reported types that are not known.
        let form = conventions::form(&kind.value).unwrap_or_default();
        let Some(list) = raw.subkeys else { return Ok(form) };
        let document = self.raw;
        self.list(list, here, raw.at)?;
        let keys = document.lists.get(list.0).map_or(&[][..], |list| &list.keys);
        match form {
            Form::Dictionary if self.is_map(list, here, raw.at)? => Ok(Form::Map),
            Form::Array if keys.len() > 1 => self.union(list, here).map(|()| Form::UnionArray),
            Form::Dictionary | Form::Array => Ok(form),
            _ if keys.is_empty() => Ok(form),
            Form::String => self.gated(keys, here).map(|()| Form::GatedString),
            _ => {
                let what = LowerProblem::Subkeys(kind.value.clone());
                Err(self.error(kind.at, &here.words, what))
            }
        }
    }

    /// Checks that each variant is a dictionary with a required tag, whose one value is the
    /// variant's name.
    fn union(&mut self, list: ListId, here: &Here) -> Result<()> {
        let raw = self.raw;
        let variants = raw.lists.get(list.0).map_or(&[][..], |list| &list.keys);
        let is_dictionary =
            |key: &RawKey| key.kind.as_ref().is_some_and(|kind| kind.value == "dictionary");
        let tagged: Vec<bool> = variants.iter().map(|variant| is_tagged(raw, variant)).collect();
        if !variants.iter().all(is_dictionary) || !tagged.contains(&true) {
            let at = variants.first().map(|variant| variant.at).unwrap_or_default();
            return Err(self.error(
                at,
                &here.words,
                LowerProblem::MixedItems(conventions::UNION_TAG),
            ));
        }
        for (index, variant) in variants.iter().enumerate().filter(|(index, _)| !tagged[*index]) {
            let what = LowerProblem::UntaggedUnion {
                tag: conventions::UNION_TAG,
                variant: variant.name.clone(),
            };
            let error = self.error(variant.at, &here.words, what);
            self.errors.push(LowerError { key: Some((list, index)), ..error });
        }
        Ok(())
    }

    /// Checks that each allowed value of a string is a string without subkeys.
    fn gated(&self, values: &[RawKey], here: &Here) -> Result<()> {
        let plain = |value: &RawKey| {
            value.kind.as_ref().is_some_and(|kind| kind.value == "string")
                && value.subkeys.is_none()
        };
        match values.iter().find(|value| !plain(value)) {
            None => Ok(()),
            Some(value) => {
                Err(self.error(value.at, &here.words, LowerProblem::GatedValue(value.name.clone())))
            }
        }
    }

    /// Whether a list has one key, and this stands for any key.
    pub(super) fn is_map(&self, list: ListId, here: &Here, at: Position) -> Result<bool> {
        let keys = &self.list(list, here, at)?.keys;
        match keys.iter().find(|key| conventions::is_placeholder(&key.name)) {
            None => Ok(false),
            Some(_) if keys.len() == 1 => Ok(true),
            Some(key) => {
                let what = LowerProblem::PlaceholderBesideKeys(key.name.clone());
                Err(self.error(key.at, &here.words, what))
            }
        }
    }
}

/// Whether a variant has the tag that tells it apart from others.
fn is_tagged(document: &RawDocument, variant: &RawKey) -> bool {
    let keys = variant.subkeys.and_then(|list| document.lists.get(list.0));
    let tag = keys.and_then(|list| list.keys.iter().find(|key| key.name == conventions::UNION_TAG));
    let values = tag
        .filter(|tag| presence(tag) == Presence::Required)
        .and_then(|tag| tag.rangelist.as_ref())
        .map(|list| list.value.as_slice());
    matches!(values, Some([Scalar::String(value)]) if *value == variant.name)
}

pub(super) fn presence(raw: &RawKey) -> Presence {
    raw.presence.as_ref().and_then(|text| conventions::presence(&text.value)).unwrap_or_default()
}
