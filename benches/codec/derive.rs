//! The messages of the benchmarks as somebody would write them by hand, with serde's derive.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Declares a struct of optional keys, each with its name on the wire. A struct with data takes the
/// type for data as a parameter, since JSON needs another one.
macro_rules! message {
    ($name:ident $(<$data:ident>)? { $($field:ident: $type:ty = $key:literal,)* }) => {
        #[derive(Serialize, Deserialize)]
        pub(crate) struct $name $(<$data>)? {
            $(
                #[serde(rename = $key, skip_serializing_if = "Option::is_none")]
                pub(crate) $field: Option<$type>,
            )*
        }
    };
}

pub(crate) use message;

/// The type for data in JSON. For property lists it is `serde_bytes::ByteBuf`.
pub(crate) struct Base64(Vec<u8>);

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Base64, D::Error> {
        deserializer.deserialize_str(Text)
    }
}

/// Takes a text from the input without a copy.
struct Text;

impl Visitor<'_> for Text {
    type Value = Base64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("base64")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Base64, E> {
        BASE64_STANDARD.decode(text).map(Base64).map_err(E::custom)
    }
}

/// A check-in message of any type.
#[derive(Serialize, Deserialize)]
#[serde(tag = "MessageType")]
pub(crate) enum Checkin<Data> {
    Authenticate(Authenticate),
    TokenUpdate(TokenUpdate<Data>),
}

message!(Authenticate {
    message_type: String = "MessageType",
    device_name: String = "DeviceName",
    model_name: String = "ModelName",
    model: String = "Model",
    topic: String = "Topic",
    udid: String = "UDID",
    enrollment_id: String = "EnrollmentID",
    os_version: String = "OSVersion",
    build_version: String = "BuildVersion",
    product_name: String = "ProductName",
    serial_number: String = "SerialNumber",
    imei: String = "IMEI",
    meid: String = "MEID",
});

message!(TokenUpdate<Data> {
    message_type: String = "MessageType",
    topic: String = "Topic",
    udid: String = "UDID",
    enrollment_id: String = "EnrollmentID",
    enrollment_user_id: String = "EnrollmentUserID",
    token: Data = "Token",
    push_magic: String = "PushMagic",
    unlock_token: Data = "UnlockToken",
    awaiting_configuration: bool = "AwaitingConfiguration",
    not_on_console: bool = "NotOnConsole",
    user_id: String = "UserID",
    user_short_name: String = "UserShortName",
    user_long_name: String = "UserLongName",
});

#[derive(Serialize, Deserialize)]
pub(crate) struct DeviceInformation {
    #[serde(rename = "QueryResponses")]
    pub(crate) query_responses: QueryResponses,
}

message!(QueryResponses {
    udid: String = "UDID",
    device_name: String = "DeviceName",
    os_version: String = "OSVersion",
    build_version: String = "BuildVersion",
    model_name: String = "ModelName",
    model: String = "Model",
    model_number: String = "ModelNumber",
    product_name: String = "ProductName",
    serial_number: String = "SerialNumber",
    device_capacity: f64 = "DeviceCapacity",
    available_device_capacity: f64 = "AvailableDeviceCapacity",
    imei: String = "IMEI",
    meid: String = "MEID",
    modem_firmware_version: String = "ModemFirmwareVersion",
    cellular_technology: i64 = "CellularTechnology",
    battery_level: f64 = "BatteryLevel",
    is_supervised: bool = "IsSupervised",
    is_multi_user: bool = "IsMultiUser",
    is_device_locator_service_enabled: bool = "IsDeviceLocatorServiceEnabled",
    is_activation_lock_enabled: bool = "IsActivationLockEnabled",
    is_do_not_disturb_in_effect: bool = "IsDoNotDisturbInEffect",
    eas_device_identifier: String = "EASDeviceIdentifier",
    is_cloud_backup_enabled: bool = "IsCloudBackupEnabled",
    is_mdm_lost_mode_enabled: bool = "IsMDMLostModeEnabled",
    diagnostic_submission_enabled: bool = "DiagnosticSubmissionEnabled",
    app_analytics_enabled: bool = "AppAnalyticsEnabled",
    time_zone: String = "TimeZone",
    bluetooth_mac: String = "BluetoothMAC",
    wifi_mac: String = "WiFiMAC",
    current_carrier_network: String = "CurrentCarrierNetwork",
    carrier_settings_version: String = "CarrierSettingsVersion",
    phone_number: String = "PhoneNumber",
    data_roaming_enabled: bool = "DataRoamingEnabled",
    voice_roaming_enabled: bool = "VoiceRoamingEnabled",
    personal_hotspot_enabled: bool = "PersonalHotspotEnabled",
    is_roaming: bool = "IsRoaming",
    is_network_tethered: bool = "IsNetworkTethered",
    itunes_store_account_is_active: bool = "iTunesStoreAccountIsActive",
    itunes_store_account_hash: String = "iTunesStoreAccountHash",
    awaiting_configuration: bool = "AwaitingConfiguration",
});

message!(PasscodeSettings {
    require_passcode: bool = "RequirePasscode",
    require_alphanumeric_passcode: bool = "RequireAlphanumericPasscode",
    require_complex_passcode: bool = "RequireComplexPasscode",
    minimum_length: i64 = "MinimumLength",
    minimum_complex_characters: i64 = "MinimumComplexCharacters",
    maximum_failed_attempts: i64 = "MaximumFailedAttempts",
    failed_attempts_reset_in_minutes: i64 = "FailedAttemptsResetInMinutes",
    maximum_grace_period_in_minutes: i64 = "MaximumGracePeriodInMinutes",
    maximum_inactivity_in_minutes: i64 = "MaximumInactivityInMinutes",
    maximum_passcode_age_in_days: i64 = "MaximumPasscodeAgeInDays",
    passcode_reuse_limit: i64 = "PasscodeReuseLimit",
    change_at_next_auth: bool = "ChangeAtNextAuth",
    custom_regex: CustomRegex = "CustomRegex",
});

#[derive(Serialize, Deserialize)]
pub(crate) struct CustomRegex {
    #[serde(rename = "Regex")]
    pub(crate) regex: String,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<BTreeMap<String, String>>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct StatusReport {
    #[serde(rename = "StatusItems")]
    pub(crate) status_items: BTreeMap<String, plist::Value>,
    #[serde(rename = "Errors")]
    pub(crate) errors: Vec<StatusError>,
    #[serde(rename = "FullReport", skip_serializing_if = "Option::is_none")]
    pub(crate) full_report: Option<bool>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct StatusError {
    #[serde(rename = "StatusItem")]
    pub(crate) status_item: String,
    #[serde(rename = "Reasons", skip_serializing_if = "Option::is_none")]
    pub(crate) reasons: Option<Vec<StatusReason>>,
}

message!(StatusReason {
    code: String = "Code",
    description: String = "Description",
    details: BTreeMap<String, plist::Value> = "Details",
});
