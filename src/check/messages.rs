//! Implementations of [`Check`] for the types of this crate and of the generated one.

use apple_device_management_core::Document;
use apple_device_management_core::codec::{Described, View};
use apple_device_management_core::internal::nearest;

use super::rules::profile;
use super::{Check, Finding, Types};

/// For every root type, and for the enums over root types.
impl<T: Described> Check for T {
    fn document(&self) -> Option<&'static Document> {
        Described::document(self)
    }

    fn content(&self) -> View<'_> {
        Described::content(self).view()
    }

    fn types(&self) -> Types {
        // Decided when the program is compiled, so that a program which checks other messages does not
        // contain the tables of all payloads.
        if const { profile::may_be_among(T::IDS) } { Types::PAYLOADS } else { Types::NONE }
    }

    fn unlisted(&self) -> Finding {
        Finding::unlisted("message", &[], near::<T>(self))
    }
}

/// The known identifier that the identifier of this message may be a mistake for.
fn near<T: Described>(message: &T) -> Option<&'static str> {
    nearest(message.id(), T::IDS.iter().copied()).first().copied()
}

#[cfg(feature = "commands")]
mod commands {
    use super::*;
    use crate::commands::{Command, Order};
    use apple_device_management_core::Slot;

    /// Findings have key paths such as `Command/Queries/0`.
    impl Check for Command {
        fn document(&self) -> Option<&'static Document> {
            self.command.request.document()
        }

        fn content(&self) -> View<'_> {
            self.view()
        }

        fn envelope(&self) -> &'static [&'static str] {
            &["Command"]
        }

        fn types(&self) -> Types {
            Types::PAYLOADS
        }

        fn unlisted(&self) -> Finding {
            Finding::unlisted("command", &["Command", "RequestType"], near(&self.command.request))
        }
    }

    impl Check for Order {
        fn document(&self) -> Option<&'static Document> {
            self.request.document()
        }

        fn content(&self) -> View<'_> {
            self.view()
        }

        fn types(&self) -> Types {
            Types::PAYLOADS
        }

        fn unlisted(&self) -> Finding {
            Finding::unlisted("command", &["RequestType"], near(&self.request))
        }
    }
}

#[cfg(feature = "profiles")]
mod profiles {
    use super::*;
    use crate::profiles::{CommonPayloadKeys, Payload, Profile, TopLevel};
    use apple_device_management_core::Slot;
    use apple_device_management_core::codec::Message;

    /// Checks each payload by its type too. Findings have key paths such as
    /// `PayloadContent/0/SSID_STR`.
    impl Check for Profile {
        fn document(&self) -> Option<&'static Document> {
            Some(TopLevel::DOCUMENT)
        }

        fn content(&self) -> View<'_> {
            self.view()
        }

        fn types(&self) -> Types {
            Types::PAYLOADS
        }
    }

    /// Checks the keys that all payloads have, and those of the type.
    impl Check for Payload {
        fn document(&self) -> Option<&'static Document> {
            Some(CommonPayloadKeys::DOCUMENT)
        }

        fn content(&self) -> View<'_> {
            self.view()
        }

        fn types(&self) -> Types {
            Types::PAYLOADS
        }
    }
}

#[cfg(feature = "declarations")]
mod declarations {
    use super::*;
    use crate::declarations::{AnyDeclaration, Declaration, DeclarationBase};
    use apple_device_management_core::Slot;
    use apple_device_management_core::codec::Message;

    /// Checks the payload by its type too. Findings have key paths such as `Payload/MinimumLength`.
    impl Check for Declaration {
        fn document(&self) -> Option<&'static Document> {
            Some(DeclarationBase::DOCUMENT)
        }

        fn content(&self) -> View<'_> {
            self.view()
        }

        fn types(&self) -> Types {
            Types::DECLARATIONS
        }
    }

    /// Checks the payload of a declaration without the keys around it.
    impl Check for AnyDeclaration {
        fn document(&self) -> Option<&'static Document> {
            self.document()
        }

        fn content(&self) -> View<'_> {
            self.content().view()
        }

        fn unlisted(&self) -> Finding {
            let types = Types::DECLARATIONS.declarations;
            Finding::unlisted("declaration", &[], types.and_then(|types| types.near(self.id())))
        }
    }
}
