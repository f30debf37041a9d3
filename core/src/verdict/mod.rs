//! What a support means for a target. This is decided here and nowhere else.
//!
//! A verdict is a list of obstacles. An obstacle blocks, may block (if that depends on what is not
//! known of the target), takes away the effect, or is only worth knowing. Without obstacles the
//! answer is yes.

mod evaluate;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::words::{deserialize_text, parse_word};
use crate::{
    Channel, Enrollments, Mode, OsSupport, ParseWordError, Right, Scopes, Support, Target, Version,
};

/// Whether a target takes something: yes, no, or it depends on a fact that is not known of the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// The target takes it.
    Yes,
    /// It depends on this fact, and perhaps on others.
    DependsOn(Fact),
    /// The target does not take it.
    No,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Yes => f.pad("yes"),
            Answer::No => f.pad("no"),
            Answer::DependsOn(fact) => write!(f, "depends on {fact}"),
        }
    }
}

/// The word before the fact in the text of [`Answer::DependsOn`].
const DEPENDS_ON: &str = "depends-on:";

impl Serialize for Answer {
    /// A stable string: `yes`, `no`, or `depends-on:version`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Answer::Yes => serializer.serialize_str("yes"),
            Answer::No => serializer.serialize_str("no"),
            Answer::DependsOn(fact) => {
                serializer.collect_str(&format_args!("{DEPENDS_ON}{}", fact.name()))
            }
        }
    }
}

impl FromStr for Answer {
    type Err = ParseWordError;

    /// Reads the string that serde writes.
    fn from_str(text: &str) -> Result<Answer, ParseWordError> {
        if let Some(fact) = text.strip_prefix(DEPENDS_ON) {
            return fact.parse().map(Answer::DependsOn);
        }
        parse_word("answer", [(Answer::Yes, "yes"), (Answer::No, "no")], text)
    }
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Answer, D::Error> {
        deserialize_text(deserializer)
    }
}

/// A fact on which an answer can depend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// What the schema leaves open. Nothing that is known of the target can settle it.
    Schema,
    /// The version of the OS.
    Version,
    /// Whether the device is supervised.
    Supervision,
    /// Whether it was enrolled by Automated Device Enrollment.
    AutomatedEnrollment,
    /// Whether a user approved the enrollment.
    UserApproval,
    /// The kind of enrollment.
    Enrollment,
    /// The channel or scope.
    Channel,
    /// Whether it is a Shared iPad.
    SharedIpad,
    /// Whether a person installs the profile by hand.
    ManualInstall,
    /// The access rights of the enrollment.
    AccessRights,
}

impl Fact {
    /// All of them with a stable word for each, which serde uses. [`Display`](fmt::Display) writes
    /// other words, for people.
    pub const NAMES: [(Fact, &'static str); 10] = [
        (Fact::Schema, "schema"),
        (Fact::Version, "version"),
        (Fact::Supervision, "supervision"),
        (Fact::AutomatedEnrollment, "automated-enrollment"),
        (Fact::UserApproval, "user-approval"),
        (Fact::Enrollment, "enrollment"),
        (Fact::Channel, "channel"),
        (Fact::SharedIpad, "shared-ipad"),
        (Fact::ManualInstall, "manual-install"),
        (Fact::AccessRights, "access-rights"),
    ];

    /// The stable word.
    pub const fn name(self) -> &'static str {
        Fact::NAMES[self as usize].1
    }
}

crate::serde_by_name!(Fact, "fact", Fact::NAMES);

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Fact::Schema => "what the schema leaves open",
            Fact::Version => "the OS version",
            Fact::Supervision => "supervision",
            Fact::AutomatedEnrollment => "automated enrollment",
            Fact::UserApproval => "user approval",
            Fact::Enrollment => "the enrollment",
            Fact::Channel => "the channel",
            Fact::SharedIpad => "whether it is a Shared iPad",
            Fact::ManualInstall => "whether it is installed by hand",
            Fact::AccessRights => "the access rights",
        })
    }
}

/// A statement of the schema that stands in the way, or is worth knowing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// The schema says nothing about this OS.
    Unstated,
    /// Not available in any version of this OS.
    Unavailable,
    /// Available from this version on.
    NotBefore(Version),
    /// Not available from this version on.
    Removed(Version),
    /// Works, but is deprecated from this version on.
    Deprecated(Version),
    /// May still change in an incompatible way.
    Beta,
    /// Needs a supervised device.
    Supervised,
    /// Needs Automated Device Enrollment.
    AutomatedEnrollment,
    /// Needs an enrollment that a user approved.
    UserApproved,
    /// Cannot be installed by hand.
    NoManualInstall,
    /// What holds in user enrollment.
    UserEnrollment(Mode),
    /// How it behaves in user enrollment, in the schema's words.
    UserEnrollmentBehavior(&'static str),
    /// What holds on a Shared iPad.
    SharedIpad(Mode),
    /// Not on this channel; `None` where the channel of the target is not known, for not on both
    /// channels.
    Channel(Option<Channel>),
    /// In these scopes only.
    Scopes(Scopes),
    /// In these enrollments only.
    Enrollments(Enrollments),
    /// Needs this access right.
    AccessRight(Right),
    /// Which rights are needed depends on what the command asks for.
    SpecialRights,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Limit::Unstated => f.write_str("the schema does not say whether this OS has it"),
            Limit::Unavailable => f.write_str("not available on this OS"),
            Limit::NotBefore(version) => write!(f, "not available before {version}"),
            Limit::Removed(version) if *version == Version::default() => f.write_str("removed"),
            Limit::Removed(version) => write!(f, "removed in {version}"),
            Limit::Deprecated(version) => write!(f, "deprecated since {version}"),
            Limit::Beta => f.write_str("beta, may change"),
            Limit::Supervised => f.write_str("needs supervision"),
            Limit::AutomatedEnrollment => f.write_str("needs automated device enrollment"),
            Limit::UserApproved => f.write_str("needs a user-approved enrollment"),
            Limit::NoManualInstall => f.write_str("cannot be installed by hand"),
            Limit::UserEnrollment(mode) => mode_of(*mode, "in user enrollment", f),
            Limit::UserEnrollmentBehavior(text) => write!(f, "in user enrollment: {text}"),
            Limit::SharedIpad(mode) => mode_of(*mode, "on Shared iPad", f),
            Limit::Channel(Some(channel)) => write!(f, "not on the {} channel", channel.name()),
            Limit::Channel(None) => f.write_str("not on every channel"),
            Limit::Scopes(scopes) => list("scope", scopes.iter().map(|one| one.name()), f),
            Limit::Enrollments(set) => list("enrollment", set.iter().map(|one| one.name()), f),
            Limit::AccessRight(right) => write!(f, "needs the access right {right}"),
            Limit::SpecialRights => {
                f.write_str("which access rights it needs depends on what it asks for")
            }
        }
    }
}

fn mode_of(mode: Mode, what: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match mode {
        Mode::Allowed => write!(f, "allowed {what}"),
        Mode::Required => write!(f, "only {what}"),
        Mode::Forbidden => write!(f, "forbidden {what}"),
        Mode::Ignored => write!(f, "ignored {what}"),
    }
}

fn list(
    what: &str,
    names: impl Iterator<Item = &'static str>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let names: Vec<_> = names.collect();
    match names.is_empty() {
        true => write!(f, "in no {what}"),
        false => write!(f, "only in {what} {}", names.join(" or ")),
    }
}

/// What a limit does to the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// The target does not take it.
    Blocks,
    /// Whether the target takes it depends on this fact.
    DependsOn(Fact),
    /// The target takes it, without any effect.
    Ignored,
    /// The target takes it, but it is deprecated.
    Warns,
    /// The target takes it; the limit is only worth knowing.
    Notes,
}

/// One limit and what it does to the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub struct Obstacle {
    pub limit: Limit,
    pub effect: Effect,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.limit.fmt(f)?;
        match self.effect {
            Effect::DependsOn(Fact::Schema) => Ok(()),
            Effect::DependsOn(fact) => write!(f, " (depends on {fact})"),
            _ => Ok(()),
        }
    }
}

impl Serialize for Obstacle {
    /// Its words, as a string.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Verdict {
    /// The words of its obstacles, as a list.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.obstacles)
    }
}

/// What a support means for a target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The obstacles, those that block first.
    pub obstacles: Vec<Obstacle>,
}

impl Support {
    /// What the support means for a target, on the target's OS.
    pub fn verdict(self, target: &Target) -> Verdict {
        Verdict::of(&self.on(target.os()), target)
    }
}

impl Verdict {
    /// What a support on the target's own OS means for the target.
    pub fn of(support: &OsSupport, target: &Target) -> Verdict {
        evaluate::verdict(support, target)
    }

    /// Whether the target takes it.
    pub fn answer(&self) -> Answer {
        let answers = self.obstacles.iter().map(|obstacle| match obstacle.effect {
            Effect::Blocks => Answer::No,
            Effect::DependsOn(fact) => Answer::DependsOn(fact),
            Effect::Ignored | Effect::Warns | Effect::Notes => Answer::Yes,
        });
        answers.fold(Answer::Yes, |worst, answer| match (worst, answer) {
            (Answer::No, _) | (_, Answer::No) => Answer::No,
            (Answer::DependsOn(fact), _) => Answer::DependsOn(fact),
            (Answer::Yes, answer) => answer,
        })
    }

    /// Whether the target takes it, but without any effect.
    pub fn is_ignored(&self) -> bool {
        self.obstacles.iter().any(|obstacle| obstacle.effect == Effect::Ignored)
    }
}

#[cfg(test)]
mod tests;
