//! `cargo xtask export`: a table of effective support, for spreadsheets, databases and programs.

use std::error::Error;
use std::io::{self, BufWriter, Write};

use apple_device_management_core::{
    AccessRights, Os, OsAttribute, OsSupport, OsValue, Takes, Written,
};
use clap::ValueEnum;
use schema_codegen::model::{Key, Literal};
use serde_json::{Map, Value, json};

use crate::entries::{Entry, entries, side_name};
use crate::output::Output;
use crate::release;
use crate::workspace::Workspace;

/// Write the effective support of every key path on every OS.
///
/// There is a row for each key path and OS, and one for each document and OS, with an empty path.
/// They are sorted by document; key paths are in the order of the schema. A cell is empty where the
/// schema says nothing. `last` is the last release that had something which only older releases
/// have, `rangelist.last` the same for single values. In a key path, ~1 is a slash within a name,
/// and ~0 a tilde.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The format; lists and defaults within a cell of CSV are JSON
    #[arg(long, value_enum)]
    format: Format,
    /// A folder with the schema, a model.json, or a revision of the submodule's repository, instead
    /// of generated/model.json
    #[arg(long, value_name = "DIR|FILE|REV")]
    source: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// An array of objects, each on a line
    Json,
    /// With a line of column names first
    Csv,
}

pub(crate) fn run(args: &Args, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let workspace = Workspace::find();
    let model =
        release::read(release::named_or_current(args.source.as_deref(), &workspace)?)?.model;
    let rows = model
        .documents
        .iter()
        .flat_map(|document| entries(&model, document))
        .flat_map(|entry| Os::ALL.map(|os| row(&entry, os)));
    let mut out = BufWriter::new(out);
    match args.format {
        Format::Json => write_json(rows, &mut out)?,
        Format::Csv => write_csv(rows, &mut out)?,
    }
    Ok(out.flush()?)
}

type Row = Vec<(&'static str, Value)>;

fn row(entry: &Entry<'_>, os: Os) -> Row {
    let document = entry.document;
    let mut row: Row = vec![
        ("source", json!(document.source)),
        ("family", json!(document.family.module())),
        ("id", json!(document.id)),
        ("side", json!(side_name(entry.side))),
        ("path", json!(entry.path.to_string())),
        ("type", json!(entry.kind())),
        ("presence", text(Some(entry.presence()).filter(|word| !word.is_empty()))),
        ("os", json!(os.name())),
    ];
    row.extend(support(entry.support.on(os)));
    row.extend(constraints(entry.key.as_ref()));
    row.extend(retired(entry));
    row
}

/// The columns about what only older releases have: the last release that had the key, document or
/// value, and the next one.
fn retired(entry: &Entry<'_>) -> Row {
    let last = match &entry.key {
        Some(key) => key.last.as_ref(),
        None => entry.document.last.as_ref(),
    };
    let next = last.map(|last| last.next.as_str());
    let dropped = entry.key.as_ref().map_or(&[][..], |key| &key.dropped);
    let values: Vec<_> = dropped
        .iter()
        .map(|one| json!([literal(&one.value), one.last.release, one.last.next]))
        .collect();
    let values = if values.is_empty() { Value::Null } else { json!(values) };
    let last = last.map(|last| last.release.as_str());
    vec![("last", text(last)), ("last.next", text(next)), ("rangelist.last", values)]
}

fn text(text: Option<&str>) -> Value {
    text.map_or(Value::Null, Value::from)
}

fn support(support: &OsSupport) -> Row {
    let mut row = Row::new();
    for attribute in OsAttribute::ALL {
        let stated = attribute.of(support);
        row.push((attribute.word, stated.map_or(Value::Null, value)));
        if let (Takes::Rights, right) = (attribute.takes, support.access_rights()) {
            let bit = right.and_then(AccessRights::right).map(|right| right.bit());
            row.push(("accessrights-bit", json!(bit)));
        }
    }
    row
}

fn value(stated: OsValue) -> Value {
    match stated.written() {
        Written::Flag(flag) => json!(flag),
        Written::Text(text) => json!(text),
        Written::List(words) => json!(words),
    }
}

fn constraints(key: Option<&Key>) -> Row {
    let list = |list: &[String]| if list.is_empty() { Value::Null } else { json!(list) };
    let range = key.and_then(|key| key.range.as_ref());
    let repetition = key.and_then(|key| key.repetition);
    let values = key.map(|key| key.rangelist.as_slice()).filter(|values| !values.is_empty());
    vec![
        ("rangelist", values.map_or(Value::Null, |values| values.iter().map(literal).collect())),
        ("range.min", json!(range.and_then(|range| range.min))),
        ("range.max", json!(range.and_then(|range| range.max))),
        ("format", json!(key.and_then(|key| key.format.as_deref()))),
        ("repetition.min", json!(repetition.and_then(|repetition| repetition.min))),
        ("repetition.max", json!(repetition.and_then(|repetition| repetition.max))),
        (DEFAULT, key.and_then(|key| key.default.as_ref()).map_or(Value::Null, literal)),
        ("subtype", text(key.and_then(|key| key.subtype).map(|one| one.name()))),
        ("combinetype", text(key.and_then(|key| key.combine).map(|one| one.name()))),
        ("assettypes", key.map_or(Value::Null, |key| list(&key.asset_types))),
        ("asset-content-types", key.map_or(Value::Null, |key| list(&key.asset_content_types))),
    ]
}

pub(crate) fn literal(literal: &Literal) -> Value {
    match literal {
        Literal::String(text) => json!(text),
        Literal::Boolean(value) => json!(value),
        Literal::Integer(value) => json!(value),
        Literal::Real(value) => json!(value),
    }
}

fn write_json(rows: impl Iterator<Item = Row>, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (at, row) in rows.enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        let said = row.into_iter().filter(|(_, value)| !value.is_null());
        let object: Map<String, Value> =
            said.map(|(name, value)| (name.to_owned(), value)).collect();
        serde_json::to_writer(&mut *out, &object)?;
    }
    out.write_all(b"\n]\n")
}

fn write_csv(rows: impl Iterator<Item = Row>, out: &mut impl Write) -> io::Result<()> {
    for (at, row) in rows.enumerate() {
        if at == 0 {
            let names: Vec<_> = row.iter().map(|(name, _)| *name).collect();
            writeln!(out, "{}", names.join(","))?;
        }
        let cells: Vec<_> = row.iter().map(|(name, value)| cell(name, value)).collect();
        writeln!(out, "{}", cells.join(","))?;
    }
    Ok(())
}

/// The column in which strings are in quotes.
const DEFAULT: &str = "default";

/// A cell, quoted by the rules of RFC 4180.
fn cell(name: &str, value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        // In quotes, since a default may be the empty string, or a string that looks like a number.
        Value::String(text) if name != DEFAULT => text.clone(),
        other => other.to_string(),
    };
    match text.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells() {
        for (value, expected) in [
            (Value::Null, ""),
            (json!(true), "true"),
            (json!("plain text"), "plain text"),
            (json!("a,b"), "\"a,b\""),
            (json!("say \"a\""), "\"say \"\"a\"\"\""),
            (json!(["a", "b"]), "\"[\"\"a\"\",\"\"b\"\"]\""),
        ] {
            assert_eq!(cell("title", &value), expected);
        }
        let defaults = [Value::Null, json!(""), json!("true"), json!(true)];
        let cells = defaults.map(|value| cell(DEFAULT, &value));
        assert_eq!(cells, ["", r#""""""""#, r#""""true""""#, "true"]);
    }
}
