//! Names for documents, and for types whose key path alone would give a bad name.

/// Names for documents whose identifier gives a bad name or that of another document, by their
/// source.
pub(super) const DOCUMENTS: &[(&str, &str)] = &[
    ("declarative/declarations/declarationbase.yaml", "DeclarationBase"),
    // A command has this name, and most servers import it along with this document.
    ("mdm/checkin/declarativemanagement.yaml", "DeclarativeManagementCheckin"),
    // The module of this payload must not have the name of the module of declarations.
    ("mdm/profiles/com.apple.declarations.yaml", "DeclarationsPayload"),
    ("mdm/profiles/com.apple.Dictionary.yaml", "DictionaryPayload"),
    ("mdm/profiles/com.apple.MCX(FileVault2).yaml", "McxFileVault"),
    ("mdm/profiles/com.apple.MCX(Mobililty).yaml", "McxMobility"),
    ("mdm/profiles/com.apple.MCX(WiFi).yaml", "McxWifi"),
    ("mdm/profiles/loginwindow.yaml", "LoginWindowLoginItems"),
    ("mdm/profiles/com.apple.extensiblesso(kerberos).yaml", "ExtensibleSsoKerberos"),
];

/// Beginnings of identifiers, each with words that replace it before and behind the rest of the
/// name; the first row that fits counts. A configuration is named after what it configures; the
/// name of an asset, a credential or an activation says what it is; that of a management
/// declaration has the word management.
pub(super) const PREFIXES: &[(&str, &str, &str)] = &[
    ("com.apple.configuration.", "", ""),
    ("com.apple.activation.", "Activation", ""),
    ("com.apple.asset.", "", "Asset"),
    ("com.apple.management.", "Management", ""),
    ("com.apple.credential.", "", "Credential"),
];

/// Names for types, by document and key path; a path in an answer begins with `response/`. The name
/// of a type below one of these begins with its name.
pub(super) const NESTED: &[(&str, &str, &str)] = &[
    // The name of a type in an answer begins with `Response`, since what is sent may have the same
    // key. It does not where only the answer has the key, or can have it.
    ("mdm/commands/application.extensions.listactive.yaml", "response/Extensions/*", "NsExtension"),
    (
        "mdm/commands/application.extensions.mappings.yaml",
        "response/Extensions/*",
        "NsExtensionMapping",
    ),
    ("mdm/commands/application.install.yaml", "response/State", "ApplicationState"),
    ("mdm/commands/application.install.yaml", "response/RejectionReason", "RejectionReason"),
    ("mdm/commands/application.installed.list.yaml", "Items/*", "InstalledApplicationItem"),
    (
        "mdm/commands/application.installed.list.yaml",
        "response/InstalledApplicationList/*",
        "InstalledApplication",
    ),
    (
        "mdm/commands/application.invitetoprogram.yaml",
        "response/InvitationResult",
        "InvitationResult",
    ),
    (
        "mdm/commands/application.managed.list.yaml",
        "response/ManagedApplicationList/*",
        "ManagedApplication",
    ),
    ("mdm/commands/certificate.list.yaml", "response/CertificateList/*", "InstalledCertificate"),
    (
        "mdm/commands/information.contentcaching.yaml",
        "response/StatusResponse",
        "ContentCachingStatus",
    ),
    ("mdm/commands/information.device.yaml", "response/QueryResponses", "QueryResponses"),
    ("mdm/commands/information.security.yaml", "response/SecurityInfo/SecureBoot", "SecureBoot"),
    (
        "mdm/commands/information.security.yaml",
        "response/SecurityInfo/SecureBoot/SecureBootLevel",
        "SecureBootLevel",
    ),
    (
        "mdm/commands/information.security.yaml",
        "response/SecurityInfo/SecureBoot/ExternalBootLevel",
        "ExternalBootLevel",
    ),
    (
        "mdm/commands/information.security.yaml",
        "response/SecurityInfo/SecureBoot/ReducedSecurity/*",
        "ReducedSecurity",
    ),
    (
        "mdm/commands/information.security.yaml",
        "response/SecurityInfo/FirewallSettings",
        "FirewallSettings",
    ),
    (
        "mdm/commands/information.security.yaml",
        "response/SecurityInfo/FirmwarePasswordStatus",
        "FirmwarePasswordStatus",
    ),
    (
        "mdm/commands/information.security.yaml",
        "response/SecurityInfo/ManagementStatus",
        "ManagementStatus",
    ),
    (
        "mdm/commands/information.security.yaml",
        "response/SecurityInfo/BootstrapTokenAllowedForAuthentication",
        "BootstrapTokenAllowedForAuthentication",
    ),
    ("mdm/commands/lom.devicerequest.yaml", "RequestList/*", "LomRequest"),
    ("mdm/commands/lom.devicerequest.yaml", "RequestList/*/DeviceRequestType", "LomRequestType"),
    ("mdm/commands/lom.devicerequest.yaml", "response/ResponseList/*", "LomResponse"),
    (
        "mdm/commands/managed.application.attributes.yaml",
        "response/ApplicationAttributes/*",
        "ApplicationAttributes",
    ),
    (
        "mdm/commands/managed.application.attributes.yaml",
        "response/ApplicationAttributes/*/Attributes",
        "Attributes",
    ),
    (
        "mdm/commands/managed.application.configuration.yaml",
        "response/ApplicationConfigurations/*",
        "ApplicationConfiguration",
    ),
    (
        "mdm/commands/managed.application.feedback.yaml",
        "response/ManagedApplicationFeedback/*",
        "ApplicationFeedback",
    ),
    ("mdm/commands/media.install.yaml", "response/State", "MediaState"),
    ("mdm/commands/media.install.yaml", "response/RejectionReason", "RejectionReason"),
    ("mdm/commands/media.managed.list.yaml", "response/Books/*", "ManagedBook"),
    ("mdm/commands/profile.list.yaml", "response/ProfileList/*", "InstalledProfile"),
    (
        "mdm/commands/profile.list.yaml",
        "response/ProfileList/*/PayloadContent/*",
        "InstalledPayload",
    ),
    (
        "mdm/commands/profile.provisioning.list.yaml",
        "response/ProvisioningProfileList/*",
        "InstalledProvisioningProfile",
    ),
    ("mdm/commands/rotate.file.vault.key.yaml", "response/RotateResult", "RotateResult"),
    // Named after the setting: the dictionary within it is what is set.
    ("mdm/commands/settings.yaml", "Settings/*/ApplicationAttributes/Attributes", "Attributes"),
    (
        "mdm/commands/settings.yaml",
        "Settings/*/OrganizationInfo/OrganizationInfo",
        "OrganizationInfo",
    ),
    ("mdm/commands/settings.yaml", "Settings/*/MDMOptions/MDMOptions", "MdmOptions"),
    (
        "mdm/commands/settings.yaml",
        "Settings/*/SharedDeviceConfiguration/AwaitUserConfiguration",
        "AwaitUserConfiguration",
    ),
    (
        "mdm/commands/settings.yaml",
        "Settings/*/SharedDeviceConfiguration/PasscodePolicy",
        "PasscodePolicy",
    ),
    (
        "mdm/commands/system.update.available.yaml",
        "response/AvailableOSUpdates/*",
        "AvailableOsUpdate",
    ),
    ("mdm/commands/system.update.schedule.yaml", "response/UpdateResults/*", "UpdateResult"),
    ("mdm/commands/user.list.yaml", "response/Users/*", "User"),
    // Named unlike Rust's trait `Error`.
    ("declarative/protocol/statusreport.yaml", "Errors/*", "StatusError"),
    // A key whose name repeats that of the key above.
    (
        "declarative/declarations/configurations/safari.bookmarks.yaml",
        "ManagedBookmarks/*",
        "BookmarkGroup",
    ),
    (
        "declarative/declarations/configurations/safari.bookmarks.yaml",
        "ManagedBookmarks/*/Bookmarks/*",
        "Bookmark",
    ),
    ("mdm/profiles/com.apple.dnsSettings.managed.yaml", "DNSSettings/DNSProtocol", "DnsProtocol"),
    (
        "mdm/profiles/com.apple.ldap.account.yaml",
        "LDAPSearchSettings/*/LDAPSearchSettingScope",
        "LdapSearchSettingScope",
    ),
    ("mdm/profiles/com.apple.servicemanagement.yaml", "Rules/*/RuleType", "RuleType"),
    ("mdm/profiles/com.apple.vpn.managed.yaml", "DNS/DNSProtocol", "DnsProtocol"),
];
