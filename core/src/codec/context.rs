use super::{DecodeError, DecodeErrorKind, Format};
use crate::{Segment, Value};

/// The state of one reading: its format, what it may still take, and what went wrong.
#[derive(Debug)]
pub struct Context {
    /// The format that is being read.
    pub format: Format,
    depth: usize,
    left: usize,
    bounds: Bounds,
    pub(super) error: Option<Box<DecodeError>>,
    /// Only of a lenient reading, which notes what does not fit and goes on.
    lenient: Option<Box<Lenient>>,
}

/// Where a lenient reading is, and what has not fitted so far.
#[derive(Debug, Default)]
struct Lenient {
    path: Vec<Segment>,
    problems: Vec<DecodeError>,
}

/// What a reading may take at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// How deep arrays and dictionaries may nest.
    pub depth: usize,
    /// About how many bytes all values together may take in memory. They can take far more than the
    /// input: a binary property list may refer to one value any number of times, and the two bytes
    /// of an empty dictionary may become a record of many fields.
    pub weight: usize,
}

impl Default for Bounds {
    /// 64 levels, 64 MiB.
    fn default() -> Bounds {
        Bounds { depth: 64, weight: 64 << 20 }
    }
}

/// The bytes that a value takes beside its text or data.
const VALUE_WEIGHT: usize = size_of::<Value>();
/// The bytes that an entry of a dictionary takes beside its name and value.
const ENTRY_WEIGHT: usize = size_of::<(String, Value)>();
/// For how many entries a list has room as soon as it has one.
const FIRST_ENTRIES: usize = 4;

impl Context {
    /// For reading values of this format, within these bounds.
    pub fn new(format: Format, bounds: Bounds) -> Context {
        Context { format, depth: 0, left: bounds.weight, bounds, error: None, lenient: None }
    }

    /// For values that are in memory already, and were within bounds when they were read.
    pub fn unbounded(format: Format) -> Context {
        Context::new(format, Bounds { depth: usize::MAX, weight: usize::MAX })
    }

    /// For values that are in memory already, of which all that fits is to be read. What does not
    /// fit is no error: [`problems`](Context::problems) tells it.
    pub fn lenient(format: Format) -> Context {
        Context { lenient: Some(Box::default()), ..Context::unbounded(format) }
    }

    /// What did not fit in a lenient reading; nothing for any other.
    pub fn problems(self) -> Vec<DecodeError> {
        self.lenient.map(|lenient| lenient.problems).unwrap_or_default()
    }

    /// Runs `inner` one step further down, so that problems noted there have their key path.
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

    /// Notes an error as a problem, if the reading is lenient; gives whether it is.
    pub(super) fn forgives(&mut self, error: impl FnOnce() -> DecodeError) -> bool {
        let Some(Lenient { path, problems }) = self.lenient.as_deref_mut() else { return false };
        let mut problem = error();
        problem.path.0.splice(0..0, path.iter().cloned());
        problems.push(problem);
        true
    }

    /// The error for which a reading has stopped.
    pub fn explain(self, stop: Stop) -> DecodeError {
        match stop {
            Stop::Refused(refused) => refused.1,
            Stop::Fatal => self
                .error
                .map_or_else(|| DecodeError::new(DecodeErrorKind::Missing), |error| *error),
        }
    }

    /// Accounts for one value with this many bytes of text or data. Every source does so for each token
    /// that it makes.
    ///
    /// # Errors
    /// It would take more than the bounds allow.
    #[inline]
    pub fn charge(&mut self, bytes: usize) -> Result<(), Stop> {
        self.reserve(bytes.saturating_add(VALUE_WEIGHT))
    }

    /// Accounts for the name of a key that has no field. `earlier` is how many such keys its dictionary
    /// had before.
    ///
    /// # Errors
    /// It would take more than the bounds allow.
    #[inline]
    pub fn charge_key(&mut self, name: &str, earlier: usize) -> Result<(), Stop> {
        // A list that is full makes room for as many entries again.
        let entries = match earlier {
            0 => FIRST_ENTRIES,
            full if full >= FIRST_ENTRIES && full.is_power_of_two() => full,
            _ => 0,
        };
        self.reserve(name.len().saturating_add(entries * ENTRY_WEIGHT))
    }

    /// Accounts for this much memory.
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

    /// Runs `inner` one level deeper.
    ///
    /// # Errors
    /// The levels are deeper than the bounds allow.
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

    /// Ends the reading, because this key stands twice in one dictionary.
    pub(super) fn twice(&mut self, name: String) -> Stop {
        self.fail(DecodeErrorKind::DuplicateKey(name))
    }

    /// Ends the reading with this error.
    pub(super) fn fail(&mut self, kind: DecodeErrorKind) -> Stop {
        self.error = Some(Box::new(DecodeError::new(kind)));
        Stop::Fatal
    }
}

/// Why a slot did not take a token.
#[derive(Debug)]
pub enum Stop {
    /// The value does not fit. Here it is, whole, with the reason; reading can go on.
    Refused(Box<(Value, DecodeError)>),
    /// The input itself is broken, or breaks a bound: reading ends. The error is in the context or
    /// in the source that reads the format.
    Fatal,
}

impl Stop {
    /// Refuses this value.
    pub fn refused(value: Value, error: DecodeError) -> Stop {
        Stop::Refused(Box::new((value, error)))
    }

    /// Names the type that was to be read, unless the error names a type and its document already.
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
