//! What XML allows, or cannot hold, and `plist` passes over in silence.
//!
//! Reading, it drops the text of CDATA sections and references to entities that it does not know. Here
//! the first become plain text, the second an error, and so do dates at which it panics. No entity is
//! ever expanded but XML's own five and character references. Writing, it does not ask whether XML has
//! a character at all.

use std::borrow::Cow;

use super::fault::Fault;

const CDATA: &[u8] = b"<![CDATA[";
const COMMENT: &[u8] = b"<!--";

/// The same document without CDATA sections, with every reference known.
pub(super) fn plain(text: &[u8]) -> Result<Cow<'_, [u8]>, Fault> {
    let mut out: Option<Vec<u8>> = None;
    let mut copied = 0;
    let mut at = 0;
    let (mut open, mut begun) = (false, false);
    while let Some(step) = memchr::memchr2(b'<', b'&', &text[at..]) {
        at += step;
        let rest = &text[at..];
        at += match rest {
            [b'&', ..] => reference(rest).map_err(|fault| fault.at(at))?,
            [_, b'/', ..] => {
                open &= !rest.starts_with(b"</plist>");
                begun = true;
                1
            }
            _ if rest.starts_with(CDATA) => {
                let content = section(rest, CDATA, b"]]>")?;
                let out = out.get_or_insert_default();
                out.extend_from_slice(&text[copied..at]);
                content.iter().for_each(|byte| escape(*byte, out));
                let length = CDATA.len() + content.len() + 3;
                copied = at + length;
                length
            }
            _ if rest.starts_with(COMMENT) => {
                COMMENT.len() + section(rest, COMMENT, b"-->")?.len() + 3
            }
            [_, b'?' | b'!', ..] => 1,
            _ => {
                date(rest).map_err(|fault| fault.at(at))?;
                begun |= rest.len() > 1;
                open |= rest.starts_with(b"<plist");
                1
            }
        };
    }
    if open {
        return Err(Fault::cut("the root element is not closed"));
    }
    if !begun && text.ends_with(b">") {
        return Err(Fault::cut("there is no root element"));
    }
    Ok(match out {
        None => Cow::Borrowed(text),
        Some(mut out) => {
            out.extend_from_slice(&text[copied..]);
            Cow::Owned(out)
        }
    })
}

fn section<'a>(text: &'a [u8], open: &[u8], close: &[u8]) -> Result<&'a [u8], Fault> {
    let inside = &text[open.len()..];
    let end = inside.windows(close.len()).position(|window| window == close);
    end.map(|end| &inside[..end]).ok_or_else(|| Fault::cut("a section of the XML is not closed"))
}

fn escape(byte: u8, out: &mut Vec<u8>) {
    match byte {
        b'<' => out.extend_from_slice(b"&lt;"),
        b'&' => out.extend_from_slice(b"&amp;"),
        other => out.push(other),
    }
}

/// The longest reference of use is a character's: `&#x10FFFF;`, with some leading zeros.
const LONGEST: usize = 16;

/// The length of the reference that the text begins with.
fn reference(text: &[u8]) -> Result<usize, Fault> {
    let window = &text[..text.len().min(LONGEST)];
    let Some(end) = window.iter().position(|byte| *byte == b';') else {
        let what = "an ampersand begins no reference";
        return Err(match text.len() < LONGEST {
            true => Fault::cut(what),
            false => Fault::new(what),
        });
    };
    match &window[1..end] {
        b"lt" | b"gt" | b"amp" | b"apos" | b"quot" | [b'#', ..] => Ok(end + 1),
        name => {
            let name = String::from_utf8_lossy(name);
            Err(Fault::new(format!("the entity `{name}` is unknown")))
        }
    }
}

/// `plist` panics at a date that its zone moves out of the years 0 to 9999. Such a one is only at
/// the ends of this range; it is found where a date is nothing but text.
fn date(tag: &[u8]) -> Result<(), Fault> {
    let name = &tag[1..][..tag[1..].iter().take_while(|byte| is_name(**byte)).count()];
    if name
        .strip_suffix(b"date")
        .is_none_or(|prefix| !(prefix.is_empty() || prefix.ends_with(b":")))
    {
        return Ok(());
    }
    let Some(rest) = tag[1 + name.len()..].strip_prefix(b">") else {
        return Err(Fault::new("a date has no attributes"));
    };
    let length = rest.iter().position(|byte| matches!(byte, b'<' | b'&')).unwrap_or(rest.len());
    let (text, end) = rest.split_at(length);
    if !end.is_empty() && !b"</".starts_with(&end[..end.len().min(2)]) {
        return Err(Fault::new("a date holds nothing but text"));
    }
    let text = text.trim_ascii();
    let at_an_end = text.starts_with(b"0000") || text.starts_with(b"9999");
    match at_an_end && !text.ends_with(b"Z") {
        true => Err(Fault::new("a date has no year of four digits")),
        false => Ok(()),
    }
}

fn is_name(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !matches!(byte, b'<' | b'>' | b'/')
}

/// Whether XML 1.0 can hold every character of a text, even as a reference.
pub(super) fn holds(text: &[u8]) -> bool {
    // Most texts have no character that begins like one that it cannot hold. In blocks, and without
    // a branch for each byte: the compiler makes vectors of that.
    let is_odd = |block: &[u8]| block.iter().fold(false, |odd, byte| odd | begins_odd(*byte));
    let (blocks, rest) = text.as_chunks::<64>();
    let odd = blocks.iter().any(|block| is_odd(block)) || is_odd(rest);
    !odd || str::from_utf8(text).is_ok_and(|text| text.chars().all(is_char))
}

/// Whether a character that begins with this byte may be one that XML cannot hold.
#[inline]
fn begins_odd(byte: u8) -> bool {
    (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0xef)
}

/// Whether XML 1.0 can hold the character, even as a reference.
pub(super) fn is_char(char: char) -> bool {
    !matches!(char, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}')
}
