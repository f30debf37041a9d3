use std::io::{self, Write};

use serde_json::ser::Formatter;

/// The arrays that have an item a line; all others stand on the line of what they belong to.
const LISTS: [&str; 13] = [
    "documents",
    "examples",
    "flaws",
    "keys",
    "names",
    "payloadkeys",
    "payloadmap",
    "reasons",
    "releases",
    "responsekeys",
    "responsemap",
    "subkeys",
    "values",
];

/// The objects of a document that have a member a line.
const TABLES: [&str; 2] = ["shared", "supportedOS"];

/// Breaks the lines of the text: by the name of the member that is written, and by what it is in.
#[derive(Default)]
pub(super) struct Layout {
    /// The objects and arrays that are open.
    open: Vec<OpenBracket>,
    /// The name of the last member.
    name: Vec<u8>,
    naming: bool,
}

struct OpenBracket {
    lines: Lines,
    empty: bool,
}

/// How an object or array is laid out.
#[derive(Clone, Copy, PartialEq)]
enum Lines {
    /// All of it, with a member a line, in the first column.
    Root,
    /// An item or member a line.
    Each,
    /// The same for documents.
    Documents,
    /// A member a line, but for the first, which stands behind the brace.
    Document,
    /// On one line, as far as what is within has none.
    None,
}

impl Layout {
    fn named(&self, names: &[&str]) -> bool {
        names.iter().any(|name| name.as_bytes() == self.name)
    }

    fn begin(&mut self, object: bool) {
        let lines = match (self.open.last().map(|open| open.lines), object) {
            (None, _) => Lines::Root,
            (Some(Lines::Documents), true) => Lines::Document,
            (Some(Lines::Document), true) if self.named(&TABLES) => Lines::Each,
            (Some(Lines::Root), false) if self.named(&["documents"]) => Lines::Documents,
            (_, false) if self.named(&LISTS) => Lines::Each,
            _ => Lines::None,
        };
        self.open.push(OpenBracket { lines, empty: true });
    }

    /// Comes before a closing bracket. It stands on a line of its own, so that one key more changes
    /// no other line but for a comma.
    fn end<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        match self.open.pop() {
            Some(
                OpenBracket { lines: Lines::None | Lines::Document, .. }
                | OpenBracket { empty: true, .. },
            )
            | None => Ok(()),
            Some(_) => self.line(writer),
        }
    }

    /// Comes before an item or member.
    fn next<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        open.empty = false;
        match open.lines {
            Lines::None => Ok(()),
            Lines::Document if first => Ok(()),
            _ => self.line(writer),
        }
    }

    /// A line, indented by a blank for each that is open and has lines.
    fn line<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        let open = self.open.iter();
        let depth = open.filter(|open| !matches!(open.lines, Lines::Root | Lines::None)).count();
        write!(writer, "\n{:depth$}", "")
    }
}

impl Formatter for Layout {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(false);
        writer.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer)?;
        writer.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.next(writer, first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(true);
        writer.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer)?;
        writer.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.name.clear();
        self.naming = true;
        self.next(writer, first)
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.naming = false;
        Ok(())
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if self.naming {
            self.name.extend_from_slice(fragment.as_bytes());
        }
        writer.write_all(fragment.as_bytes())
    }
}
