//! The address of Apple's page about a document, derived from its identifier or title.
//!
//! The rules were compared with copies of Apple's pages that were taken in 2026: with its lists of
//! profiles, declarations, status items and removed items, and with a page for each command,
//! check-in message, answer, error, and document of `declarative/protocol` and `other`. Of the 355
//! root types of release 26.4, retired ones included, 346 have a page that is named by the rules.
//! The others are in [`EXCEPTIONS`].

use apple_device_management_core::Family;

use crate::effective::Side;
use crate::model::Document;

const PAGES: &str = "https://developer.apple.com/documentation/devicemanagement/";

/// Sides of documents that have no page, or one with another name than the rules give.
const EXCEPTIONS: &[(&str, Side, Option<&str>)] = &[
    // The page that has the name of the title is about a declaration of a later release.
    (
        "mdm/profiles/com.apple.AssetCache.managed.yaml",
        Side::Payload,
        Some("contentcachingservice"),
    ),
    // The answer has no page of its own; the page about the exchange names its keys.
    ("mdm/checkin/userauthenticate.yaml", Side::Response, Some("user-authenticate")),
    // Their pages are in none of Apple's lists any more.
    ("mdm/commands/passcode.unlocktoken.yaml", Side::Payload, None),
    ("mdm/commands/passcode.unlocktoken.yaml", Side::Response, None),
    ("mdm/profiles/com.apple.AIM.account.yaml", Side::Payload, None),
    ("mdm/profiles/com.apple.dashboard.yaml", Side::Payload, None),
    ("mdm/profiles/com.apple.jabber.account.yaml", Side::Payload, None),
    ("mdm/profiles/com.apple.osxserver.account.yaml", Side::Payload, None),
    // No page was found.
    ("mdm/profiles/com.apple.security.wapi-identity.yaml", Side::Payload, None),
];

/// The address of Apple's page about a side of a document, if it has one.
pub(super) fn page(document: &Document, side: Side) -> Option<String> {
    let exception =
        EXCEPTIONS.iter().find(|row| (row.0, row.1) == (document.source.as_str(), side));
    let name = match exception {
        Some((.., name)) => (*name)?.to_owned(),
        None => by_rule(document, side),
    };
    (!name.is_empty()).then(|| format!("{PAGES}{name}"))
}

/// The last part of an address: the letters and digits of a title, or of an identifier and a word.
fn by_rule(document: &Document, side: Side) -> String {
    let name = match (document.family, side) {
        (_, Side::Response) => format!("{}Response", document.id),
        (Family::Checkin, Side::Payload) => format!("{}Request", document.id),
        (Family::Commands, Side::Payload) => format!("{}Command", document.id),
        _ => document.title.clone(),
    };
    let kept = name.chars().filter(char::is_ascii_alphanumeric);
    kept.map(|char| char.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::model::Model;
    use crate::model_json;
    use crate::testing::{document, model};

    #[test]
    fn pages_are_named_by_identifier_or_title() {
        for (source, id, title, side, expected) in [
            ("mdm/commands/a.yaml", "DeviceLock", "T", Side::Payload, Some("devicelockcommand")),
            ("mdm/commands/a.yaml", "DeviceLock", "T", Side::Response, Some("devicelockresponse")),
            ("mdm/checkin/a.yaml", "TokenUpdate", "T", Side::Payload, Some("tokenupdaterequest")),
            (
                "mdm/profiles/a.yaml",
                "x",
                "Certificate (PKCS #1)",
                Side::Payload,
                Some("certificatepkcs1"),
            ),
            (
                "declarative/status/a.yaml",
                "x",
                "Status MDM App",
                Side::Payload,
                Some("statusmdmapp"),
            ),
            (
                "mdm/errors/a.yaml",
                "x",
                "Error Well-known Failed",
                Side::Payload,
                Some("errorwellknownfailed"),
            ),
            (
                "declarative/protocol/a.yaml",
                "x",
                "Status Report",
                Side::Payload,
                Some("statusreport"),
            ),
            ("other/a.yaml", "x", "passwordHash", Side::Payload, Some("passwordhash")),
            ("mdm/profiles/com.apple.dashboard.yaml", "x", "T", Side::Payload, None),
            (
                "mdm/profiles/com.apple.AssetCache.managed.yaml",
                "x",
                "Content Caching",
                Side::Payload,
                Some("contentcachingservice"),
            ),
            (
                "mdm/checkin/userauthenticate.yaml",
                "UserAuthenticate",
                "T",
                Side::Payload,
                Some("userauthenticaterequest"),
            ),
            (
                "mdm/checkin/userauthenticate.yaml",
                "UserAuthenticate",
                "T",
                Side::Response,
                Some("user-authenticate"),
            ),
        ] {
            let mut model = model(&[document(source, Vec::new())]);
            let document = &mut model.documents[0];
            (document.id, document.title) = (id.to_owned(), title.to_owned());
            let expected = expected.map(|name| format!("{PAGES}{name}"));
            assert_eq!(page(document, side), expected, "{source} {title}");
        }
    }

    #[test]
    fn exceptions_are_of_documents_that_exist() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/model.json");
        let model: Model = model_json::read(&fs::read_to_string(file).unwrap()).unwrap();
        for (source, side, name) in EXCEPTIONS {
            let document = model.documents.iter().find(|document| document.source == *source);
            let document = document.unwrap_or_else(|| panic!("no document of {source}"));
            assert_ne!(*name, Some(by_rule(document, *side).as_str()), "{source}: as by the rule");
        }
    }
}
