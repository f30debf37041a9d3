//! Which of several messages can be delivered to which of several targets.

use apple_device_management_core::{Answer, Target};

use crate::check::{Check, Findings};

/// Which messages can be delivered to one target.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The target.
    pub target: Target,
    /// A parcel for each message, in the order of the messages.
    pub parcels: Vec<Parcel>,
}

/// One message for one target.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// Whether the message can be delivered.
    pub answer: Answer,
    /// All findings of the check.
    pub findings: Findings,
}

impl Delivery {
    /// The indices of the messages that can be delivered.
    pub fn deliverable(&self) -> impl Iterator<Item = usize> {
        let parcels = self.parcels.iter().enumerate();
        parcels.filter(|(_, parcel)| parcel.answer == Answer::Yes).map(|(at, _)| at)
    }
}

/// For each target, which of the messages can be delivered to it, with the findings.
pub fn deliverable(messages: &[&dyn Check], targets: &[Target]) -> Vec<Delivery> {
    let parcel = |message: &&dyn Check, target: &Target| {
        let findings = message.check(target);
        Parcel { answer: findings.answer(), findings }
    };
    let delivery = |target: &Target| Delivery {
        target: *target,
        parcels: messages.iter().map(|message| parcel(message, target)).collect(),
    };
    targets.iter().map(delivery).collect()
}
