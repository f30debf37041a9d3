use std::collections::BTreeSet;

use apple_device_management_core::Family;

use super::*;
use crate::effective::Side;

#[test]
fn root_types() {
    for (id, expected) in [
        ("Authenticate", "Authenticate"),
        ("com.apple.wifi.managed", "WifiManaged"),
        ("com.apple.configuration.passcode.settings", "PasscodeSettings"),
        ("com.apple.activation.simple", "ActivationSimple"),
        ("com.apple.asset.data", "DataAsset"),
        ("com.apple.asset.credential.acme", "CredentialAcmeAsset"),
        ("com.apple.asset.useridentity", "UserIdentityAsset"),
        ("com.apple.credential.usernameandpassword", "UsernameAndPasswordCredential"),
        ("com.apple.management.properties", "ManagementProperties"),
        ("com.apple.configuration.management.test", "ManagementTest"),
        ("com.apple.configuration.softwareupdate.settings", "SoftwareUpdateSettings"),
        ("com.apple.applicationaccess", "ApplicationAccess"),
        ("com.apple.mobiledevice.passwordpolicy", "MobileDevicePasswordPolicy"),
        ("diskmanagement.filevault.enabled", "DiskManagementFileVaultEnabled"),
        // There is no row for it, nor for a word that it only begins with.
        ("com.apple.somethingnew", "Somethingnew"),
        ("com.apple.softwareupdates", "Softwareupdates"),
        ("device.model.family", "DeviceModelFamily"),
        ("device.operating-system.build-version", "DeviceOperatingSystemBuildVersion"),
        (".GlobalPreferences", "GlobalPreferences"),
        ("ManifestURL", "ManifestUrl"),
        ("com.apple.MCX.FileVault2", "McxFileVault2"),
        ("com.apple.extensiblesso", "ExtensibleSso"),
        ("com.apple.vpn.managed.applayer", "VpnManagedAppLayer"),
        ("com.apple.well-known.failed", "WellKnownFailed"),
        ("802.1x", "Document802_1x"),
        ("com.apple.", "DocumentDocument"),
        ("com.apple.asset.", "Asset"),
        ("self", "SelfDocument"),
    ] {
        assert_eq!(document_type("x.yaml", id), expected);
    }
    let twin = document_type("mdm/profiles/com.apple.MCX(FileVault2).yaml", "com.apple.MCX");
    assert_eq!(twin, "McxFileVault");
    // A file that Apple has renamed keeps its type.
    for part in ["Mobililty", "Mobility"] {
        let source = format!("mdm/profiles/com.apple.MCX({part}).yaml");
        assert_eq!(document_type(&source, "com.apple.MCX"), "McxMobility");
    }
    assert_eq!(document_type("x(Later Part).yaml", "com.apple.MCX"), "McxLaterPart");
    assert_eq!(module("McxFileVault2"), "mcx_file_vault2");
    assert_eq!(module("Type"), "type_");
    assert_eq!(module("Super"), "super_");
    assert_eq!(constant("DeviceInformation"), "DEVICE_INFORMATION");
}

#[test]
fn nothing_hides_the_vocabulary() {
    assert_eq!(nested_type("Key"), "KeyType");
    assert_eq!(nested_type("Value"), "ValueContent");
    assert_eq!(nested_type("Anything"), "AnythingType");
    assert_eq!(nested_type("From"), "FromType");
    assert_eq!(nested_type("Mode"), "Mode");
    assert_eq!(document_type("mdm/commands/key.yaml", "Key"), "KeyDocument");
    assert_eq!(nested_type("KeyItem"), "KeyItem");
    assert_eq!(nested_type("Self"), "SelfType");
    assert_eq!(nested_type("3dModes"), "Type3dModes");
}

#[test]
fn identifiers() {
    for name in ["A", "a_1", "_1", "_empty", "self_", "Self_", "r#type", "V1_0"] {
        assert!(is_identifier(name), "{name}");
    }
    for name in [
        "", "_", "1", "3dModes", "a b", "Self", "self", "type", "r#self", "r#name", "²x", "٣x",
        "a①", "Größe",
    ] {
        assert!(!is_identifier(name), "{name}");
    }
}

#[test]
fn fields() {
    for (key, expected) in [
        ("DeviceName", "device_name"),
        ("UDID", "udid"),
        ("Type", "r#type"),
        ("where", "r#where"),
        ("Key Type", "key_type"),
        ("com.apple.EnergySaver.desktop.ACPower", "energy_saver_desktop_ac_power"),
        ("QoSMarkingPolicy", "qos_marking_policy"),
        ("VPNUUID", "vpn_uuid"),
        ("ProxyPACURL", "proxy_pac_url"),
        ("CalDAVHostName", "caldav_host_name"),
        ("allowPlatformSSOAuthFallback", "allow_platform_sso_auth_fallback"),
        ("LoginwindowText", "login_window_text"),
        ("autohide-immutable", "autohide_immutable"),
        ("_removed", "removed"),
        ("iTunesStoreID", "itunes_store_id"),
        ("SupportsiOSAppInstalls", "supports_ios_app_installs"),
        ("allowiTunes", "allow_itunes"),
        ("iOSApp", "ios_app"),
        ("IKEv2", "ikev2"),
        ("EnableIPv6", "enable_ipv6"),
        ("PayloadCertificateUUIDs", "payload_certificate_uuids"),
        ("DNSSettings", "dns_settings"),
        ("WiFiMAC", "wifi_mac"),
        ("IsESIM", "is_esim"),
        ("eSIMServerURL", "esim_server_url"),
        ("OSUpdateSettings", "os_update_settings"),
        ("Hash-SHA-256", "hash_sha_256"),
        ("FDE_Enabled", "fde_enabled"),
        ("Extra", "extra_"),
        ("Self", "self_"),
        ("8021X", "_8021x"),
    ] {
        assert_eq!(field(key), expected, "{key}");
    }
}

#[test]
fn variants() {
    for (value, expected) in [
        ("1.0", "V1_0"),
        ("-1", "Minus1"),
        ("3DES", "TripleDes"),
        ("operation:*", "OperationAny"),
        ("Password+Certificate", "PasswordPlusCertificate"),
        ("Other", "Other"),
        ("", "Empty"),
        ("Self", "Self_"),
        ("com.apple.access", "Access"),
        ("com.apple.preferences.softwareupdate", "PreferencesSoftwareUpdate"),
        ("AES-128-GCM", "Aes128Gcm"),
        ("SHA2-256", "Sha2_256"),
        ("ECSECPrimeRandom", "EcSecPrimeRandom"),
        ("--", "Symbol"),
    ] {
        assert_eq!(variant(value), expected, "{value}");
    }
}

#[test]
fn items_of_lists() {
    for (list, expected) in [
        ("Queries", "Query"),
        ("Settings", "Setting"),
        ("ServerAddresses", "ServerAddress"),
        ("ResponseUpdates", "ResponseUpdate"),
        ("Caches", "Cache"),
        ("DataHashes", "DataHash"),
        // Not a plural.
        ("OsUpdateStatus", "OsUpdateStatusItem"),
        ("Access", "AccessItem"),
        ("Analysis", "AnalysisItem"),
        ("AllowList", "AllowListItem"),
        ("s", "sItem"),
        ("Sha256s", "Sha256sItem"),
        ("", "Item"),
    ] {
        assert_eq!(item_type(list, "Item"), expected, "{list}");
    }
    assert_eq!(item_type("PayloadContent", "Value"), "PayloadContentValue");
}

/// The module and the statics named after a type have the same words as the type.
#[test]
fn modules_and_constants_have_the_words_of_their_type() {
    for (id, module_name, static_name) in [
        ("com.apple.applicationaccess", "application_access", "APPLICATION_ACCESS"),
        ("QoSMarkingPolicy", "qos_marking_policy", "QOS_MARKING_POLICY"),
        ("com.apple.systemuiserver", "system_ui_server", "SYSTEM_UI_SERVER"),
    ] {
        let name = document_type("x.yaml", id);
        assert_eq!(module(&name), module_name);
        assert_eq!(constant(&name), static_name);
    }
}

#[test]
fn a_reviewed_name_is_of_one_place() {
    let settings = "mdm/commands/settings.yaml";
    let place = "Settings/*/MDMOptions/MDMOptions";
    assert_eq!(reviewed_type(settings, "payload", place), Some("MdmOptions"));
    assert_eq!(reviewed_type(settings, "response", place), None);
    assert_eq!(reviewed_type("mdm/commands/x.yaml", "payload", place), None);
    let users = "mdm/commands/user.list.yaml";
    assert_eq!(reviewed_type(users, "response", "Users/*"), Some("User"));
    assert_eq!(reviewed_type(users, "payload", "Users/*"), None);
}

/// A row that fits no name is misspelt, or is for something that is gone.
#[test]
fn every_row_is_used() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated/model.json");
    let text = std::fs::read_to_string(path).unwrap();
    let strings: Vec<&str> = text.split('"').collect();
    let words: BTreeSet<String> = strings.iter().flat_map(|text| words::written(text)).collect();
    for (written, _) in words::BREAKS {
        assert!(words.contains(*written), "no word is {written}");
    }
    // These are names of Apple's systems and devices, which new keys may well use.
    let awaited = ["iPadOS", "macOS", "tvOS", "visionOS", "watchOS", "iPad"];
    let spellings = words::SPELLINGS.iter();
    for (written, _) in spellings.filter(|(written, _)| !awaited.contains(written)) {
        assert!(strings.iter().any(|text| text.contains(written)), "nothing has {written}");
    }
    let model: crate::model::Model = crate::model_json::read(&text).unwrap();
    let document = |source: &str| model.documents.iter().find(|known| known.source == source);
    for (source, _) in DOCUMENTS {
        assert!(document(source).is_some(), "no document is {source}");
    }
    let names = crate::emit::emit_model(&model, &crate::emit::Prose::new()).unwrap().names;
    for (source, path, name) in NESTED {
        let document = document(source).unwrap_or_else(|| panic!("no document is {source}"));
        let module = module(&document_type(source, &document.id));
        let exported = format!("{}::{module}::{name}", document.family.module());
        assert!(names.contains(&exported), "{source}: there is no {path}");
    }
}

/// If two families had a type of the same name, callers would have to write its module too.
#[test]
fn no_two_families_share_a_name() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated/model.json");
    let model: crate::model::Model =
        crate::model_json::read(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut names: BTreeSet<String> = Family::all()
        .map(|family| family.module().rsplit("::").next().unwrap().to_owned())
        .collect();
    for root in crate::emit::root_types(&model).unwrap() {
        let (family, name) = (root.family, root.name);
        if root.side == Side::Payload {
            assert!(names.insert(root.module.clone()), "{family}: the module {}", root.module);
        }
        assert!(names.insert(name.clone()), "{family}: {name}");
    }
}
