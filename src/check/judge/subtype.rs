//! Whether a string can be what its key expects: a URL, a host name, a mail address, a time.
//!
//! The grammars of most of these allow more than one would think, and devices take even more. So
//! only what cannot be meant is refused here: a URL without a scheme, a URL instead of a host, a
//! mail address without a host, a pattern that no engine can read. Characters outside ASCII are
//! allowed everywhere, and so is the empty string, which may mean no value. Times and UUIDs have
//! exactly one form.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use apple_device_management_core::Subtype;

/// Whether the string may be of this subtype.
pub(super) fn may_hold(subtype: Subtype, text: &str) -> bool {
    let holds = match subtype {
        Subtype::Url => is_url,
        Subtype::Hostname => is_host,
        Subtype::Email => is_email,
        Subtype::Domain => is_domain,
        Subtype::DomainPrefix => is_domain_prefix,
        Subtype::Localtime => is_time,
        Subtype::Regex => is_pattern,
        Subtype::Timestamp => is_timestamp,
        Subtype::Uuid => is_uuid,
        // A subtype that was added later is not checked.
        _ => return true,
    };
    text.is_empty() || holds(text)
}

fn is_url(text: &str) -> bool {
    let scheme = |scheme: &str| {
        scheme.starts_with(|char: char| char.is_ascii_alphabetic())
            && scheme.chars().all(|char| char.is_ascii_alphanumeric() || "+-.".contains(char))
    };
    let parts = text.split_once(':');
    parts.is_some_and(|(name, rest)| scheme(name) && !rest.is_empty()) && is_one_word(text)
}

fn is_host(text: &str) -> bool {
    if let Some(bare) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
        // A link-local address names its interface after a percent sign.
        let address = bare.split('%').next().unwrap_or(bare);
        return address.parse::<Ipv6Addr>().is_ok();
    }
    text.parse::<Ipv4Addr>().is_ok() || is_name(text)
}

/// Whether the text may be a domain name. Names with characters that the standard forbids are in use.
fn is_name(text: &str) -> bool {
    let mut labels = text.strip_suffix('.').unwrap_or(text).split('.');
    let is_label = |label: &str| !label.is_empty() && !label.contains(DELIMITERS);
    labels.all(is_label) && is_one_word(text)
}

fn is_domain(text: &str) -> bool {
    is_name(text) && !text.contains('*') && text.parse::<IpAddr>().is_err()
}

/// `example.com` or `*.example.com`.
fn is_domain_prefix(text: &str) -> bool {
    is_domain(text.strip_prefix("*.").unwrap_or(text))
}

/// Characters that separate a host from the other parts of a URL or a mail address.
const DELIMITERS: &[char] = &['/', ':', '?', '#', '@', '[', ']', '\\'];

fn is_email(text: &str) -> bool {
    // The part before the host may be quoted, and hold nearly anything.
    text.rsplit_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && !host.is_empty() && (host.starts_with('[') || is_host(host))
    })
}

/// `2026-02-28T08:05:09`.
fn is_time(text: &str) -> bool {
    const FORM: &str = "0000-00-00T00:00:00";
    let same =
        |(form, byte): (u8, u8)| if form == b'0' { byte.is_ascii_digit() } else { form == byte };
    if text.len() != FORM.len() || !FORM.bytes().zip(text.bytes()).all(same) {
        return false;
    }
    let number = |from: usize, to: usize| text.get(from..to).and_then(|text| text.parse().ok());
    let [year, month, day] = [(0, 4), (5, 7), (8, 10)].map(|(from, to)| number(from, to));
    let [hour, minute, second] = [(11, 13), (14, 16), (17, 19)].map(|(from, to)| number(from, to));
    let is_day = match (year, month, day) {
        (Some(year), Some(month), Some(day)) => (1..=days(year, month)).contains(&day),
        _ => false,
    };
    let below = |number: Option<u16>, end: u16| number.is_some_and(|number| number < end);
    // A minute may have a leap second.
    is_day && below(hour, 24) && below(minute, 60) && below(second, 61)
}

/// How many days a month has; 0 if there is no such month.
fn days(year: u16, month: u16) -> u16 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u16::from(is_leap),
        _ => 0,
    }
}

/// A time with `Z` or an offset such as `-07:00` behind it.
fn is_timestamp(text: &str) -> bool {
    const TIME: usize = 19;
    let Some((time, zone)) = text.split_at_checked(TIME) else { return false };
    let is_offset = || {
        let (hours, minutes) = zone.strip_prefix(['+', '-'])?.split_once(':')?;
        let number = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        Some(number(hours) && number(minutes) && hours < "24" && minutes < "60")
    };
    is_time(time) && (zone == "Z" || is_offset().unwrap_or_default())
}

fn is_uuid(text: &str) -> bool {
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    let groups: Vec<_> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq(GROUPS)
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether all groups and classes of a regular expression are closed and nothing is cut off. The
/// rest differs between dialects, and devices understand more than the engine of this crate.
fn is_pattern(text: &str) -> bool {
    let (mut open, mut in_class) = (0_usize, false);
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' if chars.next().is_none() => return false,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => open += 1,
            ')' if !in_class && open == 0 => return false,
            ')' if !in_class => open -= 1,
            _ => {}
        }
    }
    open == 0 && !in_class
}

fn is_one_word(text: &str) -> bool {
    !text.contains(|char: char| char.is_ascii_whitespace() || char.is_ascii_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_meant_passes_and_nothing_else() {
        let cases: [(Subtype, &[&str], &[&str]); 9] = [
            (
                Subtype::Url,
                &["https://example.com/a?b#c", "mailto:a@b", "tel:1", "http://bücher.example/ü"],
                &["example.com", "/path", "https:", "://x", "1a://x", "https://a b", "http://a\n"],
            ),
            (
                Subtype::Hostname,
                &[
                    "proxy",
                    "a.example.com.",
                    "_x.example",
                    "10.0.0.1",
                    "[::1]",
                    "[fe80::1%en0]",
                    "bücher.de",
                ],
                &[
                    "http://proxy",
                    "proxy:8080",
                    "a..b",
                    ".a",
                    "a b",
                    "user@host",
                    "a/b",
                    ".",
                    "::1",
                    "[a]",
                ],
            ),
            (
                Subtype::Email,
                &["a@example.com", "\"a b@c\"@example.com", "ü@bücher.de", "a@[10.0.0.1]"],
                &["a", "@example.com", "a@", "a@b c", "a@http://b"],
            ),
            (
                Subtype::Domain,
                &["example.com", "com", "bücher.de", "a_b.example."],
                &["*.example.com", "10.0.0.1", "a@b", "https://a", "a..b", "a b"],
            ),
            (
                Subtype::DomainPrefix,
                &["example.com", "*.example.com", "com"],
                &["*", "*.", "*example.com", "a.*.b", "*.*.a", "*.10.0.0.1"],
            ),
            (
                Subtype::Localtime,
                &["2026-02-28T08:05:09", "2024-02-29T23:59:60", "2000-02-29T00:00:00"],
                &[
                    "2026-02-29T08:05:09",
                    "1900-02-29T00:00:00",
                    "2026-13-01T00:00:00",
                    "2026-00-01T00:00:00",
                    "2026-04-31T00:00:00",
                    "2026-04-00T00:00:00",
                    "2026-02-28T24:00:00",
                    "2026-02-28T00:60:00",
                    "2026-02-28T08:05:09Z",
                    "2026-02-28T08:05:09.5",
                    "2026-02-28 08:05:09",
                    "2026-02-28",
                    "2026-02-28T08:05:0é",
                ],
            ),
            (
                Subtype::Timestamp,
                &["2026-02-28T08:05:09Z", "2026-02-28T08:05:09+05:30", "2026-02-28T08:05:09-07:00"],
                &[
                    "2026-02-28T08:05:09",
                    "2026-02-28T08:05:09.5Z",
                    "2026-02-28T08:05:09+0530",
                    "2026-02-28T08:05:09+24:00",
                    "2026-02-28T08:05:09+05:60",
                    "2026-02-30T08:05:09Z",
                    "2026-02-28T08:05:09z ",
                    "now",
                ],
            ),
            (
                Subtype::Uuid,
                &["01234567-89ab-CDEF-0123-456789abcdef"],
                &[
                    "0123456789abcdef0123456789abcdef",
                    "{01234567-89ab-CDEF-0123-456789abcdef}",
                    "01234567-89ab-CDEF-0123-456789abcdeg",
                    "01234567-89ab-CDEF-0123",
                    "x",
                ],
            ),
            (
                Subtype::Regex,
                &["^a(b|c)[()\\]]*$", "(?<=a)b", "a\\(", "[[]", "é+"],
                &["(a", "a)", "[a", "a\\", "(a))"],
            ),
        ];
        for (subtype, good, bad) in cases {
            assert!(may_hold(subtype, ""));
            good.iter().for_each(|text| assert!(may_hold(subtype, text), "{text:?}"));
            bad.iter().for_each(|text| assert!(!may_hold(subtype, text), "{text:?}"));
        }
    }
}
