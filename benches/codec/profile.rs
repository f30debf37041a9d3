//! A profile with twenty payloads of four types, and the structs that somebody would write for it
//! by hand.

use plist::{Dictionary, Value};
use serde::{Deserialize, Serialize};

use crate::derive::message;

/// A profile with twenty payloads.
pub(crate) fn value() -> Value {
    let mut profile = frame("Configuration", 0);
    let payloads = (0..20).map(|number| Value::Dictionary(payload(number))).collect();
    profile.insert("PayloadContent".to_owned(), Value::Array(payloads));
    Value::Dictionary(profile)
}

fn payload(number: usize) -> Dictionary {
    let own: &[(&str, Value)] = &match number % 4 {
        0 => [
            ("PayloadType", "com.apple.wifi.managed".into()),
            ("SSID_STR", format!("Office {number}").into()),
            ("EncryptionType", "WPA2".into()),
            ("Password", "correct horse battery".into()),
            ("AutoJoin", true.into()),
            ("HIDDEN_NETWORK", false.into()),
        ],
        1 => [
            ("PayloadType", "com.apple.applicationaccess".into()),
            ("allowCamera", false.into()),
            ("allowAirDrop", false.into()),
            ("allowAppInstallation", true.into()),
            ("allowCloudBackup", false.into()),
            ("ratingApps", 600.into()),
        ],
        2 => [
            ("PayloadType", "com.apple.webClip.managed".into()),
            ("Label", format!("Intranet {number}").into()),
            ("URL", "https://intranet.example.com/start".into()),
            ("Icon", Value::Data(vec![7; 900])),
            ("IsRemovable", false.into()),
            ("FullScreen", true.into()),
        ],
        _ => [
            ("PayloadType", "com.apple.caldav.account".into()),
            ("CalDAVAccountDescription", "Calendar".into()),
            ("CalDAVHostName", "cal.example.com".into()),
            ("CalDAVUsername", "ada".into()),
            ("CalDAVUseSSL", true.into()),
            ("CalDAVPort", 8443.into()),
        ],
    };
    let mut all = frame("", number);
    all.extend(own.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    all
}

fn frame(kind: &str, number: usize) -> Dictionary {
    let entries = [
        ("PayloadType", Value::from(kind)),
        ("PayloadVersion", 1.into()),
        ("PayloadIdentifier", format!("com.example.profile.{number}").into()),
        ("PayloadUUID", format!("8C0D2F0E-6B1D-4C52-9D0B-{number:012}").into()),
        ("PayloadDisplayName", format!("Part {number}").into()),
    ];
    entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

message!(Profile<Data> {
    payload_type: String = "PayloadType",
    version: i64 = "PayloadVersion",
    identifier: String = "PayloadIdentifier",
    uuid: String = "PayloadUUID",
    display_name: String = "PayloadDisplayName",
    content: Vec<Payload<Data>> = "PayloadContent",
});

#[derive(Serialize, Deserialize)]
#[serde(tag = "PayloadType")]
pub(crate) enum Payload<Data> {
    #[serde(rename = "com.apple.wifi.managed")]
    Wifi(Wifi),
    #[serde(rename = "com.apple.applicationaccess")]
    Restrictions(Restrictions),
    #[serde(rename = "com.apple.webClip.managed")]
    WebClip(WebClip<Data>),
    #[serde(rename = "com.apple.caldav.account")]
    CalDav(CalDav),
}

message!(Wifi {
    version: i64 = "PayloadVersion",
    identifier: String = "PayloadIdentifier",
    uuid: String = "PayloadUUID",
    display_name: String = "PayloadDisplayName",
    ssid: String = "SSID_STR",
    encryption: String = "EncryptionType",
    password: String = "Password",
    auto_join: bool = "AutoJoin",
    hidden: bool = "HIDDEN_NETWORK",
});

message!(Restrictions {
    version: i64 = "PayloadVersion",
    identifier: String = "PayloadIdentifier",
    uuid: String = "PayloadUUID",
    display_name: String = "PayloadDisplayName",
    allow_camera: bool = "allowCamera",
    allow_air_drop: bool = "allowAirDrop",
    allow_app_installation: bool = "allowAppInstallation",
    allow_cloud_backup: bool = "allowCloudBackup",
    rating_apps: i64 = "ratingApps",
});

message!(WebClip<Data> {
    version: i64 = "PayloadVersion",
    identifier: String = "PayloadIdentifier",
    uuid: String = "PayloadUUID",
    display_name: String = "PayloadDisplayName",
    label: String = "Label",
    url: String = "URL",
    icon: Data = "Icon",
    is_removable: bool = "IsRemovable",
    full_screen: bool = "FullScreen",
});

message!(CalDav {
    version: i64 = "PayloadVersion",
    identifier: String = "PayloadIdentifier",
    uuid: String = "PayloadUUID",
    display_name: String = "PayloadDisplayName",
    description: String = "CalDAVAccountDescription",
    host: String = "CalDAVHostName",
    user: String = "CalDAVUsername",
    ssl: bool = "CalDAVUseSSL",
    port: i64 = "CalDAVPort",
});
