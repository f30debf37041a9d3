//! Strings that hold something: a URL, a host name, an address of mail.
//!
//! Each grammar is far wider than it seems, and devices take more than it allows. So what is
//! refused here is only what cannot be meant: a URL without a scheme, a URL where a host is asked
//! for, an address without a host. All that is not ASCII passes, and so does an empty string, which
//! may stand for nothing.

use std::net::IpAddr;

use apple_device_management_core::Subtype;

/// Whether the string may hold this.
pub(super) fn may_hold(subtype: Subtype, text: &str) -> bool {
    let holds = match subtype {
        Subtype::Url => is_url,
        Subtype::Hostname => is_host,
        Subtype::Email => is_email,
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
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    // An address of a link names its interface behind a percent sign.
    let address = bare.split('%').next().unwrap_or(bare);
    if address.parse::<IpAddr>().is_ok() {
        return true;
    }
    let labels = text.strip_suffix('.').unwrap_or(text).split('.');
    let is_label = |label: &str| !label.is_empty() && !label.contains(DELIMITERS);
    labels.into_iter().all(is_label) && is_one_word(text)
}

/// What separates a host from the other parts of a URL or an address.
const DELIMITERS: &[char] = &['/', ':', '?', '#', '@', '[', ']', '\\'];

fn is_email(text: &str) -> bool {
    // A local part may be quoted, and hold nearly anything.
    text.rsplit_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && !host.is_empty() && (host.starts_with('[') || is_host(host))
    })
}

fn is_one_word(text: &str) -> bool {
    !text.contains(|char: char| char.is_ascii_whitespace() || char.is_ascii_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_meant_passes_and_nothing_else() {
        let cases: [(Subtype, &[&str], &[&str]); 3] = [
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
                    "::1",
                    "[::1]",
                    "fe80::1%en0",
                    "bücher.de",
                ],
                &["http://proxy", "proxy:8080", "a..b", ".a", "a b", "user@host", "a/b", "."],
            ),
            (
                Subtype::Email,
                &["a@example.com", "\"a b@c\"@example.com", "ü@bücher.de", "a@[10.0.0.1]"],
                &["a", "@example.com", "a@", "a@b c", "a@http://b"],
            ),
        ];
        for (subtype, good, bad) in cases {
            assert!(may_hold(subtype, ""));
            good.iter().for_each(|text| assert!(may_hold(subtype, text), "{text:?}"));
            bad.iter().for_each(|text| assert!(!may_hold(subtype, text), "{text:?}"));
        }
    }
}
