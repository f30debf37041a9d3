//! Every kind of message can be checked as it is.

use apple_device_management::check::{
    Check, MinimumVersion, Retain, minimum_version, missing_rights, retain_supported,
};
use apple_device_management::checkin::{AnyCheckin, CheckOut};
use apple_device_management::commands::{AnyCommand, Command, DeviceLock, EraseDevice, Order};
use apple_device_management::declarations::configurations::{AnyConfiguration, PasscodeSettings};
use apple_device_management::declarations::{AnyDeclaration, Declaration};
use apple_device_management::profiles::{AnyPayload, Dock, Payload, Profile};
use apple_device_management::{Dictionary, Effect, Fact, KeyPath, Os, Right, Version};

use crate::support::{lines, serious, target};

fn asked<T: Retain>(mut message: T, os: Os) -> (MinimumVersion, usize, bool) {
    let rights = missing_rights(&message, 0).len();
    let minimum = minimum_version(&message, os);
    let kept = retain_supported(&mut message, &target("watchos:11.0")).unwrap();
    (minimum, rights, kept.removals().is_some())
}

#[test]
fn commands_in_every_form() {
    let erase = EraseDevice::default();
    let any = AnyCommand::from(erase.clone());
    let order = Order { request: any.clone(), ..Default::default() };
    let command = Command::new("c", erase.clone());
    let expected = asked(erase, Os::Ios);
    assert_eq!(expected.1, 1);
    assert_eq!(
        [asked(any, Os::Ios), asked(order, Os::Ios), asked(command, Os::Ios)],
        [expected.clone(), expected.clone(), expected]
    );
    // Each finding has the path of its place.
    let command = Command::new("c", DeviceLock::default());
    let rights = missing_rights(&command, Right::AllowDeviceErase.bit());
    assert_eq!(rights[0].right, Some(Right::AllowPasscodeRemovalAndLock));
    assert_eq!(rights[0].path, "Command".parse().unwrap());
    let said = serious(&command.check(&target("macos:15.3,supervised,user-channel,rights:8191")));
    assert_eq!(said, ["error: Command: not on the user channel"]);
}

#[test]
fn payloads_and_declarations_in_every_form() {
    let never = |path: &str| MinimumVersion::Never(path.parse().unwrap());
    let uuid = "2B7D90E4-5C13-48AF-9E62-D0A1B3C5F786";
    let dock = Payload::new("a", uuid, Dock::default());
    let profile = Profile::new("a", uuid, vec![dock.clone()]);
    assert_eq!(asked(Dock::default(), Os::Ios), (never(""), 0, false));
    assert_eq!(asked(AnyPayload::from(Dock::default()), Os::Ios), (never(""), 0, false));
    assert_eq!(asked(dock, Os::Ios), (never(""), 0, false));
    assert_eq!(asked(profile, Os::Ios), (never("PayloadContent/0"), 0, false));
    let passcode = AnyDeclaration::from(AnyConfiguration::from(PasscodeSettings::default()));
    let declaration = Declaration::new("a", passcode.clone());
    let watch = asked(passcode, Os::WatchOs);
    assert_eq!(watch.0, minimum_version(&PasscodeSettings::default(), Os::WatchOs));
    assert_eq!(asked(declaration, Os::TvOs).0, never("Payload"));
    let checkin = AnyCheckin::from(CheckOut::default());
    assert!(matches!(minimum_version(&checkin, Os::Ios), MinimumVersion::Since(_)));
}

#[test]
fn what_the_schema_does_not_list_is_told_where_its_type_stands() {
    let unknown = AnyCommand::Unknown("DeviceLok".to_owned(), Dictionary::new());
    let said = "the schema has no command of this type; did you mean `DeviceLock`?";
    let to = target("ios:18.3");
    let command = Command::new("c", unknown.clone());
    assert_eq!(lines(&command.check(&to)), [format!("warning: Command/RequestType: {said}")]);
    let order = Order { request: unknown.clone(), ..Default::default() };
    assert_eq!(lines(&order.check(&to)), [format!("warning: RequestType: {said}")]);
    let found = unknown.check(&to);
    let said = "the schema has no message of this type; did you mean `DeviceLock`?";
    assert_eq!(found.to_string(), format!("warning: {said}\n"));
    assert_eq!(minimum_version(&unknown, Os::Ios), MinimumVersion::Unknown(KeyPath::root()));
    let rights = missing_rights(&unknown, 1);
    assert_eq!(rights.iter().map(|one| one.right).collect::<Vec<_>>(), [None]);
    assert!(missing_rights(&unknown, 8191).is_empty());
    let mut unknown = unknown;
    assert_eq!(retain_supported(&mut unknown, &to).unwrap().removals().map(<[_]>::len), Some(0));
}

/// Little is known of the target: there is one line for each fact on which the answer depends.
#[test]
fn one_line_for_each_cause() {
    use apple_device_management::profiles::ApplicationAccess;
    let restrictions = ApplicationAccess {
        allow_camera: Some(true),
        allow_air_drop: Some(true),
        allow_app_installation: Some(true),
        allow_untrusted_tls_prompt: Some(true),
        ..Default::default()
    };
    let found = restrictions.check(&target("ios"));
    let depends = |fact: Fact| -> Vec<_> {
        let limit = |one: &&apple_device_management::check::Finding| one.depends_on() == Some(fact);
        found.iter().filter(limit).collect()
    };
    let supervision = depends(Fact::Supervision);
    assert_eq!(supervision.len(), 1, "{found}");
    assert!(!supervision[0].also.is_empty(), "{found}");
    // Of several minimum versions, the highest is named, from which on everything is taken.
    let version = depends(Fact::Version);
    assert_eq!(version.len(), 1, "{found}");
    let MinimumVersion::Since(all) = minimum_version(&restrictions, Os::Ios) else { panic!() };
    let limit = apple_device_management::Limit::NotBefore(all);
    assert_eq!(version[0].limit(), Some(limit), "{found}");
    assert!(all > Version::new(4, 0, 0) && found[0].to_string().contains("; also "), "{found}");
    // There is one line for each cause, and no two findings about supports say the same.
    let mut seen = Vec::new();
    for finding in &found {
        let apple_device_management::check::Problem::Support(_, obstacle) = finding.problem else {
            continue;
        };
        if let Effect::DependsOn(fact) = obstacle.effect {
            let cause = (fact, std::mem::discriminant(&obstacle.limit));
            assert!(!seen.contains(&cause), "{found}");
            seen.push(cause);
        }
    }
}
