//! What is wrong with a property list, and where.

use apple_device_management_core::codec::{Context, Position, Stop};
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

    /// What is wrong with the bytes; or else, what is wrong with what they hold. `position` gives the
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
