//! What the protocol puts around generated types: dispatch, typed responses, tokens, status items.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use apple_device_management::checkin::{AnyCheckin, DeclarativeRequest, Sender};
use apple_device_management::codec::{AnyDocument, Message, to_value};
use apple_device_management::commands::settings::Setting;
use apple_device_management::commands::{
    AnyCommand, Command, DeviceInformation, DeviceLock, EraseDevice, Order, ProfileList, Reply,
    RestartDevice, Restrictions, Settings, Status,
};
use apple_device_management::declarations::configurations::{AnyConfiguration, PasscodeSettings};
use apple_device_management::declarations::{
    AnyDeclaration, Declaration, DeclarationKind, declaration_items, tokens,
};
use apple_device_management::errors::{Refusal, SoftwareUpdateRequired};
use apple_device_management::profiles::{
    AnyPayload, ApplicationAccess, CommonPayloadKeys, Font, Mdm, Payload, Profile, WifiManaged,
};
use apple_device_management::status::{
    self, AnyStatusItem, DeviceModelFamily, MdmApp, SecurityCertificateList,
};
use apple_device_management::wire::{Body, Encoding, Limits, read};
use apple_device_management::{
    Data, Date, DecodeError, DecodeErrorKind, Dictionary, Open, Slot, Value, ValueType, View, other,
};
use apple_device_management::{commands, reflect};

macro_rules! sample {
    ($path:literal) => {
        read(include_bytes!(concat!("samples/", $path)), &Limits::default()).unwrap()
    };
}

#[test]
fn a_reply_has_the_response_of_its_command() {
    let reply: Reply = sample!("reply/device-information.plist");
    assert_eq!(reply.status, Status::Acknowledged);
    let response = reply.strict_response::<DeviceInformation>().unwrap();
    assert_eq!(response.query_responses.os_version.as_deref(), Some("18.3"));
    assert!(response.query_responses.extra.contains_key("OSXSoftwareUpdateStatus"));
    assert!(response.extra.is_empty(), "the keys of every reply are none of the response");

    let reply: Reply = sample!("reply/profile-list-empty.plist");
    assert!(reply.response::<ProfileList>().profile_list.is_empty());
    let error = reply.strict_response::<DeviceInformation>().unwrap_err();
    assert_eq!(
        (error.kind, error.path.to_string().as_str()),
        (DecodeErrorKind::Missing, "QueryResponses")
    );
    assert!(reply.response::<RestartDevice>().contains_key("ProfileList"));
}

/// Tried with restrictions, which have the most booleans: writers look at several booleans at once.
#[test]
fn each_boolean_is_written_wherever_it_stands() {
    let document = <ApplicationAccess as Message>::DOCUMENT;
    let ValueType::Dictionary(table) = document.payload else { panic!("{document:?}") };
    let flags = || table.keys().filter(|key| matches!(key.value, ValueType::Boolean));
    assert!(flags().count() > 100);
    for key in flags() {
        let alone = format!("{{\"{}\":true}}", key.name);
        let restrictions: ApplicationAccess = serde_json::from_str(&alone).unwrap();
        assert!(restrictions.extra.is_empty(), "{}", key.name);
        assert_eq!(serde_json::to_string(&restrictions).unwrap(), alone);
    }
    let all = flags().map(|key| format!("\"{}\":false", key.name)).collect::<Vec<_>>().join(",");
    let all = format!("{{{all}}}");
    let restrictions: ApplicationAccess = serde_json::from_str(&all).unwrap();
    assert_eq!(serde_json::to_string(&restrictions).unwrap(), all);
}

#[test]
fn a_required_boolean_may_come_as_a_number() {
    let body = br#"{"CommandUUID": "1", "Command": {"RequestType": "Settings",
        "Settings": [{"Item": "VoiceRoaming", "Enabled": 1}]}}"#;
    let command = Command::from_json(body).unwrap();
    let AnyCommand::Settings(settings) = &command.command.request else { panic!("{command:?}") };
    let [Setting::VoiceRoaming(roaming)] = &settings.settings[..] else { panic!("{settings:?}") };
    assert!(roaming.enabled);
    let [sent, kept]: [serde_json::Value; 2] =
        [&body[..], &command.to_json().unwrap()].map(|json| serde_json::from_slice(json).unwrap());
    assert_eq!(sent, kept);
}

#[test]
fn a_boolean_of_an_envelope_may_come_as_a_number() {
    for request in ["DeviceLock", "SomethingNew"] {
        for (number, flag) in [(1, true), (0, false)] {
            let sent = Dictionary::from([
                ("RequestType", Value::from(request)),
                ("RequestRequiresNetworkTether", number.into()),
            ]);
            let mut order = Order::from_plist(&sent.to_xml().unwrap()).unwrap();
            assert_eq!(order.request_requires_network_tether, Some(flag));
            assert_eq!(Dictionary::from_plist(&order.to_binary().unwrap()).unwrap(), sent);
            // The field that is set is written.
            order.request_requires_network_tether = Some(!flag);
            let written = Dictionary::from_plist(&order.to_xml().unwrap()).unwrap();
            assert_eq!(written["RequestRequiresNetworkTether"], Value::Boolean(!flag));
        }
    }
    let two = br#"{"RequestType": "DeviceLock", "RequestRequiresNetworkTether": 2}"#;
    let order = Order::from_json(two).unwrap();
    assert_eq!(order.request_requires_network_tether, None);
    let written = Dictionary::from_json(&order.to_json().unwrap()).unwrap();
    assert_eq!(written["RequestRequiresNetworkTether"], 2.into());
    // A number is not understood as a boolean where no boolean is expected.
    let reply = Reply::from_json(br#"{"Status": "Idle", "CommandUUID": 1}"#).unwrap();
    assert_eq!((reply.command_uuid, &reply.keys["CommandUUID"]), (None, &1.into()));
    assert!(Reply::from_json(br#"{"Status": 1}"#).is_err());
}

#[test]
fn what_an_envelope_lacks_is_named_with_its_type() {
    fn error<T: Body + Default>(body: &[u8]) -> String {
        let error = T::from_json(body).map(|_| ()).unwrap_err();
        error.to_string()
    }
    let missing = "the required key is missing";
    assert_eq!(error::<Reply>(b"{}"), format!("Reply: `Status`: {missing}"));
    assert_eq!(error::<Command>(b"{}"), format!("Command: `CommandUUID`: {missing}"));
    assert_eq!(
        error::<Command>(br#"{"CommandUUID": "1", "Command": {}}"#),
        format!("Command: `Command/RequestType`: {missing}")
    );
    assert_eq!(
        error::<Command>(br#"{"CommandUUID": "1", "Command": {"RequestType": "Settings"}}"#),
        format!("Settings (mdm/commands/settings.yaml): `Command/Settings`: {missing}")
    );
    assert_eq!(error::<Profile>(b"{}"), format!("Profile: `PayloadContent`: {missing}"));
    assert_eq!(
        error::<Profile>(br#"{"PayloadContent": {}}"#),
        "Profile: `PayloadContent`: expected an array, found dictionary"
    );
    assert_eq!(
        error::<Declaration>(br#"{"Type": "t"}"#),
        format!("Declaration: `Identifier`: {missing}")
    );
    assert_eq!(error::<Reply>(b"[]"), "Reply: expected a dictionary, found array");
}

#[test]
fn a_reply_has_its_status_and_errors() {
    let reply: Reply = sample!("reply/error.plist");
    let chain = reply.error_chain.as_deref().unwrap();
    assert_eq!((chain[0].error_code, chain.len()), (Some(12026), 2));
    assert!(reply.identity().is_ok());
    let reply: Reply = sample!("reply/unlisted-status.plist");
    assert_eq!(reply.status, Open::Unlisted("Later".into()));
    let reply: Reply = sample!("reply/idle.plist");
    assert_eq!((reply.status, reply.command_uuid), (Status::Idle.into(), None));
}

#[test]
fn a_command_is_built_of_its_type() {
    let command = Command::new("1", RestartDevice::default());
    let value = Value::from_plist(&command.to_xml().unwrap()).unwrap();
    let order = Dictionary::from([("RequestType", "RestartDevice")]);
    let expected = [("CommandUUID", "1".into()), ("Command", Value::from(order))];
    assert_eq!(value, Value::from(Dictionary::from(expected.map(|(k, v)| (k.to_owned(), v)))));
    let unknown: Command = sample!("command/unknown.plist");
    assert!(matches!(unknown.command.request, AnyCommand::Unknown(id, _) if id == "SomethingNew"));
}

#[test]
fn documents_with_one_type_are_told_apart() {
    let profile: Profile = sample!("profile/mcx.plist");
    let payload = &profile.payloads.unwrap()[0];
    let sources: Vec<_> =
        payload.contents().filter_map(|c| c.document().map(|document| document.title)).collect();
    assert_eq!(sources.len(), 3, "{sources:?}");
    let none: Profile = sample!("profile/mcx-of-none.plist");
    assert_eq!(none.payloads.unwrap()[0].contents().count(), 1);

    let profile: Profile = sample!("profile/single-sign-on.plist");
    let payloads = profile.payloads.unwrap();
    assert!(matches!(payloads[0].content, AnyPayload::ExtensibleSsoKerberos(_)));
    assert!(matches!(payloads[1].content, AnyPayload::ExtensibleSso(_)));

    let profile: Profile = sample!("profile/encrypted.plist");
    assert_eq!(profile.payloads, None);
}

#[test]
fn a_payload_that_lacks_a_key_is_named_by_its_place() {
    let scep = Payload::new(
        "a",
        "b",
        AnyPayload::Unknown("com.apple.security.scep".into(), Dictionary::new()),
    );
    let profile = Profile::new("p", "u", vec![scep]).to_xml().unwrap();
    let profile = Profile::from_plist(&profile).unwrap();
    let [error] = &profile.faults()[..] else { panic!("{profile:?}") };
    assert_eq!(error.path.to_string(), "PayloadContent/0/PayloadContent");
    assert_eq!(error.target.0, "SecurityScep");
}

#[test]
fn a_newer_form_of_a_payload_costs_no_other() {
    let newer = Dictionary::from([("ServerAddress", "https://example.com")]);
    let newer = AnyPayload::Unknown("com.apple.mdm".into(), newer);
    let wifi = WifiManaged { ssid_str: Some("Lab".into()), ..Default::default() };
    let payloads = vec![Payload::new("a", "b", newer.clone()), Payload::new("c", "d", wifi)];
    let profile = Profile::new("p", "u", payloads);
    let again = Profile::from_plist(&profile.to_xml().unwrap()).unwrap();
    assert_eq!(again, profile);
    assert_eq!(again.payloads.as_ref().unwrap()[0].content, newer);
    assert!(again.payload::<Mdm>().is_none());
    assert_eq!(again.payload::<WifiManaged>().unwrap().ssid_str.as_deref(), Some("Lab"));
    assert_eq!(again.faults().len(), 1);
}

#[test]
fn a_newer_form_of_a_declaration_is_readable() {
    let newer = br#"{"Type": "com.apple.configuration.legacy", "Identifier": "a",
        "ServerToken": "1", "Payload": {"ProfileAssetReference": "b"}}"#;
    let declaration = Declaration::from_json(newer).unwrap();
    let AnyDeclaration::Configuration(AnyConfiguration::Unknown(id, payload)) =
        declaration.payload()
    else {
        panic!("{declaration:?}")
    };
    assert_eq!((id.as_str(), payload.len()), ("com.apple.configuration.legacy", 1));
    assert_eq!(declaration.kind(), Some(DeclarationKind::Configuration));
    let fault = declaration.fault().unwrap();
    assert_eq!(fault.path.to_string(), "Payload/ProfileURL");
    let again = Declaration::from_json(&declaration.to_json().unwrap()).unwrap();
    assert_eq!(again, declaration);
    let known = Declaration::new("a", PasscodeSettings::default());
    assert_eq!(known.fault(), None);
}

#[test]
fn a_profile_is_built_of_typed_payloads() {
    let wifi = WifiManaged { ssid_str: Some("Lab".into()), ..Default::default() };
    let profile = Profile::new("com.example", "U", vec![Payload::new("com.example.w", "V", wifi)]);
    let again = Profile::from_plist(&profile.to_binary().unwrap()).unwrap();
    assert_eq!(again, profile);
    let mut payload = again.payloads.unwrap().remove(0);
    assert_eq!(payload.common.payload_type, "com.apple.wifi.managed");
    // The type that is written follows the content.
    payload.content = Font::default().into();
    assert_eq!(payload.view().entry("PayloadType").map(to_value), Some("com.apple.font".into()));
}

#[test]
fn what_all_payloads_have_is_written_once() {
    let mut wifi = WifiManaged { ssid_str: Some("Lab".into()), ..Default::default() };
    let ValueType::Dictionary(common) = CommonPayloadKeys::DOCUMENT.payload else { panic!() };
    for key in common.keys() {
        wifi.extra.insert(key.name, "of the content");
    }
    wifi.extra.insert("Kept", "of the content");
    let mut payload = Payload::new("com.example.w", "V", wifi);
    payload.common.extra.insert("SSID_STR", 1);
    payload.common.extra.insert("Kept", "of the frame");

    let mut names = Vec::new();
    payload.view().each(|name, view| {
        names.push(name.to_owned());
        let of_content = matches!(view, View::String("of the content"));
        let is_set = ["Identifier", "UUID", "Type", "Version"]
            .iter()
            .any(|set| name.strip_prefix("Payload") == Some(*set));
        assert_eq!(of_content, !is_set && name != "SSID_STR" && name != "Kept", "{name}");
        true
    });
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "{names:?}");
    assert_eq!(count, common.len() + 2);
}

#[test]
fn a_key_of_one_variant_is_found_by_the_path_of_a_message() {
    let settings = <commands::Settings as Message>::DOCUMENT;
    let node = |path: &str| {
        reflect::node(settings, reflect::Side::Payload, &path.parse().unwrap())
            .map(|node| node.constraints.rangelist.len())
    };
    assert_eq!(node("Settings/0/Where"), Some(3));
    assert_eq!(node("Settings/0/Where"), node("Settings/*/Wallpaper/Where"));
    // Keys that several variants have.
    assert_eq!((node("Settings/0/Enabled"), node("Settings/0/Item")), (None, None));
    assert_eq!(node("Settings/0/Nothing"), None);
}

#[test]
fn a_declaration_has_a_token_of_its_content() {
    let settings = |length| PasscodeSettings { minimum_length: Some(length), ..Default::default() };
    let of = |identifier: &str, length| Declaration::new(identifier, settings(length));
    let mut changed = of("a", 7);
    changed.payload_mut().get_mut::<PasscodeSettings>().unwrap().minimum_length = Some(8);
    assert_eq!(changed, of("a", 8));
    let one = of("a", 8);
    assert_eq!(one.server_token(), of("a", 8).server_token());
    assert_ne!(one.server_token(), of("a", 9).server_token());
    assert_ne!(one.server_token(), of("b", 8).server_token());
    assert_eq!(
        one,
        Declaration::new("a", AnyDeclaration::from(AnyConfiguration::from(settings(8))))
    );
    assert_eq!(one, Declaration::new("a", AnyConfiguration::from(settings(8))));
    // This must not change with a new release of the crate, or every device would fetch everything
    // again.
    assert_eq!(
        one.server_token(),
        "0dc49145de706f06abad16591087d3c4162084f4ee1abb85c8e360c25f95703b"
    );

    let again = Declaration::from_json(&one.to_json().unwrap()).unwrap();
    assert_eq!(again.content_token(), one.server_token());
    assert_eq!(one.kind(), Some(DeclarationKind::Configuration));

    // A token of the server's own is used until something changes.
    let mut own = again.with_token("1");
    assert_eq!((own.server_token(), own.stated_token()), ("1", Some("1")));
    own.set_identifier("a");
    assert_eq!((own.server_token(), own.stated_token()), (one.server_token(), None));
    // A declaration in a file need not have a token.
    let authored = br#"{"Type": "com.apple.configuration.passcode.settings", "Identifier": "a",
        "Payload": {"MinimumLength": 8}}"#;
    let authored = Declaration::from_json(authored).unwrap();
    assert_eq!((&authored, authored.stated_token()), (&one, None));

    let items = declaration_items([&one]);
    assert_eq!(items.declarations.configurations[0].server_token, one.server_token());
    let response = tokens(&items, Date::default());
    assert_eq!(response.sync_tokens["DeclarationsToken"], items.declarations_token.as_str().into());
    assert_ne!(declaration_items([]).declarations_token, items.declarations_token);
}

#[test]
fn integers_and_reals_have_different_tokens() {
    let of = |number: &str| {
        let json = format!(
            r#"{{"Type":"t","Identifier":"i","ServerToken":"","Payload":{{"a":{number}}}}}"#
        );
        Declaration::from_json(json.as_bytes()).unwrap().content_token().to_owned()
    };
    assert_ne!(of("1"), of("1.0"));
    assert_eq!(of("1.0"), of("1.00"));
}

#[test]
fn items_are_found_in_a_report() {
    let message: AnyCheckin = sample!("checkin/declarative-management-status.plist");
    let AnyCheckin::DeclarativeManagementCheckin(message) = message else { panic!() };
    let report = message.status_report(&Limits::default()).unwrap();
    let family = status::get::<DeviceModelFamily>(&report.status_items).unwrap().unwrap();
    assert_eq!(family.device_model_family, "iPhone");

    let report: apple_device_management::protocol::StatusReport = sample!("status/report.json");
    let items: Vec<AnyStatusItem> =
        status::items(&report.status_items).into_iter().map(Result::unwrap).collect();
    let ids: Vec<&str> = items.iter().map(AnyStatusItem::id).collect();
    assert_eq!(
        ids,
        [
            "device.identifier.udid",
            "device.model.family",
            "device.model.new",
            "device.operating-system.supplemental.build-version",
            "device.operating-system.version",
            "management.client-capabilities",
            "management.declarations",
            "mdm.app",
            "new",
            "passcode.is-present",
        ]
    );
    let unknown = items.iter().filter(|item| item.document().is_none()).count();
    assert_eq!(unknown, 2);
    let apps = status::get::<MdmApp>(&report.status_items).unwrap().unwrap();
    assert_eq!(apps.mdm_app[1].removed, Some(true));
    let reasons = report.errors[0].reasons.as_deref().unwrap();
    assert_eq!(reasons[0].code, "Error.X");

    let mut again = Dictionary::new();
    items.iter().for_each(|item| status::insert(&mut again, item));
    assert_eq!(again, report.status_items);
}

#[test]
fn reports_add_up() {
    let mut known = Dictionary::new();
    let mut report = |text: &str| {
        status::update(&mut known, &Dictionary::from_json(text.as_bytes()).unwrap());
        known.clone()
    };
    let first = r#"{"device": {"model": {"family": "iPhone"}}, "new": [1],
        "mdm": {"app": [{"identifier": "a", "version": "1"}, {"identifier": "b"}]}}"#;
    assert_eq!(report(first), Dictionary::from_json(first.as_bytes()).unwrap());
    let known = report(
        r#"{"device": {"operating-system": {"version": "18.3"}}, "new": [2],
        "mdm": {"app": [{"identifier": "b", "_removed": true}, {"identifier": "a", "version": "2"},
            {"identifier": "c", "_removed": false}, {"identifier": "d", "_removed": true}]}}"#,
    );
    let expected = br#"{"device": {"model": {"family": "iPhone"},
            "operating-system": {"version": "18.3"}}, "new": [2],
        "mdm": {"app": [{"identifier": "a", "version": "2"},
            {"identifier": "c", "_removed": false}]}}"#;
    assert_eq!(known, Dictionary::from_json(expected).unwrap());
    // The value of an item may become of another type, and an empty list changes nothing.
    let known = report(r#"{"device": 1, "mdm": {"app": []}, "new": []}"#);
    assert_eq!((&known["device"], &known["new"]), (&1.into(), &Value::Array(Vec::new())));
    assert_eq!(status::get::<MdmApp>(&known).unwrap().unwrap().mdm_app.len(), 2);
}

#[test]
fn what_the_schema_does_not_know_adds_up_too() {
    let mut known = Dictionary::new();
    for report in [
        r#"{"network": {"wifi": {"ssid": "A", "on": true}, "vpn": {"active": true}}}"#,
        r#"{"network": {"wifi": {"ssid": "B"}}, "device": {"heat": {"list": [1]}}}"#,
        r#"{"device": {"heat": {"level": 2}}}"#,
    ] {
        status::update(&mut known, &Dictionary::from_json(report.as_bytes()).unwrap());
    }
    let expected = r#"{"network": {"wifi": {"ssid": "B", "on": true}, "vpn": {"active": true}},
        "device": {"heat": {"list": [1], "level": 2}}}"#;
    assert_eq!(known, Dictionary::from_json(expected.as_bytes()).unwrap());
    assert_eq!(status::look_up(&known, "device.heat.level"), Some(&2.into()));
    assert_eq!(status::look_up(&known, "device.cold"), None);
}

#[test]
fn a_member_that_is_removed_has_an_identifier_and_no_more() {
    let items = br#"{"security": {"certificate": {"list": [
        {"identifier": "a", "subject-summary": "A", "is-identity": true, "data": ""},
        {"identifier": "b", "_removed": true}]}}}"#;
    let items = Dictionary::from_json(items).unwrap();
    let list = status::get::<SecurityCertificateList>(&items).unwrap().unwrap();
    assert_eq!(list.security_certificate_list[1].removed, Some(true));
}

#[test]
fn an_answer_has_what_the_command_asked_for() {
    let reply = br#"{"Status": "Acknowledged", "UDID": "U", "CommandUUID": "C",
        "GlobalRestrictions": {}}"#;
    let response = Reply::from_json(reply).unwrap().strict_response::<Restrictions>().unwrap();
    assert_eq!(response.profile_restrictions, None);
}

#[test]
fn a_reply_to_settings_has_a_result_for_each() {
    let reply = br#"{"Status": "Acknowledged", "UDID": "U", "CommandUUID": "C", "Settings": [
        {"Item": "PersonalHotspot", "Status": "CommandFormatError"},
        {"Item": "Bluetooth", "Status": "Error", "ErrorChain": [{"ErrorCode": 12}]}]}"#;
    let reply = Reply::from_json(reply).unwrap();
    let results = reply.response::<Settings>().settings.unwrap();
    assert_eq!(results[0].item.as_deref(), Some("PersonalHotspot"));
    let chain = results[1].error_chain.as_ref().unwrap();
    assert_eq!((results[1].status.as_str(), chain[0].error_code), ("Error", Some(12)));
    // The same for a command that is known only at run time.
    let response = reply.response_to(&Settings::default().into());
    assert_eq!(response.get::<Settings>().unwrap().settings.as_ref().unwrap(), &results);
    assert!(response.get::<ProfileList>().is_none());
}

#[test]
fn an_empty_acknowledgement_answers_every_command() {
    let mut incomplete = 0;
    for (id, make) in AnyCommand::VARIANTS {
        let (command, reply) = (make(), Reply::new(Status::Acknowledged).to("C"));
        let response = reply.response_to(&command);
        let strict = reply.strict_response_to(&command);
        assert_eq!(strict.is_err(), !response.problems().is_empty(), "{id}");
        incomplete += usize::from(strict.is_err());
        let missing = |error: &DecodeError| error.kind == DecodeErrorKind::Missing;
        assert!(response.problems().iter().all(missing), "{id}: {:?}", response.problems());
    }
    assert!(incomplete > 0, "some responses require keys");
}

#[test]
fn what_does_not_fit_a_reply_costs_nothing_else() {
    let reply = br#"{"Status": "Acknowledged", "UDID": "U", "CommandUUID": "C", "ProfileList": [
        {"PayloadIdentifier": "a", "PayloadUUID": "u", "PayloadVersion": 1,
         "HasRemovalPasscode": "odd", "IsEncrypted": false},
        "no profile",
        {"PayloadIdentifier": 7, "PayloadUUID": "w", "PayloadVersion": 1}]}"#;
    let reply = Reply::from_json(reply).unwrap();
    assert!(reply.strict_response::<ProfileList>().is_err());
    let profiles = reply.response::<ProfileList>().profile_list;
    let uuids: Vec<_> = profiles.iter().map(|profile| profile.payload_uuid.as_str()).collect();
    assert_eq!(uuids, ["u", "w"]);
    // Values that do not fit are kept in `extra` where they stood.
    assert_eq!(profiles[0].extra["HasRemovalPasscode"], "odd".into());
    assert_eq!(profiles[1].extra["PayloadIdentifier"], 7.into());
    let problems = reply.problems::<ProfileList>();
    let places: Vec<_> = problems.iter().map(|problem| problem.path.to_string()).collect();
    assert!(
        ["ProfileList/0/HasRemovalPasscode", "ProfileList/1", "ProfileList/2/PayloadIdentifier"]
            .iter()
            .all(|place| places.iter().any(|found| found == place)),
        "{problems:#?}"
    );
}

#[test]
fn a_message_of_another_type_is_refused() {
    let erase = br#"{"RequestType": "EraseDevice", "PIN": "123456"}"#;
    let error = DeviceLock::from_json(erase).unwrap_err().to_string();
    assert!(error.contains("expected the value `DeviceLock`, found `EraseDevice`"), "{error}");
    assert_eq!(EraseDevice::from_json(erase).unwrap().pin.as_deref(), Some("123456"));
    let font = br#"{"PayloadType": "com.apple.font", "PayloadIdentifier": "a", "Font": ""}"#;
    assert!(WifiManaged::from_json(font).is_err());
    // The envelope of a command is not read as a command, in any format. It is recognized by both
    // of its keys.
    let whole = br#"{"CommandUUID": "c", "Command": {"RequestType": "DeviceLock"}}"#;
    let said = "DeviceLock (mdm/commands/device.lock.yaml): this is a command in its envelope, of \
                `CommandUUID` and `Command`: read it as `Command`";
    assert_eq!(DeviceLock::from_json(whole).unwrap_err().to_string(), said);
    let xml = Command::from_json(whole).unwrap().to_xml().unwrap();
    assert!(DeviceLock::from_plist(&xml).unwrap_err().to_string().starts_with(said));
    for odd in [&br#"{"CommandUUID": "c"}"#[..], br#"{"Command": {}}"#] {
        assert_eq!(DeviceLock::from_json(odd).unwrap().extra.len(), 1);
    }
    // A type that is not a string is ignored.
    let list = br#"{"RequestType": 1}"#;
    assert!(DeviceLock::from_json(list).is_ok());
}

#[test]
fn an_odd_item_costs_no_other() {
    let items = br#"{"device": {"model": {"family": 1, "identifier": "x"}}}"#;
    let items = status::items(&Dictionary::from_json(items).unwrap());
    assert!(items[0].is_err() && items[1].is_ok(), "{items:?}");
}

#[test]
fn a_refusal_has_its_status_and_type() {
    let cases = [
        (Encoding::Json, "application/json"),
        (Encoding::Xml, "application/xml"),
        (Encoding::Binary, "application/xml"),
    ];
    for (encoding, kind) in cases {
        let refusal = Refusal::new(SoftwareUpdateRequired::default(), encoding).unwrap();
        assert_eq!((refusal.status, refusal.content_type), (403, kind));
        let written = if encoding == Encoding::Json { Encoding::Json } else { Encoding::Xml };
        assert_eq!(Encoding::of(&refusal.body), Some(written));
        let body: Dictionary = read(&refusal.body, &Limits::default()).unwrap();
        assert_eq!(body["code"], "com.apple.softwareupdate.required".into());
    }
}

#[test]
fn other_documents_are_used_where_they_belong() {
    let hash: other::PasswordHash = sample!("password-hash/password-hash.plist");
    let data = other::password_hash(&hash).unwrap();
    assert_eq!(other::read_password_hash(&data).unwrap(), hash);
    assert!(other::skip_keys().any(|key| key == "Siri"));
}

#[test]
fn a_reply_shows_no_secret() {
    let mut reply = Reply::new(Status::Acknowledged).to("C1");
    reply.keys.insert("UnlockToken", Data::from(b"hush"));
    let shown = format!("{reply:?}");
    assert!(shown.contains("UnlockToken") && shown.contains("C1"), "{shown}");
    assert!(!shown.contains("hush") && !shown.contains("Data"), "{shown}");
}
