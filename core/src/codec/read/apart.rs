use crate::codec::{Context, DecodeError, MapSource, Names, NextKey, Slot, Stop};
use crate::{Dictionary, Value};

/// A dictionary of which the values of some keys have been put into slots.
pub struct Apart {
    /// All other entries, and those that a slot refused.
    pub rest: Dictionary,
    /// What became of each slot, in the order of the slots.
    pub outcomes: Vec<Outcome>,
}

/// What became of a slot.
#[derive(Debug)]
pub enum Outcome {
    /// There is no such key.
    Absent,
    /// The value is in the slot.
    Put,
    /// The slot refused the value, for this reason.
    Refused(DecodeError),
}

/// Pulls a dictionary: the values of these keys into their slots, all others into a dictionary.
///
/// # Errors
/// Only what ends the reading, such as a key that comes twice. A refused value is an [`Outcome`].
pub fn apart(
    entries: &mut dyn MapSource,
    slots: &mut [(&'static str, &mut dyn Slot)],
    context: &mut Context,
) -> Result<Apart, Stop> {
    let (mut rest, mut outcomes) = (Vec::new(), Vec::new());
    outcomes.resize_with(slots.len(), || Outcome::Absent);
    context.nested(|context| {
        while let NextKey::Other = entries.key(&Names::NONE, context)? {
            let name = entries.name();
            match slots.iter().position(|(known, _)| *known == name) {
                Some(at) if !matches!(outcomes[at], Outcome::Absent) => {
                    return Err(context.twice(name));
                }
                Some(at) => {
                    let result = entries.value(slots[at].1, context);
                    outcomes[at] = outcome(result, name, &mut rest)?;
                }
                None => {
                    let mut value = Value::Null;
                    entries.value(&mut value, context)?;
                    rest.push((name, value));
                }
            }
        }
        let rest = Dictionary::distinct(rest).map_err(|name| context.twice(name))?;
        Ok(Apart { rest, outcomes })
    })
}

fn outcome(
    result: Result<(), Stop>,
    name: String,
    rest: &mut Vec<(String, Value)>,
) -> Result<Outcome, Stop> {
    match result {
        Ok(()) => Ok(Outcome::Put),
        Err(Stop::Fatal) => Err(Stop::Fatal),
        Err(Stop::Refused(refused)) => {
            let (value, error) = *refused;
            rest.push((name, value));
            Ok(Outcome::Refused(error))
        }
    }
}
