//! Dates in property lists: RFC 3339 in XML, seconds since the beginning of 2001 in binary.

use std::borrow::Cow;
use std::time::Duration;

use apple_device_management_core::Date;

/// The beginning of 2001, in seconds since the Unix epoch.
const EPOCH: i64 = 978_307_200;
const NANOS: u32 = 1_000_000_000;

/// The date in UTC, without zeros at the end of its decimals. An offset is converted, though Apple
/// writes none.
pub(super) fn of_text(text: &str) -> Option<Cow<'_, str>> {
    let date = Date::parse(text).ok()?;
    Some(match date.as_str() == text {
        true => plain(text),
        false => Cow::Owned(plain(date.as_str()).into_owned()),
    })
}

/// The same date without zeros at the end of its decimals.
pub(super) fn plain(date: &str) -> Cow<'_, str> {
    match date.strip_suffix("0Z") {
        Some(rest) if rest.contains('.') => {
            let digits = rest.trim_end_matches('0').trim_end_matches('.');
            Cow::Owned(format!("{digits}Z"))
        }
        _ => Cow::Borrowed(date),
    }
}

/// The date that is this many seconds after the beginning of 2001.
pub(super) fn of_seconds(seconds: f64) -> Option<String> {
    let far = Duration::try_from_secs_f64(seconds.abs()).ok()?;
    let (whole, nanos) = (i64::try_from(far.as_secs()).ok()?, far.subsec_nanos());
    let (whole, nanos) = match (seconds < 0.0, nanos) {
        (false, _) => (whole, nanos),
        (true, 0) => (-whole, 0),
        (true, _) => (-whole - 1, NANOS - nanos),
    };
    let second = Date::from_unix(whole.checked_add(EPOCH)?).ok()?;
    let second = second.as_str().trim_end_matches('Z');
    Some(plain(&format!("{second}.{nanos:09}Z")).into_owned())
}

/// The seconds from the beginning of 2001 to a date, and the exact moment in seconds and nanoseconds.
pub(super) fn to_seconds(date: &str) -> Option<(f64, (i64, u32))> {
    let date = Date::parse(date).ok()?;
    let (seconds, nanos) = (date.unix() - EPOCH, date.subsec_nanos());
    let far = match (seconds < 0, nanos) {
        (false, _) | (true, 0) => Duration::new(seconds.unsigned_abs(), nanos),
        (true, _) => Duration::new(seconds.unsigned_abs() - 1, NANOS - nanos),
    };
    let far = far.as_secs_f64();
    Some((if seconds < 0 { -far } else { far }, (seconds, nanos)))
}

/// Whether a binary property list can hold the date. It has seconds as a floating-point number, and
/// the last moments of the year 9999 would be rounded up to the year 10000.
pub(super) fn fits_binary(date: &str) -> bool {
    to_seconds(date).is_some_and(|(seconds, _)| of_seconds(seconds).is_some())
}
