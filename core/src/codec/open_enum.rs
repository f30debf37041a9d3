use std::borrow::Cow;

use super::{Context, Stop, Token, refuse};

/// A string that has known values and may have others.
pub trait OpenEnum: Sized {
    /// The known values, in the order of the schema.
    const VALUES: &'static [&'static str];

    /// The value, known or not.
    fn as_str(&self) -> &str;

    /// The variant of a known value, or one that keeps this value.
    fn of(text: &str) -> Self;
}

/// The string of a token.
pub fn text<'a>(token: Token<'a>, context: &mut Context) -> Result<Cow<'a, str>, Stop> {
    match token {
        Token::String(text) => Ok(text),
        other => Err(refuse(other, "a string", context)),
    }
}
