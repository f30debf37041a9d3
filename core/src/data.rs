use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Bytes. `Debug` prints only how many there are, since they may be a secret.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Data(pub Vec<u8>);

impl fmt::Debug for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Data({} bytes)", self.0.len())
    }
}

impl std::ops::Deref for Data {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// A text is not data in base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text is not base64 in the standard alphabet with padding")]
pub struct ParseDataError;

impl Data {
    /// The bytes of a text in base64, as JSON documents have it.
    ///
    /// # Errors
    /// The text is not base64. The error does not show it, since data may be a secret.
    pub fn from_base64(text: &str) -> Result<Data, ParseDataError> {
        STANDARD.decode(text).map(Data).map_err(|_| ParseDataError)
    }

    /// The bytes in base64. There is no `Display`, since data may be a secret.
    pub fn to_base64(&self) -> String {
        STANDARD.encode(&self.0)
    }
}

impl AsRef<[u8]> for Data {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

macro_rules! compares {
    ($([$($generic:tt)*] $other:ty),+ $(,)?) => {$(
        impl<$($generic)*> PartialEq<$other> for Data {
            fn eq(&self, other: &$other) -> bool {
                self.0[..] == other[..]
            }
        }

        impl<$($generic)*> PartialEq<Data> for $other {
            fn eq(&self, other: &Data) -> bool {
                self[..] == other.0[..]
            }
        }
    )+};
}

compares! {
    [] [u8],
    [] &[u8],
    [] Vec<u8>,
    [const N: usize] [u8; N],
    [const N: usize] &[u8; N],
}

impl From<Vec<u8>> for Data {
    fn from(bytes: Vec<u8>) -> Data {
        Data(bytes)
    }
}

impl From<Data> for Vec<u8> {
    fn from(data: Data) -> Vec<u8> {
        data.0
    }
}

impl<const N: usize> From<&[u8; N]> for Data {
    fn from(bytes: &[u8; N]) -> Data {
        Data(bytes.to_vec())
    }
}

impl<const N: usize> From<[u8; N]> for Data {
    fn from(bytes: [u8; N]) -> Data {
        Data(bytes.to_vec())
    }
}

impl From<&[u8]> for Data {
    fn from(bytes: &[u8]) -> Data {
        Data(bytes.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_does_not_print_its_bytes() {
        assert_eq!(format!("{:?}", Data(vec![1, 2, 3])), "Data(3 bytes)");
        assert!(!Data::from_base64("c2Vjcm*").unwrap_err().to_string().contains("c2Vj"));
    }

    #[test]
    fn data_is_compared_with_bytes() {
        let data = Data::from(b"ab");
        assert!(data == b"ab" && data == *b"ab" && data == b"ab"[..]);
        let slice: &[u8] = b"ab";
        assert_eq!(data, slice);
        assert_eq!(slice, data);
        assert!(b"ab" == data && b"ab"[..] == data && b"ab".to_vec() == data && data != b"a");
        assert_eq!(Data::from_base64(&data.to_base64()), Ok(data));
    }
}
