//! JSON: read by `serde_json`; written here, byte for byte as `serde_json` does.

use std::io::Write as _;

use apple_device_management_core::Slot;
use apple_device_management_core::codec::{Bounds, Failure, Position, View, Viewer, decode};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::plain::is_plain;
use super::{Limits, ReadError, without_mark};

/// The deepest nesting that `serde_json` reads.
const DEEPEST: usize = 126;

pub(super) fn read<T: Slot + Default>(bytes: &[u8], limits: &Limits) -> Result<T, ReadError> {
    let bounds = Bounds { depth: limits.depth.min(DEEPEST), ..limits.bounds() };
    let mut source = serde_json::Deserializer::from_str(text_of(bytes)?);
    match decode(&mut source, bounds) {
        Ok(value) => source.end().map(|()| value).map_err(broken),
        Err(Failure::Format(error)) => Err(broken(error)),
        Err(Failure::Shape(mut error, stopped)) => {
            error.positions.extend(
                stopped.map(|stopped| Position::Line {
                    line: stopped.line(),
                    column: stopped.column(),
                }),
            );
            Err(error.into())
        }
    }
}

/// The text of a body. Whether it is UTF-8 is found out for all of it at once, which is quicker than for
/// each string.
fn text_of(bytes: &[u8]) -> Result<&str, ReadError> {
    let bytes = without_mark(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let position = Position::in_text(bytes, error.valid_up_to());
        match error.error_len() {
            None => ReadError::Truncated(format!("a character is not whole ({position})")),
            Some(_) => ReadError::NotJson(format!("a byte is not UTF-8 ({position})")),
        }
    })
}

fn broken(error: serde_json::Error) -> ReadError {
    match error.is_eof() {
        true => ReadError::Truncated(error.to_string()),
        false => ReadError::NotJson(error.to_string()),
    }
}

/// Writes a value; `false` where JSON cannot hold it.
pub(super) fn write(view: &View<'_>, out: &mut Vec<u8>) -> bool {
    JsonWriter { out, first: true }.value(view)
}

struct JsonWriter<'o> {
    out: &'o mut Vec<u8>,
    /// Whether nothing stands before the next item or entry.
    first: bool,
}

impl JsonWriter<'_> {
    #[inline(always)]
    fn separate(&mut self) {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
    }

    #[inline(always)]
    fn key(&mut self, name: &str) {
        self.separate();
        self.string(name);
        self.out.push(b':');
    }

    #[inline(always)]
    fn string(&mut self, text: &str) -> bool {
        self.out.push(b'"');
        match is_plain(text.as_bytes(), is_escaped) {
            true => self.out.extend_from_slice(text.as_bytes()),
            false => self.escaped(text),
        }
        self.out.push(b'"');
        true
    }

    #[inline(never)]
    fn escaped(&mut self, text: &str) {
        for byte in text.bytes() {
            let letter = match byte {
                b'"' | b'\\' => byte,
                0x08 => b'b',
                b'\t' => b't',
                b'\n' => b'n',
                0x0c => b'f',
                b'\r' => b'r',
                ..b' ' => {
                    self.display(format_args!("\\u{byte:04x}"));
                    continue;
                }
                _ => {
                    self.out.push(byte);
                    continue;
                }
            };
            self.out.extend_from_slice(&[b'\\', letter]);
        }
    }

    #[inline(always)]
    fn boolean(&mut self, flag: bool) -> bool {
        self.out.extend_from_slice(if flag { b"true" } else { b"false" });
        true
    }

    fn display(&mut self, value: impl std::fmt::Display) -> bool {
        write!(self.out, "{value}").is_ok()
    }

    fn value(&mut self, view: &View<'_>) -> bool {
        match *view {
            View::String(text) | View::Date(text) => self.string(text),
            View::Boolean(flag) => self.boolean(flag),
            View::Integer(number) => self.display(number),
            View::Unsigned(number) => self.display(number),
            View::Real(number) => {
                number.is_finite() && serde_json::to_writer(&mut *self.out, &number).is_ok()
            }
            View::Data(bytes) => self.data(bytes),
            View::Absent | View::Null => {
                self.out.extend_from_slice(b"null");
                true
            }
            View::Items(items) => self.within([b'[', b']'], |writer| {
                (0..items.count()).all(|index| {
                    writer.separate();
                    writer.value(&items.item(index))
                })
            }),
            View::Values(_) | View::Entries(_) | View::Record(_) => {
                self.within([b'{', b'}'], |writer| view.show_to(writer))
            }
            View::Uid(_) => false,
        }
    }

    #[inline(always)]
    fn within(&mut self, [begin, end]: [u8; 2], inner: impl FnOnce(&mut Self) -> bool) -> bool {
        self.out.push(begin);
        self.first = true;
        let written = inner(self);
        self.first = false;
        self.out.push(end);
        written
    }

    fn data(&mut self, bytes: &[u8]) -> bool {
        self.out.push(b'"');
        let begin = self.out.len();
        let length = base64::encoded_len(bytes.len(), true).unwrap_or(0);
        self.out.resize(begin + length, 0);
        let written = BASE64_STANDARD.encode_slice(bytes, &mut self.out[begin..]).is_ok();
        self.out.push(b'"');
        written
    }
}

/// Whether the byte has to be escaped.
#[inline(always)]
fn is_escaped(byte: u8) -> bool {
    (byte < b' ') | (byte == b'"') | (byte == b'\\')
}

impl<'a> Viewer<'a> for JsonWriter<'_> {
    #[inline(always)]
    fn view(&mut self, name: &'a str, view: &View<'a>) -> bool {
        self.key(name);
        self.value(view)
    }

    #[inline(always)]
    fn text(&mut self, name: &'a str, text: &'a str) -> bool {
        self.key(name);
        self.string(text)
    }

    #[inline(always)]
    fn flag(&mut self, name: &'a str, flag: bool) -> bool {
        self.key(name);
        self.boolean(flag)
    }

    #[inline(always)]
    fn integer(&mut self, name: &'a str, number: i64) -> bool {
        self.key(name);
        self.display(number)
    }
}
