use super::{DecodeError, DecodeErrorKind, Format};
use crate::{Segment, Value};

/// What goes along with a decoding.
#[derive(Debug)]
pub struct Context {
    /// The format that is read.
    pub format: Format,
    depth: usize,
    left: usize,
    bounds: Bounds,
    pub(super) error: Option<Box<DecodeError>>,
    /// Where decoding is, and what did not fit so far, if that is no reason to refuse anything.
    lenient: Option<Box<Lenient>>,
}

/// What a lenient decoding goes by.
#[derive(Debug, Default)]
struct Lenient {
    path: Vec<Segment>,
    problems: Vec<DecodeError>,
}

/// How much a decoding may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// How deep arrays and dictionaries may nest.
    pub depth: usize,
    /// About how many bytes all values may take in memory, at most. An input can be far smaller
    /// than what it stands for: a binary property list may refer to one value any number of times,
    /// and the two bytes of an empty dictionary may become a record of many fields.
    pub weight: usize,
}

impl Default for Bounds {
    /// 64 levels, 64 MiB.
    fn default() -> Bounds {
        Bounds { depth: 64, weight: 64 << 20 }
    }
}

/// What a value weighs beside its text or data.
const VALUE_WEIGHT: usize = size_of::<Value>();
/// A node of a `BTreeMap` has room for eleven entries, however few there are.
const NODE_WEIGHT: usize = 11 * size_of::<(String, Value)>();
/// How many entries a node holds at least when they come in order, but for the last.
const NODE_FILL: usize = 6;

impl Context {
    /// For values of this format, within these bounds.
    pub fn new(format: Format, bounds: Bounds) -> Context {
        Context { format, depth: 0, left: bounds.weight, bounds, error: None, lenient: None }
    }

    /// For values that are in memory already, and have passed their bounds.
    pub fn unbounded(format: Format) -> Context {
        Context::new(format, Bounds { depth: usize::MAX, weight: usize::MAX })
    }

    /// For values that are in memory already and of which as much is to be read as fits. What does not
    /// fit is no error but a problem, which [`problems`](Context::problems) tells.
    pub fn lenient(format: Format) -> Context {
        Context { lenient: Some(Box::default()), ..Context::unbounded(format) }
    }

    /// What did not fit, of a lenient decoding.
    pub fn problems(self) -> Vec<DecodeError> {
        self.lenient.map(|lenient| lenient.problems).unwrap_or_default()
    }

    /// Runs `inner` for what stands at this step, so that problems there have their place.
    pub(super) fn at<T>(
        &mut self,
        segment: impl FnOnce() -> Segment,
        inner: impl FnOnce(&mut Context) -> T,
    ) -> T {
        let Some(lenient) = &mut self.lenient else { return inner(self) };
        lenient.path.push(segment());
        let result = inner(self);
        if let Some(lenient) = &mut self.lenient {
            lenient.path.pop();
        }
        result
    }

    /// Takes an error for a problem, if the decoding is lenient; whether it is.
    pub(super) fn forgives(&mut self, error: impl FnOnce() -> DecodeError) -> bool {
        let Some(Lenient { path, problems }) = self.lenient.as_deref_mut() else { return false };
        let mut problem = error();
        problem.path.0.splice(0..0, path.iter().cloned());
        problems.push(problem);
        true
    }

    /// The error behind a stop.
    pub fn explain(self, stop: Stop) -> DecodeError {
        match stop {
            Stop::Refused(refused) => refused.1,
            Stop::Fatal => self
                .error
                .map_or_else(|| DecodeError::new(DecodeErrorKind::Missing), |error| *error),
        }
    }

    /// Accounts for one value with this many bytes of text or data: whoever makes a token does so.
    ///
    /// # Errors
    /// It would take more than the bounds allow.
    #[inline]
    pub fn charge(&mut self, bytes: usize) -> Result<(), Stop> {
        self.reserve(bytes.saturating_add(VALUE_WEIGHT))
    }

    /// Accounts for the key of an entry that has no field, the first or a later one of its dictionary.
    ///
    /// # Errors
    /// It would take more than the bounds allow.
    #[inline]
    pub fn charge_key(&mut self, name: &str, earlier: usize) -> Result<(), Stop> {
        let node = if earlier.is_multiple_of(NODE_FILL) { NODE_WEIGHT } else { 0 };
        self.reserve(name.len().saturating_add(node))
    }

    /// Accounts for memory that is taken whatever is put there.
    #[inline]
    pub(super) fn reserve(&mut self, bytes: usize) -> Result<(), Stop> {
        match self.left.checked_sub(bytes) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(self.fail(DecodeErrorKind::TooHeavy { limit: self.bounds.weight })),
        }
    }

    /// Runs `inner` one level deeper, or fails where that is too deep.
    #[inline]
    pub(super) fn nested<T>(
        &mut self,
        inner: impl FnOnce(&mut Context) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        if self.depth >= self.bounds.depth {
            return Err(self.fail(DecodeErrorKind::TooDeep { limit: self.bounds.depth }));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    /// Ends the decoding, for this key stands twice in one dictionary.
    pub(super) fn twice(&mut self, name: String) -> Stop {
        self.fail(DecodeErrorKind::DuplicateKey(name))
    }

    /// Ends the decoding with this error.
    pub(super) fn fail(&mut self, kind: DecodeErrorKind) -> Stop {
        self.error = Some(Box::new(DecodeError::new(kind)));
        Stop::Fatal
    }
}

/// Why a slot did not take a token.
#[derive(Debug)]
pub enum Stop {
    /// The value does not fit; here it is, whole, with the reason.
    Refused(Box<(Value, DecodeError)>),
    /// The input itself is broken; the format's adapter or the context holds the error.
    Fatal,
}

impl Stop {
    /// Refuses this value.
    pub fn refused(value: Value, error: DecodeError) -> Stop {
        Stop::Refused(Box::new((value, error)))
    }

    /// Names the type that was to be read, unless the error names a document, which says more.
    #[must_use]
    pub fn named(mut self, name: &'static str) -> Stop {
        if let Stop::Refused(refused) = &mut self
            && refused.1.target.1.is_empty()
        {
            refused.1.target = (name, "");
        }
        self
    }
}
