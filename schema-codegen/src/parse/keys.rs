//! Lists of keys: each is read once, however many places refer to it.

use super::attributes::LevelTable;
use super::error::{DocumentError, DocumentProblem};
use super::levels::position;
use super::node::{Data, NodeId};
use super::reader::Reader;
use crate::flaw::NOT_THERE;
use crate::raw::{KeyList, ListId, RawKey};

/// How deep keys may stand in each other. The schema has 10 levels.
pub(super) const MAX_KEY_DEPTH: usize = 64;

/// The list of keys at this node: read here, unless it has been read before.
pub(super) fn list(
    reader: &mut Reader<'_>,
    table: &LevelTable<RawKey>,
    node: NodeId,
) -> Result<ListId, DocumentError> {
    let target = reader.nodes.target(node);
    if let Some(id) = reader.list_of_node.get(&target).copied() {
        if let Some(list) = reader.lists.get_mut(id.0) {
            list.shared = true;
        }
        return Ok(id);
    }
    if reader.key_depth >= MAX_KEY_DEPTH {
        return Err(reader.error(node, DocumentProblem::KeysTooDeep(MAX_KEY_DEPTH)));
    }
    // Entered before its keys are read, since they may refer to it.
    let id = ListId(reader.lists.len());
    reader.list_of_node.insert(target, id);
    reader.lists.push(KeyList { at: reader.at(target), ..KeyList::default() });
    reader.key_depth += 1;
    let keys = keys(reader, table, node);
    reader.key_depth -= 1;
    let keys = keys?;
    if let Some(list) = reader.lists.get_mut(id.0) {
        list.keys = keys;
    }
    Ok(id)
}

fn keys(
    reader: &mut Reader<'_>,
    table: &LevelTable<RawKey>,
    node: NodeId,
) -> Result<Vec<RawKey>, DocumentError> {
    let items = reader.sequence(node)?;
    let mut keys = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let name = name(reader, *item).unwrap_or_else(|| position(index));
        let mut key = RawKey { at: reader.at(*item), ..RawKey::default() };
        match reader.inside(&name, |reader| reader.fill(table, &mut key, *item)) {
            Ok(()) => keys.push(key),
            Err(error) => reader.forgive(error, NOT_THERE)?,
        }
    }
    Ok(keys)
}

/// The name of a key that has not been read yet, for messages about the rest of it.
fn name(reader: &Reader<'_>, key: NodeId) -> Option<String> {
    let Data::Mapping(pairs) = reader.nodes.data(key) else { return None };
    let (_, value) = pairs.iter().find(|(name, _)| reader.nodes.text(*name) == Some("key"))?;
    reader.nodes.text(*value).filter(|name| !name.is_empty()).map(str::to_owned)
}
