//! What is wrong with a property list, and where: kept by the readers of both forms.

use apple_device_management_core::codec::{Context, Position, Stop};
use apple_device_management_core::{DecodeError, KeyPath, Segment};

use super::ReadError;

/// Why and where a reader of property lists has stopped.
#[derive(Default)]
pub(super) struct Fault {
    /// What is wrong with the bytes; `None` if the error is in the context of the codec.
    said: Option<Said>,
    /// The steps from where the reader stopped up to the root.
    trail: Vec<Segment>,
}

struct Said {
    what: String,
    at: usize,
    /// Whether the end of the body is missing.
    cut: bool,
}

impl Fault {
    /// Stops because this is wrong at this byte.
    #[cold]
    pub(super) fn stop(&mut self, at: usize, what: impl Into<String>) -> Stop {
        self.said = Some(Said { what: what.into(), at, cut: false });
        Stop::Fatal
    }

    /// Stops because the end of the body is missing.
    #[cold]
    pub(super) fn cut(&mut self, at: usize, what: impl Into<String>) -> Stop {
        self.said = Some(Said { what: what.into(), at, cut: true });
        Stop::Fatal
    }

    /// Notes a step of the key path, if the reader has stopped below it.
    #[inline]
    pub(super) fn below(
        &mut self,
        result: Result<(), Stop>,
        segment: impl FnOnce() -> Segment,
    ) -> Result<(), Stop> {
        if let Err(Stop::Fatal) = result {
            self.trail.push(segment());
        }
        result
    }

    /// The error: `Ok` if the bytes are wrong, `Err` if what they hold is. `position` gives the
    /// position of a byte.
    pub(super) fn told(
        mut self,
        stop: Stop,
        context: Context,
        position: impl FnOnce(usize) -> Position,
    ) -> Result<ReadError, Box<DecodeError>> {
        self.trail.reverse();
        let path = KeyPath(self.trail);
        let Some(Said { what, at, cut }) = self.said else {
            let is_fatal = matches!(stop, Stop::Fatal);
            let error = context.explain(stop);
            return Err(Box::new(if is_fatal { DecodeError { path, ..error } } else { error }));
        };
        let place = match path.0.is_empty() {
            true => position(at).to_string(),
            false => format!("{}, at `{path}`", position(at)),
        };
        let text = format!("{what} ({place})");
        Ok(if cut { ReadError::Truncated(text) } else { ReadError::NotPropertyList(text) })
    }
}
