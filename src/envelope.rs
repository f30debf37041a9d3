//! Envelopes: dictionaries with a few keys of the protocol, beside which the keys of a message stand.

use apple_device_management_core::codec::{
    Apart, Context, DecodeError, DecodeErrorKind, Entries, MapSource, Outcome, Stop, Token, Viewer,
    Without, apart, put_value, refuse, stands_for, to_value, whole as integer_of,
};
use apple_device_management_core::{Dictionary, Segment, Slot, Value, View};

/// One key of an envelope.
pub(crate) struct Field<S> {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) slot: S,
}

/// A dictionary with a few keys of its own, beside which the keys of another type stand, the rest.
///
/// A value of an unexpected type goes to the rest, if its key is optional. A value in another type
/// that is understood (1 for true, a real for an integer) goes to the rest too, so that it can be
/// written again as it came. Records do the same.
pub(crate) trait Envelope: Entries {
    fn fields(&self) -> Vec<Field<&dyn Slot>>;
    fn rest(&self) -> &dyn Slot;
    fn fields_mut(&mut self) -> Vec<Field<&mut dyn Slot>>;
    fn rest_mut(&mut self) -> &mut dyn Slot;
}

pub(crate) fn put_envelope(
    envelope: &mut dyn Envelope,
    token: Token<'_>,
    context: &mut Context,
) -> Result<(), Stop> {
    let Token::Map(entries) = token else {
        return Err(refuse(token, "a dictionary", context));
    };
    let (rest, fault) = put_fields(envelope, entries, context)?;
    match put_value(envelope.rest_mut(), Value::Dictionary(rest), context) {
        Ok(()) => {}
        Err(Stop::Fatal) => return Err(Stop::Fatal),
        Err(Stop::Refused(refused)) => {
            let (value, error) = *refused;
            return Err(Stop::refused(whole(envelope, value), fault.unwrap_or(error)));
        }
    }
    match fault {
        None => Ok(()),
        Some(error) => {
            let rest = to_value(envelope.rest().view());
            Err(Stop::refused(whole(envelope, rest), error))
        }
    }
}

/// Reads the fields; gives the rest, and the error of the first required field that is missing or
/// wrong.
fn put_fields(
    envelope: &mut dyn Envelope,
    entries: &mut dyn MapSource,
    context: &mut Context,
) -> Result<(Dictionary, Option<DecodeError>), Stop> {
    let fields = envelope.fields_mut();
    let required: Vec<_> = fields.iter().map(|field| (field.name, field.required)).collect();
    let mut slots: Vec<_> = fields.into_iter().map(|field| (field.name, field.slot)).collect();
    let Apart { rest, mut outcomes } = apart(entries, &mut slots, context)?;
    for ((name, slot), outcome) in slots.iter_mut().zip(&mut outcomes) {
        if matches!(outcome, Outcome::Refused(_)) && put_coerced(*slot, rest.get(name), context) {
            *outcome = Outcome::Put;
        }
    }
    let fault = |((name, required), outcome): (&(&str, bool), Outcome)| {
        let error = match outcome {
            Outcome::Put => return None,
            Outcome::Absent => DecodeError::new(DecodeErrorKind::Missing),
            Outcome::Refused(error) => error,
        };
        required.then(|| error.under(Segment::Key((*name).to_owned())))
    };
    let fault = required.iter().zip(outcomes).find_map(fault);
    Ok((rest, fault))
}

/// Puts a value that a field refused in another type, if it is understood so; gives whether it is.
fn put_coerced(slot: &mut dyn Slot, refused: Option<&Value>, context: &mut Context) -> bool {
    let token = match refused {
        Some(Value::Integer(number @ (0 | 1))) => Token::Boolean(*number == 1),
        Some(Value::Real(number)) => match integer_of(*number) {
            Some(number) => Token::Integer(number),
            None => return false,
        },
        _ => return false,
    };
    slot.put(token, context).is_ok()
}

/// The value of a field in the type in which it was read; see [`put_coerced`].
fn as_read<'a>(field: &Field<&'a dyn Slot>, rest: View<'a>) -> View<'a> {
    let view = field.slot.view();
    let came = match view {
        View::Boolean(_) | View::Integer(_) => rest.entry(field.name),
        _ => None,
    };
    came.filter(|came| stands_for(&to_value(*came), view)).unwrap_or(view)
}

/// The dictionary that an envelope was read from.
fn whole(envelope: &dyn Envelope, rest: Value) -> Value {
    let mut all = match rest {
        Value::Dictionary(rest) => rest,
        _ => Dictionary::new(),
    };
    for field in envelope.fields() {
        match field.slot.view() {
            View::Absent => {}
            view => {
                all.get_or_insert_with(field.name, || to_value(view));
            }
        }
    }
    Value::Dictionary(all)
}

/// Shows the fields that are set, then the entries of the rest that are not among them.
pub(crate) fn show<'a>(envelope: &'a dyn Envelope, viewer: &mut dyn Viewer<'a>) -> bool {
    let mut taken = Vec::new();
    let rest = envelope.rest().view();
    for field in envelope.fields() {
        match as_read(&field, rest) {
            View::Absent => {}
            view => {
                taken.push(field.name);
                if !viewer.view(field.name, &view) {
                    return false;
                }
            }
        }
    }
    rest.show_to(Without { viewer, omits: |name| taken.contains(&name) })
}

/// Makes a struct an [`Envelope`]: lists its keys, whether each is required, and the field for the
/// rest.
macro_rules! envelope {
    ($type:ident, rest $rest:ident, $(format $format:ident,)? { $($name:literal $required:literal $field:ident),* $(,)? }) => {
        impl $crate::envelope::Envelope for $type {
            fn fields(&self) -> Vec<$crate::envelope::Field<&dyn $crate::Slot>> {
                vec![$($crate::envelope::Field {
                    name: $name,
                    required: $required,
                    slot: &self.$field,
                }),*]
            }

            fn rest(&self) -> &dyn $crate::Slot {
                &self.$rest
            }

            fn fields_mut(&mut self) -> Vec<$crate::envelope::Field<&mut dyn $crate::Slot>> {
                vec![$($crate::envelope::Field {
                    name: $name,
                    required: $required,
                    slot: &mut self.$field,
                }),*]
            }

            fn rest_mut(&mut self) -> &mut dyn $crate::Slot {
                &mut self.$rest
            }
        }

        impl $crate::codec::Entries for $type {
            fn show_to<'a>(&'a self, viewer: &mut dyn $crate::codec::Viewer<'a>) -> bool {
                $crate::envelope::show(self, viewer)
            }
        }

        impl $crate::Slot for $type {
            fn put(
                &mut self,
                token: $crate::codec::Token<'_>,
                context: &mut $crate::codec::Context,
            ) -> Result<(), $crate::codec::Stop> {
                $(self.$format = context.format;)?
                $crate::envelope::put_envelope(self, token, context)
                    .map_err(|stop| stop.named(stringify!($type)))
            }

            fn view(&self) -> $crate::View<'_> {
                $crate::View::Entries(self)
            }
        }

        apple_device_management_core::serde_by_slot!($type);
    };
}
pub(crate) use envelope;
