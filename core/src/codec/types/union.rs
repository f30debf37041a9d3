use crate::codec::read::Begun;
use crate::codec::{
    AnySlot, Context, DecodeError, DecodeErrorKind, Format, Message, Slot, Stop, Token, Viewer,
    Without, from_value, put_value, refuse,
};
use crate::index::lookup;
use crate::{Dictionary, Document, Family, Segment, Value, ValueType};

/// A dictionary that is of one of several types, as the value of one key, the tag, tells.
pub trait TaggedUnion: Sized {
    /// The key whose value names the variant.
    const TAG: &'static str;

    /// An empty variant of this tag; `None` where the schema lists none.
    fn variant(tag: &str) -> Option<Self>;

    /// The content of the variant.
    fn content(&mut self) -> &mut dyn Slot;

    /// The variant that holds a dictionary whose tag the schema does not list.
    fn unknown(dictionary: Dictionary) -> Self;
}

/// Reads a dictionary into a union.
pub fn put_union<T: TaggedUnion>(token: Token<'_>, context: &mut Context) -> Result<T, Stop> {
    context.reserve(size_of::<T>())?;
    let entries = match token {
        Token::Map(source) => Begun::of(T::TAG, source, context)?,
        other => return Err(refuse(other, "a dictionary", context)),
    };
    match entries.value_of(T::TAG).and_then(Value::as_str).and_then(T::variant) {
        Some(mut union) => {
            entries.put(union.content(), context)?;
            Ok(union)
        }
        None => Ok(T::unknown(sorted(entries, context)?)),
    }
}

/// The dictionary of these entries.
fn sorted(entries: Begun<'_>, context: &mut Context) -> Result<Dictionary, Stop> {
    let mut sorted = Dictionary::new();
    entries.put(&mut sorted, context)?;
    Ok(sorted)
}

/// The identifier of each variant with a function that makes an empty one.
pub type Variants<T> = &'static [(&'static str, fn() -> T)];

/// An enum over the root types of a family, each with the identifier of its document.
pub trait AnyDocument: Sized + 'static {
    /// The identifier of each variant with a function that makes an empty one, sorted. An
    /// identifier may come more than once.
    const VARIANTS: Variants<Self>;

    /// A hash table over [`VARIANTS`](Self::VARIANTS), by identifier.
    const INDEX: &'static [u8];

    /// The variants of this identifier, in constant time: none, one, or a few.
    fn variants_of(id: &str) -> Variants<Self> {
        let Some(first) = lookup(Self::INDEX, id, |at| Some(Self::VARIANTS.get(at)?.0)) else {
            return &[];
        };
        let from_first = &Self::VARIANTS[first..];
        let count = from_first.iter().take_while(|(known, _)| *known == id).count();
        &from_first[..count]
    }

    /// The identifier on the wire.
    fn id(&self) -> &str;

    /// The document; `None` for an unknown one.
    fn document(&self) -> Option<&'static Document>;

    /// The content.
    fn content(&self) -> &dyn AnySlot;

    /// The content, to be filled.
    fn content_mut(&mut self) -> &mut dyn AnySlot;

    /// The variant that holds what the schema does not list.
    fn unknown(id: String, dictionary: Dictionary) -> Self;
}

/// What an envelope may hold: a root type, or an enum over root types.
pub trait Content {
    /// The families that its document may be of.
    const FAMILIES: &'static [Family];

    /// The identifier on the wire.
    fn content_id(&self) -> &str;

    /// The keys that belong to the document.
    fn content_slot(&self) -> &dyn AnySlot;
}

impl<T: Message> Content for T {
    const FAMILIES: &'static [Family] = &[T::DOCUMENT.family];

    fn content_id(&self) -> &str {
        T::DOCUMENT.id
    }

    fn content_slot(&self) -> &dyn AnySlot {
        self
    }
}

/// A message that the schema may describe: a root type, or an enum over root types.
pub trait Described: Sized {
    /// The identifiers of the documents that may describe it.
    const IDS: &'static [&'static str];

    /// The identifier on the wire.
    fn id(&self) -> &str;

    /// The document; `None` for a message that the schema does not list.
    fn document(&self) -> Option<&'static Document>;

    /// The part of the message that the document describes.
    fn content(&self) -> &dyn Slot;

    /// Replaces the content by another one of the same type, given as a property list would have it.
    ///
    /// # Errors
    /// The content does not fit the type; the message stays as it was.
    fn rewrite(&mut self, content: Value) -> Result<(), DecodeError>;
}

impl<T: Message> Described for T {
    const IDS: &'static [&'static str] = &[T::DOCUMENT.id];

    fn id(&self) -> &str {
        T::DOCUMENT.id
    }

    fn document(&self) -> Option<&'static Document> {
        Some(T::DOCUMENT)
    }

    fn content(&self) -> &dyn Slot {
        self
    }

    fn rewrite(&mut self, content: Value) -> Result<(), DecodeError> {
        *self = from_value(content)?;
        Ok(())
    }
}

/// A message of the same type as this one, with other content.
///
/// # Errors
/// The content does not fit the type.
pub fn rewritten<T: AnyDocument>(any: &T, content: Value) -> Result<T, DecodeError> {
    let same = |one: &T| match (one.document(), any.document()) {
        (Some(one), Some(other)) => one.source == other.source,
        _ => false,
    };
    let known = T::variants_of(any.id()).iter().map(|(_, make)| make()).find(same);
    let mut new = known.unwrap_or_else(|| T::unknown(any.id().to_owned(), Dictionary::new()));
    let mut context = Context::unbounded(Format::PropertyList);
    match put_value(new.content_mut(), content, &mut context) {
        Ok(()) => Ok(new),
        Err(stop) => Err(context.explain(stop)),
    }
}

/// An enum over root types that all have an answer.
pub trait AnyRequest: AnyDocument {
    /// An empty answer to this request, to be read into; a dictionary for an unknown request.
    fn empty_response(&self) -> Box<dyn AnySlot>;
}

/// Reads a dictionary into the variant that its tag names.
///
/// The content does not keep the tag, unless its own table has the tag as a constant.
pub fn put_any<T: AnyDocument>(
    tag: &'static str,
    token: Token<'_>,
    context: &mut Context,
) -> Result<T, Stop> {
    context.reserve(size_of::<T>())?;
    let mut entries = match token {
        Token::Map(source) => Begun::of(tag, source, context)?,
        other => return Err(refuse(other, "a dictionary", context)),
    };
    let make = match entries.value_of(tag) {
        Some(Value::String(id)) => match T::variants_of(id).first() {
            Some((_, make)) => make,
            None => {
                let id = id.clone();
                entries.take(tag);
                return Ok(T::unknown(id, sorted(entries, context)?));
            }
        },
        other => {
            let kind = other.map_or(DecodeErrorKind::Missing, |value| DecodeErrorKind::WrongType {
                expected: "a string",
                found: value.kind(),
            });
            let error = DecodeError::new(kind).under(Segment::Key(tag.to_owned()));
            return Err(Stop::refused(Value::Dictionary(sorted(entries, context)?), error));
        }
    };
    let mut any = make();
    if !holds(&any, tag) {
        entries.take(tag);
    }
    match entries.put(any.content_mut(), context) {
        Ok(()) => Ok(any),
        Err(Stop::Fatal) => Err(Stop::Fatal),
        Err(Stop::Refused(refused)) => {
            let (mut value, error) = *refused;
            if let Value::Dictionary(entries) = &mut value {
                entries.insert(tag, any.id());
            }
            Err(Stop::refused(value, error))
        }
    }
}

/// Whether the content has this key in its table.
fn holds<T: AnyDocument>(any: &T, key: &str) -> bool {
    match any.document().map(|document| document.payload) {
        Some(ValueType::Dictionary(table)) => table.position(key).is_some(),
        _ => false,
    }
}

/// Shows the tag, then the content without it; see [`Entries::show_to`](crate::codec::Entries::show_to).
pub fn show_any<'a, T: AnyDocument>(
    any: &'a T,
    tag: &'static str,
    viewer: &mut dyn Viewer<'a>,
) -> bool {
    viewer.text(tag, any.id())
        && any.content().view().show_to(Without { viewer, omits: |name| name == tag })
}
