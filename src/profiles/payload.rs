use apple_device_management_core::codec::{
    AnyDocument, Context, Entries, Record, Stop, Token, dictionary, put_value, refuse,
};
use apple_device_management_core::{Dictionary, Literal, Slot, Table, Value, ValueType, View};

use super::{AnyPayload, CommonPayloadKeys};

/// One payload of a profile: the keys that all payloads have, and those of its type beside them.
#[derive(Clone, Debug, PartialEq)]
pub struct Payload {
    /// The keys that all payloads have; its `extra` holds only values of an unexpected type.
    pub common: CommonPayloadKeys,
    /// The keys of its type.
    pub content: AnyPayload,
    /// The keys of other documents of the same type: `com.apple.MCX` is described by six, and a
    /// payload may have keys of several.
    pub more: Vec<AnyPayload>,
}

/// Documents that describe the frame of a payload, and are no types.
const FRAMES: [&str; 2] = ["CommonPayloadKeys", "TopLevel"];

impl Default for Payload {
    fn default() -> Payload {
        Payload {
            common: CommonPayloadKeys::default(),
            content: AnyPayload::Unknown(String::new(), Dictionary::new()),
            more: Vec::new(),
        }
    }
}

impl Payload {
    /// A payload of version 1; its `PayloadType` is that of the content.
    pub fn new(
        identifier: impl Into<String>,
        uuid: impl Into<String>,
        content: impl Into<AnyPayload>,
    ) -> Payload {
        let content = content.into();
        let common = CommonPayloadKeys {
            payload_identifier: identifier.into(),
            payload_uuid: uuid.into(),
            payload_type: content.id().to_owned(),
            payload_version: 1,
            ..CommonPayloadKeys::default()
        };
        Payload { common, content, more: Vec::new() }
    }

    /// Everything that is typed by the payload's type.
    pub fn contents(&self) -> impl Iterator<Item = &AnyPayload> {
        std::iter::once(&self.content).chain(&self.more)
    }
}

impl Slot for Payload {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        let entries = match token {
            Token::Map(entries) => dictionary(entries, context)?,
            other => return Err(refuse(other, "a dictionary", context)),
        };
        match read(entries.clone(), context) {
            Ok(payload) => {
                *self = payload;
                Ok(())
            }
            Err(Stop::Fatal) => Err(Stop::Fatal),
            Err(Stop::Refused(refused)) => {
                Err(Stop::refused(Value::Dictionary(entries), refused.1))
            }
        }
    }

    fn view(&self) -> View<'_> {
        View::Entries(self)
    }
}

impl Entries for Payload {
    fn each<'a>(&'a self, show: &mut dyn FnMut(&'a str, View<'a>) -> bool) {
        let views = self.contents().map(|content| content.content().view());
        let mut all = std::collections::BTreeMap::new();
        for view in std::iter::once(self.common.view()).chain(views) {
            for (name, view) in view.entries().unwrap_or_default() {
                all.entry(name).or_insert(view);
            }
        }
        all.into_iter().all(|(name, view)| show(name, view));
    }
}

apple_device_management_core::serde_by_slot!(Payload);

fn read(entries: Dictionary, context: &mut Context) -> Result<Payload, Stop> {
    let (common, own) = split(entries, table_of_record(&CommonPayloadKeys::default()));
    let mut payload = Payload::default();
    put_value(&mut payload.common, Value::Dictionary(common), context)?;
    let mut contents = contents(&payload.common.payload_type, own, context)?.into_iter();
    if let Some(content) = contents.next() {
        payload.content = content;
    }
    payload.more = contents.collect();
    Ok(payload)
}

/// The entries whose keys the table has, and the others.
fn split(entries: Dictionary, table: Option<&'static Table>) -> (Dictionary, Dictionary) {
    entries.into_iter().partition(|(name, _)| table.is_some_and(|t| t.position(name).is_some()))
}

fn contents(id: &str, own: Dictionary, context: &mut Context) -> Result<Vec<AnyPayload>, Stop> {
    let candidates: Vec<AnyPayload> = AnyPayload::VARIANTS
        .iter()
        .filter(|(known, _)| *known == id && !FRAMES.contains(known))
        .map(|(_, make)| make())
        .collect();
    let mut chosen = choose(candidates, &own);
    if chosen.is_empty() {
        return Ok(vec![AnyPayload::unknown(id.to_owned(), own)]);
    }
    let last = chosen.len() - 1;
    let mut rest = own.clone();
    for content in &mut chosen[..last] {
        let (held, _) = split(own.clone(), table_of(content));
        rest.retain(|name, _| !held.contains_key(name));
        put_content(content, held, context)?;
    }
    // The last takes what no other has, the unknown keys among it; a key that two documents have
    // goes to both.
    let (shared, _) = split(own, table_of(&chosen[last]));
    rest.extend(shared);
    put_content(&mut chosen[last], rest, context)?;
    Ok(chosen)
}

fn put_content(
    content: &mut AnyPayload,
    entries: Dictionary,
    context: &mut Context,
) -> Result<(), Stop> {
    put_value(content.content_mut(), Value::Dictionary(entries), context)
}

/// Of several documents with one type, those that apply: the one whose constants the payload has,
/// otherwise those without constants whose keys are present, or else the first of them.
fn choose(candidates: Vec<AnyPayload>, own: &Dictionary) -> Vec<AnyPayload> {
    if candidates.len() < 2 {
        return candidates;
    }
    let (constant, mut open): (Vec<_>, Vec<_>) = candidates.into_iter().partition(has_constants);
    if let Some(exact) = constant.into_iter().find(|candidate| constants_hold(candidate, own)) {
        return vec![exact];
    }
    let present = |candidate: &AnyPayload| {
        table_of(candidate)
            .is_some_and(|table| own.keys().any(|name| table.position(name).is_some()))
    };
    if open.iter().any(present) {
        open.retain(present);
    } else {
        open.truncate(1);
    }
    open
}

fn has_constants(candidate: &AnyPayload) -> bool {
    table_of(candidate).is_some_and(|table| table.keys().any(|key| key.constant))
}

fn constants_hold(candidate: &AnyPayload, own: &Dictionary) -> bool {
    table_of(candidate).is_some_and(|table| {
        table.keys().filter(|key| key.constant).all(|key| match key.constraints.rangelist {
            [Literal::String(expected), ..] => {
                own.get(key.name).and_then(Value::as_str) == Some(*expected)
            }
            _ => false,
        })
    })
}

fn table_of(content: &AnyPayload) -> Option<&'static Table> {
    match content.document()?.payload {
        ValueType::Dictionary(table) => Some(table),
        _ => None,
    }
}

fn table_of_record(record: &dyn Record) -> Option<&'static Table> {
    let mut table = None;
    record.parts(&mut |parts| table = Some(parts.table));
    table
}
