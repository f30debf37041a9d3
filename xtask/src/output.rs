//! What a command prints: all of it goes through here, since `println!` panics where nobody reads.

use std::fmt;
use std::io::{self, Write};

/// Where a command prints to, with `writeln!`, which cannot fail.
///
/// Whoever reads along, `head` say, may have seen enough: the rest is dropped, and the command does
/// what it would have done. Any other failure is kept for [`finish`](Output::finish), and no reason
/// to leave the work half done either.
pub(crate) struct Output {
    writer: Box<dyn Write>,
    /// What went wrong first; nothing is written from then on.
    failed: Option<io::Error>,
}

#[derive(Debug, thiserror::Error)]
#[error("cannot write what was asked for to the standard output")]
pub(crate) struct OutputError(#[from] io::Error);

/// For results.
pub(crate) fn stdout() -> Output {
    Output { writer: Box::new(io::stdout().lock()), failed: None }
}

/// For warnings and errors. Nobody could be told if this fails.
pub(crate) fn stderr() -> Output {
    Output { writer: Box::new(io::stderr().lock()), failed: None }
}

impl Output {
    /// What `write!` and `writeln!` call.
    pub(crate) fn write_fmt(&mut self, text: fmt::Arguments<'_>) {
        self.attempt(|writer| writer.write_fmt(text));
    }

    /// Whether all was written that somebody wanted to read.
    pub(crate) fn finish(mut self) -> Result<(), OutputError> {
        self.attempt(|writer| writer.flush());
        match self.failed {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn attempt(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        if self.failed.is_none() {
            self.failed = write(&mut *self.writer).err();
        }
    }
}

/// For what writes bytes.
impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.attempt(|writer| writer.write_all(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.attempt(|writer| writer.flush());
        Ok(())
    }
}
