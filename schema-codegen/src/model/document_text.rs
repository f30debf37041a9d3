use std::collections::BTreeMap;

use apple_device_management_core::{Apply, Family};
use serde::{Deserialize, Serialize};

use super::{
    ByOs, Children, Content, Document, Example, Last, OsText, Reason, SharedList, Stated, unstated,
};

/// A document as `model.json` has it. The name of a member tells what the root is: `payloadkeys`
/// has the listed keys, `payloadmap` describes the values of any key.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a document")]
pub(super) struct DocumentText {
    source: String,
    family: Family,
    id: String,
    title: String,
    #[serde(
        default,
        rename = "supportedOS",
        with = "ByOs::<OsText>",
        skip_serializing_if = "unstated"
    )]
    support: Stated,
    #[serde(default, skip_serializing_if = "unstated")]
    apply: Option<Apply>,
    #[serde(default, skip_serializing_if = "unstated")]
    beta: bool,
    #[serde(default, skip_serializing_if = "unstated")]
    payloadkeys: Option<Children>,
    #[serde(default, skip_serializing_if = "unstated")]
    payloadmap: Option<Children>,
    #[serde(default, skip_serializing_if = "unstated")]
    responsekeys: Option<Children>,
    #[serde(default, skip_serializing_if = "unstated")]
    responsemap: Option<Children>,
    #[serde(default, skip_serializing_if = "unstated")]
    reasons: Vec<Reason>,
    #[serde(default, rename = "related-status-items", skip_serializing_if = "unstated")]
    related_status_items: Vec<String>,
    #[serde(default, skip_serializing_if = "unstated")]
    examples: Vec<Example>,
    #[serde(default, skip_serializing_if = "unstated")]
    shared: BTreeMap<String, SharedList>,
    #[serde(default, skip_serializing_if = "unstated")]
    last: Option<Last>,
    #[serde(default, skip_serializing_if = "unstated")]
    names: Vec<ChosenName>,
}

/// An entry of [`Document::names`].
#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a name that was chosen")]
struct ChosenName {
    of: String,
    name: String,
}

/// Why an object of the file is no document.
#[derive(Debug, thiserror::Error)]
pub(super) enum DocumentTextError {
    #[error("neither `{0}keys` nor `{0}map` is there")]
    NoContent(&'static str),
    #[error("both `{0}keys` and `{0}map` are there: keep one")]
    TwoContents(&'static str),
    /// The code that walks a model relies on it that every shared list is there.
    #[error("there is no list `{0}` in `shared`, to which one of its keys refers")]
    NoSuchList(String),
}

impl From<Document> for DocumentText {
    fn from(document: Document) -> DocumentText {
        let (payloadkeys, payloadmap) = keys_or_map(Some(document.payload));
        let (responsekeys, responsemap) = keys_or_map(document.response);
        let names = document.names.into_iter();
        DocumentText {
            source: document.source,
            family: document.family,
            id: document.id,
            title: document.title,
            support: document.support,
            apply: document.apply,
            beta: document.beta,
            payloadkeys,
            payloadmap,
            responsekeys,
            responsemap,
            reasons: document.reasons,
            related_status_items: document.related_status_items,
            examples: document.examples,
            shared: document.shared,
            last: document.last,
            names: names.map(|(of, name)| ChosenName { of, name }).collect(),
        }
    }
}

impl TryFrom<DocumentText> for Document {
    type Error = DocumentTextError;

    fn try_from(text: DocumentText) -> Result<Document, DocumentTextError> {
        let payload = content("payload", text.payloadkeys, text.payloadmap)?;
        let names = text.names.into_iter();
        let document = Document {
            family: text.family,
            source: text.source,
            id: text.id,
            title: text.title,
            support: text.support,
            apply: text.apply,
            beta: text.beta,
            payload: payload.ok_or(DocumentTextError::NoContent("payload"))?,
            response: content("response", text.responsekeys, text.responsemap)?,
            reasons: text.reasons,
            related_status_items: text.related_status_items,
            examples: text.examples,
            shared: text.shared,
            last: text.last,
            names: names.map(|ChosenName { of, name }| (of, name)).collect(),
        };
        match missing_list(&document) {
            Some(name) => Err(DocumentTextError::NoSuchList(name.to_owned())),
            None => Ok(document),
        }
    }
}

fn keys_or_map(content: Option<Content>) -> (Option<Children>, Option<Children>) {
    match content {
        Some(Content::Dictionary(keys)) => (Some(keys), None),
        Some(Content::Map(value)) => (None, Some(value)),
        None => (None, None),
    }
}

fn content(
    side: &'static str,
    keys: Option<Children>,
    map: Option<Children>,
) -> Result<Option<Content>, DocumentTextError> {
    match (keys, map) {
        (Some(_), Some(_)) => Err(DocumentTextError::TwoContents(side)),
        (keys, map) => Ok(keys.map(Content::Dictionary).or(map.map(Content::Map))),
    }
}

/// The name of a shared list that a key refers to and that is not there.
fn missing_list(document: &Document) -> Option<&str> {
    let contents = [Some(&document.payload), document.response.as_ref()];
    let roots = contents.into_iter().flatten().map(|content| match content {
        Content::Dictionary(children) | Content::Map(children) => children,
    });
    let mut open: Vec<&Children> = roots.collect();
    let shared = document.shared.values().flat_map(|list| &list.keys);
    open.extend(shared.map(|key| &key.children));
    while let Some(children) = open.pop() {
        match children {
            Children::Own(keys) => open.extend(keys.iter().map(|key| &key.children)),
            Children::Shared(name) if document.shared.contains_key(name) => {}
            Children::Shared(name) => return Some(name),
        }
    }
    None
}
