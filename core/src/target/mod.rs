//! A target: a device, or a kind of devices, as far as it is known.

mod facts;
mod text;

use crate::{Enrollment, Os, Right, Scope, Version};
use facts::{Facts, Say};

pub use text::ParseTargetError;

/// The channel on which a server and a device exchange messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// The device as a whole; the `system` scope of a declaration.
    Device,
    /// One user of the device; the `user` scope of a declaration.
    User,
}

impl Channel {
    /// The name: `device` or `user`.
    pub const fn name(self) -> &'static str {
        match self {
            Channel::Device => "device",
            Channel::User => "user",
        }
    }

    /// The scope that declarations on this channel have.
    pub const fn scope(self) -> Scope {
        match self {
            Channel::Device => Scope::System,
            Channel::User => Scope::User,
        }
    }
}

crate::by_word!(
    Channel,
    "channel",
    [Channel::Device, Channel::User].map(|channel| (channel, channel.name()))
);

/// A device, or a kind of devices, as far as it is known. What is not said is unknown.
///
/// Some facts follow from others and need not be said: a Shared iPad is supervised; a supervised
/// device is not in a user enrollment; tvOS has no user channel; on a channel that was named,
/// nobody installs by hand. What follows never overrides what was said. If facts that were said
/// exclude each other, the target [`is_contradictory`](Target::is_contradictory).
///
/// ```
/// use apple_device_management_core::{Channel, Os, Target, Version};
///
/// let target = Target::new(Os::MacOs)
///     .version(Version::new(15, 0, 0))
///     .supervised(true)
///     .channel(Channel::Device);
/// assert_eq!("macos:15.0,supervised,device-channel".parse(), Ok(target));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Target {
    os: Os,
    version: Option<Version>,
    rights: Option<u16>,
    said: Facts,
    known: Facts,
}

impl Target {
    /// Any device with this OS.
    pub fn new(os: Os) -> Target {
        let said = Facts::default();
        Target { os, version: None, rights: None, said, known: said.with_consequences(os) }
    }

    fn say(mut self, say: Say) -> Target {
        self.said.set(say);
        self.known = self.said.with_consequences(self.os);
        self
    }

    /// The version of the OS.
    #[must_use]
    pub fn version(self, version: Version) -> Target {
        Target { version: Some(version), ..self }
    }

    /// Whether the device is supervised.
    #[must_use]
    pub fn supervised(self, supervised: bool) -> Target {
        self.say(Say::Supervised(supervised))
    }

    /// How the device is enrolled. `Enrollment::Supervised` means a device enrollment of a supervised
    /// device.
    #[must_use]
    pub fn enrollment(self, enrollment: Enrollment) -> Target {
        match enrollment {
            Enrollment::Supervised => {
                self.say(Say::Enrollment(Enrollment::Device)).supervised(true)
            }
            other => self.say(Say::Enrollment(other)),
        }
    }

    /// Whether it was enrolled by Automated Device Enrollment.
    #[must_use]
    pub fn automated(self, automated: bool) -> Target {
        self.say(Say::Automated(automated))
    }

    /// Whether a user approved the enrollment (macOS).
    #[must_use]
    pub fn user_approved(self, approved: bool) -> Target {
        self.say(Say::UserApproved(approved))
    }

    /// The channel on which the message goes or comes.
    #[must_use]
    pub fn channel(self, channel: Channel) -> Target {
        self.say(Say::Channel(channel))
    }

    /// This target as a profile sees it that names its scope (`PayloadScope`): on the channel of
    /// the scope, unless the target names a channel itself. Whether a person installs the profile
    /// by hand stays open.
    #[must_use]
    pub fn in_scope(self, scope: Channel) -> Target {
        let channel = self.known.channel.or(Some(scope));
        Target { known: Facts { channel, ..self.known }, ..self }
    }

    /// Whether the device is a Shared iPad.
    #[must_use]
    pub fn shared_ipad(self, shared: bool) -> Target {
        self.say(Say::SharedIpad(shared))
    }

    /// Whether a person installs the profile by hand, instead of a server.
    #[must_use]
    pub fn manual_install(self, manual: bool) -> Target {
        self.say(Say::ManualInstall(manual))
    }

    /// The rights of the enrollment, as the `AccessRights` mask of `com.apple.mdm`.
    #[must_use]
    pub fn access_rights(self, mask: u16) -> Target {
        Target { rights: Some(mask), ..self }
    }

    /// Whether two facts that were said exclude each other, such as a user enrollment of a supervised
    /// device. Answers about such a target have no meaning, and its text form cannot be read again.
    pub fn is_contradictory(&self) -> bool {
        self.said.contradict(self.os)
    }

    /// The OS.
    pub const fn os(&self) -> Os {
        self.os
    }

    /// The version of the OS, if known.
    pub const fn os_version(&self) -> Option<Version> {
        self.version
    }

    /// Whether the device is supervised, if known.
    pub const fn is_supervised(&self) -> Option<bool> {
        self.known.supervised
    }

    /// How the device is enrolled, if known; never `Enrollment::Supervised`.
    pub const fn enrolled(&self) -> Option<Enrollment> {
        self.known.enrollment
    }

    /// Whether it is a user enrollment, if known.
    pub fn is_user_enrollment(&self) -> Option<bool> {
        self.known.holds(Say::Enrollment(Enrollment::User))
    }

    /// Whether it was enrolled by Automated Device Enrollment, if known.
    pub const fn is_automated(&self) -> Option<bool> {
        self.known.automated
    }

    /// Whether a user approved the enrollment, if known.
    pub const fn is_user_approved(&self) -> Option<bool> {
        self.known.user_approved
    }

    /// The channel, if known.
    pub const fn on_channel(&self) -> Option<Channel> {
        self.known.channel
    }

    /// Whether it is a Shared iPad, if known.
    pub const fn is_shared_ipad(&self) -> Option<bool> {
        self.known.shared_ipad
    }

    /// Whether a person installs the profile by hand, if known.
    pub const fn is_manual_install(&self) -> Option<bool> {
        self.known.manual_install
    }

    /// The rights of the enrollment as a mask, if known.
    pub const fn rights(&self) -> Option<u16> {
        self.rights
    }

    /// Whether the enrollment has the right, if known.
    pub fn has_right(&self, right: Right) -> Option<bool> {
        self.rights.map(|mask| mask & right.bit() != 0)
    }
}

impl PartialEq for Target {
    /// Whether the same was said of both.
    fn eq(&self, other: &Target) -> bool {
        let said = |target: &Target| (target.os, target.version, target.rights, target.said);
        said(self) == said(other)
    }
}

impl Eq for Target {}

#[cfg(test)]
mod tests;
