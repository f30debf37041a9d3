//! Makes values from a table, reads them as the type and writes them in every format, and checks
//! that nothing changes.

use apple_device_management_core::codec::{self, Message};
use apple_device_management_core::{Dictionary, Document, Side, Slot, Value, View};
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};

use super::sample::{Fill, Sample};

/// The formats on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    Xml,
    Binary,
    Json,
}

/// Reads a typed value of one root type.
type Decode = fn(&[u8], Wire) -> Result<Box<dyn Slot>, String>;

/// A root type: its document, and how to read one.
#[derive(Clone, Copy)]
pub struct Root {
    pub document: &'static Document,
    pub side: Side,
    decode: Decode,
}

/// How many samples to make: enough for every variant of a union and most values of a list.
const TURNS: usize = 4;

impl Root {
    pub fn of<T: Message + DeserializeOwned + 'static>(side: Side) -> Root {
        Root { document: T::DOCUMENT, side, decode: decode::<T> }
    }

    /// Reads and writes samples in all formats; gives how many.
    pub fn round_trips(&self) -> usize {
        let mut count = 0;
        for fill in Fill::ALL {
            for turn in 0..TURNS {
                let sample = Sample { fill, turn }.root(&self.document.content(self.side).unwrap());
                if let Err(error) = self.round_trip(&sample) {
                    let source = self.document.source;
                    panic!("{source}, {:?}, {fill:?}, turn {turn}: {error}", self.side);
                }
                count += 1;
            }
        }
        count
    }

    fn round_trip(&self, sample: &Dictionary) -> Result<(), String> {
        let original = Value::Dictionary(sample.clone());
        for wire in [Wire::Xml, Wire::Binary, Wire::Json] {
            let say = |what: &str| format!("{wire:?}: {what}\n{original:?}");
            let typed = (self.decode)(&sent(&original, wire), wire).map_err(|error| say(&error))?;
            let typed = &*typed;
            let extra = strays(typed.view());
            if !extra.is_empty() {
                return Err(say(&format!("without a field: {extra:?}")));
            }
            if codec::to_value(typed.view()) != original {
                return Err(say(&format!("read as {:?}", codec::to_value(typed.view()))));
            }
            let bytes = encode(typed, wire)?;
            if document(&bytes, wire)? != document(&sent(&original, wire), wire)? {
                return Err(say("written otherwise"));
            }
            let again = (self.decode)(&bytes, wire).map_err(|error| say(&error))?;
            if !codec::same_view(typed.view(), again.view()) {
                return Err(say("not the same when read again"));
            }
        }
        Ok(())
    }
}

fn decode<T: Message + DeserializeOwned + 'static>(
    bytes: &[u8],
    wire: Wire,
) -> Result<Box<dyn Slot>, String> {
    let value: T = match wire {
        Wire::Xml | Wire::Binary => plist::from_bytes(bytes).map_err(|error| error.to_string())?,
        Wire::Json => serde_json::from_slice(bytes).map_err(|error| error.to_string())?,
    };
    Ok(Box::new(value))
}

struct Shown<'a>(&'a dyn Slot);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        codec::serialize(self.0.view(), serializer)
    }
}

fn encode(typed: &dyn Slot, wire: Wire) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    match wire {
        Wire::Xml => plist::to_writer_xml(&mut bytes, &Shown(typed)).map_err(|e| e.to_string())?,
        Wire::Binary => {
            plist::to_writer_binary(&mut bytes, &Shown(typed)).map_err(|e| e.to_string())?;
        }
        Wire::Json => return serde_json::to_vec(&Shown(typed)).map_err(|e| e.to_string()),
    }
    Ok(bytes)
}

/// Writes a message with `plist` or `serde_json` alone, without the codec of this project.
fn sent(value: &Value, wire: Wire) -> Vec<u8> {
    let mut bytes = Vec::new();
    match wire {
        Wire::Xml => property_list(value).to_writer_xml(&mut bytes).unwrap(),
        Wire::Binary => property_list(value).to_writer_binary(&mut bytes).unwrap(),
        Wire::Json => return serde_json::to_vec(&json(value)).unwrap(),
    }
    bytes
}

/// What a message says, in a form that can be compared.
fn document(bytes: &[u8], wire: Wire) -> Result<String, String> {
    match wire {
        Wire::Xml | Wire::Binary => {
            let mut value: plist::Value = plist::from_bytes(bytes).map_err(|e| e.to_string())?;
            sort(&mut value);
            Ok(format!("{value:?}"))
        }
        Wire::Json => {
            let value: serde_json::Value =
                serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
            Ok(value.to_string())
        }
    }
}

fn sort(value: &mut plist::Value) {
    match value {
        plist::Value::Array(items) => items.iter_mut().for_each(sort),
        plist::Value::Dictionary(entries) => {
            entries.values_mut().for_each(sort);
            entries.sort_keys();
        }
        _ => {}
    }
}

fn property_list(value: &Value) -> plist::Value {
    match value {
        Value::Boolean(value) => (*value).into(),
        Value::Integer(value) => (*value).into(),
        Value::Real(value) => (*value).into(),
        Value::String(value) => value.as_str().into(),
        Value::Data(value) => plist::Value::Data(value.0.clone()),
        Value::Date(value) => plist::Date::from_xml_format(value.as_str()).unwrap().into(),
        Value::Array(items) => plist::Value::Array(items.iter().map(property_list).collect()),
        Value::Dictionary(entries) => plist::Value::Dictionary(
            entries.iter().map(|(name, value)| (name.clone(), property_list(value))).collect(),
        ),
        Value::Null | Value::Unsigned(_) | Value::Uid(_) => panic!("no sample has {value:?}"),
    }
}

fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Boolean(value) => (*value).into(),
        Value::Integer(value) => (*value).into(),
        Value::Real(value) => (*value).into(),
        Value::String(value) => value.as_str().into(),
        Value::Data(value) => base64(&value.0).into(),
        Value::Date(value) => value.as_str().into(),
        Value::Array(items) => items.iter().map(json).collect(),
        Value::Dictionary(entries) => {
            let entries = entries.iter().map(|(name, value)| (name.clone(), json(value)));
            serde_json::Value::Object(entries.collect())
        }
        Value::Null | Value::Unsigned(_) | Value::Uid(_) => panic!("no sample has {value:?}"),
    }
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// The keys of all entries that were not read into a field, at any depth.
pub fn strays(view: View<'_>) -> Vec<String> {
    let mut found = Vec::new();
    match view {
        View::Record(record) => record.parts(|parts| {
            // A root type that is a map has all its entries in `extra`.
            if !parts.table.is_empty() {
                found.extend(parts.extra.keys().map(str::to_owned));
            }
            for at in 0..parts.table.len() {
                found.extend(strays(parts.view(at)));
            }
        }),
        View::Items(items) => {
            for index in 0..items.count() {
                found.extend(strays(items.item(index)));
            }
        }
        view => view.each(|_, &view| {
            found.extend(strays(view));
            true
        }),
    }
    found
}
