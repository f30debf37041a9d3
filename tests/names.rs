//! Imports all families into one scope: if two of them had the same name, this would not compile.

use apple_device_management::check::*;
use apple_device_management::checkin::*;
use apple_device_management::commands::*;
use apple_device_management::declarations::activations::*;
use apple_device_management::declarations::assets::*;
use apple_device_management::declarations::configurations::*;
use apple_device_management::declarations::credentials::*;
use apple_device_management::declarations::management::*;
use apple_device_management::declarations::*;
use apple_device_management::errors::*;
use apple_device_management::other::*;
use apple_device_management::profiles::*;
use apple_device_management::protocol::*;
use apple_device_management::status::*;
use apple_device_management::*;

/// The type with the last name of a path, as it is found in this scope.
macro_rules! root {
    ($side:ident $name:ident) => {
        std::any::type_name::<$name>()
    };
    ($side:ident $module:ident :: $($rest:tt)+) => {
        root!($side $($rest)+)
    };
}

/// Types that are not generated, as they are found in this scope.
macro_rules! written {
    ($($name:ident)+) => {
        [$(std::any::type_name::<$name>()),+]
    };
}

#[test]
fn every_name_is_of_one_family() {
    let roots: Vec<&str> = include!("../generated/roots.rs").into();
    assert!(roots.iter().all(|name| name.starts_with("apple_device_management_generated::")));
    let any = written!(
        AnyCheckin AnyCommand AnyError AnyPayload AnyDeclaration AnyActivation AnyAsset
        AnyConfiguration AnyManagement AnyCredential AnyStatusItem
    );
    let written = written!(
        Challenge Endpoint Handshake HandshakeAnswer HandshakeError Identity IdentityError Judgement
        DeclarationKind HandshakeStep ErrorChainItem Reply Status Finding Findings MinimumVersion MissingRight Offer
        Problem Removal Severity Subject Data Date Dictionary Document Family Key KeyPath Os Scope
        Support Target Value Verdict Version
    );
    let all: std::collections::BTreeSet<&str> =
        roots.iter().chain(&any).chain(&written).copied().collect();
    assert_eq!(all.len(), roots.len() + any.len() + written.len());
}
