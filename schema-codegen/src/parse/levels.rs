//! How the levels of the schema are read that are not one mapping with one table.

use super::attributes::LevelTable;
use super::error::{DocumentError, DocumentProblem};
use super::node::NodeId;
use super::reader::Reader;
use crate::flaw::NOT_THERE;
use crate::raw::{OsEntry, Payload, Spanned, SupportedOs};

type Result<T> = std::result::Result<T, DocumentError>;

/// A mapping with its own table.
pub(super) fn part<T: Default>(
    reader: &mut Reader<'_>,
    table: &LevelTable<T>,
    node: NodeId,
) -> Result<T> {
    let mut part = T::default();
    reader.fill(table, &mut part, node)?;
    Ok(part)
}

/// A mapping with its own table, and its position.
pub(super) fn spanned_part<T: Default>(
    reader: &mut Reader<'_>,
    table: &LevelTable<T>,
    node: NodeId,
) -> Result<Spanned<T>> {
    let at = reader.at(node);
    part(reader, table, node).map(|value| Spanned { value, at })
}

/// A list of mappings that have one table.
pub(super) fn entries<T: Default>(
    reader: &mut Reader<'_>,
    table: &LevelTable<T>,
    entries: &mut Vec<T>,
    node: NodeId,
) -> Result<()> {
    for (index, item) in reader.sequence(node)?.iter().enumerate() {
        match reader.inside(&position(index), |reader| part(reader, table, *item)) {
            Ok(entry) => entries.push(entry),
            Err(error) => reader.forgive(error, NOT_THERE)?,
        }
    }
    Ok(())
}

/// A list of mappings that have one table, or null for none.
pub(super) fn entries_or_null<T: Default>(
    reader: &mut Reader<'_>,
    table: &LevelTable<T>,
    entries: &mut Vec<T>,
    node: NodeId,
) -> Result<()> {
    if reader.is_null(node) { Ok(()) } else { self::entries(reader, table, entries, node) }
}

/// A list of mappings that have one table. The first seed with examples has a single mapping in
/// place of the list, and some documents have null.
pub(super) fn entry_or_entries<T: Default>(
    reader: &mut Reader<'_>,
    table: &LevelTable<T>,
    entries: &mut Vec<T>,
    node: NodeId,
) -> Result<()> {
    if reader.is_mapping(node) {
        entries.push(part(reader, table, node)?);
        return Ok(());
    }
    entries_or_null(reader, table, entries, node)
}

/// How a path names an entry that has no name: by its number, from 1.
pub(super) fn position(index: usize) -> String {
    format!("#{}", index.saturating_add(1))
}

pub(super) fn payload(
    reader: &mut Reader<'_>,
    table: &LevelTable<Payload>,
    node: NodeId,
) -> Result<Payload> {
    Ok(Payload { at: reader.at(node), ..part(reader, table, node)? })
}

/// One of the attributes that give a payload its identifier.
pub(super) fn payload_id(
    reader: &mut Reader<'_>,
    payload: &mut Payload,
    name: &'static str,
    node: NodeId,
) -> Result<()> {
    if let Some((first, _)) = payload.id {
        return Err(reader.error(node, DocumentProblem::SeveralTypes { first, second: name }));
    }
    let value = reader.filled(node)?;
    payload.id = Some((name, Spanned { value, at: reader.at(node) }));
    Ok(())
}

pub(super) fn supported_os(
    reader: &mut Reader<'_>,
    table: &LevelTable<SupportedOs>,
    node: NodeId,
) -> Result<SupportedOs> {
    Ok(SupportedOs { at: reader.at(node), ..part(reader, table, node)? })
}

pub(super) fn os_entry(
    reader: &mut Reader<'_>,
    table: &LevelTable<OsEntry>,
    os: &'static str,
    node: NodeId,
) -> Result<OsEntry> {
    let mut entry = OsEntry::silent(os, reader.at(node));
    // Without the entry the OS would count as not supported, which is more than a mistake may say.
    if let Err(error) = reader.fill(table, &mut entry, node) {
        reader.forgive(error, "taken as an OS of which nothing is said")?;
    }
    Ok(entry)
}
