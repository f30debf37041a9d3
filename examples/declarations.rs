//! Declarations: what a server declares, and how it answers a device that asks for them.
//!
//! ```text
//! cargo run --example declarations
//! ```

use std::error::Error;

use apple_device_management::checkin::{DeclarativeManagementCheckin, Endpoint};
use apple_device_management::declarations::activations::ActivationSimple;
use apple_device_management::declarations::configurations::PasscodeSettings;
use apple_device_management::declarations::{Declaration, declaration_items, tokens};
use apple_device_management::prelude::*;
use apple_device_management::protocol::{DeclarationItemsResponse, StatusReport};
use apple_device_management::status;
use apple_device_management::wire::Limits;

/// The declarations of a server, the same for every device.
struct Server {
    declarations: Vec<Declaration>,
    changed: Date,
    /// What the device has reported of itself.
    known: Dictionary,
}

impl Server {
    /// The status of the answer to a message, and its body in JSON.
    fn answer(
        &mut self,
        message: &DeclarativeManagementCheckin,
    ) -> Result<(u16, Vec<u8>), Box<dyn Error>> {
        let items = declaration_items(&self.declarations);
        match message.parsed_endpoint()? {
            Endpoint::Tokens => Ok((200, tokens(&items, self.changed.clone()).to_json()?)),
            Endpoint::DeclarationItems => Ok((200, items.to_json()?)),
            Endpoint::Declaration { kind, identifier } => {
                let is_it =
                    |one: &&Declaration| one.kind() == Some(kind) && one.identifier() == identifier;
                match self.declarations.iter().find(is_it) {
                    // The `ServerToken` is computed over the content.
                    Some(declaration) => Ok((200, declaration.to_json()?)),
                    None => Ok((404, Vec::new())),
                }
            }
            Endpoint::Status => {
                let report = message.status_report(&Limits::default())?;
                // A report has only what has changed.
                status::update(&mut self.known, &report.status_items);
                Ok((200, Vec::new()))
            }
        }
    }
}

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    let passcode = PasscodeSettings { minimum_length: Some(8), ..Default::default() };
    let configurations = vec!["com.example.passcode".to_owned()];
    let activation =
        ActivationSimple { standard_configurations: configurations, ..Default::default() };
    let mut server = Server {
        declarations: vec![
            Declaration::new("com.example.passcode", passcode),
            Declaration::new("com.example.all", activation),
        ],
        changed: Date::now(),
        known: Dictionary::new(),
    };

    let ask = |endpoint: &str| DeclarativeManagementCheckin {
        endpoint: endpoint.to_owned(),
        udid: Some("U1".to_owned()),
        ..Default::default()
    };
    for endpoint in ["tokens", "declaration-items", "declaration/asset/com.example.none"] {
        let (status, body) = server.answer(&ask(endpoint))?;
        println!("{endpoint}: {status} {}", String::from_utf8_lossy(&body));
    }

    // The device gets the list, and fetches the declarations that it does not have.
    let (_, body) = server.answer(&ask("declaration-items"))?;
    let items = DeclarationItemsResponse::from_json(&body)?;
    let item = items.declarations.configurations.first().ok_or("a configuration")?;
    let endpoint = format!("declaration/configuration/{}", item.identifier);
    let (_, body) = server.answer(&ask(&endpoint))?;
    let declaration = Declaration::from_json(&body)?;
    assert_eq!(declaration.server_token(), item.server_token);

    // A change of the content changes the token of the declaration and of the list.
    let before = items.declarations_token;
    let settings = server.declarations[0].payload_mut().get_mut::<PasscodeSettings>();
    settings.ok_or("the passcode")?.minimum_length = Some(12);
    assert_ne!(declaration_items(&server.declarations).declarations_token, before);

    // The device reports.
    let items = br#"{"StatusItems": {"device": {"operating-system": {"family": "macOS",
        "version": "15.1"}}}, "Errors": []}"#;
    let report = StatusReport::from_json(items)?;
    let data = Some(report.to_json()?.into());
    server.answer(&DeclarativeManagementCheckin { data, ..ask("status") })?;
    assert_eq!(server.known.target()?, "macos:15.1".parse()?);
    Ok(())
}
