//! What the lists of keys of a file stand for once every alias is followed.
//!
//! Later stages walk a document along its key paths, cutting recursion where a list comes back
//! below itself. Here it is made sure that such a walk is short, shallow and ends.

use super::keys::MAX_KEY_DEPTH;
use crate::error::Problem;
use crate::raw::{At, Document, Key, ListId};

/// How many key paths a file may stand for. The largest of the schema has some hundreds.
const MAX_KEY_PATHS: usize = 1_000_000;

/// What is wrong, where, and the names of the keys that lead there.
pub(super) type Fault<'d> = (At, Vec<&'d str>, Problem);

/// Walks every key path of the document, and stops at the first that should not be.
pub(super) fn check(document: &Document) -> Result<(), Fault<'_>> {
    let mut walk = Walk { document, way: Vec::new(), paths: 0 };
    for (attribute, root) in
        [("payloadkeys", document.payload_keys), ("responsekeys", document.response_keys)]
    {
        if let Some(root) = root {
            walk.list(root, attribute, false)?;
        }
    }
    Ok(())
}

struct Walk<'d> {
    document: &'d Document,
    /// From the root to here: lists, the name that led to each, and whether an array did.
    way: Vec<(ListId, &'d str, bool)>,
    paths: usize,
}

impl<'d> Walk<'d> {
    fn list(&mut self, id: ListId, name: &'d str, array: bool) -> Result<(), Fault<'d>> {
        let Some(list) = self.document.lists.get(id.0) else { return Ok(()) };
        self.way.push((id, name, array));
        if self.way.len() > MAX_KEY_DEPTH {
            return Err(self.fault(list.at, Problem::KeysTooDeep(MAX_KEY_DEPTH)));
        }
        for key in &list.keys {
            self.paths += 1;
            if self.paths > MAX_KEY_PATHS {
                return Err(self.fault(key.at, Problem::AliasBomb(MAX_KEY_PATHS)));
            }
            self.below(key)?;
        }
        self.way.pop();
        Ok(())
    }

    fn below(&mut self, key: &'d Key) -> Result<(), Fault<'d>> {
        let Some(id) = key.subkeys else { return Ok(()) };
        let array = key.kind.as_ref().is_some_and(|kind| kind.value == "array");
        let Some(start) = self.way.iter().position(|(list, ..)| *list == id) else {
            return self.list(id, &key.name, array);
        };
        let round = self.way.iter().skip(start + 1);
        if array || round.clone().any(|(_, _, array)| *array) {
            return Ok(());
        }
        self.way.push((id, &key.name, array));
        Err(self.fault(key.at, Problem::EndlessRecursion))
    }

    fn fault(&self, at: At, problem: Problem) -> Fault<'d> {
        (at, self.way.iter().map(|(_, name, _)| *name).collect(), problem)
    }
}
