use std::sync::OnceLock;

use apple_device_management_core::codec::{
    Content, Context, Entries, Message, Stop, Token, Viewer, put_value, refuse, to_value,
};
use apple_device_management_core::{
    DecodeError, DecodeErrorKind, Dictionary, Format, Segment, Slot, Value, View,
};

use super::{AnyDeclaration, DeclarationKind, token};

/// A declaration as it is sent to a device.
///
/// Its `ServerToken` is computed over the content when it is asked for, and changes with the
/// content. So it never has to be renewed, and cannot be stale.
///
/// ```
/// use apple_device_management::declarations::Declaration;
/// use apple_device_management::declarations::configurations::PasscodeSettings;
/// use apple_device_management::wire::Body;
///
/// let settings = PasscodeSettings { minimum_length: Some(8), ..Default::default() };
/// let mut declaration = Declaration::new("com.example.passcode", settings);
/// let before = declaration.server_token().to_owned();
/// let settings = declaration.payload_mut().get_mut::<PasscodeSettings>().ok_or("another type")?;
/// settings.minimum_length = Some(12);
/// assert_ne!(declaration.server_token(), before);
/// let for_a_device: Vec<u8> = declaration.to_json()?;
/// assert_eq!(Declaration::from_json(&for_a_device)?, declaration);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Declaration {
    identifier: String,
    payload: AnyDeclaration,
    extra: Dictionary,
    /// The token that was read or given; removed by any change.
    stated: Option<String>,
    /// The token over the content, once it was asked for; removed by any change.
    computed: OnceLock<String>,
}

impl Default for Declaration {
    fn default() -> Declaration {
        Declaration {
            identifier: String::new(),
            payload: AnyDeclaration::Unknown(String::new(), Dictionary::new()),
            extra: Dictionary::new(),
            stated: None,
            computed: OnceLock::new(),
        }
    }
}

impl Declaration {
    /// A declaration of any type: of a root type such as
    /// [`PasscodeSettings`](super::configurations::PasscodeSettings), or of an [`AnyDeclaration`].
    /// A type that is not a declaration does not compile:
    ///
    /// ```compile_fail
    /// use apple_device_management::{commands::DeviceLock, declarations::Declaration};
    /// Declaration::new("lock", DeviceLock::default());
    /// ```
    pub fn new(identifier: impl Into<String>, content: impl Content) -> Declaration {
        Declaration {
            identifier: identifier.into(),
            payload: AnyDeclaration::new(content),
            ..Declaration::default()
        }
    }

    /// This declaration with a token of the server's own, which is used until something is changed.
    #[must_use]
    pub fn with_token(mut self, token: impl Into<String>) -> Declaration {
        self.stated = Some(token.into());
        self
    }

    /// Forgets the token that was read or given, so that the token over the content is used.
    pub fn forget_token(&mut self) {
        self.changed();
    }

    /// `Identifier`: the server's name for the declaration.
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// Sets `Identifier`.
    pub fn set_identifier(&mut self, identifier: impl Into<String>) {
        self.changed();
        self.identifier = identifier.into();
    }

    /// `Type` and `Payload`.
    pub fn payload(&self) -> &AnyDeclaration {
        &self.payload
    }

    /// The payload to be changed.
    pub fn payload_mut(&mut self) -> &mut AnyDeclaration {
        self.changed();
        &mut self.payload
    }

    /// The payload, if it is of this type.
    pub fn get<T: Message>(&self) -> Option<&T> {
        self.payload.get()
    }

    /// The payload alone.
    pub fn into_payload(self) -> AnyDeclaration {
        self.payload
    }

    /// Keys other than those of the protocol.
    pub fn extra(&self) -> &Dictionary {
        &self.extra
    }

    /// Keys other than those of the protocol, to be changed.
    pub fn extra_mut(&mut self) -> &mut Dictionary {
        self.changed();
        &mut self.extra
    }

    /// `Type`, such as `com.apple.configuration.passcode.settings`.
    pub fn id(&self) -> &str {
        self.payload.id()
    }

    /// The kind, where the type names one.
    pub fn kind(&self) -> Option<DeclarationKind> {
        self.payload.kind()
    }

    /// `ServerToken`: the token that was read or given, if nothing was changed since; otherwise the
    /// [`content_token`](Declaration::content_token).
    pub fn server_token(&self) -> &str {
        match &self.stated {
            Some(token) => token,
            None => self.content_token(),
        }
    }

    /// The `ServerToken` that was read or given, if nothing was changed since. A declaration in a
    /// file need not have one; a declaration that is sent to a device always has.
    pub fn stated_token(&self) -> Option<&str> {
        self.stated.as_deref()
    }

    /// The token over the content: the SHA-256, in hexadecimal, of everything but the token itself
    /// as JSON with sorted keys. Equal content has an equal token, in every release of this crate.
    pub fn content_token(&self) -> &str {
        self.computed.get_or_init(|| {
            let own = [
                (TYPE, Value::from(self.payload.id())),
                (IDENTIFIER, Value::from(self.identifier.as_str())),
                (PAYLOAD, to_value(self.payload.content().view())),
            ];
            let mut all = self.extra.clone();
            all.extend(own.map(|(name, value)| (name.to_owned(), value)));
            all.remove(TOKEN);
            token::of_value(&Value::Dictionary(all))
        })
    }

    fn changed(&mut self) {
        self.stated = None;
        self.computed = OnceLock::new();
    }

    fn read(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        let entries = match token {
            Token::Map(entries) => entries.all(context)?,
            other => return Err(refuse(other, "a dictionary", context)),
        };
        *self = Declaration::default();
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
        let mut payload = Dictionary::new();
        take(PAYLOAD, &mut payload)?;
        if entries.contains_key(TOKEN) {
            let mut stated = String::new();
            take(TOKEN, &mut stated)?;
            self.stated = Some(stated);
        }
        self.payload = AnyDeclaration::of_type(&id);
        let payload = Value::Dictionary(payload);
        match put_value(self.payload.content_mut(), payload, context) {
            Ok(()) => {}
            Err(Stop::Fatal) => return Err(Stop::Fatal),
            // The payload is of a newer form, or broken: `fault` says what does not fit.
            Err(Stop::Refused(refused)) => {
                self.payload = AnyDeclaration::of_type(&id).unread(refused.0);
            }
        }
        self.extra = rest;
        Ok(())
    }

    /// Why the payload is `Unknown` although the schema lists its type: a newer release may have
    /// replaced a required key, or the payload is broken.
    pub fn fault(&self) -> Option<DecodeError> {
        let document = AnyDeclaration::of_type(self.payload.id()).document();
        if document.is_none() || self.payload.document().is_some() {
            return None;
        }
        let mut typed = AnyDeclaration::of_type(self.payload.id());
        let mut context = Context::unbounded(Format::Json);
        let payload = to_value(self.payload.content().view());
        let stop = put_value(typed.content_mut(), payload, &mut context).err()?;
        Some(context.explain(stop).under(Segment::Key(PAYLOAD.to_owned())))
    }
}

impl PartialEq for Declaration {
    /// Whether both would be written the same.
    fn eq(&self, other: &Declaration) -> bool {
        self.identifier == other.identifier
            && self.payload == other.payload
            && self.extra == other.extra
            && (self.stated == other.stated || self.server_token() == other.server_token())
    }
}

impl std::fmt::Debug for Declaration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Declaration")
            .field("identifier", &self.identifier)
            .field("server_token", &self.server_token())
            .field("payload", &self.payload)
            .field("extra", &self.extra)
            .finish()
    }
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

impl Entries for Declaration {
    fn show_to<'a>(&'a self, viewer: &mut dyn Viewer<'a>) -> bool {
        let own = [
            (TYPE, View::String(self.payload.id())),
            (IDENTIFIER, View::String(&self.identifier)),
            (TOKEN, View::String(self.server_token())),
            (PAYLOAD, self.payload.content().view()),
        ];
        let extra = self.extra.iter().filter(|(name, _)| own.iter().all(|own| own.0 != *name));
        let extra = extra.map(|(name, value)| (name.as_str(), value.view()));
        own.into_iter().chain(extra).all(|(name, view)| viewer.view(name, &view))
    }
}

apple_device_management_core::serde_by_slot!(Declaration);
