//! The scope that a profile names for itself.

use apple_device_management_core::codec::View;
use apple_device_management_core::{Channel, KeyPath, Os, Target};

use crate::check::report::{Finding, Problem, Severity};
use crate::check::rules::documents::TOP_LEVEL;
use crate::check::walk::Walked;

const KEY: &str = "PayloadScope";

/// The channel that belongs to the scope that a profile names. Only macOS reads this key.
pub(super) fn of(message: &Walked<'_>, target: &Target) -> Option<Channel> {
    if message.document.source != TOP_LEVEL || target.os() != Os::MacOs {
        return None;
    }
    match message.view.entry(KEY) {
        Some(View::String("System")) => Some(Channel::Device),
        Some(View::String("User")) => Some(Channel::User),
        _ => None,
    }
}

/// The finding that the profile goes on the channel of the other scope.
pub(super) fn other(message: &Walked<'_>, scope: Channel, target: &Target) -> Option<Finding> {
    let (id, source) = (message.document.id, message.document.source);
    target.on_channel().filter(|channel| *channel != scope).map(|_| Finding {
        path: KeyPath::root().key(KEY),
        also: Vec::new(),
        severity: Severity::Warning,
        problem: Problem::OtherScope(scope),
        support: None,
        id,
        source,
    })
}
