//! How the documents of parts of messages are found by the type that the part names.

use apple_device_management_core::{Document, internal::nearest};

/// How to find the documents of parts of a message that name their type.
///
/// Each message says which of these it may have. So a program that checks none of them does not
/// contain the tables of all payloads and declarations.
#[derive(Clone, Copy, Debug)]
pub struct Types {
    pub(in crate::check) payloads: Option<Lookup>,
    pub(in crate::check) declarations: Option<Lookup>,
}

impl Types {
    /// No part names a type.
    pub const NONE: Types = Types { payloads: None, declarations: None };

    /// Parts may be payloads of profiles.
    pub const PAYLOADS: Types = Types { payloads: PAYLOADS, ..Types::NONE };

    /// Parts may be payloads of declarations.
    pub const DECLARATIONS: Types = Types { declarations: DECLARATIONS, ..Types::NONE };

    /// Parts may be either.
    pub const ALL: Types = Types { payloads: PAYLOADS, declarations: DECLARATIONS };
}

type Documents = &'static [&'static Document];

/// Documents by their identifier.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) struct Lookup {
    /// The documents with this identifier.
    pub(in crate::check) of: fn(&str) -> Documents,
    /// All documents, by family.
    all: fn() -> Vec<Documents>,
}

impl Lookup {
    /// The known identifier that this one may be a mistake for.
    pub(in crate::check) fn near(&self, id: &str) -> Option<&'static str> {
        let all = (self.all)().into_iter().flatten().map(|document| document.id);
        nearest(id, all.filter(|id| !(self.of)(id).is_empty())).first().copied()
    }
}

#[cfg(feature = "profiles")]
const PAYLOADS: Option<Lookup> = {
    use apple_device_management_generated::profiles::{DOCUMENTS, INDEX};
    Some(Lookup {
        // These documents describe what is around payloads, and are not types of payloads.
        of: |id| match FRAMES.contains(&id) {
            true => &[],
            false => crate::reflect::of_row((DOCUMENTS, INDEX), id),
        },
        all: || vec![DOCUMENTS],
    })
};

#[cfg(feature = "profiles")]
const FRAMES: [&str; 2] = ["CommonPayloadKeys", "TopLevel"];

#[cfg(not(feature = "profiles"))]
const PAYLOADS: Option<Lookup> = None;

#[cfg(feature = "declarations")]
const DECLARATIONS: Option<Lookup> = {
    Some(Lookup {
        of: |id| match crate::declaration_kind::DeclarationKind::of_type(id) {
            Some(kind) => crate::reflect::of_row(row(kind), id),
            None => &[],
        },
        all: || {
            crate::declaration_kind::DeclarationKind::NAMES.map(|(kind, _)| row(kind).0).to_vec()
        },
    })
};

#[cfg(feature = "declarations")]
fn row(kind: crate::declaration_kind::DeclarationKind) -> (Documents, &'static [u8]) {
    use crate::declaration_kind::DeclarationKind;
    use apple_device_management_generated::declarations::{
        activations, assets, configurations, management,
    };
    match kind {
        DeclarationKind::Activation => (activations::DOCUMENTS, activations::INDEX),
        DeclarationKind::Configuration => (configurations::DOCUMENTS, configurations::INDEX),
        DeclarationKind::Asset => (assets::DOCUMENTS, assets::INDEX),
        DeclarationKind::Management => (management::DOCUMENTS, management::INDEX),
    }
}

#[cfg(not(feature = "declarations"))]
const DECLARATIONS: Option<Lookup> = None;
