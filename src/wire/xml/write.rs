//! Writes XML as Apple's tools do, byte for byte as `plist`: with a tab for each level, and data in
//! lines.

use std::io::Write as _;

use apple_device_management_core::codec::{View, Viewer};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::is_char;
use crate::wire::date;
use crate::wire::plain::is_plain;

const BEGIN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
"#;
const END: &str = "\n</plist>";

/// How many bytes of data a line has.
const DATA_LINE: usize = 51;

/// Writes a value; `false` where XML cannot hold it.
pub(in crate::wire) fn write(view: &View<'_>, out: &mut Vec<u8>) -> bool {
    out.extend_from_slice(BEGIN.as_bytes());
    let mut writer = XmlWriter { out, level: 0 };
    let written = writer.value(view);
    out.extend_from_slice(END.as_bytes());
    written
}

struct XmlWriter<'o> {
    out: &'o mut Vec<u8>,
    level: usize,
}

/// A line's end and the tabs of the next.
const LINE: &[u8] = b"\n\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t";

impl XmlWriter<'_> {
    #[inline(always)]
    fn put(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    #[inline(always)]
    fn line(&mut self) {
        match LINE.get(..=self.level) {
            Some(line) => self.out.extend_from_slice(line),
            None => self.deep_line(),
        }
    }

    #[cold]
    fn deep_line(&mut self) {
        self.out.push(b'\n');
        self.out.extend(std::iter::repeat_n(b'\t', self.level));
    }

    #[inline(always)]
    fn key(&mut self, name: &str) -> bool {
        self.line();
        self.put("<key>");
        let written = self.text(name);
        self.put("</key>");
        self.line();
        written
    }

    #[inline(always)]
    fn string(&mut self, text: &str) -> bool {
        self.put("<string>");
        let written = self.text(text);
        self.put("</string>");
        written
    }

    #[inline(always)]
    fn boolean(&mut self, flag: bool) -> bool {
        self.put(if flag { "<true/>" } else { "<false/>" });
        true
    }

    fn display(&mut self, element: &str, value: impl std::fmt::Display) -> bool {
        write!(self.out, "<{element}>{value}</{element}>").is_ok()
    }

    #[inline(always)]
    fn text(&mut self, text: &str) -> bool {
        match is_plain(text.as_bytes(), begins_odd) {
            true => {
                self.put(text);
                true
            }
            false => self.escaped(text),
        }
    }

    #[inline(never)]
    fn escaped(&mut self, text: &str) -> bool {
        for char in text.chars() {
            match char {
                '<' => self.put("&lt;"),
                '>' => self.put("&gt;"),
                '&' => self.put("&amp;"),
                '\'' => self.put("&apos;"),
                '"' => self.put("&quot;"),
                // Unescaped, it would be read as the end of a line.
                '\r' => self.put("&#13;"),
                char if is_char(char) => self.put(char.encode_utf8(&mut [0; 4])),
                _ => return false,
            }
        }
        true
    }

    fn value(&mut self, view: &View<'_>) -> bool {
        match *view {
            View::String(text) => self.string(text),
            View::Boolean(flag) => self.boolean(flag),
            View::Integer(number) => self.display("integer", number),
            View::Unsigned(number) => self.display("integer", number),
            View::Real(number) => self.display("real", number),
            View::Date(text) => self.display("date", date::plain(text)),
            View::Data(bytes) => self.data(bytes),
            View::Items(items) => self.collection("array", |writer| {
                (0..items.count()).all(|index| {
                    writer.line();
                    writer.value(&items.item(index))
                })
            }),
            View::Values(_) | View::Entries(_) | View::Record(_) => {
                self.collection("dict", |writer| view.show_to(writer))
            }
            View::Absent | View::Null | View::Uid(_) => false,
        }
    }

    /// Writes an element with what is in it; if nothing is, an empty element.
    #[inline(always)]
    fn collection(&mut self, element: &str, within: impl FnOnce(&mut Self) -> bool) -> bool {
        self.put("<");
        self.put(element);
        self.put(">");
        let begin = self.out.len();
        self.level += 1;
        let written = within(self);
        self.level -= 1;
        if self.out.len() == begin {
            self.out.pop();
            self.put("/>");
        } else {
            self.line();
            self.put("</");
            self.put(element);
            self.put(">");
        }
        written
    }

    fn data(&mut self, bytes: &[u8]) -> bool {
        self.put("<data>");
        let mut digits = [0; DATA_LINE / 3 * 4];
        let mut written = true;
        for line in bytes.chunks(DATA_LINE) {
            self.line();
            match BASE64_STANDARD.encode_slice(line, &mut digits) {
                Ok(length) => self.out.extend_from_slice(&digits[..length]),
                Err(_) => written = false,
            }
        }
        self.line();
        self.put("</data>");
        written
    }
}

/// Whether a character that begins with this byte may have to be escaped, or cannot be written:
/// U+FFFE and U+FFFF begin with 0xEF.
#[inline(always)]
fn begins_odd(byte: u8) -> bool {
    (byte < b' ')
        | (byte == b'<')
        | (byte == b'>')
        | (byte == b'&')
        | (byte == b'\'')
        | (byte == b'"')
        | (byte == 0xef)
}

impl<'a> Viewer<'a> for XmlWriter<'_> {
    #[inline(always)]
    fn view(&mut self, name: &'a str, view: &View<'a>) -> bool {
        self.key(name) && self.value(view)
    }

    #[inline(always)]
    fn text(&mut self, name: &'a str, text: &'a str) -> bool {
        self.key(name) && self.string(text)
    }

    #[inline(always)]
    fn flag(&mut self, name: &'a str, flag: bool) -> bool {
        self.key(name) && self.boolean(flag)
    }

    #[inline(always)]
    fn integer(&mut self, name: &'a str, number: i64) -> bool {
        self.key(name) && self.display("integer", number)
    }
}
