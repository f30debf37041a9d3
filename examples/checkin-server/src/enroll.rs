//! Enrollment: a device tells what it is, and gets a profile.

use apple_device_management::Version;
use apple_device_management::errors::{SoftwareupdateRequired, softwareupdate_required::Details};
use apple_device_management::other::machine_info;
use apple_device_management::profiles::{Mdm, Payload, Profile};
use apple_device_management::wire::{Body, Limits, content_type};

use crate::answer::{Answer, Fault};
use crate::{hex, random};

/// The oldest OS that may enroll.
const OLDEST: Version = Version::new(17, 0, 0);

pub(crate) fn answer(body: &[u8], limits: &Limits) -> Result<Answer, Fault> {
    // A real server verifies the signature before it believes a word.
    let opened = machine_info(body, limits)?;
    let device = opened.message;
    let version = device.os_version.as_deref().and_then(|text| text.parse::<Version>().ok());
    let can_update = device.mdm_can_request_software_update == Some(true);
    if can_update && version.is_some_and(|version| version < OLDEST) {
        let details = Details { os_version: OLDEST.to_string(), ..Default::default() };
        return Ok(Answer::refusal(SoftwareupdateRequired { details, ..Default::default() })?);
    }
    let mdm = Mdm {
        server_url: "https://mdm.example.com/mdm".to_owned(),
        check_in_url: Some("https://mdm.example.com/checkin".to_owned()),
        topic: "com.apple.mgmt.External.example".to_owned(),
        identity_certificate_uuid: hex(&random()?),
        access_rights: Some(8191),
        sign_message: Some(true),
        ..Default::default()
    };
    let payload = Payload::new("com.example.mdm", hex(&random()?), mdm);
    let profile = Profile::new("com.example.enrollment", hex(&random()?), vec![payload]);
    let body = profile.to_xml()?;
    Ok(Answer { status: 200, content_type: Some(content_type::PROFILE), body })
}
