use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

/// A moment in UTC, as RFC 3339 writes it: `2024-01-31T12:00:00Z`.
///
/// Holds the text as it was written, so that it is written the same again; the text is always
/// valid. Dates are ordered by time.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use apple_device_management_core::Date;
///
/// let date: Date = "2024-01-31T13:00:00+01:00".parse()?;
/// assert_eq!(date.to_string(), "2024-01-31T12:00:00Z");
/// let time = SystemTime::try_from(&date)?;
/// assert_eq!(time, SystemTime::UNIX_EPOCH + Duration::from_secs(1_706_702_400));
/// assert_eq!(Date::try_from(time)?, date);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Date(String);

/// A text is not a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no date; a date is written as in 2024-01-31T12:00:00Z or 2024-01-31T13:00:00+01:00"
)]
pub struct ParseDateError(String);

/// A moment is outside the years 0 to 9999, which a [`Date`] can write, or outside what a
/// [`SystemTime`] can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the moment is outside the years that can be written: a date has 0 to 9999")]
pub struct DateRangeError;

const SECONDS_OF_DAY: i64 = 86_400;

impl Date {
    /// The current time by the clock of the system, without a fraction of a second, since devices
    /// take none in a property list. A clock beyond the year 9999 gives the last second of that
    /// year.
    pub fn now() -> Date {
        let last = || Date("9999-12-31T23:59:59Z".to_owned());
        Date::try_from(SystemTime::now()).unwrap_or_else(|_| last())
    }

    /// Reads what RFC 3339 allows: any offset, which is converted to UTC, and up to nine decimals.
    ///
    /// # Errors
    /// The text is no date, or its offset leads out of the years 0 to 9999.
    pub fn parse(text: &str) -> Result<Date, ParseDateError> {
        Date::as_written(text)
            .or_else(|| in_utc(text))
            .ok_or_else(|| ParseDateError(text.to_owned()))
    }

    /// The date of a text of the form in which dates are written: `YYYY-MM-DDThh:mm:ss`, up to nine
    /// decimals, and `Z`.
    pub(crate) fn as_written(text: &str) -> Option<Date> {
        is_date(text.as_bytes()).then(|| Date(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The second that begins this many seconds after the Unix epoch.
    ///
    /// # Errors
    /// It is outside the years 0 to 9999, which are all that the text has room for.
    pub fn from_unix(seconds: i64) -> Result<Date, DateRangeError> {
        let days = seconds.div_euclid(SECONDS_OF_DAY);
        let second = seconds.rem_euclid(SECONDS_OF_DAY);
        let (year, month, day) = civil(days).ok_or(DateRangeError)?;
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        Ok(Date(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")))
    }

    /// The seconds since the Unix epoch, without the fraction.
    pub fn unix(&self) -> i64 {
        let number = |from: usize, to: usize| {
            self.0.get(from..to).and_then(|digits| digits.parse::<i64>().ok()).unwrap_or_default()
        };
        let days = days_to(number(0, 4), number(5, 7), number(8, 10));
        days * SECONDS_OF_DAY + number(11, 13) * 3600 + number(14, 16) * 60 + number(17, 19)
    }

    /// The fraction of the second, in nanoseconds.
    pub fn subsec_nanos(&self) -> u32 {
        let digits = self.0.get(20..).and_then(|rest| rest.strip_suffix('Z')).unwrap_or_default();
        format!("{digits:0<9}").parse().unwrap_or_default()
    }

    /// The same moment with this fraction of a second.
    pub(crate) fn with_nanos(self, nanos: u32) -> Date {
        match nanos {
            0 => self,
            _ => {
                let fraction = format!("{nanos:09}");
                let second = self.0.get(..19).unwrap_or_default();
                Date(format!("{second}.{}Z", fraction.trim_end_matches('0')))
            }
        }
    }
}

/// Reads what RFC 3339 allows beside the usual form: an offset, and lower-case letters.
fn in_utc(text: &str) -> Option<Date> {
    let text = text.to_ascii_uppercase();
    let (moment, offset) = match text.strip_suffix('Z') {
        Some(moment) => (moment, 0),
        None => {
            let (moment, offset) = text.split_at_checked(text.len().checked_sub(6)?)?;
            (moment, minutes(offset)?)
        }
    };
    let local = Date::as_written(&format!("{moment}Z"))?;
    let utc = Date::from_unix(local.unix() - offset * 60).ok()?;
    Some(utc.with_nanos(local.subsec_nanos()))
}

/// The minutes of an offset: `+01:00`.
fn minutes(offset: &str) -> Option<i64> {
    let [sign, h1, h0, b':', m1, m0] = *offset.as_bytes() else { return None };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i64::from(byte - b'0'));
    let (hours, minutes) = (digit(h1)? * 10 + digit(h0)?, digit(m1)? * 10 + digit(m0)?);
    let total = (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)?;
    match sign {
        b'+' => Some(total),
        b'-' => Some(-total),
        _ => None,
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Date) -> std::cmp::Ordering {
        let key = |date: &Date| (date.unix(), date.subsec_nanos());
        // Two texts of one moment (`.5Z` and `.50Z`) are not the same date.
        key(self).cmp(&key(other)).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Date) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The days from the Unix epoch to a date, in the calendar of ISO 8601.
fn days_to(year: i64, month: i64, day: i64) -> i64 {
    // Years are counted from March here, so that a leap day is the last day of its year.
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    // 719,468 days lie between the 1st of March of the year 0 and the Unix epoch.
    era * DAYS_OF_ERA + year * 365 + year / 4 - year / 100 + day_of_year - 719_468
}

/// The days of 400 years: the calendar repeats after them.
const DAYS_OF_ERA: i64 = 146_097;

/// The date of a day, counted from the Unix epoch, in the calendar of ISO 8601.
fn civil(days: i64) -> Option<(u32, u32, u32)> {
    const DAYS_TO_EPOCH: i64 = 719_528;
    let days = days.checked_add(DAYS_TO_EPOCH)?;
    let mut year = u32::try_from(days / DAYS_OF_ERA * 400).ok().filter(|year| *year < 10_000)?;
    let mut left = u32::try_from(days).ok()? % DAYS_OF_ERA as u32;
    let days_in_year = |year| (1..=12).map(|month| days_in_month(year, month)).sum::<u32>();
    while left >= days_in_year(year) {
        left -= days_in_year(year);
        year += 1;
    }
    let mut month = 1;
    while left >= days_in_month(year, month) {
        left -= days_in_month(year, month);
        month += 1;
    }
    (year < 10_000).then_some((year, month, left + 1))
}

impl TryFrom<SystemTime> for Date {
    type Error = DateRangeError;

    /// The second that the time is in, without its fraction: devices take none in a property list.
    fn try_from(time: SystemTime) -> Result<Date, DateRangeError> {
        from_time(time).map(|(date, _)| date)
    }
}

/// The second that a time is in, and the nanoseconds since it began.
pub(crate) fn from_time(time: SystemTime) -> Result<(Date, u32), DateRangeError> {
    let (seconds, nanos) = match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => (i64::try_from(since.as_secs()).ok(), since.subsec_nanos()),
        Err(before) => {
            let before = before.duration();
            let nanos = (1_000_000_000 - before.subsec_nanos()) % 1_000_000_000;
            let whole = before.as_secs() + u64::from(nanos > 0);
            (i64::try_from(whole).ok().map(|seconds| -seconds), nanos)
        }
    };
    Ok((Date::from_unix(seconds.ok_or(DateRangeError)?)?, nanos))
}

impl TryFrom<&Date> for SystemTime {
    type Error = DateRangeError;

    fn try_from(date: &Date) -> Result<SystemTime, DateRangeError> {
        let seconds = date.unix();
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let time = match seconds < 0 {
            true => SystemTime::UNIX_EPOCH.checked_sub(whole),
            false => SystemTime::UNIX_EPOCH.checked_add(whole),
        };
        let fraction = Duration::from_nanos(date.subsec_nanos().into());
        time.and_then(|time| time.checked_add(fraction)).ok_or(DateRangeError)
    }
}

impl TryFrom<Date> for SystemTime {
    type Error = DateRangeError;

    fn try_from(date: Date) -> Result<SystemTime, DateRangeError> {
        SystemTime::try_from(&date)
    }
}

impl FromStr for Date {
    type Err = ParseDateError;

    /// As [`Date::parse`].
    fn from_str(text: &str) -> Result<Date, ParseDateError> {
        Date::parse(text)
    }
}

impl Default for Date {
    /// The Unix epoch.
    fn default() -> Date {
        Date("1970-01-01T00:00:00Z".to_owned())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

fn is_date(text: &[u8]) -> bool {
    let Some((moment, rest)) = text.split_first_chunk::<19>() else { return false };
    let shape = moment.iter().zip(b"dddd-dd-ddTdd:dd:dd").all(|(byte, shape)| match shape {
        b'd' => byte.is_ascii_digit(),
        other => byte == other,
    });
    let number = |at: usize| u32::from(moment[at] - b'0') * 10 + u32::from(moment[at + 1] - b'0');
    let decimals = match rest {
        [b'Z'] => true,
        [b'.', digits @ .., b'Z'] => {
            (1..=9).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    };
    shape
        && decimals
        && (1..=12).contains(&number(5))
        && (1..=days_in_month(number(0) * 100 + number(2), number(5))).contains(&number(8))
        && number(11) < 24
        && number(14) < 60
        && number(17) < 60
}

fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

impl AsRef<str> for Date {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_checked() {
        for text in ["2024-02-29T23:59:59Z", "2024-01-31T12:00:00.5Z", "1970-01-01T00:00:00Z"] {
            assert!(Date::as_written(text).is_some(), "{text}");
            assert_eq!(Date::parse(text).map(|date| date.to_string()).as_deref(), Ok(text));
        }
        for text in [
            "",
            "2024-01-31",
            "2023-02-29T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-31T12:00:00",
            "2024-01-31T12:00:00.Z",
            "2024-00-01T00:00:00Z",
            "2024-01-31T12:00:00+1:00",
            "2024-01-31T12:00:00+24:00",
            "2024-01-31T12:00:00*01:00",
            "0000-01-01T00:00:00+00:01",
            "2024-01-31T12:00:00+é:00",
        ] {
            let error = Date::parse(text).unwrap_err().to_string();
            assert!(error.contains("2024-01-31T12:00:00Z"), "{error}");
        }
    }

    #[test]
    fn offsets_become_utc() {
        for (text, utc) in [
            ("2024-01-31T13:00:00+01:00", "2024-01-31T12:00:00Z"),
            ("2024-12-31T23:59:59.250-00:30", "2025-01-01T00:29:59.25Z"),
            ("2024-02-29t12:00:00z", "2024-02-29T12:00:00Z"),
            ("2024-01-31T12:00:00-00:00", "2024-01-31T12:00:00Z"),
        ] {
            assert_eq!(Date::parse(text).map(|date| date.to_string()).as_deref(), Ok(utc));
            assert_eq!(Date::as_written(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_made_of_seconds() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
            (-62_167_219_200, "0000-01-01T00:00:00Z"),
        ] {
            let date = Date::from_unix(seconds).unwrap();
            assert_eq!((date.as_str(), expected.parse()), (expected, Ok(date.clone())));
            assert_eq!(date.unix(), seconds);
        }
        for seconds in [253_402_300_800, -62_167_219_201, i64::MAX, i64::MIN] {
            assert_eq!(Date::from_unix(seconds), Err(DateRangeError), "{seconds}");
        }
        // Every day of some centuries, converted and converted back.
        for day in -200_000..200_000 {
            assert_eq!(Date::from_unix(day * SECONDS_OF_DAY).unwrap().unix(), day * SECONDS_OF_DAY);
        }
    }

    #[test]
    fn times_of_the_system_come_and_go() {
        let early = SystemTime::UNIX_EPOCH - Duration::from_millis(1);
        assert_eq!(Date::try_from(early).unwrap().as_str(), "1969-12-31T23:59:59Z");
        let (second, nanos) = from_time(early).unwrap();
        assert_eq!(second.with_nanos(nanos).as_str(), "1969-12-31T23:59:59.999Z");
        for text in ["1969-12-31T23:59:59.999Z", "2024-01-31T12:00:00Z", "2300-01-01T00:00:00.5Z"] {
            let time = SystemTime::try_from(Date::parse(text).unwrap()).unwrap();
            let (second, nanos) = from_time(time).unwrap();
            assert_eq!(second.with_nanos(nanos).as_str(), text);
        }
        let far = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_800);
        assert_eq!(Date::try_from(far), Err(DateRangeError));
        assert!(Date::now() > Date::default());
    }

    #[test]
    fn the_order_is_of_time() {
        let dates = [
            "0001-01-01T00:00:00Z",
            "2024-01-31T12:00:00Z",
            "2024-01-31T12:00:00.05Z",
            "2024-01-31T12:00:00.50Z",
            "2024-01-31T12:00:00.5Z",
            "2024-01-31T12:00:01Z",
        ];
        let dates = dates.map(|text| Date::parse(text).unwrap());
        assert!(dates.is_sorted_by(|one, other| one < other), "{dates:?}");
    }
}
