//! Checks what the lists of keys of a file stand for once every alias is followed.
//!
//! Later stages walk a document along its key paths, and stop where a list occurs again within
//! itself. The checks here make sure that such a walk is not too long, not too deep, and comes to
//! an end.

use std::collections::BTreeMap;

use super::error::DocumentProblem;
use super::keys::MAX_KEY_DEPTH;
use super::node::way;
use crate::conventions;
use crate::location::Position;
use crate::raw::{KeyList, ListId, RawDocument, RawKey};

/// How many key paths a file may stand for. The largest file of the schema has some hundreds.
const MAX_KEY_PATHS: usize = 1_000_000;

/// What is wrong, where, and the names of the keys that lead there.
pub(super) type Fault = (Position, String, DocumentProblem);

/// Walks every key path of the document. A key that is nested too deep, or that leads back to
/// itself in a way that no value can follow, loses its subkeys; gives what is wrong with each.
///
/// # Errors
/// If there are too many key paths to walk.
pub(super) fn check(document: &mut RawDocument) -> Result<Vec<Fault>, Fault> {
    let mut walk = AliasWalk { document, way: Vec::new(), paths: 0, cuts: BTreeMap::new() };
    for (attribute, root) in
        [("payloadkeys", document.payload_keys), ("responsekeys", document.response_keys)]
    {
        if let Some(root) = root {
            walk.list(root, attribute, AliasStep::default())?;
        }
    }
    let cuts = walk.cuts;
    for (list, index) in cuts.keys() {
        let keys = document.lists.get_mut(list.0).map(|list| &mut list.keys);
        if let Some(key) = keys.and_then(|keys| keys.get_mut(*index)) {
            key.take_as_any();
        }
    }
    Ok(cuts.into_values().collect())
}

/// What a key adds to a path of recursion that leads through its subkeys.
#[derive(Clone, Copy, Default)]
struct AliasStep {
    /// An array: it may be empty, and a value can end there.
    array: bool,
    /// A dictionary with named keys, or a union: its Rust type has a name, by which it can refer to
    /// itself.
    named: bool,
}

struct AliasWalk<'d> {
    document: &'d RawDocument,
    /// From the root to here: each list, the name of the key above it, and what that key adds.
    way: Vec<(ListId, &'d str, AliasStep)>,
    paths: usize,
    /// The keys that lose their subkeys.
    cuts: BTreeMap<(ListId, usize), Fault>,
}

impl<'d> AliasWalk<'d> {
    fn list(&mut self, id: ListId, name: &'d str, step: AliasStep) -> Result<(), Fault> {
        let Some(list) = self.document.lists.get(id.0) else { return Ok(()) };
        self.way.push((id, name, step));
        for (index, key) in list.keys.iter().enumerate() {
            self.paths += 1;
            if self.paths > MAX_KEY_PATHS {
                return Err(self.fault(key.at, DocumentProblem::AliasBomb(MAX_KEY_PATHS)));
            }
            self.below((id, index), key)?;
        }
        self.way.pop();
        Ok(())
    }

    fn below(&mut self, place: (ListId, usize), key: &'d RawKey) -> Result<(), Fault> {
        let Some(id) = key.subkeys.filter(|_| !self.cuts.contains_key(&place)) else {
            return Ok(());
        };
        let step = self.step(key, id);
        let problem = match self.way.iter().position(|(list, ..)| *list == id) {
            None if self.way.len() < MAX_KEY_DEPTH => return self.list(id, &key.name, step),
            None => DocumentProblem::KeysTooDeep(MAX_KEY_DEPTH),
            Some(start) => {
                let round =
                    || self.way.iter().skip(start + 1).map(|(.., step)| *step).chain([step]);
                match (round().any(|step| step.array), round().any(|step| step.named)) {
                    (true, true) => return Ok(()),
                    (false, _) => DocumentProblem::EndlessRecursion,
                    (true, false) => DocumentProblem::NamelessRecursion,
                }
            }
        };
        self.way.push((id, &key.name, step));
        let fault = self.fault(key.at, problem);
        self.way.pop();
        self.cuts.insert(place, fault);
        Ok(())
    }

    fn step(&self, key: &RawKey, subkeys: ListId) -> AliasStep {
        let array = conventions::is_array(key);
        let is_named = |list: &KeyList| match list.keys.as_slice() {
            [only] => !array && !conventions::is_placeholder(&only.name),
            _ => true,
        };
        AliasStep { array, named: self.document.lists.get(subkeys.0).is_some_and(is_named) }
    }

    fn fault(&self, at: Position, problem: DocumentProblem) -> Fault {
        let names: Vec<&str> = self.way.iter().map(|(_, name, _)| *name).collect();
        (at, way(&names), problem)
    }
}
