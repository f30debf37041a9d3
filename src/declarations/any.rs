use apple_device_management_core::codec::{
    AnyDocument, AnySlot, Content, Described, Message, from_value, put_shown, to_value,
};
use apple_device_management_core::{DecodeError, Dictionary, Document, Family, Format, Value};

use super::DeclarationKind;
use super::activations::AnyActivation;
use super::assets::AnyAsset;
use super::configurations::AnyConfiguration;
use super::management::AnyManagement;

/// The payload of any declaration, by `Type`.
///
/// A type that the schema does not list is the `Unknown` of its kind, if the name tells the kind.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum AnyDeclaration {
    Activation(AnyActivation),
    Configuration(AnyConfiguration),
    Asset(AnyAsset),
    Management(AnyManagement),
    /// A declaration whose type names no kind.
    Unknown(String, Dictionary),
}

impl AnyDeclaration {
    /// The `Type`.
    pub fn id(&self) -> &str {
        match self {
            AnyDeclaration::Activation(any) => any.id(),
            AnyDeclaration::Configuration(any) => any.id(),
            AnyDeclaration::Asset(any) => any.id(),
            AnyDeclaration::Management(any) => any.id(),
            AnyDeclaration::Unknown(id, _) => id,
        }
    }

    /// The document; `None` for an unknown type.
    pub fn document(&self) -> Option<&'static Document> {
        match self {
            AnyDeclaration::Activation(any) => any.document(),
            AnyDeclaration::Configuration(any) => any.document(),
            AnyDeclaration::Asset(any) => any.document(),
            AnyDeclaration::Management(any) => any.document(),
            AnyDeclaration::Unknown(..) => None,
        }
    }

    /// The `Payload`.
    pub fn content(&self) -> &dyn AnySlot {
        match self {
            AnyDeclaration::Activation(any) => any.content(),
            AnyDeclaration::Configuration(any) => any.content(),
            AnyDeclaration::Asset(any) => any.content(),
            AnyDeclaration::Management(any) => any.content(),
            AnyDeclaration::Unknown(_, dictionary) => dictionary,
        }
    }

    pub(super) fn content_mut(&mut self) -> &mut dyn AnySlot {
        match self {
            AnyDeclaration::Activation(any) => any.content_mut(),
            AnyDeclaration::Configuration(any) => any.content_mut(),
            AnyDeclaration::Asset(any) => any.content_mut(),
            AnyDeclaration::Management(any) => any.content_mut(),
            AnyDeclaration::Unknown(_, dictionary) => dictionary,
        }
    }

    /// The payload, if it is of this type.
    pub fn get<T: Message>(&self) -> Option<&T> {
        self.content().downcast_ref()
    }

    /// The payload to be changed, if it is of this type.
    pub fn get_mut<T: Message>(&mut self) -> Option<&mut T> {
        self.content_mut().downcast_mut()
    }

    /// The payload of any declaration type, or of an enum over such types.
    ///
    /// A type that is not a declaration does not compile; see
    /// [`Declaration::new`](super::Declaration::new).
    pub fn new<T: Content>(content: T) -> AnyDeclaration {
        const { assert!(are_declarations(T::FAMILIES), "the type is no declaration") }
        let mut payload = AnyDeclaration::of_type(content.content_id());
        let mut entries = Vec::new();
        content.content_slot().view().each(|name, view| {
            entries.push((name, *view));
            true
        });
        match put_shown(payload.content_mut(), Format::PropertyList, entries) {
            Ok(()) => payload,
            // Content of a declaration type always fits. Content of an enum may be `Unknown`, since
            // it did not fit its type when it was read; it stays so here.
            Err(_) => payload.unread(to_value(content.content_slot().view())),
        }
    }

    /// An `Unknown` of the same kind and type, with a payload that could not be read as its type.
    pub(super) fn unread(self, payload: Value) -> AnyDeclaration {
        let id = self.id().to_owned();
        let Value::Dictionary(payload) = payload else { return self };
        match self {
            AnyDeclaration::Activation(_) => {
                AnyDeclaration::Activation(AnyDocument::unknown(id, payload))
            }
            AnyDeclaration::Configuration(_) => {
                AnyDeclaration::Configuration(AnyDocument::unknown(id, payload))
            }
            AnyDeclaration::Asset(_) => AnyDeclaration::Asset(AnyDocument::unknown(id, payload)),
            AnyDeclaration::Management(_) => {
                AnyDeclaration::Management(AnyDocument::unknown(id, payload))
            }
            AnyDeclaration::Unknown(..) => AnyDeclaration::Unknown(id, payload),
        }
    }

    /// The kind, where the type names one.
    pub fn kind(&self) -> Option<DeclarationKind> {
        match self {
            AnyDeclaration::Activation(_) => Some(DeclarationKind::Activation),
            AnyDeclaration::Configuration(_) => Some(DeclarationKind::Configuration),
            AnyDeclaration::Asset(_) => Some(DeclarationKind::Asset),
            AnyDeclaration::Management(_) => Some(DeclarationKind::Management),
            AnyDeclaration::Unknown(..) => None,
        }
    }

    /// Replaces the content by another one of the same type.
    #[inline]
    pub(crate) fn rewrite(&mut self, content: Value) -> Result<(), DecodeError> {
        match self {
            AnyDeclaration::Activation(any) => any.rewrite(content),
            AnyDeclaration::Configuration(any) => any.rewrite(content),
            AnyDeclaration::Asset(any) => any.rewrite(content),
            AnyDeclaration::Management(any) => any.rewrite(content),
            AnyDeclaration::Unknown(_, dictionary) => {
                *dictionary = from_value(content)?;
                Ok(())
            }
        }
    }

    /// An empty payload of this type.
    pub fn of_type(id: &str) -> AnyDeclaration {
        match DeclarationKind::of_type(id) {
            Some(DeclarationKind::Activation) => AnyDeclaration::Activation(empty(id)),
            Some(DeclarationKind::Configuration) => AnyDeclaration::Configuration(empty(id)),
            Some(DeclarationKind::Asset) => AnyDeclaration::Asset(empty(id)),
            Some(DeclarationKind::Management) => AnyDeclaration::Management(empty(id)),
            None => AnyDeclaration::Unknown(id.to_owned(), Dictionary::new()),
        }
    }
}

impl From<AnyActivation> for AnyDeclaration {
    fn from(any: AnyActivation) -> AnyDeclaration {
        AnyDeclaration::Activation(any)
    }
}

impl From<AnyConfiguration> for AnyDeclaration {
    fn from(any: AnyConfiguration) -> AnyDeclaration {
        AnyDeclaration::Configuration(any)
    }
}

impl From<AnyAsset> for AnyDeclaration {
    fn from(any: AnyAsset) -> AnyDeclaration {
        AnyDeclaration::Asset(any)
    }
}

impl From<AnyManagement> for AnyDeclaration {
    fn from(any: AnyManagement) -> AnyDeclaration {
        AnyDeclaration::Management(any)
    }
}

const fn are_declarations(mut families: &[Family]) -> bool {
    while let [first, rest @ ..] = families {
        if !matches!(
            first,
            Family::Activations | Family::Assets | Family::Configurations | Family::Management
        ) {
            return false;
        }
        families = rest;
    }
    true
}

impl Content for AnyDeclaration {
    const FAMILIES: &'static [Family] =
        &[Family::Activations, Family::Assets, Family::Configurations, Family::Management];

    fn content_id(&self) -> &str {
        self.id()
    }

    fn content_slot(&self) -> &dyn AnySlot {
        self.content()
    }
}

fn empty<T: AnyDocument>(id: &str) -> T {
    let known = T::variants_of(id).first();
    known.map_or_else(|| T::unknown(id.to_owned(), Dictionary::new()), |(_, make)| make())
}
