//! The text form of a target: `macos:15.0,supervised,device-channel`.

use std::fmt;
use std::str::FromStr;

use super::facts::Say;
use super::{Channel, Target};
use crate::{Enrollment, ParseOsError, ParseVersionError};

/// Each word with what it says. Where two words say the same, the first one is written.
const WORDS: &[(&str, Say)] = &[
    ("supervised", Say::Supervised(true)),
    ("unsupervised", Say::Supervised(false)),
    ("device-enrollment", Say::Enrollment(Enrollment::Device)),
    ("user-enrollment", Say::Enrollment(Enrollment::User)),
    ("local-enrollment", Say::Enrollment(Enrollment::Local)),
    ("ade", Say::Automated(true)),
    ("not-ade", Say::Automated(false)),
    ("user-approved", Say::UserApproved(true)),
    ("not-user-approved", Say::UserApproved(false)),
    ("device-channel", Say::Channel(Channel::Device)),
    ("user-channel", Say::Channel(Channel::User)),
    ("system-scope", Say::Channel(Channel::Device)),
    ("user-scope", Say::Channel(Channel::User)),
    ("shared-ipad", Say::SharedIpad(true)),
    ("not-shared-ipad", Say::SharedIpad(false)),
    ("manual-install", Say::ManualInstall(true)),
    ("managed-install", Say::ManualInstall(false)),
];

/// The word before the mask of access rights.
const RIGHTS: &str = "rights:";

/// A text is not a target.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseTargetError {
    /// The first part is not an OS.
    // The text has the cause in it, so that it says what is allowed even where causes are not shown.
    #[error("a target begins with an OS, as in macos:15.0,supervised: {0}")]
    Os(ParseOsError),
    /// The text after the OS and a colon is not a version.
    #[error("after the OS and a colon comes a version, as in macos:15.0: {0}")]
    Version(ParseVersionError),
    /// A part is not a known word.
    #[error("`{0}` is not a word of a target; allowed are {words} and rights:<mask>", words = words())]
    Word(String),
    /// The mask of rights is not a number.
    #[error(
        "`{0}` is no mask of access rights; allowed are numbers from 0 to 65535, as in rights:8191"
    )]
    Rights(String),
    /// A part excludes an earlier one.
    #[error("`{0}` contradicts what stands before it")]
    Contradiction(String),
}

fn words() -> String {
    let words: Vec<_> = WORDS.iter().map(|(word, _)| *word).collect();
    words.join(", ")
}

impl FromStr for Target {
    type Err = ParseTargetError;

    fn from_str(text: &str) -> Result<Target, ParseTargetError> {
        let mut parts = text.split(',').map(str::trim);
        let first = parts.next().unwrap_or_default();
        let (os, version) = match first.split_once(':') {
            Some((os, version)) => (os.trim(), Some(version.trim().parse())),
            None => (first, None),
        };
        let mut target = Target::new(os.parse().map_err(ParseTargetError::Os)?);
        target.version = version.transpose().map_err(ParseTargetError::Version)?;
        for part in parts {
            target = with_part(target, part)?;
        }
        Ok(target)
    }
}

fn with_part(target: Target, part: &str) -> Result<Target, ParseTargetError> {
    let word = part.to_ascii_lowercase();
    if let Some(mask) = word.strip_prefix(RIGHTS) {
        let mask = mask.trim().parse().map_err(|_| ParseTargetError::Rights(mask.to_owned()))?;
        if target.rights.is_some_and(|said| said != mask) {
            return Err(ParseTargetError::Contradiction(part.to_owned()));
        }
        return Ok(target.access_rights(mask));
    }
    let (_, say) = WORDS
        .iter()
        .find(|(known, _)| *known == word)
        .ok_or_else(|| ParseTargetError::Word(part.to_owned()))?;
    let contradicted = target.said.holds(*say) == Some(false);
    let target = target.say(*say);
    if contradicted || target.said.contradict(target.os) {
        return Err(ParseTargetError::Contradiction(part.to_owned()));
    }
    Ok(target)
}

impl fmt::Display for Target {
    /// What was said of the target, in the form that [`FromStr`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.os.name().to_ascii_lowercase())?;
        if let Some(version) = self.version {
            write!(f, ":{version}")?;
        }
        let mut written: Vec<Say> = Vec::new();
        for (word, say) in WORDS {
            if self.said.holds(*say) == Some(true) && !written.contains(say) {
                written.push(*say);
                write!(f, ",{word}")?;
            }
        }
        match self.rights {
            Some(mask) => write!(f, ",{RIGHTS}{mask}"),
            None => Ok(()),
        }
    }
}

crate::serde_by_text!(Target);
