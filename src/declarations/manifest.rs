use apple_device_management_core::{Date, Dictionary, Value};

use super::{Declaration, DeclarationKind, token};
use crate::protocol::declaration_items_response::DeclarationItem;
use crate::protocol::{DeclarationItemsResponse, TokensResponse};

/// The answer to the endpoint `declaration-items`: the declarations by kind, in the order given.
///
/// A declaration whose type names no kind is left out: a device could not ask for it.
pub fn declaration_items<'a>(
    declarations: impl IntoIterator<Item = &'a Declaration>,
) -> DeclarationItemsResponse {
    let mut response = DeclarationItemsResponse::default();
    for declaration in declarations {
        let lists = &mut response.declarations;
        let list = match declaration.kind() {
            Some(DeclarationKind::Activation) => &mut lists.activations,
            Some(DeclarationKind::Configuration) => &mut lists.configurations,
            Some(DeclarationKind::Asset) => &mut lists.assets,
            Some(DeclarationKind::Management) => &mut lists.management,
            None => continue,
        };
        list.push(DeclarationItem {
            identifier: declaration.identifier().to_owned(),
            server_token: declaration.server_token().to_owned(),
            extra: Dictionary::new(),
        });
    }
    response.declarations_token = declarations_token(&response);
    response
}

/// A token over a list of declarations. It changes whenever a declaration or the order changes.
pub fn declarations_token(items: &DeclarationItemsResponse) -> String {
    token::of(items, &["DeclarationsToken"])
}

/// The answer to the endpoint `tokens`, and what the DeclarativeManagement command carries as
/// `Data`: when the declarations last changed, and their token.
pub fn tokens(items: &DeclarationItemsResponse, timestamp: Date) -> TokensResponse {
    let entries = [
        // In JSON a date is a string.
        ("Timestamp", Value::from(timestamp.to_string())),
        ("DeclarationsToken", Value::from(items.declarations_token.as_str())),
    ];
    TokensResponse {
        sync_tokens: entries.map(|(name, value)| (name.to_owned(), value)).into(),
        ..TokensResponse::default()
    }
}
