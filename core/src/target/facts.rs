use super::Channel;
use crate::{Enrollment, Os};

/// One thing that can be said of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Say {
    Supervised(bool),
    Enrollment(Enrollment),
    Automated(bool),
    UserApproved(bool),
    Channel(Channel),
    SharedIpad(bool),
    ManualInstall(bool),
}

/// What is known of a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) supervised: Option<bool>,
    /// `Supervised` never stands here: it is `Device`, and supervised.
    pub(super) enrollment: Option<Enrollment>,
    pub(super) automated: Option<bool>,
    pub(super) user_approved: Option<bool>,
    pub(super) channel: Option<Channel>,
    pub(super) shared_ipad: Option<bool>,
    pub(super) manual_install: Option<bool>,
}

/// On these OSes, the last fact follows from the one before it; without one, it always holds.
type Rule = (&'static [Os], Option<Say>, Say);

const ANY: &[Os] = &Os::ALL;
const NOT_IOS: &[Os] = &[Os::MacOs, Os::TvOs, Os::VisionOs, Os::WatchOs];
const ONE_CHANNEL: &[Os] = &[Os::TvOs, Os::VisionOs, Os::WatchOs];
const IOS: &[Os] = &[Os::Ios];

/// Which facts follow from others.
const RULES: &[Rule] = &[
    (NOT_IOS, None, Say::SharedIpad(false)),
    (ONE_CHANNEL, None, Say::Channel(Channel::Device)),
    // On iOS, only a Shared iPad has a user channel.
    (IOS, Some(Say::Channel(Channel::User)), Say::SharedIpad(true)),
    (IOS, Some(Say::SharedIpad(false)), Say::Channel(Channel::Device)),
    (ANY, Some(Say::SharedIpad(true)), Say::Supervised(true)),
    (ANY, Some(Say::SharedIpad(true)), Say::Automated(true)),
    (ANY, Some(Say::Supervised(false)), Say::SharedIpad(false)),
    (ANY, Some(Say::Automated(false)), Say::SharedIpad(false)),
    (ANY, Some(Say::Supervised(true)), Say::Enrollment(Enrollment::Device)),
    (ANY, Some(Say::Supervised(true)), Say::UserApproved(true)),
    (ANY, Some(Say::Automated(true)), Say::Enrollment(Enrollment::Device)),
    (ANY, Some(Say::Automated(true)), Say::UserApproved(true)),
    (ANY, Some(Say::Enrollment(Enrollment::User)), Say::Supervised(false)),
    (ANY, Some(Say::Enrollment(Enrollment::User)), Say::Automated(false)),
    (ANY, Some(Say::Enrollment(Enrollment::User)), Say::UserApproved(true)),
];

impl Facts {
    /// Whether this is true, if known.
    pub(super) fn holds(&self, say: Say) -> Option<bool> {
        match say {
            Say::Supervised(value) => self.supervised.map(|known| known == value),
            Say::Enrollment(value) => self.enrollment.map(|known| known == value),
            Say::Automated(value) => self.automated.map(|known| known == value),
            Say::UserApproved(value) => self.user_approved.map(|known| known == value),
            Say::Channel(value) => self.channel.map(|known| known == value),
            Say::SharedIpad(value) => self.shared_ipad.map(|known| known == value),
            Say::ManualInstall(value) => self.manual_install.map(|known| known == value),
        }
    }

    pub(super) fn set(&mut self, say: Say) {
        match say {
            Say::Supervised(value) => self.supervised = Some(value),
            Say::Enrollment(value) => self.enrollment = Some(value),
            Say::Automated(value) => self.automated = Some(value),
            Say::UserApproved(value) => self.user_approved = Some(value),
            Say::Channel(value) => self.channel = Some(value),
            Say::SharedIpad(value) => self.shared_ipad = Some(value),
            Say::ManualInstall(value) => self.manual_install = Some(value),
        }
    }

    /// These facts, and all that follow from them.
    pub(super) fn with_consequences(mut self, os: Os) -> Facts {
        // A channel that was named means that a server sends the profile. A channel that only
        // follows, since the device has no other, does not.
        if self.channel.is_some() {
            self.manual_install.get_or_insert(false);
        }
        loop {
            let next = applicable(os)
                .find(|(_, when, then)| self.applies(*when) && self.holds(*then).is_none());
            match next {
                Some((_, _, then)) => self.set(*then),
                None => return self,
            }
        }
    }

    /// Whether these facts, or those that follow, exclude each other on this OS.
    pub(super) fn contradict(&self, os: Os) -> bool {
        let known = self.with_consequences(os);
        let by_hand = self.channel.is_some() && self.manual_install == Some(true);
        by_hand
            || applicable(os)
                .any(|(_, when, then)| known.applies(*when) && known.holds(*then) == Some(false))
    }

    fn applies(&self, when: Option<Say>) -> bool {
        when.is_none_or(|when| self.holds(when) == Some(true))
    }
}

fn applicable(os: Os) -> impl Iterator<Item = &'static Rule> {
    RULES.iter().filter(move |(oses, _, _)| oses.contains(&os))
}
