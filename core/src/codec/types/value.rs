use crate::codec::{Context, DecodeErrorKind, Slot, Stop, Token, View};
use crate::{Data, Date, Value};

impl Slot for Value {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        *self = match token {
            Token::Null => Value::Null,
            Token::Boolean(value) => Value::Boolean(value),
            Token::Integer(value) => Value::Integer(value),
            Token::Unsigned(value) => Value::Unsigned(value),
            Token::Real(value) => Value::Real(value),
            Token::String(value) => Value::String(value.into_owned()),
            Token::Data(value) => Value::Data(Data(value.into_owned())),
            Token::Date(text) => match Date::as_written(&text) {
                Some(date) => Value::Date(date),
                None => return Err(context.fail(DecodeErrorKind::BadDate(text.into_owned()))),
            },
            Token::Uid(value) => Value::Uid(value),
            Token::Sequence(items) => {
                let mut array = Vec::new();
                context.nested(|context| items.rest(&mut array, context))?;
                Value::Array(array)
            }
            Token::Map(entries) => Value::Dictionary(entries.all(context)?),
        };
        Ok(())
    }

    #[inline]
    fn view(&self) -> View<'_> {
        match self {
            Value::Null => View::Null,
            Value::Boolean(value) => View::Boolean(*value),
            Value::Integer(value) => View::Integer(*value),
            Value::Unsigned(value) => View::Unsigned(*value),
            Value::Real(value) => View::Real(*value),
            Value::String(value) => View::String(value),
            Value::Data(value) => View::Data(value),
            Value::Date(value) => View::Date(value.as_str()),
            Value::Uid(value) => View::Uid(*value),
            Value::Array(value) => View::Items(value),
            Value::Dictionary(value) => View::Values(value),
        }
    }
}
