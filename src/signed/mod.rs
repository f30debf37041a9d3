//! Signed bodies: a property list within a CMS `SignedData`, and signatures beside a body.
//!
//! **Opening does not verify.** A device signs its machine information with an identity that Apple
//! issued, and anyone may sign a profile: the server decides whom it trusts. [`Signed::verify`]
//! verifies that a [`Trust`] covers the signer; until then, treat the content as unsigned.
//! [`verify_header`] does the same for the header `Mdm-Signature`. [`Signer`] signs profiles.
//!
//! RSA (PKCS #1 v1.5) and ECDSA over P-256 and P-384 are supported, with SHA-2 and, where the
//! server allows it, SHA-1.

mod algorithm;
mod error;
mod sign;
mod verify;

pub use error::{OpenError, SignError, VerifyError};
pub use sign::Signer;
pub use verify::{Trust, Verified, verify_detached, verify_header};

use apple_device_management_core::Slot;
use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::SignedData;
use der::{Decode, Encode};

use crate::ber;
use crate::wire::{Limits, ReadError, read_property_list};

/// The identifier of `SignedData` (1.2.840.113549.1.7.2), as it is encoded.
const SIGNED_DATA: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";

/// The content of a body that may be signed.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened<T> {
    /// The content.
    pub message: T,
    /// The signed message around the content, if there was one. It is not verified yet: call
    /// [`verify`](Signed::verify).
    pub signed: Option<Signed>,
}

/// A signed message that is not verified yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The content that is signed.
    pub content: Vec<u8>,
    /// The certificates in the message, each in DER, in the order of the message.
    pub certificates: Vec<Vec<u8>>,
    /// The whole message in DER, whatever form it came in.
    pub message: Vec<u8>,
}

/// Whether a body begins like a CMS `SignedData`.
pub fn is_signed(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(32)];
    start.first() == Some(&0x30)
        && start.windows(SIGNED_DATA.len()).any(|window| window == SIGNED_DATA)
}

/// Reads the parts of a signed message. Does not verify it.
///
/// # Errors
/// See [`OpenError`].
pub fn unwrap(bytes: &[u8], limits: &Limits) -> Result<Signed, OpenError> {
    if bytes.len() > limits.size {
        return Err(ReadError::TooLarge { limit: limits.size }.into());
    }
    let message =
        ber::to_der(bytes, limits.depth).map_err(|error| OpenError::Cms(error.to_string()))?;
    let broken = |error: der::Error| OpenError::Cms(error.to_string());
    let info = ContentInfo::from_der(&message).map_err(broken)?;
    let data: SignedData = info.content.decode_as().map_err(broken)?;
    let content = verify::content_of(&data)?;
    let mut certificates = Vec::new();
    for choice in data.certificates.iter().flat_map(|set| set.0.iter()) {
        if let CertificateChoices::Certificate(certificate) = choice {
            certificates.push(certificate.to_der().map_err(broken)?);
        }
    }
    Ok(Signed { content, certificates, message })
}

/// Reads a property list that may be signed. Does not verify the signature.
///
/// # Errors
/// See [`OpenError`].
pub fn open<T: Slot + Default>(bytes: &[u8], limits: &Limits) -> Result<Opened<T>, OpenError> {
    if !is_signed(bytes) {
        return Ok(Opened { message: read_property_list(bytes, limits)?, signed: None });
    }
    let signed = unwrap(bytes, limits)?;
    Ok(Opened { message: read_property_list(&signed.content, limits)?, signed: Some(signed) })
}
