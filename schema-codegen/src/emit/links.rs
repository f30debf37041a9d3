//! Where Apple describes a document: the address of a page, by rules over facts of the schema.
//!
//! Seen on Apple's pages in November 2026. Its lists of profiles, declarations and status items have a
//! page for each document of release 26.4, called like the title, but for those in [`WITHOUT`]. The
//! pages of commands and check-in messages were looked up for a dozen of them. No rule was found for
//! errors, nor for what is in `declarative/protocol` and `other`; they have no link.

use apple_device_management_core::Family;

use crate::effective::Side;
use crate::model::Document;

const PAGES: &str = "https://developer.apple.com/documentation/devicemanagement/";

/// Documents without a page, or whose page has another name: by their source.
const WITHOUT: &[&str] = &[
    "mdm/profiles/com.apple.AIM.account.yaml",
    // The page of this title is about a declaration.
    "mdm/profiles/com.apple.AssetCache.managed.yaml",
    "mdm/profiles/com.apple.SoftwareUpdate.yaml",
    "mdm/profiles/com.apple.dashboard.yaml",
    "mdm/profiles/com.apple.jabber.account.yaml",
    "mdm/profiles/com.apple.osxserver.account.yaml",
    "mdm/profiles/com.apple.security.wapi-identity.yaml",
];

/// The address of Apple's page about a side of a document, if one can tell.
pub(super) fn page(document: &Document, side: Side) -> Option<String> {
    if WITHOUT.contains(&document.source.as_str()) {
        return None;
    }
    let name = match (document.family, side) {
        (Family::Commands, Side::Payload) => format!("{}Command", document.id),
        (Family::Checkin, Side::Payload) => format!("{}Request", document.id),
        (Family::Commands | Family::Checkin, Side::Response) => format!("{}Response", document.id),
        (Family::Errors | Family::Protocol | Family::Other, _) => return None,
        _ => document.title.clone(),
    };
    let kept = name.chars().filter(char::is_ascii_alphanumeric);
    let name: String = kept.map(|char| char.to_ascii_lowercase()).collect();
    (!name.is_empty()).then(|| format!("{PAGES}{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;
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
            ("mdm/profiles/com.apple.dashboard.yaml", "x", "T", Side::Payload, None),
            ("mdm/errors/a.yaml", "x", "T", Side::Payload, None),
        ] {
            let mut model = model(&[document(source, Vec::new())]);
            let document = &mut model.documents[0];
            (document.id, document.title) = (id.to_owned(), title.to_owned());
            let expected = expected.map(|name| format!("{PAGES}{name}"));
            assert_eq!(page(document, side), expected, "{source} {title}");
        }
    }
}
