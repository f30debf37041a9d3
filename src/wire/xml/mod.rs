//! Property lists in XML. They are read from the events of `quick-xml`, and written without it.

mod events;
mod read;
mod scalar;
mod seek;
mod write;

pub(super) use read::read;
pub(super) use write::write;

/// Whether XML 1.0 can hold the character, at least as a reference.
pub(super) fn is_char(char: char) -> bool {
    !matches!(char, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}')
}
