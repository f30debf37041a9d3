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

/// Shows the string of a token to what is made from it.
pub fn put_text(
    token: Token<'_>,
    context: &mut Context,
    take: &mut dyn FnMut(&str),
) -> Result<(), Stop> {
    match token {
        Token::String(text) => {
            take(&text);
            Ok(())
        }
        other => Err(refuse(other, "a string", context)),
    }
}
