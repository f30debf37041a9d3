use crate::wire::{ReadError, WriteError};

/// Why a body could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The message is not CMS, or a kind of CMS without signatures.
    #[error("the signed message is broken: {0}")]
    Cms(String),
    /// The message has no content: it signs content that is elsewhere.
    #[error("the signed message has no content of its own")]
    Detached,
    /// The content could not be read.
    #[error(transparent)]
    Content(#[from] ReadError),
}

/// Why a signature is not to be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// A certificate is broken, or must not be used for this.
    #[error("a certificate cannot be used: {0}")]
    Certificate(String),
    /// The message is not CMS.
    #[error("the signed message is broken: {0}")]
    Cms(String),
    /// An algorithm is not supported; names its object identifier.
    #[error("the algorithm {0} is not known")]
    Algorithm(String),
    /// The signature is made with SHA-1, which the [`Trust`](super::Trust) does not allow.
    #[error(
        "it is signed with SHA-1, as older devices do, which only Trust::allowing_sha1 accepts"
    )]
    Sha1,
    /// The signature is not over this content, or not made with this key.
    #[error("the signature is wrong")]
    Signature,
    /// The message has no signature.
    #[error("the message has no signature")]
    Unsigned,
    /// The certificate of the signer is not in the message.
    #[error("the certificate of the signer is missing")]
    NoSigner,
    /// No chain of certificates leads to a root.
    #[error("the signer is not trusted: no chain of certificates leads from it to a root")]
    Untrusted,
}

/// Why something could not be signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The key is not an RSA, P-256 or P-384 key in PKCS #8.
    #[error("the key is no RSA, P-256 or P-384 key in PKCS #8 (DER)")]
    Key,
    /// There is no certificate, one is broken, or the first does not belong to the key.
    #[error("the first certificate has to be that of the key: {0}")]
    Certificate(String),
    /// The message cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The signature could not be made.
    #[error("the signature could not be made: {0}")]
    Signature(String),
}

impl From<VerifyError> for SignError {
    fn from(error: VerifyError) -> SignError {
        SignError::Certificate(error.to_string())
    }
}

impl From<der::Error> for SignError {
    fn from(error: der::Error) -> SignError {
        SignError::Signature(error.to_string())
    }
}
