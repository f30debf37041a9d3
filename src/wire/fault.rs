//! What is wrong with a property list, and where.

use apple_device_management_core::codec::{Context, Stop};
use apple_device_management_core::{DecodeError, KeyPath, Segment};

use super::ReadError;

/// What a reader of property lists says when it stops.
#[derive(Default)]
pub(super) struct Fault {
    /// What is wrong with the bytes; nothing where what they hold is.
    said: Option<Said>,
    /// The way from where it stopped up to the root.
    trail: Vec<Segment>,
}

struct Said {
    what: String,
    at: usize,
    /// Whether the end is missing.
    cut: bool,
}

impl Fault {
    /// Stops: this is wrong at that byte.
    #[cold]
    pub(super) fn stop(&mut self, at: usize, what: impl Into<String>) -> Stop {
        self.said = Some(Said { what: what.into(), at, cut: false });
        Stop::Fatal
    }

    /// Stops: the end is missing.
    #[cold]
    pub(super) fn cut(&mut self, at: usize, what: impl Into<String>) -> Stop {
        self.said = Some(Said { what: what.into(), at, cut: true });
        Stop::Fatal
    }

    /// Notes a step of the way, if that is where the reader stopped.
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

    /// The error; `place` names the place of a byte.
    pub(super) fn told(
        mut self,
        stop: Stop,
        context: Context,
        place: impl FnOnce(usize) -> String,
    ) -> Result<ReadError, DecodeError> {
        self.trail.reverse();
        let path = KeyPath(self.trail);
        let Some(Said { what, at, cut }) = self.said else {
            let is_fatal = matches!(stop, Stop::Fatal);
            let error = context.explain(stop);
            return Err(if is_fatal { DecodeError { path, ..error } } else { error });
        };
        let place = match path.0.is_empty() {
            true => place(at),
            false => format!("{}, at `{path}`", place(at)),
        };
        let text = format!("{what} ({place})");
        Ok(if cut { ReadError::Truncated(text) } else { ReadError::NotPropertyList(text) })
    }
}
