//! Dates of property lists: RFC 3339 in XML, seconds since the beginning of 2001 in binary.

use std::borrow::Cow;
use std::time::Duration;

use apple_device_management_core::Date;

/// The beginning of 2001, in seconds of Unix.
const EPOCH: i64 = 978_307_200;

/// The date in UTC, without decimals that say nothing. A date with another zone is converted, though
/// Apple writes none.
pub(super) fn of_text(text: &str) -> Option<Cow<'_, str>> {
    if Date::parse(text).is_some() {
        return Some(plain(text));
    }
    let (moment, zone) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let (sign, zone) = match zone.split_at_checked(1)? {
        ("+", zone) => (1, zone),
        ("-", zone) => (-1, zone),
        _ => return None,
    };
    // Hours and minutes of a zone are those of a day.
    Date::parse(&format!("2000-01-01T{zone}:00Z"))?;
    let moment = Date::parse(&format!("{moment}Z"))?;
    let minutes = number(zone, 0, 2)? * 60 + number(zone, 3, 2)?;
    let (seconds, nanoseconds) = to_unix(moment.as_str())?;
    with_decimals(seconds - sign * 60 * minutes, nanoseconds).map(Cow::Owned)
}

/// The same date without zeros at its end.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let digits = text.trim_end_matches('Z').trim_end_matches('0');
    match text.strip_suffix("0Z") {
        Some(rest) if rest.contains('.') => {
            Cow::Owned(format!("{}Z", digits.trim_end_matches('.')))
        }
        _ => Cow::Borrowed(text),
    }
}

/// The date of so many seconds since the beginning of 2001.
pub(super) fn of_seconds(seconds: f64) -> Option<String> {
    let far = Duration::try_from_secs_f64(seconds.abs()).ok()?;
    let (whole, nanoseconds) = (i64::try_from(far.as_secs()).ok()?, far.subsec_nanos());
    let (whole, nanoseconds) = match (seconds < 0.0, nanoseconds) {
        (false, _) => (whole, nanoseconds),
        (true, 0) => (-whole, 0),
        (true, _) => (-whole - 1, 1_000_000_000 - nanoseconds),
    };
    with_decimals(whole.checked_add(EPOCH)?, nanoseconds)
}

/// The seconds of a date since the beginning of 2001, and its moment as something to compare.
pub(super) fn to_seconds(date: &str) -> Option<(f64, (i64, u32))> {
    let (seconds, nanoseconds) = to_unix(date)?;
    let since = seconds - EPOCH;
    let far = match (since < 0, nanoseconds) {
        (false, _) => Duration::new(since.unsigned_abs(), nanoseconds),
        (true, 0) => Duration::new(since.unsigned_abs(), 0),
        (true, _) => Duration::new(since.unsigned_abs() - 1, 1_000_000_000 - nanoseconds),
    };
    let far = far.as_secs_f64();
    Some((if since < 0 { -far } else { far }, (seconds, nanoseconds)))
}

/// Whether a binary property list can hold the date: its seconds are rounded to what a number holds,
/// and those of the last moments of the last year would be rounded out of it.
pub(super) fn fits_binary(date: &str) -> bool {
    to_seconds(date).is_some_and(|(seconds, _)| of_seconds(seconds).is_some())
}

fn with_decimals(seconds: i64, nanoseconds: u32) -> Option<String> {
    let date = Date::from_unix(seconds)?;
    Some(match nanoseconds {
        0 => date.to_string(),
        _ => {
            let decimals = format!("{nanoseconds:09}");
            let whole = date.as_str().trim_end_matches('Z');
            format!("{whole}.{}Z", decimals.trim_end_matches('0'))
        }
    })
}

/// The seconds and nanoseconds since the Unix epoch of a valid date.
fn to_unix(date: &str) -> Option<(i64, u32)> {
    let part = |at| number(date, at, 2);
    let (year, month, day) = (number(date, 0, 4)?, part(5)?, part(8)?);
    // Years that begin in March, in eras of 400 years, have their leap day at the end.
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + year * 365 + year / 4 - year / 100 + day - 719_468;
    let seconds = days * 86_400 + part(11)? * 3600 + part(14)? * 60 + part(17)?;
    let decimals = date.get(20..).map_or("", |rest| rest.trim_end_matches('Z'));
    Some((seconds, format!("{decimals:0<9}").parse().ok()?))
}

fn number(text: &str, at: usize, length: usize) -> Option<i64> {
    text.get(at..at + length)?.parse().ok()
}
