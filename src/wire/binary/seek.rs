//! Finds where a value stands, by its key path. This is done only for an error.

use apple_device_management_core::codec::{Position, Stop};
use apple_device_management_core::{DecodeError, DecodeErrorKind, Segment};

use super::objects::{Head, ObjectReader};
use crate::wire::ReadError;

/// The positions of what an error is about: of the value, or of the one in which a missing value should
/// stand. For a key that stands twice, of both its names, which may be the same object.
pub(super) fn positions(bytes: &[u8], error: &DecodeError) -> Result<Vec<Position>, ReadError> {
    let (mut reader, root) = ObjectReader::of(bytes)?;
    let (object, at) = reader.seek(root, &error.path.0);
    let mut found = match &error.kind {
        DecodeErrorKind::DuplicateKey(name) => reader.key_positions(object, name),
        _ => vec![at],
    };
    found.dedup();
    Ok(found.into_iter().map(Position::Byte).collect())
}

impl ObjectReader<'_> {
    /// The number and the position of the object at this path, or of the last one on the way that
    /// exists.
    fn seek(&mut self, root: usize, path: &[Segment]) -> (usize, usize) {
        let mut found = (root, self.position(root).unwrap_or_default());
        for segment in path {
            let Ok(Some(next)) = self.below(found.0, segment) else { break };
            let Ok(at) = self.position(next) else { break };
            found = (next, at);
        }
        found
    }

    fn position(&mut self, object: usize) -> Result<usize, Stop> {
        self.head(object, None).map(|head| head.at)
    }

    /// The object one step below this one.
    fn below(&mut self, object: usize, segment: &Segment) -> Result<Option<usize>, Stop> {
        let head = self.head(object, None)?;
        match (head.kind, segment) {
            (0xa, Segment::Index(index)) => {
                let mut items = self.parts(head, self.reference)?;
                Ok((0..=*index).map_while(|_| self.first(&mut items)).nth(*index))
            }
            (0xd, Segment::Key(name)) => {
                let mut found = None;
                self.find_entry(head, |key, _, value| {
                    found = (key == name).then_some(value);
                    found.is_some()
                })?;
                Ok(found)
            }
            _ => Ok(None),
        }
    }

    /// Goes through the entries of a dictionary, up to the one that is looked for: `is_it` takes its
    /// name, the position of the name, and the number of the value.
    ///
    /// Nothing is collected: many keys may refer to one long name.
    fn find_entry(
        &mut self,
        head: Head,
        mut is_it: impl FnMut(&str, usize, usize) -> bool,
    ) -> Result<(), Stop> {
        let both = self.parts(head, self.reference * 2)?;
        let (mut keys, mut values) = both.split_at(both.len() / 2);
        while let (Some(key), Some(value)) = (self.first(&mut keys), self.first(&mut values)) {
            let key = self.head(key, None)?;
            if is_it(&self.text(key)?, key.at, value) {
                break;
            }
        }
        Ok(())
    }

    /// The positions of the first two keys of this name in a dictionary.
    fn key_positions(&mut self, object: usize, name: &str) -> Vec<usize> {
        let mut found = Vec::new();
        // What cannot be read has no position.
        let _ = self.head(object, None).and_then(|head| {
            self.find_entry(head, |key, at, _| {
                found.extend((key == name).then_some(at));
                found.len() == 2
            })
        });
        found
    }
}
