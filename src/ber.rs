//! Converts BER to DER, as far as signed messages need it: Apple's tools write lengths in the
//! indefinite form and strings in pieces, which a reader of DER refuses.
//!
//! What is signed does not change: signed attributes and certificates are DER anyway, and the
//! pieces of the content are joined as they are.

/// Why a message is not BER.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BerError {
    #[error("it ends too early")]
    Truncated,
    #[error("it nests too deep")]
    TooDeep,
    #[error("a tag or a length is malformed")]
    Malformed,
    #[error("something follows its end")]
    Trailing,
}

const CONSTRUCTED: u8 = 0x20;
const OCTET_STRING: u8 = 0x04;
const END: [u8; 2] = [0, 0];

/// The same value in DER. Elements may nest `depth` levels deep.
pub(crate) fn to_der(bytes: &[u8], depth: usize) -> Result<Vec<u8>, BerError> {
    let mut input = bytes;
    let mut out = Vec::with_capacity(bytes.len());
    element(&mut input, &mut out, depth)?;
    // Some writers fill up the end with zeros.
    match input.iter().all(|byte| *byte == 0) {
        true => Ok(out),
        false => Err(BerError::Trailing),
    }
}

fn element(input: &mut &[u8], out: &mut Vec<u8>, depth: usize) -> Result<(), BerError> {
    let depth = depth.checked_sub(1).ok_or(BerError::TooDeep)?;
    let tag = take(input, 1)?[0];
    if tag & 0x1f == 0x1f {
        return Err(BerError::Malformed);
    }
    let length = length(input)?;
    if tag & CONSTRUCTED == 0 {
        let content = take(input, length.ok_or(BerError::Malformed)?)?;
        return put(tag, content, out);
    }
    let mut content = Vec::new();
    let string = tag == OCTET_STRING | CONSTRUCTED;
    let one = |input: &mut &[u8], content: &mut Vec<u8>| match string {
        true => piece(input, content, depth),
        false => element(input, content, depth),
    };
    match length {
        Some(length) => {
            let mut inside = take(input, length)?;
            while !inside.is_empty() {
                one(&mut inside, &mut content)?;
            }
        }
        None => {
            while !input.starts_with(&END) {
                one(input, &mut content)?;
            }
            take(input, END.len())?;
        }
    }
    put(if string { OCTET_STRING } else { tag }, &content, out)
}

/// Appends one piece of a string, without its tag and length.
fn piece(input: &mut &[u8], out: &mut Vec<u8>, depth: usize) -> Result<(), BerError> {
    let mut whole = Vec::new();
    element(input, &mut whole, depth)?;
    let mut whole = &whole[..];
    if take(&mut whole, 1)?[0] != OCTET_STRING {
        return Err(BerError::Malformed);
    }
    length(&mut whole)?;
    out.extend_from_slice(whole);
    Ok(())
}

fn take<'a>(input: &mut &'a [u8], count: usize) -> Result<&'a [u8], BerError> {
    let (taken, rest) = input.split_at_checked(count).ok_or(BerError::Truncated)?;
    *input = rest;
    Ok(taken)
}

/// A length; `None` for the indefinite form.
fn length(input: &mut &[u8]) -> Result<Option<usize>, BerError> {
    match take(input, 1)?[0] {
        0x80 => Ok(None),
        short @ 0..=0x7f => Ok(Some(usize::from(short))),
        long => {
            let bytes = take(input, usize::from(long & 0x7f))?;
            let digits = bytes.iter().skip_while(|byte| **byte == 0).count();
            if digits > size_of::<u32>() {
                return Err(BerError::Malformed);
            }
            Ok(Some(bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))))
        }
    }
}

fn put(tag: u8, content: &[u8], out: &mut Vec<u8>) -> Result<(), BerError> {
    out.push(tag);
    match u8::try_from(content.len()) {
        Ok(short) if short < 0x80 => out.push(short),
        _ => {
            let bytes = content.len().to_be_bytes();
            let skip = bytes.iter().take_while(|byte| **byte == 0).count();
            out.push(0x80 | (bytes.len() - skip) as u8);
            out.extend_from_slice(&bytes[skip..]);
        }
    }
    out.extend_from_slice(content);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_indefinite_form_becomes_definite() {
        let ber = b"\x30\x80\x24\x80\x04\x02ab\x04\x01c\x00\x00\x02\x01\x05\x00\x00";
        assert_eq!(to_der(ber, 8).as_deref(), Ok(&b"\x30\x08\x04\x03abc\x02\x01\x05"[..]));
    }

    #[test]
    fn der_stays_as_it_is() {
        let mut der = vec![0x30, 0x82, 0x01, 0x04, 0x04, 0x82, 0x01, 0x00];
        der.extend([7; 256]);
        assert_eq!(to_der(&der, 8), Ok(der));
    }

    #[test]
    fn damage_is_an_error() {
        let deep: Vec<u8> = [0x30, 0x80].repeat(10_000);
        assert_eq!(to_der(&deep, 64), Err(BerError::TooDeep));
        assert_eq!(to_der(b"\x30\x80", 8), Err(BerError::Truncated));
        assert_eq!(to_der(b"\x30\x84\xff\xff\xff\xff", 8), Err(BerError::Truncated));
        assert_eq!(
            to_der(b"\x30\x89\x01\x01\x01\x01\x01\x01\x01\x01\x01", 8),
            Err(BerError::Malformed)
        );
        assert_eq!(to_der(b"\x04\x80", 8), Err(BerError::Malformed));
        assert_eq!(to_der(b"\x24\x03\x02\x01\x01", 8), Err(BerError::Malformed));
        assert_eq!(to_der(b"\x04\x01a\x01", 8), Err(BerError::Trailing));
        assert_eq!(to_der(b"\x1f\x01a", 8), Err(BerError::Malformed));
        assert_eq!(to_der(b"", 8), Err(BerError::Truncated));
    }
}
