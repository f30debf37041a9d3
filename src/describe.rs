//! Makes a target of what a device says of itself.

#![cfg_attr(
    not(all(feature = "checkin", feature = "commands", feature = "status")),
    allow(dead_code, unused_imports, reason = "each family uses some of the functions")
)]

use apple_device_management_core::{Channel, Enrollment, Os, ParseVersionError, Target, Version};

#[cfg(any(feature = "checkin", feature = "commands"))]
use crate::identity::Identity;

/// A message that describes its device: an [`Authenticate`](crate::checkin::Authenticate) message,
/// machine information, the answer to `DeviceInformation`, a status report.
///
/// None of them tells everything. What a server knows beyond it, such as the access rights of the
/// enrollment, is added with the methods of [`Target`].
///
/// ```
/// use apple_device_management::checkin::Authenticate;
/// use apple_device_management::prelude::*;
///
/// let hello = Authenticate {
///     product_name: Some("iPad8,1".into()),
///     os_version: Some("18.3".into()),
///     enrollment_id: Some("E1".into()),
///     ..Default::default()
/// };
/// let target = hello.target()?.access_rights(8191);
/// assert_eq!(target, "ios:18.3,user-enrollment,rights:8191".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Describe {
    /// The device, as far as the message tells.
    ///
    /// # Errors
    /// The message names no OS, or an unknown one.
    fn target(&self) -> Result<Target, DescribeError>;
}

/// Why something describes no target.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DescribeError {
    /// The message names neither a model nor an OS.
    #[error("it names neither a model nor an OS")]
    NoOs,
    /// The model is not known.
    #[error(
        "the model `{0}` is not known, and so its OS is not either: make a target with Target::new"
    )]
    UnknownModel(String),
    /// The OS is not known.
    #[error(transparent)]
    UnknownOs(#[from] apple_device_management_core::ParseOsError),
    /// The version cannot be read.
    #[error(transparent)]
    Version(#[from] ParseVersionError),
}

fn of_model(model: Option<&str>, version: Option<&str>) -> Result<Target, DescribeError> {
    let model = model.filter(|model| !model.is_empty()).ok_or(DescribeError::NoOs)?;
    let unknown = || DescribeError::UnknownModel(model.to_owned());
    with_version(Target::new(Os::of_model(model).ok_or_else(unknown)?), version)
}

fn with_version(target: Target, version: Option<&str>) -> Result<Target, DescribeError> {
    match version {
        None => Ok(target),
        Some(version) => Ok(target.version(version.parse::<Version>()?)),
    }
}

/// Says a fact of a target, if it is known.
fn say<T>(target: Target, fact: Option<T>, with: impl FnOnce(Target, T) -> Target) -> Target {
    match fact {
        None => target,
        Some(fact) => with(target, fact),
    }
}

#[cfg(any(feature = "checkin", feature = "commands"))]
impl Identity {
    /// The target, with what the sender tells of it: the channel, and the kind of enrollment.
    pub fn on(&self, target: Target) -> Target {
        let target = match self {
            Identity::SharedIpad { .. } => target.shared_ipad(true),
            Identity::UserEnrollment { .. } | Identity::UserEnrollmentUser { .. } => {
                target.enrollment(Enrollment::User)
            }
            Identity::Device { .. } | Identity::DeviceUser { .. } => target,
        };
        target.channel(if self.user().is_some() { Channel::User } else { Channel::Device })
    }
}

/// By `ProductName`, `OSVersion` and whether `EnrollmentID` is there.
#[cfg(feature = "checkin")]
impl Describe for crate::checkin::Authenticate {
    fn target(&self) -> Result<Target, DescribeError> {
        let target = of_model(self.product_name.as_deref(), self.os_version.as_deref())?;
        Ok(match self.enrollment_id {
            Some(_) => target.enrollment(Enrollment::User),
            None => target,
        })
    }
}

/// By `PRODUCT` and `OS_VERSION`.
#[cfg(feature = "other")]
impl Describe for crate::other::MachineInfo {
    fn target(&self) -> Result<Target, DescribeError> {
        of_model(Some(&self.product), self.os_version.as_deref())
    }
}

/// By `ProductName`, `OSVersion`, `IsSupervised` and `IsMultiUser`, as far as the command asked for
/// them.
#[cfg(feature = "commands")]
impl Describe for crate::commands::DeviceInformationResponse {
    fn target(&self) -> Result<Target, DescribeError> {
        let told = &self.query_responses;
        let target = of_model(told.product_name.as_deref(), told.os_version.as_deref())?;
        let target = say(target, told.is_supervised, Target::supervised);
        Ok(match target.os() {
            Os::Ios => say(target, told.is_multi_user, Target::shared_ipad),
            _ => target,
        })
    }
}

/// By the items `device.operating-system.family` and `.version`, or `device.model.identifier`. A
/// report tells only what has changed, so use what [`status::update`](crate::status::update) has
/// made of all reports.
#[cfg(all(feature = "protocol", feature = "status"))]
impl Describe for crate::protocol::StatusReport {
    fn target(&self) -> Result<Target, DescribeError> {
        self.status_items.target()
    }
}

/// For status items as a report has them.
#[cfg(feature = "status")]
impl Describe for apple_device_management_core::Dictionary {
    fn target(&self) -> Result<Target, DescribeError> {
        let text = |name| {
            crate::status::look_up(self, name).and_then(apple_device_management_core::Value::as_str)
        };
        let version = text("device.operating-system.version");
        match text("device.operating-system.family") {
            Some(family) => with_version(Target::new(family.parse()?), version),
            None => of_model(text("device.model.identifier"), version),
        }
    }
}

#[cfg(all(test, feature = "status", feature = "commands", feature = "other"))]
mod tests {
    use super::*;
    use crate::wire::Body;

    fn target(text: &str) -> Result<Target, DescribeError> {
        text.parse().map_err(|_| DescribeError::NoOs)
    }

    #[test]
    fn each_tells_what_it_knows() {
        let info = crate::other::MachineInfo {
            product: "Mac14,2".into(),
            os_version: Some("15.1.1".into()),
            ..Default::default()
        };
        assert_eq!(info.target(), target("macos:15.1.1"));

        let mut answer = crate::commands::DeviceInformationResponse::default();
        assert_eq!(answer.target(), Err(DescribeError::NoOs));
        answer.query_responses.product_name = Some("iPad8,1".into());
        answer.query_responses.is_supervised = Some(true);
        answer.query_responses.is_multi_user = Some(false);
        assert_eq!(answer.target(), target("ios,supervised,not-shared-ipad"));
        answer.query_responses.product_name = Some("Pippin1,1".into());
        let error = answer.target().unwrap_err();
        assert_eq!(error, DescribeError::UnknownModel("Pippin1,1".into()));

        let report =
            br#"{"device": {"operating-system": {"family": "iPadOS", "version": "18.3"}}}"#;
        let items = apple_device_management_core::Dictionary::from_json(report).unwrap();
        assert_eq!(items.target(), target("ios:18.3"));
    }

    #[test]
    fn the_sender_tells_the_channel() {
        let user = Identity::DeviceUser { udid: "U".into(), user_id: "x".into() };
        assert_eq!(Ok(user.on(Target::new(Os::MacOs))), target("macos,user-channel"));
        let own = Identity::UserEnrollment { enrollment_id: "E".into() };
        let expected = target("ios,user-enrollment,device-channel");
        assert_eq!(Ok(own.on(Target::new(Os::Ios))), expected);
    }
}
