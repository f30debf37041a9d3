use super::{Context, Stop, Token, refuse};

/// A string that has known values and may have others.
pub trait OpenEnum: Sized {
    /// The known values, in the order of the schema.
    const VALUES: &'static [&'static str];

    /// The value, known or not.
    fn as_str(&self) -> &str;

    /// The variant of a known value.
    fn known(text: &str) -> Option<Self>;

    /// A value that the schema does not list.
    fn unlisted(text: String) -> Self;
}

/// Reads a string into an open enum.
pub fn put_open_enum<T: OpenEnum>(token: Token<'_>, context: &mut Context) -> Result<T, Stop> {
    match token {
        Token::String(text) => {
            Ok(T::known(&text).unwrap_or_else(|| T::unlisted(text.into_owned())))
        }
        other => Err(refuse(other, "a string", context)),
    }
}
