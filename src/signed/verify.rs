//! Verifies signatures, and that the signer is trusted.

use std::time::{Duration, SystemTime};

use cms::cert::CertificateChoices;
use cms::cert::x509::Certificate;
use cms::cert::x509::ext::pkix::{BasicConstraints, KeyUsage, SubjectKeyIdentifier};
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedAttributes, SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{ObjectIdentifier, OctetString, OctetStringRef};
use der::oid::AssociatedOid;
use der::{Decode, Encode};

use super::Signed;
use super::algorithm::{self, Digest};
use super::error::{OpenError, VerifyError};
use crate::ber;
use crate::wire::{Limits, ReadError};

/// Whom a server trusts: root certificates, and how strict it is.
///
/// The certificates between a signer and a root come from the message. Each of them has to be valid
/// at the time in question, has to be an authority if it signs another one, and must not have an
/// unknown critical extension. Nothing is fetched over a network, so revoked certificates are not
/// noticed.
#[derive(Clone, Debug)]
pub struct Trust {
    roots: Vec<Certificate>,
    at: Option<SystemTime>,
    sha1: bool,
}

/// The signer of a message that was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The signer's certificate and those up to the root, which is the last, each in DER.
    pub chain: Vec<Vec<u8>>,
}

impl Trust {
    /// Trusts signers below these root certificates, each in DER, if all certificates are valid now.
    ///
    /// # Errors
    /// One of them is not a certificate.
    pub fn new<T: AsRef<[u8]>>(roots: impl IntoIterator<Item = T>) -> Result<Trust, VerifyError> {
        let roots =
            roots.into_iter().map(|root| certificate(root.as_ref())).collect::<Result<_, _>>();
        Ok(Trust { roots: roots?, at: Some(SystemTime::now()), sha1: false })
    }

    /// Every certificate below the root has to be valid at this time instead of now.
    #[must_use]
    pub fn at(self, time: SystemTime) -> Trust {
        Trust { at: Some(time), ..self }
    }

    /// Certificates may have expired: a device may go on signing with a certificate that was not
    /// renewed.
    #[must_use]
    pub fn at_any_time(self) -> Trust {
        Trust { at: None, ..self }
    }

    /// Allows SHA-1, with which Apple has signed the certificates of older devices.
    #[must_use]
    pub fn allowing_sha1(self) -> Trust {
        Trust { sha1: true, ..self }
    }

    fn allows(&self, digest: Digest) -> Result<Digest, VerifyError> {
        match digest {
            Digest::Sha1 if !self.sha1 => Err(VerifyError::Sha1),
            digest => Ok(digest),
        }
    }
}

impl Signed {
    /// Verifies all signatures; gives the signer of the first.
    ///
    /// # Errors
    /// See [`VerifyError`].
    pub fn verify(&self, trust: &Trust) -> Result<Verified, VerifyError> {
        let data = signed_data(&self.message)?;
        verify(&data, &self.content, trust)
    }
}

/// Verifies a signature that does not contain its content.
///
/// # Errors
/// See [`VerifyError`].
pub fn verify_detached(
    signature: &[u8],
    content: &[u8],
    limits: &Limits,
    trust: &Trust,
) -> Result<Verified, VerifyError> {
    let broken = |text: String| VerifyError::Cms(text);
    if signature.len() > limits.size {
        return Err(broken(ReadError::TooLarge { limit: limits.size }.to_string()));
    }
    let message =
        ber::to_der(signature, limits.depth).map_err(|error| broken(error.to_string()))?;
    verify(&signed_data(&message)?, content, trust)
}

/// Verifies the header `Mdm-Signature` of a request: a detached signature in base64 over the body.
/// A device sends it if the enrollment profile has `SignMessage`. The roots are the authorities
/// that issue the identities of devices.
///
/// # Errors
/// See [`VerifyError`].
pub fn verify_header(
    header: &str,
    body: &[u8],
    limits: &Limits,
    trust: &Trust,
) -> Result<Verified, VerifyError> {
    let signature = apple_device_management_core::Data::from_base64(header.trim())
        .map_err(|error| VerifyError::Cms(error.to_string()))?;
    verify_detached(&signature, body, limits, trust)
}

/// Reads a certificate from DER.
pub(super) fn certificate(der: &[u8]) -> Result<Certificate, VerifyError> {
    Certificate::from_der(der).map_err(|error| VerifyError::Certificate(error.to_string()))
}

pub(super) fn signed_data(message: &[u8]) -> Result<SignedData, VerifyError> {
    let broken = |error: der::Error| VerifyError::Cms(error.to_string());
    ContentInfo::from_der(message).and_then(|info| info.content.decode_as()).map_err(broken)
}

fn verify(data: &SignedData, content: &[u8], trust: &Trust) -> Result<Verified, VerifyError> {
    let choices = data.certificates.iter().flat_map(|set| set.0.iter());
    let certificates: Vec<&Certificate> = choices
        .filter_map(|choice| match choice {
            CertificateChoices::Certificate(certificate) => Some(certificate),
            _ => None,
        })
        .collect();
    let mut first = None;
    for info in data.signer_infos.0.iter() {
        let signer = signer_of(info, &certificates).ok_or(VerifyError::NoSigner)?;
        let kind = data.encap_content_info.econtent_type;
        check_signature(info, signer, kind, content, trust)?;
        let chain = chain(signer, &certificates, trust)?;
        first.get_or_insert(chain);
    }
    Ok(Verified { chain: first.ok_or(VerifyError::Unsigned)? })
}

fn signer_of<'a>(info: &SignerInfo, certificates: &[&'a Certificate]) -> Option<&'a Certificate> {
    certificates.iter().copied().find(|one| match &info.sid {
        SignerIdentifier::IssuerAndSerialNumber(id) => {
            let own = &one.tbs_certificate;
            own.issuer == id.issuer && own.serial_number == id.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(id) => extension::<SubjectKeyIdentifier>(one)
            .is_ok_and(|own| own.is_some_and(|own| own == *id)),
    })
}

const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");

/// Verifies that the signature is by this signer and over this content.
fn check_signature(
    info: &SignerInfo,
    signer: &Certificate,
    kind: ObjectIdentifier,
    content: &[u8],
    trust: &Trust,
) -> Result<(), VerifyError> {
    let digest = trust.allows(Digest::of(&info.digest_alg)?)?;
    if let Ok(named) = Digest::of_signature(&info.signature_algorithm)
        && named != digest
    {
        return Err(VerifyError::Signature);
    }
    let usage = extension::<KeyUsage>(signer)?;
    if usage.is_some_and(|usage| !usage.digital_signature() && !usage.non_repudiation()) {
        let text = "its key is not meant for signatures";
        return Err(VerifyError::Certificate(text.to_owned()));
    }
    let key = &signer.tbs_certificate.subject_public_key_info;
    let signature = info.signature.as_bytes();
    let Some(attributes) = &info.signed_attrs else {
        return algorithm::verify(key, digest, content, signature);
    };
    // With attributes, the signature is over the list of attributes, one of which is the digest of the
    // content.
    let states_kind = attribute::<ObjectIdentifier>(attributes, CONTENT_TYPE)? == kind;
    let stated: OctetString = attribute(attributes, MESSAGE_DIGEST)?;
    if !states_kind || stated.as_bytes() != digest.over(content) {
        return Err(VerifyError::Signature);
    }
    let signed = attributes.to_der().map_err(|error| VerifyError::Cms(error.to_string()))?;
    algorithm::verify(key, digest, &signed, signature)
}

/// The value of an attribute that has to be there once, with one value.
fn attribute<T: for<'a> der::Choice<'a> + for<'a> Decode<'a>>(
    attributes: &SignedAttributes,
    oid: ObjectIdentifier,
) -> Result<T, VerifyError> {
    let broken = || VerifyError::Cms(format!("the attribute {oid} is missing or not alone"));
    let mut all = attributes.iter().filter(|attribute| attribute.oid == oid);
    let (Some(found), None) = (all.next(), all.next()) else { return Err(broken()) };
    let mut values = found.values.iter();
    let (Some(value), None) = (values.next(), values.next()) else { return Err(broken()) };
    value.to_der().and_then(|der| T::from_der(&der)).map_err(|_| broken())
}

/// How many certificates there may be from a signer to a root.
const LONGEST: usize = 8;

/// The certificates from this one to a root.
fn chain(
    signer: &Certificate,
    certificates: &[&Certificate],
    trust: &Trust,
) -> Result<Vec<Vec<u8>>, VerifyError> {
    let mut chain = Vec::new();
    let mut current = signer;
    while chain.len() < LONGEST {
        chain.push(der_of(current)?);
        // A certificate that is a root itself is trusted without further checks.
        if trust.roots.contains(current) {
            return Ok(chain);
        }
        check_itself(current, trust)?;
        let issued = |issuer: &&Certificate| issues(issuer, current, chain.len() - 1, trust);
        if let Some(root) = trust.roots.iter().find(issued) {
            chain.push(der_of(root)?);
            return Ok(chain);
        }
        // If no issuer is right, the error of the first one that has the right name is reported.
        let named = certificates.iter().copied().filter(|one| is_named(one, current));
        let tried: Vec<_> =
            named.map(|one| (one, check_issued(one, current, chain.len() - 1, trust))).collect();
        current = match tried.iter().find(|(_, outcome)| outcome.is_ok()) {
            Some((issuer, _)) => issuer,
            None => {
                let why = tried.into_iter().find_map(|(_, outcome)| outcome.err());
                let by_root = trust.roots.iter().filter(|root| is_named(root, current));
                let by_root = by_root.map(|root| check_issued(root, current, 0, trust));
                let root_why = by_root.filter_map(Result::err).next();
                return Err(why.or(root_why).unwrap_or(VerifyError::Untrusted));
            }
        };
    }
    Err(VerifyError::Untrusted)
}

fn der_of(certificate: &Certificate) -> Result<Vec<u8>, VerifyError> {
    certificate.to_der().map_err(|error| VerifyError::Certificate(error.to_string()))
}

fn is_named(issuer: &Certificate, certificate: &Certificate) -> bool {
    issuer.tbs_certificate.subject == certificate.tbs_certificate.issuer && issuer != certificate
}

fn issues(issuer: &Certificate, certificate: &Certificate, below: usize, trust: &Trust) -> bool {
    is_named(issuer, certificate) && check_issued(issuer, certificate, below, trust).is_ok()
}

/// Checks that a certificate was issued by this authority. `below` is how many authorities there
/// are between the certificate and the signer.
fn check_issued(
    issuer: &Certificate,
    certificate: &Certificate,
    below: usize,
    trust: &Trust,
) -> Result<(), VerifyError> {
    let refuse = |text: &str| Err(VerifyError::Certificate(text.to_owned()));
    match extension::<BasicConstraints>(issuer)? {
        Some(constraints) if constraints.ca => {
            let longest = constraints.path_len_constraint;
            if longest.is_some_and(|longest| usize::from(longest) < below) {
                return refuse("the authority may not stand so far above a signer");
            }
        }
        _ => return refuse("it signs another one, but is no authority"),
    }
    if extension::<KeyUsage>(issuer)?.is_some_and(|usage| !usage.key_cert_sign()) {
        return refuse("the authority's key is not meant for certificates");
    }
    // This name of the algorithm is not signed, so it must be the same as the signed one.
    let named = &certificate.signature_algorithm;
    if *named != certificate.tbs_certificate.signature {
        return refuse("it names two algorithms for its signature");
    }
    let Some(signature) = certificate.signature.as_bytes() else {
        return refuse("its signature ends within a byte");
    };
    let digest = trust.allows(Digest::of_signature(named)?)?;
    let signed = certificate.tbs_certificate.to_der();
    let signed = signed.map_err(|error| VerifyError::Certificate(error.to_string()))?;
    let key = &issuer.tbs_certificate.subject_public_key_info;
    algorithm::verify(key, digest, &signed, signature)
}

/// The critical extensions that are checked here, or that do not matter here: basic constraints,
/// key usage, extended key usage, alternative names, policies.
const UNDERSTOOD: [ObjectIdentifier; 5] = [
    BasicConstraints::OID,
    KeyUsage::OID,
    ObjectIdentifier::new_unwrap("2.5.29.37"),
    ObjectIdentifier::new_unwrap("2.5.29.17"),
    ObjectIdentifier::new_unwrap("2.5.29.32"),
];

/// Checks that a certificate below a root is valid at the time and has no unknown critical extension.
fn check_itself(certificate: &Certificate, trust: &Trust) -> Result<(), VerifyError> {
    let own = &certificate.tbs_certificate;
    let refuse = |text: &str| Err(VerifyError::Certificate(text.to_owned()));
    if let Some(at) = trust.at {
        let at = at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
        if at < own.validity.not_before.to_unix_duration() {
            return refuse("it is not valid yet");
        }
        if at > own.validity.not_after.to_unix_duration() {
            return refuse("it has expired");
        }
    }
    let mut critical = own.extensions.iter().flatten().filter(|extension| extension.critical);
    match critical.find(|extension| !UNDERSTOOD.contains(&extension.extn_id)) {
        Some(extension) => {
            let text = format!("its critical extension {} is not known", extension.extn_id);
            Err(VerifyError::Certificate(text))
        }
        None => Ok(()),
    }
}

/// An extension, if the certificate has it.
fn extension<T: AssociatedOid + for<'a> Decode<'a>>(
    certificate: &Certificate,
) -> Result<Option<T>, VerifyError> {
    let mut all = certificate.tbs_certificate.extensions.iter().flatten();
    let Some(found) = all.find(|extension| extension.extn_id == T::OID) else { return Ok(None) };
    let broken = |error: der::Error| VerifyError::Certificate(error.to_string());
    T::from_der(found.extn_value.as_bytes()).map(Some).map_err(broken)
}

/// The content of a message that has one.
pub(super) fn content_of(data: &SignedData) -> Result<Vec<u8>, OpenError> {
    let broken = |error: der::Error| OpenError::Cms(error.to_string());
    let content = data.encap_content_info.econtent.as_ref().ok_or(OpenError::Detached)?;
    Ok(content.decode_as::<OctetStringRef<'_>>().map_err(broken)?.as_bytes().to_vec())
}
