//! All names of the generated crate: modules, types, fields, variants.
//!
//! A name derives from the wire identifier or the key path alone, so a new document never renames
//! an old type. Where that gives no name or the same name twice, the tables here decide; a
//! collision that they do not settle is an error.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Documents whose identifier gives no good name of its own, by their source.
const DOCUMENTS: &[(&str, &str)] = &[
    ("declarative/declarations/assets/data.yaml", "DataAsset"),
    ("declarative/declarations/declarationbase.yaml", "DeclarationBase"),
    ("mdm/profiles/com.apple.Dictionary.yaml", "DictionaryPayload"),
    ("mdm/profiles/com.apple.MCX(Accounts).yaml", "McxAccounts"),
    ("mdm/profiles/com.apple.MCX(EnergySaver).yaml", "McxEnergySaver"),
    ("mdm/profiles/com.apple.MCX(FileVault2).yaml", "McxFileVault"),
    ("mdm/profiles/com.apple.MCX(Mobililty).yaml", "McxMobility"),
    ("mdm/profiles/com.apple.MCX(TimeServer).yaml", "McxTimeServer"),
    ("mdm/profiles/com.apple.MCX(WiFi).yaml", "McxWifi"),
    ("mdm/profiles/loginwindow.yaml", "LoginwindowLoginItems"),
    ("mdm/profiles/com.apple.extensiblesso(kerberos).yaml", "ExtensibleSsoKerberos"),
];

/// What is left out at the start of an identifier; the first that fits.
const PREFIXES: &[&str] = &[
    "com.apple.configuration.",
    "com.apple.activation.",
    "com.apple.asset.",
    "com.apple.management.",
    "com.apple.credential.",
    "com.apple.",
];

/// Words that Apple writes with capitals of their own.
const WORDS: &[(&str, &str)] = &[
    ("iPadOS", "Ipados"),
    ("iOS", "Ios"),
    ("macOS", "Macos"),
    ("MacOS", "Macos"),
    ("tvOS", "Tvos"),
    ("visionOS", "Visionos"),
    ("watchOS", "Watchos"),
    ("iPad", "Ipad"),
    ("iPhone", "Iphone"),
    ("iTunes", "Itunes"),
    ("ITunes", "Itunes"),
    ("iCloud", "Icloud"),
    ("iMessage", "Imessage"),
    ("iChat", "Ichat"),
    ("iBeacon", "Ibeacon"),
    ("WiFi", "Wifi"),
    ("eSIM", "Esim"),
    ("IPSec", "Ipsec"),
    ("extensiblesso", "ExtensibleSso"),
];

/// Values of rangelists that make no identifier, or not a good one.
const VALUES: &[(&str, &str)] = &[("", "Empty"), ("3DES", "TripleDes"), ("*", "Any")];

/// The vocabulary that generated modules import: what `core/src/emitted.rs` exports.
const VOCABULARY: &[&str] = &[
    "Apply",
    "BTreeMap",
    "Combine",
    "Constraints",
    "Data",
    "Date",
    "Dictionary",
    "Document",
    "Enrollment",
    "Enrollments",
    "Family",
    "Gated",
    "GatedValue",
    "Key",
    "Literal",
    "Message",
    "Mode",
    "Open",
    "OsSupport",
    "Range",
    "Real",
    "Reason",
    "ReasonDetail",
    "Repetition",
    "Retired",
    "RetiredValue",
    "Right",
    "Scope",
    "Scopes",
    "SharedIpad",
    "Subtype",
    "Support",
    "Table",
    "Union",
    "UserEnrollment",
    "Value",
    "ValueType",
    "Request",
    "Variant",
    "Version",
    "Always",
    "Never",
    "Since",
    "NotStated",
    "NoRight",
    "OneRight",
    "SpecialRight",
    "Optional",
    "Required",
    "Unstated",
    "Box",
    "Option",
    "Some",
    "None",
    "String",
    "Vec",
    "Ok",
    "Err",
    "Result",
    "Default",
    "Clone",
    "Debug",
    "PartialEq",
    // Their tables would be called like the module's own `SOURCE` and `SUPPORTS`.
    "Source",
    "Supports",
    // As `NONE` and `NEVER` are, `ANYTHING` is imported.
    "Anything",
    // A keyword that looks like a type.
    "Self",
];

/// Rust's keywords, raw identifiers of which make fields.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// The keywords that are no raw identifiers either; they get an underscore behind them.
const NEVER_RAW: &[&str] = &["crate", "self", "super"];

/// Whether Rust takes a name. All that is not ASCII is refused, also what Rust would take of it: no
/// identifier of Apple's has any, and two that look the same could be different names.
pub fn is_identifier(name: &str) -> bool {
    let part = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let reserved = |name| KEYWORDS.contains(&name) || NEVER_RAW.contains(&name);
    match name.strip_prefix("r#") {
        Some(keyword) => KEYWORDS.contains(&keyword),
        None => {
            let digit = name.starts_with(|first: char| first.is_ascii_digit());
            !digit
                && name.chars().all(part)
                && !reserved(name)
                && !["", "_", "Self"].contains(&name)
        }
    }
}

/// The name of a document's root type: `WifiManaged` for `com.apple.wifi.managed`.
pub fn document_type(source: &str, id: &str) -> String {
    match DOCUMENTS.iter().find(|(known, _)| *known == source) {
        Some((_, name)) => (*name).to_owned(),
        None => {
            let rest = PREFIXES.iter().find_map(|prefix| id.strip_prefix(prefix)).unwrap_or(id);
            unlike_vocabulary(&lettered(&type_part(rest), "Document"), "Document")
        }
    }
}

/// The module of a root type: `wifi_managed` for `WifiManaged`.
pub fn module(type_name: &str) -> String {
    let name = type_name.to_snake_case();
    let keyword = [KEYWORDS, NEVER_RAW].iter().any(|words| words.contains(&name.as_str()));
    if keyword { format!("{name}_") } else { name }
}

/// The name of a nested type; one that would hide the vocabulary gets `Type` behind it, and one
/// that begins with no letter has it before it.
pub fn nested_type(name: &str) -> String {
    unlike_vocabulary(&lettered(name, "Type"), "Type")
}

/// A name with a word before it if it begins with no letter: on the wire it may, in Rust it must.
fn lettered(name: &str, word: &str) -> String {
    if name.starts_with(char::is_alphabetic) { name.to_owned() } else { format!("{word}{name}") }
}

/// A type's name that hides nothing of the vocabulary; `ValueType` does, as `Value` would.
fn unlike_vocabulary(name: &str, suffix: &str) -> String {
    let candidates = [name.to_owned(), format!("{name}{suffix}"), format!("{name}Content")];
    let [.., last] = &candidates;
    candidates.iter().find(|name| !VOCABULARY.contains(&name.as_str())).unwrap_or(last).clone()
}

/// A key name as a part of a type's name: `QueryResponses`, `Ikev2`.
pub fn type_part(key: &str) -> String {
    words(key).to_upper_camel_case()
}

/// The field of a key: `device_name`, `r#type`.
///
/// What cannot be a raw identifier, or is the field of all records, gets an underscore instead.
pub fn field(key: &str) -> String {
    let name = words(key).to_snake_case();
    match name.as_str() {
        "extra" => format!("{name}_"),
        keyword if NEVER_RAW.contains(&keyword) => format!("{name}_"),
        keyword if KEYWORDS.contains(&keyword) => format!("r#{name}"),
        "" => "_empty".to_owned(),
        _ if name.starts_with(|first: char| first.is_ascii_digit()) => format!("_{name}"),
        _ => name,
    }
}

/// The variant of a value in a rangelist: `FullAccess`, `V1_0`.
pub fn variant(value: &str) -> String {
    if let Some((_, name)) = VALUES.iter().find(|(known, _)| *known == value) {
        return (*name).to_owned();
    }
    let (sign, number) = match value.strip_prefix('-') {
        Some(number) => ("Minus", number),
        None => ("V", value),
    };
    if number.starts_with(|first: char| first.is_ascii_digit()) {
        return format!("{sign}{}", number_parts(number));
    }
    let name = type_part(&value.replace('*', " Any ").replace('+', " Plus "));
    match name.as_str() {
        "" => "Symbol".to_owned(),
        "Self" => "Self_".to_owned(),
        _ => name,
    }
}

/// The variant of a union; `Unknown` is what the union calls all else.
pub fn union_variant(name: &str) -> String {
    match variant(name) {
        name if name == "Unknown" => format!("{name}_"),
        name => name,
    }
}

/// The name of a `static` that belongs to a type: `DEVICE_INFORMATION`.
pub fn constant(type_name: &str) -> String {
    type_name.to_snake_case().to_uppercase()
}

/// A value that begins with a digit, with its dots as underscores: `1.0` is `1_0`.
fn number_parts(value: &str) -> String {
    value.split(|char: char| !char.is_ascii_alphanumeric()).collect::<Vec<_>>().join("_")
}

/// Brings a name into a form in which `heck` sees the words that a person sees.
fn words(key: &str) -> String {
    let mut text = key.to_owned();
    for (written, word) in WORDS {
        text = text.replace(written, &capitalised(word));
    }
    plain_acronyms(&text)
}

/// A word that starts where it stands, and ends before whatever follows in lower case.
fn capitalised(word: &str) -> String {
    format!(" {word} ")
}

/// Writes `UDIDs` as `Udids` and `IPv4` as `Ipv4`: an acronym with a small tail is one word.
fn plain_acronyms(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let run = chars[at..].iter().take_while(|char| char.is_ascii_uppercase()).count();
        let rest = &chars[at + run..];
        let plural =
            rest.first() == Some(&'s') && !rest.get(1).is_some_and(char::is_ascii_lowercase);
        let version = rest.first() == Some(&'v') && rest.get(1).is_some_and(char::is_ascii_digit);
        if run >= 2 && (plural || version) {
            out.push(chars[at]);
            out.extend(chars[at + 1..at + run].iter().map(char::to_ascii_lowercase));
            out.push(rest[0]);
            at += run + 1;
        } else if run > 0 {
            out.extend(&chars[at..at + run]);
            at += run;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_types() {
        for (id, expected) in [
            ("Authenticate", "Authenticate"),
            ("com.apple.wifi.managed", "WifiManaged"),
            ("com.apple.configuration.passcode.settings", "PasscodeSettings"),
            ("com.apple.asset.credential.acme", "CredentialAcme"),
            ("device.model.family", "DeviceModelFamily"),
            ("device.operating-system.build-version", "DeviceOperatingSystemBuildVersion"),
            (".GlobalPreferences", "GlobalPreferences"),
            ("ManifestURL", "ManifestUrl"),
            ("com.apple.MCX.FileVault2", "McxFileVault2"),
            ("com.apple.extensiblesso", "ExtensibleSso"),
            ("com.apple.vpn.managed.applayer", "VpnManagedApplayer"),
            ("com.apple.well-known.failed", "WellKnownFailed"),
            ("802.1x", "Document8021x"),
            ("com.apple.", "DocumentDocument"),
            ("self", "SelfDocument"),
        ] {
            assert_eq!(document_type("x.yaml", id), expected);
        }
        let twin = document_type("mdm/profiles/com.apple.MCX(FileVault2).yaml", "com.apple.MCX");
        assert_eq!(twin, "McxFileVault");
        assert_eq!(module("McxFileVault2"), "mcx_file_vault2");
        assert_eq!(module("Type"), "type_");
        assert_eq!(module("Super"), "super_");
        assert_eq!(constant("DeviceInformation"), "DEVICE_INFORMATION");
    }

    #[test]
    fn nothing_hides_the_vocabulary() {
        let exports = include_str!("../../core/src/emitted.rs");
        let names = exports
            .split("pub use ")
            .skip(1)
            .filter_map(|statement| statement.split(';').next())
            .flat_map(|statement| statement.split([',', ':', '{', '}']))
            .filter_map(|item| item.split(" as ").last().map(str::trim))
            .filter(|word| word.starts_with(|first: char| first.is_ascii_uppercase()));
        for name in names {
            assert!(
                VOCABULARY.contains(&name)
                    || name == "AccessRights"
                    || name == "Introduced"
                    || name == "Presence",
                "{name}"
            );
        }
        assert_eq!(nested_type("Key"), "KeyType");
        assert_eq!(nested_type("Value"), "ValueContent");
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
            ("com.apple.EnergySaver.desktop.ACPower", "com_apple_energy_saver_desktop_ac_power"),
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
            ("com.apple.access", "ComAppleAccess"),
            ("AES-128-GCM", "Aes128Gcm"),
            ("--", "Symbol"),
        ] {
            assert_eq!(variant(value), expected, "{value}");
        }
    }
}
