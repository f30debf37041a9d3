use apple_device_management_core::codec::AnyDocument;
use apple_device_management_core::{Dictionary, Document, Slot};

use super::Kind;
use super::activations::AnyActivation;
use super::assets::AnyAsset;
use super::configurations::AnyConfiguration;
use super::management::AnyManagement;
use crate::check::Dispatched;

/// The payload of any declaration, by `Type`.
///
/// A type that the schema does not list is unknown to its kind, as far as its name tells one.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum AnyDeclaration {
    Activation(AnyActivation),
    Configuration(AnyConfiguration),
    Asset(AnyAsset),
    Management(AnyManagement),
    /// One whose type names no kind.
    Unknown(String, Dictionary),
}

macro_rules! kinds {
    ($($kind:ident $any:ident),+) => {
        impl AnyDeclaration {
            /// The `Type`.
            pub fn id(&self) -> &str {
                match self {
                    $(AnyDeclaration::$kind(any) => any.id(),)+
                    AnyDeclaration::Unknown(id, _) => id,
                }
            }

            /// The document; `None` for an unknown one.
            pub fn document(&self) -> Option<&'static Document> {
                match self {
                    $(AnyDeclaration::$kind(any) => any.document(),)+
                    AnyDeclaration::Unknown(..) => None,
                }
            }

            /// The `Payload`.
            pub fn content(&self) -> &dyn Slot {
                match self {
                    $(AnyDeclaration::$kind(any) => any.content(),)+
                    AnyDeclaration::Unknown(_, dictionary) => dictionary,
                }
            }

            pub(super) fn content_mut(&mut self) -> &mut dyn Slot {
                match self {
                    $(AnyDeclaration::$kind(any) => any.content_mut(),)+
                    AnyDeclaration::Unknown(_, dictionary) => dictionary,
                }
            }

            /// The kind, where the type names one.
            pub fn kind(&self) -> Option<Kind> {
                match self {
                    $(AnyDeclaration::$kind(_) => Some(Kind::$kind),)+
                    AnyDeclaration::Unknown(..) => None,
                }
            }

            /// What can be checked; `None` for a type that the schema does not list.
            pub fn as_dispatched(&self) -> Option<Dispatched<'_>> {
                let (document, content) = (self.document()?, self.content());
                Some(Dispatched { document, content })
            }

            /// An empty payload of this type.
            pub fn of_type(id: &str) -> AnyDeclaration {
                match Kind::of_type(id) {
                    $(Some(Kind::$kind) => AnyDeclaration::$kind(empty(id)),)+
                    None => AnyDeclaration::Unknown(id.to_owned(), Dictionary::new()),
                }
            }
        }

        $(impl From<$any> for AnyDeclaration {
            fn from(any: $any) -> AnyDeclaration {
                AnyDeclaration::$kind(any)
            }
        })+
    };
}

kinds!(
    Activation AnyActivation,
    Configuration AnyConfiguration,
    Asset AnyAsset,
    Management AnyManagement
);

fn empty<T: AnyDocument>(id: &str) -> T {
    let known = T::variants_of(id).first();
    known.map_or_else(|| T::unknown(id.to_owned(), Dictionary::new()), |(_, make)| make())
}
