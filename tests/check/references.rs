//! References of declarations to assets.

use apple_device_management::Family;
use apple_device_management::check::{Asset, Findings, Raw, check_references};
use apple_device_management::reflect::Side;

use crate::support::{check, dictionary, document, lines};

fn asset<'a>(declaration_type: &'a str, content_type: Option<&'a str>) -> Asset<'a> {
    Asset { declaration_type, content_type }
}

fn references(id: &str, json: &str) -> Findings {
    let (document, dictionary) = (document(Family::Configurations, id), dictionary(json));
    check_references(
        &Raw { document, side: Side::Payload, dictionary: &dictionary },
        &|identifier| match identifier {
            "password" => Some(asset("com.apple.asset.credential.userpassword", None)),
            "files" => Some(asset("com.apple.asset.data", Some("application/zip"))),
            "text" => Some(asset("com.apple.asset.data", Some("text/plain"))),
            _ => None,
        },
    )
}

#[test]
fn an_asset_is_of_a_type_that_fits() {
    let id = "com.apple.configuration.account.ldap";
    let with = |asset: &str| {
        let json = format!(
            r#"{{"HostName": "ldap.example.com", "AuthenticationCredentialsAssetReference": "{asset}"}}"#
        );
        lines(&references(id, &json))
    };
    assert!(with("password").is_empty());
    let path = "error: AuthenticationCredentialsAssetReference";
    assert_eq!(with("nothing"), [format!("{path}: there is no asset of this identifier")]);
    assert_eq!(
        with("files"),
        [format!(
            "{path}: refers to an asset of another type than com.apple.asset.credential.userpassword"
        )]
    );
}

#[test]
fn so_is_its_content() {
    let id = "com.apple.configuration.services.configuration-files";
    let with = |asset: &str| {
        let json =
            format!(r#"{{"ServiceType": "com.apple.sshd", "DataAssetReference": "{asset}"}}"#);
        lines(&references(id, &json))
    };
    assert!(with("files").is_empty());
    let said = "the content of the asset is of another type than application/zip";
    assert_eq!(with("text"), [format!("error: DataAssetReference: {said}")]);
}

#[test]
fn an_asset_says_what_its_content_is() {
    let with = |content: &str| {
        let json = format!(
            r#"{{"Reference": {{"DataURL": "https://example.com/a", "ContentType": "{content}"}}}}"#
        );
        let id = "com.apple.asset.credential.acme";
        lines(&check(Family::Assets, id, &json, "ios:18.3,supervised"))
    };
    assert!(with("application/json").is_empty());
    let said = "the content of the asset is of another type than application/json";
    assert_eq!(with("text/plain"), [format!("error: Reference: {said}")]);
}
