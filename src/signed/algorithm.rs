//! The algorithms of keys and signatures that are known, and how a signature is verified with them.

use cms::cert::x509::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use der::asn1::ObjectIdentifier;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::{Pkcs1v15Sign, RsaPublicKey};
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::error::VerifyError;

/// A digest algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Digest {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

/// The object identifiers of digests.
const DIGESTS: [(ObjectIdentifier, Digest); 4] = [
    (oid("1.3.14.3.2.26"), Digest::Sha1),
    (oid("2.16.840.1.101.3.4.2.1"), Digest::Sha256),
    (oid("2.16.840.1.101.3.4.2.2"), Digest::Sha384),
    (oid("2.16.840.1.101.3.4.2.3"), Digest::Sha512),
];

/// The object identifiers of signatures that include the digest: first RSA (PKCS #1 v1.5), then ECDSA.
const SIGNATURES: [(ObjectIdentifier, Digest); 8] = [
    (oid("1.2.840.113549.1.1.5"), Digest::Sha1),
    (oid("1.2.840.113549.1.1.11"), Digest::Sha256),
    (oid("1.2.840.113549.1.1.12"), Digest::Sha384),
    (oid("1.2.840.113549.1.1.13"), Digest::Sha512),
    (oid("1.2.840.10045.4.1"), Digest::Sha1),
    (oid("1.2.840.10045.4.3.2"), Digest::Sha256),
    (oid("1.2.840.10045.4.3.3"), Digest::Sha384),
    (oid("1.2.840.10045.4.3.4"), Digest::Sha512),
];

pub(super) const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
const EC: ObjectIdentifier = oid("1.2.840.10045.2.1");
const P256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = oid("1.3.132.0.34");

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

impl Digest {
    pub(super) fn of(algorithm: &AlgorithmIdentifierOwned) -> Result<Digest, VerifyError> {
        find(&DIGESTS, algorithm)
    }

    /// The digest of a signature algorithm.
    pub(super) fn of_signature(
        algorithm: &AlgorithmIdentifierOwned,
    ) -> Result<Digest, VerifyError> {
        find(&SIGNATURES, algorithm)
    }

    /// The identifier of this digest.
    pub(super) fn algorithm(self) -> AlgorithmIdentifierOwned {
        let row = DIGESTS.iter().find(|(_, digest)| *digest == self);
        AlgorithmIdentifierOwned { oid: row.map_or(DIGESTS[1].0, |row| row.0), parameters: None }
    }

    /// The identifier of ECDSA signatures with this digest.
    pub(super) fn ecdsa(self) -> AlgorithmIdentifierOwned {
        let row = SIGNATURES[4..].iter().find(|(_, digest)| *digest == self);
        AlgorithmIdentifierOwned { oid: row.map_or(SIGNATURES[5].0, |row| row.0), parameters: None }
    }

    pub(super) fn over(self, content: &[u8]) -> Vec<u8> {
        match self {
            Digest::Sha1 => Sha1::digest(content).to_vec(),
            Digest::Sha256 => Sha256::digest(content).to_vec(),
            Digest::Sha384 => Sha384::digest(content).to_vec(),
            Digest::Sha512 => Sha512::digest(content).to_vec(),
        }
    }

    fn rsa(self) -> Pkcs1v15Sign {
        match self {
            Digest::Sha1 => Pkcs1v15Sign::new::<Sha1>(),
            Digest::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
            Digest::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
            Digest::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
        }
    }
}

fn find(
    known: &[(ObjectIdentifier, Digest)],
    algorithm: &AlgorithmIdentifierOwned,
) -> Result<Digest, VerifyError> {
    let row = known.iter().find(|(oid, _)| *oid == algorithm.oid);
    row.map(|row| row.1).ok_or_else(|| VerifyError::Algorithm(algorithm.oid.to_string()))
}

/// Verifies that the private half of a key has made this signature over the content.
pub(super) fn verify(
    key: &SubjectPublicKeyInfoOwned,
    digest: Digest,
    content: &[u8],
    signature: &[u8],
) -> Result<(), VerifyError> {
    let hash = digest.over(content);
    let bytes = key.subject_public_key.raw_bytes();
    let key_is_broken = || VerifyError::Certificate("its key is broken".to_owned());
    if key.algorithm.oid == RSA {
        let key = RsaPublicKey::from_pkcs1_der(bytes).map_err(|_| key_is_broken())?;
        return key.verify(digest.rsa(), &hash, signature).map_err(|_| VerifyError::Signature);
    }
    let curve = key.algorithm.parameters.as_ref().and_then(|any| any.decode_as().ok());
    match curve {
        Some(P256) if key.algorithm.oid == EC => {
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(bytes);
            let key = key.map_err(|_| key_is_broken())?;
            p256::ecdsa::Signature::from_der(signature)
                .and_then(|signature| key.verify_prehash(&hash, &signature))
                .map_err(|_| VerifyError::Signature)
        }
        Some(P384) if key.algorithm.oid == EC => {
            let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(bytes);
            let key = key.map_err(|_| key_is_broken())?;
            p384::ecdsa::Signature::from_der(signature)
                .and_then(|signature| key.verify_prehash(&hash, &signature))
                .map_err(|_| VerifyError::Signature)
        }
        _ => {
            let algorithm = curve.unwrap_or(key.algorithm.oid);
            Err(VerifyError::Algorithm(algorithm.to_string()))
        }
    }
}
