//! The names that reading and writing have in common.

use apple_device_management_core::{OsSupport, Presence};

use crate::effective::Side;
use crate::model::Form;

pub(super) const FORMS: [(Form, &str); 12] = [
    (Form::Any, "any"),
    (Form::String, "string"),
    (Form::Boolean, "boolean"),
    (Form::Integer, "integer"),
    (Form::Real, "real"),
    (Form::Date, "date"),
    (Form::Data, "data"),
    (Form::Array, "array"),
    (Form::UnionArray, "union-array"),
    (Form::Dictionary, "dictionary"),
    (Form::Map, "map"),
    (Form::GatedString, "gated-string"),
];

pub(super) const SIDES: [(Side, &str); 2] =
    [(Side::Payload, "payload"), (Side::Response, "response")];

pub(super) const PRESENCES: [(Presence, &str); 2] =
    [(Presence::Required, "required"), (Presence::Optional, "optional")];

/// A flag of [`OsSupport`]: its name, how to read and how to set it.
pub(super) type Flag =
    (&'static str, fn(&OsSupport) -> Option<bool>, fn(OsSupport, Option<bool>) -> OsSupport);

/// All flags that stand directly at an OS.
pub(super) const FLAGS: [Flag; 9] = [
    ("supervised", OsSupport::supervised, OsSupport::with_supervised),
    ("requiresdep", OsSupport::requires_dep, OsSupport::with_requires_dep),
    ("userapprovedmdm", OsSupport::user_approved_mdm, OsSupport::with_user_approved_mdm),
    ("allowmanualinstall", OsSupport::allow_manual_install, OsSupport::with_allow_manual_install),
    ("devicechannel", OsSupport::device_channel, OsSupport::with_device_channel),
    ("userchannel", OsSupport::user_channel, OsSupport::with_user_channel),
    ("multiple", OsSupport::multiple, OsSupport::with_multiple),
    ("always-skippable", OsSupport::always_skippable, OsSupport::with_always_skippable),
    ("beta", OsSupport::beta, OsSupport::with_beta),
];

/// The word for a value, or nothing for a value that is written as nothing.
pub(super) fn name_of<T: PartialEq>(
    names: &[(T, &'static str)],
    value: &T,
) -> Option<&'static str> {
    names.iter().find(|(known, _)| known == value).map(|(_, name)| *name)
}
