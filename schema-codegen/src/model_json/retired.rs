//! `schema-codegen/retired.json`: in the words and lines of the model.

use serde_json::Value;

use super::read::{Fields, Read, document, fault, key, last, literal, string, upstream, word};
use super::words::{SIDES, name_of};
use super::write::{Object, Out};
use super::{ModelJsonError, Problem};
use crate::retired::{At, Retired, RetiredKey, RetiredValue};

/// The text of what is retired; [`read_retired`] gives the same back.
pub fn write_retired(retired: &Retired) -> String {
    let mut out = Out::new();
    out.text.push_str("{\n\"releases\":");
    out.list(&retired.releases, Out::upstream);
    out.text.push_str(",\n\"documents\":");
    out.list(&retired.documents, Out::document);
    out.text.push_str(",\n\"keys\":");
    out.list(&retired.keys, |out, entry| {
        let mut object = begin(out, &entry.holder);
        object.name("key").key(&entry.key);
        out.text.push('}');
    });
    out.text.push_str(",\n\"values\":");
    out.list(&retired.values, |out, entry| {
        let mut object = begin(out, &entry.at);
        object.name("value").literal(&entry.value);
        object.last(Some(&entry.last));
        out.text.push('}');
    });
    out.text.push_str("\n}\n");
    out.text
}

fn begin<'o>(out: &'o mut Out, at: &At) -> Object<'o> {
    out.text.push('{');
    let mut object = Object::new(out);
    object.text("source", Some(&at.source));
    object.text("side", name_of(&SIDES, &at.side));
    object.text("path", Some(&at.path.to_string()));
    object
}

/// Reads what [`write_retired`] has written.
///
/// # Errors
/// If the text is nothing of the kind.
pub fn read_retired(text: &str) -> Result<Retired, ModelJsonError> {
    Ok(retired(serde_json::from_str(text)?)?)
}

fn retired(value: Value) -> Read<Retired> {
    let mut fields = Fields::of(value)?;
    let retired = Retired {
        releases: fields.list("releases", upstream)?,
        documents: fields.list("documents", document)?,
        keys: fields.list("keys", |value| {
            let mut fields = Fields::of(value)?;
            let entry = RetiredKey { holder: at(&mut fields)?, key: fields.required("key", key)? };
            fields.finish().map(|()| entry)
        })?,
        values: fields.list("values", |value| {
            let mut fields = Fields::of(value)?;
            let entry = RetiredValue {
                at: at(&mut fields)?,
                value: fields.required("value", literal)?,
                last: fields.required("last", last)?,
            };
            fields.finish().map(|()| entry)
        })?,
    };
    fields.finish().map(|()| retired)
}

fn at(fields: &mut Fields) -> Read<At> {
    Ok(At {
        source: fields.required("source", string)?,
        side: fields.required("side", |value| word(&SIDES, value))?,
        path: fields.required("path", |value| {
            string(value)?.parse().or_else(|_| fault(Problem::Expected("a key path")))
        })?,
    })
}
