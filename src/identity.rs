use std::collections::BTreeMap;

use apple_device_management_core::{Slot, View};

/// The `UserID` that stands for whoever is logged in on a Shared iPad.
const SHARED_IPAD_USER: &str = "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF";

/// Who sends a message: an enrollment, and on its user channel, a user.
///
/// The same enrollment always gives the same identity, so that a server may use it as a key.
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
    /// Neither key of an enrollment is there.
    #[error("neither `UDID` nor `EnrollmentID` is there")]
    Missing,
    /// Two keys exclude each other.
    #[error("`{0}` and `{1}` exclude each other")]
    Conflict(&'static str, &'static str),
    /// A key is needed beside another.
    #[error("`{0}` is missing, without which `{1}` names no one")]
    Incomplete(&'static str, &'static str),
    /// The value of a key is empty.
    #[error("`{0}` is empty")]
    Empty(&'static str),
    /// The value of a key is no string.
    #[error("`{0}` is no string")]
    NotString(&'static str),
}

impl Identity {
    /// The identity that a check-in message or a reply to a command carries, known or not.
    ///
    /// # Errors
    /// The keys name no one, or two at once: a message of no use, for the server cannot tell whose
    /// it is.
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

    /// The enrollment: `UDID` or `EnrollmentID`.
    pub fn enrollment(&self) -> &str {
        match self {
            Identity::Device { udid }
            | Identity::DeviceUser { udid, .. }
            | Identity::SharedIpad { udid, .. } => udid,
            Identity::UserEnrollment { enrollment_id }
            | Identity::UserEnrollmentUser { enrollment_id, .. } => enrollment_id,
        }
    }

    /// The user, on the user channel.
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
    use apple_device_management_core::{Dictionary, Value};

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
