//! Signing profiles and other content.

use cms::cert::x509::Certificate;
use cms::cert::x509::attr::Attribute;
use cms::cert::x509::spki::AlgorithmIdentifierOwned;
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{Any, ObjectIdentifier, OctetString, SetOfVec};
use der::{Decode, Encode, Tag};
use p256::ecdsa::signature::hazmat::PrehashSigner;
use p256::pkcs8::DecodePrivateKey;
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::rand_core::OsRng;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use sha2::Sha256;

use super::Slot;
use super::algorithm::{Digest, RSA};
use super::error::SignError;
use super::verify::certificate;
use crate::wire::{Encoding, write};

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");

/// A key and its certificates, to sign profiles with.
pub struct Signer {
    key: PrivateKey,
    certificates: Vec<Certificate>,
}

enum PrivateKey {
    Rsa(Box<RsaPrivateKey>),
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let subject = self.certificates.first().map(|one| one.tbs_certificate.subject.to_string());
        f.debug_struct("Signer").field("subject", &subject).finish_non_exhaustive()
    }
}

impl Signer {
    /// A signer with this private key (PKCS #8, in DER) and these certificates (in DER): first the
    /// certificate of the key, then those of the authorities above it, of which the root may be
    /// left out.
    ///
    /// # Errors
    /// See [`SignError`].
    pub fn new<T: AsRef<[u8]>>(
        private_key: &[u8],
        certificates: impl IntoIterator<Item = T>,
    ) -> Result<Signer, SignError> {
        let certificates = certificates.into_iter().map(|one| certificate(one.as_ref()));
        let certificates: Vec<_> = certificates.collect::<Result<_, _>>()?;
        let (key, public) = PrivateKey::read(private_key)?;
        let own =
            certificates.first().ok_or_else(|| SignError::Certificate("there is none".into()))?;
        let its_key = &own.tbs_certificate.subject_public_key_info.subject_public_key;
        if its_key.raw_bytes() != public {
            return Err(SignError::Certificate("it has another key".to_owned()));
        }
        Ok(Signer { key, certificates })
    }

    /// Signs a message as a property list in XML; gives CMS in DER. Send a signed profile with the
    /// content type [`PROFILE`](crate::wire::content_type::PROFILE).
    ///
    /// # Errors
    /// See [`SignError`].
    pub fn sign(&self, message: &dyn Slot) -> Result<Vec<u8>, SignError> {
        self.sign_content(&write(message, Encoding::Xml)?)
    }

    /// Signs any content; gives CMS in DER.
    ///
    /// # Errors
    /// See [`SignError`].
    pub fn sign_content(&self, content: &[u8]) -> Result<Vec<u8>, SignError> {
        let digest = self.key.digest();
        let own = self.certificates.first().map(|one| &one.tbs_certificate);
        let own = own.ok_or_else(|| SignError::Certificate("there is none".to_owned()))?;
        let attributes = SetOfVec::try_from(vec![
            attribute(CONTENT_TYPE, &DATA)?,
            attribute(MESSAGE_DIGEST, &OctetString::new(digest.over(content))?)?,
        ])?;
        let hash = digest.over(&attributes.to_der()?);
        let info = SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
                issuer: own.issuer.clone(),
                serial_number: own.serial_number.clone(),
            }),
            digest_alg: digest.algorithm(),
            signed_attrs: Some(attributes),
            signature_algorithm: self.key.algorithm(),
            signature: OctetString::new(self.key.sign(&hash)?)?,
            unsigned_attrs: None,
        };
        let choices = self.certificates.iter().cloned().map(CertificateChoices::Certificate);
        let data = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: SetOfVec::try_from(vec![digest.algorithm()])?,
            encap_content_info: EncapsulatedContentInfo {
                econtent_type: DATA,
                econtent: Some(Any::new(Tag::OctetString, content)?),
            },
            certificates: Some(CertificateSet(SetOfVec::try_from(choices.collect::<Vec<_>>())?)),
            crls: None,
            signer_infos: SignerInfos(SetOfVec::try_from(vec![info])?),
        };
        Ok(ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&data)? }.to_der()?)
    }
}

fn attribute(oid: ObjectIdentifier, value: &impl Encode) -> Result<Attribute, der::Error> {
    let value = Any::from_der(&value.to_der()?)?;
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? })
}

impl PrivateKey {
    /// The key, and its public half in the form that certificates have.
    fn read(der: &[u8]) -> Result<(PrivateKey, Vec<u8>), SignError> {
        if let Ok(key) = RsaPrivateKey::from_pkcs8_der(der) {
            let public = key.to_public_key().to_pkcs1_der().map_err(|_| SignError::Key)?;
            return Ok((PrivateKey::Rsa(Box::new(key)), public.as_bytes().to_vec()));
        }
        if let Ok(key) = p256::ecdsa::SigningKey::from_pkcs8_der(der) {
            let public = key.verifying_key().to_encoded_point(false).as_bytes().to_vec();
            return Ok((PrivateKey::P256(key), public));
        }
        let key = p384::ecdsa::SigningKey::from_pkcs8_der(der).map_err(|_| SignError::Key)?;
        let public = key.verifying_key().to_encoded_point(false).as_bytes().to_vec();
        Ok((PrivateKey::P384(key), public))
    }

    fn digest(&self) -> Digest {
        match self {
            PrivateKey::Rsa(_) | PrivateKey::P256(_) => Digest::Sha256,
            PrivateKey::P384(_) => Digest::Sha384,
        }
    }

    fn algorithm(&self) -> AlgorithmIdentifierOwned {
        match self {
            PrivateKey::Rsa(_) => {
                AlgorithmIdentifierOwned { oid: RSA, parameters: Some(Any::null()) }
            }
            PrivateKey::P256(_) | PrivateKey::P384(_) => self.digest().ecdsa(),
        }
    }

    fn sign(&self, hash: &[u8]) -> Result<Vec<u8>, SignError> {
        let failed = |error: &dyn std::fmt::Display| SignError::Signature(error.to_string());
        match self {
            // Random numbers hide the key from someone who measures how long signing takes.
            PrivateKey::Rsa(key) => key
                .sign_with_rng(&mut OsRng, Pkcs1v15Sign::new::<Sha256>(), hash)
                .map_err(|error| failed(&error)),
            PrivateKey::P256(key) => {
                let signature: p256::ecdsa::Signature =
                    key.sign_prehash(hash).map_err(|error| failed(&error))?;
                Ok(signature.to_der().as_bytes().to_vec())
            }
            PrivateKey::P384(key) => {
                let signature: p384::ecdsa::Signature =
                    key.sign_prehash(hash).map_err(|error| failed(&error))?;
                Ok(signature.to_der().as_bytes().to_vec())
            }
        }
    }
}
