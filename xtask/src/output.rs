//! All output of a command goes through here, since `println!` panics if the reader has closed the
//! pipe.

use std::fmt;
use std::io::{self, Write};

/// Where a command prints to. `writeln!` to it cannot fail.
///
/// If the reader, such as `head`, has read enough, the rest of the output is dropped, and the
/// command goes on. Any other error is kept for [`finish`](Output::finish), so that the command is
/// not left half done because of it either.
pub(crate) struct Output {
    writer: Box<dyn Write>,
    /// The first error; nothing is written after it.
    failed: Option<io::Error>,
}

#[derive(Debug, thiserror::Error)]
#[error("cannot write the result to the standard output")]
pub(crate) struct OutputError(#[from] io::Error);

/// The output for results.
pub(crate) fn stdout() -> Output {
    Output { writer: Box::new(io::stdout().lock()), failed: None }
}

/// The output for warnings and errors. An error of it is not reported: there is no place to report
/// it.
pub(crate) fn stderr() -> Output {
    Output { writer: Box::new(io::stderr().lock()), failed: None }
}

impl Output {
    /// Prints; `write!` and `writeln!` call this.
    pub(crate) fn write_fmt(&mut self, text: fmt::Arguments<'_>) {
        self.attempt(|writer| writer.write_fmt(text));
    }

    /// Ends the output. An error if something could not be written that the reader still wanted.
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

/// For code that writes bytes.
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
