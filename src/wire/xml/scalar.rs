//! The texts of integers, reals and data.

use apple_device_management_core::codec::Token;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use memchr::memchr_iter;

/// A whole number of up to 64 bits, as Apple reads it: decimal or hexadecimal, with blanks allowed
/// before it and after its sign, but not at the end.
pub(super) fn integer<'t>(text: &str) -> Option<Token<'t>> {
    if let Ok(number) = text.parse() {
        return Some(Token::Integer(number));
    }
    let text = text.trim_ascii_start();
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text[1..].trim_ascii_start()),
        b'+' => (false, text[1..].trim_ascii_start()),
        _ => (false, text),
    };
    let hexadecimal = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"));
    let (digits, radix) = hexadecimal.map_or((digits, 10), |digits| (digits, 16));
    // `from_str_radix` would take a second sign.
    let first = digits.as_bytes().first().filter(|byte| byte.is_ascii_hexdigit());
    let number = u64::from_str_radix(first.map(|_| digits)?, radix).ok()?;
    match negative {
        true => 0i64.checked_sub_unsigned(number).map(Token::Integer),
        false => Some(i64::try_from(number).map_or(Token::Unsigned(number), Token::Integer)),
    }
}

/// A number as Apple reads it: with blanks allowed before it, but not at the end.
pub(super) fn real(text: &str) -> Option<f64> {
    text.trim_ascii_start().parse().ok()
}

/// The bytes of a text in base64, with blanks allowed between the digits. `digits` is room for the
/// digits.
pub(super) fn data(text: &str, digits: &mut Vec<u8>) -> Option<Vec<u8>> {
    // Most texts have blanks around lines only.
    digits.clear();
    digits.reserve(text.len());
    let mut from = 0;
    for end in memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        digits.extend_from_slice(text.as_bytes()[from..end].trim_ascii());
        from = end;
    }
    let decode = |digits: &[u8]| BASE64_STANDARD.decode(digits).ok();
    decode(digits).or_else(|| {
        digits.retain(|byte| !byte.is_ascii_whitespace());
        decode(digits)
    })
}
