use apple_device_management_core::codec::{
    AnyDocument, Context, Entries, Message, Record, Stop, Token, Viewer, Without, put_beside,
    put_value, to_value,
};
use apple_device_management_core::{
    DecodeError, Dictionary, Format, Literal, Slot, Table, Value, ValueType, View,
};

use super::{AnyPayload, CommonPayloadKeys};

/// One payload of a profile: the keys that all payloads have, and the keys of its type.
#[derive(Clone, Debug, PartialEq)]
pub struct Payload {
    /// The keys that all payloads have; its `extra` holds only values of an unexpected type.
    ///
    /// Where the content has a type, that is written as `PayloadType`, not the one here.
    pub common: CommonPayloadKeys,
    /// The keys of its type.
    pub content: AnyPayload,
    /// The keys of other documents with the same type: six documents describe `com.apple.MCX`, and
    /// a payload may have keys of several.
    pub more: Vec<AnyPayload>,
}

/// The key that tells what the content is.
const TYPE: &str = "PayloadType";

/// How the names of the common keys begin. Comparing this is quicker than looking up a name.
const PREFIX: &str = "Payload";

/// Documents that describe what is around the keys of a type, and are not types of payloads.
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
    /// A payload of version 1, with the `PayloadType` of the content.
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

    /// The content of this type, if there is any.
    pub fn get<T: Message>(&self) -> Option<&T> {
        self.contents().find_map(AnyPayload::get)
    }

    /// The content of this type, if there is any, to be changed.
    pub fn get_mut<T: Message>(&mut self) -> Option<&mut T> {
        std::iter::once(&mut self.content).chain(&mut self.more).find_map(AnyPayload::get_mut)
    }

    /// Why the content is `Unknown` although the schema lists its type: a newer release may have
    /// replaced a required key, or the payload is broken.
    pub fn fault(&self) -> Option<DecodeError> {
        let AnyPayload::Unknown(id, dictionary) = &self.content else { return None };
        let mut context = Context::unbounded(Format::PropertyList);
        let own = Value::Dictionary(dictionary.clone());
        let stop = put_value(&mut AsType(id), own, &mut context).err()?;
        Some(context.explain(stop))
    }

    /// The content, and the content of further documents in `more`.
    pub fn contents(&self) -> impl Iterator<Item = &AnyPayload> {
        std::iter::once(&self.content).chain(&self.more)
    }
}

impl Slot for Payload {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        let mut payload = Payload::default();
        let Payload { common, content, more } = &mut payload;
        let result = put_beside(common, TYPE, token, context, &mut |kind, own, context| {
            (*content, *more) = contents(kind, own, context)?;
            Ok(())
        });
        result.map_err(|stop| beside(stop, || own_of(&payload)))?;
        *self = payload;
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Entries(self)
    }
}

impl Entries for Payload {
    /// Shows the type first, so that a reader knows it before the other keys.
    fn show_to<'a>(&'a self, viewer: &mut dyn Viewer<'a>) -> bool {
        let id = self.content.id();
        let typed = !id.is_empty();
        let mut go_on = !typed || viewer.text(TYPE, id);
        let common: &dyn Record = &self.common;
        common.parts(|common| {
            let omits = |name: &str| typed && name == TYPE;
            go_on = go_on && common.show_to(Without { viewer: &mut *viewer, omits });
            let is_common = |name: &str| {
                (name.starts_with(PREFIX) || !common.extra.is_empty()) && common.holds(name)
            };
            let view_of = |content: &'a AnyPayload| content.content().view();
            for (at, content) in self.contents().enumerate() {
                let before = || self.contents().take(at).map(view_of);
                let omits = |name: &str| is_common(name) || before().any(|view| view.holds(name));
                go_on = go_on && view_of(content).show_to(Without { viewer: &mut *viewer, omits });
            }
        });
        go_on
    }
}

apple_device_management_core::serde_by_slot!(Payload);

/// Makes the refusal of some entries of a payload one of all its entries.
fn beside(stop: Stop, others: impl FnOnce() -> Dictionary) -> Stop {
    let Stop::Refused(refused) = stop else { return Stop::Fatal };
    let (value, error) = *refused;
    let mut whole = others();
    if let Value::Dictionary(part) = value {
        whole.extend(part);
    }
    Stop::refused(Value::Dictionary(whole), error)
}

/// Reads the keys of a payload's type. If they do not fit the type, they are kept as `Unknown`,
/// since a newer release may have replaced a required key, and the other payloads of the profile
/// can still be read. [`Payload::fault`] says what does not fit.
fn contents(
    id: &str,
    own: Token<'_>,
    context: &mut Context,
) -> Result<(AnyPayload, Vec<AnyPayload>), Stop> {
    match typed(id, own, context) {
        Err(Stop::Refused(refused)) => {
            let mut dictionary = Dictionary::new();
            put_value(&mut dictionary, refused.0, context)?;
            Ok((AnyPayload::unknown(id.to_owned(), dictionary), Vec::new()))
        }
        other => other,
    }
}

/// Checks whether the keys of a payload fit this type, and keeps nothing of them.
struct AsType<'i>(&'i str);

impl Slot for AsType<'_> {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        typed(self.0, token, context).map(drop)
    }

    fn view(&self) -> View<'_> {
        View::Absent
    }
}

/// The entries that were read, without the common keys.
fn own_of(payload: &Payload) -> Dictionary {
    let contents = payload.contents().map(|content| to_value(content.content().view()));
    contents
        .filter_map(|value| if let Value::Dictionary(own) = value { Some(own) } else { None })
        .flatten()
        .collect()
}

/// Reads the keys of a payload's type by the document of that type, or by several.
fn typed(
    id: &str,
    own: Token<'_>,
    context: &mut Context,
) -> Result<(AnyPayload, Vec<AnyPayload>), Stop> {
    let known = if FRAMES.contains(&id) { &[] } else { AnyPayload::variants_of(id) };
    if let [(_, make)] = known {
        let mut only = make();
        only.content_mut().put(own, context)?;
        return Ok((only, Vec::new()));
    }
    let mut dictionary = Dictionary::new();
    dictionary.put(own, context)?;
    let candidates = known.iter().map(|(_, make)| make()).collect();
    let mut shared = share(choose(candidates, &dictionary), &dictionary, context)?.into_iter();
    match shared.next() {
        Some(first) => Ok((first, shared.collect())),
        None => Ok((AnyPayload::unknown(id.to_owned(), dictionary), Vec::new())),
    }
}

/// Gives each document the keys that it has.
fn share(
    mut chosen: Vec<AnyPayload>,
    own: &Dictionary,
    context: &mut Context,
) -> Result<Vec<AnyPayload>, Stop> {
    let tables: Vec<_> = chosen.iter().map(table_of).collect();
    let has = |table: &Option<&Table>, name: &str| {
        table.is_some_and(|table| table.position(name).is_some())
    };
    for (index, content) in chosen.iter_mut().enumerate() {
        // A key that two documents have goes to both; a key that none has goes to the last.
        let last = index + 1 == tables.len();
        let takes = |name: &str| {
            has(&tables[index], name) || last && !tables.iter().any(|table| has(table, name))
        };
        let part = own.iter().filter(|(name, _)| takes(name));
        let part = part.map(|(name, value)| (name.clone(), value.clone())).collect();
        put_value(content.content_mut(), Value::Dictionary(part), context)
            .map_err(|stop| beside(stop, || own.clone()))?;
    }
    Ok(chosen)
}

/// Of several documents with one type, those that describe the payload: the document whose constant
/// keys the payload has; otherwise, of those without constant keys, the ones of which the payload
/// has a key; otherwise the first one.
fn choose(candidates: Vec<AnyPayload>, own: &Dictionary) -> Vec<AnyPayload> {
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
