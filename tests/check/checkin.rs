//! Check-in messages as devices send them.

use apple_device_management::check::{Check, Findings, Severity, check_dictionary};
use apple_device_management::checkin::{
    Authenticate, CheckOut, DeclarativeManagementCheckin, GetToken, TokenUpdate, UserAuthenticate,
};
use apple_device_management::codec::Message;
use apple_device_management::reflect::Side;
use apple_device_management::{Dictionary, Value};

use crate::support::{lines, target};

fn plist(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><plist version=\"1.0\"><dict>{body}</dict></plist>"
    )
}

/// Keys with string values.
fn strings(pairs: &[(&str, &str)]) -> String {
    pairs.iter().map(|(key, value)| format!("<key>{key}</key><string>{value}</string>")).collect()
}

/// Checks a message as its type and as a raw dictionary, which has to give the same; returns the
/// findings.
fn both<T: Message + serde::de::DeserializeOwned>(body: &str, to: &str) -> Findings {
    let xml = plist(body);
    let typed: T = plist::from_bytes(xml.as_bytes()).unwrap();
    let raw: Value = plist::from_bytes(xml.as_bytes()).unwrap();
    let dictionary: &Dictionary = raw.as_dictionary().unwrap();
    let findings = typed.check(&target(to));
    let mut of_raw = lines(&check_dictionary(T::DOCUMENT, Side::Payload, dictionary, &target(to)));
    let mut of_typed = lines(&findings);
    of_raw.sort();
    of_typed.sort();
    assert_eq!(of_raw, of_typed, "{to}");
    findings
}

/// Checks that no finding is worse than [`Severity::Info`].
fn passes<T: Message + serde::de::DeserializeOwned>(body: &str, to: &str) {
    let findings = both::<T>(body, to);
    let bad: Vec<_> = findings.iter().filter(|one| one.severity > Severity::Info).collect();
    assert!(bad.is_empty(), "{to}\n{findings}");
}

const PHONE: &str =
    "ios:18.3,device-enrollment,unsupervised,device-channel,not-shared-ipad,rights:8191";
const SUPERVISED_PHONE: &str = "ios:18.3,supervised,ade,device-channel,not-shared-ipad,rights:8191";
const BYOD_PHONE: &str = "ios:18.3,user-enrollment,device-channel,rights:8191";
const SHARED_IPAD: &str = "ios:18.3,shared-ipad,device-channel,rights:8191";
const SHARED_IPAD_USER: &str = "ios:18.3,shared-ipad,user-channel,rights:8191";
const TV: &str = "tvos:18.3,supervised,ade,device-channel,rights:8191";
const WATCH: &str = "watchos:11.3,supervised,device-channel,rights:8191";
const VISION: &str = "visionos:2.3,device-enrollment,unsupervised,device-channel,rights:8191";
const BYOD_VISION: &str = "visionos:2.3,user-enrollment,device-channel,rights:8191";
const MAC: &str = "macos:15.3,supervised,ade,device-channel,rights:8191";
const MAC_USER: &str = "macos:15.3,supervised,ade,user-channel,rights:8191";
const BYOD_MAC: &str = "macos:15.3,user-enrollment,device-channel,rights:8191";
const BYOD_MAC_USER: &str = "macos:15.3,user-enrollment,user-channel,rights:8191";

const TOPIC: &str = "com.apple.mgmt.External.11111111-2222-3333-4444-555555555555";
const UDID: (&str, &str) = ("UDID", "00008020-000A11112222333A");
const MAC_UDID: (&str, &str) = ("UDID", "66ADE930-5FDF-5EC4-8429-15640684C489");
const ENROLLMENT: (&str, &str) = ("EnrollmentID", "d1a0e5c25c8f4be1b8b6b0f4d7a5e3c2b1a09f8e");
const ENROLLMENT_USER: (&str, &str) =
    ("EnrollmentUserID", "0b5f1b2e9a8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e");
const MAC_ACCOUNT: [(&str, &str); 3] = [
    ("UserID", "8D1AB6BA-1D69-4A80-B9A8-1F0A2B3C4D5E"),
    ("UserShortName", "anna"),
    ("UserLongName", "Anna Muster"),
];
const SHARED_ACCOUNT: [(&str, &str); 2] = [
    ("UserID", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"),
    ("UserShortName", "anna@appleid.example.com"),
];
const PUSH: &str = "<key>Token</key><data>AAECAwQFBgc=</data>";

fn message(name: &str, pairs: &[&[(&str, &str)]]) -> String {
    let mut body = strings(&[("MessageType", name), ("Topic", TOPIC)]);
    pairs.iter().for_each(|pairs| body.push_str(&strings(pairs)));
    body
}

fn without_topic(name: &str, pairs: &[&[(&str, &str)]]) -> String {
    message(name, pairs).replace(&strings(&[("Topic", TOPIC)]), "")
}

const PHONE_FACTS: [(&str, &str); 6] = [
    ("OSVersion", "18.3"),
    ("BuildVersion", "22D60"),
    ("ProductName", "iPhone14,2"),
    ("SerialNumber", "F2LXXXXXXXXX"),
    ("IMEI", "35 000000 000000 0"),
    ("MEID", "35000000000000"),
];
const MAC_FACTS: [(&str, &str); 7] = [
    ("OSVersion", "15.3"),
    ("BuildVersion", "24D60"),
    ("ProductName", "Mac14,2"),
    ("SerialNumber", "C02XXXXXXXXX"),
    ("DeviceName", "Anna's Mac"),
    ("Model", "Mac14,2"),
    ("ModelName", "MacBook Air"),
];

#[test]
fn authenticate() {
    let phone = message("Authenticate", &[&[UDID], &PHONE_FACTS]);
    for to in [PHONE, SUPERVISED_PHONE, SHARED_IPAD] {
        passes::<Authenticate>(&phone, to);
    }
    for to in [TV, WATCH, VISION] {
        passes::<Authenticate>(&message("Authenticate", &[&[UDID], &PHONE_FACTS[..4]]), to);
    }
    // In user enrollment, a device does not send what identifies it.
    let byod = message("Authenticate", &[&[ENROLLMENT], &PHONE_FACTS[..3]]);
    passes::<Authenticate>(&byod, BYOD_PHONE);
    passes::<Authenticate>(&message("Authenticate", &[&[MAC_UDID], &MAC_FACTS]), MAC);
    let byod = message("Authenticate", &[&[ENROLLMENT], &MAC_FACTS[..3], &MAC_FACTS[4..]]);
    passes::<Authenticate>(&byod, BYOD_MAC);
}

#[test]
fn what_the_schema_does_not_know_is_no_fault_of_the_device() {
    let mut body = message("Authenticate", &[&[UDID], &PHONE_FACTS]);
    body.push_str("<key>Challenge</key><data>AAEC</data>");
    passes::<Authenticate>(&body, PHONE);
    // The schema has these keys for macOS only; iOS sends them all the same.
    body.push_str(&strings(&[("DeviceName", "iPhone"), ("Model", "X"), ("ModelName", "iPhone")]));
    let findings = both::<Authenticate>(&body, PHONE);
    assert_eq!(findings.errors().count(), 0, "{findings}");
    assert_eq!(findings.iter().filter(|one| one.severity == Severity::Warning).count(), 3);
}

#[test]
fn token_update() {
    let push = format!("{PUSH}{}", strings(&[("PushMagic", "47C7-…")]));
    let unlock = "<key>UnlockToken</key><data>AAEC</data>";
    let awaiting = "<key>AwaitingConfiguration</key><true/>";
    let not_on_console = "<key>NotOnConsole</key><false/>";
    let update = |pairs: &[&[(&str, &str)]], more: &[&str]| {
        format!("{}{push}{}", message("TokenUpdate", pairs), more.concat())
    };
    passes::<TokenUpdate>(&update(&[&[UDID]], &[unlock]), PHONE);
    passes::<TokenUpdate>(&update(&[&[UDID]], &[unlock, awaiting]), SUPERVISED_PHONE);
    passes::<TokenUpdate>(&update(&[&[ENROLLMENT]], &[]), BYOD_PHONE);
    for to in [TV, WATCH, VISION] {
        passes::<TokenUpdate>(&update(&[&[UDID]], &[]), to);
    }
    passes::<TokenUpdate>(&update(&[&[ENROLLMENT]], &[]), BYOD_VISION);
    passes::<TokenUpdate>(&update(&[&[UDID]], &[awaiting]), SHARED_IPAD);
    passes::<TokenUpdate>(&update(&[&[UDID], &SHARED_ACCOUNT], &[]), SHARED_IPAD_USER);
    passes::<TokenUpdate>(&update(&[&[MAC_UDID]], &[awaiting]), MAC);
    passes::<TokenUpdate>(&update(&[&[MAC_UDID], &MAC_ACCOUNT], &[not_on_console]), MAC_USER);
    passes::<TokenUpdate>(&update(&[&[ENROLLMENT]], &[]), BYOD_MAC);
    let user = [ENROLLMENT, ENROLLMENT_USER];
    passes::<TokenUpdate>(&update(&[&user], &[not_on_console]), BYOD_MAC_USER);
    passes::<TokenUpdate>(&update(&[&user, &MAC_ACCOUNT], &[not_on_console]), BYOD_MAC_USER);
}

#[test]
fn check_out() {
    for to in [PHONE, SUPERVISED_PHONE, SHARED_IPAD, TV, WATCH, VISION] {
        passes::<CheckOut>(&message("CheckOut", &[&[UDID]]), to);
    }
    passes::<CheckOut>(&message("CheckOut", &[&[MAC_UDID]]), MAC);
    for to in [BYOD_PHONE, BYOD_MAC] {
        passes::<CheckOut>(&message("CheckOut", &[&[ENROLLMENT]]), to);
    }
}

#[test]
fn get_token_and_declarative_management() {
    let device: [(&str, &[(&str, &str)]); 9] = [
        (PHONE, &[UDID]),
        (SUPERVISED_PHONE, &[UDID]),
        (BYOD_PHONE, &[ENROLLMENT]),
        (SHARED_IPAD, &[UDID]),
        (SHARED_IPAD_USER, &[UDID, SHARED_ACCOUNT[0], SHARED_ACCOUNT[1]]),
        (MAC, &[MAC_UDID]),
        (MAC_USER, &[MAC_UDID, MAC_ACCOUNT[0], MAC_ACCOUNT[1], MAC_ACCOUNT[2]]),
        (BYOD_MAC, &[ENROLLMENT]),
        (BYOD_MAC_USER, &[ENROLLMENT, ENROLLMENT_USER]),
    ];
    for (to, identity) in device {
        let service = [("TokenServiceType", "com.apple.maid")];
        passes::<GetToken>(&without_topic("GetToken", &[identity, &service]), to);
        let endpoint = [("Endpoint", "declaration-items")];
        let body = without_topic("DeclarativeManagement", &[identity, &endpoint]);
        passes::<DeclarativeManagementCheckin>(&body, to);
        let with_data = format!("{body}<key>Data</key><data>e30=</data>");
        passes::<DeclarativeManagementCheckin>(&with_data, to);
    }
}

#[test]
fn user_authenticate_in_both_steps() {
    let first = without_topic("UserAuthenticate", &[&[MAC_UDID, MAC_ACCOUNT[0]]]);
    passes::<UserAuthenticate>(&first, MAC_USER);
    let second = format!("{first}{}", strings(&[("DigestResponse", "Digest …")]));
    passes::<UserAuthenticate>(&second, MAC_USER);
}

#[test]
fn one_identity_is_needed() {
    let none = message("CheckOut", &[]);
    let said = |to: &str| lines(&both::<CheckOut>(&none, to));
    assert_eq!(
        said("ios:18.3,device-channel,device-enrollment"),
        ["error: UDID: required, but missing"]
    );
    assert_eq!(
        said("ios:18.3,device-channel,user-enrollment"),
        ["error: EnrollmentID: required, but missing"]
    );
    assert_eq!(
        said("ios:18.3,device-channel"),
        ["error: : one of UDID, EnrollmentID is required, but missing"]
    );
    // The keys of Authenticate are optional in the schema, which cannot say "one of them".
    let none = message("Authenticate", &[]);
    let findings = both::<Authenticate>(&none, "ios:18.3,device-channel,user-enrollment");
    assert_eq!(lines(&findings), ["error: EnrollmentID: required, but missing"]);
    // An OS from before user enrollment existed has neither key in one.
    let findings = both::<Authenticate>(&none, "ios:12.0,device-channel,user-enrollment");
    assert!(lines(&findings).iter().all(|line| !line.contains("missing")), "{findings:?}");
}

#[test]
fn two_identities_are_too_many() {
    let both_ids = message("CheckOut", &[&[UDID, ENROLLMENT]]);
    let findings = both::<CheckOut>(&both_ids, "macos:15.3,device-channel");
    let errors: Vec<_> = findings.errors().map(|one| one.problem.to_string()).collect();
    assert_eq!(errors, ["UDID and EnrollmentID exclude each other"]);
}

#[test]
fn an_account_is_needed_on_the_user_channel() {
    let push = format!("{PUSH}{}", strings(&[("PushMagic", "47C7")]));
    let body = format!("{}{push}", message("TokenUpdate", &[&[MAC_UDID]]));
    let findings = both::<TokenUpdate>(&body, MAC_USER);
    let errors: Vec<_> = findings.errors().map(|one| one.path.to_string()).collect();
    assert_eq!(errors, ["UserLongName", "NotOnConsole"]);
    assert_eq!(both::<TokenUpdate>(&body, MAC).errors().count(), 0);
}

#[test]
fn a_message_on_a_channel_it_cannot_come_by() {
    let findings = both::<CheckOut>(&message("CheckOut", &[&[MAC_UDID]]), MAC_USER);
    assert_eq!(lines(&findings), ["error: : not on the user channel"]);
}
