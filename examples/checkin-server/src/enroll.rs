//! Enrollment: a device sends its machine information, and gets a profile.

use apple_device_management::Version;
use apple_device_management::errors::{SoftwareUpdateRequired, software_update_required::Details};
use apple_device_management::other::machine_info;
use apple_device_management::profiles::security_scep::PayloadContent;
use apple_device_management::profiles::{Mdm, Payload, Profile, SecurityScep};
use apple_device_management::wire::{Body, Limits, content_type};

use crate::answer::{Answer, Fault};
use crate::uuid;

/// The oldest OS that may enroll.
const OLDEST: Version = Version::new(17, 0, 0);

pub(crate) fn answer(body: &[u8], limits: &Limits) -> Result<Answer, Fault> {
    // A real server would verify the signature first.
    let opened = machine_info(body, limits)?;
    let device = opened.message;
    let version = device.os_version.as_deref().and_then(|text| text.parse::<Version>().ok());
    let can_update = device.mdm_can_request_software_update == Some(true);
    if can_update && version.is_some_and(|version| version < OLDEST) {
        let details = Details { os_version: OLDEST.to_string(), ..Default::default() };
        return Ok(Answer::refusal(SoftwareUpdateRequired { details, ..Default::default() })?);
    }
    // The device would get its identity from a SCEP server, which does not exist here.
    let scep = SecurityScep {
        payload_content: PayloadContent {
            url: "https://scep.example.com".to_owned(),
            ..Default::default()
        },
        ..Default::default()
    };
    let identity = Payload::new("com.example.identity", uuid()?, scep);
    let mdm = Mdm {
        server_url: "https://mdm.example.com/mdm".to_owned(),
        check_in_url: Some("https://mdm.example.com/checkin".to_owned()),
        topic: "com.apple.mgmt.External.example".to_owned(),
        identity_certificate_uuid: identity.common.payload_uuid.clone(),
        access_rights: Some(8191),
        sign_message: Some(true),
        ..Default::default()
    };
    let mdm = Payload::new("com.example.mdm", uuid()?, mdm);
    let profile = Profile::new("com.example.enrollment", uuid()?, vec![identity, mdm]);
    let body = profile.to_xml()?;
    Ok(Answer { status: 200, content_type: Some(content_type::PROFILE), body })
}
