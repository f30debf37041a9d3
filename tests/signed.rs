//! Signed bodies: in DER, in BER, without content, damaged.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use apple_device_management::signed::{OpenError, is_signed, unwrap};
use apple_device_management::wire::{Limits, ReadError};
use apple_device_management::{other, profiles};

const PROFILE_DER: &[u8] = include_bytes!("fixtures/signed-profile.der");
const PROFILE_BER: &[u8] = include_bytes!("fixtures/signed-profile.ber");
const MACHINE_INFO: &[u8] = include_bytes!("fixtures/signed-machine-info.der");
const DETACHED: &[u8] = include_bytes!("fixtures/detached.der");
const SIGNER: &[u8] = include_bytes!("fixtures/signer.der");

#[test]
fn a_signed_profile_is_read_in_both_forms() {
    for bytes in [PROFILE_DER, PROFILE_BER] {
        assert!(is_signed(bytes));
        let opened = profiles::open(bytes, &Limits::default()).unwrap();
        assert_eq!(opened.message.top.payload_identifier, "com.example.profile");
        let signed = opened.signed.unwrap();
        assert_eq!(signed.certificates, [SIGNER]);
        assert!(signed.content.starts_with(b"<?xml"));
    }
    assert_eq!(unwrap(PROFILE_DER, &Limits::default()).unwrap().message, PROFILE_DER);
}

#[test]
fn a_plain_profile_is_read_too() {
    let content = unwrap(PROFILE_DER, &Limits::default()).unwrap().content;
    assert!(!is_signed(&content));
    let opened = profiles::open(&content, &Limits::default()).unwrap();
    assert_eq!(opened.signed, None);
}

#[test]
fn machine_information_comes_signed() {
    let opened = other::machine_info(MACHINE_INFO, &Limits::default()).unwrap();
    assert_eq!(opened.message.product, "iPhone17,1");
    assert!(opened.signed.is_some());
}

#[test]
fn what_cannot_be_opened_is_an_error_of_its_kind() {
    let open = |bytes: &[u8]| profiles::open(bytes, &Limits::default()).map(|_| ());
    assert!(matches!(open(DETACHED), Err(OpenError::Detached)));
    assert!(matches!(open(b"hello"), Err(OpenError::Content(ReadError::NotPropertyList(_)))));
    assert!(matches!(open(MACHINE_INFO), Err(OpenError::Content(ReadError::Shape(_)))));
    let small = Limits { size: 100, ..Limits::default() };
    assert!(matches!(
        unwrap(PROFILE_DER, &small),
        Err(OpenError::Content(ReadError::TooLarge { limit: 100 }))
    ));
    for bytes in [PROFILE_DER, PROFILE_BER] {
        for cut in 0..bytes.len() {
            assert!(open(&bytes[..cut]).is_err(), "cut at {cut}");
        }
    }
}
