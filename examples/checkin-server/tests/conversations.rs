//! Whole conversations of devices with the server, over HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;

use apple_device_management::check::Check;
use apple_device_management::checkin::{
    GetBootstrapTokenResponse, GetTokenResponse, ReturnToServiceResponse, UserAuthenticateResponse,
};
use apple_device_management::commands::{AnyCommand, Command};
use apple_device_management::declarations::{AnyDeclaration, Declaration};
use apple_device_management::errors::AnyError;
use apple_device_management::profiles::{AnyPayload, Profile};
use apple_device_management::protocol::{DeclarationItemsResponse, TokensResponse};
use apple_device_management::wire::Body;
use apple_device_management::{Data, Dictionary, Value};
use server::{CHECKIN, MDM, Running, data, dictionary, enroll};
use sha2::{Digest, Sha256};

#[test]
fn an_ios_device_enrolls_works_and_leaves() {
    let mut server = Running::start();
    let udid = || ("UDID", Value::from("IOS-1"));
    let idle = || server_idle("IOS-1");

    // Nothing works before `Authenticate`.
    let refused = server.reply(&idle()).refused();
    assert!(matches!(refused, AnyError::UnrecognizedDevice(_)));
    enroll(&server, ("UDID", "IOS-1"));
    server.reply(&idle()).empty();

    // Two commands: the first is put off, the second fails, then the first succeeds.
    let ask = server.queue(
        "IOS-1",
        &[
            ("RequestType", "DeviceInformation".into()),
            ("Queries", Value::Array(vec!["OSVersion".into()])),
        ],
    );
    let lock = server.queue("IOS-1", &[("RequestType", "DeviceLock".into())]);
    let command: Command = server.reply(&idle()).plist();
    assert_eq!(command.command_uuid, ask);
    assert!(matches!(command.command.request, AnyCommand::DeviceInformation(_)));

    let reply = |status: &str, uuid: &str| {
        vec![udid(), ("Status", status.into()), ("CommandUUID", uuid.into())]
    };
    let next: Command = server.reply(&reply("NotNow", &ask)).plist();
    assert_eq!(next.command_uuid, lock);
    let mut failed = reply("Error", &lock);
    let error = dictionary(&[("ErrorCode", 12067.into()), ("ErrorDomain", "Example".into())]);
    failed.push(("ErrorChain", Value::Array(vec![error.into()])));
    server.reply(&failed).empty();

    // After a restart of the server, the enrollment and its queue are still there.
    server.restart();
    let again: Command = server.reply(&idle()).plist();
    assert_eq!(again.command_uuid, ask);
    let mut done = reply("Acknowledged", &ask);
    done.push(("QueryResponses", dictionary(&[("OSVersion", "18.3".into())]).into()));
    server.reply(&done).empty();
    server.reply(&idle()).empty();

    let result = server.result(&ask);
    assert_eq!(result["Status"], "Acknowledged".into());
    let response = result["Response"].as_dictionary().unwrap();
    assert_eq!(response["QueryResponses"].as_dictionary().unwrap()["OSVersion"], "18.3".into());
    let result = server.result(&lock);
    assert_eq!(
        (&result["Status"], &result["RequestType"]),
        (&"Error".into(), &"DeviceLock".into())
    );
    assert!(matches!(&result["ErrorChain"], Value::Array(chain) if chain.len() == 1));

    let leave = [("MessageType", "CheckOut".into()), ("Topic", "t".into()), udid()];
    server.checkin(&leave).empty();
    server.reply(&idle()).refused();
}

fn server_idle(udid: &str) -> Vec<(&'static str, Value)> {
    vec![("UDID", udid.into()), ("Status", "Idle".into())]
}

#[test]
fn a_mac_keeps_tokens_and_opens_its_user_channel() {
    let server = Running::start();
    enroll(&server, ("UDID", "MAC-1"));
    let message = |kind: &str, more: &[(&'static str, Value)]| {
        let mut all = vec![("MessageType", kind.into()), ("UDID", "MAC-1".into())];
        all.extend(more.iter().cloned());
        server.checkin(&all)
    };

    let none: GetBootstrapTokenResponse = message("GetBootstrapToken", &[]).plist();
    assert_eq!(none.bootstrap_token, None);
    message("SetBootstrapToken", &[("BootstrapToken", data(b"boot"))]).empty();
    let token: GetBootstrapTokenResponse = message("GetBootstrapToken", &[]).plist();
    assert_eq!(token.bootstrap_token.as_deref(), Some(&b"boot"[..]));
    let kind = ("TokenServiceType", Value::from("com.apple.maid"));
    let token: GetTokenResponse = message("GetToken", &[kind]).plist();
    assert!(!token.token_data.is_empty());

    // Three users: one with a password, one that needs no token, one that is not managed.
    server.send("PUT", "/admin/accounts/ann", "text/plain", b"secret").empty();
    server.send("PUT", "/admin/accounts/bob", "text/plain", b"").empty();
    let user = |user: &str| ("UserID", Value::from(user));
    let ask = |keys: &[(&'static str, Value)]| message("UserAuthenticate", keys);

    let first: UserAuthenticateResponse = ask(&[user("ann")]).plist();
    let challenge = first.digest_challenge.unwrap();
    let wrong: UserAuthenticateResponse =
        ask(&[user("ann"), ("DigestResponse", "wrong".into())]).plist();
    assert_eq!(wrong.auth_token.as_deref(), Some(""));
    // The challenge cannot be used again.
    assert_eq!(ask(&[user("ann"), ("DigestResponse", digest(&challenge, "secret"))]).status, 400);

    let first: UserAuthenticateResponse = ask(&[user("ann")]).plist();
    let right = digest(&first.digest_challenge.unwrap(), "secret");
    let second: UserAuthenticateResponse = ask(&[user("ann"), ("DigestResponse", right)]).plist();
    assert!(!second.auth_token.unwrap().is_empty());

    let bob: UserAuthenticateResponse = ask(&[user("bob")]).plist();
    assert_eq!(bob.digest_challenge.as_deref(), Some(""));
    let carl = ask(&[user("carl")]);
    assert_eq!((carl.status, &*carl.body), (410, &b""[..]));

    // The user channel has a queue of its own.
    let keys = [
        user("ann"),
        ("UserShortName", "ann".into()),
        ("Topic", "t".into()),
        ("Token", data(b"t")),
        ("PushMagic", "m".into()),
    ];
    message("TokenUpdate", &keys).empty();
    let uuid = server.queue("MAC-1/ann", &[("RequestType", "ProfileList".into())]);
    server.reply(&server_idle("MAC-1")).empty();
    let mut idle = server_idle("MAC-1");
    idle.push(user("ann"));
    let command: Command = server.reply(&idle).plist();
    assert_eq!(command.command_uuid, uuid);
}

fn digest(challenge: &str, password: &str) -> Value {
    let bytes = Sha256::digest(format!("{challenge}:{password}"));
    Value::from(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

#[test]
fn a_user_enrollment_takes_declarations_and_reports() {
    let server = Running::start();
    enroll(&server, ("EnrollmentID", "USER-1"));
    let ask = |endpoint: &str, data: Option<&[u8]>| {
        let mut all = vec![
            ("MessageType", "DeclarativeManagement".into()),
            ("EnrollmentID", "USER-1".into()),
            ("Endpoint", endpoint.into()),
        ];
        all.extend(data.map(|bytes| ("Data", Value::Data(bytes.into()))));
        server.checkin(&all)
    };
    let declare = |body: &[u8]| server.send("PUT", "/admin/declarations", "application/json", body);

    let before: TokensResponse = ask("tokens", None).json();
    let passcode = br#"{"Type": "com.apple.configuration.passcode.settings", "Identifier": "p",
        "Payload": {"MinimumLength": 8, "NewKey": 907.3038322028689}}"#;
    let token: Dictionary = declare(passcode).json();
    declare(
        br#"{"Type": "com.apple.activation.simple", "Identifier": "a",
        "Payload": {"StandardConfigurations": ["p"]}}"#,
    )
    .json::<Dictionary>();

    let after: TokensResponse = ask("tokens", None).json();
    assert_ne!(before.sync_tokens["DeclarationsToken"], after.sync_tokens["DeclarationsToken"]);
    let items: DeclarationItemsResponse = ask("declaration-items", None).json();
    assert_eq!(
        Value::from(items.declarations_token.as_str()),
        after.sync_tokens["DeclarationsToken"]
    );
    assert_eq!(items.declarations.activations.len(), 1);
    let [item] = &items.declarations.configurations[..] else { panic!("one configuration") };
    assert_eq!(token["ServerToken"], item.server_token.as_str().into());

    // Exact to the last digit. The test is here because the features of the crate are not mixed
    // with those of the generator here, as in a user's program.
    let got = ask("declaration/configuration/p", None);
    assert!(String::from_utf8_lossy(&got.body).contains(r#""NewKey":907.3038322028689}"#));
    let got: Declaration = got.json();
    assert_eq!(got.server_token(), item.server_token);
    let AnyDeclaration::Configuration(_) = got.payload() else { panic!("{got:?}") };
    assert_eq!(ask("declaration/configuration/q", None).status, 404);
    assert_eq!(ask("declaration/asset/p", None).status, 404);
    assert_eq!(ask("nonsense", None).status, 400);

    let report = br#"{"StatusItems": {"device": {"model": {"family": "iPhone"}},
        "mdm": {"app": [{"identifier": "a"}, {"identifier": "b"}]}, "new": {"item": 1}},
        "Errors": []}"#;
    ask("status", Some(report)).empty();
    let report = br#"{"StatusItems": {"device": {"operating-system": {"version": "18.3"}},
        "mdm": {"app": [{"identifier": "a", "_removed": true}]}}, "Errors": []}"#;
    ask("status", Some(report)).empty();
    let known = || server.send("GET", "/admin/status/USER-1", "", b"").json::<Dictionary>();
    let expected = br#"{"device": {"model": {"family": "iPhone"},
        "operating-system": {"version": "18.3"}}, "mdm": {"app": [{"identifier": "b"}]},
        "new": {"item": 1}}"#;
    assert_eq!(known(), Dictionary::from_json(expected).unwrap());

    // The user channel has reports of its own, and a full report replaces everything.
    let full = br#"{"FullReport": true, "StatusItems": {"passcode": {"is-present": true}},
        "Errors": []}"#;
    let by_user = [
        ("MessageType", "DeclarativeManagement".into()),
        ("EnrollmentID", "USER-1".into()),
        ("EnrollmentUserID", "ann".into()),
        ("Endpoint", "status".into()),
        ("Data", data(full)),
    ];
    server.checkin(&by_user).empty();
    let of_user: Dictionary = server.send("GET", "/admin/status/USER-1/ann", "", b"").json();
    assert_eq!(of_user.keys().collect::<Vec<_>>(), ["passcode"]);
    assert_eq!(known().len(), 3);
    ask("status", Some(full)).empty();
    assert_eq!(known(), of_user);
    assert_eq!(ask("status", None).status, 400);
    assert_eq!(ask("status", Some(b"{\"StatusItems\": ")).status, 400);
}

#[test]
fn a_user_enrollment_takes_commands_and_leaves() {
    let server = Running::start();
    enroll(&server, ("EnrollmentID", "USER-2"));
    let message = |more: &[(&'static str, Value)]| {
        [&[("EnrollmentID", Value::from("USER-2"))], more].concat()
    };
    let uuid = server.queue("USER-2", &[("RequestType", "SecurityInfo".into())]);
    let idle = message(&[("Status", "Idle".into())]);
    assert_eq!(server.reply(&idle).plist::<Command>().command_uuid, uuid);
    // The device does not understand the command: it is finished, and the reply has no response.
    let refused =
        message(&[("Status", "CommandFormatError".into()), ("CommandUUID", uuid.as_str().into())]);
    server.reply(&refused).empty();
    server.reply(&idle).empty();
    let result = server.result(&uuid);
    assert_eq!(result["Status"], "CommandFormatError".into());
    assert!(!result.contains_key("Response"));

    // A reply that names no sender, or two at once, is refused.
    let both = [idle.clone(), vec![("UDID", "U".into())]].concat();
    assert_eq!(server.reply(&both).status, 400);
    assert_eq!(server.reply(&[("Status", "Idle".into())]).status, 400);
    assert_eq!(server.reply(&message(&[])).status, 400, "no `Status`");
    assert_eq!(server.reply(&message(&[("Status", "NotNow".into())])).status, 400, "of what?");

    let leave = message(&[("MessageType", "CheckOut".into()), ("Topic", "t".into())]);
    server.checkin(&leave).empty();
    server.reply(&idle).refused();
    assert_eq!(server.send("GET", &format!("/admin/commands/{uuid}"), "", b"").status, 404);
}

#[test]
fn a_command_that_is_over_stays_over() {
    let server = Running::start();
    enroll(&server, ("UDID", "MAC-2"));
    let uuid = server.queue("MAC-2", &[("RequestType", "ProfileList".into())]);
    let reply = |status: &str| {
        let keys =
            [("UDID", "MAC-2".into()), ("Status", status.into()), ("CommandUUID", uuid[..].into())];
        server.reply(&keys)
    };
    // An unknown status, and the server's own word for a queued command, change nothing.
    for status in ["Queued", "Unheard", ""] {
        let got = reply(status);
        let text = String::from_utf8(got.body).unwrap();
        assert!(got.status == 400 && text.contains(&format!("`{status}`")), "{text}");
        assert_eq!(server.result(&uuid)["Status"], "Queued".into());
    }
    reply("NotNow").empty();
    assert_eq!(server.result(&uuid)["Status"], "NotNow".into());
    reply("Error").empty();
    for late in ["NotNow", "Acknowledged", "Error"] {
        reply(late).empty();
        assert_eq!(server.result(&uuid)["Status"], "Error".into(), "{late}");
    }
    server.reply(&server_idle("MAC-2")).empty();
}

#[test]
fn a_result_that_json_cannot_hold_is_a_property_list() {
    let server = Running::start();
    enroll(&server, ("UDID", "MAC-3"));
    for odd in [Value::Real(f64::NAN), Value::Uid(5)] {
        let queries = Value::Array(vec!["OSVersion".into()]);
        let ask = [("RequestType", "DeviceInformation".into()), ("Queries", queries)];
        let uuid = server.queue("MAC-3", &ask);
        let answers = dictionary(&[("OSVersion", "15.0".into()), ("NewKey", odd.clone())]);
        let reply = dictionary(&[
            ("UDID", "MAC-3".into()),
            ("Status", "Acknowledged".into()),
            ("CommandUUID", uuid[..].into()),
            ("QueryResponses", answers.into()),
        ]);
        server.send("PUT", "/mdm", MDM, &reply.to_binary().unwrap()).empty();
        let got = server.send("GET", &format!("/admin/commands/{uuid}"), "", b"");
        assert_eq!((got.status, got.kind.as_str()), (200, "application/x-plist"), "{odd:?}");
        let result = Dictionary::from_plist(&got.body).unwrap();
        let response = result["Response"].as_dictionary().unwrap();
        let found = &response["QueryResponses"].as_dictionary().unwrap()["NewKey"];
        // NaN is not equal to itself.
        assert_eq!(format!("{found:?}"), format!("{odd:?}"));
    }
}

#[test]
fn return_to_service_hands_out_the_bootstrap_token() {
    let server = Running::start();
    enroll(&server, ("UDID", "IOS-2"));
    let token = [
        ("MessageType", "SetBootstrapToken".into()),
        ("UDID", "IOS-2".into()),
        ("BootstrapToken", data(b"boot")),
    ];
    server.checkin(&token).empty();
    let ask = [("MessageType", "ReturnToService".into()), ("UDID", "IOS-2".into())];
    let response: ReturnToServiceResponse = server.checkin(&ask).plist();
    assert!(response.return_to_service.enabled);
    assert_eq!(response.return_to_service.bootstrap_token, Some(Data(b"boot".to_vec())));
}

#[test]
fn enrollment_begins_with_machine_information() {
    let server = Running::start();
    let enroll = |body: &[u8]| server.send("POST", "/enroll", "application/pkcs7-signature", body);
    let signed = include_bytes!("../../../tests/fixtures/signed-machine-info.der");
    let got = enroll(signed);
    assert_eq!((got.status, got.kind.as_str()), (200, "application/x-apple-aspen-config"));
    let profile = Profile::from_plist(&got.body).unwrap();
    let [identity, mdm] = &profile.payloads.as_deref().unwrap() else { panic!("{profile:?}") };
    let AnyPayload::Mdm(content) = &mdm.content else { panic!("{mdm:?}") };
    assert_eq!(content.identity_certificate_uuid, identity.common.payload_uuid);
    for target in ["ios:18.0", "macos:15.0"] {
        let findings = profile.check(&target.parse().unwrap());
        assert!(findings.errors().next().is_none(), "{findings:?}");
    }

    let old = dictionary(&[
        ("PRODUCT", "iPhone12,1".into()),
        ("VERSION", "20A1".into()),
        ("OS_VERSION", "16.0".into()),
        ("MDM_CAN_REQUEST_SOFTWARE_UPDATE", true.into()),
    ]);
    let error = enroll(&old.to_xml().unwrap()).refused();
    assert!(matches!(error, AnyError::SoftwareUpdateRequired(_)), "{error:?}");
    assert_eq!(enroll(b"\x30\x80").status, 400);
}

#[test]
fn bad_bodies_are_told_so() {
    let server = Running::start();
    let put = |path: &str, kind: &str, body: &[u8]| server.send("PUT", path, kind, body).status;
    assert_eq!(put("/checkin", CHECKIN, b""), 400);
    assert_eq!(put("/checkin", CHECKIN, b"hello"), 400);
    assert_eq!(put("/checkin", CHECKIN, b"<plist version=\"1.0\"><dict>"), 400);
    assert_eq!(put("/checkin", CHECKIN, b"bplist00 and no more"), 400);
    assert_eq!(put("/checkin", "text/plain", b"<plist/>"), 415);
    assert_eq!(put("/mdm", CHECKIN, b"<plist/>"), 415);
    assert_eq!(put("/checkin", CHECKIN, &vec![b'<'; (16 << 20) + 1]), 413);
    let deep = [b"<plist>".to_vec(), b"<array>".repeat(100_000)].concat();
    assert_eq!(put("/checkin", CHECKIN, &deep), 400);
    assert_eq!(
        server.checkin(&[("MessageType", "Unheard".into()), ("UDID", "U".into())]).status,
        400
    );
    assert_eq!(
        server.checkin(&[("MessageType", "CheckOut".into()), ("Topic", "t".into())]).status,
        400
    );
    let both = [
        ("MessageType", "CheckOut".into()),
        ("Topic", "t".into()),
        ("UDID", "U".into()),
        ("EnrollmentID", "E".into()),
    ];
    assert_eq!(server.checkin(&both).status, 400);
    let missing = server.checkin(&[("MessageType", "Authenticate".into()), ("UDID", "U".into())]);
    let text = String::from_utf8(missing.body).unwrap();
    assert_eq!(missing.status, 400);
    assert!(text.contains("`Topic`") && text.contains("Authenticate"), "{text}");
    assert_eq!(server.send("POST", "/checkin", CHECKIN, b"").status, 405);
    enroll(&server, ("UDID", "U"));
    let null = br#"{"RequestType": "New", "Key": null}"#;
    let got = server.send("POST", "/admin/commands/U", "application/json", null);
    assert_eq!(
        (got.status, String::from_utf8(got.body).unwrap().contains("`Command/Key`")),
        (400, true)
    );
    assert_eq!(server.send("GET", "/nowhere", "", b"").status, 404);
}
