use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use apple_device_management_core::{Dictionary, Slot, Value, View};

/// The `UserID` that every user of a Shared iPad has.
const SHARED_IPAD_USER: &str = "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF";

/// Who sends a message: an enrollment and, on its user channel, a user.
///
/// The same sender always has the same identity, so a server can use it as a key: in memory as it
/// is, in a database as the text of `Display`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identity {
    /// A device, on the device channel.
    Device {
        /// `UDID`
        udid: String,
    },
    /// A user of a device, on the user channel (macOS).
    DeviceUser {
        /// `UDID`
        udid: String,
        /// `UserID`
        user_id: String,
    },
    /// The logged-in user of a Shared iPad, on the user channel. All users have the same `UserID`
    /// there, so the name tells them apart.
    SharedIpad {
        /// `UDID`
        udid: String,
        /// `UserShortName`: the user's managed account.
        user_short_name: String,
    },
    /// A user enrollment, on its device channel.
    UserEnrollment {
        /// `EnrollmentID`
        enrollment_id: String,
    },
    /// A user of a user enrollment, on the user channel (macOS).
    UserEnrollmentUser {
        /// `EnrollmentID`
        enrollment_id: String,
        /// `EnrollmentUserID`
        enrollment_user_id: String,
    },
}

/// A message does not say who sends it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// Neither key that identifies an enrollment is there.
    #[error("neither `UDID` nor `EnrollmentID` is there")]
    Missing,
    /// Two keys are there that exclude each other.
    #[error("`{0}` and `{1}` exclude each other")]
    Conflict(&'static str, &'static str),
    /// A key is missing that is needed beside another.
    #[error("`{0}` is missing, and `{1}` alone identifies no one")]
    Incomplete(&'static str, &'static str),
    /// The value of a key is empty.
    #[error("`{0}` is empty")]
    Empty(&'static str),
    /// The value of a key is no string.
    #[error("`{0}` is no string")]
    NotString(&'static str),
}

impl Identity {
    /// The identity that a check-in message or a reply carries, also of a type that the schema does
    /// not list.
    ///
    /// # Errors
    /// The keys name no sender, or two at once.
    pub fn of(message: &dyn Slot) -> Result<Identity, IdentityError> {
        let entries = message.view().entries().unwrap_or_default();
        let text = |name| text(&entries, name);
        match (text("UDID")?, text("EnrollmentID")?) {
            (None, None) => Err(IdentityError::Missing),
            (Some(_), Some(_)) => Err(IdentityError::Conflict("UDID", "EnrollmentID")),
            (Some(udid), None) => {
                if text("EnrollmentUserID")?.is_some() {
                    return Err(IdentityError::Conflict("UDID", "EnrollmentUserID"));
                }
                match text("UserID")? {
                    None => Ok(Identity::Device { udid }),
                    Some(user) if user.eq_ignore_ascii_case(SHARED_IPAD_USER) => {
                        let user_short_name = text("UserShortName")?
                            .ok_or(IdentityError::Incomplete("UserShortName", "UserID"))?;
                        Ok(Identity::SharedIpad { udid, user_short_name })
                    }
                    Some(user_id) => Ok(Identity::DeviceUser { udid, user_id }),
                }
            }
            (None, Some(enrollment_id)) => {
                if text("UserID")?.is_some() {
                    return Err(IdentityError::Conflict("EnrollmentID", "UserID"));
                }
                Ok(match text("EnrollmentUserID")? {
                    None => Identity::UserEnrollment { enrollment_id },
                    Some(enrollment_user_id) => {
                        Identity::UserEnrollmentUser { enrollment_id, enrollment_user_id }
                    }
                })
            }
        }
    }

    /// The identifier of the enrollment: `UDID` or `EnrollmentID`.
    pub fn enrollment(&self) -> &str {
        match self {
            Identity::Device { udid }
            | Identity::DeviceUser { udid, .. }
            | Identity::SharedIpad { udid, .. } => udid,
            Identity::UserEnrollment { enrollment_id }
            | Identity::UserEnrollmentUser { enrollment_id, .. } => enrollment_id,
        }
    }

    /// The identifier of the user; `None` on the device channel.
    pub fn user(&self) -> Option<&str> {
        match self {
            Identity::Device { .. } | Identity::UserEnrollment { .. } => None,
            Identity::DeviceUser { user_id, .. } => Some(user_id),
            Identity::SharedIpad { user_short_name, .. } => Some(user_short_name),
            Identity::UserEnrollmentUser { enrollment_user_id, .. } => Some(enrollment_user_id),
        }
    }

    /// Whether this is a user enrollment, in which a server may do less.
    pub fn is_user_enrollment(&self) -> bool {
        matches!(self, Identity::UserEnrollment { .. } | Identity::UserEnrollmentUser { .. })
    }
}

/// The sender of a message, as a method: for check-in messages, replies, and dictionaries with
/// their keys.
pub trait Sender {
    /// See [`Identity::of`].
    ///
    /// # Errors
    /// The keys name no sender, or two at once.
    fn identity(&self) -> Result<Identity, IdentityError>;
}

impl<T: Slot> Sender for T {
    fn identity(&self) -> Result<Identity, IdentityError> {
        Identity::of(self)
    }
}

/// A text is not an identity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no identity; it is written as in device/<UDID>, device-user/<UDID>/<UserID>, shared-ipad/<UDID>/<UserShortName>, user-enrollment/<EnrollmentID> or user-enrollment-user/<EnrollmentID>/<EnrollmentUserID>, with ~1 for a slash and ~0 for a tilde in a name"
)]
pub struct ParseIdentityError(String);

impl Identity {
    /// The keys by which a message names this sender, as [`Identity::of`] reads them.
    pub fn keys(&self) -> Dictionary {
        let keys: &[(&str, &str)] = match self {
            Identity::Device { udid } => &[("UDID", udid)],
            Identity::DeviceUser { udid, user_id } => &[("UDID", udid), ("UserID", user_id)],
            Identity::SharedIpad { udid, user_short_name } => {
                &[("UDID", udid), ("UserID", SHARED_IPAD_USER), ("UserShortName", user_short_name)]
            }
            Identity::UserEnrollment { enrollment_id } => &[("EnrollmentID", enrollment_id)],
            Identity::UserEnrollmentUser { enrollment_id, enrollment_user_id } => {
                &[("EnrollmentID", enrollment_id), ("EnrollmentUserID", enrollment_user_id)]
            }
        };
        keys.iter().map(|(name, text)| ((*name).to_owned(), Value::from(*text))).collect()
    }

    /// The word that tells the variants apart in text.
    fn word(&self) -> &'static str {
        match self {
            Identity::Device { .. } => "device",
            Identity::DeviceUser { .. } => "device-user",
            Identity::SharedIpad { .. } => "shared-ipad",
            Identity::UserEnrollment { .. } => "user-enrollment",
            Identity::UserEnrollmentUser { .. } => "user-enrollment-user",
        }
    }
}

impl fmt::Display for Identity {
    /// A stable string, to be used as a key in a database: `device/<UDID>`,
    /// `device-user/<UDID>/<UserID>` and so on. [`FromStr`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let escape = |name: &str| name.replace('~', "~0").replace('/', "~1");
        write!(f, "{}/{}", self.word(), escape(self.enrollment()))?;
        self.user().map_or(Ok(()), |user| write!(f, "/{}", escape(user)))
    }
}

impl FromStr for Identity {
    type Err = ParseIdentityError;

    fn from_str(text: &str) -> Result<Identity, ParseIdentityError> {
        let error = || ParseIdentityError(text.to_owned());
        let parts: Option<Vec<String>> = text.split('/').map(unescape).collect();
        let parts = parts.filter(|parts| parts.iter().all(|part| !part.is_empty()));
        let parts: &[String] = &parts.ok_or_else(error)?;
        let words: Vec<&str> = parts.iter().map(String::as_str).collect();
        Ok(match words[..] {
            ["device", udid] => Identity::Device { udid: udid.into() },
            ["device-user", udid, user] => {
                Identity::DeviceUser { udid: udid.into(), user_id: user.into() }
            }
            ["shared-ipad", udid, user] => {
                Identity::SharedIpad { udid: udid.into(), user_short_name: user.into() }
            }
            ["user-enrollment", id] => Identity::UserEnrollment { enrollment_id: id.into() },
            ["user-enrollment-user", id, user] => Identity::UserEnrollmentUser {
                enrollment_id: id.into(),
                enrollment_user_id: user.into(),
            },
            _ => return Err(error()),
        })
    }
}

fn unescape(part: &str) -> Option<String> {
    let mut name = String::with_capacity(part.len());
    let mut chars = part.chars();
    while let Some(char) = chars.next() {
        name.push(match char {
            '~' => match chars.next()? {
                '0' => '~',
                '1' => '/',
                _ => return None,
            },
            other => other,
        });
    }
    Some(name)
}

apple_device_management_core::serde_by_text!(Identity);

fn text(
    entries: &BTreeMap<&str, View<'_>>,
    name: &'static str,
) -> Result<Option<String>, IdentityError> {
    match entries.get(name) {
        None => Ok(None),
        Some(View::String("")) => Err(IdentityError::Empty(name)),
        Some(View::String(text)) => Ok(Some((*text).to_owned())),
        Some(_) => Err(IdentityError::NotString(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(keys: &[(&str, &str)]) -> Result<Identity, IdentityError> {
        let message: Dictionary =
            keys.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
        Identity::of(&message)
    }

    #[test]
    fn each_kind_is_told() {
        let udid = || "U".to_owned();
        assert_eq!(of(&[("UDID", "U")]), Ok(Identity::Device { udid: udid() }));
        assert_eq!(
            of(&[("UDID", "U"), ("UserID", "x"), ("UserShortName", "ann")]),
            Ok(Identity::DeviceUser { udid: udid(), user_id: "x".into() })
        );
        assert_eq!(
            of(&[("UDID", "U"), ("UserID", SHARED_IPAD_USER), ("UserShortName", "ann")]),
            Ok(Identity::SharedIpad { udid: udid(), user_short_name: "ann".into() })
        );
        let user = of(&[("EnrollmentID", "E"), ("EnrollmentUserID", "x")]);
        assert_eq!(user.as_ref().map(Identity::enrollment), Ok("E"));
        assert_eq!(user.as_ref().map(Identity::user), Ok(Some("x")));
        assert!(of(&[("EnrollmentID", "E")]).is_ok_and(|identity| identity.is_user_enrollment()));
    }

    #[test]
    fn text_and_keys_read_back() {
        let (udid, enrollment_id) = (|| "a/b~1".to_owned(), || "E".to_owned());
        for identity in [
            Identity::Device { udid: udid() },
            Identity::DeviceUser { udid: udid(), user_id: "x".into() },
            Identity::SharedIpad { udid: udid(), user_short_name: "an n/".into() },
            Identity::UserEnrollment { enrollment_id: enrollment_id() },
            Identity::UserEnrollmentUser {
                enrollment_id: enrollment_id(),
                enrollment_user_id: "~".into(),
            },
        ] {
            assert_eq!(identity.to_string().parse(), Ok(identity.clone()));
            assert_eq!(identity.keys().identity(), Ok(identity.clone()));
            let json = serde_json::to_string(&identity).unwrap();
            assert_eq!(serde_json::from_str::<Identity>(&json).unwrap(), identity);
        }
        for text in
            ["", "device", "device/", "device/a/b", "device/~2", "phone/a", "device-user/a/"]
        {
            assert!(text.parse::<Identity>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn what_names_no_one_is_an_error() {
        use IdentityError::*;
        let cases: [(&[(&str, &str)], IdentityError); 6] = [
            (&[], Missing),
            (&[("UDID", "")], Empty("UDID")),
            (&[("UDID", "U"), ("EnrollmentID", "E")], Conflict("UDID", "EnrollmentID")),
            (&[("UDID", "U"), ("EnrollmentUserID", "x")], Conflict("UDID", "EnrollmentUserID")),
            (&[("EnrollmentID", "E"), ("UserID", "x")], Conflict("EnrollmentID", "UserID")),
            (&[("UDID", "U"), ("UserID", SHARED_IPAD_USER)], Incomplete("UserShortName", "UserID")),
        ];
        for (keys, error) in cases {
            assert_eq!(of(keys), Err(error), "{keys:?}");
        }
        let odd = Dictionary::from([("UDID".to_owned(), Value::Integer(1))]);
        assert_eq!(Identity::of(&odd), Err(NotString("UDID")));
    }
}
