/// The keys that every reply may have. Macs repeat the `RequestType` of the command.
pub(crate) const REPLY_KEYS: [&str; 11] = [
    "Status",
    "CommandUUID",
    "ErrorChain",
    "UDID",
    "EnrollmentID",
    "EnrollmentUserID",
    "UserID",
    "UserShortName",
    "UserLongName",
    "NotOnConsole",
    "RequestType",
];
