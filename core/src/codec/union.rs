use super::decode::put_value;
use super::token::dictionary;
use super::{Context, Slot, Stop, Token, refuse};
use crate::{Dictionary, Document, Value};

/// A dictionary that is one of several types, told apart by the value of a tag.
pub trait TaggedUnion: Sized {
    /// The key that tells.
    const TAG: &'static str;

    /// The variant with this value of the tag, empty; `None` for an unknown one.
    fn variant(tag: &str) -> Option<Self>;

    /// The content of the variant.
    fn content(&mut self) -> &mut dyn Slot;

    /// A variant that the schema does not list.
    fn unknown(dictionary: Dictionary) -> Self;
}

/// Reads a dictionary into a union. The tag may come last, so the dictionary is read whole first.
pub fn put_union<T: TaggedUnion>(token: Token<'_>, context: &mut Context) -> Result<T, Stop> {
    let entries = match token {
        Token::Map(entries) => dictionary(entries, context)?,
        other => return Err(refuse(other, "a dictionary", context)),
    };
    let variant = entries.get(T::TAG).and_then(Value::as_str).and_then(T::variant);
    match variant {
        Some(mut union) => {
            put_value(union.content(), Value::Dictionary(entries), context)?;
            Ok(union)
        }
        None => Ok(T::unknown(entries)),
    }
}

/// The identifier of each variant with a function that makes an empty one.
pub type Variants<T> = &'static [(&'static str, fn() -> T)];

/// An enum over the root types of a family, each with the identifier of its document.
pub trait AnyDocument: Sized + 'static {
    /// The identifier and an empty value of each variant; an identifier may come more than once.
    const VARIANTS: Variants<Self>;

    /// The identifier on the wire.
    fn id(&self) -> &str;

    /// The document; `None` for an unknown one.
    fn document(&self) -> Option<&'static Document>;

    /// The content.
    fn content(&self) -> &dyn Slot;

    /// The content, to be filled.
    fn content_mut(&mut self) -> &mut dyn Slot;

    /// One that the schema does not list.
    fn unknown(id: String, dictionary: Dictionary) -> Self;
}
