use std::fmt;
use std::str::FromStr;

/// One step of a [`KeyPath`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// A key of a dictionary; in paths of the schema, also a variant of a union.
    Key(String),
    /// An item of an array in a message.
    Index(usize),
    /// Any item of an array, or any value of a map, in a path of the schema.
    Each,
}

/// The way from the root of a document to a key.
///
/// In text, steps are separated by slashes: `Settings/0/Item` in a message, `Queries/*` in the
/// schema. A key may have any characters: a tilde in it is written `~0`, a slash `~1`, and a key
/// that looks like an index or a star, or is empty, has `~2` before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyPath(pub Vec<Segment>);

impl KeyPath {
    /// The path to the root.
    pub const fn root() -> KeyPath {
        KeyPath(Vec::new())
    }

    /// This path and one key more.
    #[must_use]
    pub fn key(&self, name: &str) -> KeyPath {
        self.with(Segment::Key(name.to_owned()))
    }

    /// This path and one step more.
    #[must_use]
    pub fn with(&self, segment: Segment) -> KeyPath {
        let mut segments = self.0.clone();
        segments.push(segment);
        KeyPath(segments)
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Segment::Index(index) => write!(f, "{index}"),
            Segment::Each => f.write_str("*"),
            Segment::Key(name) => {
                if name == "*" || name.is_empty() || name.bytes().all(|byte| byte.is_ascii_digit())
                {
                    f.write_str("~2")?;
                }
                f.write_str(&name.replace('~', "~0").replace('/', "~1"))
            }
        }
    }
}

impl fmt::Display for KeyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, segment) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("/")?;
            }
            segment.fmt(f)?;
        }
        Ok(())
    }
}

/// A text is not a key path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no key path; keys stand between slashes, `~` is written ~0, a slash in a name ~1, and `*` means any item"
)]
pub struct ParseKeyPathError(String);

impl FromStr for KeyPath {
    type Err = ParseKeyPathError;

    fn from_str(text: &str) -> Result<KeyPath, ParseKeyPathError> {
        if text.is_empty() {
            return Ok(KeyPath::root());
        }
        let segments = text.split('/').map(parse_segment).collect::<Option<_>>();
        segments.map(KeyPath).ok_or_else(|| ParseKeyPathError(text.to_owned()))
    }
}

fn parse_segment(text: &str) -> Option<Segment> {
    if text == "*" {
        return Some(Segment::Each);
    }
    if text.is_empty() {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().map(Segment::Index);
    }
    let mut name = String::with_capacity(text.len());
    let mut chars = text.strip_prefix("~2").unwrap_or(text).chars();
    while let Some(char) = chars.next() {
        name.push(match char {
            '~' => match chars.next()? {
                '0' => '~',
                '1' => '/',
                _ => return None,
            },
            other => other,
        });
    }
    Some(Segment::Key(name))
}

crate::serde_by_text!(KeyPath);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_back() {
        let names = ["Key Type", "com.apple.x", "a/b", "a~b", "~1", "*", "0", "12", "", "~2x"];
        for name in names {
            let path =
                KeyPath(vec![Segment::Key(name.to_owned()), Segment::Index(3), Segment::Each]);
            assert_eq!(path.to_string().parse(), Ok(path), "{name:?}");
        }
        assert_eq!("".parse(), Ok(KeyPath::root()));
    }

    #[test]
    fn odd_text_is_an_error() {
        for text in ["/", "a//b", "a/", "~", "a~3", "99999999999999999999999"] {
            assert!(text.parse::<KeyPath>().is_err(), "{text:?}");
        }
    }
}
