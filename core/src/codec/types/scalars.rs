use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::codec::{Context, Format, Slot, Stop, Token, View, refuse};
use crate::{Data, Date, Real};

macro_rules! scalar {
    ($type:ty, $expected:literal, $token:pat => $value:expr, $self_:ident => $view:expr) => {
        impl Slot for $type {
            #[inline]
            fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
                match token {
                    $token => {
                        *self = $value;
                        Ok(())
                    }
                    other => Err(refuse(other, $expected, context)),
                }
            }

            fn view(&self) -> View<'_> {
                let $self_ = self;
                $view
            }
        }
    };
}

scalar!(bool, "a boolean", Token::Boolean(value) => value, this => View::Boolean(*this));
scalar!(i64, "an integer", Token::Integer(value) => value, this => View::Integer(*this));
scalar!(String, "a string", Token::String(value) => value.into_owned(), this => View::String(this));

impl Slot for Real {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        *self = match token {
            Token::Real(value) => Real::Real(value),
            Token::Integer(value) => Real::Integer(value),
            other => return Err(refuse(other, "a number", context)),
        };
        Ok(())
    }

    fn view(&self) -> View<'_> {
        match self {
            Real::Real(value) => View::Real(*value),
            Real::Integer(value) => View::Integer(*value),
        }
    }
}

impl Slot for Data {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        match token {
            Token::Data(bytes) => self.0 = bytes.into_owned(),
            Token::String(text) if context.format == Format::Json => match canonical(&text) {
                Some(bytes) => self.0 = bytes,
                None => return Err(refuse(Token::String(text), "data in base64", context)),
            },
            other => return Err(refuse(other, "data", context)),
        }
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Data(self)
    }
}

/// The bytes of a text in base64, if they would be written as that text again.
fn canonical(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

impl Slot for Date {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        let text = match token {
            Token::Date(text) => text,
            Token::String(text) if context.format == Format::Json => text,
            other => return Err(refuse(other, "a date", context)),
        };
        match Date::as_written(&text) {
            Some(date) => {
                *self = date;
                Ok(())
            }
            None => Err(refuse(Token::String(text), "a date", context)),
        }
    }

    fn view(&self) -> View<'_> {
        View::Date(self.as_str())
    }
}
