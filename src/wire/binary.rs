//! What `plist` takes on trust in a binary property list, looked at before it reads, and after it has
//! written: it would round a date into a year that cannot be read again.
//!
//! A binary property list is objects, a table of their offsets, and 32 bytes that say where the
//! table is. Objects may be referred to any number of times, which the codec weighs, but in no
//! honest file do they overlap: then, lists of references can be far larger than the file, and
//! `plist` holds those of all levels at once. And it panics at a date that has no four-digit year.

use std::ops::Range;

use super::fault::Fault;

/// What a binary property list begins with.
pub(super) const MAGIC: &[u8] = b"bplist00";

/// The years 0 to 9999, in seconds since the beginning of 2001.
const DATES: Range<f64> = -63_145_526_400.0..252_423_993_600.0;

/// Checks what `plist` does not.
pub(super) fn check(bytes: &[u8]) -> Result<(), Fault> {
    // Without a table there are no objects to look at, and `plist` says what is wrong.
    let Some(table) = Table::of(bytes) else { return Ok(()) };
    let mut room = bytes.len();
    for (at, object) in table.objects() {
        if date(object).is_some_and(|seconds| !DATES.contains(&seconds)) {
            return Err(Fault::new("a date has no year of four digits").at(at));
        }
        let references = references(object).saturating_mul(table.reference);
        room =
            room.checked_sub(references).ok_or_else(|| Fault::new("its objects overlap").at(at))?;
    }
    Ok(())
}

/// Whether a date can be read again: its seconds are rounded to what a number holds, and those of
/// the last moments of the last year would be rounded out of it.
pub(super) fn holds(date: &str) -> bool {
    let decimals = date.strip_prefix("9999-12-31T23:59:59").and_then(|rest| rest.strip_suffix('Z'));
    let fraction = decimals.and_then(|decimals| format!("0{decimals}").parse::<f64>().ok());
    fraction.is_none_or(|fraction| DATES.contains(&(DATES.end - 1.0 + fraction)))
}

/// Whether the table reaches to the end, as that of a whole file does.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    Table::of(bytes).is_some_and(|table| table.offsets.len() == table.space)
}

/// The offsets of all objects.
struct Table<'a> {
    bytes: &'a [u8],
    offsets: &'a [u8],
    /// The bytes between the table's beginning and the trailer.
    space: usize,
    /// The size of an offset.
    width: usize,
    /// The size of a reference.
    reference: usize,
}

impl<'a> Table<'a> {
    fn of(bytes: &'a [u8]) -> Option<Table<'a>> {
        let (body, trailer) = bytes.split_last_chunk::<32>()?;
        let [width, reference] = [usize::from(trailer[6]), usize::from(trailer[7])];
        let length = number(&trailer[8..16])?.checked_mul(width)?;
        let rest = body.get(number(&trailer[24..32])?..)?;
        let offsets = rest.get(..length).filter(|_| (1..=8).contains(&width))?;
        Some(Table { bytes: body, offsets, space: rest.len(), width, reference })
    }

    /// Each object, with all that follows it, and where it stands.
    fn objects(&self) -> impl Iterator<Item = (usize, &'a [u8])> {
        let bytes = self.bytes;
        let offsets = self.offsets.chunks_exact(self.width).filter_map(number);
        offsets.filter_map(move |at| Some((at, bytes.get(at..)?)))
    }
}

/// The number of these bytes, eight at most.
fn number(bytes: &[u8]) -> Option<usize> {
    let number = bytes.iter().fold(0, |number: u64, byte| number << 8 | u64::from(*byte));
    usize::try_from(number).ok()
}

fn date(object: &[u8]) -> Option<f64> {
    let seconds = object.strip_prefix(&[0x33])?.first_chunk::<8>()?;
    Some(f64::from_be_bytes(*seconds))
}

/// How many references an array or a dictionary has; none for all else.
fn references(object: &[u8]) -> usize {
    let Some((marker, rest)) = object.split_first() else { return 0 };
    let each = match marker >> 4 {
        0xa => 1,
        0xd => 2,
        _ => return 0,
    };
    let count = match marker & 0xf {
        0xf => long_count(rest).unwrap_or(0),
        short => usize::from(short),
    };
    count.saturating_mul(each)
}

/// A count that follows the marker, as an integer of its own.
fn long_count(bytes: &[u8]) -> Option<usize> {
    let (marker, rest) = bytes.split_first()?;
    number(rest.get(..1 << (marker & 3))?)
}
