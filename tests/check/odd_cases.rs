//! Unusual places of the schema, and what the tables say of them.

use apple_device_management::reflect::{self, Node, Side};
use apple_device_management::{
    Document, Family, Introduced, KeyPath, Mode, Os, OsSupport, Support, Version,
};

use crate::support::document;

fn by_source(source: &str) -> &'static Document {
    reflect::documents().find(|document| document.source == source).unwrap()
}

fn node(document: &'static Document, side: Side, path: &str) -> Node {
    let path: KeyPath = path.parse().unwrap();
    reflect::node(document, side, &path).unwrap_or_else(|| panic!("{} {path}", document.id))
}

fn payload(document: &'static Document, path: &str) -> Support {
    node(document, Side::Payload, path).support
}

fn since(version: &str) -> Introduced {
    Introduced::Since(version.parse().unwrap())
}

/// The version that introduced it on iOS, macOS, tvOS, visionOS, watchOS; `-` if there is none.
fn introduced(support: Support) -> String {
    let word = |os: Os| match support.on(os).introduced() {
        Introduced::Since(version) => version.to_string(),
        Introduced::Never => "-".to_owned(),
        Introduced::Always => "always".to_owned(),
        Introduced::Unstated => "?".to_owned(),
    };
    Os::ALL.map(word).join(" ")
}

#[test]
fn authenticate_device_name_is_for_macs() {
    let document = document(Family::Checkin, "Authenticate");
    for name in ["DeviceName", "Model", "ModelName"] {
        assert_eq!(introduced(payload(document, name)), "- 10.7 - - -", "{name}");
    }
    assert_eq!(introduced(payload(document, "Topic")), "4.0 10.7 10.2 1.1 10.0");
}

#[test]
fn accessibility_settings_is_a_variant_with_its_own_keys() {
    let document = document(Family::Commands, "Settings");
    let variant = payload(document, "Settings/*/AccessibilitySettings");
    assert_eq!(introduced(variant), "16.0 - - - 10.0");
    let bold = payload(document, "Settings/*/AccessibilitySettings/BoldTextEnabled");
    assert!(bold.on(Os::Ios).introduced() >= since("16.0"));
    assert_eq!(bold.on(Os::MacOs), OsSupport::NEVER);
    let contrast = payload(document, "Settings/*/AccessibilitySettings/IncreaseContrastEnabled");
    assert_eq!(introduced(contrast), "16.0 - - - -");
    // In a path of a message, an index means any item.
    let image: KeyPath = "Settings/0/Wallpaper/Image".parse().unwrap();
    assert!(reflect::node(document, Side::Payload, &image).is_some());
}

#[test]
fn airplay_lists_share_a_structure_not_a_support() {
    let document = document(Family::Profiles, "com.apple.airplay");
    let (new, old) = (payload(document, "AllowList/*"), payload(document, "Whitelist/*"));
    // A key was introduced before the one above it: the later version counts.
    assert_eq!(new.on(Os::Ios).introduced(), since("14.5"));
    assert_eq!(old.on(Os::Ios).introduced(), since("7.0"));
    assert_eq!(new.on(Os::Ios).deprecated(), None);
    assert_eq!(old.on(Os::Ios).deprecated(), Some(Version::new(14, 5, 0)));
    assert_eq!(new.on(Os::MacOs).user_enrollment_mode(), Some(Mode::Ignored));
}

#[test]
fn tcc_services_are_aliases_with_supports_of_their_own() {
    let id = "com.apple.TCC.configuration-profile-policy";
    let document = document(Family::Profiles, id);
    let of = |service: &str| {
        payload(document, &format!("Services/{service}/*/Identifier")).on(Os::MacOs).introduced()
    };
    assert_eq!(of("AddressBook"), since("10.14"));
    assert_eq!(of("ListenEvent"), since("10.15"));
    assert_eq!(of("SystemPolicyAppBundles"), since("13.0"));
}

#[test]
fn vpn_is_not_for_watches() {
    let document = document(Family::Profiles, "com.apple.vpn.managed");
    for path in ["IKEv2", "IKEv2/AuthName", "DNS/ServerAddresses", "Proxies"] {
        assert_eq!(payload(document, path).on(Os::WatchOs), OsSupport::NEVER, "{path}");
    }
}

#[test]
fn energy_saver_timers_take_a_range() {
    let document = by_source("mdm/profiles/com.apple.MCX(EnergySaver).yaml");
    for timer in ["Display Sleep Timer", "Disk Sleep Timer", "System Sleep Timer"] {
        let path = KeyPath::root().key("com.apple.EnergySaver.desktop.ACPower").key(timer);
        let node = reflect::node(document, Side::Payload, &path).unwrap();
        assert_eq!(node.constraints.rangelist.len(), 0, "{timer}");
        let range = node.constraints.range.unwrap();
        assert_eq!((range.min, range.max), (Some(0.0), Some(180.0)), "{timer}");
    }
}

#[test]
fn ranges_may_be_open_on_one_side() {
    let document = by_source("mdm/profiles/com.apple.extensiblesso.yaml");
    let node = node(document, Side::Payload, "PlatformSSO/LoginFrequency");
    let range = node.constraints.range.unwrap();
    assert_eq!((range.min, range.max), (Some(3600.0), None));
}

#[test]
fn no_supported_os_at_all_is_unknown() {
    let document = document(Family::Profiles, "com.apple.security.wapi-identity");
    assert_eq!(introduced(document.support), "? ? ? ? ?");
}

#[test]
fn removed_in_version_zero_is_never() {
    let document = document(Family::Other, "ManifestURL");
    let support = payload(document, "items/*/assets/*/needs-shine");
    assert_eq!(introduced(support), "- - - - -");
}

#[test]
fn gated_values_have_a_support_each() {
    let query = document(Family::Commands, "DeviceInformation");
    let silicon = payload(query, "Queries/*/IsAppleSilicon");
    assert_eq!(introduced(silicon), "- 12.0 - - -");
    let security = document(Family::Commands, "SecurityInfo");
    let queries = reflect::nodes(security, Side::Response);
    let reduced =
        queries.iter().filter(|(_, node)| node.kind == reflect::NodeKind::GatedValue).count();
    assert_eq!(reduced, 3);
}

#[test]
fn a_document_is_found_by_family_and_identifier() {
    assert_eq!(reflect::documents().count(), 316);
    for document in reflect::documents() {
        let same = reflect::documents_of(document.family, document.id);
        assert!(same.iter().any(|one| one.source == document.source), "{}", document.source);
        assert!(same.iter().all(|one| one.id == document.id), "{}", document.source);
        assert!(reflect::family(document.family).iter().any(|one| one.source == document.source));
    }
    assert_eq!(reflect::documents_of(Family::Profiles, "com.apple.MCX").len(), 6);
    assert_eq!(reflect::documents_named("DeclarativeManagement").count(), 2);
    assert!(reflect::documents_of(Family::Profiles, "").is_empty());
}

#[test]
fn documents_say_what_else_the_schema_says() {
    let passcode = "com.apple.configuration.passcode.settings";
    let passcode = document(Family::Configurations, passcode);
    assert_eq!(passcode.apply, Some(apple_device_management::Apply::Combined));
    let combine = node(passcode, Side::Payload, "MinimumLength").constraints.combine;
    assert_eq!(combine, Some(apple_device_management::Combine::NumberMax));
    assert!(reflect::documents().any(|document| !document.reasons.is_empty()));
    assert!(reflect::documents().any(|document| !document.related_status_items.is_empty()));
}

#[test]
fn every_node_is_found_again_by_its_path() {
    let mut count = 0;
    for document in reflect::documents() {
        for side in [Side::Payload, Side::Response] {
            for (path, node) in reflect::nodes(document, side) {
                let text = path.to_string();
                let read: KeyPath = text.parse().unwrap();
                assert_eq!(read, path);
                let found = reflect::node(document, side, &read);
                assert_eq!(
                    found.map(|one| one.name),
                    Some(node.name),
                    "{} {text}",
                    document.source
                );
                count += 1;
            }
        }
    }
    assert!(count > 3400, "{count}");
}
