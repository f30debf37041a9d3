use std::io::{self, Write};

use serde_json::ser::Formatter;

/// The names of arrays that have each item on a line. All other arrays are written on one line.
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

/// The names of objects in a document that have each member on a line.
const TABLES: [&str; 2] = ["shared", "supportedOS"];

/// Decides where the JSON text has line breaks: by the name of an array or object, and by what it
/// is in.
#[derive(Default)]
pub(super) struct Layout {
    /// The objects and arrays that are open, the outermost first.
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
    /// The outermost object: each member on a line, not indented.
    Root,
    /// Each item or member on a line.
    Each,
    /// Each item on a line; the items are documents.
    Documents,
    /// Each member on a line, but the first on that of the brace.
    Document,
    /// No line breaks but those of arrays and objects within.
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

    /// Comes before a closing bracket. The bracket is on a line of its own, so that a key more
    /// changes no other line but by a comma.
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

    /// Begins a line, indented by a blank for each open array and object that has line breaks.
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
