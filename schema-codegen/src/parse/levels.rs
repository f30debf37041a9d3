//! The levels that are more than a row in a table.

use super::attributes::Table;
use super::node::NodeId;
use super::reader::Reader;
use super::tables::{self, EXAMPLE, PAYLOAD, SUPPORTED_OS};
use crate::error::{DocumentError, Problem};
use crate::flaw::NOT_THERE;
use crate::raw::{self, OsEntry, Payload, Spanned, SupportedOs};

type Result<T> = std::result::Result<T, DocumentError>;

/// A mapping with its own table.
pub(super) fn part<T: Default>(
    reader: &mut Reader<'_>,
    table: &Table<T>,
    node: NodeId,
) -> Result<T> {
    let mut part = T::default();
    reader.fill(table, &mut part, node)?;
    Ok(part)
}

/// The same, with its place.
pub(super) fn spanned_part<T: Default>(
    reader: &mut Reader<'_>,
    table: &Table<T>,
    node: NodeId,
) -> Result<Spanned<T>> {
    let at = reader.at(node);
    part(reader, table, node).map(|value| Spanned { value, at })
}

/// A list of mappings that have one table.
pub(super) fn entries<T: Default>(
    reader: &mut Reader<'_>,
    table: &Table<T>,
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

/// The same, where nothing may stand in place of the list.
pub(super) fn entries_or_null<T: Default>(
    reader: &mut Reader<'_>,
    table: &Table<T>,
    entries: &mut Vec<T>,
    node: NodeId,
) -> Result<()> {
    if reader.is_null(node) { Ok(()) } else { self::entries(reader, table, entries, node) }
}

/// How a path names an entry that has no name: from 1.
pub(super) fn position(index: usize) -> String {
    format!("#{}", index.saturating_add(1))
}

pub(super) fn payload(
    reader: &mut Reader<'_>,
    document: &mut raw::Document,
    _: &'static str,
    node: NodeId,
) -> Result<()> {
    document.payload = part(reader, &PAYLOAD, node)?;
    document.payload.at = reader.at(node);
    Ok(())
}

pub(super) fn payload_id(
    reader: &mut Reader<'_>,
    payload: &mut Payload,
    name: &'static str,
    node: NodeId,
) -> Result<()> {
    if let Some((first, _)) = payload.id {
        return Err(reader.error(node, Problem::SeveralTypes { first, second: name }));
    }
    let value = reader.filled(node)?;
    payload.id = Some((name, Spanned { value, at: reader.at(node) }));
    Ok(())
}

pub(super) fn supported_os(
    reader: &mut Reader<'_>,
    supported_os: &mut Option<SupportedOs>,
    node: NodeId,
) -> Result<()> {
    let at = reader.at(node);
    *supported_os = Some(SupportedOs { at, ..part(reader, &SUPPORTED_OS, node)? });
    Ok(())
}

pub(super) fn os_entry(
    reader: &mut Reader<'_>,
    supported_os: &mut SupportedOs,
    name: &'static str,
    node: NodeId,
) -> Result<()> {
    let mut entry = OsEntry::silent(name, reader.at(node));
    // An OS that is not named is one that is not supported: more than a mistake may say.
    if let Err(error) = reader.fill(&tables::OS, &mut entry, node) {
        reader.forgive(error, "taken as an OS of which nothing is said")?;
    }
    supported_os.entries.push(entry);
    Ok(())
}

/// An attribute of an OS entry that holds others.
pub(super) fn within_os(
    reader: &mut Reader<'_>,
    entry: &mut OsEntry,
    name: &'static str,
    node: NodeId,
) -> Result<()> {
    match tables::WITHIN_OS.iter().find(|table| table.level.name() == name) {
        Some(table) => reader.fill(table, entry, node),
        None => Ok(()),
    }
}

/// A list of examples; a first seed had a single one in its place, and some documents say nothing.
pub(super) fn examples(
    reader: &mut Reader<'_>,
    document: &mut raw::Document,
    _: &'static str,
    node: NodeId,
) -> Result<()> {
    if reader.is_mapping(node) {
        document.examples.push(part(reader, &EXAMPLE, node)?);
        return Ok(());
    }
    entries_or_null(reader, &EXAMPLE, &mut document.examples, node)
}
