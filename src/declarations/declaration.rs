use apple_device_management_core::codec::{
    Context, Entries, Message, Stop, Token, Viewer, put_shown, put_value, refuse,
};
use apple_device_management_core::{
    DecodeError, DecodeErrorKind, Dictionary, Document, Family, Format, Segment, Slot, Value, View,
};

use super::{AnyDeclaration, token};

/// A declaration as it goes to a device.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// `Identifier`: the server's name for it.
    pub identifier: String,
    /// `ServerToken`: changes whenever the declaration does; after a change,
    /// [`renew_token`](Declaration::renew_token).
    pub server_token: String,
    /// `Type` and `Payload`.
    pub payload: AnyDeclaration,
    /// What has no field of its own.
    pub extra: Dictionary,
}

impl Default for Declaration {
    fn default() -> Declaration {
        Declaration {
            identifier: String::new(),
            server_token: String::new(),
            payload: AnyDeclaration::Unknown(String::new(), Dictionary::new()),
            extra: Dictionary::new(),
        }
    }
}

impl Declaration {
    /// A declaration with a token computed over its content; see
    /// [`content_token`](Declaration::content_token).
    pub fn new(identifier: impl Into<String>, payload: impl Into<AnyDeclaration>) -> Declaration {
        let mut declaration = Declaration {
            identifier: identifier.into(),
            payload: payload.into(),
            ..Declaration::default()
        };
        declaration.renew_token();
        declaration
    }

    /// A declaration of a root type, such as
    /// [`PasscodeSettings`](super::configurations::PasscodeSettings). A type that is no declaration
    /// does not compile:
    ///
    /// ```compile_fail
    /// use apple_device_management::{commands::DeviceLock, declarations::Declaration};
    /// Declaration::of("lock", &DeviceLock::default());
    /// ```
    pub fn of<T: Message>(identifier: impl Into<String>, content: &T) -> Declaration {
        const { assert!(is_declaration(T::DOCUMENT), "the type is no declaration") }
        let mut payload = AnyDeclaration::of_type(T::DOCUMENT.id);
        let mut entries = Vec::new();
        content.view().each(|name, view| {
            entries.push((name, *view));
            true
        });
        // Content of the same type fits: it is what the view was taken of.
        let _ = put_shown(payload.content_mut(), Format::PropertyList, entries);
        Declaration::new(identifier, payload)
    }

    /// Makes the token anew, after a change of the content.
    pub fn renew_token(&mut self) {
        self.server_token = self.content_token();
    }

    /// A token over the content: the SHA-256, in hexadecimal, of everything but the token itself
    /// as JSON with sorted keys. Equal content has an equal token, in every release of this crate.
    pub fn content_token(&self) -> String {
        token::of(self, &[TOKEN])
    }
}

const fn is_declaration(document: &Document) -> bool {
    matches!(
        document.family,
        Family::Activations | Family::Assets | Family::Configurations | Family::Management
    )
}

const TYPE: &str = "Type";
const IDENTIFIER: &str = "Identifier";
const TOKEN: &str = "ServerToken";
const PAYLOAD: &str = "Payload";

impl Slot for Declaration {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        self.read(token, context).map_err(|stop| stop.named("Declaration"))
    }

    fn view(&self) -> View<'_> {
        View::Entries(self)
    }
}

impl Declaration {
    fn read(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        let entries = match token {
            Token::Map(entries) => entries.all(context)?,
            other => return Err(refuse(other, "a dictionary", context)),
        };
        let mut rest = entries.clone();
        let mut take = |name: &'static str, slot: &mut dyn Slot| {
            let error = match rest.remove(name) {
                None => DecodeError::new(DecodeErrorKind::Missing),
                Some(value) => match put_value(slot, value, context) {
                    Ok(()) => return Ok(()),
                    Err(Stop::Fatal) => return Err(Stop::Fatal),
                    Err(Stop::Refused(refused)) => refused.1,
                },
            };
            let error = error.under(Segment::Key(name.to_owned()));
            Err(Stop::refused(Value::Dictionary(entries.clone()), error))
        };
        let mut id = String::new();
        take(TYPE, &mut id)?;
        take(IDENTIFIER, &mut self.identifier)?;
        take(TOKEN, &mut self.server_token)?;
        self.payload = AnyDeclaration::of_type(&id);
        take(PAYLOAD, self.payload.content_mut())?;
        self.extra = rest;
        Ok(())
    }
}

impl Entries for Declaration {
    fn show_to<'a>(&'a self, viewer: &mut dyn Viewer<'a>) -> bool {
        let own = [
            (TYPE, View::String(self.payload.id())),
            (IDENTIFIER, View::String(&self.identifier)),
            (TOKEN, View::String(&self.server_token)),
            (PAYLOAD, self.payload.content().view()),
        ];
        let extra = self.extra.iter().filter(|(name, _)| own.iter().all(|own| own.0 != *name));
        let extra = extra.map(|(name, value)| (name.as_str(), value.view()));
        own.into_iter().chain(extra).all(|(name, view)| viewer.view(name, &view))
    }
}

apple_device_management_core::serde_by_slot!(Declaration);
